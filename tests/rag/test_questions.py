import pytest

from rag.questions import analyse, asking_who, focus_words
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
    ("Cơ quan nào cấp giấy này?", "name"),
    ("Trung tâm có bao nhiêu cán bộ?", "quantity"),
    ("Trung tâm có mấy cán bộ?", "quantity"),
    ("Hãng nào trả lại mấy gốc đa?", "name"),
    ("Mấy cây bị giữ lại được đưa đi đâu?", "place"),
    ("Số điện thoại của trung tâm là gì?", "quantity"),
    ("Vì sao dự án bị dừng?", "reason"),
    ("Các đơn vị vận động nguồn lực như thế nào?", "manner"),
    ("Dự án có tên là gì?", "name"),
    ("Giám đốc bệnh viện tên là gì?", "person"),
    ("Cầu thủ ghi bàn thứ hai tên gì?", "person"),
    ("Tên của hiệu trưởng trường Nam Thạnh là gì?", "person"),
    ("Viên cảnh sát đầu tiên đến nơi tên gì?", "person"),
    ("Con gái của nạn nhân tên là gì?", "person"),
    ("Giải thưởng của giám đốc tên là gì?", "name"),
    ("Công viên mới mở tên gì?", "name"),
    ("Trung tâm nuôi trẻ tên gì?", "name"),
    ("Hội nghị có được tổ chức không?", "yes_no"),
    ("Kể lại buổi lễ", "other"),
    ("Ai viết bài này?", "author"),
    ("Tác giả của bài viết về chợ đêm là ai?", "author"),
    ("Ai là tác giả bài “Chợ đêm Sa Pa”?", "author"),
    ("Tin và ảnh về lễ hội do phóng viên nào thực hiện?", "author"),
    ("Ai chụp ảnh trong bài?", "author"),
    ("Bài về chợ đêm lấy từ nguồn nào?", "source"),
    ("Tin này báo nào đăng?", "source"),
    # What the articles tell of authors and sources is no byline.
    ("Ai viết cuốn sách về chợ đêm?", "person"),
    ("Ai viết bài hát về Sa Pa?", "person"),
    ("Ai chụp bức ảnh đoạt giải nhất?", "person"),
    ("Hai tỉnh chia sẻ thông tin về chủ trương của ai?", "person"),
    ("Tác giả bài hát về Sa Pa sinh năm nào?", "time"),
    ("Xã lấy điện từ nguồn nào?", "name"),
    ("Theo nguồn tin của xã, bao nhiêu nhà bị ngập?", "quantity"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_answer_wanted_is_told(text: str, kind: str) -> None:
    assert analyse(text).kind == kind


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_a_question_without_accents_wants_the_same(text: str, kind: str) -> None:
    assert analyse(fold(text)).kind == kind


def test_who_a_named_person_is_asks_for_more_than_a_name() -> None:
    assert analyse("Bà Lò Thị Mai là ai?").kind == "definition"
    assert analyse("Lò Thị Mai là ai?").kind == "definition"
    assert analyse("Thủ Tướng Việt Nam là ai?").kind == "person"
    assert analyse("Bà chủ tịch xã là ai?").kind == "person"
    assert analyse("Em bé được cứu là ai?").kind == "person"


def test_an_accented_word_is_not_taken_for_a_question_word() -> None:
    assert analyse("Lễ kỷ niệm của người Ái Nhĩ Lan").kind == "other"


def test_names_and_numbers_of_a_question() -> None:
    question = analyse("Năm 2018, Hội Chữ thập đỏ Thanh Hoá thăm đâu?")
    assert question.names == ("2018", "hội", "chữ", "thanh", "hóa")


@pytest.mark.parametrize(
    ("text", "asking"),
    [("Cầu nằm ở đâu?", "ở đâu"), ("Bao nhiêu người?", "Bao nhiêu"), ("Kể lại", None)],
)
def test_where_the_words_stand_that_ask(text: str, asking: str | None) -> None:
    span = analyse(text).asking_part
    assert (span and text[slice(*span)]) == asking


@pytest.mark.parametrize("text", ["Họp ngày mấy?", "Sinh tháng mấy?", "Mấy giờ khai mạc?"])
def test_which_day_is_no_amount(text: str) -> None:
    assert analyse(text).kind == "time"


@pytest.mark.parametrize(
    "text",
    [
        "Giám đốc bệnh viện Trà Ôn tên là gì?",
        "Giám đốc bệnh viện Trà Ôn tên gì?",
        "Tên giám đốc bệnh viện Trà Ôn là gì?",
        "Giám đốc bệnh viện Trà Ôn là ai?",
    ],
)
def test_however_a_name_is_asked_for_the_topic_is_the_person(text: str) -> None:
    assert analyse(text).content == ("giam", "doc", "benh", "vien", "tra", "on")


def test_what_is_called_so_is_part_of_the_topic_of_a_thing() -> None:
    assert "ten" in analyse("Giải thưởng mang tên gì?").content


def test_a_name_that_sounds_like_a_function_word_carries_the_topic() -> None:
    assert analyse("Ai ở Bỉ bị bắt?").content == ("bi", "bat")
    assert analyse("Sơn La có mấy huyện?").content == ("son", "la", "huyen")
    assert analyse("bi co may tinh").content == ("tinh",)


def test_the_focus_stands_beside_the_words_that_ask() -> None:
    assert focus_words(analyse("Hội viên lớn tuổi nhất bao nhiêu tuổi?")) == {"lon", "tuoi", "nhat"}
    assert focus_words(analyse("Thầy giáo ở Trà Ôn tên là gì?")) == {"tra", "on"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Giám đốc Sở Y tế Lào Cai", "Giám đốc Sở Y tế Lào Cai là ai?"),
        ("phó chủ tịch hội?", "phó chủ tịch hội là ai?"),
        ("bi thu dang uy xa", "bi thu dang uy xa la ai?"),
        ("Đại sứ Bỉ.", "Đại sứ Bỉ là ai?"),
    ],
)
def test_an_office_alone_asks_who_holds_it(text: str, meant: str) -> None:
    assert asking_who(analyse(text)).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "Giám đốc Sở Y tế Lào Cai là ai?",
        "Giám đốc Sở Y tế đến đâu?",
        "Giám đốc Sở Y tế đã đến dự lễ",
        "Bà giám đốc",
        "Sở Y tế Lào Cai",
        "",
    ],
)
def test_what_asks_or_tells_is_left_as_it_is(text: str) -> None:
    assert asking_who(analyse(text)).text == text
