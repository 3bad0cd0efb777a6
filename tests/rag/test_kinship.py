"""How near the words of a sentence are to those of a question."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sentences_of import sentence_of

from rag.networks.asked_words import asked_words
from rag.networks.kinship import ECHOES, NAMES, echoes_of, kinship_of
from rag.networks.tokens import tokens_of
from rag.questions import analyse
from rag.sentences import Sentence
from vectorstore.embedding import load_embedded


def column(name: str, question: str, text: str) -> dict[str, float]:
    """What one column says of each of the sentence's syllables."""
    sentence = sentence_of(text)
    tokens = tokens_of(sentence, *load_embedded().pieces(text))
    rows = kinship_of(tokens, asked_words(analyse(question), lambda term: 6.0))
    assert rows.shape == (len(sentence.places), len(NAMES))
    return dict(zip(sentence.syllables, rows[:, NAMES.index(name)].tolist(), strict=True))


def test_the_question_s_own_word_is_nearest_and_one_like_it_nearer_than_others() -> None:
    near = column("nearest", "Bác sĩ nào khám?", "Y tá và bác sĩ xây cầu.")
    assert near["bác"] == pytest.approx(1, abs=1e-3)
    assert near["y"] > near["cầu"]


def test_words_that_ask_are_near_to_nothing() -> None:
    assert column("nearest", "Bao nhiêu?", "Bao nhiêu người?") == {"bao": 0, "nhiêu": 0, "người": 0}


def test_which_side_of_the_asking_words_a_word_stands_counts() -> None:
    question, text = "Xã trao bao nhiêu gạo?", "Xã trao gạo."
    before, after = (column(f"nearest_{side}", question, text) for side in ("before", "after"))
    assert before["trao"] > before["xã"]
    assert after["gạo"] == pytest.approx(1, abs=1e-3)
    assert column("nearest_rare", question, text)["gạo"] == pytest.approx(1, abs=1e-3)


def test_all_words_together_are_as_near_as_their_mean() -> None:
    topic = column("topic", "Bác sĩ trường học ở đâu?", "Bác sĩ trường học.")
    pieces = asked_words(analyse("Bác sĩ trường học ở đâu?"), lambda term: 6.0).pieces[:4]
    directions = load_embedded().directions(pieces)
    mean = directions.sum(axis=0) / np.linalg.norm(directions.sum(axis=0))
    assert list(topic.values()) == pytest.approx((directions @ mean).tolist(), abs=1e-3)


def test_a_question_without_words_is_near_to_nothing() -> None:
    assert set(column("topic", "?!", "Xã trao gạo.").values()) == {0}


def echoes(*texts: str, number: int = 0) -> dict[str, NDArray[np.float32]]:
    """What the sentence of that number among others echoes of "Bác sĩ xây cầu?", by column."""
    question = asked_words(analyse("Bác sĩ xây cầu?"), lambda term: 6.0)
    sentence = sentence_of(*texts, number=number)
    tokens = tokens_of(sentence, *load_embedded().pieces(sentence.text))
    found = echoes_of(sentence, tokens.pieces, question)
    assert found.shape == (len(question.rows), len(ECHOES))
    return dict(zip(ECHOES, found.T, strict=True))


def test_a_sentence_echoes_the_words_it_says_and_nearly_those_it_means() -> None:
    said, meant, neither = echoes("Cầu do bác sĩ xây."), echoes("Y tá khám."), echoes("Gạo.")
    assert said["nearest"] == pytest.approx(np.ones(4), abs=1e-3)
    assert (said["second"] <= said["nearest"]).all()
    assert neither["nearest"][0] < meant["nearest"][0] < 1
    assert neither["second"].tolist() == neither["nearest"].tolist()  # it has one word only


def test_the_sentences_around_it_are_echoed_apart() -> None:
    texts = "Cầu do bác sĩ xây.", "Gạo.", "Y tá khám."
    after, last, alone = echoes(*texts, number=1), echoes(*texts, number=2), echoes(texts[1])
    assert after["nearest"].tolist() == alone["nearest"].tolist()
    assert after["before"] == pytest.approx(np.ones(4), abs=1e-3)
    assert after["elsewhere"] == pytest.approx(np.ones(4), abs=1e-3)
    assert last["before"] == pytest.approx(alone["nearest"], abs=1e-6)
    assert last["elsewhere"] == pytest.approx(np.ones(4), abs=1e-3)


def test_no_sentence_around_it_is_far_from_every_word() -> None:
    alone, beside_nothing = echoes("Cầu do bác sĩ xây."), echoes("Cầu do bác sĩ xây.", "…")
    assert set(alone["before"]) | set(alone["elsewhere"]) == {0}
    assert beside_nothing["elsewhere"].max() < 0.1


def test_an_answer_echoes_its_question_and_a_question_stands_for_no_other_sentence() -> None:
    question = asked_words(analyse("Bác sĩ xây cầu?"), lambda term: 6.0)
    texts = ("Bác sĩ xây cầu nào?", "Hai chiếc.", "Trời mưa.")
    found = []
    for replies_to in (texts[0], ""):
        nothing = np.zeros(2, np.float32)
        sentence = Sentence.of(texts[1], nothing, "a", "body", 0, texts, 1, replies_to)
        tokens = tokens_of(sentence, *load_embedded().pieces(sentence.text))
        found.append(echoes_of(sentence, tokens.pieces, question))
    nearest, elsewhere = (ECHOES.index(name) for name in ("nearest", "elsewhere"))
    answer, other = found
    assert answer[:, nearest].min() == pytest.approx(1, abs=1e-3)
    assert other[:, nearest].max() < 0.9
    assert max(answer[:, elsewhere].max(), other[:, elsewhere].max()) < 0.9
