"""Trains the reader's ranker on question sets: which of the retrieved sentences answers."""

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rag.evaluation import store_for
from rag.networks.features import Features, features
from rag.networks.term_matching import term_matches
from rag.networks.term_network import TermNetwork
from rag.networks.weights import save_weights
from rag.question_files import read_questions
from rag.question_kinds import KINDS
from rag.questions import analyse
from rag.reading import INPUTS, WEIGHTS, candidates_of
from rag.retrieval import retrieve
from rag.sentences import Sentences
from rag.thesaurus import apart_from_training
from training.optimiser import Numbers, minimise
from training.options import question_sets
from training.slips import with_slips
from training.term_network import Network
from vectorstore.settings import load_settings
from vectorstore.vietnamese import fold

log = logging.getLogger(__name__)
_PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Example:
    """One question's candidate sentences: a row of features each, and which of them answer."""

    rows: Features
    matches: NDArray[np.float16]  # as `rag.networks.term_matching` gives them; there are many
    kind: int
    right: NDArray[np.bool_]


def examples_of(file: Path, *, slips: bool = False) -> Iterator[Example]:
    """The answerable questions of a file, each as asked and once more without accents.

    With `slips` every third is asked once more with some accents wrong.
    A sentence is right if it stands in the right article and holds one of the answers.
    """
    questions, chance = read_questions(file), random.Random(0)
    with store_for(questions, load_settings()) as store:
        generation, embedder = store.generation(), store.embedder
        sentences = Sentences(generation, embedder)
        for number, asked in enumerate(questions.questions):
            forms = [asked.question, fold(asked.question)]
            if slips and number % 3 == 0:
                forms.append(with_slips(asked.question, chance))
            for text in forms if asked.answers else ():
                question = analyse(text)
                vector = embedder.embed_queries([question.text])[0]
                passages = retrieve(question.text, _PASSAGES, store=store)
                found = candidates_of(question, passages, sentences)
                right = [
                    c.sentence.article_id == asked.article and asked.is_answered_in(c.sentence.text)
                    for c in found
                ]
                rarity = generation.lexical.rarity
                yield Example(
                    features(question, vector, found, rarity),
                    term_matches(question, found, rarity).astype(np.float16),
                    KINDS.index(question.kind),
                    np.array(right, bool),
                )


def fit(examples: Sequence[Example], epochs: int = 6, seed: int = 0) -> Network:
    """The trained ranker.

    The loss is the cross-entropy of the right sentences' share under a softmax over the
    candidates of a question (ListNet with binary relevance, Cao et al. 2007).
    """
    torch.manual_seed(seed)
    useful = [e for e in examples if e.right.any() and not e.right.all()]
    network = Network(np.concatenate([e.rows for e in useful]), width=48, hidden=64, dropout=0.2)

    def loss_of(numbers: Numbers) -> Tensor:
        chosen = [useful[i] for i in numbers]
        batch = network.batch(
            [e.matches for e in chosen], [e.rows for e in chosen], [e.kind for e in chosen]
        )
        return _listwise_loss(network(*batch), chosen)

    minimise(network, loss_of, len(useful), epochs=epochs, rate=3e-3, seed=seed)
    return network


def first_right(ranker: TermNetwork, examples: Sequence[Example], depth: int) -> float:
    """The share of questions with a right sentence among the first `depth`."""

    def is_right(example: Example) -> bool:
        scores = ranker.scores(example.matches.astype(np.float32), example.rows, example.kind)
        return bool(example.right[np.argsort(-scores)[:depth]].any())

    return float(np.mean([is_right(example) for example in examples]))


def _listwise_loss(scores: Tensor, chosen: Sequence[Example]) -> Tensor:
    lengths = [len(e.rows) for e in chosen]
    losses = [
        torch.logsumexp(group, 0) - torch.logsumexp(group[torch.from_numpy(e.right)], 0)
        for group, e in zip(scores.split(lengths), chosen, strict=True)
    ]
    return torch.stack(losses).mean()


@click.command()
@question_sets(WEIGHTS)
def main(files: tuple[Path, ...], measure: tuple[Path, ...], out: Path) -> None:
    """Train on question FILES in SQuAD form and save the weights."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with apart_from_training():
        network = fit([example for file in files for example in examples_of(file, slips=True)])
    save_weights(out, network.tensors(), INPUTS)
    for file in measure:
        examples = list(examples_of(file))
        shares = [first_right(TermNetwork(network.tensors()), examples, depth) for depth in (1, 3)]
        log.info("%s: right first %.3f, in the first three %.3f", file.name, *shares)


if __name__ == "__main__":
    main()
