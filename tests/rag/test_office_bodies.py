"""Whether an office is told of the body asked about or of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences_of import sentence_of

from rag import ask
from rag.offices.bodies import is_of_another_body, is_of_another_rank
from rag.questions import analyse
from vectorstore.generations import Store
from vectorstore.vietnamese import fold, normalise

MAI = "Bà Mai, Giám đốc Sở Y tế tỉnh Lạng Sơn, dự lễ."
PAO = "Ông Lò Văn Páo, Phó Chủ tịch Thường trực UBND huyện Mường Lát, dự lễ."
MI = "Bà Lò Thị Mỉ, Chủ tịch Hội Chữ thập đỏ tỉnh Sơn La, dự lễ."


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("Giám đốc Sở Y tế là ai?", MAI, False),
        ("Giám đốc Sở Ngoại vụ là ai?", MAI, True),
        ("Giám đốc Sở Công Thương tỉnh Lạng Sơn tên là gì?", MAI, True),
        ("Giám đốc Sở là ai?", MAI, False),
        ("Giám đốc Sở Ngoại vụ nói gì?", MAI, False),
        ("Giám đốc Sở Ngoại vụ là ai?", "Bà Mai, giám đốc, dự lễ.", False),
        ("Giám đốc Sở Ngoại vụ là ai?", "Bà Mai, Giám đốc Công ty Sao Mai, dự lễ.", False),
        ("Phó Chủ tịch UBND huyện Mường Lát là ai?", PAO, False),
        ("Phó Chủ tịch Ủy ban nhân dân huyện Mường Lát là ai?", PAO, False),
        ("Phó Chủ tịch huyện Mường Lát là ai?", PAO, False),
        ("Phó Chủ tịch HĐND huyện Mường Lát là ai?", PAO, True),
        ("Phó Chủ tịch Hội Nông dân huyện Mường Lát là ai?", PAO, True),
        ("Phó Chủ tịch UBND tỉnh là ai?", PAO, True),
        ("Phó Chủ tịch xã là ai?", PAO, True),
        ("Chủ tịch Hội CTĐ tỉnh Sơn La là ai?", MI, False),
        ("Chủ tịch Hội Liên hiệp Phụ nữ tỉnh Sơn La là ai?", MI, True),
        ("Chủ tịch tỉnh Sơn La là ai?", MI, True),
        ("Chủ tịch Hội Chữ thập đỏ là ai?", "Chủ tịch Hội CTĐ tỉnh Lò Thị Mỉ dự.", False),
        ("Cục trưởng Cục Điện ảnh là ai?", "Ông Lò Văn Páo, Cục trưởng Cục ĐA, dự.", False),
        ("Bí thư xã Mường Lát là ai?", "Bí thư Tỉnh ủy Lò Văn Páo thăm xã Mường Lát.", True),
        ("Bí thư Tỉnh ủy là ai?", "Bí thư Tỉnh ủy Lò Văn Páo thăm xã Mường Lát.", False),
    ],
)
def test_an_office_of_another_body_is_another(form, question, text, another) -> None:
    assert is_of_another_body(analyse(form(question)), sentence_of(text)) is another


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("Chủ tịch UBND huyện Mường Lát là ai?", PAO, True),
        ("Phó Chủ tịch UBND huyện Mường Lát là ai?", PAO, False),
        ("Chủ tịch Hội Chữ thập đỏ tỉnh Sơn La là ai?", MI, False),
        ("Chủ tịch Công ty Sao Mai là ai?", "Phó Chủ tịch Công ty Sao Mai Lò Thị Mỉ dự.", False),
        ("Giám đốc Sở Y tế là ai?", PAO, False),
        ("Phó Giám đốc bệnh viện là ai?", "Bà Lan, Giám đốc bệnh viện, phát biểu.", True),
        ("Phó Giám đốc bệnh viện là ai?", "Bà Lan, Phó Giám đốc bệnh viện, phát biểu.", False),
        ("Giám đốc bệnh viện là ai?", "Bà Lan, Phó Giám đốc bệnh viện, phát biểu.", False),
        ("Phó Giám đốc bệnh viện là ai?", "Bà Lan, bác sĩ, phát biểu.", False),
        ("Phó Giám đốc bệnh viện nói gì?", "Bà Lan, Giám đốc bệnh viện, phát biểu.", False),
    ],
)
def test_a_deputy_is_no_chief_and_a_chief_no_deputy(form, question, text, another) -> None:
    assert is_of_another_rank(analyse(form(question)), sentence_of(text)) is another


def test_one_of_several_holders_may_be_the_one_asked_for() -> None:
    both = sentence_of(
        "Dự lễ có bà Lò Thị Mai, Giám đốc Sở Y tế; ông Hà Văn Páo, Giám đốc Sở Ngoại vụ."
    )
    assert not is_of_another_body(analyse("Giám đốc Sở Ngoại vụ là ai?"), both)
    assert is_of_another_body(analyse("Giám đốc Sở Nội vụ là ai?"), both)


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    "question",
    [
        "Chủ tịch Hội Chữ thập đỏ tỉnh Huaphanh là ai?",
        "Phó Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?",
        "Phó Chủ tịch Hội Chữ thập đỏ Thanh Hóa là ai?",
        "Phó Giám đốc Sở Y tế tỉnh Hà Giang là ai?",
        "Ai là Bí thư xã Mậu A?",
        "Chủ tịch UBND tỉnh Lạng Sơn",
    ],
)
def test_who_holds_the_office_of_another_body_is_not_told(
    seed_store: Store, form, question
) -> None:
    assert not ask(form(question), store=seed_store).answered


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "holder"),
    [
        ("Phó Chủ tịch Hội Chữ thập đỏ Việt Nam là ai?", "Vũ Thanh Lưu"),
        ("Phó Chủ tịch UBND tỉnh Lạng Sơn là ai?", "Dương Xuân Huyên"),
        ("Chủ tịch Hội LHPN tỉnh là ai?", "Trần Thị Kim Loan"),
        ("Bí thư tỉnh Lào Cai là ai?", "Trịnh Việt Hùng"),
    ],
)
def test_who_holds_the_office_of_that_body_is_told(
    seed_store: Store, form, question, holder
) -> None:
    answer = ask(form(question), store=seed_store)
    assert answer.answered
    assert holder in answer.quotes[0].text


BODIES = ["Sở Y tế", "UBND huyện", "Hội Chữ thập đỏ tỉnh", "Tỉnh ủy", "HĐND xã", "Công ty Sao Mai"]
bodies = st.sampled_from(BODIES)


@given(bodies)
def test_a_body_is_not_another_than_itself(body: str) -> None:
    told = sentence_of(f"Ông Hoàng Nam, Giám đốc {body}, dự lễ.")
    assert not is_of_another_body(analyse(f"Giám đốc {body} là ai?"), told)


@given(st.text(), st.text())
def test_any_question_and_text_will_do(what: str, text: str) -> None:
    question = analyse(normalise(f"Giám đốc Sở {what} là ai?"))
    told = sentence_of(normalise(f"Ông Hoàng Nam, Giám đốc Sở {text}"))
    assert is_of_another_body(question, told) in (True, False)
