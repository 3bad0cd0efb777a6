import pytest
from sentences_of import passage_of, reading_of

from rag.questions import analyse
from rag.reading import Reading
from rag.retrieval import Passage
from rag.signs import NAMES, signs_of


def rarity(term: str) -> float:
    return 2.0


def signs(question: str, text: str, title: str = "") -> dict[str, float]:
    return named(question, [reading_of(text, 1.0)], [passage_of(text, 1.0, title=title)])


def named(question: str, readings: list[Reading], passages: list[Passage]) -> dict[str, float]:
    row = signs_of(analyse(question), readings, passages, rarity)
    assert row is not None
    return dict(zip(NAMES, row.tolist(), strict=True))


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Ai là giám đốc sở ở Yên Bái?", 1),
        ("ai la giam doc so o yen bai", 1),
        ("Ai là giám đốc sở ở Lào Cai?", 0),
        ("Ai là giám đốc sở?", 0),
    ],
)
def test_another_place_than_the_one_asked_about_is_seen(question: str, other: int) -> None:
    text = "Ông Hoàng Văn Thọ là Giám đốc Sở Y tế tỉnh Lào Cai."
    assert signs(question, text)["other_place"] == other


def test_a_place_in_the_title_counts_as_said() -> None:
    text = "Giám đốc Sở là ông Hoàng Văn Thọ."
    assert signs("Ai là giám đốc sở ở Yên Bái?", text, "Tin Yên Bái")["other_place"] == 0


def test_another_year_than_the_one_asked_about_is_seen() -> None:
    text = "Năm 2021 xã trồng 40 ha rừng."
    assert signs("Năm 2019 xã trồng bao nhiêu ha rừng?", text)["other_year"] == 1
    assert signs("Năm 2021 xã trồng bao nhiêu ha rừng?", text)["other_year"] == 0


def test_the_words_beside_the_asking_ones_are_looked_for() -> None:
    text = "Bà Lù Thị Sen sống ở bản Phố."
    assert signs("Bà Lù Thị Sen bao nhiêu tuổi?", text)["focus_cover_near"] < 1
    assert signs("Bà Lù Thị Sen sống ở đâu?", text)["focus_cover_near"] == 1


def test_the_clause_of_the_mark_is_told_from_the_others() -> None:
    text = "Hội tỉnh Lào Cai tặng 40 suất quà, hội tỉnh Yên Bái tặng 25 con bò."
    asked = "Hội tỉnh Yên Bái tặng bao nhiêu con bò?"
    cows = signs(asked, text)
    assert cows["clause_cover"] == cows["focus_in_clause"] == cows["beside_cover"] == 1
    assert cows["names_not_in_clause"] == cows["other_place_in_clause"] == 0
    elsewhere = signs(asked.replace("con bò", "suất quà"), text)
    assert elsewhere["names_not_in_clause"] == elsewhere["other_place_in_clause"] == 1
    assert elsewhere["clause_cover"] < 1


def test_the_second_reading_and_other_articles_are_looked_at() -> None:
    texts = "Bà Lù Thị Sen là trưởng bản.", "Ông Giàng A Páo là trưởng bản."
    passages = [passage_of(texts[0], 2.0), passage_of(texts[1], 0.5, article="b")]

    def row(*scores: float) -> dict[str, float]:
        readings = [reading_of(text, score) for text, score in zip(texts, scores, strict=False)]
        return named("Ai là trưởng bản?", readings, passages)

    near, far, alone = row(3.0, 2.0), row(9.0, 2.0), row(3.0)
    for evidence in ("second_evidence", "second_evidence_among"):
        assert near[evidence] > far[evidence] == alone[evidence]
    assert near["second_mark"] > far["second_mark"] == alone["second_mark"]
    assert (near["gap"], alone["gap"]) == (1.0, 0.0)
    assert near["article_lead"] == 1.5 and near["articles"] == 2 and near["retrieved"] == 2.0


def test_the_place_must_stand_in_the_sentence_itself_to_be_said_there() -> None:
    said = signs("Ai là giám đốc sở ở Yên Bái?", "Ông Thọ là Giám đốc Sở Lào Cai.", "Tin Yên Bái")
    assert said["other_place"] == 0
    assert said["other_place_said"] == 1
    assert said["names_not_said"] > 0


def test_what_is_said_by_another_word_is_not_missing() -> None:
    text = "Xã trao tặng 50 suất quà cho người cao tuổi."
    other_words = signs("Các cụ già được cho bao nhiêu phần quà?", text)
    assert other_words["meant_near_cover"] > other_words["near_cover"]
    assert other_words["rarest_not_meant"] == 0 < other_words["rarest_missing"]
