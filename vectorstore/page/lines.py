"""A page's text comes in, its content lines go out, with what their shape alone tells."""

import re
from dataclasses import dataclass

from vectorstore.vietnamese import fold, trim

Span = tuple[int, int]  # [start, end)

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BLANK = re.compile(r"\s")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_EDGE_MARKS = " .,:;|>»›«<-–—•*·…()[]\"'“”‘’+►▶▸■●→"
_STATEMENT_END = (".", "…", ".”", '."', "…”", ".)", "…)")
HEADLINE_LENGTH = 200  # characters; a longer line is a paragraph however it ends


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page that shows something."""

    start: int  # code points into the page's text
    end: int
    text: str  # the line, trimmed
    key: str  # folded, white space single, without zero-width characters: for comparing
    spaced: bool  # a blank line, or the page's edge, stands before it

    @property
    def bare(self) -> str:
        """The key without bullets, colons and other marks at its ends."""
        return self.key.strip(_EDGE_MARKS)

    @property
    def is_statement(self) -> bool:
        """It ends as a sentence does (a headline may end in "?" or "!", but not in a full stop)."""
        return self.key.endswith(_STATEMENT_END)

    @property
    def is_headline(self) -> bool:
        """It has the shape of a headline: short, and no full stop at its end."""
        return len(self.text) <= HEADLINE_LENGTH and not self.is_statement


def content_lines(text: str) -> list[Line]:
    """The lines of an NFC text that show anything, in order."""
    lines: list[Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        start, end = trim(text, *match.span())
        if start == end:
            continue
        spaced = not lines or _breaks(text[previous_end : match.start()]) > 1
        lines.append(Line(start, end, text[start:end], key_of(text[start:end]), spaced))
        previous_end = match.end()
    return lines


def _breaks(gap: str) -> int:
    return len(re.findall(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", gap))


def plain(text: str) -> str:
    """The folded text with every blank a space: same length, for finding offsets in the text."""
    return _BLANK.sub(" ", fold(text))


def key_of(text: str) -> str:
    """The form in which two lines are compared: folded, visible characters, single spaces."""
    return " ".join(_INVISIBLE.sub("", fold(text)).split())
