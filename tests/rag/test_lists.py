from collections.abc import Callable
from pathlib import Path

import pytest

from rag import ask
from rag.replies import told
from rag.sentences import LONGEST_QUOTE
from vectorstore.generations import Store
from vectorstore.vietnamese import sentences

OpenCorpus = Callable[[Path], Store]
MakeCorpus = Callable[[dict[str, str | bytes]], Path]

TITLE = "Huyện Bảo Yên hướng dẫn xóa nhà tạm"
OPENING = "Đối tượng được hỗ trợ gồm:"
BULLETS = [
    "- Hộ nghèo, hộ cận nghèo có nhà ở hư hỏng nặng;",
    "- Gia đình người có công với cách mạng;",
    "- Hộ có người khuyết tật nặng đang hưởng trợ cấp xã hội hằng tháng.",
]
BARE = [bullet.removeprefix("- ").rstrip(";.") for bullet in BULLETS]
NUMBERED = [f"{n}. {item}." for n, item in enumerate(BARE, 1)]
AFTER = "Người dân nộp hồ sơ tại bộ phận một cửa của xã trước ngày 15/8, ảnh chụp nhà kèm theo."


def text_of(*lines: str) -> str:
    return f"{TITLE}\n\n" + "\n".join(["Huyện vừa ban hành hướng dẫn.", *lines, AFTER]) + "\n"


def quotable(text: str) -> list[str]:
    spans = [*sentences(text, 0, len(text), LONGEST_QUOTE)]
    return [text[slice(*one.span)] for one in told(text, spans, LONGEST_QUOTE)]


@pytest.mark.parametrize("items", [BULLETS, BARE, NUMBERED])
def test_what_opens_a_list_goes_with_it_and_its_items_stand_alone_too(items: list[str]) -> None:
    found = quotable(text_of(OPENING, *items))
    assert "\n".join([OPENING, *items]) in found
    assert OPENING not in found
    assert set(items) < set(found)


def test_of_a_long_list_there_is_as_much_as_a_quote_holds() -> None:
    items = [f"- Hộ nghèo ở thôn số {n} của xã Nghĩa Đô, huyện Bảo Yên;" for n in range(12)]
    (quoted,) = (one for one in quotable(text_of(OPENING, *items)) if one.startswith(OPENING))
    lines = quoted.split("\n")
    assert lines == [OPENING, *items][: len(lines)]
    assert len(quoted) <= LONGEST_QUOTE < len(quoted) + 1 + len(items[0])


LABELLED = ["Thời gian: 7h30, thứ bảy, ngày 18/4.", "Địa điểm: Sân vận động huyện Bảo Yên."]


def test_lines_with_labels_go_with_the_sentence_before_them() -> None:
    before = "Tỉnh đoàn tổ chức Ngày hội việc làm."
    assert f"{before}\n\n" + "\n".join(LABELLED) in quotable(f"{before}\n\n" + "\n".join(LABELLED))
    assert before in quotable(f"{before}\n\n{LABELLED[0]}")  # one alone is no list


@pytest.mark.parametrize(
    "lines",
    [
        ["Hỏi: Ai được hỗ trợ?", "Đáp: Hộ nghèo."],
        ["Ông Nam: Xã đã rà soát.", "Bà Lan: Thôn cũng vậy."],
        ["Ảnh: Văn Ba", "Nguồn: Báo Lào Cai"],
        [LABELLED[0], "", LABELLED[1]],  # each a paragraph of its own
    ],
)
def test_lines_of_a_talk_are_no_list(lines: list[str]) -> None:
    found = quotable("\n".join(["Sáng nay, huyện tổ chức đối thoại.", "", *lines]))
    assert "Sáng nay, huyện tổ chức đối thoại." in found


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Ngày hội việc làm tổ chức ở đâu?", "Sân vận động huyện Bảo Yên"),
        ("ngay hoi viec lam to chuc ngay nao", "ngày 18/4"),
    ],
)
def test_what_a_label_announces_is_marked(
    question: str, short: str, make_corpus: MakeCorpus, open_corpus: OpenCorpus
) -> None:
    lines = ["Giấy mời dự ngày hội", "", "Tỉnh đoàn tổ chức Ngày hội việc làm.", "", *LABELLED]
    store = open_corpus(make_corpus({"a.txt": "\n".join([*lines, "", AFTER]) + "\n"}))
    assert ask(question, store=store).text == short


@pytest.mark.parametrize(
    "lines",
    [
        [OPENING],  # prose follows
        ["Ông Nam nói: “Xã đã rà soát.”"],
        BULLETS,  # nothing opens it
        [OPENING.replace(":", "."), *BULLETS],
    ],
)
def test_without_a_list_every_sentence_stands_alone(lines: list[str]) -> None:
    assert not any("\n" in one for one in quotable(text_of(*lines)))


def test_a_question_and_its_list_are_not_one() -> None:
    found = quotable(text_of("Ai được hỗ trợ?", *BULLETS))
    assert "Ai được hỗ trợ?" in found


@pytest.mark.parametrize(
    ("question", "of_the_list", "short"),
    [
        ("Đối tượng được hỗ trợ gồm những ai?", True, None),
        ("doi tuong nao duoc ho tro", True, None),
        ("Hộ có người khuyết tật có được hỗ trợ không?", True, None),
        ("Nộp hồ sơ ở đâu?", False, "bộ phận một cửa của xã"),
    ],
)
def test_a_list_answers_as_a_whole(
    question: str,
    of_the_list: bool,
    short: str | None,
    make_corpus: MakeCorpus,
    open_corpus: OpenCorpus,
) -> None:
    store = open_corpus(make_corpus({"a.txt": text_of(OPENING, *BULLETS)}))
    answer = ask(question, store=store)
    whole = "\n".join([OPENING, *BULLETS])
    assert (answer.quotes[0].text == whole) is of_the_list
    assert (answer.quotes[0].parts[1] or None) == short
    article = store.generation().article("a")
    assert all(article.text[q.start : q.end] == q.text for q in answer.quotes)
    places = sorted((q.start, q.end) for q in answer.quotes)
    assert all(end <= start for (_, end), (start, _) in zip(places, places[1:], strict=False))
