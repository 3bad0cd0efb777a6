"""Outcomes in, those that count as wrong out: the worst first, each with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rag.answering import Quote
from rag.evaluation import Outcome
from rag.sentences import LONGEST_QUOTE


class Fault(StrEnum):
    """Why an outcome counts as wrong, as it is shown."""

    NOT_VERBATIM = "a quote is not the article's own words"
    NOT_SAID = "answered though the articles don't say"
    WRONG_ARTICLE = "wrong article"
    WRONG_SENTENCE = "right article but wrong sentence"
    TOO_LONG = f"the quote is longer than {LONGEST_QUOTE} characters"
    REFUSED = "refused though answerable"
    NOT_FIRST = "quoted rightly, but not first"


# What is worse stands first; between faults of one rank the confidence decides.
_RANKS = {
    Fault.NOT_VERBATIM: 0,
    Fault.NOT_SAID: 1,
    Fault.WRONG_ARTICLE: 1,
    Fault.WRONG_SENTENCE: 1,
    Fault.TOO_LONG: 1,
    Fault.REFUSED: 2,
    Fault.NOT_FIRST: 3,
}


@dataclass(frozen=True, slots=True)
class Failure:
    """An outcome that counts as wrong."""

    outcome: Outcome
    fault: Fault

    @property
    def quote(self) -> Quote | None:
        """What was quoted first; None if nothing was."""
        return next(iter(self.outcome.answer.quotes), None)

    @property
    def place(self) -> str:
        """Where the first quote stands."""
        quote = self.quote
        said = (quote.article_id, quote.section, quote.title) if quote else ()
        return " · ".join(filter(None, said))

    @property
    def right(self) -> str:
        """What would have been right."""
        return " | ".join(self.outcome.asked.answers) or "nothing: the articles don't say"

    @property
    def signs(self) -> str:
        """What tells this failure from others: confidence, kind of question, its id."""
        outcome = self.outcome
        return f"confidence {outcome.answer.confidence:.2f} · {outcome.kind} · {outcome.asked.id}"


def failures(outcomes: Iterable[Outcome]) -> list[Failure]:
    """The outcomes that `quote@1`, `refused_unanswerable` or `verbatim` count as wrong.

    Wrong answers come first, the surest one before the others, then questions that were refused
    though the articles answer them, the surest refusal first, then those whose right quote is not
    the first.
    """
    found = [Failure(o, fault) for o in outcomes if (fault := _fault(o)) is not None]
    return sorted(found, key=_order)


def _fault(outcome: Outcome) -> Fault | None:
    asked, answer = outcome.asked, outcome.answer
    if not all(outcome.verbatim):
        return Fault.NOT_VERBATIM
    if not asked.answers:
        return Fault.NOT_SAID if answer.answered else None
    if outcome.quoted(1):
        return None
    if not answer.quotes:
        return Fault.REFUSED
    if outcome.quoted(len(answer.quotes)):
        return Fault.NOT_FIRST
    first = answer.quotes[0]
    if asked.article not in (None, first.article_id):
        return Fault.WRONG_ARTICLE
    if asked.is_answered_in(first.text):
        return Fault.TOO_LONG
    return Fault.WRONG_SENTENCE


def _order(failure: Failure) -> tuple[int, float]:
    confidence = failure.outcome.answer.confidence
    return _RANKS[failure.fault], confidence if failure.fault is Fault.REFUSED else -confidence
