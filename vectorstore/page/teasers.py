"""The lines about other articles on a page: which they are, and each item among them."""

import re
from dataclasses import dataclass

from vectorstore.page.bylines import ends_article, is_date_line
from vectorstore.page.lines import Line, Span
from vectorstore.page.residue import (
    is_comments_heading,
    is_footer,
    is_related_heading,
    is_residue,
    related_span,
)

_COPY_LENGTH = 20  # characters from which a headline inside the next one counts as its copy
_PREFIX = re.compile(r"\(?[^\W\d_][\w ]{1,14}\)?\s?[-–]\s")  # "TTO - ", "(Dân trí) - "
_LOOK_BACK = 6  # lines before a list among which the article's end is looked for


@dataclass(frozen=True, slots=True)
class Teasers:
    """What a page says of other articles."""

    spans: tuple[Span, ...]  # headline and summary of each, code points into the page's text
    lines: frozenset[int]  # the lines they and their headings take


def find_teasers(lines: list[Line]) -> Teasers:
    """The teasers of a page: lists under a heading, announced lines, boxes without a heading."""
    spans: list[Span] = []
    taken: set[int] = set()
    at = 1  # the first line is never a teaser
    while at < len(lines):
        if is_related_heading(lines[at]):
            items, after = _list_items(lines, at)
            spans += [(lines[first].start, lines[last].end) for first, last in items]
            taken.update(range(at, after))
            at = after
            continue
        if span := related_span(lines[at]):
            spans.append(span)
            taken.add(at)
        at += 1
    for first in _boxes(lines, taken):
        spans.append((lines[first].start, lines[first + 1].end))
        taken.update((first, first + 1))
    return Teasers(tuple(sorted(spans)), frozenset(taken))


def _list_items(lines: list[Line], heading: int) -> tuple[list[Span], int]:
    """The first and last line of each item under a heading, and the line after the list.

    Where the article's end stands before the heading, everything up to the next heading belongs
    to the list. Elsewhere the article goes on with the first paragraph that can't be a summary:
    a second one in a row, or one under a headline of a list of bare headlines.
    """
    closed = _is_closed(lines, heading)
    goes_on = not closed and _closes_later(lines, heading)
    items: list[Span] = []
    bare = False  # all items so far are headlines without summary
    at = heading + 1
    while at < len(lines) and not _ends_list(lines[at]):
        if _is_between(lines[at]):
            at += 1
        elif lines[at].is_headline:
            if not closed and ends_article(lines[at]):
                break
            doubled = at + 1 < len(lines) and _is_copy(lines[at], lines[at + 1])
            first = at + doubled
            at = first + 1
            may_have_summary = closed or doubled or not (goes_on or bare)
            summary = _after_dates(lines, at)
            if may_have_summary and summary < len(lines) and _is_paragraph(lines[summary]):
                items.append((first, summary))
                bare = False
                at = summary + 1
            else:
                items.append((first, first))
                bare = len(items) == 1 or bare
        elif closed:
            first = items.pop()[0] if items else at
            items.append((first, at))
            at += 1
        else:
            break
    return items, at


def _is_between(line: Line) -> bool:
    """A line of a list that belongs to no item: a button, a date."""
    return is_residue(line) or is_date_line(line)


def _after_dates(lines: list[Line], at: int) -> int:
    while at < len(lines) and is_date_line(lines[at]):
        at += 1
    return at


def _ends_list(line: Line) -> bool:
    return is_related_heading(line) or is_comments_heading(line) or is_footer(line)


def _is_paragraph(line: Line) -> bool:
    return not (line.is_headline or is_residue(line) or _ends_list(line))


def _is_copy(line: Line, following: Line) -> bool:
    return line.key == following.key or (
        following.is_headline and len(line.key) > _COPY_LENGTH and line.key in following.key
    )


def _is_closed(lines: list[Line], heading: int) -> bool:
    """Whether the article's end stands before a list: an author, a source, "./."."""
    before = [
        line
        for line in lines[max(0, heading - _LOOK_BACK) : heading]
        if not (is_residue(line) or is_related_heading(line) or is_comments_heading(line))
    ]
    return len(before) > 1 and (ends_article(before[-1]) or before[-1].key.endswith("/."))


def _closes_later(lines: list[Line], heading: int) -> bool:
    """Whether the article's end follows, before any other list."""
    last: Line | None = None
    for at in range(heading + 1, len(lines)):
        if _ends_list(lines[at]):
            break
        if not is_residue(lines[at]):
            last = lines[at]
    return last is not None and ends_article(last)


def _boxes(lines: list[Line], taken: set[int]) -> list[int]:
    """Headlines whose next line opens with the paper's name, as the lead of this page does."""
    opened: str | None = None
    found: list[int] = []
    for at, line in enumerate(lines):
        prefix = _PREFIX.match(line.text)
        if prefix is None:
            continue
        if opened is None:
            opened = prefix.group() if at <= _LOOK_BACK and line.is_statement else None
        elif (
            prefix.group() == opened
            and lines[at - 1].is_headline
            and taken.isdisjoint((at - 1, at))
        ):
            found.append(at - 1)
    return found
