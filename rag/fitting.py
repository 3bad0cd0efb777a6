"""A question and a sentence in, signs out of whether the sentence could say what is asked.

Each is 1 for it, -1 against it, 0 where the question gives no ground to tell.
"""

import re
from collections.abc import Iterator

from rag.contacts import asked_contacts
from rag.counting import asks_money, counted_amounts
from rag.forms import amounts, names
from rag.language.places import COUNTRIES, PLACES, PROVINCES
from rag.language.syllables import is_syllable
from rag.language.words import Words
from rag.questions import Question, asks_for_persons_name, wants_several_names
from rag.sentences import Sentence
from rag.spans import spans_of
from vectorstore.vietnamese import fold, syllables

_CAUSE = Words(
    r"do|vì|bởi|nhờ|nên|khiến|để|nhằm|nguyên nhân|lý do|lí do|xuất phát|trước tình|lo ngại|dẫn đến"
    r"|bởi vì|cho rằng|mục đích"
)
_ASKED_PLACE = re.compile(
    r"(?<!cap )(?<!van )(?<!xuat )(?<!co )\b(nuoc|quoc gia|tinh|thanh pho|huyen|quan"
    r"|thi xa|thi tran|xa|phuong|thon|ban|lang|bang|song|dao|duong) nao\b"
)
_FREE = Words(r"miễn phí|không (?:mất|tốn|thu|phải trả|lấy|nhận)")
_UNIT = re.compile(r"\s([^\W\d_]+)")
_LIKE_A_NAME = 0.5  # the fit of a span
_BEFORE_PLACE = frozenset("tại ở đến tới từ gần đô bàn qua về".split())
_DAY = (
    r"(?<!\d)\d{1,2}\s?[/-]\s?\d{1,2}(?!\d)|\d{1,2}\s+tháng\s+\d|(?:ngày|mùng)\s+\d{1,2}"
    r"|hôm (?:nay|qua|kia)|(?:sáng|trưa|chiều|tối|đêm) (?:nay|qua)|ngày mai"
)
_MONTH = r"tháng\s+(?:\d|giêng|chạp|tư|một|hai|ba|năm|sáu|bảy|tám|chín|mười)"
_YEAR = r"(?<!\d)[12]\d{3}(?!\d)|năm (?:nay|ngoái|trước|sau|tới)"
_HOUR = r"\d{1,2}\s?(?:giờ|h(?!\w))|\d{1,2}[h:]\d{2}"
_ANY_TIME = (
    rf"{_DAY}|{_MONTH}|{_YEAR}|{_HOUR}|tuần|mùa|thế kỷ|thập niên|thập kỷ|thứ (?:hai|ba|tư|năm|sáu"
    r"|bảy)|chủ nhật|\b(?:khi|lúc|sáng|trưa|chiều|tối|đêm)\b|cùng ngày|hiện nay|giai đoạn|vừa qua"
    r"|sắp tới|tới đây"
)
_GRAINS = [  # what asks, folded, and what then must stand there
    (re.compile(asks), re.compile(said, re.IGNORECASE))
    for asks, said in (
        (r"\b(?:may gio|gio nao)\b", _HOUR),
        (r"\b(?:ngay|hom) (?:nao|may|bao nhieu)\b", _DAY),
        (r"\bthang (?:nao|may)\b", f"{_MONTH}|{_DAY}"),
        (r"\bnam (?:nao|may|bao nhieu)\b", _YEAR),
        (r"\bbao gio\b|\b(?:khi|luc|thoi gian|thoi diem) nao\b", _ANY_TIME),
    )
]


def unit_sign(question: Question, sentence: Sentence) -> int:
    """Whether an amount stands there of what is counted."""
    counted = counted_amounts(question, sentence)
    return 0 if counted is None else 1 if counted else -1


def cause_sign(question: Question, sentence: Sentence) -> int:
    """Whether a word of cause or purpose stands there, where one is asked for."""
    if question.kind != "reason":
        return 0
    return 1 if _CAUSE.first(sentence.text, accented=True) else -1


def place_sign(question: Question, sentence: Sentence) -> int:
    """Whether a place of the kind asked for is named: a country for "nước nào".

    Countries and provinces are known by name; of smaller places a name may be one or not (0).
    Where several are asked for, one alone is none.
    """
    places = asked_places(question, sentence)
    if places is None:
        return 0
    if len(places) < 2 and wants_several_names(question):
        return -1
    return max(places.values(), default=-1)


def asked_places(question: Question, sentence: Sentence) -> dict[tuple[int, int], int] | None:
    """Names, by their first and last syllable, of the kind of place asked for: 1; or maybe: 0.

    None if the question does not ask for a kind of place.
    """
    if question.kind != "place":
        return None
    asked = _ASKED_PLACE.search(" ".join(question.folded))
    if asked is None:
        return None
    noun = asked[1]
    known = {"nuoc": COUNTRIES, "quoc gia": COUNTRIES, "tinh": PROVINCES}.get(noun, PLACES)
    found = {}
    for first, last in _names_and_numbers(sentence):
        terms = sentence.folded_terms[first : last + 1]
        called = " ".join(term for term in terms if term not in question.words)
        if not called:
            continue
        before = " ".join(sentence.folded_terms[max(0, first - 2) : first])
        if called in known or before.endswith(noun):
            found[first, last] = 1
        elif known is PLACES and not called.isdigit():
            located = first > 0 and sentence.syllables[first - 1] in _BEFORE_PLACE
            found[first, last] = int(located)
    return found


def lacks_form(question: Question, sentence: Sentence) -> bool:
    """Whether something is asked for that has a form of its own, and nothing of it stands there.

    That is a telephone number, an e-mail address, what somebody is called, or a sum of money.
    """
    contacts = asked_contacts(question, sentence)
    if contacts is not None:
        return not contacts
    if asks_for_persons_name(question):
        return all(fit < _LIKE_A_NAME for _, fit in spans_of(sentence, question))
    asks_sum = question.kind == "quantity" and asks_money(question)
    return asks_sum and not _tells_a_sum(question, sentence)


def _tells_a_sum(question: Question, sentence: Sentence) -> bool:
    """Be it in a currency that is not known here, "450 florin", or that nothing is to be paid."""
    if counted_amounts(question, sentence) or _FREE.first(sentence.text, accented=True):
        return True
    units = (_UNIT.match(sentence.text, end) for _, end in amounts(sentence))
    return any(unit is not None and not is_syllable(fold(unit[1])) for unit in units)


def _names_and_numbers(sentence: Sentence) -> Iterator[tuple[int, int]]:
    yield from names(sentence)
    yield from ((i, i) for i, term in enumerate(sentence.folded_terms) if term.isdigit())


def time_sign(question: Question, sentence: Sentence) -> int:
    """Whether a time as fine as the one asked for stands there: a day for "ngày nào"."""
    if question.kind != "time":
        return 0
    asked = " ".join(question.folded)
    wanted = next((said for asks, said in _GRAINS if asks.search(asked)), None)
    if wanted is None:
        return 0
    told = (found.group() for found in wanted.finditer(sentence.text))
    known = question.words
    return 1 if any(not known.issuperset(syllables(fold(time))) for time in told) else -1
