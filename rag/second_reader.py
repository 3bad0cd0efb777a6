"""Readings that leave doubt in, the same read once more out.

A small transformer reads the question and the best sentences at once, with what stands around
them: it costs as much time as all else that an answer takes, and is asked only where the first
reading is unsure. It was made by `training/second_reader.py`, and runs in onnxruntime with
weights of eight bits.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.confidence import probability
from rag.marking import Scores
from rag.networks.span_network import lengths
from rag.questions import Question
from rag.reading import OUT_OF_REACH, Reading
from rag.sentences import Sentence
from rag.windows import Window, load_tokenizer, window_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL = Path(__file__).parent / "models" / "second-reader.onnx"
# Below the first the question has no answer, above the second the first reading has it.
_DOUBT = 0.02, 0.8
_SURE = 0.5  # of a mark: above it two readers mark hardly better than one
_LOOKED_AT = 5  # sentences, as there is room for them, and what stands around them
# Of the log-odds that it finds, beside the first reader's: in the order, in the confidence.
_IN_ORDER, _IN_CONFIDENCE = 0.6, 0.35
_LEAST = -7.0  # log-odds of an answer in a sentence: below it, they say no more
_NEVER = -50.0  # of a syllable without a token of its own
# What both say, added up, is too sure: this scale and shift, as Platt (1999) has them, are fitted
# by `training/sureness.py`.
_SCALE, _SHIFT = 0.49, -0.31


@dataclass(frozen=True, slots=True)
class SecondReading:
    """The readings as both readers have them."""

    readings: list[Reading]  # the best first
    log_odds: float  # of there being an answer, as both say, added up
    spans: Mapping[Sentence, Scores]  # of those read again, log-odds over no answer

    @property
    def confidence(self) -> float:
        """The probability, 0..1, that one of those to be quoted answers."""
        return float(probability(_SCALE * self.log_odds + _SHIFT))


def is_doubtful(confidence: float) -> bool:
    """Whether a second reading could change what an answer is."""
    least, most = _DOUBT
    return least <= confidence < most


def read_again(question: Question, readings: Sequence[Reading], confidence: float) -> SecondReading:
    """The best readings read once more, of at least one; `confidence` is that of the first."""
    best = [r for r in readings[:_LOOKED_AT] if readings[0].score - r.score <= OUT_OF_REACH]
    spans = load_second_reader().spans(question, [r.sentence for r in best])
    found = {sentence: max(_LEAST, float(odds.max())) for sentence, odds in spans.items()}
    # What those that were not read count as: the far ones stay below.
    worst = min(found.values(), default=0.0)
    again = [
        replace(r, score=_SCALE * (r.score + _IN_ORDER * found.get(r.sentence, worst)))
        for r in readings
    ]
    again.sort(key=lambda reading: -reading.score)
    return SecondReading(again, _log_odds(confidence, [*found.values()] or [worst]), spans)


def read_alone(question: Question, sentence: Sentence, probability: float) -> Scores | None:
    """The log-odds of a sentence's spans, read without what stands around it.

    None where the first mark's `probability` leaves no doubt, and of a very long sentence.
    """
    if probability >= _SURE:
        return None
    return load_second_reader().spans(question, [sentence], alone=True).get(sentence)


def _log_odds(confidence: float, found: Sequence[float]) -> float:
    """What both readers say of there being an answer, added up."""
    anywhere = np.logaddexp.reduce(found)
    return float(np.log(confidence) - np.log1p(-confidence) + _IN_CONFIDENCE * anywhere)


class SecondReader:
    """A transformer that gives each token log-odds of being an answer's first, and its last."""

    def __init__(self, session: "InferenceSession") -> None:
        self._session = session

    def spans(
        self, question: Question, sentences: Sequence[Sentence], *, alone: bool = False
    ) -> dict[Sentence, Scores]:
        """The log-odds of the spans of each sentence that there is room for, best first.

        `alone` says to read nothing that stands around them.
        """
        window = window_of(question, sentences, alone=alone)
        starts, ends = self._logits(window)
        none = starts[0] + ends[0]
        return {
            sentence: _spans(starts, ends, tokens) - none
            for sentence in sentences
            if (tokens := window.tokens_of(sentence))
        }

    def _logits(self, window: Window) -> NDArray[np.float32]:
        """(2, n tokens)."""
        given = {"ids": window.ids[None], "types": window.types[None]}
        return np.concatenate(self._session.run(None, given))


@cache
def load_second_reader() -> SecondReader:
    """The transformer that comes with the package, and what cuts texts into its tokens."""
    load_tokenizer()
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read at import: it would report each session
    from onnxruntime import InferenceSession, SessionOptions, disable_telemetry_events

    disable_telemetry_events()
    options = SessionOptions()
    options.intra_op_num_threads = 1  # as `on_one_thread`: a second one gains a tenth
    session = InferenceSession(
        MODEL,
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # seven times slower than what it replaces
    )
    return SecondReader(session)


def _spans(
    starts: NDArray[np.float32], ends: NDArray[np.float32], tokens: Sequence[slice]
) -> Scores:
    first = np.array([starts[at].max(initial=_NEVER) for at in tokens])
    last = np.array([ends[at].max(initial=_NEVER) for at in tokens])
    _, is_none = lengths(len(tokens))
    return np.where(is_none, -np.inf, first[:, None] + last).astype(np.float32)
