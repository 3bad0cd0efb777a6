"""Where training starts: random vectors weighted by rarity, related pieces near each other."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.tokenizer import SPACE
from vectorstore.vietnamese import fold

Weights = NDArray[np.float32]  # (pieces, dimensions)
Counts = NDArray[np.float64]  # (pieces,), how often each occurs in the news

OWN_SHARE = 0.7  # of a word's vector that is its own; the rest comes from its syllables
TYPED_BARE = 0.33  # how often a text is taken to be typed without accents


def start_weights(tokenizer: Tokenizer, counts: Counts, dimensions: int, seed: int) -> Weights:
    """A vector for each piece.

    Random directions keep different words apart, as a random projection of their counts would. A
    word of several syllables is partly the sum of them, and an unaccented piece is the average of
    the pieces it may stand for, by frequency. Lengths follow the inverse frequency.
    """
    places = tokenizer.get_vocab()
    random = np.random.default_rng(seed).standard_normal((len(places), dimensions))
    weights = random.astype(np.float32)
    for text, i in places.items():
        parts = [places[SPACE + part] for part in text.split(SPACE)[1:] if SPACE + part in places]
        if len(parts) > 1:
            weights[i] *= OWN_SHARE
            weights[i] += random[parts].sum(axis=0) * np.sqrt((1 - OWN_SHARE**2) / len(parts))
    weights *= rarity(counts)[:, None]
    return tie_unaccented(weights, tokenizer, counts, share=1.0)


def rarity(counts: Counts) -> Weights:
    """Inverse frequency on a log scale, about 1 for a middling word: the length of a vector."""
    inverse = np.log(counts.sum() / (counts + 5.0))
    return np.asarray(inverse / np.median(inverse), dtype=np.float32)


def tie_unaccented(weights: Weights, tokenizer: Tokenizer, counts: Counts, share: float) -> Weights:
    """The vectors with `share` of each unaccented piece's own replaced.

    In its place comes the average, by frequency, of all the pieces that it may stand for, itself
    among them: "ban" may be "ban", "bản", "bàn", "bạn", …
    """
    places = tokenizer.get_vocab()
    accented: dict[str, list[int]] = defaultdict(list)
    for text, i in sorted(places.items(), key=lambda item: item[1]):
        if (unaccented := fold(text)) != text:
            accented[unaccented].append(i)
    tied = weights.copy()
    for text, stands_for in accented.items():
        if text not in places:
            continue
        bare = places[text]
        often = np.append(counts[stands_for] * TYPED_BARE, counts[bare]) + 1e-6
        average = (often[:, None] / often.sum() * weights[[*stands_for, bare]]).sum(axis=0)
        tied[bare] = (1 - share) * weights[bare] + share * average
    return tied
