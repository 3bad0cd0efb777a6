"""Passages into ranked sentences."""

from pathlib import Path

import pytest

import rag.reading
from rag import ask
from rag.marking import Mark, marked
from rag.networks.features import NAMES, features
from rag.questions import Question, analyse
from rag.reading import Reading, candidates_of, read
from rag.retrieval import retrieve
from rag.sentences import Sentence, Sentences
from tests.conftest import MakeCorpus
from vectorstore.build import rebuild
from vectorstore.generations import Store
from vectorstore.settings import load_settings

ASKED = analyse("Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?")


def readings(store: Store) -> list[Reading]:
    generation = store.generation()
    vector = store.embedder.embed_queries([ASKED.text])[0]
    passages = retrieve(ASKED.text, 8, store=store)
    sentences = Sentences(generation, store.embedder)
    return read(ASKED, vector, passages, sentences, generation.lexical.rarity)


def test_the_best_answer_stands_first_by_its_score(seed_store: Store) -> None:
    found = readings(seed_store)
    scores = [reading.score for reading in found]
    assert "Nông Bích Thuận" in found[0].sentence.text
    assert len(found) > 10
    assert scores == sorted(scores, reverse=True)


def test_what_the_spans_say_orders_the_first_three_and_no_others(
    seed_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rag.reading, "OUT_OF_REACH", 100.0)
    before = readings(seed_store)
    third = before[2].sentence

    def preferring_the_third(question: Question, sentence: Sentence, rarity: object) -> Mark:
        is_third = (sentence.article_id, sentence.start) == (third.article_id, third.start)
        return Mark((0, 1), 0.5, 0.0, 100.0 if is_third else -100.0)

    assert marked(ASKED, third, lambda term: 2.0).evidence_among < 100
    monkeypatch.setattr(rag.reading, "marked", preferring_the_third)
    after = readings(seed_store)
    assert [r.sentence.text for r in after] == [
        r.sentence.text for r in (before[2], before[0], before[1], *before[3:])
    ]
    scores = [reading.score for reading in after]
    assert scores == sorted(scores, reverse=True)


def test_a_sentence_far_below_the_best_is_not_looked_at(
    seed_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [reading.sentence.text for reading in readings(seed_store)]
    looked_at: list[str] = []

    def seen(question: Question, sentence: Sentence, rarity: object) -> Mark:
        looked_at.append(sentence.text)
        return Mark((0, 1), 0.5, 0.0, 0.0)

    monkeypatch.setattr(rag.reading, "OUT_OF_REACH", 0.0)
    monkeypatch.setattr(rag.reading, "marked", seen)
    assert [reading.sentence.text for reading in readings(seed_store)] == before
    assert looked_at == before[:1]


PAGE = """Hỏi đáp về hiến máu

Bệnh viện trả lời những câu hỏi về hiến máu mà người dân hay gửi đến.

Ai có thể tham gia hiến máu?

Từ đủ 18 đến 60 tuổi.

Người xăm mình có hiến máu được không?

Trả lời: Được. Chỉ cần chờ sáu tháng.

Khám ở tầng hai.
"""


@pytest.fixture
def page_store(make_corpus: MakeCorpus, tmp_path: Path) -> Store:
    store = Store(load_settings(corpus=make_corpus({"a.txt": PAGE}), store=tmp_path / "db"))
    rebuild(store)
    return store


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Người xăm mình có hiến máu được không?", "Trả lời: Được. Chỉ cần chờ sáu tháng."),
        ("nguoi xam minh hien mau duoc khong", "Trả lời: Được. Chỉ cần chờ sáu tháng."),
        ("Người nào có thể tham gia hiến máu?", "Từ đủ 18 đến 60 tuổi."),
    ],
)
def test_an_article_s_own_question_is_answered_and_never_quoted(
    page_store: Store, asked: str, answer: str
) -> None:
    quotes = ask(asked, store=page_store).quotes
    assert quotes[0].text == answer
    assert not any(quote.text.endswith("?") for quote in quotes)


def test_the_article_s_question_is_compared_with_the_one_asked(page_store: Store) -> None:
    question = analyse("Người xăm mình có hiến máu được không?")
    passages = retrieve(question.text, 8, store=page_store)
    generation = page_store.generation()
    found = candidates_of(question, passages, Sentences(generation, page_store.embedder))
    vector = page_store.embedder.embed_queries([question.text])[0]
    rows = features(question, vector, found, lambda term: 2.0)
    asked, beyond = (NAMES.index(name) for name in ("asked", "asked_beyond"))
    told = {c.sentence.text: (row[asked], row[beyond]) for c, row in zip(found, rows, strict=True)}
    assert told["Trả lời: Được. Chỉ cần chờ sáu tháng."] == (1, 0)
    other = told["Từ đủ 18 đến 60 tuổi."]
    assert 0 < other[0] < 1 and 0 < other[1] < 1
    assert told["Khám ở tầng hai."] == (0, 0)
