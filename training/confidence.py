"""Calibrates the reader's confidence on questions that have an answer and on ones that don't.

Questions without an answer come from three places: questions written to have none; an answerable
one asked of every article but its own; and one whose name or number is changed for another of its
kind.
"""

import logging
import random
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from rag.confidence import INPUTS, WEIGHTS, probability, signs_of
from rag.evaluation import store_for
from rag.places import COUNTRIES, PLACES, PROVINCES
from rag.question_files import Asked, QuestionSet, read_questions
from rag.questions import KINDS, UPPER, analyse
from rag.quoting import chosen
from rag.reading import read
from rag.retrieval import retrieve
from rag.sentences import Sentences
from rag.span_network import WEIGHTS as SPANS
from rag.span_network import other_spans
from rag.term_matching import Matches
from rag.term_network import TermNetwork
from rag.thesaurus import apart_from_training
from rag.weights import save_weights
from training.balance import times
from training.optimiser import Numbers, minimise
from training.options import EXISTING, question_sets
from training.slips import with_slips
from training.term_network import Network
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from vectorstore.vietnamese import fold

log = logging.getLogger(__name__)
_PASSAGES = 8
_SEED = 0  # of 0 and 1; they differ by a few questions on each set
_UNANSWERABLE = 0.3  # the weight of a made question without an answer: there are two to each
# A name (two capitalised syllables or more) or a number, but not at the question's start.
_NAME = re.compile(rf"(?<=\s)(?:[{UPPER}]\w*(?:\s[{UPPER}]\w*)+|\d[\d.,/]*\d)")
_PLACES = {"province": PROVINCES, "country": COUNTRIES, "place": PLACES}
_TRIED = 20  # names, in search of one that an article does not hold
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
Signs = NDArray[np.float32]  # (len(NAMES),)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What spoke for the first sentence, and whether a quote was right."""

    signs: Signs
    matches: Matches  # (1, …)
    kind: int
    right: bool
    weight: float


def outcomes_of(questions: QuestionSet, *, own_only: bool = False) -> Iterator[Outcome]:
    """Every question, and ones without an answer made of them.

    Of four questions one is asked without accents and one with some of them wrong.

    Where the set has written ones, some are made with `own_only` alone: each question is asked as
    SQuAD 2.0 means it, of its own paragraph, and once more about something else.
    """
    has_written = any(not asked.answers for asked in questions.questions)
    names = names_in(asked.question for asked in questions.questions)
    chance, slips = random.Random(0), random.Random(1)
    with store_for(questions, load_settings()) as store:
        sentences = Sentences(store.generation(), store.embedder)
        everything = set(store.generation().manifest.articles)
        for number, asked in enumerate(questions.questions):
            own = {asked.article or ""}
            form = (str, fold, str, partial(with_slips, chance=slips))[number % 4]
            look = partial(_outcome, store, sentences, asked)
            among, weight = (own, 0.5) if own_only else (None, 1.0)
            yield from look(form(asked.question), among, weight)
            if not asked.answers or (has_written and not own_only):
                continue
            if not own_only:
                yield from look(form(asked.question), everything - own, _UNANSWERABLE)
            text = questions.paragraphs[asked.article or ""]
            changed = with_another_name(asked.question, names, text, chance)
            if changed is not None:
                for outcome in look(form(changed), among, _UNANSWERABLE * weight):
                    yield replace(outcome, right=False)


def names_in(questions: Iterable[str]) -> dict[str, list[str]]:
    """The names and numbers that questions name, by kind."""
    found: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        for name in _NAME.findall(question):
            found[_kind_of(name)].append(name)
    return found


def with_another_name(
    question: str, names: Mapping[str, Sequence[str]], article: str, chance: random.Random
) -> str | None:
    """The question about something else of the same kind, of which its article is silent.

    A province is changed for a province, a year for one of the five before and after it. None if
    the question names nothing, or no other was found.
    """
    found = _NAME.findall(question)
    if not found:
        return None
    name = chance.choice(found)
    kind = _kind_of(name)
    others: Sequence[str] = _years_around(name) if kind == "year" else names.get(kind, [])
    held = fold(f"{question} {article}")
    some = chance.sample(others, min(_TRIED, len(others)))
    other = next((other for other in some if fold(other) not in held), None)
    return None if other is None else question.replace(name, other)


def _years_around(year: str) -> list[str]:
    return [str(int(year) + by) for by in range(-5, 6)]


def _kind_of(name: str) -> str:
    if _YEAR.fullmatch(name):
        return "year"
    if name[0].isdigit():
        return "number"
    folded = fold(name)
    return next((kind for kind, places in _PLACES.items() if folded in places), "name")


def _outcome(
    store: Store,
    sentences: Sentences,
    asked: Asked,
    text: str,
    articles: Collection[str] | None,
    weight: float,
) -> Iterator[Outcome]:
    question = analyse(text)
    rarity = store.generation().lexical.rarity
    vector = store.embedder.embed_queries([question.text])[0]
    passages = retrieve(question.text, _PASSAGES, articles, store=store)
    readings = read(question, vector, passages, sentences, rarity)
    signs = signs_of(question, readings, passages, rarity)
    if signs is not None:
        quoted = [reading.sentence for reading in chosen(question, readings, lambda _: None)]
        right = any(s.article_id == asked.article and asked.is_answered_in(s.text) for s in quoted)
        yield Outcome(signs, readings[0].matches, KINDS.index(question.kind), right, weight)


def fit(outcomes: Sequence[Outcome], epochs: int = 16, seed: int = _SEED) -> Network:
    """The network, trained with the cross-entropy."""
    torch.manual_seed(seed)
    network = Network(np.stack([o.signs for o in outcomes]), width=80, hidden=128, dropout=0.3)
    right = torch.tensor([float(o.right) for o in outcomes])
    weights = torch.tensor([o.weight for o in outcomes])

    def loss_of(numbers: Numbers) -> Tensor:
        chosen = [outcomes[i] for i in numbers]
        batch = network.batch(
            [o.matches for o in chosen], [o.signs[None] for o in chosen], [o.kind for o in chosen]
        )
        said = network(*batch)
        return binary_cross_entropy_with_logits(said, right[numbers], weights[numbers])

    count = len(outcomes)
    minimise(network, loss_of, count, epochs=epochs, rate=2e-3, decay=0.05, batch=128, seed=seed)
    return network


def probabilities(network: TermNetwork, outcomes: Sequence[Outcome]) -> NDArray[np.float64]:
    """What the network says of each."""
    said = [network.scores(o.matches, o.signs[None], o.kind)[0] for o in outcomes]
    return probability(np.array(said, np.float64))


@click.command()
@click.option(
    "--own-paragraph",
    "own",
    multiple=True,
    type=EXISTING,
    help="A file whose questions are asked of their own paragraph only.",
)
@click.option(
    "--unseen",
    multiple=True,
    type=(EXISTING, EXISTING),
    metavar="FILE SPANS",
    help="A file to fit on, too, read with the weights of a span network that it did not teach.",
)
@question_sets(WEIGHTS)
def main(
    files: tuple[Path, ...],
    own: tuple[Path, ...],
    unseen: tuple[tuple[Path, Path], ...],
    measure: tuple[Path, ...],
    out: Path,
) -> None:
    """Fit on question FILES in SQuAD form and save the weights."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    outcomes: list[Outcome] = []
    for file, spans in (*((file, SPANS) for file in files), *unseen):
        questions = read_questions(file)
        with apart_from_training(), other_spans(spans):
            outcomes += times(questions) * [*outcomes_of(questions, own_only=file in own)]
    network = fit(outcomes)
    save_weights(out, network.tensors(), INPUTS)
    for file in measure:
        outcomes = list(outcomes_of(read_questions(file)))
        said = probabilities(TermNetwork(network.tensors()), outcomes)
        right = np.array([outcome.right for outcome in outcomes])
        weights = [outcome.weight for outcome in outcomes]
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
