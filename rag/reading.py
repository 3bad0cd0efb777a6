"""Passages in, ranked sentences out: which of them answers, and how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.language.function_words import is_function_word
from rag.marking import marked
from rag.named_persons import is_told_of
from rag.networks.features import NAMES as FEATURE_NAMES
from rag.networks.features import Candidate, Features, features
from rag.networks.term_matching import NAMES as MATCH_NAMES
from rag.networks.term_matching import Matches, term_matches
from rag.networks.term_network import TermNetwork
from rag.networks.threads import on_one_thread
from rag.networks.weights import load_weights
from rag.question_kinds import KINDS
from rag.questions import Question
from rag.retrieval import Passage
from rag.sentences import Sentence, Sentences
from vectorstore.embedding import Vectors

# A title stands beside every quote from its article, so it is quoted only when clearly the best.
_TITLE_LOSS = 1.0
_UNNAMED_LOSS = 3.0  # of a sentence that does not name the person who is asked about
_TOLD = 0.7  # share of a title's syllables from which a sentence tells what the title does
_LOOKED_AT = 3  # sentences whose spans are looked at
_WEIGHT_OF_EVIDENCE = 0.8
OUT_OF_REACH = 4.0  # below the best: evidence does not differ by ten times as much
WEIGHTS = Path(__file__).parent / "models" / "reader.safetensors"
INPUTS = (*MATCH_NAMES, *FEATURE_NAMES, *KINDS)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence and how well it answers."""

    sentence: Sentence
    score: float  # comparable within one question only
    features: Features  # (len(features.NAMES),)
    matches: Matches  # (1, n syllables of the question, len(term_matching.NAMES))


@cache
def load_ranker() -> TermNetwork:
    """The weights that come with the package."""
    return TermNetwork(load_weights(WEIGHTS, INPUTS))


def candidates_of(
    question: Question, passages: Sequence[Passage], sentences: Sentences
) -> list[Candidate]:
    """The sentences that the passages reach into, each once, with their neighbours.

    One that only says the question again, as a title often does, is no candidate, nor is a
    question of the article's own.
    """
    found: dict[tuple[str, int], Candidate] = {}
    best = passages[0].score if passages else 0.0
    for rank, passage in enumerate(passages):
        inside = sentences.section_at(passage.article_id, passage.start)
        for i, sentence in enumerate(inside):
            reached = sentence.end > passage.start and sentence.start < passage.end
            if reached and not sentence.asks and _says_something_new(sentence, question):
                key = (passage.article_id, sentence.start)
                before = inside[i - 1] if i else None
                after = inside[i + 1] if i + 1 < len(inside) else None
                found.setdefault(
                    key, Candidate(sentence, before, after, rank, passage.score - best)
                )
    return list(found.values())


@on_one_thread
def read(
    question: Question,
    vector: Vectors,
    passages: Sequence[Passage],
    sentences: Sentences,
    rarity: Callable[[str], float],
) -> list[Reading]:
    """The sentences of the passages, the best answer first."""
    found = candidates_of(question, passages, sentences)
    if not found:
        return []
    rows = features(question, vector, found, rarity)
    matches = term_matches(question, found, rarity)
    scores = load_ranker().scores(matches, rows, KINDS.index(question.kind))
    scores -= _TITLE_LOSS * np.array([c.sentence.section == "title" for c in found])
    if question.somebody is not None:
        scores -= _UNNAMED_LOSS * np.array([not is_told_of(question, c.sentence) for c in found])
    _look_closely(question, found, scores, rarity)
    _let_titles_give_way(found, scores)
    order = np.argsort(-scores, kind="stable")
    return [
        Reading(found[i].sentence, float(scores[i]), rows[i], matches[i : i + 1]) for i in order
    ]


def _look_closely(
    question: Question,
    found: Sequence[Candidate],
    scores: NDArray[np.float32],
    rarity: Callable[[str], float],
) -> None:
    """Add to the best scores what the span network has to say of the sentences.

    It is asked of so few, and of none that it could not bring up to the first, that the others
    count as its worst of them, and stay below.
    """
    best = np.argsort(-scores, kind="stable")[:_LOOKED_AT]
    best = best[scores[best[0]] - scores[best] <= OUT_OF_REACH]
    evidence = np.array([marked(question, found[i].sentence, rarity).evidence_among for i in best])
    others = np.full(len(found), evidence.min(), np.float32)
    others[best] = evidence
    scores += _WEIGHT_OF_EVIDENCE * others


def _let_titles_give_way(found: Sequence[Candidate], scores: NDArray[np.float32]) -> None:
    """Let the best sentence that tells what its article's title does change places with it."""
    for i, title in enumerate(found):
        if title.sentence.section != "title":
            continue
        words = set(title.sentence.folded_terms)
        fuller = [
            j
            for j, other in enumerate(found)
            if other.sentence.article_id == title.sentence.article_id
            and other.sentence.section in ("lead", "body")
            and len(words.intersection(other.sentence.folded_terms)) >= _TOLD * len(words)
        ]
        best = max(fuller, key=lambda j: scores[j], default=i)
        if scores[best] < scores[i]:
            scores[best], scores[i] = scores[i], scores[best]


def _says_something_new(sentence: Sentence, question: Question) -> bool:
    if question.kind == "yes_no":
        return bool(sentence.places)
    return any(
        word not in question.words and not is_function_word(word) for word in sentence.folded_terms
    )
