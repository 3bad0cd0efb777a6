"""Readings in, the few to quote out, in the order in which they are read."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.pointing_back import led_in
from rag.questions import Question, asks_for_byline, wants_several
from rag.reading import Reading
from rag.sentences import Sentence, Sentences
from vectorstore.vietnamese import fold

MOST_QUOTES = 3
# Scores are log-odds: a sentence this far below the first is some four hundred times less likely to
# answer, and is not quoted.
_FAR_BELOW = 6.0
_REPEATED = 0.7  # share of syllables from which a sentence repeats an earlier quote
# Another article that answers otherwise stands beside the first if it is hardly less likely.
_RIVAL_BELOW = 2.0
# How much being likely counts against being new, where several sentences are wanted.
_LIKELY = 0.6

ShortAnswerOf = Callable[[Reading], str | None]


def chosen(
    question: Question, readings: Sequence[Reading], short_answer: ShortAnswerOf
) -> list[Reading]:
    """The readings to quote, at most three, of readings sorted best first; none repeats another.

    The best is always first. Where another article answers otherwise and about as well, its best
    is second. A question for several things gets sentences that add to each other, in the order of
    the article; one for a single fact the next best.
    """
    if not readings:
        return []
    first = readings[0]
    likely = [r for r in readings if first.score - r.score <= _FAR_BELOW and _is_prose(r, question)]
    rival = _rival(question, first, likely, short_answer)
    kept = [first, rival] if rival else [first]
    several = wants_several(question)
    while len(kept) < MOST_QUOTES:
        rest = [r for r in likely if not any(_repeats(r, earlier) for earlier in kept)]
        if not rest:
            break
        kept.append(max(rest, key=lambda r: _marginal(r, kept)) if several else rest[0])
    if several:
        added = kept[2 if rival else 1 :]
        added.sort(key=lambda r: (r.sentence.article_id != first.sentence.article_id, _place(r)))
        kept[len(kept) - len(added) :] = added
    return kept


def with_context(
    question: Question, readings: Sequence[Reading], sentences: Sentences
) -> list[Reading]:
    """The readings to quote, each with what it says nothing without, but what is quoted before it.

    That is the list in which it stands, where one thing of it does not answer, or those before it
    that it points back to.
    """
    wants_list = wants_several(question) or question.kind == "yes_no"
    found: list[Reading] = []
    for reading in readings:
        own = reading.sentence
        whole = (sentences.list_around(own) if wants_list else None) or led_in(own, sentences)
        if _is_held(whole, found):
            whole = own
        if not _is_held(whole, found):
            found.append(replace(reading, sentence=whole))
    return found


def answers_as_a_list(question: Question, text: str, start: int) -> bool:
    """Whether a quote is a list of which what stands at `start` is no more than one thing.

    That is neither what a label announces nor of the form which the answer has.
    """
    line = text[text.rfind("\n", 0, start) + 1 : start]
    is_its_own = question.has_answer_form or ":" in line
    return "\n" in text and (wants_several(question) or not is_its_own)


def _is_held(sentence: Sentence, quoted: Sequence[Reading]) -> bool:
    """Whether a part of it is quoted."""
    return any(_overlap(sentence, reading.sentence) for reading in quoted)


def _overlap(one: Sentence, other: Sentence) -> bool:
    same = one.article_id == other.article_id
    return same and one.start < other.end and other.start < one.end


def _rival(
    question: Question, first: Reading, likely: Sequence[Reading], short_answer: ShortAnswerOf
) -> Reading | None:
    """The best reading of another article, if it answers the same question otherwise.

    It does if it holds the question's names that the first holds, and, where the answer has a form
    of its own, another short answer.
    """
    names = {fold(name) for name in question.names} & first.sentence.folded
    article = first.sentence.article_id
    other = next((reading for reading in likely if reading.sentence.article_id != article), None)
    if other is None or first.score - other.score > _RIVAL_BELOW:
        return None
    if not names <= other.sentence.folded or _repeats(other, first):
        return None
    answers = short_answer(first), short_answer(other)
    differ = all(answers) and answers[0] != answers[1]
    return other if differ or not question.has_answer_form else None


def _marginal(reading: Reading, kept: Sequence[Reading]) -> float:
    """Maximal marginal relevance: how likely, less how like what is already quoted.

    Carbonell and Goldstein (1998), with the score's distance from the first over the greatest
    distance that is quoted as relevance, and the cosine of the sentences as likeness.
    """
    relevance = 1 - (kept[0].score - reading.score) / _FAR_BELOW
    likeness = max(float(reading.sentence.vector @ r.sentence.vector) for r in kept)
    return _LIKELY * relevance - (1 - _LIKELY) * likeness


def _is_prose(reading: Reading, question: Question) -> bool:
    return reading.sentence.section != "byline" or asks_for_byline(question)


def _repeats(reading: Reading, earlier: Reading) -> bool:
    """Whether most of a sentence was quoted before.

    A longer one that adds to it is no repeat, nor is one that differs in a figure.
    """
    words, others = set(reading.sentence.folded_terms), set(earlier.sentence.folded_terms)
    if any(char.isdigit() for word in words - others for char in word):
        return False
    return len(words & others) >= _REPEATED * max(1, len(words))


def _place(reading: Reading) -> tuple[str, int]:
    return reading.sentence.article_id, reading.sentence.start
