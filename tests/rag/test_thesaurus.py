from collections import Counter

import numpy as np
import pytest

from rag.networks.features import NAMES, Candidate, features
from rag.questions import analyse
from rag.retrieval import retrieve
from rag.sentences import Sentence
from rag.thesaurus import (
    MORE_WORDS,
    WORDS,
    Thesaurus,
    apart_from_training,
    echoed,
    load_thesaurus,
)
from vectorstore.build import rebuild
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from vectorstore.vietnamese import fold, normalise, syllables, unify, with_pairs

SMALL = Thesaurus(
    [["người cao tuổi", "cụ già"], ["trao tặng", "tặng", "biếu"], ["tặng", "cho không"]]
)


def said_otherwise(question: str, text: str, thesaurus: Thesaurus = SMALL) -> set[str]:
    accented = frozenset(with_pairs(syllables(text)))
    return set(echoed(thesaurus.alternatives(analyse(question)), accented))


def test_another_word_for_a_part_of_the_question_is_found() -> None:
    assert said_otherwise("Cụ già được gì?", "Người cao tuổi được tặng quà.") == {"cu", "gia"}


def test_a_phrase_must_stand_together() -> None:
    assert not said_otherwise("Cụ già được gì?", "Người dân cao nguyên thêm một tuổi.")


def test_accents_tell_words_apart() -> None:
    assert not said_otherwise("Ai biếu quà?", "Ai tăng tốc?")


def test_the_longest_part_counts() -> None:
    parts = SMALL.alternatives(analyse("Ai trao tặng người cao tuổi?"))
    assert [set(part.words) for part in parts] == [{"trao", "tang"}, {"nguoi", "cao", "tuoi"}]


def test_a_word_of_two_groups_has_the_others_of_both() -> None:
    (part,) = SMALL.alternatives(analyse("Tặng"))
    assert set(part.phrases) == {"trao tặng", "biếu", "cho không"}


def test_without_accents_whole_words_are_known_and_single_syllables_are_not() -> None:
    assert said_otherwise("cu gia duoc gi", "Người cao tuổi được quà.") == {"cu", "gia"}
    assert not SMALL.alternatives(analyse("ai tang qua"))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Ai được tiêm vắc xin?", "Trẻ em được tiêm văcxin."),
        ("Đường bê tông dài bao nhiêu?", "Đường bêtông dài 2 km."),
        ("mo to bi giu o dau", "Chiếc môtô bị giữ tại xã."),
    ],
)
def test_loanwords_are_known_in_one_word_too(question: str, text: str) -> None:
    assert len(said_otherwise(question, text, load_thesaurus())) > 1


@pytest.mark.parametrize("question", ["CTXH là gì?", "ctxh la gi", "Hội CTĐ làm gì?", "hctd o dau"])
def test_an_abbreviation_is_known_with_accents_or_without(question: str) -> None:
    text = "Trung tâm Công tác xã hội và Hội Chữ thập đỏ"
    assert said_otherwise(question, text, load_thesaurus())


def test_what_is_said_is_not_looked_for_again() -> None:
    assert SMALL.also(analyse("Ai biếu, ai tặng?")) == {"trao_tặng", "cho_không"}


def test_without_accents_nothing_else_is_looked_for() -> None:
    assert SMALL.also(analyse("nguoi cao tuoi o dau")) == frozenset()


def test_nothing_to_say_otherwise() -> None:
    assert SMALL.alternatives(analyse("")) == []
    assert SMALL.also(analyse("Hôm nay")) == frozenset()


@pytest.fixture(scope="module")
def lines() -> list[list[str]]:
    return [
        line.split(" | ")
        for file in (WORDS, MORE_WORDS)
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def test_the_list_is_written_as_it_is_read(lines: list[list[str]]) -> None:
    for group in lines:
        assert len(group) > 1, group
        assert len(set(group)) == len(group), group
        for member in group:
            assert member == " ".join(syllables(unify(normalise(member)))) != "", group


def test_no_group_stands_twice(lines: list[list[str]]) -> None:
    again = [group for group, count in Counter(map(frozenset, lines)).items() if count > 1]
    assert not again


def test_a_paraphrase_covers_what_it_means() -> None:
    question = analyse("Các cụ già được cho bao nhiêu phần quà?")
    texts = ["Trao tặng 50 suất quà cho người cao tuổi.", "Trồng 50 cây phần lớn là keo."]
    candidates = [
        Candidate(Sentence.of(text, np.zeros(2, np.float32), "a", "body", 0), None, None, 0, 0.0)
        for text in texts
    ]
    rows = features(question, np.zeros(2, np.float32), candidates, lambda term: 1.0)
    exact, meant = rows[:, NAMES.index("cover")], rows[:, NAMES.index("meant_cover")]
    assert meant[0] > exact[0]
    assert meant[0] > meant[1]


def test_a_paraphrase_is_retrieved(make_corpus, tmp_path) -> None:
    others = {
        f"{n}.txt": f"Bài {n}\n\nGiá lúa vụ {n} tăng nhẹ so với năm ngoái." for n in range(20)
    }
    right = {"a.txt": "Thiệt mạng\n\nBa ngư dân thiệt mạng do tàu chìm."}
    store = Store(load_settings(corpus=make_corpus(others | right), store=tmp_path / "db"))
    rebuild(store)
    assert retrieve("Mấy dân chài bị chết?", 1, store=store)[0].article_id == "a"


def test_the_list_knows_common_words() -> None:
    known = load_thesaurus()
    assert said_otherwise("Ai cho quà?", "Ai trao tặng quà?", known)
    assert said_otherwise(fold("Người cao tuổi"), "Các cụ già", known)


def test_training_knows_nothing_written_with_its_questions_in_view() -> None:
    question = analyse("Ai tới phi trường?")
    everything = load_thesaurus().also(question)
    with apart_from_training():
        apart = load_thesaurus().also(question)
    assert apart < everything
    assert load_thesaurus().also(question) == everything
