"""A question and candidate sentences in; how each says each of the question's syllables, out.

The `features` sum these up over the question; here each syllable keeps its own row, so that a
network can learn which of them have to be said, and what it means if one is not: the "phó" of "phó
giám đốc", the "năm" beside a year. (Deep relevance matching looks at a text from the side of the
question's terms in the same way: Guo et al. 2016, arXiv:1711.08611.)
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rag.networks.asked_words import NAMES as ASKED
from rag.networks.asked_words import asked_words
from rag.networks.features import Candidate, together
from rag.networks.kinship import nearest_in_each
from rag.questions import Question
from rag.saying import Flags, said_by
from rag.thesaurus import load_thesaurus

Matches: TypeAlias = NDArray[np.float32]  # (n candidates, n syllables of the question, len(NAMES))

_OF_SENTENCE = (
    "said",  # the syllable stands there, accents and all
    "said_bare",  # it stands there, whatever its accents
    "with_previous",  # it does after the same syllable as in the question
    "with_next",
    "meant",  # another word stands there that says the same
)
_OF_BOTH = (
    "before",  # it stands in the sentence before
    "after",
    "meant_around",  # another word that says the same stands there
    "nearest",  # the cosine of its word and the sentence's nearest word
    "accented",  # the question is typed with accents
)
_OF_OTHERS = {  # the highest number that another candidate has
    "nearest_elsewhere": "nearest",
    "said_elsewhere": "said_bare",
}
NAMES = (*ASKED, *_OF_SENTENCE, *_OF_BOTH, *_OF_OTHERS)


def term_matches(
    question: Question, found: Sequence[Candidate], rarity: Callable[[str], float]
) -> Matches:
    """How the candidates, in their order, say the syllables; `rarity` is an idf in nats."""
    asked = asked_words(question, rarity)
    n = len(asked.rows)
    rows = np.zeros((len(found), n, len(NAMES)), np.float32)
    if not rows.size:
        return rows
    rows[:, :, : len(ASKED)] = asked.rows
    nearest = nearest_in_each(tuple(c.sentence.in_full for c in found), asked)
    for name, column in _how_said(question, found).items():
        rows[:, :, _COLUMN[name]] = column[:, :n]
    rows[:, :, _COLUMN["nearest"]] = np.maximum(nearest, 0)
    for name, of in _OF_OTHERS.items():
        rows[:, :, _COLUMN[name]] = _highest_of_others(rows[:, :, _COLUMN[of]])
    rows[:, :, _COLUMN["accented"]] = question.accented
    return rows


def _how_said(question: Question, found: Sequence[Candidate]) -> dict[str, Flags]:
    """(n candidates, n syllables) each: how they and those beside them say the syllables."""
    said = said_by(together(found), question, load_thesaurus())
    own, before, after = (
        said.rows(sentences)
        for sentences in zip(*((c.sentence, c.before, c.after) for c in found), strict=True)
    )
    with_previous = np.roll(said.with_next, 1, axis=1)  # the last syllable has none after it
    return {
        "said": said.accented[own],
        "said_bare": said.bare[own],
        "with_previous": with_previous[own],
        "with_next": said.with_next[own],
        "meant": said.meant[own],
        "before": said.bare[before],
        "after": said.bare[after],
        "meant_around": said.meant[before] | said.meant[after],
    }


def _highest_of_others(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each column the highest number in any other row; nought where there is one row only."""
    if len(rows) < 2:
        return np.zeros_like(rows)
    second, highest = np.sort(rows, axis=0)[-2:]
    is_highest = np.arange(len(rows))[:, None] == rows.argmax(axis=0)
    found: NDArray[np.float32] = np.where(is_highest, second, highest)
    return found


_COLUMN = {name: column for column, name in enumerate(NAMES)}
