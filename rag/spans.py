"""A sentence in, the short answers it could hold out: persons, dates, amounts, places, titles."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rag.questions import Question
from rag.sentences import Sentence
from vectorstore.vietnamese import Span, fold

_NUMBER = r"\d+(?:[.,]\d+)*"
_NUMBER_WORD = r"(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|chục|trăm|nghìn|ngàn|vạn|nửa|một)"
_SCALE = r"(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
_ABOUT = r"(?:trên|hơn|gần|khoảng|dưới|tối đa|tối thiểu|ít nhất|chừng|xấp xỉ|gấp)"
_DAY_PART = r"(?:(?:rạng sáng|sáng sớm|sáng|trưa|chiều|tối|đêm)\s+)?"
_DAY = r"(?:(?:mùng|ngày)\s+)?\d{1,2}"
_DATE = rf"{_DAY_PART}{_DAY}\s*[/-]\s*\d{{1,2}}(?:\s*[/-]\s*\d{{2,4}})?(?:\s+năm\s+\d{{4}})?"
_LONG_DATE = rf"{_DAY_PART}{_DAY}\s+tháng\s+\d{{1,2}}(?:,?\s*(?:năm\s+)?\d{{4}})?"
_TIME = re.compile(
    "|".join(
        [
            rf"từ\s+{_DATE}\s+đến\s+{_DATE}",
            _LONG_DATE,
            _DATE,
            r"\d{1,2}(?:\s*giờ(?:\s+\d{1,2}(?:\s*phút)?)?|[hg:]\d{0,2}p?)",
            r"tháng\s+\d{1,2}(?:\s*/\s*\d{4}|\s+(?:năm\s+)?\d{4})?",
            r"(?:mùa\s+(?:xuân|hạ|hè|thu|đông)|đầu|giữa|cuối)\s+(?:năm\s+)?\d{4}",
            r"(?:(?:cuối|đầu|giữa)\s+)?(?:thế kỷ|thế kỉ|thập niên|thập kỷ)\s+(?:thứ\s+)?[\dIVX]+",
            r"(?:giai đoạn\s+)?(?:năm\s+)?\d{4}\s*[-–]\s*\d{2,4}",
            r"(?:năm\s+)?[12]\d{3}(?!\d)",
        ]
    ),
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"(?:{_ABOUT}\s+)?(?:{_NUMBER}(?:\s*[-–/]\s*{_NUMBER})?"
    rf"|(?<!\w){_NUMBER_WORD}(?:\s+{_NUMBER_WORD})*(?!\w))(?:\s+{_SCALE}(?!\w))*(?:\s*%)?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]{2,200}”|\"[^\"]{2,200}\"|«[^»]{2,200}»")
_PLACE_NOUN = r"(?:tỉnh|thành phố|TP\.?|huyện|xã|phường|quận|thôn|bản|thị xã|thị trấn|nước)"
_PLACE_BEFORE = re.compile(rf"{_PLACE_NOUN}\s+$", re.IGNORECASE)
_PLACE_AFTER = re.compile(rf"(?:,\s*|\s*\(\s*|\s+){_PLACE_NOUN}\s+$", re.IGNORECASE)
_LOCATED = re.compile(r"(?<!\w)(?:tại|ở|đến|thăm|về|từ)\s+([^,.;:()“”\"]{3,80})", re.IGNORECASE)
_CURRENCY = re.compile(r"\s*(?:đồng|USD|đô la|euro|EUR|VND)", re.IGNORECASE)
_ASKS_MONEY = re.compile(r"\b(?:tien|dong|tri gia|kinh phi|gia|von)\b")
_ASKED_UNIT = re.compile(r"\b(?:bao nhieu|may)\s+(\w+)")

_SOURCE = re.compile(
    r"nguồn:?\s+([^:,()\n]{2,60})|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)\b", re.I
)

_HONORIFICS = frozenset("ong ba anh chi em co chu bac cu thay".split())
_PLACE_WORDS = frozenset("tinh pho huyen xa phuong quan thon ban tran nuoc".split())
# Family names: the commonest, and those of the larger minorities.
_FAMILY_NAMES = frozenset(
    fold(
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Trịnh Mai Đào"
        " Đoàn Vương Trương Đinh Lâm Phùng Hà Tô Tạ Chu Châu Cao Thái Lương Lưu Khiếu Quách Tống"
        " Triệu Vi Giàng Sùng Vàng Lò Quàng Cầm Hoà Thào Mùa Hạng Ma Bế Hứa Kiều Khuất La Lục"
        " Mạc Nghiêm Ninh Ông Phí Quan Thạch Tăng Từ Văn Viên Âu Bạch Cù Diệp Doãn Đàm Đồng Giang"
    ).split()
)


Fitting = Iterator[tuple[Span, float]]  # spans with how surely they have the wanted form


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A span that could answer, from the sentence's start, and how well it fits the question."""

    start: int
    end: int
    fit: float  # how surely it has the form the question wants; 1 for the usual case
    pull: float  # 0 or more: how strongly the question's words stand around it


def short_answers(
    sentence: Sentence, question: Question, rarity: Callable[[str], float]
) -> list[ShortAnswer]:
    """The spans of a sentence with the form the question wants, the best first.

    Each question word outside a span draws with its rarity (nats) divided by one plus its distance
    in syllables; the sum is weighed by how surely the span has the wanted form. A span that mostly
    repeats the question is no answer.
    """
    drawing = [
        (i, rarity(word)) for i, word in enumerate(sentence.folded_terms) if word in question.words
    ]
    found = []
    for (start, end), fit in spans_of(sentence, question):
        pull = fit * _pull(sentence, question, (start, end), drawing)
        if pull > 0:
            found.append(ShortAnswer(start, end, fit, pull))
    return sorted(found, key=lambda answer: -answer.pull)


def spans_of(sentence: Sentence, question: Question) -> Fitting:
    """Every span of the form the question wants, with how surely it has that form."""
    form = _FORMS.get(question.kind)
    return form(sentence, question) if form else iter(())


def _pull(
    sentence: Sentence, question: Question, span: Span, drawing: list[tuple[int, float]]
) -> float:
    inside = [i for i, (a, b) in enumerate(sentence.places) if a >= span[0] and b <= span[1]]
    repeated = sum(sentence.folded_terms[i] in question.words for i in inside)
    if not inside or 2 * repeated > len(inside):
        return 0.0
    drawn = sum(
        weight / (1 + min(abs(i - inside[0]), abs(i - inside[-1])))
        for i, weight in drawing
        if not inside[0] <= i <= inside[-1]
    )
    return 0.01 + drawn / (1 + repeated)


def _persons(sentence: Sentence, question: Question) -> Fitting:
    for run in _capitalised_runs(sentence, question):
        before = sentence.folded_terms[run[0] - 1] if run[0] else ""
        names = [i for i in run if sentence.folded_terms[i] in _FAMILY_NAMES and run[-1] > i]
        if sentence.folded_terms[run[0]] in _HONORIFICS and len(run) > 1:
            yield _from_to(sentence, run[1], run[-1]), 2.0
        elif names and run[-1] - names[0] < 5:
            yield _from_to(sentence, names[0], run[-1]), 2.0
        elif before in _PLACE_WORDS:
            yield _from_to(sentence, run[0], run[-1]), 0.2
        elif before in _HONORIFICS:
            yield _from_to(sentence, run[0], run[-1]), 2.0
        elif len(run) > 1:
            yield _from_to(sentence, run[0], run[-1]), 1.0
        elif run[0] > 0:
            yield _from_to(sentence, run[0], run[-1]), 0.3


def _places(sentence: Sentence, question: Question) -> Fitting:
    text = sentence.text
    for match in _LOCATED.finditer(text):
        if any(char.isupper() for char in match[1]):
            yield _with_wider_place(text, match.span(1)), 3.0
    for run in _capitalised_runs(sentence, question):
        start, end = _from_to(sentence, run[0], run[-1])
        noun = _PLACE_BEFORE.search(text, 0, start)
        if noun:
            yield _with_wider_place(text, (noun.start(), end)), 1.2
        elif run[0] > 0 or len(run) > 1:
            yield (start, end), 0.6


def _with_wider_place(text: str, span: Span) -> Span:
    """The span with the province or district that directly follows it: "…, tỉnh Thanh Hóa"."""
    wider = re.compile(rf"(?:,\s*|\s*\(){_PLACE_NOUN}\s+[^,.;:()]{{2,40}}\)?").match(text, span[1])
    return (span[0], wider.end()) if wider else span


def _times(sentence: Sentence, question: Question) -> Fitting:
    asked = " ".join(question.folded)
    for match in _TIME.finditer(sentence.text):
        year = re.search(r"\d{4}", match[0]) is not None
        day = re.search(r"\d\s*/\s*\d|ngày|tháng", match[0]) is not None
        fits = (not year and "nam nao" in asked) or (not day and "ngay nao" in asked)
        yield match.span(), 0.5 if fits else 1.0


def _amounts(sentence: Sentence, question: Question) -> Fitting:
    text, asked = sentence.text, " ".join(question.folded)
    unit = _ASKED_UNIT.search(asked)
    in_time = [match.span() for match in _TIME.finditer(text) if not match[0].isdigit()]
    for match in _AMOUNT.finditer(text):
        start, end = match.span()
        after = fold(text[end : end + 40]).split()
        fit = 1.0 if any(char.isdigit() for char in match[0]) else 0.5
        if any(a <= start < b for a, b in in_time) or fold(match[0]) in ("mot", "nam"):
            fit = 0.2
        if unit and unit[1] in after[:2]:
            fit *= 3.0
        currency = _CURRENCY.match(text, end)
        if currency:
            end = currency.end()
            fit *= 3.0 if _ASKS_MONEY.search(asked) else 1.0
        elif after and after[0].isalpha() and after[0] not in question.words:
            end = next((b for a, b in sentence.places if a >= end), end)
        yield (start, end), fit


def _titles(sentence: Sentence, question: Question) -> Fitting:
    for match in _QUOTED.finditer(sentence.text):
        yield (match.start() + 1, match.end() - 1), 2.0
    for run in _capitalised_runs(sentence, question):
        if len(run) > 1:
            yield _from_to(sentence, run[0], run[-1]), 0.5


def _sources(sentence: Sentence, question: Question) -> Fitting:
    for match in _SOURCE.finditer(sentence.text):
        yield match.span(match.lastindex or 0), 1.0


_FORMS: dict[str, Callable[[Sentence, Question], Fitting]] = {
    "person": _persons,
    "author": _persons,
    "source": _sources,
    "place": _places,
    "time": _times,
    "quantity": _amounts,
    "name": _titles,
}


def _capitalised_runs(sentence: Sentence, question: Question) -> Iterator[list[int]]:
    """Neighbouring capitalised syllables, without the question's own words at either end."""
    run: list[int] = []
    for i, (start, _) in enumerate(sentence.places):
        between = sentence.text[sentence.places[i - 1][1] : start] if i else ""
        if run and between not in (" ", "-", " - ", ".", "’", "'"):
            yield from _trimmed(run, sentence, question)
            run = []
        if sentence.text[start].isupper():
            run.append(i)
        elif run:
            yield from _trimmed(run, sentence, question)
            run = []
    yield from _trimmed(run, sentence, question)


def _trimmed(run: list[int], sentence: Sentence, question: Question) -> Iterator[list[int]]:
    while run and sentence.folded_terms[run[0]] in question.words:
        run = run[1:]
    while run and sentence.folded_terms[run[-1]] in question.words:
        run = run[:-1]
    if run:
        yield run


def _from_to(sentence: Sentence, first: int, last: int) -> Span:
    return sentence.places[first][0], sentence.places[last][1]
