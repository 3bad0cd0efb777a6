import pytest

from rag.questions import analyse, complete
from vectorstore.vietnamese import fold

KINDS = [
    ("Ai là Đại sứ Bỉ?", "person"),
    ("Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?", "person"),
    ("Đoàn tham dự gồm những ai?", "person"),
    ("Hội nghị diễn ra khi nào?", "time"),
    ("Tập huấn bắt đầu ngày nào?", "time"),
    ("Mấy giờ khai mạc?", "time"),
    ("Lễ kỷ niệm được tổ chức ở đâu?", "place"),
    ("Đoàn đến thăm huyện nào?", "place"),
    ("Trung tâm có bao nhiêu cán bộ?", "quantity"),
    ("Vì sao dự án bị dừng?", "reason"),
    ("Các đơn vị vận động nguồn lực như thế nào?", "manner"),
    ("Dự án có tên là gì?", "name"),
    ("Hội nghị có được tổ chức không?", "yes_no"),
    ("Kể lại buổi lễ", "other"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_answer_wanted_is_told(text: str, kind: str) -> None:
    assert analyse(text).kind == kind


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_a_question_without_accents_wants_the_same(text: str, kind: str) -> None:
    assert analyse(fold(text)).kind == kind


def test_an_accented_word_is_not_taken_for_a_question_word() -> None:
    assert analyse("Lễ kỷ niệm của người Ái Nhĩ Lan").kind == "other"


def test_names_and_numbers_of_a_question() -> None:
    question = analyse("Năm 2018, Hội Chữ thập đỏ Thanh Hoá thăm đâu?")
    assert question.names == ("2018", "hội", "chữ", "thanh", "hóa")


def test_a_question_without_a_topic_takes_it_from_the_last_one_that_has_one() -> None:
    history = ["Đại sứ Bỉ thăm tỉnh nào?", "Khi nào?"]
    completed = complete(analyse("Ở đâu?"), history)
    assert completed.text == "Đại sứ Bỉ thăm tỉnh nào? Ở đâu?"
    assert completed.kind == "place"


def test_a_pointing_word_leans_on_the_question_before() -> None:
    completed = complete(analyse("Bà ấy đã khẳng định điều gì?"), ["Ai là Đại sứ Bỉ?"])
    assert completed.text.startswith("Ai là Đại sứ Bỉ?")


def test_a_question_that_stands_alone_is_left_as_it_is() -> None:
    alone = analyse("Hội nghị trao đổi thường niên được tổ chức ở đâu?")
    assert complete(alone, ["Ai là Đại sứ Bỉ?"]) is alone


def test_without_history_nothing_is_added() -> None:
    question = analyse("Ở đâu?")
    assert complete(question, []) is question
