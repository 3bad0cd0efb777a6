"""Readings in, the probability that the first of them answers out."""

from collections.abc import Callable, Sequence
from functools import cache
from math import exp, log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.features import NAMES as SENTENCE_NAMES
from rag.questions import Question, is_function_word
from rag.reading import Reading
from rag.retrieval import Passage, terms_of
from vectorstore.vietnamese import fold

WEIGHTS = Path(__file__).parent / "models" / "confidence.safetensors"
# An answer less sure than this is withheld; chosen so that few answerable questions are refused.
THRESHOLD = 0.05

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
    "passages_cover",  # rarity-weighted share of the question's words in any passage
    "article_cover",  # the same in the passages of the first reading's article
    "rarest_missing",  # rarity of the rarest word those lack, over that of the rarest of all
    "names_missing",  # share of the question's names and numbers that those passages lack
    "words",  # logarithm of the number of content words
)


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
    weights = _load()
    standard = (row - weights["mean"]) / weights["deviation"]
    return 1 / (1 + exp(-float(standard @ weights["weights"] + weights["bias"][0])))


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
    everywhere = _words_of(passages)
    there = _words_of([p for p in passages if p.article_id == article])
    names = [fold(name) for name in question.names]
    rarest = max(words.values()) or 1.0
    values = {name: first.features[SENTENCE_NAMES.index(name)] for name in _OF_SENTENCE}
    values |= {
        "score": first.score,
        "gap": first.score - readings[1].score if len(readings) > 1 else 0.0,
        "passages_cover": _cover(words, everywhere),
        "article_cover": _cover(words, there),
        "rarest_missing": max((r for w, r in words.items() if w not in there), default=0) / rarest,
        "names_missing": sum(n not in there for n in names) / len(names) if names else 0.0,
        "words": log(1 + len(words)),
    }
    return np.array([values[name] for name in NAMES], np.float32)


def _words_of(passages: Sequence[Passage]) -> frozenset[str]:
    texts = {text for passage in passages for text in (passage.title, passage.text)}
    return frozenset[str]().union(*map(terms_of, texts))


def _cover(wanted: dict[str, float], present: frozenset[str]) -> float:
    total = sum(wanted.values())
    return sum(w for word, w in wanted.items() if word in present) / total if total else 0.0


@cache
def _load() -> dict[str, NDArray[np.float32]]:
    from safetensors.numpy import load_file

    return load_file(WEIGHTS)
