from collections.abc import Sequence

import pytest

from rag import ask
from rag.dialogue.antecedents import Said
from rag.dialogue.follow_ups import MOST_EARLIER, Completed, in_context
from rag.questions import analyse
from vectorstore.generations import Store

TITLE = "Đội bóng Phú Thọ lên hạng"
BRIDGE = "Ai thiết kế cầu Long Biên?"
COACH = "Huấn luyện viên đội Phú Thọ là ai?"


def understood(
    question: str, history: Sequence[str], short: str | None = None, quote: str = ""
) -> str:
    """How a question is completed where every earlier one gets the same answer."""
    said = Said(short, quote or short or "", "a", TITLE, f"{quote} {short} trị giá")
    return in_context(analyse(question), history, lambda _: said).question.text


@pytest.mark.parametrize(
    ("history", "question", "completed"),
    [
        (
            "Ai là chủ tịch Hội Chữ thập đỏ tỉnh Lào Cai?",
            "Còn Lạng Sơn thì sao?",
            "Ai là chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn?",
        ),
        ("Dân số tỉnh Hà Giang là bao nhiêu?", "Thế Đà Nẵng?", "Dân số tỉnh Đà Nẵng là bao nhiêu?"),
        ("Dân số tỉnh Hà Giang là bao nhiêu?", "Thế còn Huế?", "Dân số tỉnh Huế là bao nhiêu?"),
        ("Đại sứ Pháp thăm Lào Cai khi nào?", "Còn Nhật?", "Đại sứ Nhật thăm Lào Cai khi nào?"),
        (
            "Đại sứ Pháp thăm Lào Cai khi nào?",
            "Còn Hà Giang thì sao?",
            "Đại sứ Pháp thăm Hà Giang khi nào?",
        ),
        (
            "Năm 2023 Sở Y tế tuyển bao nhiêu bác sĩ?",
            "Còn năm ngoái thì sao?",
            "Năm ngoái Sở Y tế tuyển bao nhiêu bác sĩ?",
        ),
        (
            "Sở Y tế tuyển bao nhiêu bác sĩ?",
            "Còn năm 2022?",
            "Sở Y tế tuyển bao nhiêu bác sĩ năm 2022?",
        ),
        (
            "Sở Y tế Lào Cai tuyển bao nhiêu bác sĩ?",
            "Còn Bệnh viện Bạch Mai?",
            "Bệnh viện Bạch Mai tuyển bao nhiêu bác sĩ?",
        ),
        (
            "Bà Lê Thị Hoa bao nhiêu tuổi?",
            "Thế ông Trần Văn Nam?",
            "Ông Trần Văn Nam bao nhiêu tuổi?",
        ),
        (
            "Cuốn “Dế mèn phiêu lưu ký” của ai?",
            "Còn “Tắt đèn”?",
            "Cuốn “Tắt đèn” của ai?",
        ),
        (
            "chu tich tinh lao cai la ai",
            "con tinh lang son thi sao",
            "Chu tich tinh lang son la ai?",
        ),
        ("Bộ trưởng Bộ Y tế là ai?", "Còn Thứ trưởng?", "Thứ trưởng Bộ Y tế là ai?"),
        ("Bộ trưởng Bộ Y tế là ai?", "Còn Bộ Giáo dục?", "Bộ trưởng Bộ Giáo dục là ai?"),
        (
            "Sở Y tế tuyển bao nhiêu bác sĩ?",
            "Còn lương?",
            "Sở Y tế tuyển bao nhiêu bác sĩ, còn lương thì sao?",
        ),
    ],
)
def test_what_is_named_anew_takes_the_place_of_its_like(
    history: str, question: str, completed: str
) -> None:
    assert understood(question, [history]) == completed
    assert in_context(
        analyse(question), [history], lambda _: None
    ).question.kind == analyse(history).kind  # fmt: skip


@pytest.mark.parametrize(
    ("history", "question", "completed"),
    [
        ("Cầu Long Biên xây năm nào?", "Ở đâu?", "Cầu Long Biên xây ở đâu?"),
        ("Cầu Long Biên được sửa phải không?", "Khi nào?", "Cầu Long Biên được sửa khi nào?"),
        ("Cầu Long Biên có bị sập không?", "Vì sao vậy?", "Vì sao Cầu Long Biên bị sập?"),
        ("Khi nào Đội Phú Thọ lên hạng?", "Ở đâu?", "Đội Phú Thọ lên hạng ở đâu?"),
        (BRIDGE, "Bao giờ?", "Ai thiết kế cầu Long Biên, bao giờ?"),
        (COACH, "Sinh năm nào?", "Huấn luyện viên đội Phú Thọ sinh năm nào?"),
        (
            "Cầu Long Biên dài bao nhiêu mét?",
            "Trị giá bao nhiêu?",
            "Cầu Long Biên dài bao nhiêu mét, trị giá bao nhiêu?",
        ),
        ("Vì sao giá xăng tăng?", "Từ bao giờ?", "Giá xăng tăng từ bao giờ?"),
        ("Trận đấu khai mạc lúc mấy giờ?", "Ở đâu?", "Trận đấu khai mạc ở đâu?"),
        ("Ai cứu cháu bé?", "Cháu bé mấy tuổi?", "Ai cứu cháu bé, cháu bé mấy tuổi?"),
        ("Lễ hội Lim diễn ra khi nào?", "Bao nhiêu người?", "Lễ hội Lim diễn ra, bao nhiêu người?"),
    ],
)
def test_a_bare_question_takes_the_statement_before_it(
    history: str, question: str, completed: str
) -> None:
    assert understood(question, [history]) == completed


def test_a_bare_question_keeps_its_own_kind() -> None:
    completed = in_context(analyse("Ở đâu?"), ["Cầu Long Biên xây năm nào?"], lambda _: None)
    assert completed.question.kind == "place"


def test_bare_questions_in_a_row_all_take_the_same_statement() -> None:
    history = ["Cầu Long Biên xây năm nào?", "Ở đâu?", "Ai xây?"]
    assert understood("Vì sao?", history) == "Vì sao Cầu Long Biên xây?"


@pytest.mark.parametrize(
    ("history", "short", "quote", "question", "completed"),
    [
        (
            COACH,
            "Trần Văn Nam",
            "Trần Văn Nam là huấn luyện viên đội Phú Thọ.",
            "Ông ấy sinh năm nào?",
            "Ông Trần Văn Nam sinh năm nào?",
        ),
        (
            COACH,
            "Trần Văn Nam",
            "Ông Trần Văn Nam tiếp bà Lê Thị Hoa.",
            "Bà ấy từ đâu đến?",
            "Bà Lê Thị Hoa từ đâu đến?",
        ),
        (
            "Ai gặp bà Lê Thị Hoa?",
            "Trần Văn Nam",
            "Ông Trần Văn Nam tiếp bà Lê Thị Hoa.",
            "Nhà bà ấy ở đâu?",
            "Nhà bà Lê Thị Hoa ở đâu?",
        ),
        (
            "Đại sứ Pháp thăm Lào Cai ngày nào?",
            "5/3",
            "Ngày 5/3, Đại sứ Pháp thăm Lào Cai.",
            "Ông ấy là ai?",
            "Đại sứ Pháp là ai?",
        ),
        (
            "Quang Hải ghi mấy bàn?",
            None,
            "Quang Hải ghi 2 bàn.",
            "Anh ấy đá cho đội nào?",
            "Anh Quang Hải đá cho đội nào?",
        ),
        (COACH, "Trần Văn Nam", "", "ong ay sinh nam nao", "Ông Trần Văn Nam sinh nam nao?"),
        (
            "Dự án “Nước sạch” do ai tài trợ?",
            None,
            "",
            "Dự án này kéo dài bao lâu?",
            "Dự án “Nước sạch” kéo dài bao lâu?",
        ),
        (
            "Xã tham gia dự án nào?",
            None,
            "Xã tham gia dự án “Nước sạch” từ năm nay.",
            "Ai tài trợ dự án đó?",
            "Ai tài trợ dự án “Nước sạch”?",
        ),
        (
            "Trung tâm Bảo trợ Hà Nội có bao nhiêu cán bộ?",
            "37",
            "",
            "Họ chăm sóc ai?",
            "Trung tâm Bảo trợ Hà Nội chăm sóc ai?",
        ),
        (BRIDGE, None, "", "Bài này nói về gì?", f"Bài “{TITLE}” nói về gì?"),
        (BRIDGE, None, "", "nguon nao?", f"Bài “{TITLE}” lấy từ nguồn nào?"),
        (BRIDGE, None, "", "Tác giả là ai?", f"Ai viết bài “{TITLE}”?"),
    ],
)
def test_what_points_back_is_named(
    history: str, short: str | None, quote: str, question: str, completed: str
) -> None:
    assert understood(question, [history], short, quote) == completed


def test_a_name_is_remembered_over_a_question_in_between() -> None:
    history = [COACH, "Từ khi nào?"]
    found = understood("Ông ấy bao nhiêu tuổi?", history, "Trần Văn Nam")
    assert found == "Ông Trần Văn Nam bao nhiêu tuổi?"


def test_a_complete_question_ends_the_topic() -> None:
    assert understood("Ở đâu?", [COACH, "Cầu Long Biên xây năm nào?"]) == "Cầu Long Biên xây ở đâu?"


@pytest.mark.parametrize("between", ["Cảm ơn!", "Vâng ạ", "?", "", "a" * 5_000])
def test_what_asks_nothing_is_passed_over(between: str) -> None:
    history = ["Cầu Long Biên xây năm nào?", between]
    assert understood("Ở đâu?", history) == "Cầu Long Biên xây ở đâu?"


def test_only_so_many_earlier_questions_are_answered_again() -> None:
    asked: list[str] = []

    def answer(earlier: Completed) -> None:
        asked.append(earlier.question.text)

    in_context(analyse("Ở đâu?"), [COACH, *["Ông ấy ở đâu?"] * 50], answer)
    assert len(asked) <= MOST_EARLIER


def test_for_a_question_that_stands_alone_nothing_is_answered_again() -> None:
    def answer(earlier: Completed) -> None:
        raise AssertionError(earlier)

    question = analyse("Cầu Long Biên xây năm nào?")
    assert in_context(question, [COACH, "Ai là Đại sứ Bỉ?"], answer).question is question


def test_no_completed_question_is_longer_than_one_may_be() -> None:
    long = "Cầu Long Biên " + "rất " * 240 + "dài xây năm nào?"
    assert understood("Trị giá bao nhiêu " + "nhỉ " * 20 + "?", [long]).startswith("Trị giá")


ALONE = [
    "Ai là Đại sứ Bỉ?",
    "Đại sứ Bỉ thăm Lào Cai ngày nào?",
    "Nhà Nhân ái Lào Cai hỗ trợ ai?",
    "Chủ tịch UBND tỉnh Đặng Xuân Phong tặng gì cho Đại sứ Bỉ?",
    "Chủ tịch Hội Chữ thập đỏ tỉnh Thanh Hóa là ai?",
    "Phó Chủ tịch Hội Chữ thập đỏ Việt Nam tên gì?",
    "Cho tôi biết tên Phó Chủ tịch Thường trực UBND tỉnh Lạng Sơn.",
    "Phong trào Tết nhân ái Xuân Quý Mão tặng bao nhiêu suất quà?",
    "Năm 2023 Cụm thi đua trợ giúp bao nhiêu lượt đối tượng?",
    "Gia đình bà Lý Thị Hạnh ở thôn nào?",
    "Bà Lý Thị Hạnh được bàn giao gì?",
    "Bà nào là Chủ tịch Hội Chữ thập đỏ Thanh Hóa?",
    "Trung tâm Công tác xã hội tỉnh có bao nhiêu cán bộ?",
    "Vì sao trung tâm trực 24/24 giờ?",
    "Chủ đề Ngày Công tác xã hội Việt Nam năm 2025 là gì?",
    "Hội nghị trao đổi thường niên được tổ chức ở đâu?",
    "Mô hình “Ngân hàng dê” ở huyện nào?",
    "Ngân hàng dê ở huyện nào?",
    "Ngân hàng bò dùng để làm gì?",
    "Tỉnh Huaphanh thuộc nước nào?",
    "Giai đoạn 2024 - 2028 dự án tên là gì?",
    "Đồng Giám đốc Tổ chức Trẻ em Rồng Xanh là ai?",
    "Ai viết bài “Đại sứ Bỉ thăm và làm việc tại Lào Cai”?",
    "Chiều 27/11 có hội nghị gì diễn ra?",
    "Em bé công dân đầu tiên của năm 2026 tên gì?",
    "Bí thư Tỉnh ủy Lào Cai là ai?",
    "Thôn Tông Pình Cại thuộc xã nào?",
    "Thế nào là công tác xã hội?",
    "Ngày nay người ta hiến máu để làm gì?",
    "Ho khan là triệu chứng của bệnh gì?",
    "Ho khan do dau?",
    "Cán bộ trung tâm trực theo chế độ như thế nào?",
    "dai su bi la ai",
    "chu tich hoi chu thap do lang son la ai",
    "ngan hang de o huyen nao",
    "trung tam cong tac xa hoi tinh co may can bo",
    "ai viet tin hoi nghi cham soc tre em o hue",
    "Giá vàng SJC hôm nay là bao nhiêu?",
    "Xin chào, bạn khỏe không?",
    "Kể cho tôi nghe một chuyện cười đi",
]
MISLEADING = [
    ["Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"],
    ["Ai tiếp bà Jehanne Roccas?", "Ở đâu?", "Còn Hà Giang thì sao?"],
]


@pytest.mark.parametrize("question", ALONE)
@pytest.mark.parametrize("history", MISLEADING)
def test_a_question_that_stands_alone_is_answered_as_without_history(
    seed_store: Store, question: str, history: list[str]
) -> None:
    answer = ask(question, history=history, store=seed_store)
    assert answer.understood is None
    assert answer.quotes == ask(question, store=seed_store).quotes


@pytest.mark.parametrize("asked", ["Đại sứ Pháp đến Hà Giang tên là gì?", "dai su phap ten la gi"])
def test_whose_name_was_asked_for_is_known_afterwards(asked: str) -> None:
    quote = "Lãnh đạo tỉnh tiếp bà Marie Duval."
    completed = understood("Bà ấy đến ngày nào?", [asked], "bà Marie Duval", quote)
    assert completed == "Bà Marie Duval đến ngày nào?"
