"""Readings in, what speaks for and against what is quoted of them answering out."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from rag.forms import syllables_inside
from rag.language.places import COUNTRIES, PROVINCES, pairs_among
from rag.marking import marked
from rag.networks.features import NAMES as SENTENCE_NAMES
from rag.networks.features import cover
from rag.questions import Question, in_focus
from rag.reading import OUT_OF_REACH, Reading
from rag.retrieval import Passage, terms_of
from rag.sentences import Sentence
from rag.thesaurus import echoed, load_thesaurus
from vectorstore.vietnamese import Span, fold, with_pairs

NAMES = (
    *SENTENCE_NAMES,  # of the first reading
    "score",
    "gap",  # to the second reading's score
    "third_gap",
    "second_beside",  # the second reading is of the same article
    "second_mark",  # as `mark`, of the second reading
    "second_evidence",
    "second_evidence_among",
    "retrieved",  # the best passage's score
    "article_lead",  # the article's best passage lies so far above all of other articles
    "articles",  # how many the passages are from
    "title",  # the first reading is a title
    "near_cover",  # rarity-weighted share of the question's words in the sentence, its neighbours
    # and the title
    "article_cover",  # the same in all readings of its article
    "everywhere_cover",  # the same in all readings
    "rarest_missing_near",  # rarity of the rarest word missing there, over that of the rarest
    "rarest_missing",  # the same of its article
    "names_missing_near",  # share of the question's names and numbers
    "names_missing",
    "names_not_said",  # of the sentence itself
    "other_place",  # the question names a place; near the sentence stands another in its stead
    "other_place_said",  # of the sentence itself
    "other_year",
    "meant_near_cover",  # as `near_cover`, of words that stand there or are said by another word
    "meant_article_cover",
    "rarest_not_meant_near",  # as `rarest_missing_near`, likewise
    "rarest_not_meant",
    "rarest_not_said",  # of the sentence itself
    "focus_cover_near",  # share of the words beside those that ask ("bao nhiêu tuổi")
    "meant_focus_cover_near",
    "mark",  # logarithm of the probability of the span that would be marked
    "evidence",  # the log-odds that any span would be
    "evidence_among",  # the same, known what the sentences around it say
    "clause_cover",  # rarity-weighted share of the question's words in the marked span's clause
    "focus_in_clause",
    "names_not_in_clause",
    "other_place_in_clause",
    "beside_cover",  # the share in the marked span and a few syllables on either side
    "focus_beside",
    "words",  # logarithm of the number of content words
    "name_wanted",  # the question's kind: a person or a name of something
    "number_wanted",  # a quantity or a time
    "account_wanted",  # a reason, a manner, a definition
)
_CLAUSE_ENDS = re.compile(r'[,;:()"“”](?:\s|$)|\s[-–("“]')
_BESIDE = 6  # syllables on either side of the marked span
_BETWEEN = 2  # characters between neighbouring sentences
_UNLIKELY = -5.0, -8.0, -8.0  # mark and evidences of a sentence that is not looked at
# The country is named beside every place; "Ba Lan" is "ba lần" without accents.
_TOLD_APART = frozenset(place for place in PROVINCES | COUNTRIES if " " in place) - {
    "viet nam",
    "ba lan",
}
_YEAR = re.compile(r"(?:19|20)\d\d")


def signs_of(
    question: Question,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    rarity: Callable[[str], float],
) -> NDArray[np.float32] | None:
    """What speaks for and against the first reading, (len(NAMES),); None without any content."""
    words = {word: rarity(word) for word in question.content}
    if not readings or not words:
        return None
    first, asked = readings[0], _Asked.of(question, words)
    values = {
        **dict(zip(SENTENCE_NAMES, first.features, strict=True)),
        **_how_it_stands_out(readings, passages),
        **_what_is_missing(question, asked, readings, passages),
        **_how_surely_marked(question, readings, rarity),
        **_around_the_mark(asked, first.sentence, marked(question, first.sentence, rarity).span),
        **_what_is_wanted(question, words),
    }
    return np.array([values[name] for name in NAMES], np.float32)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of a question is looked for."""

    words: dict[str, float]  # its content words, with their rarities
    focus: dict[str, float]  # those beside the asking ones
    names: list[str]
    places: set[str]

    @classmethod
    def of(cls, question: Question, words: dict[str, float]) -> "_Asked":
        return cls(
            words,
            in_focus(question, words),
            [fold(name) for name in question.names],
            pairs_among(question.folded, _TOLD_APART),
        )


def _how_it_stands_out(
    readings: Sequence[Reading], passages: Sequence[Passage]
) -> dict[str, float]:
    first = readings[0]
    article = first.sentence.article_id
    return {
        "score": first.score,
        "gap": _gap(readings, 1),
        "third_gap": _gap(readings, 2),
        "second_beside": any(r.sentence.article_id == article for r in readings[1:2]),
        "retrieved": passages[0].score,
        "article_lead": _best_score(p for p in passages if p.article_id == article)
        - _best_score(p for p in passages if p.article_id != article),
        "articles": len({p.article_id for p in passages}),
        "title": first.sentence.section == "title",
    }


def _what_is_missing(
    question: Question,
    asked: _Asked,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
) -> dict[str, float]:
    """Of the question's words, names, places and years: in the sentence, near it, in its article.

    Near it are its neighbours and the article's title.
    """
    first = readings[0].sentence
    title = frozenset().union(
        *(terms_of(p.title) for p in passages if p.article_id == first.article_id)
    )
    own = [r.sentence for r in readings if r.sentence.article_id == first.article_id]
    neighbours = [s for s in own if _are_neighbours(s, first)]
    near = title.union(*(s.folded for s in neighbours))
    there = title.union(*(s.folded for s in own))
    everywhere = there.union(*(r.sentence.folded for r in readings))
    alternatives = load_thesaurus().alternatives(question)
    meant, meant_near, meant_there = (
        said.union(*(echoed(alternatives, s.accented) for s in among))
        for said, among in ((first.folded, [first]), (near, neighbours), (there, own))
    )
    words, focus, names, places = asked.words, asked.focus, asked.names, asked.places
    return {
        "near_cover": cover(words, near),
        "article_cover": cover(words, there),
        "everywhere_cover": cover(words, everywhere),
        "rarest_missing_near": _rarest_missing(words, near),
        "rarest_missing": _rarest_missing(words, there),
        "names_missing_near": _missing(names, near),
        "names_missing": _missing(names, there),
        "names_not_said": _missing(names, first.folded),
        "other_place": _another_instead(places, _places_of(near)),
        "other_place_said": _another_instead(places, _places_of(first.folded)),
        "other_year": _another_instead(_years_of(question.folded), _years_of(near)),
        "meant_near_cover": cover(words, meant_near),
        "meant_article_cover": cover(words, meant_there),
        "rarest_not_meant_near": _rarest_missing(words, meant_near),
        "rarest_not_meant": _rarest_missing(words, meant_there),
        "rarest_not_said": _rarest_missing(words, meant),
        "focus_cover_near": cover(focus, near),
        "meant_focus_cover_near": cover(focus, meant_near),
    }


def _how_surely_marked(
    question: Question, readings: Sequence[Reading], rarity: Callable[[str], float]
) -> dict[str, float]:
    mark, evidence, among = _mark_of(question, readings[0], rarity)
    second_mark, second_evidence, second_among = _of_second(question, readings, rarity)
    return {
        "mark": mark,
        "evidence": evidence,
        "evidence_among": among,
        "second_mark": second_mark,
        "second_evidence": second_evidence,
        "second_evidence_among": second_among,
    }


def _around_the_mark(asked: _Asked, sentence: Sentence, mark: Span) -> dict[str, float]:
    """Of the question's words, names and places: in the clause of the marked span, and beside it.

    A sentence often says the like of several things: a figure for each province, two chairmen.
    """
    start, end = mark
    breaks = [found.start() for found in _CLAUSE_ENDS.finditer(sentence.text)]
    left = max((place for place in breaks if place < start), default=0)
    right = min((place for place in breaks if place >= end), default=len(sentence.text))
    clause = _terms_at(sentence, syllables_inside(sentence, (left, right)))
    held = syllables_inside(sentence, mark)
    beside = frozenset[str]()
    if held:
        beside = _terms_at(sentence, range(max(0, held[0] - _BESIDE), held[-1] + _BESIDE + 1))
    return {
        "clause_cover": cover(asked.words, clause),
        "focus_in_clause": cover(asked.focus, clause),
        "names_not_in_clause": _missing(asked.names, clause),
        "other_place_in_clause": _another_instead(asked.places, _places_of(clause)),
        "beside_cover": cover(asked.words, beside),
        "focus_beside": cover(asked.focus, beside),
    }


def _terms_at(sentence: Sentence, places: range) -> frozenset[str]:
    return frozenset(with_pairs([*sentence.folded_terms[places.start : places.stop]]))


def _what_is_wanted(question: Question, words: Mapping[str, float]) -> dict[str, float]:
    return {
        "words": log(1 + len(words)),
        "name_wanted": question.kind in ("person", "name", "place"),
        "number_wanted": question.kind in ("quantity", "time"),
        "account_wanted": question.kind in ("reason", "manner", "definition"),
    }


def _mark_of(
    question: Question, reading: Reading, rarity: Callable[[str], float]
) -> tuple[float, float, float]:
    """What `mark`, `evidence` and `evidence_among` are of a reading."""
    mark = marked(question, reading.sentence, rarity)
    return log(mark.probability), mark.evidence, mark.evidence_among


def _of_second(
    question: Question, readings: Sequence[Reading], rarity: Callable[[str], float]
) -> tuple[float, float, float]:
    """What they are of the second reading, if it could have been the first."""
    if len(readings) < 2 or _gap(readings, 1) > OUT_OF_REACH:
        return _UNLIKELY
    return _mark_of(question, readings[1], rarity)


def _gap(readings: Sequence[Reading], place: int) -> float:
    """How far the score there lies below the first; nought if there is none."""
    return readings[0].score - readings[place].score if place < len(readings) else 0.0


def _best_score(passages: Iterable[Passage]) -> float:
    return max((passage.score for passage in passages), default=0.0)


def _are_neighbours(sentence: Sentence, other: Sentence) -> bool:
    """Whether nothing, or no more than a line's end, stands between two sentences."""
    return max(sentence.start, other.start) - min(sentence.end, other.end) <= _BETWEEN


def _rarest_missing(words: Mapping[str, float], present: Set[str]) -> float:
    """The rarity of the rarest word that is missing, over that of the rarest word."""
    missing = max((r for word, r in words.items() if word not in present), default=0.0)
    return missing / (max(words.values()) or 1.0)


def _missing(names: Sequence[str], present: frozenset[str]) -> float:
    return sum(name not in present for name in names) / len(names) if names else 0.0


def _another_instead(asked: Set[str], said: Set[str]) -> bool:
    """Whether what is asked about is not said, and something alike is."""
    return bool(asked - said) and bool(said - asked)


def _places_of(terms: frozenset[str]) -> set[str]:
    return {term.replace("_", " ") for term in terms} & _TOLD_APART


def _years_of(terms: Iterable[str]) -> set[str]:
    return {term for term in terms if _YEAR.fullmatch(term)}
