"""The lines of a text in, where the list ends out that one of them opens.

"Hồ sơ gồm:" says nothing without the lines that follow.
"""

import re
from collections.abc import Iterator, Sequence

from vectorstore.vietnamese import Span

_BULLET = re.compile(r"(?:[-–—+•*▪●■◦]|\(?(?:\d{1,2}|[a-zđ])[.)])\s*\S")
_GOES_ON = (";", ",")
_LONGEST_ITEM = 120  # characters of a line that is one by its end alone

Line = Sequence[Span]  # of its sentences


def end_of_list(text: str, lines: Sequence[Line], at: int, longest: int) -> int:
    """Where a line ends with those of the list that it opens.

    With as many of them as leave its last sentence and them together at most `longest` characters.
    """
    start, end = lines[at][-1]
    if text[start:end].endswith(":"):
        ends = (lines[i][-1][1] for i in _items(text, lines, at))
        end = max((e for e in ends if e - start <= longest), default=end)
    return end


def _items(text: str, lines: Sequence[Line], opening: int) -> Iterator[int]:
    """The lines of the list that a line opens: with bullets, or ends as those of a list have."""
    for i in range(opening + 1, len(lines)):
        item = text[lines[i][0][0] : lines[i][-1][1]]
        goes_on = i > opening + 1 and text[: lines[i - 1][-1][1]].endswith(_GOES_ON)
        is_short = len(lines[i]) == 1 and len(item) <= _LONGEST_ITEM and not item.endswith(".")
        if not (_BULLET.match(item) or goes_on or is_short):
            return
        yield i
