"""Fits how sure an answer is that was read twice: a scale and a shift of what both readers say.

They are fitted to questions on paragraphs that the second reader was not taught by, of those that
the first reading leaves in doubt, and go into `rag/second_reader.py` by hand.
"""

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from rag.confidence import confidence_of
from rag.networks.span_network import WEIGHTS as SPANS
from rag.networks.span_network import other_spans
from rag.question_files import QuestionSet, read_questions
from rag.second_reader import is_doubtful, read_again
from rag.thesaurus import apart_from_training
from training.askings import askings_of, is_right, readings_of
from training.balance import times
from training.options import EXISTING, OWN_PARAGRAPH
from training.window_examples import is_held_out

log = logging.getLogger(__name__)
_MOST = 600  # questions of a file: so few weights want no more


@dataclass(frozen=True, slots=True)
class Doubt:
    """What both readers say of an answer, and whether a quote was right."""

    log_odds: float
    right: bool
    weight: float


def held_out(questions: QuestionSet) -> QuestionSet:
    """Some questions on paragraphs that the second reader was not taught by."""
    kept = [q for q in questions.questions if is_held_out(questions.paragraphs[q.article or ""])]
    kept = random.Random(0).sample(kept, min(_MOST, len(kept)))
    return replace(questions, questions=kept)


def doubts_of(questions: QuestionSet, *, own_only: bool = False) -> Iterator[Doubt]:
    """What came of the doubtful questions, and of those without an answer made of them."""
    askings = askings_of(questions, own_only=own_only)
    for asking, found in readings_of(askings, questions):
        confidence = confidence_of(found.question, found.readings, found.passages, found.rarity)
        if is_doubtful(confidence):
            second = read_again(found.question, found.readings, confidence)
            yield Doubt(
                second.log_odds, is_right(asking, found.question, second.readings), asking.weight
            )


def fit(doubts: Sequence[Doubt]) -> tuple[float, float]:
    """The scale and the shift: a logistic regression (Platt 1999)."""
    said = [[doubt.log_odds] for doubt in doubts]
    right = [doubt.right for doubt in doubts]
    fitted = LogisticRegression(C=np.inf).fit(said, right, [doubt.weight for doubt in doubts])
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


@click.command()
@OWN_PARAGRAPH
@click.option(
    "--spans",
    default=SPANS,
    type=EXISTING,
    help="The weights of a span network, best of one that FILES did not teach.",
)
@click.option("--measure", multiple=True, type=EXISTING)
@click.argument("files", nargs=-1, required=True, type=EXISTING)
def main(
    files: tuple[Path, ...], own: tuple[Path, ...], spans: Path, measure: tuple[Path, ...]
) -> None:
    """Fit on question FILES in SQuAD form and tell scale and shift."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    doubts: list[Doubt] = []
    for file in files:
        questions = read_questions(file)
        with apart_from_training(), other_spans(spans):
            found = [*doubts_of(held_out(questions), own_only=file in own)]
        doubts += times(questions) * found
    log.info("scale %.2f, shift %.2f, of %d", *fit(doubts), len(doubts))
    for file in measure:
        asked = list(doubts_of(read_questions(file), own_only=file in own))
        ranked = roc_auc_score([d.right for d in asked], [d.log_odds for d in asked])
        log.info("%s: area under the ROC curve %.3f of %d", file.name, ranked, len(asked))


if __name__ == "__main__":
    main()
