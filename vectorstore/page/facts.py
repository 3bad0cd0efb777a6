"""What a page says of itself: byline lines and first paragraphs in, source, author, date out."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from vectorstore.page.bylines import AGENCY, CREDIT, DATE_LINE, DOMAIN, SOURCE, URL
from vectorstore.page.lines import plain

_OPENING_LENGTH = 2000  # characters in which a date of the event is looked for
_SAID_DATE = re.compile(
    r"(?<![\d/.,])(?P<day>\d{1,2})\s?(?:/|-|\.|\s?tháng\s?)(?P<month>\d{1,2})"
    r"(?:(?:/|-|\.|,?\s(?:năm\s)?|\)\s(?:năm\s))(?P<year>(?:19|20)\d{2}))?(?![\d/]|[.,]\d)",
    re.IGNORECASE,
)
_TIME_WORD = re.compile(r"(?:ngày|sáng|chiều|tối|trưa|đêm|hôm|khuya)\s*$", re.IGNORECASE)
_COUNTED = re.compile(r"\s+(?:ngày|giờ|người|lần|số|diện)\b")  # "2/3 số hộ"
_ISO_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself; None where it doesn't."""

    source: str | None = None
    url: str | None = None
    author: str | None = None
    date: str | None = None  # in the page's own words
    date_number: int | None = None  # YYYYMMDD


def facts_of(bylines: list[str], opening: list[str]) -> Facts:
    """The facts of a page from its byline lines and, for the date, its first paragraphs."""
    urls = [m.group().rstrip(".,;)") for line in bylines if (m := URL.search(line))]
    date, number = _first_date(bylines, "\n".join(opening)[:_OPENING_LENGTH])
    return Facts(
        source=_first(_source_of, bylines) or _first(_agency_of, bylines),
        url=urls[0] if urls else None,
        author=_first(_author_of, bylines),
        date=date,
        date_number=number,
    )


def _first(fact: Callable[[str], str | None], lines: list[str]) -> str | None:
    return next((said for line in lines if (said := fact(line))), None)


def date_number(said: str) -> int | None:
    """YYYYMMDD of a date that says day, month and year: "27/11/2023", "2023-11-27"; else None."""
    match = _ISO_DATE.match(said) or _SAID_DATE.search(said)
    return _number(match) if match and _is_day(match) else None


def _source_of(line: str) -> str | None:
    """The source a byline names: "Nguồn VietnamPlus: https://…", "Phương Vũ (Theo AFP)"."""
    if DOMAIN.fullmatch(plain(line)):
        return line.rstrip("/")
    if (match := SOURCE.match(plain(line))) is not None:
        return URL.sub("", line[match.end() :]).strip(" :.-–()") or None
    agency = AGENCY.search(line)
    match = SOURCE.match(plain(agency[1])) if agency and agency[1] else None
    return agency[1][match.end() :].strip() if agency and match else None


def _agency_of(line: str) -> str | None:
    """The agency that stands in brackets after an author: "(TTXVN/Vietnam+)"."""
    agency = AGENCY.search(line)
    if agency is None or not agency[1] or not any(char.isupper() for char in agency[1][1:]):
        return None
    return agency[1].strip()


def _author_of(line: str) -> str | None:
    folded = plain(line)
    if URL.search(line) or DOMAIN.fullmatch(folded) or SOURCE.match(folded):
        return None
    match = CREDIT.match(folded)
    if match is None and DATE_LINE.fullmatch(folded):
        return None
    name = line[match.end() if match else 0 :]
    return AGENCY.sub("", name).strip(" .*") or None


def _first_date(bylines: list[str], opening: str) -> tuple[str | None, int | None]:
    for line in bylines:
        for match in _SAID_DATE.finditer(URL.sub("", line)):
            if _is_day(match):
                return _worded(match), _number(match)
    for match in _SAID_DATE.finditer(opening):
        if _is_day(match) and _is_said_as_date(match, opening):
            return _worded(match), _number(match) or _number_said_later(match, opening)
    return None, None


def _is_said_as_date(match: re.Match[str], opening: str) -> bool:
    """A time word before it or brackets around it make it a date, a counted noun a fraction."""
    before = opening[max(0, match.start() - 12) : match.start()]
    after = opening[match.end() : match.end() + 12]
    if _COUNTED.match(after) and match["year"] is None:
        return False
    in_brackets = before.endswith("(") and (after.startswith(")") or ")" in match.group())
    return in_brackets or _TIME_WORD.search(before) is not None


def _worded(match: re.Match[str]) -> str:
    """The date as it stands, without the bracket that may part the year from it."""
    return match.group() if ")" not in match.group() else match.group().split(")")[0]


def _is_day(match: re.Match[str]) -> bool:
    return 1 <= int(match["day"]) <= 31 and 1 <= int(match["month"]) <= 12


def _number(match: re.Match[str]) -> int | None:
    if not match["year"]:
        return None
    try:
        day = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:  # the 31st of February
        return None
    return int(day.strftime("%Y%m%d"))


def _number_said_later(first: re.Match[str], opening: str) -> int | None:
    """The same day and month again with the year: "Chiều 25/3 … Ngày Công tác (25/3) năm 2025"."""
    said = (int(first["day"]), int(first["month"]))
    for match in _SAID_DATE.finditer(opening, first.end()):
        if (int(match["day"]), int(match["month"])) == said and match["year"]:
            return _number(match)
    return None
