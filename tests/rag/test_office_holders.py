import pytest
from sentences_of import sentence_of

from rag.offices.holders import holder_sign, offices_of
from rag.offices.titles import rank_sign
from rag.questions import analyse
from vectorstore.vietnamese import fold


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "text", "sign"),
    [
        ("Giám đốc bệnh viện là ai?", "Bà Lan, Giám đốc bệnh viện, phát biểu.", 1),
        ("Giám đốc bệnh viện là ai?", "Bà Lan, Phó Giám đốc bệnh viện, phát biểu.", -1),
        ("Giám đốc bệnh viện là ai?", "Bà Lan, nguyên Giám đốc bệnh viện, phát biểu.", -1),
        ("Giám đốc bệnh viện là ai?", "Bà Lan Nguyên, Giám đốc bệnh viện, phát biểu.", 1),
        ("Phó Giám đốc bệnh viện là ai?", "Bà Lan, Phó Giám đốc bệnh viện, phát biểu.", 1),
        ("Phó Giám đốc bệnh viện là ai?", "Bà Lan, Giám đốc bệnh viện, phát biểu.", -1),
        ("Giám đốc bệnh viện là ai?", "Giám đốc Hoa và Phó Giám đốc Lan phát biểu.", 1),
        ("Giám đốc bệnh viện là ai?", "Bệnh viện có 200 giường.", 0),
        ("Ai phát biểu?", "Bà Lan, Phó Giám đốc bệnh viện, phát biểu.", 0),
    ],
)
def test_a_deputy_is_somebody_else(form, question, text, sign) -> None:
    assert rank_sign(analyse(form(question)), sentence_of(text)) == sign


def test_what_an_office_is_of_holds_the_place_that_is_called_like_a_person() -> None:
    sentence = sentence_of("Ông Lò Văn Páo, Chủ tịch UBND huyện Lâm Bình, dự lễ.")
    (of_what,) = offices_of(analyse("Chủ tịch UBND huyện Lâm Bình là ai?"), sentence)
    assert " ".join(sentence.folded_terms[of_what.start : of_what.stop]) == "ubnd huyen lam binh"


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "text", "sign"),
    [
        ("Giám đốc bệnh viện là ai?", "Bà Trần Lan, Giám đốc bệnh viện, phát biểu.", 1),
        ("Giám đốc bệnh viện là ai?", "Bà Trần Lan (46 tuổi, Giám đốc bệnh viện) phát biểu.", 1),
        ("Giám đốc bệnh viện là ai?", "Giám đốc bệnh viện tỉnh Trần Thị Lan phát biểu.", 1),
        ("Tên của giám đốc bệnh viện là gì?", "Giám đốc bệnh viện Trần Thị Lan phát biểu.", 1),
        ("Ai làm giám đốc bệnh viện?", "Giám đốc bệnh viện Trần Thị Lan phát biểu.", 1),
        ("Giám đốc bệnh viện là ai?", "Giám đốc bệnh viện phát biểu tại Lào Cai.", -1),
        ("Giám đốc bệnh viện là ai?", "Bà Trần Lan, Phó Giám đốc bệnh viện, phát biểu.", -1),
        ("Giám đốc bệnh viện là ai?", "Giám đốc bệnh viện, Chủ tịch xã Trần Lan cùng dự.", -1),
        ("Giám đốc bệnh viện là ai?", "Giám đốc bệnh viện tiếp bà Trần Lan.", -1),
        ("Giám đốc bệnh viện là ai?", "Giám đốc bệnh viện là bà Trần Lan.", 1),
        ("Giám đốc bệnh viện là ai?", "Bệnh viện có 200 giường.", -1),
        ("Giám đốc Sở Y tế Lào Cai là ai?", "Giám đốc Sở Y tế Yên Bái Trần Thị Lan dự.", -1),
        ("Đại sứ Bỉ là ai?", "Đại sứ quán Bỉ ở Hà Nội gặp ông Trần Nam.", -1),
        ("Ai phát biểu?", "Bà Trần Lan, Giám đốc bệnh viện, phát biểu.", 0),
        ("Giám đốc bệnh viện gặp ai?", "Bà Trần Lan, Giám đốc bệnh viện, phát biểu.", 0),
        ("Vợ của giám đốc bệnh viện là ai?", "Bà Trần Lan, Giám đốc bệnh viện, phát biểu.", 0),
        ("Phó thủ tướng nào đến dự?", "Phó Thủ tướng Trương Hòa Bình đến dự.", 1),
        ("Ông nào gặp giám đốc bệnh viện?", "Ông Trần Nam gặp giám đốc bệnh viện.", 0),
        ("Giám đốc bệnh viện nói gì?", "Bà Trần Lan, Giám đốc bệnh viện, phát biểu.", 0),
        ("Chánh Văn phòng Tỉnh ủy là ai?", "Bà Trần Lan, Chánh Văn phòng Tỉnh ủy, đến dự.", 1),
        ("Chi cục trưởng Thuế là ai?", "Chi cục Thuế Trần Lan giải thích.", -1),
    ],
)
def test_a_person_stands_at_the_office(form, question, text, sign) -> None:
    assert holder_sign(analyse(form(question)), sentence_of(text)) == sign


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "text", "sign"),
    [
        ("Bà Trần Lan giữ chức vụ gì?", "Bà Trần Lan, Giám đốc bệnh viện, phát biểu.", 1),
        ("Bà Trần Lan giữ chức vụ gì?", "Giám đốc bệnh viện tỉnh Trần Lan phát biểu.", 1),
        ("Bà Trần Lan giữ chức vụ gì?", "Bà Trần Lan thăm bệnh viện.", -1),
        ("Bà Trần Lan giữ chức vụ gì?", "Ông Lê Nam, Giám đốc bệnh viện, phát biểu.", -1),
        ("Bà Trần Lan giữ chức vụ gì?", "Bà Trần Lan gặp Giám đốc bệnh viện.", -1),
        ("Bà Trần Lan giữ chức gì ở Sơn La?", "Giám đốc bệnh viện Sơn La phát biểu.", -1),
        ("Bà Trần Lan ở tổ chức nào?", "Bà Trần Lan, Giám đốc bệnh viện, phát biểu.", 0),
        ("Bà Trần Lan nói gì?", "Bà Trần Lan, Giám đốc bệnh viện, phát biểu.", 0),
    ],
)
def test_an_office_stands_at_the_person(form, question, text, sign) -> None:
    assert holder_sign(analyse(form(question)), sentence_of(text)) == sign


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Giám đốc bệnh viện tỉnh Trần Thị Lan phát biểu.", 1),
        ("Bà Trần Thị Lan thăm bệnh viện.", 0),
    ],
)
def test_who_somebody_is_may_be_told_by_an_office(text, sign) -> None:
    assert holder_sign(analyse("Bà Trần Thị Lan là ai?"), sentence_of(text)) == sign
