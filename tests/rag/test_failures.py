from dataclasses import replace

from outcomes import outcome, quote

from rag.evaluation import Outcome
from rag.question_files import Asked
from rag.reports.failures import Fault, failures

ASKED = Asked("1", "Ai gặt lúa?", "a", ("An",), "who")
NOWHERE = replace(ASKED, article=None, answers=())
RIGHT, WRONG, ELSEWHERE = quote(1, "a", "An gặt."), quote(1, "a", "Mưa."), quote(1, "b", "An gặt.")


def faults(*outcomes: Outcome) -> list[tuple[str, float]]:
    return [(failure.fault, failure.outcome.answer.confidence) for failure in failures(outcomes)]


def test_what_is_right_is_no_failure() -> None:
    assert faults(outcome(ASKED, [RIGHT]), outcome(NOWHERE, [])) == []
    assert faults(outcome(replace(ASKED, article=None), [ELSEWHERE])) == []


def test_why_an_outcome_counts_as_wrong() -> None:
    long = quote(1, "a", "An" + "x" * 400)
    assert faults(outcome(NOWHERE, [RIGHT])) == [(Fault.NOT_SAID, 0.9)]
    assert faults(outcome(ASKED, [])) == [(Fault.REFUSED, 0.9)]
    assert faults(outcome(ASKED, [WRONG])) == [(Fault.WRONG_SENTENCE, 0.9)]
    assert faults(outcome(ASKED, [ELSEWHERE])) == [(Fault.WRONG_ARTICLE, 0.9)]
    assert faults(outcome(ASKED, [long])) == [(Fault.TOO_LONG, 0.9)]
    assert faults(outcome(ASKED, [ELSEWHERE, WRONG, RIGHT])) == [(Fault.NOT_FIRST, 0.9)]
    assert faults(outcome(replace(ASKED, article=None), [WRONG])) == [(Fault.WRONG_SENTENCE, 0.9)]


def test_a_quote_that_is_not_verbatim_is_a_failure_whatever_it_says() -> None:
    unlike = replace(outcome(ASKED, [RIGHT]), verbatim=[False])
    assert faults(unlike) == [(Fault.NOT_VERBATIM, 0.9)]


def test_the_worst_stands_first() -> None:
    found = faults(
        outcome(ASKED, [WRONG, RIGHT], confidence=0.99),
        outcome(ASKED, [], confidence=0.04),
        outcome(ASKED, [], confidence=0.01),
        outcome(ASKED, [WRONG], confidence=0.3),
        outcome(NOWHERE, [WRONG], confidence=0.8),
        outcome(ASKED, [ELSEWHERE], confidence=0.5),
        replace(outcome(ASKED, [WRONG], confidence=0.1), verbatim=[False]),
    )
    assert found == [
        (Fault.NOT_VERBATIM, 0.1),
        (Fault.NOT_SAID, 0.8),
        (Fault.WRONG_ARTICLE, 0.5),
        (Fault.WRONG_SENTENCE, 0.3),
        (Fault.REFUSED, 0.01),
        (Fault.REFUSED, 0.04),
        (Fault.NOT_FIRST, 0.99),
    ]
