"""The lines of a text in, where the list ends out that one of them opens.

"Hồ sơ gồm:" says nothing without the lines that follow.
"""

import re
from collections.abc import Iterator, Sequence

from vectorstore.vietnamese import Span

_BULLET = re.compile(r"(?:[-–—+•*▪●■◦]|\(?(?:\d{1,2}|[a-zđ])[.)])\s*\S")
_GOES_ON = (";", ",")
_LONGEST_ITEM = 120  # characters of a line that is one by its end alone

# "Địa điểm: Sân vận động huyện"; what is said by somebody, or tells of the article, is no item.
_LABELLED = re.compile(
    r"\W{0,2}(?!(?i:hỏi|đáp|trả lời|pv|phóng viên|ảnh|nguồn|theo|tin|bài|video|clip)\b)"
    r"[^\W\d_]+(?: [^\W\d_A-ZÀ-Ý]+){0,3}\s?:\s*\S"
)
_FEW_LABELLED = 2  # lines: one alone is none of a list

Line = Sequence[Span]  # of its sentences


def end_of_list(text: str, lines: Sequence[Line], at: int, longest: int) -> int:
    """Where a line ends with those of the list that it opens.

    With as many of them as leave its last sentence and them together at most `longest` characters.
    """
    start, end = lines[at][-1]
    items = [*_items(text, lines, at)]
    if not text[start:end].endswith(":"):
        items = [*_labelled(text, lines, at)]
        items = items if len(items) >= _FEW_LABELLED else []
    ends = (lines[i][-1][1] for i in items)
    return max((e for e in ends if e - start <= longest), default=end)


def _labelled(text: str, lines: Sequence[Line], opening: int) -> Iterator[int]:
    """The lines with labels that follow one without, each close behind the one before."""
    if _LABELLED.match(text, lines[opening][0][0]):
        return
    for i in range(opening + 1, len(lines)):
        (start, _), (_, end) = lines[i][0], lines[i][-1]
        is_apart = i > opening + 1 and "\n\n" in text[lines[i - 1][-1][1] : start]
        if is_apart or text[end - 1] == "?" or not _LABELLED.match(text, start, end):
            return
        yield i


def _items(text: str, lines: Sequence[Line], opening: int) -> Iterator[int]:
    """The lines of the list that a line opens: with bullets, or ends as those of a list have."""
    for i in range(opening + 1, len(lines)):
        item = text[lines[i][0][0] : lines[i][-1][1]]
        goes_on = i > opening + 1 and text[: lines[i - 1][-1][1]].endswith(_GOES_ON)
        is_short = len(lines[i]) == 1 and len(item) <= _LONGEST_ITEM and not item.endswith(".")
        if not (_BULLET.match(item) or goes_on or is_short):
            return
        yield i
