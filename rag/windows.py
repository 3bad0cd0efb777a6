"""A question and the sentences that may answer it in, what a transformer reads of them out.

The question comes first, then the sentences with those beside them, as far as there is room. Each
token says by its type whether its syllable is one that both sides have, accents aside: a small
network need not learn to tell.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.questions import Question
from rag.sentences import Sentence
from vectorstore.vietnamese import Span, fold, syllable_spans, syllables

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TOKENIZER = Path(__file__).parent / "models" / "second-reader-tokenizer.json"
START, PADDING, END = 0, 1, 2  # ids of the special tokens
ASKED, ASKED_AND_SAID, SAID, SAID_AND_ASKED, SAID_AS_ASKED = range(5)  # types of tokens
TYPES = 5
_LONGEST_QUESTION = 40  # tokens
_ROOM = 80, 150  # syllables of sentences, and tokens
_LONGEST_SENTENCE = 200  # tokens: the best has room up to it
LONGEST = 256  # tokens of a window: those, and a mark before each sentence
_Key = tuple[tuple[str, ...], int]  # the sentences around one and its own, and its place there


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """What is read at once: (n,) tokens, their types, and at which each sentence begins."""

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    begins: Mapping[_Key, int]

    def tokens_of(self, sentence: Sentence) -> list[slice] | None:
        """Where the tokens of each of its syllables stand; None of one there was no room for."""
        begin = self.begins.get(_key(sentence))
        if begin is None:
            return None
        return [slice(begin + a, begin + b) for a, b in _encoded(sentence.text).tokens]


def window_of(question: Question, sentences: Sequence[Sentence], *, alone: bool = False) -> Window:
    """The window on the sentences, best first: each as there is room, then what is beside them.

    `alone` leaves out the latter.
    """
    texts = _with_room(sentences, (0,) if alone else (0, -1, 1))
    asked = _encoded(question.text)
    content, pairs = frozenset(question.content), frozenset(pairwise(asked.terms))
    said = {term for text in texts.values() for term in _encoded(text).terms}
    ids = [START, *asked.ids[:_LONGEST_QUESTION], END]
    types = [ASKED] * len(ids)
    for term, (first, end) in zip(asked.terms, asked.tokens, strict=True):
        if term in content and term in said:
            types[1 + first : 1 + end] = [ASKED_AND_SAID] * (end - first)
    del types[len(ids) :]
    begins: dict[_Key, int] = {}
    before: _Key | None = None
    for key, text in texts.items():
        if before is not None and key != (before[0], before[1] + 1):
            ids.append(END)
            types.append(SAID)
        before = key
        begins[key] = len(ids)
        encoded = _encoded(text)
        ids += encoded.ids
        types += _types_of(encoded, content, pairs)
    return Window(np.array([*ids, END]), np.array([*types, SAID]), begins)


class _Encoded(NamedTuple):
    """A text's tokens, and its syllables without accents, each with where its tokens stand."""

    ids: list[int]
    terms: list[str]
    tokens: list[Span]


@lru_cache(maxsize=4096)
def _encoded(text: str) -> _Encoded:
    encoding = load_tokenizer().encode(text)
    starts, ends = [], []
    for start, end in encoding.offsets:  # a piece takes in the blank before it
        starts.append(start + (text[start : start + 1] == " "))
        ends.append(end)
    tokens = [(bisect_right(ends, a), bisect_left(starts, b)) for a, b in syllable_spans(text)]
    return _Encoded(encoding.ids, [fold(term) for term in syllables(text)], tokens)


def _with_room(sentences: Sequence[Sentence], beside: Sequence[int]) -> dict[_Key, str]:
    """The texts there is room for, in reading order, the part of the best first.

    `beside` tells how far from a sentence they stand, those to be taken in first before others.
    """
    found: dict[_Key, str] = {}
    parts = list(dict.fromkeys(sentence.among for sentence in sentences))
    left = np.array(_ROOM)
    for by in beside:
        for sentence in sentences:
            number = sentence.number + by
            key = (sentence.among, number)
            if key in found or not 0 <= number < len(sentence.among):
                continue
            text = sentence.among[number]
            encoded = _encoded(text)
            size = np.array([len(encoded.terms), len(encoded.ids)])
            if (size <= left).all() or (not found and len(encoded.ids) <= _LONGEST_SENTENCE):
                found[key] = text
                left -= size
    return dict(sorted(found.items(), key=lambda at: (parts.index(at[0][0]), at[0][1])))


def _types_of(
    encoded: _Encoded, content: frozenset[str], pairs: frozenset[tuple[str, str]]
) -> list[int]:
    """The type of each token of a sentence."""
    types = [SAID] * len(encoded.ids)
    beside = pairwise(encoded.terms)
    as_asked = [False, *(pair in pairs and not content.isdisjoint(pair) for pair in beside), False]
    for number, (term, (first, end)) in enumerate(zip(encoded.terms, encoded.tokens, strict=True)):
        if as_asked[number] or as_asked[number + 1]:
            kind = SAID_AS_ASKED
        else:
            kind = SAID_AND_ASKED if term in content else SAID
        types[first:end] = [kind] * (end - first)
    return types


def _key(sentence: Sentence) -> _Key:
    return sentence.among, sentence.number


@cache
def load_tokenizer() -> "Tokenizer":
    """What cuts texts into the transformer's tokens."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(TOKENIZER))
