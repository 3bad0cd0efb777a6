"""A question and its readings in, the best of them in a cross-encoder's order out."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rag.reading import Reading
from vectorstore.errors import ModelError
from vectorstore.named_models import load, locate, longest_input

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_SETTING = "RAG_RERANKER_MODEL"
_JUDGED = 20  # readings; a cross-encoder costs a pass through the network for each


class Reranker:
    """A sentence-transformers cross-encoder: it reads question and sentence together."""

    def __init__(self, model: "CrossEncoder") -> None:
        self._model = model

    def rerank(self, question: str, readings: Sequence[Reading]) -> list[Reading]:
        """The first 20 readings, the model's best first; the others are left out.

        Each carries the model's raw score from then on: log-odds, as the ranker's, but on a scale
        of the model's own. Equal ones keep their order. Where a pair is longer than the model can
        take, the sentence is cut; the question too if it fills more than half.
        """
        from torch.nn import Identity

        judged = readings[:_JUDGED]
        pairs = [(question, reading.sentence.text) for reading in judged]
        scores = self._model.predict(pairs, activation_fn=Identity(), show_progress_bar=False)
        order = np.argsort(-np.asarray(scores), kind="stable")
        return [replace(judged[i], score=float(scores[i])) for i in order]


@lru_cache(maxsize=2)
def load_reranker(model: str) -> Reranker | None:
    """The cross-encoder of that name or path; None for "".

    Raises:
        ModelError: there is no such model, or it is no cross-encoder with one score for a pair.
    """
    return Reranker(load(_SETTING, locate(_SETTING, model), _cross_encoder)) if model else None


def _cross_encoder(source: str) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder

    model: CrossEncoder = CrossEncoder(source)
    remedy = "name another model, or unset it"
    transformer = model.transformers_model
    # A model without such a head is given a random one, except where modules follow that score.
    architectures = (transformer and transformer.config.architectures) or [""]
    if len(model) == 1 and not architectures[0].endswith("ForSequenceClassification"):
        raise ModelError(f"{_SETTING}={source} is no cross-encoder: {remedy}")
    if model.num_labels != 1:
        raise ModelError(
            f"{_SETTING}={source} gives a pair {model.num_labels} scores, not one: {remedy}"
        )
    if transformer is not None:
        model.max_seq_length = longest_input(model.tokenizer, transformer.config)
    return model
