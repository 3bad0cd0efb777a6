"""Whom a question names, and whether the articles know them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences_of import sentence_of

from rag import ask
from rag.named_persons import are_named, is_told_of, persons_in, tells_who
from rag.questions import analyse
from vectorstore.generations import Store
from vectorstore.vietnamese import normalise


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Ông Giàng Seo Páo nói gì về bà Lý Thị Mỉ?", ["giang seo pao", "ly thi mi"]),
        ("Bà Jehanne Roccas là ai?", ["jehanne roccas"]),
        ("ba jehanne roccas la ai", ["jehanne roccas"]),
        ("Ông lò văn páo là ai vậy?", ["lo van pao"]),
        ("Bà Skye là ai?", ["skye"]),
        ("Lò Văn Páo là ai?", ["lo van pao"]),
        ("Đồng chí Lò Văn Páo nói gì?", ["lo van pao"]),
        ("Bác sĩ Lò Văn Páo nói gì?", ["lo van pao"]),
        ("Bà Mỉ sống ở đâu?", []),  # may be called otherwise where she lives
        ("Ông N.V.A. bao nhiêu tuổi?", []),  # nor are initials looked for
        ("Bà Rịa Vũng Tàu có bao nhiêu xã?", []),
        ("Ông thầy Hàn Quốc nói gì?", []),
        ("Bà Chủ tịch xã nói gì?", []),
        ("ba chu quan la ai", []),
        ("Giám đốc Sở Y tế là ai?", []),
        ("Ai là giám đốc?", []),
    ],
)
def test_persons_are_known_by_how_they_are_addressed(question: str, names: list[str]) -> None:
    assert persons_in(analyse(question)) == tuple(frozenset(name.split()) for name in names)


@pytest.mark.parametrize(
    ("question", "is_named"),
    [
        ("Ông Lò Văn Páo là ai?", True),
        ("ong lo van pao la ai", True),
        ("Ông Văn Páo là ai?", True),
        ("Ông Lò Văn Páu là ai?", True),  # mistyped
        ("Ông Lò Văn Sơn là ai?", False),
        ("Ông Lò Thị Páo là ai?", False),
        ("Ông Sơn là ai?", False),
        ("Nhà ông Lò Văn Sơn ở đâu?", False),
        ("Ai là trưởng thôn?", True),
    ],
)
def test_somebody_is_named_in_what_stands_around_a_sentence(question: str, is_named: bool) -> None:
    sentence = sentence_of("Ông được bầu năm 2020.", "Lò Văn Páo là trưởng thôn.")
    assert are_named(persons_in(analyse(question)), [sentence]) == is_named


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Ông Kim Jong Un nói gì?", "Kim Jong-un phát biểu."),
        ("Bà Lò Thị Mai nói gì?", "Bà Lò thị Mai phát biểu."),
        ("Bà Lò Thị Mai nói gì?", "BÀ LÒ THỊ MAI PHÁT BIỂU."),
        ("Ông Y Phôn Niê nói gì?", "Ông Y  Phôn Niê phát biểu."),
        ("Ông O'Brien Smith nói gì?", "O’Brien Smith phát biểu."),
        ("Bà Jehane Roccas nói gì?", "Bà Jehanne Roccas phát biểu."),
    ],
)
def test_a_name_may_be_written_otherwise(question: str, text: str) -> None:
    persons = persons_in(analyse(question))
    assert are_named(persons, [sentence_of(text)])
    assert not persons or not are_named(persons, [sentence_of("Ông Lò Văn Páo phát biểu.")])


def test_a_sentence_tells_of_whom_it_names() -> None:
    asked = analyse("Ông Lò Văn Páo là ai?")
    assert is_told_of(asked, sentence_of("Ông Lò Văn Páo hiến đất."))
    assert not is_told_of(asked, sentence_of("Ông Lò Văn Sơn hiến đất."))


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Giám đốc Sở Y tế Lò Văn Páo phát biểu.", True),
        ("Ông Lò Văn Páo - Ủy viên Ban Chấp hành, Bí thư Tỉnh ủy đến thăm.", True),
        ("Ông Lò Văn Páo, giáo viên ở xã, hiến đất.", True),
        ("Lò Văn Páo là nông dân.", True),
        ("Ông Lò Văn Páo, ông Lò Văn Sơn hiến đất.", False),
        ("Ông Lò Văn Páo hiến đất.", False),
        ("Ông Lò Văn Sơn, giáo viên ở xã, hiến đất.", False),
        ("Ông Lò Văn Páu, giáo viên ở xã, hiến đất.", False),  # may be another
    ],
)
def test_who_somebody_is_stands_at_the_name(text: str, tells: bool) -> None:
    assert tells_who(analyse("Ông Lò Văn Páo là ai?"), sentence_of(text)) == tells


@pytest.mark.parametrize(
    "question",
    [
        "Ông Nguyễn Văn An là ai?",
        "ong nguyen van an la ai",
        "Bà Trịnh Thị Tuyết là ai?",  # of whom the articles know a namesake
        "Bà Trịnh Thị Tuyết cho biết gì về thỏa thuận hợp tác?",
    ],
)
def test_of_whom_no_article_names_nothing_is_said(seed_store: Store, question: str) -> None:
    answer = ask(question, store=seed_store)
    assert (answer.answered, answer.confidence) == (False, 0.0)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("ong dang xuan phong la ai", "Chủ tịch UBND tỉnh"),
        ("Ông Phong là ai?", "Chủ tịch UBND tỉnh"),
        ("Bà trịnh thị tiếp là ai", "Chủ tịch Hội Chữ thập Đỏ Thanh Hóa"),
        ("ba nong bich thuan la ai?", "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn"),
        ("ong trinh viet hung la ai", "Bí thư Tỉnh ủy"),
    ],
)
def test_who_somebody_is_can_be_asked_in_small_letters(
    seed_store: Store, question: str, short: str
) -> None:
    answer = ask(question, store=seed_store)
    assert answer.confidence >= 0.9
    assert short in answer.text


def test_a_mistyped_name_is_not_refused(seed_store: Store) -> None:
    answer = ask("Bà Jehanne Rocas là ai?", store=seed_store)
    assert answer.answered and "Đại sứ Bỉ" in answer.text


said = st.lists(st.sampled_from("Ông bà Lò Văn Páo , - là Skye T. giáo viên".split())).map(" ".join)


@given(said, said, st.text())
def test_any_question_and_text_will_do(whom: str, text: str, rest: str) -> None:
    question = analyse(normalise(f"Ông {whom} {rest} là ai?"))
    sentence = sentence_of(normalise(f"Ông {text} {rest}"))
    named = are_named(persons_in(question), [sentence])
    assert named or not tells_who(question, sentence)
