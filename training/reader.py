"""Trains the reader's ranker on question sets: which of the retrieved sentences answers."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import Tensor, nn

from rag.evaluation import store_for
from rag.features import Features, features
from rag.question_files import read_questions
from rag.questions import analyse
from rag.reading import WEIGHTS, Ranker, candidates_of
from rag.retrieval import retrieve
from rag.sentences import Sentences
from rag.thesaurus import apart_from_training
from training.options import question_sets
from vectorstore.settings import load_settings
from vectorstore.vietnamese import fold

log = logging.getLogger(__name__)
_PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Example:
    """One question's candidate sentences: a row of features each, and which of them answer."""

    rows: Features
    right: NDArray[np.bool_]


def examples_of(file: Path) -> Iterator[Example]:
    """The answerable questions of a file, each as asked and once more without accents.

    A sentence is right if it stands in the right article and holds one of the answers.
    """
    questions = read_questions(file)
    with store_for(questions, load_settings()) as store:
        generation, embedder = store.generation(), store.embedder
        sentences = Sentences(generation, embedder)
        for asked in questions.questions:
            for text in (asked.question, fold(asked.question)) if asked.answers else ():
                question = analyse(text)
                vector = embedder.embed_queries([question.text])[0]
                passages = retrieve(question.text, _PASSAGES, store=store)
                found = candidates_of(question, passages, sentences)
                right = [
                    c.sentence.article_id == asked.article
                    and any(answer in c.sentence.text for answer in asked.answers)
                    for c in found
                ]
                rows = features(question, vector, found, generation.lexical.rarity)
                yield Example(rows, np.array(right, bool))


def fit(
    examples: Sequence[Example], hidden: int = 64, epochs: int = 60, seed: int = 0
) -> dict[str, NDArray[np.float32]]:
    """The ranker's tensors: one hidden layer beside a direct linear path.

    The loss is the cross-entropy of the right sentences' share under a softmax over the
    candidates of a question (ListNet with binary relevance, Cao et al. 2007).
    """
    torch.manual_seed(seed)
    useful = [e for e in examples if e.right.any() and not e.right.all()]
    everything = np.concatenate([e.rows for e in useful])
    mean, deviation = everything.mean(axis=0), everything.std(axis=0)
    deviation[deviation == 0] = np.inf  # a feature that never varies here must never count
    direct = nn.Linear(len(mean), 1, bias=False)
    layers = nn.Sequential(
        nn.Linear(len(mean), hidden), nn.ReLU(), nn.Dropout(0.1), nn.Linear(hidden, 1, bias=False)
    )
    parameters = [*direct.parameters(), *layers.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=3e-3, weight_decay=1e-3)
    batch = 128
    steps = epochs * (len(useful) // batch)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, steps)
    order = np.random.default_rng(seed)
    for _ in range(epochs):
        shuffled = order.permutation(len(useful))
        for at in range(0, len(useful) - batch + 1, batch):
            chosen = [useful[i] for i in shuffled[at : at + batch]]
            rows = torch.from_numpy(
                ((np.concatenate([e.rows for e in chosen]) - mean) / deviation).astype(np.float32)
            )
            loss = _listwise_loss((direct(rows) + layers(rows))[:, 0], chosen)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return {
        "mean": mean.astype(np.float32),
        "deviation": deviation.astype(np.float32),
        "direct": direct.weight.detach().numpy()[0].copy(),
        "hidden": layers[0].weight.detach().numpy().T.copy(),
        "hidden_bias": layers[0].bias.detach().numpy().copy(),
        "output": layers[3].weight.detach().numpy()[0].copy(),
    }


def first_right(ranker: Ranker, examples: Sequence[Example], depth: int) -> float:
    """The share of questions with a right sentence among the first `depth`."""
    return float(
        np.mean([e.right[np.argsort(-ranker.scores(e.rows))[:depth]].any() for e in examples])
    )


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
        tensors = fit([example for file in files for example in examples_of(file)])
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, out)
    for file in measure:
        examples = list(examples_of(file))
        shares = [first_right(Ranker(tensors), examples, depth) for depth in (1, 3)]
        log.info("%s: right first %.3f, in the first three %.3f", file.name, *shares)


if __name__ == "__main__":
    main()
