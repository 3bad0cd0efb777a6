from collections.abc import Callable
from pathlib import Path

import pytest
from sentences_of import sentence_of

from rag import Answer, ask
from rag.pointing_back import begins_by_pointing, led_in, pointing_subject
from rag.sentences import LONGEST_QUOTE, Sentences
from vectorstore.generations import Store

OpenCorpus = Callable[[Path], Store]
MakeCorpus = Callable[[dict[str, str | bytes]], Path]

TITLE = "Lào Cai nhân rộng các mô hình giảm nghèo"
HER = (
    "Bà Vàng Thị Mẩy, Chủ tịch Hội Phụ nữ xã, là người khởi xướng việc thu gom phế liệu."
    " Bà đã vận động 15 chị em tham gia tổ hợp tác. Năm 2019, bà còn mở lớp dạy thêu."
)
HOUSES = (
    "Năm 2023, huyện Bát Xát triển khai mô hình “Ngôi nhà xanh”."
    " Mô hình này đã giúp 40 hộ thoát nghèo sau một năm."
)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Bà đã vận động 15 chị em.", "Bà"),
        ("Ông ấy quê ở Bắc Hà.", "Ông ấy"),
        ("Họ cũng nhận 20 suất quà.", "Họ"),
        ("Mô hình này giúp 40 hộ thoát nghèo.", "Mô hình này"),
        ("Hai dự án đó được phê duyệt.", "Hai dự án đó"),
        ("Đây là hội thi thứ năm.", "Đây"),
        ("Nơi đây có 85 hộ dân.", "Nơi đây"),
        ("Năm 2019, bà còn mở lớp dạy thêu.", "bà"),
        ("Tuy nhiên, điều này không đúng.", "điều này"),
        ("Bà con xã Y Tý trồng lê.", ""),  # people, not a woman
        ("Bà Mẩy đã vận động 15 chị em.", ""),
        ("Anh em trong tổ chia nhau việc.", ""),
        ("Hội đã giúp mô hình này.", ""),  # its object
        ("Thời gian này, xã trồng lê.", ""),
        ("Gia đình bà sau đó chuyển đi.", ""),
        ("Khi bà Mẩy về, bà đã mở lớp.", ""),  # she is named there
        ("“Bà đã vận động chị em”, ông kể.", ""),
        ("Bà ơi!", ""),
        ("", ""),
    ],
)
def test_what_a_sentence_points_back_with(text: str, subject: str) -> None:
    sentence = sentence_of(text)
    pointing = pointing_subject(sentence)
    said = [text[slice(*sentence.places[i])] for i in pointing]
    assert " ".join(said) == subject


def test_a_mark_that_begins_by_pointing_is_told_from_one_that_tells() -> None:
    sentence = sentence_of("Năm 2019, bà còn mở lớp dạy thêu.")
    year, she = (0, len("Năm 2019")), (len("Năm 2019, "), len("Năm 2019, bà còn mở lớp"))
    assert begins_by_pointing(sentence, she)
    assert not begins_by_pointing(sentence, year)
    assert not begins_by_pointing(sentence_of("Xã mở lớp."), (0, 2))


@pytest.fixture
def answered(make_corpus: MakeCorpus, open_corpus: OpenCorpus) -> Callable[[str], Answer]:
    store = open_corpus(make_corpus({"a.txt": f"{TITLE}\n\n{HER}\n\n{HOUSES}\n"}))

    def answer(question: str) -> Answer:
        found = ask(question, store=store)
        for quote in found.quotes:
            article = store.generation().article(quote.article_id)
            assert article.text[quote.start : quote.end] == quote.text
        return found

    return answer


@pytest.mark.parametrize(
    ("question", "short", "quote"),
    [
        (
            "Ai vận động 15 chị em tham gia tổ hợp tác?",
            "Bà Vàng Thị Mẩy",
            HER.removesuffix(" Năm 2019, bà còn mở lớp dạy thêu."),
        ),
        ("Mô hình nào giúp 40 hộ thoát nghèo?", "Ngôi nhà xanh", HOUSES),
        ("Mô hình “Ngôi nhà xanh” giúp bao nhiêu hộ thoát nghèo?", "40 hộ", HOUSES),
        ("Ai mở lớp dạy thêu?", "Bà Vàng Thị Mẩy", HER),
    ],
)
def test_who_is_meant_is_quoted_and_marked(
    answered: Callable[[str], Answer], question: str, short: str, quote: str
) -> None:
    answer = answered(question)
    assert answer.quotes[0].text == quote
    assert answer.text == short


def test_nothing_is_quoted_twice(answered: Callable[[str], Answer]) -> None:
    answer = answered("Bà Vàng Thị Mẩy đã làm những gì?")
    places = sorted((q.article_id, q.start, q.end) for q in answer.quotes)
    assert len(places) > 1
    for (article, _, end), (other, start, _) in zip(places, places[1:], strict=False):
        assert article != other or end <= start


@pytest.mark.parametrize(
    "before",
    [
        "Bà Vàng Thị Mẩy khởi xướng việc này.\n\n",  # another line
        "Bà Vàng Thị Mẩy khởi xướng việc thu gom phế liệu " + "ở bản xa " * 40 + "của xã. ",
        "Ai khởi xướng việc này? ",
        "",
    ],
)
def test_a_sentence_is_quoted_alone_where_none_leads_in(
    before: str, make_corpus: MakeCorpus, open_corpus: OpenCorpus
) -> None:
    own = "Bà đã vận động 15 chị em tham gia tổ hợp tác."
    store = open_corpus(make_corpus({"a.txt": f"{TITLE}\n\n{before}{own}\n"}))
    generation = store.generation()
    sentences = Sentences(generation, store.embedder)
    (article,) = generation.articles()
    inside = sentences.section_at(article.id, article.text.index(own))
    (sentence,) = (s for s in inside if s.text == own)
    assert len(before) > LONGEST_QUOTE - len(own) or len(before) < 40
    assert led_in(sentence, sentences) is sentence
