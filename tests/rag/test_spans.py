"""Which words of a sentence are marked as the short answer."""

import pytest
from sentences_of import sentence_of

from rag.forms import persons
from rag.questions import analyse
from rag.spans import short_answers, spans_of

CHAIRWOMAN = (
    "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn Nông Bích Thuận, Cụm trưởng Cụm thi đua các tỉnh "
    "miền núi biên giới phía Bắc phát biểu."
)
CENTRE = "Hiện nay, Trung tâm có 37 cán bộ, viên chức; đang nuôi dưỡng, chăm sóc gần 100 đối tượng."
AID = "Các đơn vị trợ giúp trên 521.000 lượt đối tượng với tổng trị giá gần 260 tỷ đồng."
MEETING = "Ngày 25/6, Hội nghị đã được tổ chức tại thành phố Sầm Sơn, tỉnh Thanh Hóa."
AMBASSADOR = "Sáng ngày 07/6, Chủ tịch UBND tỉnh Đặng Xuân Phong đã tiếp bà Jehanne Roccas."
PROJECT = "Hội thực hiện dự án “An toàn và lành mạnh” trong giai đoạn 2024 - 2028."


def rarity(term: str) -> float:
    return 1.0


def marked(text: str, question: str) -> str | None:
    answers = short_answers(sentence_of(text), analyse(question), rarity)
    return text[answers[0].start : answers[0].end] if answers else None


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (CHAIRWOMAN, "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?", "Nông Bích Thuận"),
        (CHAIRWOMAN, "chu tich hoi chu thap do tinh lang son la ai", "Nông Bích Thuận"),
        (CENTRE, "Trung tâm có bao nhiêu cán bộ?", "37"),
        (CENTRE, "Trung tâm chăm sóc bao nhiêu đối tượng?", "gần 100"),
        (AID, "Tổng trị giá trợ giúp là bao nhiêu tiền?", "gần 260 tỷ đồng"),
        (AID, "Trợ giúp được bao nhiêu lượt đối tượng?", "trên 521.000"),
        (MEETING, "Hội nghị được tổ chức ở đâu?", "thành phố Sầm Sơn, tỉnh Thanh Hóa"),
        (MEETING, "Hội nghị được tổ chức khi nào?", "Ngày 25/6"),
        (AMBASSADOR, "Ai đã tiếp bà Jehanne Roccas?", "Đặng Xuân Phong"),
        (AMBASSADOR, "Chủ tịch UBND tỉnh Đặng Xuân Phong tiếp ai?", "Jehanne Roccas"),
        (PROJECT, "Dự án có tên là gì?", "An toàn và lành mạnh"),
        (PROJECT, "Dự án thực hiện trong giai đoạn nào?", "giai đoạn 2024 - 2028"),
    ],
)
def test_the_words_that_answer_are_marked(text: str, question: str, answer: str) -> None:
    assert marked(text, question) == answer


def test_nothing_is_marked_where_no_span_has_the_wanted_form() -> None:
    assert marked("Các đơn vị đã trao đổi kinh nghiệm.", "Ai đã trao đổi kinh nghiệm?") is None


def test_nothing_is_marked_for_a_reason() -> None:
    assert marked(MEETING, "Vì sao hội nghị được tổ chức?") is None


def test_a_name_that_the_question_holds_is_no_answer() -> None:
    assert marked("Hôm qua, ông Đặng Xuân Phong đến dự.", "Ông Đặng Xuân Phong gặp ai?") is None


def test_an_organisation_is_less_a_person_than_a_foreign_name() -> None:
    question = analyse("Ai khánh thành cầu?")
    fits = {
        name: short_answers(sentence_of(f"Hôm qua, {name} đã khánh thành cầu."), question, rarity)
        for name in ("Trần Thị Hoa", "Carlos Medina", "Ban Dân vận", "UBND Hội")
    }
    best = [answers[0].fit for answers in fits.values()]
    assert best == sorted(best, reverse=True)
    assert len(set(best)) == len(best)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Hôm qua UBND TP. Hồ Chí Minh tổ chức lễ.", False),
        ("Hôm qua đoàn Mỹ - Triều tổ chức lễ.", False),
        ("Hôm qua tại London có lễ.", False),
        ("Theo báo Tuổi Trẻ Online, có lễ.", False),
        ("Hôm qua tổ chức Blue Dragon mở lễ.", False),
        ("Hôm qua VFF Lê Khánh Hải mở lễ.", True),
        ("Hôm qua Benigno Aquino III mở lễ.", True),
        ("Người khai mạc là Trương Hoà Bình.", True),
        ("Người khai mạc là bác Nam.", True),
        ("Lễ ở các bản Nậm Bắc Hà khai mạc.", False),
    ],
)
def test_places_papers_and_organisations_are_no_persons(text: str, sure: bool) -> None:
    found = spans_of(sentence_of(text), analyse("Ai khai mạc?"))
    assert any(fit >= 0.5 for _, fit in found) is sure


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Dự lễ có bà Lan - Chủ tịch Hội.", ["Lan"]),
        ("Dự lễ có anh Lò Văn Páo - Bí thư - Trưởng bản.", ["Lò Văn Páo"]),
        ("Dự lễ có Lê Văn Tám - Lê Thị Sáu.", ["Lê Văn Tám", "Lê Thị Sáu"]),
        ("Dự lễ có nhà văn Jean-Pierre Dubois.", ["Jean-Pierre Dubois"]),
        ("Dự lễ có bà Skye - Đồng Giám đốc và anh Đỗ – Chủ tịch.", ["Skye", "Đỗ"]),
    ],
)
def test_a_name_ends_at_a_dash_and_the_office_behind_it_is_nobody(
    text: str, sure: list[str]
) -> None:
    found = spans_of(sentence_of(text), analyse("Ai dự lễ?"))
    assert [text[a:b] for (a, b), fit in found if fit >= 1] == sure


def test_honorifics_and_family_names_are_told_by_their_accents() -> None:
    text = "Ở Bắc Hà, Hạ Long và Chi Lăng, bác Páo, chị Lan và Lý Văn Nam dự lễ."
    assert [text[a:b] for a, b in persons(sentence_of(text))] == ["Páo", "Lan", "Lý Văn Nam"]


def test_a_name_is_kept_that_is_a_word_of_the_question_but_for_its_accents() -> None:
    assert marked("Người chủ trì là ông Trương Hoà Bình.", "Ai là trưởng ban?") == "Trương Hoà Bình"
