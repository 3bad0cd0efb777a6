"""Whether an office is told of the place asked about or of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences_of import sentence_of

from rag import ask
from rag.offices.places import is_held_elsewhere
from rag.questions import analyse
from vectorstore.generations import Store
from vectorstore.vietnamese import fold, normalise

MAI = "Bà Mai, Giám đốc Sở Y tế Lạng Sơn, dự lễ."
PAO = "Ông Lò Văn Páo, Chủ tịch UBND huyện Mường Lát (Thanh Hóa), dự lễ."
MI = "Bà Lò Thị Mỉ, Chủ tịch Hội Chữ thập đỏ Việt Nam, thăm Sơn La."
HUAPHANH = "Ông Hoàng Nam, Giám đốc Sở Y tế tỉnh Huaphanh, thăm Sơn La và Champasak."


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "text", "elsewhere"),
    [
        ("Giám đốc Sở Y tế Sơn La là ai?", MAI, True),
        ("Giám đốc Sở Y tế Lạng Sơn là ai?", MAI, False),
        ("Giám đốc Sở Y tế Sơn La là ai?", "Bà Mai, Giám đốc Sở Y tế, dự lễ.", False),
        ("Giám đốc Sở Y tế Sơn La là ai?", "Bà Mai, Phó Giám đốc Sở Y tế, dự lễ.", False),
        ("Giám đốc Sở Y tế là ai?", MAI, False),
        ("Giám đốc Sở Y tế Sơn La nói gì?", MAI, False),
        ("Chủ tịch UBND huyện Mường Lát là ai?", PAO, False),
        ("Ai là Chủ tịch UBND huyện Mường Lát?", PAO, False),
        ("Chủ tịch UBND huyện Mường Lat là ai?", PAO, False),
        ("Chủ tịch UBND huyện Mường Lác là ai?", PAO, False),  # mistyped
        ("Chủ tịch UBND huyện Quan Sơn là ai?", PAO, True),
        ("Chủ tịch UBND huyện Quan Sơn tên là gì?", PAO, True),
        ("Chủ tịch UBND tỉnh Thanh Hóa là ai?", PAO, False),
        ("Chủ tịch UBND huyện là ai?", PAO, False),
        ("Chủ tịch Hội Chữ thập đỏ là ai?", "Chủ tịch Hội CTĐ Quan Sơn Lò Thị Mỉ dự.", False),
        ("Tổng thống Triều Tiên là ai?", "Tổng thống Hàn Quốc Lý Minh đến thăm.", True),
        ("Tổng thống Triều Tiên là ai?", "Tổng thống Mỹ Donald Trump đến thăm.", True),
        ("Tổng thống Mỹ là ai?", "Tổng thống Hoa Kỳ Donald Trump đến thăm.", False),
        ("Tổng thống Hoa Kỳ là ai?", "Tổng thống Mỹ Lý Minh đến thăm Hàn Quốc.", False),
        ("Tổng thống Hàn Quốc là ai?", "Tổng thống Lý Minh đến thăm Mỹ.", False),
        ("Chủ tịch Hội Chữ thập đỏ Việt Nam là ai?", "Chủ tịch Hội Lò Thị Mỉ dự.", False),
        ("Chủ tịch Hội Chữ thập đỏ tỉnh Sơn La là ai?", MI, True),
        ("Chủ tịch Hội Chữ thập đỏ Việt Nam tại Sơn La là ai?", MI, False),
        ("Chủ tịch Hội Chữ thập đỏ Việt Nam là ai?", MI, False),
        ("Giám đốc Bệnh viện Việt Nam là ai?", "Bà Mai, Giám đốc Bệnh viện Sơn La, dự.", True),
        ("Giám đốc Sở Y tế tỉnh Huaphanh là ai?", HUAPHANH, False),
        ("Giám đốc Sở Y tế tỉnh Huaphan là ai?", HUAPHANH, False),  # mistyped
        ("Giám đốc Sở Y tế tỉnh Champasak là ai?", HUAPHANH, True),
        ("Giám đốc Sở Y tế tỉnh Sơn La là ai?", HUAPHANH, True),
    ],
)
def test_an_office_of_another_place_is_another(form, question, text, elsewhere) -> None:
    assert is_held_elsewhere(analyse(form(question)), sentence_of(text)) is elsewhere


def test_a_place_may_be_named_around_the_sentence_or_shortened() -> None:
    asked = analyse("Chủ tịch UBND huyện Quan Sơn là ai?")
    sentence = sentence_of("Bà Mai, Chủ tịch UBND huyện, dự lễ.", "Lễ mở ở Quan Sơn.")
    assert not is_held_elsewhere(asked, sentence)
    in_hue = sentence_of("Bà Lò Thị Mai, Giám đốc Sở Y tế TT-Huế, dự lễ.")
    assert not is_held_elsewhere(analyse("Giám đốc Sở Y tế Thừa Thiên Huế là ai?"), in_hue)


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    "question",
    [
        "Chủ tịch Hội Chữ thập đỏ huyện Bắc Hà là ai?",
        "Phó Giám đốc Sở Ngoại vụ tỉnh Sơn La là ai?",
        "Chủ tịch Hội Chữ thập đỏ tỉnh Điện Biên là ai?",
    ],
)
def test_who_holds_the_office_elsewhere_is_not_told(seed_store: Store, form, question) -> None:
    assert not ask(form(question), store=seed_store).answered


said = st.lists(
    st.sampled_from("Giám đốc Sở Y tế ông Lò Văn Páo Mỹ Hoa Kỳ tỉnh Sơn La , là ai UBND".split())
).map(" ".join)


@given(said, said, st.text())
def test_any_question_and_text_will_do(what: str, text: str, rest: str) -> None:
    question = analyse(normalise(f"Giám đốc {what} là ai?"))
    told = normalise(f"Giám đốc {text} {rest}")
    assert is_held_elsewhere(question, sentence_of(told)) in (True, False)


@given(said.filter(lambda what: "," not in what and "ông" not in what and "ai" not in what))
def test_an_office_told_in_the_words_of_the_question_is_the_one_asked_for(what: str) -> None:
    question = analyse(normalise(f"Giám đốc {what} là ai?"))
    told = sentence_of(normalise(f"Ông Hoàng Nam, Giám đốc {what}, dự lễ."))
    assert not is_held_elsewhere(question, told)
