"""A question and candidate sentences in, one row of numbers for each sentence out."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from rag.fitting import cause_sign, place_sign, time_sign, unit_sign
from rag.office_holders import holder_sign, rank_sign
from rag.questions import Question, focus_words, is_function_word, topic_words
from rag.sentences import Sentence
from rag.spans import short_answers
from rag.thesaurus import echoed, load_thesaurus
from vectorstore.embedding import Vectors
from vectorstore.vietnamese import with_pairs

Features = NDArray[np.float32]  # (n candidates, len(NAMES))

NAMES = (
    "cover",  # rarity-weighted share of the question's content syllables in the sentence
    "pair_cover",  # the same of its syllable pairs
    "accented_cover",  # the same of its accented syllables; as `cover` if none were typed
    "every_cover",  # share of all its syllables, function words too
    "around_cover",  # share of content syllables in the sentence before, itself and the next
    "missing_nearby",  # what the neighbours add to the sentence's own cover
    "best_cover",  # how far below the best candidate's cover
    "meant_cover",  # as `cover`, of syllables that stand there or are said by another word
    "meant_around_cover",  # as `around_cover`, likewise
    "best_meant_cover",  # how far below the best candidate's
    "focus_cover",  # as `cover`, of the words beside those that ask ("bao nhiêu tuổi")
    "meant_focus_cover",  # as `meant_cover`, of these
    "run",  # longest run of the question's syllable pairs in the sentence, over its length
    "cosine",  # question · sentence
    "around_cosine",  # the mean of its own and its neighbours'
    "best_cosine",  # how far below the best candidate's cosine
    "passage",  # how far the passage's score lies below the first passage's
    "first_passage",
    "new_share",  # share of the sentence's syllables that the question lacks
    "length",  # logarithm of the number of syllables
    "short",  # under six syllables
    "opens",  # first in its section
    "span",  # an answer of the wanted kind could stand here
    "no_span",  # the kind has forms of its own, and none stands here
    "span_pull",  # how near it stands to the question's words
    "span_fit",  # how surely it has the wanted form
    "unit",  # an amount of what is counted stands there, or not; as `rag.fitting` tells
    "cause",  # a word of cause, where one is asked for
    "rank",  # the office asked about stands there, or its deputy
    "holder",  # a person stands at that office
    "place_kind",  # a place of the kind asked for is named, or none
    "time_grain",  # a time as fine as the one asked for stands there, or none
    "question_mark",
)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A sentence with its neighbours in the section and the passage it was found in."""

    sentence: Sentence
    before: Sentence | None
    after: Sentence | None
    passage: int  # 0 for the best
    passage_score: float


def features(
    question: Question,
    vector: Vectors,
    found: Sequence[Candidate],
    rarity: Callable[[str], float],
) -> Features:
    """The rows of the candidates, in their order; `rarity` is the idf of a folded term (nats)."""
    words = topic_words(question, rarity)
    pairs = {
        pair: rarity(pair)
        for pair in with_pairs(list(question.folded))[len(question.folded) :]
        if not all(is_function_word(part) for part in pair.split("_"))
    }
    accented = {
        t: words[f]
        for t, f in zip(question.terms, question.folded, strict=True)
        if question.accented and f in words
    }
    asked = focus_words(question)
    focus = {word: rarity for word, rarity in words.items() if word in asked} or words
    every = {t: rarity(t) for t in question.folded}
    together = {s for c in found for s in (c.before, c.sentence, c.after) if s is not None}
    cosines = {s: float(vector @ s.vector) for s in together}
    alternatives = load_thesaurus().alternatives(question)
    heard = {s: words.keys() & s.folded for s in together}
    meant = {s: heard[s].union(echoed(alternatives, s.accented)) for s in together}
    rows = np.zeros((len(found), len(NAMES)), np.float32)
    for row, candidate in zip(rows, found, strict=True):
        sentence = candidate.sentence
        around = [s for s in (candidate.before, sentence, candidate.after) if s is not None]
        folded = sentence.folded
        own_cover = cover(words, heard[sentence])
        known = [t for t in sentence.folded_terms if t in question.words]
        answers = short_answers(sentence, question, rarity)
        best = answers[0].pull if answers else 0.0
        values = {
            "cover": own_cover,
            "pair_cover": cover(pairs, folded),
            "accented_cover": cover(accented, sentence.accented) if accented else own_cover,
            "every_cover": cover(every, folded),
            "around_cover": cover(words, set().union(*(heard[s] for s in around))),
            "meant_cover": cover(words, meant[sentence]),
            "meant_around_cover": cover(words, set().union(*(meant[s] for s in around))),
            "focus_cover": cover(focus, heard[sentence]),
            "meant_focus_cover": cover(focus, meant[sentence]),
            "run": _longest_run(question.folded, folded) / len(question.folded),
            "cosine": cosines[sentence],
            "around_cosine": sum(cosines[s] for s in around) / len(around),
            "passage": candidate.passage_score,
            "first_passage": candidate.passage == 0,
            "new_share": 1 - len(known) / max(1, len(sentence.folded_terms)),
            "length": log(1 + len(sentence.folded_terms)),
            "short": len(sentence.folded_terms) < 6,
            "opens": candidate.before is None,
            "span": best > 0,
            "no_span": question.has_answer_form and best <= 0,
            "span_pull": best,
            "span_fit": max((answer.fit for answer in answers), default=0.0),
            "unit": unit_sign(question, sentence),
            "cause": cause_sign(question, sentence),
            "rank": rank_sign(question, sentence),
            "holder": holder_sign(question, sentence),
            "place_kind": place_sign(question, sentence),
            "time_grain": time_sign(question, sentence),
            "question_mark": sentence.text.endswith("?"),
        }
        values["missing_nearby"] = values["around_cover"] - own_cover
        for name, value in values.items():
            row[_COLUMN[name]] = value
    for name in ("cover", "meant_cover", "cosine"):
        rows[:, _COLUMN[f"best_{name}"]] = (
            rows[:, _COLUMN[name]].max(initial=0) - rows[:, _COLUMN[name]]
        )
    return rows


_COLUMN = {name: column for column, name in enumerate(NAMES)}


def cover(wanted: Mapping[str, float], present: Set[str]) -> float:
    """The share of the wanted terms, by their weights, that are present."""
    total = sum(wanted.values())
    said = [weight for term, weight in wanted.items() if term in present]
    return sum(said) / total if total else 0.0


def _longest_run(question: Sequence[str], present: frozenset[str]) -> int:
    """The most neighbouring question syllables whose pairs all stand in the sentence."""
    longest = run = 0
    for pair in zip(question, question[1:], strict=False):
        run = run + 1 if "_".join(pair) in present else 0
        longest = max(longest, run)
    return longest
