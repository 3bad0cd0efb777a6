"""Readings in, the probability that the first of them answers out."""

import re
from collections.abc import Callable, Sequence, Set
from functools import cache
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.features import NAMES as SENTENCE_NAMES
from rag.features import cover
from rag.forms import PLACES
from rag.marking import marked
from rag.questions import Question, is_function_word
from rag.reading import Reading
from rag.retrieval import Passage, terms_of
from rag.sentences import Sentence
from vectorstore.vietnamese import fold

WEIGHTS = Path(__file__).parent / "models" / "confidence.safetensors"
# An answer less sure than this is withheld; chosen so that few answerable questions are refused.
THRESHOLD = 0.11

_OF_SENTENCE = (
    "cover",
    "pair_cover",
    "around_cover",
    "run",
    "cosine",
    "around_cosine",
    "no_span",
    "span_pull",
)
NAMES = (
    *_OF_SENTENCE,  # of the first reading
    "score",
    "gap",  # to the second reading's score
    "near_cover",  # rarity-weighted share of the question's words in the sentence, its neighbours
    # and the title
    "article_cover",  # the same in all readings of its article
    "everywhere_cover",  # the same in all readings
    "rarest_missing_near",  # rarity of the rarest word missing there, over that of the rarest
    "rarest_missing",  # the same of its article
    "names_missing_near",  # share of the question's names and numbers
    "names_missing",
    "other_place",  # the question names a place; near the sentence stands another in its stead
    "other_year",
    "focus_cover",  # share of the words beside those that ask ("bao nhiêu tuổi") in the sentence
    "focus_cover_near",
    "mark",  # logarithm of the probability of the span that would be marked
    "words",  # logarithm of the number of content words
    "name_wanted",  # the question's kind: a person or a name of something
    "number_wanted",  # a quantity or a time
    "account_wanted",  # a reason, a manner, a definition
)
_FOCUS = 3  # syllables on either side of the words that ask
_BETWEEN = 2  # characters between neighbouring sentences
# The country is named beside every place.
_TOLD_APART = frozenset(place for place in PLACES if " " in place) - {"viet nam"}
_YEAR = re.compile(r"(?:19|20)\d\d")


def confidence_of(
    question: Question,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    rarity: Callable[[str], float],
) -> float:
    """The probability, 0..1, that the first reading answers the question."""
    row = signs_of(question, readings, passages, rarity)
    if row is None:
        return 0.0
    return float(probabilities(row[None], _load())[0])


def probabilities(
    rows: NDArray[np.float32], weights: dict[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    """(n,) what the signs in each row, (n, len(NAMES)), say together: one small hidden layer."""
    standard = np.clip((rows - weights["mean"]) / weights["deviation"], -5, 5)
    hidden = np.maximum(standard @ weights["hidden"] + weights["hidden_bias"], 0)
    return np.asarray(1 / (1 + np.exp(-(hidden @ weights["output"] + weights["bias"][0]))))


def signs_of(
    question: Question,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    rarity: Callable[[str], float],
) -> NDArray[np.float32] | None:
    """What speaks for and against the first reading, (len(NAMES),); None without any content."""
    words = {word: rarity(word) for word in question.folded if not is_function_word(word)}
    if not readings or not words:
        return None
    first = readings[0]
    article = first.sentence.article_id
    title = frozenset().union(*(terms_of(p.title) for p in passages if p.article_id == article))
    own = [r.sentence for r in readings if r.sentence.article_id == article]
    near = title.union(*(s.folded for s in own if _are_neighbours(s, first.sentence)))
    there = title.union(*(s.folded for s in own))
    everywhere = there.union(*(r.sentence.folded for r in readings))
    begins, ends = question.asking
    beside = {*question.folded[max(0, begins - _FOCUS) : begins], *question.folded[ends:][:_FOCUS]}
    focus = {word: rarity for word, rarity in words.items() if word in beside} or words
    names = [fold(name) for name in question.names]
    rarest = max(words.values()) or 1.0
    values = {name: first.features[SENTENCE_NAMES.index(name)] for name in _OF_SENTENCE}
    values |= {
        "score": first.score,
        "gap": first.score - readings[1].score if len(readings) > 1 else 0.0,
        "near_cover": cover(words, near),
        "article_cover": cover(words, there),
        "everywhere_cover": cover(words, everywhere),
        "rarest_missing_near": max((r for w, r in words.items() if w not in near), default=0)
        / rarest,
        "rarest_missing": max((r for w, r in words.items() if w not in there), default=0) / rarest,
        "names_missing_near": _missing(names, near),
        "names_missing": _missing(names, there),
        "other_place": _another_instead(_places_in(question.folded), _places_of(near)),
        "other_year": _another_instead(
            {word for word in question.folded if _YEAR.fullmatch(word)},
            {word for word in near if _YEAR.fullmatch(word)},
        ),
        "focus_cover": cover(focus, first.sentence.folded),
        "focus_cover_near": cover(focus, near),
        "mark": log(marked(question, first.sentence, rarity).probability),
        "words": log(1 + len(words)),
        "name_wanted": question.kind in ("person", "name", "place"),
        "number_wanted": question.kind in ("quantity", "time"),
        "account_wanted": question.kind in ("reason", "manner", "definition"),
    }
    return np.array([values[name] for name in NAMES], np.float32)


def _are_neighbours(sentence: Sentence, other: Sentence) -> bool:
    """Whether nothing, or no more than a line's end, stands between two sentences."""
    return max(sentence.start, other.start) - min(sentence.end, other.end) <= _BETWEEN


def _missing(names: Sequence[str], present: frozenset[str]) -> float:
    return sum(name not in present for name in names) / len(names) if names else 0.0


def _another_instead(asked: Set[str], said: Set[str]) -> bool:
    """Whether what is asked about is not said, and something alike is."""
    return bool(asked - said) and bool(said - asked)


def _places_in(syllables: Sequence[str]) -> set[str]:
    return {" ".join(p) for p in zip(syllables, syllables[1:], strict=False)} & _TOLD_APART


def _places_of(terms: frozenset[str]) -> set[str]:
    return {term.replace("_", " ") for term in terms} & _TOLD_APART


@cache
def _load() -> dict[str, NDArray[np.float32]]:
    from safetensors.numpy import load_file

    return load_file(WEIGHTS)
