"""A sentence made by hand, for what reads sentences."""

import numpy as np

from rag.sentences import Sentence


def sentence_of(text: str) -> Sentence:
    """A sentence of no article that means nothing to the embedding."""
    return Sentence.of(text, np.zeros(2, np.float32), "a", "body", 0)
