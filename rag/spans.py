"""A sentence in, the short answers it could hold out: persons, dates, amounts, places, titles."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from rag.counting import CURRENCY, asks_money, counted_unit
from rag.forms import (
    amounts,
    between,
    located,
    names,
    quoted,
    sources,
    span_of,
    syllables_inside,
    times,
)
from rag.language.offices import OFFICES
from rag.language.person_names import FAMILY_NAMES, HONORIFICS
from rag.language.places import PAIRED, PLACES
from rag.language.syllables import is_syllable
from rag.questions import Question
from rag.sentences import Sentence
from vectorstore.vietnamese import Span, fold

_PLACE_NOUN = r"(?:tỉnh|thành phố|TP\.?|huyện|xã|phường|quận|thôn|bản|thị xã|thị trấn|nước)"
_PLACE_BEFORE = re.compile(rf"{_PLACE_NOUN}\s+$", re.IGNORECASE)
_ASKS_YEAR, _ASKS_DAY = (
    re.compile(r"\bnam (?:nao|may)\b"),
    re.compile(r"\b(?:ngay|hom) (?:nao|may)\b"),
)

# What stands before the name of a place, an organisation or a thing, and before no person's.
_NO_PERSON_AFTER = frozenset(
    "tỉnh phố huyện xã phường quận thôn bản trấn nước báo đài kênh hãng tờ tàu đường cầu chùa giải"
    " đoàn viện trường công_ty tổ_chức ngân_hàng khách_sạn sân_bay chương_trình cuộc_thi tạp_chí"
    " quốc_lộ dự_án câu_lạc_bộ công_an tại ở".split()
)
_OFFICE = re.compile(
    rf"(?:(?:phó|nguyên|cựu|quyền|đồng)\s+)*(?:{'|'.join(OFFICES)})\b", re.IGNORECASE
)
_ROMAN = re.compile(r"[IVX]+")
PLACE_FIT = 0.2  # how surely a place or an organisation has the form of a person
Fitting = Iterator[tuple[Span, float]]  # spans with how surely they have the wanted form


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A span that could answer, from the sentence's start, and how well it fits the question."""

    start: int
    end: int
    pull: float  # 0 or more: how strongly the question's words stand around it
    fit: float  # 0 or more: how surely it has the form the question wants


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
            found.append(ShortAnswer(start, end, pull, fit))
    return sorted(found, key=lambda answer: -answer.pull)


def spans_of(sentence: Sentence, question: Question) -> Fitting:
    """Every span of the form the question wants, with how surely it has that form."""
    form = _FORMS.get(question.kind)
    return form(sentence, question) if form else iter(())


def _pull(
    sentence: Sentence, question: Question, span: Span, drawing: list[tuple[int, float]]
) -> float:
    inside = syllables_inside(sentence, span)
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
    runs = _capitalised_runs(sentence, question)
    for run in chain.from_iterable(_parted_by_dashes(sentence, run) for run in runs):
        if _is_office_of_somebody(sentence, run[0]):
            continue
        while len(run) > 1 and _is_abbreviation(sentence, run[0]):
            run = run[1:]
        whole = span_of(sentence, run[0], run[-1])
        before = sentence.syllables[run[0] - 1] if run[0] else ""
        family = [i for i in run if sentence.syllables[i] in FAMILY_NAMES and run[-1] > i]
        if _names_no_person(sentence, run):
            yield whole, PLACE_FIT
        elif sentence.syllables[run[0]] in HONORIFICS and len(run) > 1:
            yield span_of(sentence, run[1], run[-1]), 2.0
        elif family and run[-1] - family[0] < 5:
            yield span_of(sentence, family[0], run[-1]), 2.0
        elif before in HONORIFICS:
            yield whole, 2.0
        elif _follows(sentence, run[0], _NO_PERSON_AFTER):
            yield whole, PLACE_FIT
        elif len(run) > 1:
            yield whole, _like_a_name(sentence, run)
        elif run[0] > 0:
            yield whole, 0.3


def _parted_by_dashes(sentence: Sentence, run: list[int]) -> list[list[int]]:
    """The name and what it is followed by: "Lò Văn Páo - Chủ tịch"; a place is kept together."""
    behind = [n for n in range(1, len(run)) if between(sentence, run[n]) == " - "]
    if not behind or _names_no_person(sentence, run):
        return [run]
    return [run[first:end] for first, end in pairwise([0, *behind, len(run)])]


def _is_office_of_somebody(sentence: Sentence, i: int) -> bool:
    """Whether an office begins there, behind a dash: "bà Lan - Chủ tịch"."""
    start = sentence.places[i][0]
    behind_dash = sentence.text[:start].endswith((" - ", " – "))
    return behind_dash and _OFFICE.match(sentence.text, start) is not None


def _names_no_person(sentence: Sentence, run: list[int]) -> bool:
    """Whether they are abbreviations and places only: "UBND TP. Hồ Chí Minh", "Mỹ - Triều"."""
    called = [sentence.folded_terms[i] for i in run if not _is_abbreviation(sentence, i)]
    pair = "-" in sentence.text[slice(*span_of(sentence, run[0], run[-1]))]
    return not called or " ".join(called) in PLACES or (pair and PAIRED.issuperset(called))


def _is_abbreviation(sentence: Sentence, i: int) -> bool:
    written = sentence.text[slice(*sentence.places[i])]
    return written.isupper() and len(written) > 1 and not _ROMAN.fullmatch(written)


def _follows(sentence: Sentence, i: int, words: frozenset[str]) -> bool:
    """Whether one of the words, or of the pairs with "_", stands in small letters before it."""
    before = [sentence.text[a:b] for a, b in sentence.places[max(0, i - 2) : i]]
    return bool({"_".join(before), "_".join(before[-1:])} & words)


def _like_a_name(sentence: Sentence, run: list[int]) -> float:
    """How surely capitalised syllables without a family name are a person's name.

    Foreign ones mostly are; Vietnamese ones are an organisation's, but for a few.
    """
    if any(_is_abbreviation(sentence, i) for i in run):
        return 0.3
    native = all(is_syllable(sentence.folded_terms[i]) for i in run)
    return 0.5 if native else 1.0


def _places(sentence: Sentence, question: Question) -> Fitting:
    text = sentence.text
    for start, end in located(sentence):
        if any(char.isupper() for char in text[start:end]):
            yield _with_wider_place(text, (start, end)), 3.0
    for run in _capitalised_runs(sentence, question):
        start, end = span_of(sentence, run[0], run[-1])
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
    for start, end in times(sentence):
        said = sentence.text[start:end]
        year = re.search(r"\d{4}", said) is not None
        day = re.search(r"\d\s*/\s*\d|ngày|tháng", said) is not None
        misses = (not year and _ASKS_YEAR.search(asked)) or (not day and _ASKS_DAY.search(asked))
        yield (start, end), 0.5 if misses else 1.0


def _amounts(sentence: Sentence, question: Question) -> Fitting:
    text, unit = sentence.text, counted_unit(question)
    in_time = [(a, b) for a, b in times(sentence) if not text[a:b].isdigit()]
    for start, end in amounts(sentence):
        said = text[start:end]
        after = fold(text[end : end + 40]).split()
        fit = 1.0 if any(char.isdigit() for char in said) else 0.5
        if any(a <= start < b for a, b in in_time) or fold(said) in ("mot", "nam"):
            fit = 0.2
        if unit in after[:2]:
            fit *= 3.0
        currency = CURRENCY.match(text, end)
        if currency:
            end = currency.end()
            fit *= 3.0 if asks_money(question) else 1.0
        elif after and after[0].isalpha() and after[0] not in question.words:
            end = next((b for a, b in sentence.places if a >= end), end)
        yield (start, end), fit


def _titles(sentence: Sentence, question: Question) -> Fitting:
    for span in quoted(sentence):
        yield span, 2.0
    for run in _capitalised_runs(sentence, question):
        if len(run) > 1:
            yield span_of(sentence, run[0], run[-1]), 0.5


def _sources(sentence: Sentence, question: Question) -> Fitting:
    for span in sources(sentence):
        yield span, 1.0


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
    told = sentence.syllables if question.accented else sentence.folded_terms
    asked = question.terms if question.accented else question.folded
    for first, last in names(sentence):
        run = list(range(first, last + 1))
        while run and told[run[0]] in asked:
            run = run[1:]
        while run and told[run[-1]] in asked:
            run = run[:-1]
        if run:
            yield run
