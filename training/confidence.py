"""Calibrates the reader's confidence on questions that have an answer and on ones that don't."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from rag.confidence import INPUTS, WEIGHTS, probability
from rag.networks.span_network import WEIGHTS as SPANS
from rag.networks.span_network import other_spans
from rag.networks.term_matching import Matches
from rag.networks.term_network import TermNetwork
from rag.networks.weights import save_weights
from rag.question_files import QuestionSet, read_questions
from rag.question_kinds import KINDS
from rag.signs import signs_of
from rag.thesaurus import apart_from_training
from training.askings import askings_of, is_right, readings_of
from training.balance import times
from training.optimiser import Numbers, minimise
from training.options import EXISTING, OWN_PARAGRAPH, question_sets
from training.term_network import Network

log = logging.getLogger(__name__)
_SEED = 0  # of 0 and 1; they differ by a few questions on each set
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
    """What came of every question, and of those without an answer made of them."""
    for asking, found in readings_of(askings_of(questions, own_only=own_only), questions):
        signs = signs_of(found.question, found.readings, found.passages, found.rarity)
        if signs is not None:
            kind = KINDS.index(found.question.kind)
            matches = found.readings[0].matches
            yield Outcome(
                signs,
                matches,
                kind,
                is_right(asking, found.question, found.readings),
                asking.weight,
            )


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
@OWN_PARAGRAPH
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
