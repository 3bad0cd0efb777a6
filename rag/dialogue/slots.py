"""A question in, the parts of it that another could stand in for: persons, places, times, names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.language.offices import OFFICES
from rag.language.words import Words
from vectorstore.vietnamese import Span, has_accents, syllable_spans, unify

SlotKind = Literal["time", "quoted", "person", "place", "name", "organisation", "role"]


# What ends a noun phrase: a verb, a word of time or place, or the word that asks.
PREDICATE = (
    r"là|có|được|đã|đang|sẽ|sắp|vừa|từng|ở|tại|vào|đến|tới|từ|với|cùng|cho|nhằm|về|trong"
    r"|khi|nhân dịp|gồm|bao gồm|thăm|ghé|sang|tiếp|gặp|tặng|trao(?! đổi)|nhận|giúp|hỗ trợ|trợ giúp"
    r"|làm|mở|họp|dự|tham dự|tham gia|phát biểu|phát động|nói|cho biết|mong muốn|khẳng định|cảm ơn"
    r"|tổ chức|tổng kết|diễn ra|phối hợp|chủ trì|thực hiện|triển khai|nuôi|chăm sóc|trực(?! thuộc)"
    r"|bàn giao|lập|thành lập|hợp tác|ký|trị giá|kéo dài|bắt đầu|kết thúc|khai mạc|chia sẻ|viết"
    r"|hiện|kỷ niệm|sinh|mất|sống|học|đạt|thu|xây|đánh giá|đề nghị|biểu dương"
    r"|chủ trì|tuyển|công bố|ban hành|quyết định|yêu cầu|khánh thành|phát hiện|điều tra|khởi tố"
    r"|xảy ra|thiệt hại|thắng|thua|vô địch|giành|ghi|tăng|lãi"
)
_ASKS = r"nào|gì|ai|đâu|sao|bao|mấy|không|thế nào|tên|cái gì|những|các|như"
_REST = rf"(?:\s+(?!(?:{PREDICATE}|{_ASKS})(?!\w))[\w“”\"&.-]+)*"
ROLE_NOUN = (
    rf"(?:phó\s+|nguyên\s+|cựu\s+|quyền\s+|đồng\s+)*(?:{'|'.join(OFFICES)}|ca sĩ|diễn viên|nhạc sĩ"
    r"|nhà văn|bác sĩ|kỹ sư|thẩm phán|luật sư)(?:\s+thường trực)?"
)
_ORGANISATION_NOUN = (
    r"hội|sở|tổ chức|trung tâm|công ty|tập đoàn|ủy ban|ubnd|hđnd|ban|bộ|trường"
    r"|bệnh viện|cụm thi đua|phòng|cục|viện|liên đoàn|câu lạc bộ|đội|đoàn|ngân hàng|báo"
    r"|đảng bộ|tòa án|công an|nhà"
)
_PLACE_NOUN = r"tỉnh|thành phố|tp|huyện|xã|phường|quận|thôn|bản|thị xã|thị trấn|nước|làng|đảo"
HONORIFICS = ("ông", "bà", "anh", "chị", "cô", "chú", "thầy")

ROLE = Words(rf"({ROLE_NOUN}){_REST}")  # group 1: without what it is the office of
ORGANISATION = Words(rf"(?:{_ORGANISATION_NOUN})(?! trưởng| nghị| thảo| chợ){_REST}")
_TIME = Words(
    r"(?:(?:giai đoạn|nhiệm kỳ|mùa|năm học|cuối|đầu|giữa)\s+)?(?:năm\s+)?(?:1[89]|20)\d\d"
    r"(?:\s*[-–]\s*(?:(?:1[89]|20)\d\d|\d\d))?"
    r"|(?:(?:sáng|trưa|chiều|tối|đêm)\s+)?(?:ngày\s+)?\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?"
    r"|tháng\s+\d{1,2}(?:/\d{4})?|quý\s+[\divx]+"
    r"|(?:năm|tháng|tuần|mùa|quý)\s+(?:ngoái|nay|trước|sau|tới|này)|hôm\s+(?:qua|nay|kia)|ngày mai"
)
_PLACE_IN_LOWER_CASE = Words(
    rf"(?:{_PLACE_NOUN})(?:\s+(?!(?:{PREDICATE}|{_ASKS})(?!\w))\w+){{1,2}}"
)
_QUOTED = re.compile(r"“[^”]+”|\"[^\"]+\"|«[^»]+»")
_NOUN_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<place>{_PLACE_NOUN})|(?P<person>{'|'.join(HONORIFICS)}))\s+$", re.I
)
# Single-syllable names that are written like any capitalised word.
_SHORT_PLACES = frozenset("bỉ lào pháp đức anh mỹ nga nhật úc ý áo huế vinh hàn thái".split())
_NO_NAME = Words(rf"(?:{ROLE_NOUN}|{_ORGANISATION_NOUN}|ngày|tết|đại|chủ|phó|tổng|phong|chương)")


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a question: `text[start:end]`; of a person or place with the noun before it."""

    kind: SlotKind
    start: int
    end: int
    name: int  # where the bare name begins, without "tỉnh" or "ông"

    def of(self, text: str) -> str:
        """Its words."""
        return text[self.start : self.end]


def slots(text: str) -> list[Slot]:
    """The parts of an NFC question by kind, in the order of their places; they may overlap."""
    found = [Slot("quoted", *m.span(), m.start()) for m in _QUOTED.finditer(text)]
    found += [Slot("time", *m.span(), m.start()) for m in _TIME.find(text)]
    taken = [(slot.start, slot.end) for slot in found]
    if not has_accents(text):
        found += [Slot("place", *m.span(), m.start()) for m in _PLACE_IN_LOWER_CASE.find(text)]
    phrases: list[tuple[SlotKind, Words]] = [("role", ROLE), ("organisation", ORGANISATION)]
    for kind, pattern in phrases:
        for match in pattern.find(text):
            start, end = match.span()
            names = [b for a, b in _names(text) if start < a < end]
            if names and not any(char.isupper() for char in text[names[-1] : end]):
                end = min(end, names[-1])  # a verb follows: "Sở Y tế Lào Cai tuyển …"
            if kind == "role" or any(char.isupper() for char in text[start:end]):
                found.append(Slot(kind, start, end, start))
    for start, end in _names(text):
        if any(a <= start < b for a, b in taken):
            continue
        noun = _NOUN_BEFORE.search(text, 0, start)
        short = unify(text[start:end]) in _SHORT_PLACES
        if noun:
            found.append(Slot("place" if noun["place"] else "person", noun.start(), end, start))
        else:
            found.append(Slot("place" if short else "name", start, end, start))
    return sorted(found, key=lambda slot: (slot.start, -slot.end))


def names_something(text: str) -> bool:
    """Whether a text names a person, place, time or the like, and not an office alone."""
    return any(slot.kind != "role" for slot in slots(text))


def is_bare_name(text: str) -> bool:
    """Whether a text is one name, with no organisation's or office's word at its head."""
    return any((start, end) == (0, len(text)) for start, end in _names(text))


def _names(text: str) -> Iterator[Span]:
    """Runs of capitalised syllables: two or more, or one after "ông" or "tỉnh", or a country."""
    run: list[Span] = []
    spans = syllable_spans(text)
    for start, end in [*spans, (len(text), len(text))]:
        joined = not run or text[run[-1][1] : start] in (" ", "-", " - ")
        if start < len(text) and text[start].isupper() and joined:
            run.append((start, end))
            continue
        yield from _name(text, run)
        run = [(start, end)] if start < len(text) and text[start].isupper() else []


def _name(text: str, run: list[Span]) -> Iterator[Span]:
    while run and _leads(text, run[0]):
        run = run[1:]
    if not run:
        return
    start, end = run[0][0], run[-1][1]
    after_noun = _NOUN_BEFORE.search(text, 0, start) is not None
    if len(run) > 1 or after_noun or unify(text[start:end]) in _SHORT_PLACES:
        yield start, end


def _leads(text: str, syllable: Span) -> bool:
    """Whether the syllable is a noun before a name, or begins an organisation's."""
    word = text[slice(*syllable)]
    return unify(word) in HONORIFICS or any(
        m.span() == (0, len(word)) for m in _NO_NAME.find(word, True)
    )
