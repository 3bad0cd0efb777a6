"""The lines of a text in, where the list ends out that one of them opens.

"Hồ sơ gồm:" says nothing without the lines that follow.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from vectorstore.vietnamese import Span

_BULLET = re.compile(r"(?:[-–—+•*▪●■◦]|\(?(?:\d{1,2}|[a-zđ])[.)])\s*\S")
_GOES_ON = ";,"
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
    opens = text[start:end].endswith(":")
    with_room = takewhile(lambda i: lines[i][-1][1] - start <= longest, range(at + 1, len(lines)))
    is_item = _is_item if opens else _is_labelled
    if not opens and _LABELLED.match(text, lines[at][0][0]):
        return end
    items = [*takewhile(lambda i: is_item(text, lines, i, at), with_room)]
    return lines[items[-1]][-1][1] if len(items) >= (1 if opens else _FEW_LABELLED) else end


def _is_item(text: str, lines: Sequence[Line], i: int, opening: int) -> bool:
    """Whether a line has a bullet, or ends as those of a list do, or follows one that does."""
    item = text[lines[i][0][0] : lines[i][-1][1]]
    goes_on = i > opening + 1 and text[lines[i - 1][-1][1] - 1] in _GOES_ON
    is_short = len(lines[i]) == 1 and len(item) <= _LONGEST_ITEM and not item.endswith(".")
    return _BULLET.match(item) is not None or goes_on or is_short


def _is_labelled(text: str, lines: Sequence[Line], i: int, opening: int) -> bool:
    """Whether a line has a label, asks nothing, and stands close behind the item before."""
    (start, _), (_, end) = lines[i][0], lines[i][-1]
    is_close = i == opening + 1 or "\n\n" not in text[lines[i - 1][-1][1] : start]
    return is_close and text[end - 1] != "?" and _LABELLED.match(text, start, end) is not None
