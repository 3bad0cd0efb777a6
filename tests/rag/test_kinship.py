"""How near the words of a sentence are to those of a question."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sentences_of import sentence_of

from rag.asked_words import asked_words
from rag.kinship import ECHOES, NAMES, echoes_of, kinship_of
from rag.questions import analyse
from rag.tokens import tokens_of
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


def test_a_sentence_echoes_the_words_it_says_and_nearly_those_it_means() -> None:
    question = asked_words(analyse("Bác sĩ xây cầu?"), lambda term: 6.0)

    def echoed(text: str) -> NDArray[np.float32]:
        sentence = sentence_of(text)
        tokens = tokens_of(sentence, *load_embedded().pieces(text))
        found = echoes_of(tokens.pieces, question)
        assert found.shape == (len(question.rows), len(ECHOES))
        return found

    said, meant, neither = echoed("Cầu do bác sĩ xây."), echoed("Y tá khám."), echoed("Gạo.")
    assert said[:, 0] == pytest.approx(np.ones(4), abs=1e-3)
    assert (said[:, 1] <= said[:, 0]).all()
    assert neither[0, 0] < meant[0, 0] < 1
    assert neither[:, 1].tolist() == neither[:, 0].tolist()  # it has one word only
