"""A sentence, and a question about it, in; a row of numbers for each of its syllables out.

What a syllable is by itself (its word's vector, its shape, the patterns it stands in) is worked
out once for a sentence; how it stands to a question, for each question.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.forms import FORMS, syllables_inside
from rag.language.function_words import is_function_word
from rag.language.person_names import HONORIFICS
from rag.networks.asked_words import asked_words
from rag.networks.pieces import Rows, pieces_at
from rag.questions import Question, topic_words
from rag.sentences import Sentence
from vectorstore.vietnamese import Span, unify

_WORDS = {
    "number_word": "một hai ba bốn năm sáu bảy tám chín mười mươi chục nửa vài mấy",
    "scale": "trăm nghìn ngàn vạn triệu tỷ tỉ phần lần",
    "time_noun": "ngày tháng năm giờ phút thế kỷ sáng trưa chiều tối đêm tuần quý thứ mùa",
    "place_noun": "tỉnh huyện xã phường quận thôn bản nước thị thành phố tp",
    "copula": "là gồm như",
    "because": "do vì bởi nhờ nên",
    "purpose": "để nhằm giúp",
    "where": "tại ở đến từ thuộc trong",
    "by": "bởi do của cho với cùng",
}
_WORD_SETS = {
    **{name: frozenset(unify(words).split()) for name, words in _WORDS.items()},
    "honorific": HONORIFICS,
}
_OPENING, _CLOSING, _STOPS = "([{“‘«\"'", ")]}”’»\"'", ".;:–"
_SHAPES = (
    "upper",
    "all_upper",
    "digit",
    "number",
    "year",
    "one_letter",
    "first",
    "last",
    "comma_before",
    "opened_before",
    "stop_before",
    "joined_before",
    "comma_after",
    "closed_after",
    "stop_after",
    "joined_after",
    "percent_after",
    "function",
    "continues_word",  # the tokenizer's piece began in an earlier syllable
    "word_continues",
)
_PLACES_IN_FORM = ("in", "begins", "ends")
SHAPES = (*_SHAPES, *_WORD_SETS, *(f"{p}_{form}" for form in FORMS for p in _PLACES_IN_FORM))
MATCHES = (
    "asked",  # a content word of the question
    "asked_rarity",  # its rarity over that of the question's rarest word
    "asked_function",  # one of its function words
    "other_accents",  # the question has it with other accents
    "with_previous",  # the question has it after the same syllable
    "with_next",
    "just_before",  # near, in the question, before the word that asks: where the answer would begin
    "just_after",
    "left",  # rarity of the nearest content word of the question to the left, by distance
    "right",
    "pull",  # the sum of the rarities of all of them, by distance
    "share_left",  # of the question's rarity that stands to the left
    "share_right",
)
_REACH = 4.0  # syllables within which a word of the question draws


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """A sentence's syllables: (n,) rows of the word vectors, (n, len(SHAPES)) shapes."""

    pieces: NDArray[np.int64]
    shapes: Rows


def tokens_of(sentence: Sentence, offsets: Sequence[Span], pieces: Sequence[int]) -> Tokens:
    """What the syllables are by themselves; each has the tokenizer's piece that it begins in."""
    words = pieces_at(sentence.places, offsets)
    ids = np.array([*pieces, 0], np.int64)[words]
    rows = _shapes(sentence)
    same = words[1:] == words[:-1]
    rows[1:, SHAPES.index("continues_word")] = same
    rows[:-1, SHAPES.index("word_continues")] = same
    return Tokens(ids, rows)


def _shapes(sentence: Sentence) -> Rows:
    n = len(sentence.places)
    rows = np.zeros((n, len(SHAPES)), np.float32)
    for i in range(n):
        shape = _shape_of(sentence, i)
        rows[i, : len(_SHAPES)] = [shape.get(name, False) for name in _SHAPES]
        listed = [sentence.syllables[i] in words for words in _WORD_SETS.values()]
        rows[i, len(_SHAPES) : len(_SHAPES) + len(listed)] = listed
    for form, spans in FORMS.items():
        inside, begins, ends = (SHAPES.index(f"{place}_{form}") for place in _PLACES_IN_FORM)
        for span in spans(sentence):
            among = syllables_inside(sentence, span)
            if among:
                rows[among, inside] = 1
                rows[among[0], begins] = 1
                rows[among[-1], ends] = 1
    return rows


def _shape_of(sentence: Sentence, i: int) -> dict[str, bool]:
    """What a syllable is by how it and what stands beside it are written."""
    text, places = sentence.text, sentence.places
    start, end = places[i]
    word = text[start:end]
    before = text[places[i - 1][1] : start] if i else text[:start]
    after = text[end : places[i + 1][0]] if i + 1 < len(places) else text[end:]
    is_number = word.isdigit()
    return {
        "upper": word[0].isupper(),
        "all_upper": len(word) > 1 and word.isupper(),
        "digit": any(map(str.isdigit, word)),
        "number": is_number,
        "year": is_number and len(word) == 4 and word[0] in "12",
        "one_letter": len(word) == 1,
        "first": i == 0,
        "last": i + 1 == len(places),
        "comma_before": "," in before,
        "opened_before": any(c in _OPENING for c in before),
        "stop_before": any(c in _STOPS for c in before),
        "joined_before": bool(before) and " " not in before,
        "comma_after": "," in after,
        "closed_after": any(c in _CLOSING for c in after),
        "stop_after": any(c in _STOPS for c in after),
        "joined_after": bool(after) and " " not in after,
        "percent_after": "%" in after,
        "function": is_function_word(sentence.folded_terms[i]),
    }


def matches_of(sentence: Sentence, question: Question, rarity: Callable[[str], float]) -> Rows:
    """(n, len(MATCHES)) how the sentence's syllables stand to the question."""
    n = len(sentence.places)
    content = topic_words(question, rarity)
    rarest, total = max(content.values(), default=1.0) or 1.0, sum(content.values()) or 1.0
    pairs = set(zip(question.folded, question.folded[1:], strict=False))
    accented = set(question.terms)
    beside = _beside_asking(question, rarity)
    columns = {name: np.zeros(n, np.float32) for name in MATCHES}
    weight, first_said = columns["asked_rarity"], np.zeros(n, np.float32)
    seen: set[str] = set()
    terms = sentence.folded_terms
    for i, term in enumerate(terms):
        if term not in question.words:
            continue
        if term in content:
            columns["asked"][i] = 1
            weight[i] = content[term] / rarest
            if term not in seen:
                seen.add(term)
                first_said[i] = content[term] / total
        else:
            columns["asked_function"][i] = 1
        columns["other_accents"][i] = question.accented and sentence.syllables[i] not in accented
        columns["with_previous"][i] = i > 0 and (terms[i - 1], term) in pairs
        columns["with_next"][i] = i + 1 < n and (term, terms[i + 1]) in pairs
        columns["just_before"][i], columns["just_after"][i] = beside.get(term, (0.0, 0.0))
    at = np.nonzero(weight)[0]
    if len(at):
        distance = np.arange(n)[:, None] - at[None, :]
        near = weight[at] * np.exp(-np.abs(distance) / _REACH)
        columns["left"] = np.where(distance > 0, near, 0).max(axis=1)
        columns["right"] = np.where(distance < 0, near, 0).max(axis=1)
        columns["pull"] = np.where(distance != 0, near, 0).sum(axis=1)
        columns["share_left"] = np.cumsum(first_said) - first_said
        columns["share_right"] = first_said.sum() - columns["share_left"] - first_said
    return np.stack([columns[name] for name in MATCHES], axis=1).astype(np.float32)


@lru_cache(maxsize=256)
def _beside_asking(
    question: Question, rarity: Callable[[str], float]
) -> dict[str, tuple[float, float]]:
    """How near each folded syllable stands before the words that ask, and after them."""
    asked = asked_words(question, rarity)
    near: dict[str, tuple[float, float]] = {}
    sides = zip(asked.column("before_asking"), asked.column("after_asking"), strict=True)
    for term, (before, after) in zip(question.folded, sides, strict=False):
        known = near.get(term, (0.0, 0.0))
        near[term] = max(known[0], float(before)), max(known[1], float(after))
    return near
