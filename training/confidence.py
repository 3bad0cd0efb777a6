"""Calibrates the reader's confidence on questions that have an answer and on ones that don't.

Questions without an answer come from three places: an answerable one asked of every article but
its own; one whose name or number is changed for that of another question; and questions written
to have none, asked of their own paragraph.
"""

import logging
import random
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression

from rag.confidence import NAMES, WEIGHTS, signs_of
from rag.evaluation import store_for
from rag.question_files import Asked, read_questions
from rag.questions import analyse
from rag.reading import read
from rag.retrieval import retrieve
from rag.sentences import Sentences
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from vectorstore.vietnamese import fold

log = logging.getLogger(__name__)
_PASSAGES = 8
# A name (two capitalised syllables or more) or a number, but not at the question's start.
_UPPER = "".join(filter(str.isupper, map(chr, range(0x1F00))))
_NAME = re.compile(rf"(?<=\s)(?:[{_UPPER}]\w*(?:\s[{_UPPER}]\w*)+|\d[\d.,/]*\d)")
Signs = NDArray[np.float32]  # (len(NAMES),)


def outcomes_of(file: Path) -> Iterator[tuple[Signs, bool]]:
    """What spoke for each question's first sentence, and whether it was right.

    Every third question is asked without accents.
    """
    questions = read_questions(file)
    names = [name for asked in questions.questions for name in _NAME.findall(asked.question)]
    chance = random.Random(0)
    with store_for(questions, load_settings()) as store:
        sentences = Sentences(store.generation(), store.embedder)
        everything = set(store.generation().manifest.articles)
        for number, asked in enumerate(questions.questions):
            own = {asked.article or ""}
            form = fold if number % 3 == 2 else str
            if not asked.answers:
                yield from _outcome(store, sentences, asked, form(asked.question), own)
                continue
            yield from _outcome(store, sentences, asked, form(asked.question), None)
            yield from _outcome(store, sentences, asked, form(asked.question), everything - own)
            changed = with_another_name(asked.question, names, chance)
            if changed is not None:
                for signs, _ in _outcome(store, sentences, asked, form(changed), None):
                    yield signs, False


def with_another_name(question: str, names: Sequence[str], chance: random.Random) -> str | None:
    """The question about somebody or something else; None if it names nothing."""
    named = _NAME.search(question)
    if named is None:
        return None
    others = [n for n in names if n not in question and n[0].isdigit() == named[0][0].isdigit()]
    return question.replace(named[0], chance.choice(others)) if others else None


def _outcome(
    store: Store, sentences: Sentences, asked: Asked, text: str, articles: Collection[str] | None
) -> Iterator[tuple[Signs, bool]]:
    question = analyse(text)
    rarity = store.generation().lexical.rarity
    vector = store.embedder.embed_queries([question.text])[0]
    passages = retrieve(question.text, _PASSAGES, articles, store=store)
    readings = read(question, vector, passages, sentences, rarity)
    signs = signs_of(question, readings, passages, rarity)
    if signs is not None:
        first = readings[0].sentence
        right = first.article_id == asked.article and any(a in first.text for a in asked.answers)
        yield signs, right


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--measure", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--out", default=WEIGHTS, type=click.Path(path_type=Path), show_default=True)
def main(files: tuple[Path, ...], measure: tuple[Path, ...], out: Path) -> None:
    """Fit on question FILES in SQuAD form and save the weights."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    rows, right = _together(files)
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0, max_iter=1000).fit((rows - mean) / deviation, right)
    tensors = {
        "mean": mean,
        "deviation": deviation,
        "weights": model.coef_[0].astype(np.float32),
        "bias": model.intercept_.astype(np.float32),
    }
    save_file(tensors, out)
    for name, weight in zip(NAMES, model.coef_[0], strict=True):
        log.info("%-16s %+.2f", name, weight)
    if measure:
        rows, right = _together(measure)
        _log_reliability(model.predict_proba((rows - mean) / deviation)[:, 1], right)


def _log_reliability(said: NDArray[np.float64], right: NDArray[np.bool_]) -> None:
    for low in np.arange(0, 1, 0.1):
        chosen = (said >= low) & (said < low + 0.1)
        if chosen.any():
            share = right[chosen].mean()
            log.info("said %.1f to %.1f: right %.2f of %d", low, low + 0.1, share, chosen.sum())


def _together(files: tuple[Path, ...]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    outcomes = [outcome for file in files for outcome in outcomes_of(file)]
    return np.stack([signs for signs, _ in outcomes]), np.array([right for _, right in outcomes])


if __name__ == "__main__":
    main()
