"""Vectors in, points of the map out: one plane for the chunks of a store and for any question.

Two principal components keep almost nothing of news about many things: of a chunk's ten neighbours
among 300 articles only 6 % are neighbours in their plane. So the vectors are summed up by a few
hundred landmarks, the landmarks are laid out with their neighbourhoods kept, and a vector is placed
between the landmarks that it is like: that keeps 68 %, and places a question as it does a chunk.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding import Vectors
from vectorstore.neighbour_layout import neighbour_layout, principal_axes

Points = NDArray[np.float32]  # (n, 2)

SAMPLE = 12_000  # vectors that a projection is fitted to, at most
_LANDMARKS = 384  # at most; with fewer vectors each is one
_ROUNDS = 8  # of k-means
_TEMPERATURE = 0.05  # cosine by which another landmark must be less alike to weigh e times less
# What a vector has beyond its landmarks moves it by about as much as they are apart, so that
# passages alike don't cover each other; less than this size of it moves it accordingly less.
_SPREAD, _LEAST = 1.0, 0.1
_BLOCK = 4_096  # vectors placed at a time


@dataclass(frozen=True, slots=True)
class Projection:
    """A map from the embedding space to the plane."""

    landmarks: Vectors  # (k, dimension)
    anchors: Points  # (k, 2), where the landmarks stand
    mean: NDArray[np.float32]  # (dimension,), of what vectors have beyond their landmarks
    axes: NDArray[np.float32]  # (2, dimension), along which that moves them

    @classmethod
    def fit(cls, vectors: Vectors) -> "Projection":
        """The projection for these vectors, (n, dimension); of the same ones always the same."""
        vectors = np.ascontiguousarray(vectors[_evenly(len(vectors), SAMPLE)], np.float32)
        if not len(vectors):
            none = np.zeros((2, vectors.shape[1]), np.float32)
            return cls(vectors, np.zeros((0, 2), np.float32), none[0], none)
        landmarks = vectors if len(vectors) <= _LANDMARKS else _centres(vectors, _LANDMARKS)
        anchors = neighbour_layout(landmarks)
        rest = vectors - _weights(vectors, landmarks) @ landmarks
        mean, axes = rest.mean(axis=0), principal_axes(rest)
        size = max(float(((rest - mean) @ axes).std()), _LEAST)
        axes *= _SPREAD * _gap(anchors) / size
        return cls(
            landmarks, anchors.astype(np.float32), mean, np.ascontiguousarray(axes.T, np.float32)
        )

    def place(self, vectors: Vectors) -> Points:
        """The points (n, 2) of the vectors (n, dimension)."""
        points = np.zeros((len(vectors), 2), np.float32)
        if len(self.landmarks):
            for at in range(0, len(vectors), _BLOCK):
                block = vectors[at : at + _BLOCK]
                weights = _weights(block, self.landmarks)
                rest = block - weights @ self.landmarks - self.mean
                points[at : at + _BLOCK] = weights @ self.anchors + rest @ self.axes.T
        return points


def _evenly(n: int, most: int) -> NDArray[np.int_]:
    """At most so many of the numbers below `n`, evenly spaced."""
    return np.linspace(0, n - 1, min(n, most)).astype(int)


def _weights(vectors: Vectors, landmarks: Vectors) -> NDArray[np.float32]:
    """(n, k), of sum 1 a row: the landmarks that each vector is like."""
    likeness = vectors @ landmarks.T
    likeness -= likeness.max(axis=1, keepdims=True)
    weights: NDArray[np.float32] = np.exp(likeness / np.float32(_TEMPERATURE))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


def _centres(vectors: Vectors, k: int) -> Vectors:
    """The centres, of unit length, of `k` groups of like vectors: k-means by cosine.

    Dhillon and Modha, "Concept Decompositions for Large Sparse Text Data", Machine Learning 42
    (2001); begun from vectors evenly spaced. A group that nothing is left in keeps its centre.
    """
    centres = vectors[_evenly(len(vectors), k)].copy()
    for _ in range(_ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        order = np.argsort(nearest, kind="stable")
        groups, starts = np.unique(nearest[order], return_index=True)
        sums = np.add.reduceat(vectors[order], starts, axis=0)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centres[groups] = np.where(norms > 0, sums / np.maximum(norms, 1e-9), centres[groups])
    return centres


def _gap(anchors: NDArray[np.float64]) -> float:
    """The median distance of an anchor from the next one."""
    if len(anchors) < 2:
        return 1.0
    x, y = anchors[:, 0], anchors[:, 1]
    distances = np.hypot(x[:, None] - x, y[:, None] - y)
    np.fill_diagonal(distances, np.inf)
    return float(np.median(distances.min(axis=1)))
