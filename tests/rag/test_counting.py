import pytest
from sentences_of import sentence_of

from rag.counting import asks_money, counted_amounts, counted_unit
from rag.forms import amounts
from rag.questions import analyse
from vectorstore.vietnamese import fold

FORMS = pytest.mark.parametrize("form", [str, fold])


@FORMS
@pytest.mark.parametrize(
    ("question", "text", "amounts"),
    [
        ("Xã trao bao nhiêu suất quà?", "Xã trao 50 suất quà cho 12 hộ.", ["50"]),
        ("Xã trao bao nhiêu suất quà?", "Xã có 50 hộ nghèo.", []),
        ("Xã có mấy máy cày?", "Xã có 5 máy cày và 3 xe.", ["5"]),
        ("Lớp có bao nhiêu người?", "Lớp có 37 học sinh, 12 bàn.", ["37"]),
        ("Xã hỗ trợ bao nhiêu tiền?", "Xã hỗ trợ 12 hộ, mỗi hộ 5 triệu đồng.", ["5 triệu"]),
        ("Lương nhân viên là bao nhiêu một tháng?", "Lương 9 triệu, có 3 người.", ["9 triệu"]),
        ("Lương nhân viên là bao nhiêu?", "Kỷ niệm lần thứ 9.", []),
        ("Xã có bao nhiêu quốc gia tham gia?", "Có 12 quốc gia tham gia.", ["12"]),
        ("Bao nhiêu phần trăm hộ nghèo?", "Hộ nghèo chiếm 12%, tức 30 hộ.", ["12%"]),
        ("Tỷ lệ hộ nghèo là bao nhiêu?", "Tỷ lệ của 30 hộ này là 12 phần trăm.", ["12"]),
        ("Lễ hội kéo dài bao lâu?", "Lễ hội có 50 đội, kéo dài 3 ngày.", ["3"]),
        ("Chú bộ đội ở đây bao lâu rồi?", "Chú ở đây hơn một năm nay.", ["hơn một năm"]),
        ("Con rắn dài bao nhiêu?", "Con rắn nặng 9 kg, dài 3 m.", ["3"]),
        ("Diện tích rừng là bao nhiêu?", "Rừng rộng 40 ha với 3 loài.", ["40"]),
        ("Con rắn nặng bao nhiêu?", "Con rắn nặng 9 kg, dài 3 m.", ["9"]),
        ("Năm 2015 thu bao nhiêu tấn?", "Năm 2015 là 3 tấn; năm 2016 tăng 20%.", ["3"]),
        ("Số điện thoại của hội là gì?", "Gọi 0214 3840 034, từ 8 giờ.", ["0214 3840 034"]),
        ("Số điện thoại của hội là gì?", "Hội có 12 cán bộ.", []),
        ("Đội thắng bao nhiêu?", "Đội thắng 3.", None),
        ("Ai trao quà?", "Xã trao 50 suất quà.", None),
    ],
)
def test_the_amounts_of_what_is_asked_for(form, question, text, amounts) -> None:
    found = counted_amounts(analyse(form(question)), sentence_of(text))
    assert (found and [text[a:b] for a, b in found]) == amounts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Năm 2015 có 1.500 hộ.", ["1.500"]),
        ("Từ năm 2015 - 2017 có ba hộ.", ["ba"]),
        ("Trong 5 năm 2.000 hộ thoát nghèo.", ["5", "2.000"]),
        ("Họ nợ năm 2.000 đồng và năm triệu đồng.", ["2.000", "năm triệu"]),
    ],
)
def test_a_year_is_no_amount(text: str, told: list[str]) -> None:
    assert [text[a:b] for a, b in amounts(sentence_of(text))] == told


@FORMS
@pytest.mark.parametrize(
    ("question", "unit", "money"),
    [
        ("Xã trao bao nhiêu suất quà?", "suat", False),
        ("Máy bay gặp bao nhiêu sự cố?", "su", False),
        ("Xã hỗ trợ bao nhiêu tiền?", "tien", True),
        ("Giá vàng là bao nhiêu?", None, True),
        ("Giá vàng tăng bao nhiêu phần trăm?", "phan", False),
        ("Bao nhiêu đô thị được xây?", "do", False),
    ],
)
def test_what_is_counted(form, question, unit, money) -> None:
    asked = analyse(form(question))
    assert counted_unit(asked) == unit
    assert asks_money(asked) == money
