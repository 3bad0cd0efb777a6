"""Who holds an office is asked and sentences in, whether they tell of others alone out."""

from collections.abc import Sequence

from rag.offices.bodies import is_of_another_body, is_of_another_rank
from rag.offices.holders import offices_of
from rag.offices.places import is_held_elsewhere
from rag.questions import Question
from rag.sentences import Sentence


def tell_of_others(question: Question, sentences: Sequence[Sentence]) -> bool:
    """Whether the first tells of another rank, place or body, and no other of the one asked about.

    There is at least one.
    """
    first, *others = sentences
    return _is_another_office(question, first) and not any(
        offices_of(question, other) and not _is_another_office(question, other) for other in others
    )


def _is_another_office(question: Question, sentence: Sentence) -> bool:
    return (
        is_of_another_rank(question, sentence)
        or is_held_elsewhere(question, sentence)
        or is_of_another_body(question, sentence)
    )
