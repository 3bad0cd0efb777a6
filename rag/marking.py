"""A question and a sentence that answers it in, the words to mark as the short answer out."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.contacts import asked_contacts
from rag.counting import CURRENCY, counted_amounts
from rag.fitting import asked_places
from rag.forms import (
    amounts,
    persons,
    quoted,
    rows_of_names,
    syllables_inside,
    syllables_within,
)
from rag.networks.asked_words import asked_words
from rag.networks.kinship import echoes_of
from rag.networks.span_network import SpanScores, load_span_network, rows_of
from rag.networks.threads import on_one_thread
from rag.networks.tokens import Tokens, tokens_of
from rag.offices.holders import held_office, possible_holders
from rag.question_kinds import KINDS
from rag.questions import Question, asks_for_byline, wants_gist, wants_several_names
from rag.sentences import Sentence
from rag.spans import PLACE_FIT, short_answers, spans_of
from vectorstore.embedding import load_embedded
from vectorstore.vietnamese import Span, fold

# A mark on the wrong words is worse than none: below this probability there is none.
_LEAST_SURE = 0.1
_NEVER = 1e-4  # the probability of a mark where nothing can answer
# The last syllables of what has a title: "chủ đề", "dự án", "bài hát".
_HAS_TITLE = frozenset(
    "đề điệp hiệu tên án trình thi phim hát sách phẩm trào động dịch kịch truyện thơ ca hội đàm"
    " lãm khóa hình".split()
)
_BEFORE_TITLE = 2  # syllables between which and a title they stand
_WANTED = 3  # syllables before "nào" or "gì" that say what is wanted: "mô hình hoạt động nào"
_LABELLED = re.compile(r"(?m)^\W*((?:\w+ ){0,4}\w+)\s?:\s*(\S.*)")  # "Địa điểm: Sân vận động"
_LABELS = {  # folded beginnings of those that answer a kind of question
    "place": ("dia diem", "dia chi", "noi"),
    "time": ("thoi gian", "thoi han", "ngay"),
}
_DASH = re.compile(r"\s[-–]\s")  # between a person's name and the office
_LEAST_REASON = 4  # syllables: a reason is said by a clause
_BRACKETS = {"(": ")", "“": "”", "«": "»", "[": "]"}
Scores = NDArray[np.float32]  # (n, n) of a sentence's spans, from the first syllable to the last


@dataclass(frozen=True, slots=True)
class Mark:
    """The likeliest short answer of a sentence."""

    span: Span  # code points from the sentence's start
    probability: float  # of it among all spans of the sentence
    evidence: float  # the log-odds that any of them answers; 0 where the network can't tell
    evidence_among: float  # the same, known what the sentences around it say


@on_one_thread
def short_answer(
    question: Question,
    sentence: Sentence,
    rarity: Callable[[str], float],
    second: Callable[[float], Scores | None] = lambda probability: None,
) -> Span | None:
    """Where the short answer stands, in code points from the sentence's start; None if unsure.

    Who wrote or published an article is told by the form of its byline, all else by the network,
    and by what a `second` reader, told how likely its mark is, says of the same spans.
    """
    if not sentence.places or question.kind == "yes_no" or wants_gist(question):
        return None
    if asks_for_byline(question):
        found = short_answers(sentence, question, rarity)
        return (found[0].start, found[0].end) if found else None
    mark = marked(question, sentence, rarity)
    also = second(mark.probability)
    if also is not None:
        scores = _scored(question, sentence, rarity).spans + also
        mark = _likeliest(question, sentence, scores, (mark.evidence, mark.evidence_among))
    return mark.span if mark.probability >= _LEAST_SURE else None


@lru_cache(maxsize=256)
def marked(question: Question, sentence: Sentence, rarity: Callable[[str], float]) -> Mark:
    """What the network would mark in a sentence of at least one syllable."""
    found = _scored(question, sentence, rarity)
    evidence = (0.0, 0.0) if asks_for_byline(question) else (found.evidence, found.evidence_among)
    return _likeliest(question, sentence, found.spans, evidence)


@lru_cache(maxsize=256)
def _scored(question: Question, sentence: Sentence, rarity: Callable[[str], float]) -> SpanScores:
    """What the network says of the spans, those ruled out that cannot answer."""
    tokens, asked = _tokens(sentence), asked_words(question, rarity)
    rows = rows_of(sentence, tokens, question, rarity)
    echoes = echoes_of(sentence, tokens.pieces, asked)
    kind = KINDS.index(question.kind)
    found = load_span_network().scores(rows, tokens.pieces, asked, echoes, kind)
    _rule_out(found.spans, question, sentence, rarity)
    return found


def _likeliest(
    question: Question, sentence: Sentence, scores: Scores, evidence: tuple[float, float]
) -> Mark:
    best = int(scores.argmax())
    if scores.flat[best] == -np.inf:
        return Mark((0, len(sentence.text)), _NEVER, *evidence)
    first, last = divmod(best, len(sentence.places))
    return Mark(
        _completed(question, sentence, sentence.places[first][0], sentence.places[last][1]),
        float(1 / np.exp(scores - scores.flat[best]).sum()),
        *evidence,
    )


def _rule_out(
    scores: Scores,
    question: Question,
    sentence: Sentence,
    rarity: Callable[[str], float],
) -> None:
    """Give what cannot answer the lowest score.

    An amount holds a number, and is one of what is counted, if such a one stands there, in the part
    of an enumeration that is asked about; a person is neither a place nor named in the question,
    stands at the office asked about, and ends at a dash; an office stands at the person asked
    about; a place is one of the kind asked for, a telephone number and an e-mail address have their
    form, a title is what is quoted as one, and what a label of the question's announces stands
    behind it, if they stand there; a person's name does not say what something is; a word is no
    reason.
    """
    n = len(scores)
    office = held_office(question, sentence)
    if office is not None:
        kept = np.zeros((n, n), bool)
        kept[office] = True
        _keep_to(scores, kept)
    contacts = np.zeros((n, n), bool)
    for span in asked_contacts(question, sentence) or ():
        contacts[syllables_within(sentence, span)] = True
    _keep_to(scores, contacts)
    if question.kind == "quantity":
        counted = counted_amounts(question, sentence) or amounts(sentence)
        counted = _in_part_asked_about(counted, question, sentence, rarity)
        _demand(scores, [syllables_within(sentence, span) for span in counted])
    if question.kind == "person":
        could_be = possible_holders(question, sentence)
        if could_be is None:
            could_be = [span for span, fit in spans_of(sentence, question) if fit > PLACE_FIT]
        named = [syllables_within(sentence, span) for span in could_be]
        _demand(scores, named)
        for _, last in named:
            if _DASH.match(sentence.text, sentence.places[last][1]):
                scores[: last + 1, last + 1 :] = -np.inf
    if question.kind == "place":
        _keep_to(scores, _places(question, sentence))
    _keep_to(scores, _labelled(question, sentence) & np.isfinite(scores))
    if question.kind in ("name", "definition"):
        _keep_to(scores, _titles(question, sentence))
    if question.kind == "definition":
        for span in persons(sentence):
            first, last = syllables_within(sentence, span)
            scores[: first + 1, last:] = scores[first : last + 1, first : last + 1] = -np.inf
    if question.kind == "reason":
        scores[~np.triu(np.ones((n, n), bool), _LEAST_REASON - 1)] = -np.inf


def _places(question: Question, sentence: Sentence) -> NDArray[np.bool_]:
    """(n, n) the spans that begin with a place of the kind asked for, "xã Mậu A", and go on."""
    kept = np.zeros((len(sentence.places),) * 2, bool)
    for (first, last), sign in (asked_places(question, sentence) or {}).items():
        kept[max(0, first - 1) : first + 1, last:] |= sign > 0
    return kept


def _labelled(question: Question, sentence: Sentence) -> NDArray[np.bool_]:
    """(n, n) the spans inside what a label announces that the question says, or is of its kind."""
    kept = np.zeros((len(sentence.places),) * 2, bool)
    for line in _LABELLED.finditer(sentence.text):
        label = fold(line[1])
        is_of_kind = label.startswith(_LABELS.get(question.kind, ()))
        if is_of_kind or question.words.issuperset(label.split()):
            inside = syllables_inside(sentence, line.span(2))
            kept[inside.start : inside.stop, inside.start : inside.stop] = True
    return kept


def _titles(question: Question, sentence: Sentence) -> NDArray[np.bool_]:
    """(n, n) the spans inside a title of what is asked about: "chủ đề “…”" of "chủ đề gì"."""
    kept = np.zeros((len(sentence.places),) * 2, bool)
    for start, end in quoted(sentence):
        inside = syllables_inside(sentence, (start, end))
        before = sentence.syllables[max(0, inside.start - _BEFORE_TITLE) : inside.start]
        nouns = {fold(noun) for noun in _HAS_TITLE.intersection(before)}
        title = slice(inside.start, inside.stop)
        kept[title, title] |= not nouns.isdisjoint(_asked_about(question))
    return kept


def _asked_about(question: Question) -> Sequence[str]:
    """The words one of which says what is wanted: before "nào" or "gì", before "là gì" any."""
    begins = question.asking[0]
    before = question.folded[max(0, begins - _WANTED) : begins]
    return question.content if before[-1:] in ((), ("la",)) else before


def _keep_to(scores: NDArray[np.float32], kept: NDArray[np.bool_]) -> None:
    """Rule out all but the kept spans, if there are any."""
    if kept.any():
        scores[~kept] = -np.inf


def _in_part_asked_about(
    spans: Sequence[Span],
    question: Question,
    sentence: Sentence,
    rarity: Callable[[str], float],
) -> list[Span]:
    """Those in the part between semicolons that says most of the question; all, if none is."""
    ends = [*(i for i, char in enumerate(sentence.text) if char == ";"), len(sentence.text)]
    said: list[dict[str, float]] = [{} for _ in ends]
    for (start, _), term in zip(sentence.places, sentence.folded_terms, strict=True):
        if term in question.content:
            said[bisect_left(ends, start)][term] = rarity(term)
    best = max(range(len(ends)), key=lambda part: sum(said[part].values()))
    return [span for span in spans if bisect_left(ends, span[0]) == best] or list(spans)


def _demand(scores: NDArray[np.float32], parts: Iterable[tuple[int, int]]) -> None:
    """Rule out every span that touches none of the parts, from first to last syllable."""
    n = len(scores)
    touched = np.zeros((n, n), bool)
    for first, last in parts:
        touched[: last + 1, first:] = True
    scores[~touched] = -np.inf


@lru_cache(maxsize=4096)
def _tokens(sentence: Sentence) -> Tokens:
    return tokens_of(sentence, *load_embedded().pieces(sentence.text))


def _completed(question: Question, sentence: Sentence, start: int, end: int) -> Span:
    """The span with what stands beside it and belongs to it.

    A percent sign, a closing bracket, of an amount that is asked for all of it, with its currency
    or what it counts, and of a row of names all, where several are asked for.
    """
    text = sentence.text
    if wants_several_names(question):
        for first, last in _rows_beside_asked(question, sentence):
            if first < end and start < last:
                start, end = min(first, start), max(last, end)
    if text[end : end + 1] == "%":
        return start, end + 1
    for opening, closing in _BRACKETS.items():
        unclosed = text.count(opening, start, end) > text.count(closing, start, end)
        if unclosed and text.startswith(closing, end):
            return start, end + 1
    if question.kind == "quantity":
        whole = amounts(sentence)
        start = next((first for first, last in whole if first <= start < last), start)
        end = next((last for first, last in whole if first < end <= last), end)
        currency = CURRENCY.match(text, end)
        end = currency.end() if currency else _with_counted(question, sentence, end)
    return start, end


def _rows_beside_asked(question: Question, sentence: Sentence) -> Iterator[Span]:
    """From the first to the last of each row of names, but for those that the question names."""
    for row in rows_of_names(sentence):
        new = [
            at
            for at in row
            if not question.words.issuperset(fold(sentence.text[slice(*at)]).split())
        ]
        if new:
            yield new[0][0], new[-1][1]


def _with_counted(question: Question, sentence: Sentence, end: int) -> int:
    """Where what is counted ends that follows an amount: "suất quà" of "50 suất quà"."""
    after = range(bisect_left(sentence.places, (end, end)), len(sentence.places))
    counted = question.folded[question.asking[1] :]
    for i, word in zip(after, counted, strict=False):
        if sentence.folded_terms[i] != word:
            break
        end = sentence.places[i][1]
    return end
