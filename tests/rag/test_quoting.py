import numpy as np
import pytest

from rag import ask
from rag.questions import Question, analyse, wants_gist, wants_several
from rag.quoting import chosen
from rag.reading import Reading
from rag.sentences import Sentence
from vectorstore.generations import Store
from vectorstore.vietnamese import fold, syllables

HURT = analyse("Vụ cháy chợ Đồng Xuân làm bao nhiêu người bị thương?")
TWELVE = ("one", "Vụ cháy chợ Đồng Xuân làm 12 người bị thương.")
SERIOUSLY = ("one", "Theo các bác sĩ, 3 người trong đó bị thương nặng, phải chuyển tuyến trên.")
FIFTEEN = ("two", "Có 15 nạn nhân trong vụ hỏa hoạn ở chợ Đồng Xuân, bệnh viện cho hay.")
TWELVE_TOO = ("two", "Có 12 nạn nhân trong vụ hỏa hoạn ở chợ Đồng Xuân, bệnh viện cho hay.")
FIFTEEN_ALIKE = ("two", "Vụ cháy chợ Đồng Xuân làm 15 người bị thương.")
ELSEWHERE = ("two", "Có 15 nạn nhân trong vụ hỏa hoạn ở chợ Bến Thành, bệnh viện cho hay.")

Said = tuple[str, str]  # the article and the sentence


def reading(said: Said, score: float, start: int = 0) -> Reading:
    article, text = said
    folded = [fold(syllable) for syllable in syllables(text)]
    vector = np.array([word in folded for word in WORDS], np.float32)
    sentence = Sentence.of(text, vector / np.linalg.norm(vector), article, "body", start)
    return Reading(sentence, score, np.zeros(0, np.float32), np.zeros((1, 0, 0), np.float32))


def texts(question: Question, *readings: Reading) -> list[Said]:
    """What is quoted; the short answer of a sentence is the first number in it."""

    def number(reading: Reading) -> str | None:
        return next((w for w in reading.sentence.folded_terms if w.isdigit()), None)

    return [(r.sentence.article_id, r.sentence.text) for r in chosen(question, readings, number)]


@pytest.mark.parametrize(
    ("other", "score", "second"),
    [
        (FIFTEEN, 2.5, FIFTEEN),
        (FIFTEEN_ALIKE, 2.5, FIFTEEN_ALIKE),  # in the same words
        (FIFTEEN, 0.5, SERIOUSLY),  # hardly likely
        (TWELVE_TOO, 2.5, SERIOUSLY),  # says the same
        (ELSEWHERE, 2.5, SERIOUSLY),  # of another matter
    ],
)
def test_an_article_that_answers_otherwise_stands_second(
    other: Said, score: float, second: Said
) -> None:
    readings = [reading(TWELVE, 3.0), reading(SERIOUSLY, 2.9), reading(other, score)]
    quoted = texts(HURT, *readings)
    assert quoted[0] == TWELVE
    assert quoted[1] == second


SURVEY = ("one", "Hoạt động đầu tiên là khảo sát địa chất lòng sông.")
SURVEY_AGAIN = ("one", "Hoạt động đầu tiên là khảo sát địa chất ở hai bên bờ sông.")
TREES = ("one", "Sau đó, đơn vị thi công trồng rừng phòng hộ.")
TRAINING = ("one", "Công nhân được tập huấn an toàn lao động.")
WORDS = sorted(
    {fold(w) for _, text in (SURVEY, SURVEY_AGAIN, TREES, TRAINING, TWELVE, SERIOUSLY, FIFTEEN)
     for w in syllables(text)}
)  # fmt: skip


def test_a_list_is_told_by_sentences_that_add_to_each_other_in_their_order() -> None:
    question = analyse("Dự án gồm những hoạt động nào?")
    readings = [
        reading(SURVEY, 3.0, 500),
        reading(SURVEY_AGAIN, 2.6, 700),
        reading(TRAINING, 2.4, 300),
        reading(TREES, 2.2, 100),
    ]
    assert texts(question, *readings) == [SURVEY, TREES, TRAINING]


def test_a_single_fact_is_told_by_the_next_best() -> None:
    readings = [reading(TRAINING, 3.0, 500), reading(TREES, 2.6, 300), reading(SURVEY, 2.4, 100)]
    question = analyse("Ai được tập huấn?")
    assert texts(question, *readings) == [TRAINING, TREES, SURVEY]


def test_what_is_far_less_likely_or_said_before_is_not_quoted() -> None:
    readings = [reading(SURVEY, 3.0), reading(SURVEY, 2.9, 200), reading(TREES, -4.0)]
    assert texts(analyse("Ai khảo sát?"), *readings) == [SURVEY]
    assert texts(analyse("Ai khảo sát?")) == []


def test_a_longer_sentence_that_adds_to_a_short_one_is_no_repeat() -> None:
    headline = ("one", "Trồng rừng phòng hộ")
    quoted = texts(analyse("Ai trồng rừng?"), reading(headline, 3.0), reading(TREES, 2.0, 100))
    assert quoted == [headline, TREES]


def test_a_sentence_that_differs_in_a_figure_is_no_repeat() -> None:
    first = ("one", "Quy mô hộ gia đình trung bình là 3,07 người.")
    other = ("one", "Quy mô gia đình trung bình là 3,62 người.")
    question = analyse("Quy mô hộ gia đình trung bình là bao nhiêu?")
    assert texts(question, reading(first, 3.0), reading(other, 2.0, 100)) == [first, other]


@pytest.mark.parametrize(
    "question",
    [
        "Ngày 27/11 diễn ra sự kiện gì?",
        "Chiều 27/11 ai tổ chức hội nghị?",
        "Chủ tịch Hội Chữ thập đỏ tỉnh là ai?",
        "Tết Nguyên đán Bính Ngọ 2026 tặng quà ở đâu?",
    ],
)
def test_the_second_quote_is_of_the_other_article(seed_store: Store, question: str) -> None:
    first, second, *_ = ask(question, store=seed_store).quotes
    assert first.article_id != second.article_id


def test_what_an_article_is_about_is_told_by_its_lead(seed_store: Store) -> None:
    answer = ask("Bài Đại sứ Bỉ thăm và làm việc tại Lào Cai nói về gì?", store=seed_store)
    assert (answer.quotes[0].article_id, answer.quotes[0].section) == (
        "000_abb8ed939b974dfb",
        "lead",
    )


def test_a_byline_is_quoted_only_where_it_is_asked_for(seed_store: Store) -> None:
    about = ask("Hội nghị hỗ trợ, chăm sóc trẻ em Thừa Thiên Huế nói gì?", store=seed_store)
    assert all(quote.section != "byline" for quote in about.quotes[1:])
    who = ask("Ai viết bài “Đại sứ Bỉ thăm và làm việc tại Lào Cai”?", store=seed_store)
    assert who.quotes[0].section == "byline"


SEVERAL = [
    "Đoàn tham dự gồm những ai?",
    "Trung tâm có những hoạt động nào?",
    "Các đơn vị nào phối hợp?",
    "Kể tên các xã được hỗ trợ",
    "Vì sao dự án bị dừng?",
    "Đoàn đã làm gì ở Lào Cai?",
    "Bài viết nói về gì?",
]
SINGLE = ["Ai là Đại sứ Bỉ?", "Hội nghị diễn ra khi nào?", "Có bao nhiêu cán bộ?", "Dự án tên gì?"]


@pytest.mark.parametrize("question", SEVERAL + list(map(fold, SEVERAL)))
def test_several_sentences_are_wanted(question: str) -> None:
    assert wants_several(analyse(question))


@pytest.mark.parametrize("question", SINGLE + list(map(fold, SINGLE)))
def test_a_single_sentence_is_wanted(question: str) -> None:
    assert not wants_several(analyse(question))


@pytest.mark.parametrize(
    ("question", "gist"),
    [
        ("Bài này nói về gì?", True),
        ("Bài viết về hội nghị đề cập đến vấn đề gì?", True),
        ("Nội dung chính của bài báo là gì?", True),
        ("Tóm tắt bài “Đại sứ Bỉ thăm Lào Cai”", True),
        ("Bài báo kêu gọi các tỉnh sáng tạo trong việc gì?", False),
        ("Nghị quyết 80 nói về vấn đề gì?", False),
        ("Ai viết bài này?", False),
    ],
)
def test_whether_the_gist_is_wanted(question: str, gist: bool) -> None:
    assert wants_gist(analyse(question)) is gist
    assert wants_gist(analyse(fold(question))) is gist
