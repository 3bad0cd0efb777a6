"""The parts of one page: each content line gets its kind, neighbouring paragraphs join."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from vectorstore.page import bylines, residue
from vectorstore.page.captions import CAPTION_LENGTH, caption_scores, has_credit
from vectorstore.page.facts import Facts, facts_of
from vectorstore.page.lines import Line, content_lines
from vectorstore.page.teasers import find_teasers
from vectorstore.vietnamese import sentences

SectionKind = Literal["title", "lead", "body", "caption", "byline", "teaser"]
Kind = SectionKind | Literal["residue"] | None  # None: not known yet

TITLE_LENGTH = 300  # characters; a longer first line is a paragraph of a page without a title
LEAD_LENGTH = 800
PARAGRAPH_LENGTH = 100  # no publisher's line at a page's foot is a sentence as long
CAPTION_SCORE = 0.0  # log-odds above which an unmarked paragraph is a caption
_END_LINES = 4  # an author stands among a page's last lines, or the first under its title
_RUBRIC_LINES = 4  # above the date and the title: "Thời sự", "Chính trị"
_RUBRIC_SYLLABLES = 4
_TAIL_LENGTH = 40  # characters of a button or a link under the author


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an article: `article.text[start:end]`, trimmed."""

    kind: SectionKind
    start: int  # code points into the article's text
    end: int


def parse_page(
    text: str, given: Mapping[int, SectionKind] | None = None
) -> tuple[str, tuple[Section, ...], Facts]:
    """The title, the sections in reading order and the facts of an NFC text.

    `given` names the parts already known, by where they start: then none of these kinds is
    guessed, only what a body may still hide (bylines, teasers, page residue) is looked for.
    """
    lines = content_lines(text)
    kinds: list[Kind] = [None] * len(lines)
    if given is not None:
        kinds = [kind if (kind := given.get(line.start)) != "body" else None for line in lines]
    teasers = find_teasers(lines)
    for at in teasers.lines:
        kinds[at] = "residue"
    _mark_residue(lines, kinds)
    if given is None:
        _mark_title(lines, kinds)
    _mark_bylines(lines, kinds)
    _mark_captions(lines, kinds)
    if given is None:
        _guess_captions(lines, kinds)
        _mark_lead(lines, kinds)
    kinds = [kind or "body" for kind in kinds]
    sections = _joined(lines, kinds) + [Section("teaser", *span) for span in teasers.spans]
    title = next(
        (line.text for line, kind in zip(lines, kinds, strict=True) if kind == "title"), ""
    )
    return title, tuple(sorted(sections, key=lambda s: s.start)), _facts(lines, kinds)


def _unknown(kinds: list[Kind]) -> list[int]:
    return [at for at, kind in enumerate(kinds) if kind is None]


def _mark_residue(lines: list[Line], kinds: list[Kind]) -> None:
    """Mark what is no content: single lines anywhere, everything below the page's foot."""
    below = False
    last_paragraph = max((at for at in _unknown(kinds) if _is_paragraph(lines[at])), default=0)
    for at in _unknown(kinds):
        line = lines[at]
        below = below or (at > last_paragraph and residue.is_footer(line))
        below = below or _begins_comments(lines, kinds, at)
        if below or residue.is_residue(line) or (at > 0 and residue.is_comments_heading(line)):
            kinds[at] = "residue"
    for at in _unknown(kinds):
        if lines[at].bare.isdigit() and "residue" in kinds[max(0, at - 1) : at + 2]:
            kinds[at] = "residue"  # a counter between buttons


def _is_paragraph(line: Line) -> bool:
    return line.is_statement and len(line.text) > PARAGRAPH_LENGTH


def _begins_comments(lines: list[Line], kinds: list[Kind], at: int) -> bool:
    """The readers' comments, where page residue or the article's end stands before them."""
    if at < 2 or not residue.is_comments_heading(lines[at]):
        return False
    return kinds[at - 1] == "residue" or bylines.ends_article(lines[at - 1])


def _mark_title(lines: list[Line], kinds: list[Kind]) -> None:
    for at in _unknown(kinds)[: _rubrics(lines, kinds)]:
        kinds[at] = "residue"
    for at in _unknown(kinds):
        if bylines.is_date_line(lines[at]):
            continue
        if len(lines[at].text) <= TITLE_LENGTH and len(sentences(lines[at].text)) <= 2:
            kinds[at] = "title"
        return


def _rubrics(lines: list[Line], kinds: list[Kind]) -> int:
    """How many lines stand above the title: section names, or a few words each above a date."""
    first = _unknown(kinds)[: _RUBRIC_LINES + 2]
    for count, at in enumerate(first[:-1]):
        if bylines.is_date_line(lines[at]):
            title = lines[first[count + 1]]
            return count if title.is_headline and _is_long(title) else 0
        if count and lines[at].is_headline and _is_long(lines[at]):
            return count if all(residue.is_rubric(lines[above]) for above in first[:count]) else 0
        if not lines[at].is_headline or _is_long(lines[at]):
            return 0
    return 0


def _is_long(line: Line) -> bool:
    return len(line.text.split()) > _RUBRIC_SYLLABLES


def _mark_bylines(lines: list[Line], kinds: list[Kind]) -> None:
    unknown = _unknown(kinds)
    for at in unknown:
        if bylines.is_byline(lines[at]):
            kinds[at] = "byline"
    for at in unknown[:2] + unknown[-_END_LINES:]:
        if kinds[at] is None and bylines.is_name_line(lines[at]):
            kinds[at] = "byline"
    _mark_tail(lines, kinds)
    for at in reversed(unknown):  # the credit of all pictures, under the article
        if kinds[at] is None and not bylines.is_photo_credit(lines[at]):
            break
        kinds[at] = kinds[at] or "byline"


def _mark_tail(lines: list[Line], kinds: list[Kind]) -> None:
    """Short lines below the last byline are links of the page, where a byline ends the article."""
    closing = max((at for at, kind in enumerate(kinds) if kind == "byline"), default=len(kinds))
    after = [at for at in _unknown(kinds) if at > closing]
    ends_article = None in kinds[:closing]
    if ends_article and len(after) <= _END_LINES and all(_is_link(lines[at]) for at in after):
        for at in after:
            kinds[at] = "residue"


def _is_link(line: Line) -> bool:
    return line.is_headline and len(line.text) <= _TAIL_LENGTH


def _mark_captions(lines: list[Line], kinds: list[Kind]) -> None:
    """Captions that something marks: a credit, a picture's file name, a second copy."""
    title = kinds.index("title") if "title" in kinds else len(lines)
    for at in _unknown(kinds):
        line = lines[at]
        if kinds[at] is not None or len(line.text) > CAPTION_LENGTH:
            continue
        is_lone = len(sentences(line.text)) == 1
        follows_file = at > 0 and residue.is_media_file(lines[at - 1]) and not line.spaced
        credited = (
            at + 1 < len(lines)
            and not lines[at + 1].spaced
            and bylines.is_photo_credit(lines[at + 1])
        )
        if has_credit(line) or (is_lone and (follows_file or (credited and at > title))):
            kinds[at] = "caption"
        for copy in range(at + 1, len(lines)):
            if kinds[copy] is not None or lines[copy].key != line.key:
                break
            kinds[at], kinds[copy] = "caption", "residue"


def _guess_captions(lines: list[Line], kinds: list[Kind]) -> None:
    """Captions by how they read, among the paragraphs between the first and the last."""
    paragraphs = _unknown(kinds)[1:]
    scores = caption_scores([lines[at].text for at in paragraphs])
    for at, score in zip(paragraphs[:-1], scores, strict=False):
        if score > CAPTION_SCORE:
            kinds[at] = "caption"


def _mark_lead(lines: list[Line], kinds: list[Kind]) -> None:
    """The first paragraph under a title is the lead, where more paragraphs follow."""
    unknown = _unknown(kinds)
    if len(unknown) < 2 or "title" not in kinds[: unknown[0]]:
        return
    if len(lines[unknown[0]].text) <= LEAD_LENGTH:
        kinds[unknown[0]] = "lead"


def _joined(lines: list[Line], kinds: list[Kind]) -> list[Section]:
    """The sections of the marked lines; neighbouring body paragraphs become one."""
    found: list[Section] = []
    for at, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind is None or kind == "residue":
            continue
        if kind == "body" and at > 0 and kinds[at - 1] == "body":
            found[-1] = Section("body", found[-1].start, line.end)
        else:
            found.append(Section(kind, line.start, line.end))
    return found


def _facts(lines: list[Line], kinds: list[Kind]) -> Facts:
    marked = list(zip(lines, kinds, strict=True))
    opening = [line.text for line, kind in marked if kind in ("lead", "body")][:2]
    return facts_of([line.text for line, kind in marked if kind == "byline"], opening)
