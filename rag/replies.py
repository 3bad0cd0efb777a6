"""Where the sentences of a text stand in; what is quoted as one, and the question it answers, out.

Interviews, pages of common questions and subheadings ask before they tell, and what they tell then
leans on what was asked: "Sau sáu tháng." says little without its question.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rag.lists import end_of_list
from vectorstore.vietnamese import Span

ASKER = r"(?:PV|P\.V|phóng viên|hỏi)"  # a label before a question, in either case
_ASKED_BY = re.compile(rf"{ASKER}\s*:", re.IGNORECASE)
# Lines between a question and its answer: "Luật sư Lê Thị Lan trả lời:", "(Phan Văn Ba, Tân Lạc)".
_BETWEEN = re.compile(r"\W*\w+(?:\W+\w+){0,7}\s*:|\(.*\)")
_GOES_ON = (":", ";")  # ends of a line after which the next one is of the same list
# "Không.", "Bà Lan: Có chứ."; what follows completes it.
_SHORT_REPLY = re.compile(r"(?:[^:]{1,60}:)?\W*\w+(?:\W+\w+){0,2}[.!]")


class Told(NamedTuple):
    """A sentence as it is quoted."""

    span: Span
    replies_to: str  # the question in the text that it answers, "" if none


def asks(sentence: str) -> bool:
    """Whether a sentence is a question."""
    return sentence.endswith("?") or _ASKED_BY.match(sentence) is not None


def told(text: str, spans: Sequence[Span], longest: int) -> list[Told]:
    """The sentences that stand at `spans`, each with the question that it answers.

    A question is answered by what follows in its line; one that ends its line, all of which then
    counts as asked, by the next line, or list. A short reply goes together with the sentence
    behind it, if both are at most `longest` characters, and what opens a list with the list, whose
    items are sentences, too.
    """
    found: list[Told] = []
    asked = ""
    lines = [*_lines(text, spans)]
    for number, line in enumerate(lines):
        whole = text[line[0][0] : line[-1][1]]
        if asks(text[slice(*line[-1])]):
            found += [Told(span, "") for span in line]
            asked = whole
        elif _BETWEEN.fullmatch(whole):
            found += [Told(span, "") for span in line]
        else:
            found += _completed(text, [*_within_line(text, line, asked)], longest)
            asked = asked if whole.endswith(_GOES_ON) else ""
        (start, _), replies_to = found.pop()
        found.append(Told((start, end_of_list(text, lines, number, longest)), replies_to))
    return found


def in_full(sentence: str, replies_to: str) -> str:
    """A sentence after the question that it answers, if any."""
    return f"{replies_to} {sentence}".strip()


def _within_line(text: str, line: Sequence[Span], asked: str) -> Iterator[Told]:
    """The sentences of a line, of which the first answers `asked`."""
    for start, end in line:
        if asks(text[start:end]):
            yield Told((start, end), "")
            asked = text[start:end]
        else:
            yield Told((start, end), asked)


def _completed(text: str, line: list[Told], longest: int) -> Iterator[Told]:
    while line:
        (start, end), asked = line.pop(0)
        is_short = asked and _SHORT_REPLY.fullmatch(text, start, end)
        if is_short and line and line[0].replies_to == asked and line[0].span[1] - start <= longest:
            end = line.pop(0).span[1]
        yield Told((start, end), asked)


def _lines(text: str, spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    starts = [0] + [
        i for i, ((_, end), (start, _)) in enumerate(pairwise(spans), 1) if "\n" in text[end:start]
    ]
    yield from (spans[a:b] for a, b in pairwise([*starts, len(spans)]) if a < b)
