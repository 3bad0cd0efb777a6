"""Unit vectors in, places in a plane out: what is near among the vectors is near in the plane.

t-SNE as in van der Maaten and Hinton, "Visualizing Data using t-SNE", JMLR 9 (2008), exact, begun
from the principal components (Kobak and Berens, Nature Communications 10, 2019) instead of from
chance: the same vectors always give the same places.
"""

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]  # (n, 2)
Rows = NDArray[np.floating]  # (n, dimension)

_FEWEST = 8  # vectors; fewer have no neighbourhoods to keep, their principal components serve
_PERPLEXITY = 15.0  # about so many neighbours count, a quarter of the vectors at most
_HALVINGS = 40  # of the interval in which each vector's bandwidth is sought
_STEPS, _EARLY = 400, 100  # of gradient descent; in the early ones groups are drawn together
_EXAGGERATION = 12.0  # how strongly they are
_START = 1e-4  # standard deviation of the places it begins from


def principal_axes(rows: Rows, count: int = 2) -> NDArray[np.float64]:
    """The directions (dimension, count) in which the rows differ most, by falling variance.

    Eigenvectors of their covariance in float64; the largest entry of each is positive, so that
    they are always the same. Missing ones, of rows with fewer dimensions, are zero.
    """
    centred = np.asarray(rows, np.float64) - rows.mean(axis=0, dtype=np.float64)
    found = np.linalg.eigh(centred.T @ centred).eigenvectors[:, ::-1][:, :count]
    found = found * np.where(found[np.abs(found).argmax(axis=0), range(found.shape[1])] < 0, -1, 1)
    axes = np.zeros((rows.shape[1], count))
    axes[:, : found.shape[1]] = found
    return axes


def neighbour_layout(vectors: Rows) -> Places:
    """A place for each of a few hundred unit vectors; its centre is 0, its radius about 1."""
    centred = np.asarray(vectors, np.float64) - vectors.mean(axis=0, dtype=np.float64)
    start = centred @ principal_axes(vectors)
    if len(start) < _FEWEST or start.std() < _START:
        return _of_radius_one(start)
    return _of_radius_one(_descended(_neighbourhoods(vectors), start * (_START / start.std())))


def _of_radius_one(places: Places) -> Places:
    radius = np.sqrt((places**2).sum(axis=1).mean())
    scaled: Places = places / (radius if radius > _START else 1.0)
    return scaled


def _neighbourhoods(vectors: Rows) -> NDArray[np.float64]:
    """(n, n): how much two vectors are each other's neighbours; symmetric, of sum 1."""
    n = len(vectors)
    rows = np.asarray(vectors, np.float64)
    distances = np.maximum(2 - 2 * rows @ rows.T, 0)  # squared, of unit vectors
    np.fill_diagonal(distances, np.inf)
    distances -= distances.min(axis=1, keepdims=True)
    wanted = np.log(min(_PERPLEXITY, n / 4))
    low, high = np.full(n, -5.0), np.full(n, 10.0)  # logarithms of the precision sought
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        shares = np.exp(-distances * np.exp(middle)[:, None])
        shares /= shares.sum(axis=1, keepdims=True)
        entropy = -(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=1)
        wide = entropy > wanted
        low, high = np.where(wide, middle, low), np.where(wide, high, middle)
    mutual: NDArray[np.float64] = np.maximum((shares + shares.T) / (2 * n), 1e-12)
    return mutual


def _descended(neighbourhoods: NDArray[np.float64], places: Places) -> Places:
    n = len(places)
    rate = max(n / 48, 50.0)
    speed, gain = np.zeros_like(places), np.ones_like(places)
    for step in range(_STEPS):
        early = step < _EARLY
        squares = (places**2).sum(axis=1)
        near = 1 / (1 + np.maximum(squares[:, None] + squares - 2 * places @ places.T, 0))
        np.fill_diagonal(near, 0)
        wanted = neighbourhoods * (_EXAGGERATION if early else 1.0)
        pull = (wanted - near / near.sum()) * near
        gradient = 4 * (pull.sum(axis=1)[:, None] * places - pull @ places)
        gain = np.where((gradient > 0) == (speed > 0), gain * 0.8, gain + 0.2).clip(0.01)
        speed = (0.5 if early else 0.8) * speed - rate * gain * gradient
        places = places + speed
    centred: Places = places - places.mean(axis=0)
    return centred
