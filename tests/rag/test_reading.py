"""Passages into ranked sentences."""

import pytest

import rag.reading
from rag.marking import Mark, marked
from rag.questions import Question, analyse
from rag.reading import Reading, read
from rag.retrieval import retrieve
from rag.sentences import Sentence, Sentences
from vectorstore.generations import Store

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
