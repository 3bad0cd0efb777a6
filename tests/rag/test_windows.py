"""What a transformer is given of a question and the sentences that may answer it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sentences_of import sentence_of

from rag.questions import analyse
from rag.windows import (
    ASKED_AND_SAID,
    END,
    LONGEST,
    SAID,
    SAID_AND_ASKED,
    SAID_AS_ASKED,
    START,
    TYPES,
    Window,
    load_tokenizer,
    window_of,
)
from vectorstore.vietnamese import normalise

TEXTS = (
    "Sáng 12/9, huyện Bắc Hà họp bàn về mưa lũ.",
    "Chủ tịch huyện Bắc Hà là ông Giàng Seo Phử.",
    "Ông quê ở xã Nậm Mòn.",
    "Các xã đã trao 150 suất quà cho người nghèo.",
    "Buổi họp kết thúc lúc 11 giờ.",
)
QUESTION = analyse("Ai là chủ tịch huyện Bắc Hà?")


def said_in(window: Window, at: slice) -> str:
    pieces = [load_tokenizer().id_to_token(int(number)) for number in window.ids[at]]
    return "".join(pieces).replace("▁", " ").strip()


def test_the_question_stands_first_then_the_sentence_and_those_beside_it() -> None:
    window = window_of(QUESTION, [sentence_of(*TEXTS, number=1)])
    assert window.ids[0] == START
    assert window.ids[-1] == END
    assert len(window.ids) == len(window.types)
    asked, _, told = said_in(window, slice(1, -1)).partition("</s>")
    assert asked == QUESTION.text
    assert told.split() == " ".join(TEXTS[:3]).split()


def test_read_alone_it_stands_without_those_beside_it() -> None:
    best = sentence_of(*TEXTS, number=1)
    window = window_of(QUESTION, [best], alone=True)
    _, _, told = said_in(window, slice(1, -1)).partition("</s>")
    assert told.split() == TEXTS[1].split()


def test_sentences_stand_in_the_order_of_the_article_with_a_mark_where_some_are_left_out() -> None:
    best = [sentence_of(*TEXTS, number=4), sentence_of(*TEXTS, number=0)]
    window = window_of(QUESTION, best)
    told = said_in(window, slice(1, -1)).split("</s>")[1:]
    assert [part.split() for part in told] == [
        " ".join(part).split() for part in (TEXTS[:2], TEXTS[3:])
    ]


def test_the_tokens_of_each_syllable_are_known() -> None:
    best = sentence_of(*TEXTS, number=1)
    window = window_of(QUESTION, [best])
    tokens = window.tokens_of(best)
    assert tokens is not None
    assert [said_in(window, at).strip(".") for at in tokens] == TEXTS[1].strip(".").split()


def test_a_token_tells_whether_question_and_sentence_share_its_syllable() -> None:
    question = analyse("nam mon trao bao nhieu suat qua")
    best = sentence_of(*TEXTS, number=3)
    window = window_of(question, [best])
    tokens = window.tokens_of(best)
    assert tokens is not None
    types = [set(window.types[at].tolist()) for at in tokens]
    assert types == [
        {SAID},  # các
        {SAID},  # xã
        {SAID},  # đã
        {SAID_AND_ASKED},  # trao
        {SAID},  # 150
        {SAID_AS_ASKED},  # suất
        {SAID_AS_ASKED},  # quà
        {SAID},
        {SAID},
        {SAID},
    ]
    assert ASKED_AND_SAID in window.types[:12]


def test_what_there_is_no_room_for_is_left_out() -> None:
    long = "Một hai ba bốn năm sáu bảy tám chín mười " * 12
    best = [sentence_of(TEXTS[1]), sentence_of(long, long, number=1)]
    window = window_of(QUESTION, best)
    assert window.tokens_of(best[0]) is not None
    assert window.tokens_of(best[1]) is None


def test_the_best_sentence_has_room_as_long_as_any_that_is_quoted() -> None:
    longest = "Sáng nay ở xã ta " * 23 + "có mưa."  # little under 400 characters
    best = [sentence_of(longest, number=0), sentence_of(TEXTS[1])]
    window = window_of(QUESTION, best)
    assert window.tokens_of(best[0]) is not None
    assert window.tokens_of(best[1]) is None


def test_long_words_of_many_tokens_do_not_make_it_longer() -> None:
    long = "xqzwkjf" * 9
    texts = [f"{long} {number} {long}." for number in range(9)]
    best = [sentence_of(*texts, number=number) for number in (1, 4, 7)]
    assert len(window_of(analyse(f"{long} {long}"), best).ids) <= LONGEST


def test_sentences_of_the_same_place_in_different_parts_of_an_article_are_kept_apart() -> None:
    caption = "Ảnh: Chủ tịch huyện Bắc Hà đến thăm các gia đình ở xã Nậm Mòn sau mưa lũ."
    best = [sentence_of(*TEXTS, number=1), sentence_of(TEXTS[4], caption, number=1)]
    window = window_of(QUESTION, best)
    for sentence in best:
        tokens = window.tokens_of(sentence)
        assert tokens is not None
        said = [said_in(window, at).strip(".:") for at in tokens]
        assert " ".join(said) == sentence.text.replace(":", "").strip(".")


@given(st.text(), st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_any_text_gives_a_window(question: str, texts: list[str]) -> None:
    sentences = [sentence_of(*map(normalise, texts), number=number) for number in range(len(texts))]
    window = window_of(analyse(normalise(question)), sentences)
    assert len(window.ids) == len(window.types) <= LONGEST
    assert set(window.types.tolist()) <= set(range(TYPES))
    for sentence in sentences:
        for at in window.tokens_of(sentence) or []:
            assert 0 <= at.start <= at.stop <= len(window.ids)
    assert np.array_equal(window.ids, window_of(analyse(normalise(question)), sentences).ids)
