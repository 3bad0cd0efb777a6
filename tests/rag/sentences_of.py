"""A sentence made by hand, for what reads sentences."""

import numpy as np

from rag.sentences import Sentence


def sentence_of(*texts: str, number: int = 0) -> Sentence:
    """The sentence of that number among others, of no article; it means nothing as a whole."""
    return Sentence.of(texts[number], np.zeros(2, np.float32), "a", "body", 0, texts, number)
