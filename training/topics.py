"""An order of the articles in which neighbours are about similar things, for harder batches."""

import numpy as np
from numpy.typing import NDArray

from training.corpus import TokenCorpus
from training.start import Weights

LEAF = 128  # articles that stay together


def article_vectors(corpus: TokenCorpus, weights: Weights) -> Weights:
    """Unit vectors (articles, dimensions) of titles and leads together."""
    vectors = np.zeros((len(corpus), weights.shape[1]), dtype=np.float32)
    for i, title in enumerate(corpus.titles.tolist()):
        ids = corpus.written.span(title, title + 2)
        if len(ids):
            vectors[i] = weights[ids].mean(axis=0)
    vectors -= vectors.mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors


def topical_order(vectors: Weights, rng: np.random.Generator) -> NDArray[np.int64]:
    """All rows, similar ones in runs of up to `LEAF`, the runs in random order.

    Each set is cut at the median of its rows' projections on the difference of two of them, drawn
    at random, until it is small enough; so every call gives other neighbours.
    """
    leaves: list[NDArray[np.int64]] = []
    open_sets = [np.arange(len(vectors))]
    while open_sets:
        rows = open_sets.pop()
        if len(rows) <= LEAF:
            leaves.append(rng.permutation(rows))
            continue
        one, other = rng.choice(rows, 2, replace=False)
        order = rows[np.argsort(vectors[rows] @ (vectors[one] - vectors[other]))]
        open_sets += [order[: len(rows) // 2], order[len(rows) // 2 :]]
    return np.concatenate([leaves[i] for i in rng.permutation(len(leaves))])
