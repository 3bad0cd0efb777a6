"""Byline lines: who wrote a page, where it comes from, when it was published."""

import re

from vectorstore.page.lines import Line

URL = re.compile(r"https?://[^\s<>\"“”]+")
DOMAIN = re.compile(
    r"(?:www\.)?(?:[a-z0-9-]{1,60}\.){1,4}(?:vn|com|net|org|info|edu|gov|asia|tv)/?"
)
CREDIT = re.compile(  # "Tin, ảnh: Thảo Vy"; the name stands after the colon
    r"(?:(?:tin|bai|anh|video|clip|do hoa|hinh anh|thuc hien|noi dung|tac gia|tong hop|bien tap|"
    r"bien soan|dich|phong vien|nguoi viet|theo doi|cong tac vien|infographics?|ban ve|thiet ke)"
    r"(?:\s*(?:,|va|-|–|&|/|\+)\s*|\s*:))+\s*(?=\S)"
)
_PHOTO_CREDIT = re.compile(r"(?:anh|video|clip|do hoa|hinh anh)\s*:")
SOURCE = re.compile(r"(?:nguon(?: tin| bai| dan)?|theo)\b(?:\s*:\s*|\s+)(?=\S)")
_BYLINE_LENGTH = 90  # characters: a credit, an author or a source is never longer
_NAME_LENGTH = 60
_NAME_SYLLABLES = 9
AGENCY = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*[./]*$|\s*/\s*([^/]{2,40})$")
_NAME_JOIN = re.compile(r"\s*(?:,|-|–|—|&|\+|/|\s[vV]à\s)\s*")
_NAME_SYLLABLE = re.compile(r"[^\W\d_]+[.']?(?:[^\W\d_]+)?")
_ROLE = re.compile(r"(?:PV|CTV|BTV|Phóng viên|Nhóm PV|Nhóm phóng viên|BBT|Ban biên tập|TTXVN)\b")
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn)"
_DAY = r"(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2} thang \d{1,2},? (?:nam )?\d{4})"
DATE_LINE = re.compile(
    rf"(?:(?:cap nhat|ngay dang|dang ngay|ngay|xuat ban|thoi gian|dang luc|luc)\s*"
    rf"(?:luc)?\s*:?\s*)?"
    rf"(?:\d{{1,2}}[:hg]\d{{2}}(?::\d\d)?(?: ?[ap]m)?\s*[,|\-–]?\s*)?"
    rf"(?:{_WEEKDAY}\s*[,|\-–]?\s*)?(?:ngay\s*)?{_DAY}(?P<rest>.{{0,40}})"
)
_REST = re.compile(
    r"[\s,|()\-–:\d/+.]*(?:(?:gmt|utc|am|pm|luc|h|phut|sa|ch|gio)[\s,|()\-–:\d/+.]*)*"
)


def is_date_line(line: Line) -> bool:
    """A line that only dates the page: "Thứ hai, 27/11/2023 | 18:05 GMT+7"."""
    match = DATE_LINE.fullmatch(line.key) if len(line.key) <= _BYLINE_LENGTH else None
    return match is not None and _REST.fullmatch(match["rest"]) is not None


def is_source_line(line: Line) -> bool:
    """A line that names where the page comes from: a link, a domain, "Nguồn …", "Theo …"."""
    if DOMAIN.fullmatch(line.bare) or URL.fullmatch(line.text):
        return True
    match = SOURCE.match(line.key)
    if match is None:
        return False
    named = URL.sub("", line.text[match.end() :]).strip(" :.")
    return len(named) <= _NAME_LENGTH and not line.is_statement and named[:1].isupper()


def is_credit_line(line: Line) -> bool:
    """A line that says who did what: "Tin, ảnh: Thảo Vy", "Thực hiện: …"."""
    match = CREDIT.match(line.key) if len(line.key) <= _BYLINE_LENGTH else None
    return match is not None and ":" in match.group() and not line.is_statement


def is_byline(line: Line) -> bool:
    """A date, a source or a credit for more than the pictures: a byline wherever it stands."""
    if is_date_line(line) or is_source_line(line):
        return True
    return is_credit_line(line) and not _PHOTO_CREDIT.match(line.key)


def ends_article(line: Line) -> bool:
    """A line after which nothing of the article comes, where it stands below it."""
    return is_source_line(line) or is_credit_line(line) or is_name_line(line)


def is_photo_credit(line: Line) -> bool:
    """A credit for pictures or films alone: "Ảnh: VGP"."""
    match = _PHOTO_CREDIT.match(line.key)
    if match is None or not is_credit_line(line):
        return False
    named = line.text.partition(":")[2].strip()
    return len(named.split()) <= 2 or AGENCY.sub("", named) == "" or _is_name(named)


def is_name_line(line: Line) -> bool:
    """One or more names and nothing else, with an agency or not: "Khiếu Tư (TTXVN/Vietnam+)"."""
    if len(line.text) > _NAME_LENGTH:
        return False
    names = AGENCY.sub("", line.text).strip(" .*")
    return names != "" and all(_is_name(name) for name in _NAME_JOIN.split(names))


def _is_name(text: str) -> bool:
    if _ROLE.match(text):
        return len(text.split()) <= _NAME_SYLLABLES
    syllables = text.split()
    return 0 < len(syllables) <= _NAME_SYLLABLES // 2 + 1 and all(
        _NAME_SYLLABLE.fullmatch(syllable) and syllable[0].isupper() for syllable in syllables
    )
