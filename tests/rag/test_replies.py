"""Questions that stand in a text, and what answers them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.replies import asks, told
from vectorstore.vietnamese import sentences


def answered(text: str) -> dict[str, str]:
    """What each sentence of a text answers, where it answers anything."""
    found = told(text, sentences(text), 400)
    return {text[slice(*span)]: asked for span, asked in found if asked}


@pytest.mark.parametrize(
    "sentence",
    [
        "Ai được hiến máu?",
        "Ai được hiến máu ?",
        "PV: Xin ông nói rõ hơn về điều kiện vay.",
        "Phóng viên: Xin ông nói rõ hơn.",
        "Hỏi: Tôi thuê nhà đã ba năm.",
    ],
)
def test_a_question_asks(sentence: str) -> None:
    assert asks(sentence)


@pytest.mark.parametrize(
    "sentence", ["Học hỏi: một đức tính.", "Ông hỏi ai được hiến máu.", "Trả lời: Từ 18 tuổi."]
)
def test_what_only_speaks_of_one_does_not(sentence: str) -> None:
    assert not asks(sentence)


def test_the_line_after_a_question_answers_it_and_the_one_after_that_no_more() -> None:
    text = "Mở đầu.\n\nAi được hiến máu?\n\nNgười từ 18 tuổi. Nặng 45 kg.\n\nLịch khám treo ở cổng."
    assert answered(text) == {
        "Người từ 18 tuổi.": "Ai được hiến máu?",
        "Nặng 45 kg.": "Ai được hiến máu?",
    }


def test_a_letter_is_asked_as_a_whole() -> None:
    letter = "Hỏi: Tôi thuê nhà đã ba năm. Chủ nhà đòi lại thì tôi được gì?"
    assert answered(f"{letter}\nĐáp: Tiền cọc.") == {"Đáp: Tiền cọc.": letter}


@pytest.mark.parametrize(
    "label", ["Trả lời:", "- Luật sư Lê Thị Lan trả lời:", "Đáp :", "(Phan Văn Ba, Tân Lạc)"]
)
def test_who_asks_or_answers_may_stand_between(label: str) -> None:
    assert answered(f"Được bao nhiêu?\n{label}\nHai triệu.") == {"Hai triệu.": "Được bao nhiêu?"}


def test_a_list_answers_to_its_end() -> None:
    text = "Cần giấy tờ gì?\nNgười hiến máu cần mang theo những giấy tờ sau đây khi đến khám:"
    assert list(answered(f"{text}\n- Căn cước;\n- Một tấm ảnh.\nCổng mở lúc 7 giờ.")) == [
        f"{text.splitlines()[1]}\n- Căn cước;\n- Một tấm ảnh.",
        "- Căn cước;",
        "- Một tấm ảnh.",
    ]


def test_within_a_line_the_nearest_question_is_answered() -> None:
    text = "Vì sao giá tăng? Vì mất mùa. Ai lo? Xã lo.\nChợ vẫn đông."
    assert answered(text) == {"Vì mất mùa.": "Vì sao giá tăng?", "Xã lo.": "Ai lo?"}


def test_of_two_lines_that_ask_the_second_is_answered() -> None:
    assert answered("Có nên lo?\nAi lo?\nXã lo.") == {"Xã lo.": "Ai lo?"}


@pytest.mark.parametrize("text", ["", "Xã lo.", "Ai lo?", "Xã lo.\nAi lo?\n"])
def test_where_nothing_follows_a_question_nothing_answers(text: str) -> None:
    assert answered(text) == {}


@pytest.mark.parametrize("reply", ["Không.", "Bà Lê Thị Lan: Có chứ!", "Trả lời: Được."])
def test_a_short_reply_goes_with_what_completes_it(reply: str) -> None:
    text = f"Có hại không?\n{reply} Cơ thể bù lại ngay. Cứ đến mỗi năm."
    assert list(answered(text)) == [f"{reply} Cơ thể bù lại ngay.", "Cứ đến mỗi năm."]


def test_a_short_sentence_that_answers_nothing_stands_alone() -> None:
    text = "Trời mưa. Không ai đến."
    assert [text[slice(*span)] for span, _ in told(text, sentences(text), 400)] == [
        "Trời mưa.",
        "Không ai đến.",
    ]


def test_a_reply_that_nothing_completes_stands_alone() -> None:
    assert list(answered("Có hại không?\nKhông.\nCổng mở lúc 7 giờ.")) == ["Không."]


def test_together_they_are_no_longer_than_a_quote_may_be() -> None:
    text = "Có hại không?\nKhông. Cơ thể bù lại ngay."
    (first, _), *others = (t for t in told(text, sentences(text), 20) if t.replies_to)
    assert (text[slice(*first)], len(others)) == ("Không.", 1)


@given(st.text(alphabet="Aa1 .?!:;()\n-–“”đ", max_size=200))
def test_every_sentence_is_told_once_but_for_the_items_of_a_list(text: str) -> None:
    found = [span for span, _ in told(text, sentences(text), 400)]
    assert found == sorted(found)
    for start, end in sentences(text):
        around = [text[a:b] for a, b in found if a <= start and end <= b]
        assert sum("\n" not in one for one in around) <= 1 <= len(around)
