"""A sentence made by hand, a reading and a passage of one, for what reads them."""

import numpy as np

from rag.networks.features import NAMES
from rag.reading import Reading
from rag.retrieval import Passage
from rag.sentences import Sentence

_NO_FEATURES = np.zeros(len(NAMES), np.float32)
_NO_MATCHES = np.zeros((1, 0, 0), np.float32)


def sentence_of(*texts: str, number: int = 0) -> Sentence:
    """The sentence of that number among others, of no article; it means nothing as a whole."""
    return Sentence.of(texts[number], np.zeros(2, np.float32), "a", "body", 0, texts, number)


def reading_of(text: str, score: float) -> Reading:
    """A sentence that has a score, and nothing to say for it."""
    return Reading(sentence_of(text), score, _NO_FEATURES, _NO_MATCHES)


def passage_of(text: str, score: float, article: str = "a", title: str = "") -> Passage:
    """A passage of an article's body that is the text."""
    return Passage(article, title, "body", 0, len(text), text, score)
