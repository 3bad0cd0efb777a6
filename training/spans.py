"""Trains the span network: which words of a sentence answer, from question sets and from news.

First on questions made from news sentences (`training/questions.py`), then on questions that
people wrote, and on sentences that don't answer.
"""

import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor

from rag.evaluation import exact_match, f1
from rag.networks.span_network import INPUTS, WEIGHTS, SpanNetwork
from rag.networks.weights import save_weights
from rag.question_files import read_questions
from training.balance import times
from training.news import news_files, read_articles
from training.optimiser import Numbers, minimise
from training.options import EXISTING, question_sets
from training.span_examples import Example, examples_of, made_from, near_misses
from training.span_network import COMMON_WORDS, Network, batch
from vectorstore.embedding import load_embedded

log = logging.getLogger(__name__)

# At most so many questions of one kind from a file, or this share of a larger one, so that none
# outweighs the rest.
_OF_ONE_KIND, _SHARE_OF_ONE_KIND = 600, 0.2
_MISSES = 0.35  # of the sentences that don't answer


def fit(
    network: Network,
    examples: Sequence[Example],
    epochs: int,
    rate: float,
    seed: int,
    *,
    misses: bool = False,
) -> None:
    """The loss is the cross-entropy of the answers' share of all spans.

    With `misses` some examples have no answer, and the cross-entropy of there being one is added.
    """

    def loss_of(numbers: Numbers) -> Tensor:
        spans, nothing = _losses(network, [examples[i] for i in numbers])
        return spans + nothing if misses else spans

    minimise(network, loss_of, len(examples), epochs=epochs, rate=rate, seed=seed)


def _losses(network: Network, chosen: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Of which span answers, and of whether any does, by the two judgements of it."""
    scores, *nothing = network(*batch(*zip(*(e.given for e in chosen), strict=True)))
    right = torch.zeros(scores.shape, dtype=torch.bool)
    for i, example in enumerate(chosen):
        for first, end in example.answers:
            right[i, first, end - 1] = True
    answered = right.flatten(1).any(1)
    everything = scores.flatten(1).logsumexp(1)
    good = scores.masked_fill(~right, -1e4).flatten(1).logsumexp(1)
    which = ((everything - good) * answered).sum() / answered.sum().clamp(min=1)
    any_answers = [
        torch.logaddexp(everything, none) - torch.where(answered, everything, none)
        for none in nothing
    ]
    return which, torch.stack(any_answers).mean(1).sum()


def common_words(examples: Iterable[Example], pieces: int) -> NDArray[np.int64]:
    """(pieces,) the number of each of the commonest pieces, 0 for all others."""
    counts: Counter[int] = Counter()
    for example in examples:
        counts.update(set(example.pieces.tolist()))
    numbers = np.zeros(pieces, np.int64)
    for number, (piece, _) in enumerate(counts.most_common(COMMON_WORDS), 1):
        numbers[piece] = number
    return numbers


def told_apart(
    network: SpanNetwork, right: Sequence[Example], wrong: Sequence[Example]
) -> tuple[float, float]:
    """The area under the ROC curve of the evidence in sentences that answer and that don't.

    First by the sentence alone, then by those around it, too.
    """
    said = [network.scores(*example.given) for example in (*right, *wrong)]
    answers = [True] * len(right) + [False] * len(wrong)
    alone = roc_auc_score(answers, [scores.evidence for scores in said])
    among = roc_auc_score(answers, [scores.evidence_among for scores in said])
    return float(alone), float(among)


def measured(network: SpanNetwork, examples: Sequence[Example]) -> tuple[float, float]:
    """Exact match and F1 (SQuAD's) of the best span, given the sentence that answers."""
    exact, overlap = [], []
    for example in examples:
        first, last = network.best(*example.given)
        places = example.sentence.places
        given = example.sentence.text[places[first][0] : places[last][1]]
        exact.append(any(exact_match(given, text) for text in example.texts))
        overlap.append(max(f1(given, text) for text in example.texts))
    return float(np.mean(exact)), float(np.mean(overlap))


def _limited(examples: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    kinds = Counter(example.kind for example in examples)
    most = max(_OF_ONE_KIND, _SHARE_OF_ONE_KIND * len(examples))
    for example in examples:
        if chance.random() < most / max(most, kinds[example.kind]):
            yield example


@click.command()
@question_sets(WEIGHTS)
@click.option("--news", required=True, type=EXISTING)
@click.option(
    "--articles", default=18_000, show_default=True, help="Articles to make questions of."
)
def main(
    files: tuple[Path, ...], news: Path, articles: int, measure: tuple[Path, ...], out: Path
) -> None:
    """Train on question FILES in SQuAD form and on NEWS, and save the weights."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    chance = random.Random(0)
    torch.manual_seed(0)
    texts = (article for file in news_files(news) for article in read_articles(file))
    made = made_from(islice(texts, articles))
    log.info("%d made questions", len(made))
    sets = [read_questions(file) for file in files]
    written = [e for s in sets for e in times(s) * [*_limited(examples_of(s, made=False), chance)]]
    misses = [e for s in sets for e in times(s) * near_misses(s) if chance.random() < _MISSES]
    log.info("%d written questions, %d near misses", len(written), len(misses))
    network = Network(common_words(made, load_embedded().pieces_known))
    fit(network, made, epochs=2, rate=4e-3, seed=0)
    fit(network, written + misses, epochs=3, rate=2e-3, seed=1, misses=True)
    save_weights(out, network.tensors(), INPUTS)
    plain = SpanNetwork(network.tensors())
    for file in measure:
        questions = read_questions(file)
        examples = examples_of(questions, made=False)
        log.info(
            "%s: exact match %.3f, F1 %.3f of %d, told from near misses %.3f, among them %.3f",
            file.name,
            *measured(plain, examples),
            len(examples),
            *told_apart(plain, examples, near_misses(questions)),
        )


if __name__ == "__main__":
    main()
