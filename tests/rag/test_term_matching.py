"""How sentences say each syllable of a question, and what the network over it makes of that."""

import numpy as np
import pytest
from sentences_of import sentence_of

from rag.networks.asked_words import MOST_TERMS
from rag.networks.features import NAMES as SIGNS
from rag.networks.features import Candidate
from rag.networks.term_matching import NAMES, Matches, term_matches
from rag.question_kinds import KINDS
from rag.questions import analyse
from rag.reading import load_ranker


def matches(question: str, text: str, before: str = "", after: str = "") -> Matches:
    """(n syllables, len(NAMES)) of one sentence."""
    around = [sentence_of(other) if other else None for other in (before, after)]
    candidate = Candidate(sentence_of(text), *around, 0, 0.0)
    return term_matches(analyse(question), [candidate], lambda term: 3.0)[0]


def column(rows: Matches, name: str) -> list[float]:
    return rows[:, NAMES.index(name)].tolist()


def test_each_syllable_tells_whether_it_is_said() -> None:
    rows = matches("Ai trao quà ở Bản Phố?", "Bà Lan trao qua loa ở bản Phố.")
    assert column(rows, "said") == [0, 1, 0, 1, 1, 1]
    assert column(rows, "said_bare") == [0, 1, 1, 1, 1, 1]
    assert column(rows, "with_previous") == [0, 0, 1, 0, 1, 1]
    assert column(rows, "with_next") == [0, 1, 0, 1, 1, 0]


def test_another_word_for_it_and_the_neighbours_count_apart() -> None:
    rows = matches(
        "Các cụ già nhận quà khi nào?",
        "Người cao tuổi rất vui.",
        before="Đoàn trao quà.",
        after="Các cụ già ra về.",
    )
    old = slice(1, 3)  # "cụ già"
    assert column(rows, "meant")[old] == [1, 1]
    assert column(rows, "said")[old] == [0, 0]
    assert column(rows, "before")[4] == 1
    assert column(rows, "after")[old] == [1, 1]
    assert column(matches("Các cụ già?", "Mưa.", "Người cao tuổi."), "meant_around")[1:] == [1, 1]


def test_the_place_beside_the_asking_word_is_known() -> None:
    rows = matches("Bà Lan bao nhiêu tuổi", "Bà Lan 70 tuổi.")
    assert column(rows, "asking") == [0, 0, 1, 1, 0]
    before, after = column(rows, "before_asking"), column(rows, "after_asking")
    assert before[1] > before[0] > before[2] == 0
    assert after[4] == 1 > after[3] == 0
    assert column(rows, "name") == [0, 1, 0, 0, 0]
    assert column(rows, "accented") == [1] * 5
    assert column(matches("ba lan", "Bà Lan."), "accented") == [0, 0]


def test_the_nearest_word_of_a_sentence_is_as_near_as_it_means() -> None:
    near = column(matches("Bác sĩ", "Y tá khám bệnh."), "nearest")
    far = column(matches("Bác sĩ", "Cầu dài 300 m."), "nearest")
    same = column(matches("Bác sĩ", "Một bác sĩ."), "nearest")
    assert far[0] < near[0] < same[0] == pytest.approx(1, abs=1e-3)


def test_what_another_candidate_says_is_known() -> None:
    texts = "Bác sĩ đến.", "Y tá khám bệnh.", "Cầu dài."
    found = [Candidate(sentence_of(said), None, None, 0, 0.0) for said in texts]
    doctor, nurse, bridge = term_matches(analyse("Bác sĩ"), found, lambda term: 3.0)
    assert column(doctor, "said_elsewhere") == [0, 0]
    assert column(nurse, "said_elsewhere") == column(bridge, "said_elsewhere") == [1, 1]
    assert column(doctor, "nearest_elsewhere") == column(nurse, "nearest")
    assert column(nurse, "nearest_elsewhere") == column(doctor, "nearest")
    alone = matches("Bác sĩ", "Bác sĩ đến.")
    assert column(alone, "nearest_elsewhere") == column(alone, "said_elsewhere") == [0, 0]


@pytest.mark.parametrize("text", ["?", "ai " * 200, "🙂 ai"])
def test_a_strange_question_gets_its_rows_and_a_score(text: str) -> None:
    question = analyse(text)
    found = [Candidate(sentence_of(said), None, None, 0, 0.0) for said in ("Một câu.", "…")]
    rows = term_matches(question, found, lambda term: 1.0)
    assert rows.shape == (2, min(len(question.terms), MOST_TERMS), len(NAMES))
    assert np.isfinite(rows).all()
    network = load_ranker()
    signs = np.zeros((2, len(SIGNS)), np.float32)
    assert np.isfinite(network.scores(rows, signs, KINDS.index(question.kind))).all()
