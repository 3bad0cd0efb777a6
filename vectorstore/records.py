"""One line of a .jsonl corpus comes in; a page's text goes out, with the parts the line names."""

from collections.abc import Mapping
from dataclasses import dataclass

from vectorstore.errors import ArticleError
from vectorstore.page import SectionKind
from vectorstore.page.lines import key_of
from vectorstore.vietnamese import normalise, without_half_characters

_FORM = 'each line is {"id", "text"} or {"id", "title", "lead", "body": […], "captions": […]}'
_JOIN = "\n\n"


@dataclass(frozen=True, slots=True)
class Record:
    """A line's text, and what it says beside it."""

    text: str  # NFC
    given: Mapping[int, SectionKind] | None  # start of a paragraph → its kind; None: a whole page
    source: str | None
    url: str | None
    author: str | None
    date: str | None


def record_of(line: Mapping[str, object]) -> Record:
    """The record that a line's object holds, in either of the two forms.

    Raises ArticleError, with the reason but not the file, where a field has a wrong type or holds
    half a character, or where there is no text.
    """
    if "text" in line:
        text, given = normalise(_string(line, "text").removeprefix("\ufeff")), None
    else:
        text, given = _assembled(line)
    if not text.strip():
        raise ArticleError(f"the line holds no text; {_FORM}")
    return Record(
        text=text,
        given=given,
        source=_string(line, "source") or None,
        url=_string(line, "url") or None,
        author=_string(line, "author") or None,
        date=_string(line, "date") or None,
    )


def _assembled(line: Mapping[str, object]) -> tuple[str, dict[int, SectionKind]]:
    """Title, lead, body and captions as one text; a caption that the body repeats stands there."""
    captions = _strings(line, "captions")
    known = {key_of(caption) for caption in captions}
    body = _strings(line, "body")
    in_body = {key_of(paragraph) for paragraph in body}
    kinds: list[tuple[SectionKind, str]] = [
        ("title", " ".join(_string(line, "title").split())),
        ("lead", _string(line, "lead")),
        *(("caption" if key_of(p) in known else "body", p) for p in body),
        *(("caption", caption) for caption in captions if key_of(caption) not in in_body),
    ]
    given: dict[int, SectionKind] = {}
    paragraphs: list[str] = []
    at = 0
    for kind, paragraph in kinds:
        paragraph = normalise(paragraph).strip()
        if paragraph:
            given[at] = kind
            paragraphs.append(paragraph)
            at += len(paragraph) + len(_JOIN)
    return _JOIN.join(paragraphs), given


def _string(line: Mapping[str, object], field: str) -> str:
    value = line.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ArticleError(f'the field "{field}" is no text; {_FORM}')
    return _whole(value)


def _strings(line: Mapping[str, object], field: str) -> list[str]:
    value = line.get(field)
    if value is None:
        return []
    if isinstance(value, str):
        return [_whole(value)]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ArticleError(f'the field "{field}" is no list of texts; {_FORM}')
    return [_whole(item) for item in value]


def _whole(text: str) -> str:
    """The text in NFC, if it can be written as UTF-8: JSON's escapes can make half a character."""
    if without_half_characters(text) != text:
        raise ArticleError("the line holds half a character (a lone surrogate); mend its escapes")
    return normalise(text)
