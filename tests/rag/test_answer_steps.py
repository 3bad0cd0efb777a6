"""The steps of an answer, and what limits it: articles, days, kinds of sections."""

from pathlib import Path
from typing import get_args

import pytest

from rag import Answer, ask
from rag.answering import NO_ANSWER, Found, answer_steps
from rag.dialogue.small_talk import GREETING
from tests.conftest import MakeCorpus
from vectorstore.articles import SectionKind
from vectorstore.build import rebuild
from vectorstore.errors import QuestionError
from vectorstore.generations import Store
from vectorstore.settings import Settings

CHAIR = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"
OWN_TEXT = [kind for kind in get_args(SectionKind) if kind != "teaser"]


def without_times(answer: Answer) -> tuple[object, ...]:
    return answer.answered, answer.text, answer.quotes, answer.passages, answer.understood


def test_what_was_found_is_told_before_the_answer(seed_store: Store) -> None:
    found, answer = answer_steps(CHAIR, store=seed_store)
    assert isinstance(found, Found) and isinstance(answer, Answer)
    assert found.question == CHAIR
    assert found.understood is None
    assert found.passages == answer.passages != []
    assert found.timings_ms["retrieve"] == answer.timings_ms["retrieve"]
    assert found.timings_ms["total"] <= answer.timings_ms["total"]


def test_the_last_step_is_what_ask_gives(seed_store: Store) -> None:
    *_, answer = answer_steps("Ở đâu?", [CHAIR], store=seed_store)
    assert isinstance(answer, Answer)
    assert without_times(answer) == without_times(ask("Ở đâu?", [CHAIR], store=seed_store))


@pytest.mark.parametrize(
    ("question", "history", "understood"),
    [
        ("Ở đâu?", [CHAIR], CHAIR.replace("là ai", "ở đâu")),
        (CHAIR.replace("Chủ tịch", "Chủ tihc"), [], CHAIR),
    ],
)
def test_what_was_understood_is_known_when_it_is_found(
    seed_store: Store, question: str, history: list[str], understood: str
) -> None:
    first = next(answer_steps(question, history, store=seed_store))
    assert isinstance(first, Found)
    assert (first.question, first.understood) == (question, understood)


def test_a_greeting_is_answered_in_one_step(seed_store: Store) -> None:
    (only,) = answer_steps("Xin chào", store=seed_store)
    assert isinstance(only, Answer)
    assert only.text == GREETING


def test_an_unknown_section_is_an_error(seed_store: Store) -> None:
    with pytest.raises(QuestionError, match="'footnote'"):
        ask(CHAIR, sections=["footnote"], store=seed_store)


@pytest.mark.parametrize("limits", [{"articles": []}, {"sections": []}])
def test_of_nothing_nothing_is_known(seed_store: Store, limits: dict[str, list[str]]) -> None:
    answer = ask(CHAIR, store=seed_store, **limits)  # type: ignore[arg-type]
    assert (answer.answered, answer.text) == (False, NO_ANSWER)
    assert answer.quotes == answer.passages == []


def test_a_teaser_is_not_quoted_where_own_text_is_wanted(seed_store: Store) -> None:
    question = "Xã A Mú Sung được kiểm tra công tác trực Tết ngày nào?"
    assert ask(question, store=seed_store).quotes[0].section == "teaser"
    answer = ask(question, sections=OWN_TEXT, store=seed_store)
    assert answer.passages
    assert all(quote.section != "teaser" for quote in answer.quotes)
    assert all(passage.section != "teaser" for passage in answer.passages)


@pytest.mark.parametrize(
    ("question", "put_in"),
    [
        ("Bài “Đại sứ Bỉ thăm và làm việc tại Lào Cai” viết gì?", "lead"),
        ("Ai viết bài về chuyến thăm Lào Cai của Đại sứ Bỉ?", "byline"),
    ],
)
def test_what_is_quoted_unasked_is_of_the_sections_asked_for(
    seed_store: Store, question: str, put_in: SectionKind
) -> None:
    def sections(of: list[SectionKind] | None) -> set[SectionKind]:
        return {quote.section for quote in ask(question, sections=of, store=seed_store).quotes}

    assert put_in in sections(None)
    assert sections(["body"]) <= {"body"}


def test_only_the_articles_of_some_days_are_asked(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus(
        {
            f"{day}.txt": f"Xã Mường Hum đón khách\n\nNgày {day}/3/2025, xã Mường Hum đón "
            f"{day}00 lượt khách đến chợ phiên.\n"
            for day in (11, 12, 13)
        }
        | {"undated.txt": "Chợ phiên\n\nChợ phiên xã Mường Hum đón 900 lượt khách.\n"}
    )
    store = Store(Settings(corpus=corpus, store=tmp_path / "store"))
    rebuild(store)
    generation = store.generation()
    question = "Xã Mường Hum đón bao nhiêu lượt khách?"
    assert generation.date_range() == (20250311, 20250313)
    days = generation.dated(20250312, 20250312)
    assert days == ["12"]
    answer = ask(question, articles=days, store=store)
    assert "1200" in answer.text
    nowhere = ask(question, articles=generation.dated(20250401, None), store=store)
    assert (nowhere.answered, nowhere.text, nowhere.passages) == (False, NO_ANSWER, [])
