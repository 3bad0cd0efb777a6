"""A question and candidate sentences in, one row of numbers for each sentence out."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from rag.fitting import cause_sign, place_sign, time_sign, unit_sign
from rag.language.function_words import is_function_word
from rag.offices.holders import holder_sign
from rag.offices.titles import rank_sign
from rag.questions import Question, in_focus, topic_words
from rag.saying import Flags, pairs_of, said_by
from rag.sentences import Sentence
from rag.spans import short_answers
from rag.thesaurus import load_thesaurus
from vectorstore.embedding import Vectors
from vectorstore.vietnamese import fold, syllables

Features = NDArray[np.float32]  # (n candidates, len(NAMES))
Column = NDArray[np.floating]  # a number for each sentence, or for each syllable
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
    rows = np.zeros((len(found), len(NAMES)), np.float32)
    for row, candidate in zip(rows, found, strict=True):
        values = {
            **_where_found(candidate),
            **_how_it_looks(question, candidate.sentence),
            **_what_could_answer(question, candidate.sentence, rarity),
            **_what_it_replies_to(wanted, candidate.sentence.replies_to, rarity),
        }
        for name, value in values.items():
            row[_COLUMN[name]] = value
    for name, column in _how_said(question, wanted, vector, found).items():
        rows[:, _COLUMN[name]] = column
    for name in ("cover", "meant_cover", "cosine"):
        rows[:, _COLUMN[f"best_{name}"]] = (
            rows[:, _COLUMN[name]].max(initial=0) - rows[:, _COLUMN[name]]
        )
    return rows


def together(found: Iterable[Candidate]) -> tuple[Sentence, ...]:
    """The sentences of the candidates and those beside them, each once."""
    around = (s for c in found for s in (c.before, c.sentence, c.after) if s is not None)
    return tuple(dict.fromkeys(around))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question's terms that are looked for, each with its rarity (nats)."""

    words: Mapping[str, float]  # the content ones
    focus: Mapping[str, float]  # of these those beside the ones that ask, or all
    accented: Mapping[str, float]  # with their accents
    pairs: Mapping[str, float]  # by their first syllable and the next
    every: Mapping[str, float]

    @classmethod
    def of(cls, question: Question, rarity: Callable[[str], float]) -> "_Wanted":
        words = topic_words(question, rarity)
        return cls(
            words=words,
            focus=in_focus(question, words),
            accented={
                term: words[folded]
                for term, folded in zip(question.terms, question.folded, strict=True)
                if folded in words
            },
            pairs={
                pair: rarity(pair)
                for pair in pairs_of(question)
                if not all(map(is_function_word, pair.split("_")))
            },
            every={term: rarity(term) for term in question.folded},
        )


def _how_said(
    question: Question, wanted: _Wanted, vector: Vectors, found: Sequence[Candidate]
) -> dict[str, Column]:
    """How the candidates and those beside them say the question, and how near they are to it."""
    sentences = together(found)
    said = said_by(sentences, question, load_thesaurus())
    own = said.rows(c.sentence for c in found)
    around = np.stack([own, said.rows(c.before for c in found), said.rows(c.after for c in found)])
    bare, meant = said.bare, said.bare | said.meant
    cosines = np.array([*(vector @ sentence.vector for sentence in sentences), 0.0], np.float32)
    there = (around < len(sentences)).sum(axis=0)
    pairs = _at_first([*pairs_of(question), ""], wanted.pairs)
    accented = _at_first(question.terms, wanted.accented)
    words, focus, every = (
        _at_first(question.folded, weights)
        for weights in (wanted.words, wanted.focus, wanted.every)
    )
    covered = _covered(bare[own], words)
    covered_around = _covered(np.logical_or.reduce(bare[around]), words)
    return {
        "cover": covered,
        "pair_cover": _covered(said.with_next[own], pairs),
        "accented_cover": (
            _covered(said.accented[own], accented) if question.accented else covered
        ),
        "every_cover": _covered(bare[own], every),
        "around_cover": covered_around,
        "missing_nearby": covered_around - covered,
        "meant_cover": _covered(meant[own], words),
        "meant_around_cover": _covered(np.logical_or.reduce(meant[around]), words),
        "focus_cover": _covered(bare[own], focus),
        "meant_focus_cover": _covered(meant[own], focus),
        "run": _longest_run(said.with_next[own]) / len(question.folded),
        "cosine": cosines[own],
        "around_cosine": cosines[around].sum(axis=0) / there,
    }


def _at_first(terms: Sequence[str], weights: Mapping[str, float]) -> Column:
    """(n terms,) the weight of each term where it stands first; nought of others and again."""
    left = dict(weights)
    return np.array([left.pop(term, 0.0) for term in terms])


def _covered(flags: Flags, weights: Column) -> Column:
    """(n sentences,) the share of the weights at the syllables that each says."""
    total = weights.sum()
    return flags @ weights / total if total else np.zeros(len(flags))


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


def _longest_run(with_next: Flags) -> Column:
    """(n sentences,) the most neighbouring pairs of the question that each says."""
    run = longest = np.zeros(len(with_next))
    for said in with_next.T:
        run = (run + 1) * said
        longest = np.maximum(longest, run)
    return longest
