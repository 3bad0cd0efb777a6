"""Readings in, the probability that what is quoted of them answers out."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rag.fitting import lacks_form
from rag.named_persons import are_named, persons_in, tells_who
from rag.networks.term_matching import NAMES as MATCH_NAMES
from rag.networks.term_network import TermNetwork
from rag.networks.threads import on_one_thread
from rag.networks.weights import load_weights
from rag.offices.others import tell_of_others
from rag.question_kinds import KINDS
from rag.questions import Question
from rag.quoting import MOST_QUOTES
from rag.reading import Reading
from rag.retrieval import Passage
from rag.signs import NAMES, signs_of

WEIGHTS = Path(__file__).parent / "models" / "confidence.safetensors"
# An answer less sure is withheld: of held-out ones just below it one in five is right.
THRESHOLD = 0.148

INPUTS = (*MATCH_NAMES, *NAMES, *KINDS)
# Of 48 news sentences in which an office stands at who is asked about 46 tell it: no less, then.
_TOLD_WHO = 0.9


@on_one_thread
def confidence_of(
    question: Question,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    rarity: Callable[[str], float],
) -> float:
    """The probability, 0..1, that one of the readings to be quoted answers the question."""
    sentences = [reading.sentence for reading in readings]
    if not sentences or lacks_form(question, sentences[0]):
        return 0.0
    if tell_of_others(question, sentences[:MOST_QUOTES]):
        return 0.0
    if not are_named(persons_in(question), sentences):
        return 0.0
    signs = signs_of(question, readings, passages, rarity)
    if signs is None:
        return 0.0
    kind = KINDS.index(question.kind)
    log_odds = float(_load().scores(readings[0].matches, signs[None], kind)[0])
    sure = tells_who(question, sentences[0])
    return max(float(probability(log_odds)), _TOLD_WHO if sure else 0.0)


def probability(log_odds: ArrayLike) -> NDArray[np.float64]:
    """The logistic function, also of what is far from nought."""
    return np.asarray(np.exp(-np.logaddexp(0, np.negative(log_odds))))


@cache
def _load() -> TermNetwork:
    return TermNetwork(load_weights(WEIGHTS, INPUTS))
