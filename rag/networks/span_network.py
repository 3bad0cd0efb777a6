"""The syllables of a sentence in, a score for each span that could answer, and for none, out.

A small convolutional network over the rows of `tokens` and `kinship`, made by `training/spans.py`.
It knows a question by its kind, by where its words stand in the sentence, and by the words beside
those that ask; of words it knows the commonest by name, of the sentence's others their shape and
how near they are to the question's, of the question's what the embedding says of them, so that it
carries over to new topics. Whether any span answers depends on how the sentence says the
question's syllables, too, and how those around it do.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.networks.asked_words import NAMES as ASKED
from rag.networks.asked_words import AskedWords, asked_words
from rag.networks.convolution import convolved, relu
from rag.networks.kinship import ECHOES, OWN_ECHOES, kinship_of
from rag.networks.kinship import NAMES as KINSHIP
from rag.networks.pieces import Rows
from rag.networks.tokens import MATCHES, SHAPES, Tokens, matches_of
from rag.networks.weights import load_weights
from rag.question_kinds import KINDS
from rag.questions import Question
from rag.sentences import Sentence
from vectorstore.embedding import load_embedded

ROWS = (*SHAPES, *MATCHES, *KINSHIP)
LONGEST_SPAN = 30  # syllables
WINDOW = 2  # syllables on either side that the first layer sees
ASKED_REACH = (-1, 0, 1)  # syllables of the question that are seen together
FEW_TERMS = 3.0  # brings a sum over the syllables beside the asking ones near to 1
FEW_ECHOES = 4.0  # likewise, over all syllables by their rarity
WEIGHTS = Path(__file__).parents[1] / "models" / "spans.safetensors"
_NOTHING = ("echoed", "echoed_bias", "pooled", "pooled_bias", "nothing", "nothing_bias")
INPUTS = (*ROWS, *ASKED, *ECHOES, *KINDS)


def rows_of(
    sentence: Sentence, tokens: Tokens, question: Question, rarity: Callable[[str], float]
) -> Rows:
    """(n, len(ROWS)) what each syllable is, and how it stands to the question."""
    asked = asked_words(question, rarity)
    matches = matches_of(sentence, question, rarity)
    return np.concatenate([tokens.shapes, matches, kinship_of(tokens, asked)], axis=1)


@dataclass(frozen=True, slots=True)
class SpanScores:
    """The log-odds of a sentence's spans, and of there being an answer among them."""

    spans: NDArray[np.float32]  # (n, n) from the first syllable to the last; -inf where none can be
    evidence: float  # that the sentence answers at all, whatever stands around it
    evidence_among: float  # known what the sentences around it say: that it answers, and not they


class SpanNetwork:
    """The network's forward pass; `Network` in `training/span_network.py` is the same in torch."""

    def __init__(self, tensors: dict[str, NDArray[np.float32]]) -> None:
        self._tensors = tensors
        self._layers = sum(name.startswith("layer") for name in tensors) // 2
        self._about = lru_cache(maxsize=64)(self._what_is_wanted)
        self._terms = lru_cache(maxsize=64)(self._what_is_said)

    def best(
        self, rows: Rows, pieces: NDArray[np.int64], asked: AskedWords, echoes: Rows, kind: int
    ) -> tuple[int, int]:
        """The first and the last syllable of the span that answers best."""
        spans = self.scores(rows, pieces, asked, echoes, kind).spans
        first, last = np.unravel_index(int(spans.argmax()), spans.shape)
        return int(first), int(last)

    def scores(
        self, rows: Rows, pieces: NDArray[np.int64], asked: AskedWords, echoes: Rows, kind: int
    ) -> SpanScores:
        """How each span of a sentence of at least one syllable answers.

        `rows` (n, len(ROWS)) and `pieces` (n,) are the sentence's, `asked` and `kind`, a place in
        KINDS, the question's, `echoes` (syllables of the question, len(ECHOES)) of both.
        """
        t = self._tensors
        rows = np.concatenate([rows, self._words(pieces)], axis=1)
        of_kind, about = t["kind"][kind], self._about(asked)
        seen = convolved(rows, t["input"], range(-WINDOW, WINDOW + 1)) + t["input_bias"]
        seen += of_kind @ t["kind_input"] + about @ t["about_input"]
        hidden = relu(seen * (1 + about @ t["about_gain"]))
        for layer in range(self._layers):
            seen = convolved(hidden, t[f"layer{layer}"], (-(2**layer), 0, 2**layer))
            hidden = hidden + relu(seen + t[f"layer{layer}_bias"])
        first, last = (
            hidden @ (t[end] + of_kind @ t[f"{end}_kind"] + about @ t[f"{end}_about"])
            for end in ("first", "last")
        )
        length, is_none = lengths(len(rows))
        scores = first[:, None] + last[None, :] + t["length"][kind][length]
        scores[is_none] = -np.inf
        spans = np.asarray(scores, np.float32)
        highest = float(spans.max())
        any_span = highest + float(np.log(np.exp(spans - highest).sum()))
        pooled = np.concatenate([hidden.max(axis=0), hidden.mean(axis=0), of_kind, about])
        return SpanScores(
            spans,
            any_span - self._nothing("alone", pooled, asked, echoes[:, : len(OWN_ECHOES)]),
            any_span - self._nothing("among", pooled, asked, echoes),
        )

    def _what_is_wanted(self, asked: AskedWords) -> NDArray[np.float32]:
        """What the words beside those that ask say is wanted."""
        t = self._tensors
        seen = relu(convolved(self._terms(asked), t["asked"], ASKED_REACH) + t["asked_bias"])
        return np.asarray(asked.beside_asking @ seen / FEW_TERMS, np.float32)

    def _what_is_said(self, asked: AskedWords) -> Rows:
        """What each syllable of the question is, and what its word means."""
        meanings = load_embedded().directions(asked.pieces) @ self._tensors["meaning"]
        return np.concatenate([asked.rows, meanings, self._words(asked.pieces)], axis=1)

    def _nothing(
        self, head: str, pooled: NDArray[np.float32], asked: AskedWords, echoes: Rows
    ) -> float:
        """The log-odds of no answer, by how the question is said: a sum over it, and the peak."""
        t = {name: self._tensors[f"{head}_{name}"] for name in _NOTHING}
        rows = np.concatenate([self._terms(asked), echoes], axis=1)
        seen = relu(convolved(rows, t["echoed"], ASKED_REACH) + t["echoed_bias"])
        together = asked.column("rarity") @ seen / FEW_ECHOES
        pooled = np.concatenate([pooled, together, seen.max(axis=0, initial=0)])
        hidden = relu(pooled @ t["pooled"] + t["pooled_bias"])
        return float((hidden @ t["nothing"] + t["nothing_bias"])[0])

    def _words(self, pieces: NDArray[np.integer]) -> Rows:
        words: Rows = self._tensors["word"][self._tensors["word_of_piece"][pieces]]
        return words


@lru_cache(maxsize=256)
def lengths(n: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(n, n) how many syllables each span has beyond its first, and which are none or too long."""
    length = np.arange(n)[None, :] - np.arange(n)[:, None]
    return np.clip(length, 0, LONGEST_SPAN - 1), (length < 0) | (length >= LONGEST_SPAN)


def load_span_network() -> SpanNetwork:
    """The weights that come with the package, or those of `other_spans`."""
    return _load(_file.get())


@contextmanager
def other_spans(weights: Path) -> Iterator[None]:
    """Read with other weights for a while, such as those of a network taught by half as much."""
    token = _file.set(weights)
    try:
        yield
    finally:
        _file.reset(token)


@cache
def _load(weights: Path) -> SpanNetwork:
    return SpanNetwork(load_weights(weights, INPUTS))


_file: ContextVar[Path] = ContextVar("weights of the span network", default=WEIGHTS)
