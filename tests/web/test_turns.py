"""Conversations as the browser keeps them, and what comes back of them."""

import json
from dataclasses import asdict, replace

import gradio as gr
import pytest

from rag import Answer, Quote, ask
from vectorstore.generations import Store
from webchat.chat.conversations import conversation_markdown
from webchat.chat.scope import Scope
from webchat.chat.turns import MOST_TURNS, Turn, TurnsError, as_json, from_json, stands, turn_of
from webchat.corpus.desk import CorpusDesk
from webchat.corpus.owner import Owner
from webchat.page import build_page
from webchat.words import EN, VI

QUESTION = "Hội nghị giữa Hội Chữ thập đỏ Thanh Hóa và Huaphanh diễn ra ngày nào?"


@pytest.fixture(scope="module")
def turn(seed_store):
    generation = seed_store.generation()
    return turn_of(ask(QUESTION, store=seed_store), generation, Scope(own_text=True))


def test_a_conversation_comes_back_from_a_browser_as_it_went(turn):
    assert from_json(json.loads(json.dumps(as_json([turn])))) == [turn]
    assert from_json(None) == from_json([]) == []


def test_only_what_is_shown_is_kept(turn, seed_store):
    assert turn.answer.passages == []
    refused = ask("Đội nào vô địch giải bóng đá thế giới năm 1998?", store=seed_store)
    kept = turn_of(refused, seed_store.generation(), Scope())
    assert len(kept.answer.passages) == 3
    assert kept.dates.keys() <= {passage.article_id for passage in kept.answer.passages}


def test_a_long_conversation_loses_its_oldest_turns(turn):
    assert len(as_json([turn] * (MOST_TURNS + 5))) == MOST_TURNS


@pytest.mark.parametrize(
    "forged",
    [
        "text",
        {"turns": []},
        [7],
        [{"answer": {}, "at": ""}],
        [{"answer": asdict(Answer("x" * 1001, False, "", 0.0)), "at": ""}],
        [{"answer": {"question": [], "answered": 1, "text": {}, "confidence": "x"}, "at": 5}],
    ],
)
def test_what_is_no_conversation_is_refused(forged):
    with pytest.raises(TurnsError, match="not a conversation"):
        from_json(forged)
    assert conversation_markdown(forged, VI) == VI.bad_conversation


def test_too_many_turns_are_refused(turn):
    with pytest.raises(TurnsError):
        from_json(as_json([turn]) * (MOST_TURNS + 1))


@pytest.mark.parametrize(
    "forged",
    [
        {"text": "Hội nghị không diễn ra."},
        {"start": 0},
        {"title": "Hội nghị bị hủy"},
        {"source": "example.test"},
        {"url": "https://example.test/"},
    ],
    ids=str,
)
def test_a_quote_that_was_invented_stands_nowhere(turn, seed_store, forged):
    quote = turn.answer.quotes[0]
    assert stands(quote, seed_store.generation())
    assert not stands(replace(quote, **forged), seed_store.generation())


def test_an_opinion_on_an_invented_answer_is_not_kept(turn, seed_store, tmp_path):
    settings = seed_store.settings.model_copy(update={"feedback": tmp_path / "said.jsonl"})
    store = Store(settings)
    page = build_page(store, Owner(None), CorpusDesk(store))
    [judge] = [fn.fn for fn in page.fns.values() if fn.api_name == "judge"]
    event = gr.EventData(None, {"turn": 0, "reason": "like"})
    invented = replace(turn.answer.quotes[0], text="Hội nghị không diễn ra.")
    for quotes in (
        [invented],
        [*turn.answer.quotes, invented],
        [replace(invented, article_id="x")],
    ):
        forged = replace(turn, answer=replace(turn.answer, quotes=quotes))
        with pytest.warns(UserWarning, match=VI.not_kept):  # Gradio's, without a page to show it
            judge(as_json([forged]), event)
        assert not settings.feedback.exists()
    judge(as_json([turn]), event)
    assert len(settings.feedback.read_text(encoding="utf-8").splitlines()) == 1


def test_an_exported_conversation_cites_in_full(turn):
    page = conversation_markdown(as_json([turn]), VI)
    first = turn.answer.quotes[0]
    assert page.startswith("## Hội nghị giữa")
    assert f"> “{first.text}”" in page.replace("\\", "")
    cited = f"> — {first.title}, VietnamPlus, 25/6, nội dung bài, {first.url}"
    assert cited in page.replace("\\", "")
    assert ", text, " in conversation_markdown(as_json([turn]), EN).replace("\\", "")


def test_an_exported_list_keeps_its_lines():
    said = "Hồ sơ gồm:\n- Đơn;\n\n- Ảnh."
    listed = Quote(1, "a", "Hồ sơ", None, None, "body", 0, len(said), said, None, None, 1.0)
    turn = Turn(Answer("Hồ sơ gồm gì?", True, said, 1.0, [listed]), "")
    page = conversation_markdown(as_json([turn]), VI)
    assert "> “Hồ sơ gồm:\\\n> \\- Đơn;\\\n> \\- Ảnh.”\n>\n> — " in page


def test_hostile_texts_are_text_in_the_exported_file():
    said = "# a <script>x</script> [b](javascript:c)\n\n![d](http://e.test)"
    cited = Quote(1, "a", said, said, None, "body", 0, len(said), said, None, None, 1.0)
    page = conversation_markdown(as_json([Turn(Answer(said, True, said, 1.0, [cited]), "")]), VI)
    assert page.count("\n# ") == 0
    for sign in ("<script", "[b](", "![d]"):
        assert sign not in page
