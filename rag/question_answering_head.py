"""A question and a sentence in, the span that a transformer with such a head marks in it out."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.errors import ModelError
from vectorstore.named_models import load, locate, longest_input
from vectorstore.vietnamese import Span, syllable_spans, trim

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_SETTING = "RAG_READER_MODEL"
_LONGEST_SPAN = 60  # tokens; start and end are scored apart, and may belong to different answers


class QuestionAnsweringHead:
    """A transformer that scores each token as the answer's first and as its last."""

    def __init__(self, model: "PreTrainedModel", tokenizer: "PreTrainedTokenizerBase") -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._longest = longest_input(tokenizer, model.config)

    def span(self, question: str, text: str) -> Span | None:
        """Where the answer stands in `text` (code points); None if the model sees none there.

        The span has the highest sum of start and end logits, trimmed and widened to whole
        syllables. There is none where the model's first special token, which stands for "no answer"
        (SQuAD 2.0), has a higher sum. Where the pair is longer than the model can take, `text` is
        cut; the question too if it fills more than half.
        """
        import torch

        encoded = self._tokenizer(
            question,
            text,
            truncation="longest_first",
            max_length=self._longest,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping")[0].tolist()
        tokens = encoded["input_ids"][0].tolist()
        with torch.inference_mode():
            output = self._model(**encoded)
        starts, ends = (
            logits[0].float().numpy() for logits in (output.start_logits, output.end_logits)
        )
        inside = [
            i
            for i, part in enumerate(encoded.sequence_ids(0))
            if part == 1 and offsets[i][0] < offsets[i][1]
        ]
        if not inside:
            return None
        sums = starts[inside][:, None] + ends[inside]
        legal = np.triu(np.ones_like(sums, bool)) & np.tril(np.ones_like(sums, bool), _LONGEST_SPAN)
        first, last = np.unravel_index(np.where(legal, sums, -np.inf).argmax(), sums.shape)
        nothing = self._tokenizer.cls_token_id
        if nothing in tokens:
            at = tokens.index(nothing)
            if sums[first, last] <= starts[at] + ends[at]:
                return None
        return _whole(text, offsets[inside[first]][0], offsets[inside[last]][1])


@lru_cache(maxsize=2)
def load_question_answering_head(model: str) -> QuestionAnsweringHead | None:
    """The question-answering model of that name or path; None for "".

    Raises:
        ModelError: there is no such model, or it can't tell where an answer stands.
    """
    return load(_SETTING, locate(_SETTING, model), _question_answering_head) if model else None


def _question_answering_head(source: str) -> QuestionAnsweringHead:
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    remedy = "name another model, or unset it"
    tokenizer = AutoTokenizer.from_pretrained(source)
    if not tokenizer.is_fast:
        raise ModelError(
            f"{_SETTING}={source} has no fast tokenizer, which tells where tokens stand: {remedy}"
        )
    model, loading = AutoModelForQuestionAnswering.from_pretrained(source, output_loading_info=True)
    if loading["missing_keys"]:  # they would be random
        raise ModelError(f"{_SETTING}={source} is no question-answering model: {remedy}")
    return QuestionAnsweringHead(model, tokenizer)


def _whole(text: str, start: int, end: int) -> Span | None:
    """The span without blanks at its ends, and with the whole of each syllable it cuts."""
    start, end = trim(text, start, end)
    if start == end:
        return None
    places = syllable_spans(text)
    first = next((a for a, b in places if a < start < b), start)
    return first, next((b for a, b in places if a < end < b), end)
