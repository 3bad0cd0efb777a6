"""A question set in, how many times each of its examples counts out."""

from rag.question_files import QuestionSet

_FEW_QUESTIONS = 5_000
_TIMES = 3


def times(questions: QuestionSet) -> int:
    """More than once for a small set, so that the large ones do not drown it."""
    return _TIMES if len(questions.questions) < _FEW_QUESTIONS else 1
