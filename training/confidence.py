"""Calibrates the reader's confidence on questions that have an answer and on ones that don't.

Questions without an answer come from four places: questions written to have none; an answerable
one asked of every article but its own; one of which the sentences that answer are hidden, so that
the topic stays and the answer is gone; and one whose name or number is changed for that of another
question.
"""

import logging
import random
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier

from rag.confidence import WEIGHTS, probabilities, signs_of
from rag.evaluation import store_for
from rag.question_files import Asked, read_questions
from rag.questions import UPPER, analyse
from rag.reading import Reading, read
from rag.retrieval import retrieve
from rag.sentences import Sentences
from rag.thesaurus import apart_from_training
from training.options import question_sets
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from vectorstore.vietnamese import fold

log = logging.getLogger(__name__)
_PASSAGES = 8
_UNANSWERABLE = 0.3  # the weight of a made question without an answer: there are three to each
# A name (two capitalised syllables or more) or a number, but not at the question's start.
_NAME = re.compile(rf"(?<=\s)(?:[{UPPER}]\w*(?:\s[{UPPER}]\w*)+|\d[\d.,/]*\d)")
Signs = NDArray[np.float32]  # (len(NAMES),)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What spoke for a question's first sentence, and whether it was right."""

    signs: Signs
    right: bool
    weight: float


def outcomes_of(file: Path, *, own_only: bool = False) -> Iterator[Outcome]:
    """Every question, every third without accents; and ones without an answer made of them.

    None are made where the file has written ones. With `own_only` each question is asked as
    SQuAD 2.0 means it, of its own paragraph.
    """
    questions = read_questions(file)
    has_written = any(not asked.answers for asked in questions.questions)
    names = [name for asked in questions.questions for name in _NAME.findall(asked.question)]
    chance = random.Random(0)
    with store_for(questions, load_settings()) as store:
        sentences = Sentences(store.generation(), store.embedder)
        everything = set(store.generation().manifest.articles)
        for number, asked in enumerate(questions.questions):
            own = {asked.article or ""}
            form = fold if number % 3 == 2 else str
            look = partial(_outcome, store, sentences, asked)
            if own_only:
                yield from look(form(asked.question), own, 0.5)
                continue
            yield from look(form(asked.question), None, 1.0)
            if has_written:
                continue
            yield from look(form(asked.question), everything - own, _UNANSWERABLE)
            yield from look(form(asked.question), None, _UNANSWERABLE, hide=True)
            changed = with_another_name(asked.question, names, chance)
            if changed is not None:
                for outcome in look(form(changed), None, _UNANSWERABLE):
                    yield replace(outcome, right=False)


def with_another_name(question: str, names: Sequence[str], chance: random.Random) -> str | None:
    """The question about somebody or something else; None if it names nothing."""
    named = _NAME.search(question)
    if named is None:
        return None
    others = [n for n in names if n not in question and n[0].isdigit() == named[0][0].isdigit()]
    return question.replace(named[0], chance.choice(others)) if others else None


def _outcome(
    store: Store,
    sentences: Sentences,
    asked: Asked,
    text: str,
    articles: Collection[str] | None,
    weight: float,
    *,
    hide: bool = False,
) -> Iterator[Outcome]:
    question = analyse(text)
    rarity = store.generation().lexical.rarity
    vector = store.embedder.embed_queries([question.text])[0]
    passages = retrieve(question.text, _PASSAGES, articles, store=store)
    readings = read(question, vector, passages, sentences, rarity)

    def is_right(reading: Reading) -> bool:
        sentence = reading.sentence
        return sentence.article_id == asked.article and any(
            answer in sentence.text for answer in asked.answers
        )

    if hide:
        readings = [reading for reading in readings if not is_right(reading)]
    signs = signs_of(question, readings, passages, rarity)
    if signs is not None:
        yield Outcome(signs, is_right(readings[0]), weight)


def fit(outcomes: Sequence[Outcome]) -> dict[str, NDArray[np.float32]]:
    """The weights: a network of one small hidden layer, trained with the cross-entropy."""
    rows, right, weights = _columns(outcomes)
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    deviation[deviation < 1e-6] = np.inf
    model = MLPClassifier((24,), alpha=0.5, max_iter=300, random_state=0)
    model.fit(np.clip((rows - mean) / deviation, -5, 5), right, sample_weight=weights)
    return {
        "mean": mean.astype(np.float32),
        "deviation": deviation.astype(np.float32),
        "hidden": model.coefs_[0].astype(np.float32),
        "hidden_bias": model.intercepts_[0].astype(np.float32),
        "output": model.coefs_[1][:, 0].astype(np.float32),
        "bias": model.intercepts_[1].astype(np.float32),
    }


def _columns(
    outcomes: Sequence[Outcome],
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.float64]]:
    return (
        np.stack([outcome.signs for outcome in outcomes]),
        np.array([outcome.right for outcome in outcomes]),
        np.array([outcome.weight for outcome in outcomes]),
    )


@click.command()
@click.option(
    "--own-paragraph",
    "own",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Of the FILES, one whose questions are asked of their own paragraph only.",
)
@question_sets(WEIGHTS)
def main(
    files: tuple[Path, ...], own: tuple[Path, ...], measure: tuple[Path, ...], out: Path
) -> None:
    """Fit on question FILES in SQuAD form and save the weights."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with apart_from_training():
        tensors = fit([o for file in files for o in outcomes_of(file, own_only=file in own)])
    save_file(tensors, out)
    for file in measure:
        rows, right, weights = _columns(list(outcomes_of(file)))
        said = probabilities(rows, tensors)
        ranked = roc_auc_score(right, said, sample_weight=weights)
        log.info("%s: area under the ROC curve %.3f", file.name, ranked)
        _log_reliability(said, right)


def _log_reliability(said: NDArray[np.float64], right: NDArray[np.bool_]) -> None:
    for low in np.arange(0, 1, 0.1):
        chosen = (said >= low) & (said < low + 0.1)
        if chosen.any():
            share = right[chosen].mean()
            log.info("said %.1f to %.1f: right %.2f of %d", low, low + 0.1, share, chosen.sum())


if __name__ == "__main__":
    main()
