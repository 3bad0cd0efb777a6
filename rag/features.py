"""A question and candidate sentences in, one row of numbers for each sentence out."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from rag.fitting import cause_sign, place_sign, time_sign, unit_sign
from rag.office_holders import holder_sign, rank_sign
from rag.questions import Question, in_focus, is_function_word, topic_words
from rag.sentences import Sentence
from rag.spans import short_answers
from rag.thesaurus import Alternative, echoed, load_thesaurus
from vectorstore.embedding import Vectors
from vectorstore.vietnamese import fold, syllables, with_pairs

Features = NDArray[np.float32]  # (n candidates, len(NAMES))
_SHORT = 6  # syllables

NAMES = (
    "cover",  # rarity-weighted share of the question's content syllables in the sentence
    "pair_cover",  # the same of its syllable pairs
    "accented_cover",  # the same of its accented syllables; as `cover` if none were typed
    "every_cover",  # share of all its syllables, function words too
    "around_cover",  # share of content syllables in the sentence before, itself and the next
    "missing_nearby",  # what the neighbours add to the sentence's own cover
    "best_cover",  # how far below the best candidate's cover
    "meant_cover",  # as `cover`, of syllables that stand there or are said by another word
    "meant_around_cover",  # as `around_cover`, likewise
    "best_meant_cover",  # how far below the best candidate's
    "focus_cover",  # as `cover`, of the words beside those that ask ("bao nhiêu tuổi")
    "meant_focus_cover",  # as `meant_cover`, of these
    "run",  # longest run of the question's syllable pairs in the sentence, over its length
    "cosine",  # question · sentence
    "around_cosine",  # the mean of its own and its neighbours'
    "best_cosine",  # how far below the best candidate's cosine
    "passage",  # how far the passage's score lies below the first passage's
    "first_passage",
    "new_share",  # share of the sentence's syllables that the question lacks
    "length",  # logarithm of the number of syllables
    "short",  # under six syllables
    "opens",  # first in its section
    "span",  # an answer of the wanted kind could stand here
    "no_span",  # the kind has forms of its own, and none stands here
    "span_pull",  # how near it stands to the question's words
    "span_fit",  # how surely it has the wanted form
    "unit",  # an amount of what is counted stands there, or not; as `rag.fitting` tells
    "cause",  # a word of cause, where one is asked for
    "rank",  # the office asked about stands there, or its deputy
    "holder",  # a person stands at that office
    "place_kind",  # a place of the kind asked for is named, or none
    "time_grain",  # a time as fine as the one asked for stands there, or none
    "asked",  # as `cover`, of the question in the article that the sentence answers
    "asked_beyond",  # the share of that question's words, by rarity, that the question lacks
)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A sentence with its neighbours in the section and the passage it was found in."""

    sentence: Sentence
    before: Sentence | None
    after: Sentence | None
    passage: int  # 0 for the best
    passage_score: float


def features(
    question: Question,
    vector: Vectors,
    found: Sequence[Candidate],
    rarity: Callable[[str], float],
) -> Features:
    """The rows of the candidates, in their order; `rarity` is the idf of a folded term (nats)."""
    wanted = _Wanted.of(question, rarity)
    together = {s for c in found for s in (c.before, c.sentence, c.after) if s is not None}
    alternatives = load_thesaurus().alternatives(question)
    said = {s: _Said.of(wanted, s, vector, alternatives) for s in together}
    rows = np.zeros((len(found), len(NAMES)), np.float32)
    for row, candidate in zip(rows, found, strict=True):
        values = {
            **_how_said(wanted, candidate, said),
            **_where_found(candidate),
            **_how_it_looks(question, candidate.sentence),
            **_what_could_answer(question, candidate.sentence, rarity),
            **_what_it_replies_to(wanted, candidate.sentence.replies_to, rarity),
        }
        for name, value in values.items():
            row[_COLUMN[name]] = value
    for name in ("cover", "meant_cover", "cosine"):
        rows[:, _COLUMN[f"best_{name}"]] = (
            rows[:, _COLUMN[name]].max(initial=0) - rows[:, _COLUMN[name]]
        )
    return rows


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question's terms that are looked for, each with its rarity (nats)."""

    syllables: tuple[str, ...]  # all of them in order, unaccented
    words: Mapping[str, float]  # the content ones
    focus: Mapping[str, float]  # of these those beside the ones that ask, or all
    accented: Mapping[str, float]  # with their accents, if any were typed
    pairs: Mapping[str, float]
    every: Mapping[str, float]

    @classmethod
    def of(cls, question: Question, rarity: Callable[[str], float]) -> "_Wanted":
        words = topic_words(question, rarity)
        return cls(
            syllables=question.folded,
            words=words,
            focus=in_focus(question, words),
            accented={
                t: words[f]
                for t, f in zip(question.terms, question.folded, strict=True)
                if question.accented and f in words
            },
            pairs={
                pair: rarity(pair)
                for pair in with_pairs(list(question.folded))[len(question.folded) :]
                if not all(is_function_word(part) for part in pair.split("_"))
            },
            every={t: rarity(t) for t in question.folded},
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence says of a question's content words, and how near to it it is in meaning."""

    words: Set[str]  # those that stand there
    meant: Set[str]  # or are said by another word
    cosine: float

    @classmethod
    def of(
        cls,
        wanted: _Wanted,
        sentence: Sentence,
        vector: Vectors,
        alternatives: Sequence[Alternative],
    ) -> "_Said":
        words = wanted.words.keys() & sentence.folded
        meant = words.union(echoed(alternatives, sentence.accented))
        return cls(words, meant, float(vector @ sentence.vector))


def _how_said(
    wanted: _Wanted, candidate: Candidate, said: Mapping[Sentence, _Said]
) -> dict[str, float]:
    sentence = candidate.sentence
    own = said[sentence]
    around = [said[s] for s in (candidate.before, sentence, candidate.after) if s is not None]
    covered = cover(wanted.words, own.words)
    covered_around = cover(wanted.words, set().union(*(s.words for s in around)))
    return {
        "cover": covered,
        "pair_cover": cover(wanted.pairs, sentence.folded),
        "accented_cover": (
            cover(wanted.accented, sentence.accented) if wanted.accented else covered
        ),
        "every_cover": cover(wanted.every, sentence.folded),
        "around_cover": covered_around,
        "missing_nearby": covered_around - covered,
        "meant_cover": cover(wanted.words, own.meant),
        "meant_around_cover": cover(wanted.words, set().union(*(s.meant for s in around))),
        "focus_cover": cover(wanted.focus, own.words),
        "meant_focus_cover": cover(wanted.focus, own.meant),
        "run": _longest_run(wanted.syllables, sentence.folded) / len(wanted.syllables),
        "cosine": own.cosine,
        "around_cosine": sum(s.cosine for s in around) / len(around),
    }


def _where_found(candidate: Candidate) -> dict[str, float]:
    return {
        "passage": candidate.passage_score,
        "first_passage": candidate.passage == 0,
        "opens": candidate.before is None,
    }


def _how_it_looks(question: Question, sentence: Sentence) -> dict[str, float]:
    terms = sentence.folded_terms
    known = [t for t in terms if t in question.words]
    return {
        "new_share": 1 - len(known) / max(1, len(terms)),
        "length": log(1 + len(terms)),
        "short": len(terms) < _SHORT,
    }


def _what_could_answer(
    question: Question, sentence: Sentence, rarity: Callable[[str], float]
) -> dict[str, float]:
    answers = short_answers(sentence, question, rarity)
    pull = answers[0].pull if answers else 0.0
    return {
        "span": pull > 0,
        "no_span": question.has_answer_form and pull <= 0,
        "span_pull": pull,
        "span_fit": max((answer.fit for answer in answers), default=0.0),
        "unit": unit_sign(question, sentence),
        "cause": cause_sign(question, sentence),
        "rank": rank_sign(question, sentence),
        "holder": holder_sign(question, sentence),
        "place_kind": place_sign(question, sentence),
        "time_grain": time_sign(question, sentence),
    }


def _what_it_replies_to(
    wanted: _Wanted, asked: str, rarity: Callable[[str], float]
) -> dict[str, float]:
    words = {term: rarity(term) for term in _content_of(asked)}
    if not words:
        return {"asked": 0.0, "asked_beyond": 0.0}
    return {
        "asked": cover(wanted.words, words.keys()),
        "asked_beyond": 1 - cover(words, wanted.words.keys()),
    }


@lru_cache(maxsize=1024)
def _content_of(text: str) -> frozenset[str]:
    """The folded syllables that carry its topic."""
    return frozenset(term for term in map(fold, syllables(text)) if not is_function_word(term))


_COLUMN = {name: column for column, name in enumerate(NAMES)}


def cover(wanted: Mapping[str, float], present: Set[str]) -> float:
    """The share of the wanted terms, by their weights, that are present."""
    total = sum(wanted.values())
    said = [weight for term, weight in wanted.items() if term in present]
    return sum(said) / total if total else 0.0


def _longest_run(question: Sequence[str], present: frozenset[str]) -> int:
    """The most neighbouring question syllables whose pairs all stand in the sentence."""
    longest = run = 0
    for pair in zip(question, question[1:], strict=False):
        run = run + 1 if "_".join(pair) in present else 0
        longest = max(longest, run)
    return longest
