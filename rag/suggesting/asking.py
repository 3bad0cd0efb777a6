"""A sentence in, questions that it answers out: what it says, asked for in its own words.

Vietnamese asks in place: the words that ask stand where the answer stood. "Ông An trao 50 suất quà"
becomes "Ai trao 50 suất quà?" and "Ông An trao bao nhiêu suất quà?".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rag.counting import CURRENCY
from rag.language.person_names import UPPER
from rag.suggesting.clauses import (
    DAY,
    MOST_WORDS,
    Clause,
    clause_of,
    ends_whole,
    ends_with_verb,
    is_whole,
    opened,
    person_in,
    shortened,
)
from rag.suggesting.offices import TITLED, asked_of_offices
from vectorstore.vietnamese import Span, syllables

AskedFor = Literal[
    "person", "office", "quantity", "time", "place", "reason", "purpose", "theme",
    "own",  # whatever the article's own question asks for
]  # fmt: skip

_ASIDE = re.compile(r"\s?\([^()]{1,80}\)")
_BECAUSE = re.compile(r"\s(?:do|vì|bởi|nhờ|để|nhằm|trong khi|sau khi)\s")
_TENSE = re.compile(r"^(?:đã|sẽ|vừa|đang)\s+(?:vừa\s+)?")
_ABOUT = r"(?:hơn|gần|trên|khoảng|chừng|tới|đến|ít nhất|xấp xỉ|tổng cộng|hàng)"
_SCALE = r"(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
NUMBER = re.compile(
    rf"(?<=\s)(?:{_ABOUT}\s+)?(\d+(?:[.,]\d+)*(?:\s+{_SCALE})*)(\s*%|\s+[^\W\d_]+)(?!\s*[/-]?\d)"
)
_NOT_COUNTED = re.compile(
    r"(?:điểm|quận|phường|điều|khoản|số|thứ|khoá|khóa|lớp|giờ|ngày|tháng|năm|mùng|tầng|cấp|vòng|top|hạng"
    r"|quý|kỳ|lần|đường|quốc lộ|tỉnh lộ|phút|bảng|giai đoạn|từ|nhóm|loại|mã|chương|bài|trang|khối"
    r"|khu|tổ|phần|tàu|xe|mức|sau|trước|thế kỷ|hôm|chiều|sáng|tối|đêm|trưa|và|hoặc|phiên|tỷ lệ|tập"
    r"|nghị định|đại hội|cách|còn|thêm|lên|xuống|\d)$"
    rf"|(?<!\w)[{UPPER}][^\s]*$"
)
_NO_UNIT = frozenset(
    "và hoặc đến tới là thì trong của ở tại giờ phút giây h năm tháng ngày tuổi".split()
)
_INLINE_DAY = re.compile(rf"\s(?:vào\s+)?(?:hôm\s+)?({DAY.pattern})$", re.IGNORECASE)
_BEFORE_NO_DAY = re.compile(r"(?:đến|tới|từ|trước|sau|kể|tính|hạn|qua|và|đêm|tháng)$")
_AT = re.compile(r"\s(tại|ở)\s+([^\s].*)$")
_PLACE_WORD = re.compile(
    r"(?:tỉnh|thành phố|TP|huyện|xã|phường|quận|thôn|bản|làng|thị xã|thị trấn|đường|khu|trường"
    r"|bệnh viện|trung tâm|nhà|sân|hội trường|quảng trường|sông|biển|đảo|chùa|đền|khách sạn|số)"
    r"(?!\w)"
)
_NO_DEED = re.compile(
    r"(?:(?:đã|đang|sẽ|vừa)\s+)?(?:có|cho biết|cho rằng|nói|là|được|bị|sống|kể|làm|cần|phải|muốn)\b"
)
_STATE = re.compile(r"(?:là|có|gồm|bao gồm|dài|cao|rộng|nặng|cho biết|cho rằng|khẳng định)\s")
_STAYS = re.compile(
    r"(?:sống|diễn ra|xảy ra|xuất hiện|làm việc|sinh|sinh ra|nằm|đặt|ở lại|họp|bắt đầu|dừng|học|mở"
    r"|được tổ chức|được xây dựng|được tìm thấy|được phát hiện|bị bắt|qua đời|đóng|chìm|rơi)$"
)
_MEANS = re.compile(
    r"(?:đủ|căn cứ|cơ sở|điều kiện|thời gian|cơ hội|cách|khả năng|sức|tiền|nỗ lực|biện pháp|dịp|lúc"
    r"|phương án|giải pháp|quyền|ra đi|lý do)$"
)
_AFTER_PLACE = re.compile(
    r"\s(?:vào|từ|để|nhằm|với|do|và đã|trong|khi|sau|trước|ngày|sáng|chiều|tối|đêm|hôm)\s"
)
_SEVERAL_PLACES = re.compile(r"\s(?:và|ở|tại|là|đã|sẽ|được|bị|có)\s")
_REASON = re.compile(
    r"\s((?:vì|bởi vì|bởi|do)\s(?:(?<=do\s)(?:ảnh hưởng|thiếu|bị|không|chưa|mưa|bão|sự cố|lỗi|mắc"
    r"|vi phạm|có|nắng|thời tiết|giá|chập|mất)|(?<!do\s)).{8,})$"
)
_PURPOSE = re.compile(r"\s((?:nhằm|để(?! lại| dành| mất| tang))\s.{10,})$")
_THEME = re.compile(
    r"(?:\s|^)(?:với|có|mang)\s+(chủ đề|thông điệp|khẩu hiệu|tên gọi|tên)\s*:?"
    r"\s*[“\"]([^”\"]{4,150})[”\"]"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A question made from a sentence."""

    question: str
    asks_for: AskedFor
    answer: Span  # from the sentence's start


def wordings(sentence: str) -> Iterator[Wording]:
    """The questions that a sentence answers, each asking for one thing that it says."""
    text = _ASIDE.sub("", sentence)
    places = [i for a, b in _between_asides(sentence) for i in range(a, b)]
    for made in _all(text):
        if made is not None and is_whole(made.question):
            start, end = made.answer
            yield replace(made, answer=(places[start], places[end - 1] + 1))


def _between_asides(sentence: str) -> Iterator[Span]:
    """What of a sentence stands outside brackets."""
    start = 0
    for aside in _ASIDE.finditer(sentence):
        yield start, aside.start()
        start = aside.end()
    yield start, len(sentence)


def asked_when(clause: str, when: str) -> str:
    """A clause asked for the day or the year of it."""
    year_only = re.search(r"\d\s?[/-]\s?\d|ngày|tháng", when) is None
    return f"{clause} vào {'năm' if year_only else 'ngày'} nào?"


def _all(sentence: str) -> Iterator[Wording | None]:
    yield from (Wording(*asked) for asked in asked_of_offices(sentence))
    clause = clause_of(sentence)
    if clause is None:
        return
    yield _theme(clause)
    yield _person(clause)
    yield from _quantities(clause)
    yield _time(clause)
    yield _place(clause)
    yield _reason(clause)
    yield _purpose(clause)


def _person(clause: Clause) -> Wording | None:
    """Who it was, where a person does what the clause says."""
    subject = clause.subject
    name = person_in(subject, titled=TITLED.match(subject) is not None)
    if name is None or (name[0] and not TITLED.match(subject)):
        return None
    text = clause.sentence[clause.verb : clause.end]
    if _NO_DEED.match(text):
        return None
    predicate = shortened(text, MOST_WORDS - 1)
    if predicate is None or len(syllables(predicate)) < 5:
        return None
    return Wording(f"Ai {predicate}?", "person", (clause.start + name[0], clause.start + name[1]))


def _quantities(clause: Clause) -> Iterator[Wording | None]:
    text = clause.sentence[: clause.end]
    for found in NUMBER.finditer(text, clause.verb):
        before = clause.until(found.start())
        unit = found[2].strip()
        if not is_amount(before, unit) or (unit[:1].isupper() and unit != "USD"):
            continue
        rest = _BECAUSE.split(text[found.end(2) :])[0]
        money = CURRENCY.fullmatch(found[2])
        if not (money or unit == "%" or _is_counted(before)) or found[1].startswith("0"):
            continue
        if unit == "%":
            asked, rest = "bao nhiêu phần trăm", rest
        elif money and "tiền" in before:
            continue
        elif money:
            bare = re.search(r"(?:giá|đạt|là|mức|phí|vốn|đầu tư|thu|với)$", before)
            what = " USD" if unit == "USD" else "" if bare else " tiền"
            asked = f"bao nhiêu{what}"
        elif re.match(rf"{_SCALE}$", unit):
            continue
        else:
            asked = f"bao nhiêu {unit}"
        head = f"{_without_tense(clause, before)} {asked}"
        whole = shortened(head + rest, MOST_WORDS, len(head))
        if whole:
            yield Wording(f"{opened(whole)}?", "quantity", found.span(1))


def is_amount(before: str, unit: str) -> bool:
    """Whether nothing tells that a number between the two is no amount: "quận 2", "15 giờ"."""
    return not _NOT_COUNTED.search(before) and unit not in _NO_UNIT


def _is_counted(before: str) -> bool:
    """Whether a number after this is surely an amount."""
    return (
        ends_with_verb(before)
        or re.search(r"(?<!\w)(?:với|của|cho|gồm|trong|cả)$", before) is not None
    )


def _time(clause: Clause) -> Wording | None:
    text = clause.sentence[clause.start : clause.end]
    inline = _INLINE_DAY.search(text)
    if inline and not _BEFORE_NO_DAY.search(text[: inline.start()]):
        when = clause.start + inline.start(1), clause.start + inline.end(1)
        text = text[: inline.start()]
    elif clause.when is not None and DAY.search(text) is None:
        when = clause.when
    else:
        return None
    if _STATE.match(clause.sentence, clause.verb) or re.search(r"(?<!\w)lúc \d", text):
        return None
    whole = shortened(_without_tense(clause, text), MOST_WORDS - 3)
    if whole is None or len(syllables(whole)) < len(syllables(clause.subject)) + 2:
        return None
    return Wording(asked_when(opened(whole), clause.sentence[slice(*when)]), "time", when)


def _place(clause: Clause) -> Wording | None:
    text = clause.sentence[clause.start : clause.end]
    found = _AT.search(text)
    if found is None or clause.start + found.start() < clause.verb:
        return None
    place = _place_of(found[2])
    if place is None or (found[1] == "ở" and not _STAYS.search(text[: found.start()])):
        return None
    if _STATE.match(clause.sentence, clause.verb):
        return None
    head = _without_tense(clause, text[: found.start()])
    if not _says_enough(clause, head) or re.search(r"\s(?:vào|hôm|ngày)\s+\d", head):
        return None
    start = clause.start + found.start(2)
    if len(syllables(head)) > MOST_WORDS - 2:
        return None
    return Wording(f"{opened(head)} ở đâu?", "place", (start, start + len(place.rstrip())))


def _place_of(text: str) -> str | None:
    """The one place that a text after "tại" or "ở" begins with."""
    day = DAY.search(text)
    place = text[: day.start()] if day else text
    place = _AFTER_PLACE.split(place)[0].strip()
    named = re.search(rf"[{UPPER}]", place) and (_PLACE_WORD.match(place) or place[0].isupper())
    if not named or len(syllables(place)) > 12 or _SEVERAL_PLACES.search(place):
        return None
    return place


def place_in(sentence: str) -> Span | None:
    """The place, the only one, at which a sentence says that something is."""
    found = list(re.finditer(r"\s(tại|ở)\s+([^,;:()–“”\"]+)", sentence.rstrip(" .")))
    place = _place_of(found[0][2]) if len(found) == 1 else None
    return (found[0].start(2), found[0].start(2) + len(place)) if place else None


def _reason(clause: Clause) -> Wording | None:
    text = clause.sentence[clause.start : clause.end]
    found = _REASON.search(text)
    if found is None or clause.start + found.start() < clause.verb:
        return None
    head = text[: found.start()].strip()
    if not ends_whole(head) or not _says_enough(clause, head):
        return None
    span = clause.start + found.start(1), clause.end
    return Wording(f"Vì sao {_inside(clause, head)}?", "reason", span)


def _purpose(clause: Clause) -> Wording | None:
    text = clause.sentence[clause.start : clause.end]
    found = _PURPOSE.search(text)
    if found is None or clause.start + found.start() < clause.verb:
        return None
    head = text[: found.start()].strip()
    if not ends_whole(head) or not _says_enough(clause, head) or _MEANS.search(head):
        return None
    asks = "nhằm mục đích gì" if found[1].startswith("nhằm") else "để làm gì"
    span = clause.start + found.start(1), clause.end
    return Wording(f"{opened(_without_tense(clause, head))} {asks}?", "purpose", span)


def _theme(clause: Clause) -> Wording | None:
    found = _THEME.search(clause.sentence, clause.verb)
    if found is None or found.start() > clause.end + 1:
        return None
    head = clause.until(found.start())
    whole = shortened(_without_tense(clause, head), MOST_WORDS - 4)
    if whole is None or not _says_enough(clause, head):
        return None
    verb = clause.sentence[found.start() : found.start(1)].strip()
    return Wording(f"{opened(whole)} {verb} {found[1]} gì?", "theme", found.span(2))


def _without_tense(clause: Clause, text: str) -> str:
    """A text that begins with the clause, without the "đã" of its verb."""
    at = clause.verb - clause.start
    return text[:at] + _TENSE.sub("", text[at:])


def _says_enough(clause: Clause, head: str) -> bool:
    said = head[clause.verb - clause.start :]
    return len(syllables(_TENSE.sub("", said))) >= 2


def _inside(clause: Clause, text: str) -> str:
    """The text as it is written where it opens no sentence."""
    return text[0].lower() + text[1:] if clause.common else text
