"""What a doubtful first reading becomes when it is read once more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences_of import sentence_of

import rag.answering
import rag.marking
import rag.second_reader
from rag import ask
from rag.marking import Mark, Scores, marked, short_answer
from rag.networks.span_network import LONGEST_SPAN
from rag.questions import Question, analyse
from rag.reading import OUT_OF_REACH, Reading, read
from rag.retrieval import retrieve
from rag.second_reader import (
    SecondReader,
    SecondReading,
    is_doubtful,
    load_second_reader,
    read_again,
    read_alone,
)
from rag.sentences import Sentence, Sentences
from vectorstore.generations import Store
from vectorstore.vietnamese import normalise

ASKED = analyse("Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?")
SHOWN = 3  # readings


@pytest.fixture(scope="module")
def readings(seed_store: Store) -> list[Reading]:
    """What the first reader finds for ASKED; all in reach of one another."""
    generation = seed_store.generation()
    vector = seed_store.embedder.embed_queries([ASKED.text])[0]
    passages = retrieve(ASKED.text, 8, store=seed_store)
    sentences = Sentences(generation, seed_store.embedder)
    found = read(ASKED, vector, passages, sentences, generation.lexical.rarity)
    return [replace(reading, score=-number / 10) for number, reading in enumerate(found)]


class _Saying(SecondReader):
    """A second reader that finds so much in each of the best sentences."""

    def __init__(self, *found: float) -> None:
        self._found = found

    def spans(
        self, question: Question, sentences: Sequence[Sentence], *, alone: bool = False
    ) -> dict[Sentence, Scores]:
        return {
            sentence: np.full((len(sentence.places),) * 2, odds, np.float32)
            for sentence, odds in zip(sentences, self._found, strict=False)
        }


class _Noting(_Saying):
    """One that notes what it was shown, and whether each time alone."""

    def __init__(self, *found: float) -> None:
        super().__init__(*found)
        self.shown: list[Sentence] = []
        self.alone: list[bool] = []

    def spans(
        self, question: Question, sentences: Sequence[Sentence], *, alone: bool = False
    ) -> dict[Sentence, Scores]:
        self.shown.extend(sentences)
        self.alone.append(alone)
        return super().spans(question, sentences, alone=alone)


@pytest.fixture
def saying(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = _Saying(-9.0, 2.0, 8.0)
    monkeypatch.setattr("rag.second_reader.load_second_reader", lambda: reader)


def test_the_spans_of_a_sentence_are_scored_from_its_syllables_to_its_syllables(
    readings: list[Reading],
) -> None:
    best = readings[0].sentence
    scores = load_second_reader().spans(ASKED, [best])[best]
    n = len(best.places)
    assert scores.shape == (n, n)
    first, last = np.divmod(np.flatnonzero(np.isfinite(scores)), n)
    assert (last - first >= 0).all()
    assert (last - first < LONGEST_SPAN).all()
    first, last = np.divmod(scores.argmax(), n)
    assert "Thuận" in best.text[best.places[first][0] : best.places[last][1]]


def test_it_finds_more_where_an_answer_stands(readings: list[Reading]) -> None:
    best = [reading.sentence for reading in readings[:SHOWN]]
    named = next(sentence for sentence in best if "Nông Bích Thuận" in sentence.text)

    def found(question: str) -> float:
        return float(load_second_reader().spans(analyse(question), best)[named].max())

    assert found("Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?") > 0
    assert found("Hội Chữ thập đỏ có bao nhiêu xe cứu thương?") < 0


@pytest.mark.usefixtures("saying")
def test_the_first_three_change_places_as_both_readers_have_them(readings: list[Reading]) -> None:
    second = read_again(ASKED, readings, 0.5)
    assert [r.sentence for r in second.readings] == [
        readings[number].sentence for number in (2, 1, 0, *range(3, len(readings)))
    ]
    scores = [reading.score for reading in second.readings]
    assert scores == sorted(scores, reverse=True)
    assert set(second.spans) == {reading.sentence for reading in readings[:SHOWN]}


def test_what_both_find_leaves_the_scores_as_sure_as_the_confidence(
    readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    alike = _Saying(2.0, 2.0, 2.0)
    monkeypatch.setattr("rag.second_reader.load_second_reader", lambda: alike)
    again = read_again(ASKED, readings, 0.5).readings
    before, after = (r[0].score - r[SHOWN].score for r in (readings, again))
    assert 0 < after < before


def test_what_there_is_no_room_for_counts_as_the_worst_that_was_read(
    readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = _Saying(4.0, 1.0)  # nothing of the third
    monkeypatch.setattr("rag.second_reader.load_second_reader", lambda: reader)
    again = read_again(ASKED, readings, 0.5).readings
    assert [r.sentence for r in again] == [r.sentence for r in readings]
    second, third = (again[n].score - again[n + 1].score for n in (1, 2))
    assert second == pytest.approx(third)


def test_where_there_is_no_room_for_any_the_first_reading_stands(
    readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.second_reader.load_second_reader", _Saying)
    second = read_again(ASKED, readings, 0.5)
    assert [r.sentence for r in second.readings] == [r.sentence for r in readings]
    assert 0.2 < second.confidence < 0.8


def test_short_sentences_leave_room_for_more_than_three(
    readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    noting = _Noting()
    monkeypatch.setattr("rag.second_reader.load_second_reader", lambda: noting)
    read_again(ASKED, readings, 0.5)
    assert noting.shown == [reading.sentence for reading in readings[:5]]
    short = [
        sentence_of(f"Xã {name} có mưa.") for name in ("Nậm Mòn", "Bản Phố", "Tả Van", "Na Hối")
    ]
    assert len(load_second_reader().spans(ASKED, short)) == len(short)


@pytest.mark.usefixtures("saying")
def test_a_sentence_far_below_the_first_is_not_read_again(readings: list[Reading]) -> None:
    far = [readings[0], *(replace(r, score=r.score - OUT_OF_REACH) for r in readings[1:])]
    second = read_again(ASKED, far, 0.5)
    assert [r.sentence for r in second.readings] == [r.sentence for r in readings]
    assert set(second.spans) == {readings[0].sentence}


def test_the_more_both_find_the_surer_an_answer_is(
    readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    def sure(confidence: float, found: float) -> float:
        reader = _Saying(found)
        monkeypatch.setattr("rag.second_reader.load_second_reader", lambda: reader)
        return read_again(ASKED, readings, confidence).confidence

    assert 0 < sure(0.1, -8) < sure(0.1, 8) < sure(0.7, 8) < 1
    assert sure(0.3, -8) < 0.2 < sure(0.1, 8)


def test_only_what_is_neither_sure_nor_hopeless_is_doubtful() -> None:
    assert [is_doubtful(c) for c in (0.0, 0.01, 0.05, 0.3, 0.7, 0.9, 1.0)] == [
        False, False, True, True, True, False, False,
    ]  # fmt: skip


def test_the_second_reader_has_a_say_in_the_mark(readings: list[Reading]) -> None:
    sentence = readings[0].sentence
    alone = short_answer(ASKED, sentence, lambda term: 2.0)
    assert alone is not None
    second = np.zeros((len(sentence.places),) * 2, np.float32)
    assert short_answer(ASKED, sentence, lambda term: 2.0, lambda probability: second) == alone
    touched = [n for n, (a, b) in enumerate(sentence.places) if a < alone[1] and b > alone[0]]
    second[touched, :] = -40.0
    assert short_answer(ASKED, sentence, lambda term: 2.0, lambda probability: second) != alone


def test_an_unsure_mark_is_read_once_more_in_its_sentence_alone(readings: list[Reading]) -> None:
    sentence = readings[0].sentence
    assert len(sentence.among) > 1
    unsure = read_alone(ASKED, sentence, 0.4)
    assert unsure is not None
    without_others = Sentence.of(sentence.text, sentence.vector, "of its own", "body", 0)
    spans = load_second_reader().spans(ASKED, [without_others])
    assert np.array_equal(unsure, spans[without_others])
    assert read_alone(ASKED, sentence, 0.9) is None


def test_a_sentence_of_too_many_tokens_is_not_read_alone() -> None:
    assert read_alone(ASKED, sentence_of("xqzwkjf" * 60), 0.4) is None


@pytest.mark.parametrize(
    ("confidence", "sure", "alone"), [(0.99, 0.4, 1), (0.99, 0.9, 0), (0.5, 0.4, 0)]
)
def test_a_mark_in_what_was_not_read_again_is_looked_at_once_more_if_it_is_unsure(
    seed_store: Store, monkeypatch: pytest.MonkeyPatch, confidence: float, sure: float, alone: int
) -> None:
    def marked_so(*given: Any) -> Mark:
        return replace(marked(*given), probability=sure)

    noting = _Noting(*[0.0] * 5)
    monkeypatch.setattr(rag.second_reader, "load_second_reader", lambda: noting)
    monkeypatch.setattr(rag.answering, "confidence_of", lambda *_: confidence)
    monkeypatch.setattr(rag.marking, "marked", marked_so)
    assert ask(ASKED.text, store=seed_store).text == "Nông Bích Thuận"
    assert noting.alone.count(True) == alone


@pytest.mark.parametrize(("confidence", "times"), [(0.99, 0), (0.5, 1), (0.001, 0)])
def test_an_answer_is_read_again_if_it_is_doubtful(
    seed_store: Store, monkeypatch: pytest.MonkeyPatch, confidence: float, times: int
) -> None:
    asked: list[float] = []

    def noting(question: Question, readings: Sequence[Reading], confidence: float) -> SecondReading:
        asked.append(confidence)
        return read_again(question, readings, confidence)

    monkeypatch.setattr(rag.answering, "confidence_of", lambda *_: confidence)
    monkeypatch.setattr(rag.answering, "read_again", noting)
    answer = ask(ASKED.text, store=seed_store)
    assert asked == [confidence] * times
    assert answer.answered == (confidence > 0.2)
    assert (answer.confidence == confidence) == (times == 0)


def test_what_was_read_again_is_still_quoted_to_the_letter(
    seed_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rag.answering, "confidence_of", lambda *_: 0.5)
    answer = ask(ASKED.text, store=seed_store)
    assert answer.quotes
    for quote in answer.quotes:
        article = seed_store.generation().article(quote.article_id)
        assert article.text[quote.start : quote.end] == quote.text
    assert answer.text == answer.quotes[0].parts[1] == "Nông Bích Thuận"


@given(st.text(), st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_any_text_can_be_read_again(question: str, texts: list[str]) -> None:
    among = [*map(normalise, texts)]
    sentences = [sentence_of(*among, number=number) for number in range(len(among))]
    found = load_second_reader().spans(analyse(normalise(question)), sentences)
    for sentence, scores in found.items():
        assert scores.shape == (len(sentence.places),) * 2
        assert np.isfinite(scores.max())


def test_what_it_says_is_the_same_each_time(readings: list[Reading]) -> None:
    def said() -> Mapping[Sentence, Scores]:
        return load_second_reader().spans(ASKED, [r.sentence for r in readings[:SHOWN]])

    once, again = said(), said()
    for sentence, scores in once.items():
        assert np.array_equal(scores, again[sentence])
