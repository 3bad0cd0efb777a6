"""Trains the embedding on the news and saves it as a sentence-transformers folder."""

import itertools
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batches, Recipe, flat
from training.corpus import Ids, tokenise
from training.folder import save_folder
from training.news import news_files, read_articles
from training.start import Weights, start_weights, tie_unaccented
from training.tokenizer import VocabularySize, make_tokenizer
from training.topics import article_vectors
from training.words import WordCounts, count_news

log = logging.getLogger(__name__)

DIMENSIONS = 512
VOCABULARY = VocabularySize(syllables=12000, words=10500, folded_words=8500, subwords=3500)
START_SEED, BATCH_SEED = 1, 7
START_SHARE = 0.5  # of the start that is added to the trained vectors
TIED_SHARE = 0.5  # see `tie_unaccented`


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to train."""

    steps: int = 2800
    batch: int = 2048  # pairs; each query sees the passages of all others as wrong ones
    rate: float = 0.02  # Adam, after the warm-up; falls linearly to nothing
    warm_up: int = 50  # steps
    scale: float = 20.0  # cosines are multiplied by it before the softmax


DEFAULTS = Schedule()


def train(
    start: Weights,
    batches: Batches,
    schedule: Schedule,
    watch: Callable[[int, Weights], None] = lambda step, weights: None,
) -> Weights:
    """The weights after training with in-batch negatives.

    The loss is the cross-entropy of each query's own passage among all passages of the batch, by
    scaled cosine (MultipleNegativesRankingLoss). `watch` is called every 500 steps.
    """
    weights = torch.from_numpy(start.copy()).requires_grad_()
    optimizer = torch.optim.Adam([weights], lr=schedule.rate, betas=(0.9, 0.99), fused=True)
    began, losses = time.monotonic(), 0.0
    for step in range(schedule.steps):
        for group in optimizer.param_groups:
            group["lr"] = schedule.rate * _pace(step, schedule)
        batch = batches.draw(schedule.batch)
        scores = embed(weights, batch.queries) @ embed(weights, batch.passages).T
        loss = functional.cross_entropy(scores * schedule.scale, torch.arange(len(scores)))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        losses += loss.item()
        if (step + 1) % 100 == 0:
            seconds = time.monotonic() - began
            log.info("step %d: loss %.4f, %.0f s", step + 1, losses / 100, seconds)
            losses = 0.0
        if (step + 1) % 500 == 0:
            watch(step + 1, weights.detach().numpy())
    return weights.detach().numpy()


def embed(weights: Tensor, rows: list[Ids]) -> Tensor:
    """Unit vectors (rows, dimensions): the mean over each row's token vectors."""
    ids, starts = flat(rows)
    bags = functional.embedding_bag(
        torch.from_numpy(ids), weights, torch.from_numpy(starts), mode="mean"
    )
    return functional.normalize(bags)


def _pace(step: int, schedule: Schedule) -> float:
    return min((step + 1) / schedule.warm_up, 1 - step / schedule.steps)


@click.command()
@click.option("--news", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The model folder.")
@click.option(
    "--words",
    type=click.Path(exists=True, path_type=Path),
    help="What `python -m training.words` wrote; counted first when not given.",
)
@click.option("--steps", default=DEFAULTS.steps, show_default=True)
@click.option("--batch", default=DEFAULTS.batch, show_default=True, help="Pairs a step.")
@click.option("--dimensions", default=DIMENSIONS, show_default=True)
def main(
    news: Path, out: Path, words: Path | None, steps: int, batch: int, dimensions: int
) -> None:
    """Makes the embedding from the articles in the folder NEWS and saves it as the folder OUT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    counts = WordCounts.load(words) if words else count_news(news)
    tokenizer = make_tokenizer(counts, VOCABULARY)
    log.info("tokenizer of %d pieces", tokenizer.get_vocab_size())
    articles = itertools.chain.from_iterable(map(read_articles, news_files(news)))
    corpus = tokenise(articles, tokenizer)
    log.info("%d articles, %d paragraphs", len(corpus), len(corpus.ranges))
    seen = corpus.written.counts(tokenizer.get_vocab_size())
    start = start_weights(tokenizer, seen, dimensions, START_SEED)
    vectors = article_vectors(corpus, start)
    batches = Batches(corpus, vectors, tokenizer, Recipe(), BATCH_SEED)
    trained = train(start, batches, Schedule(steps=steps, batch=batch))
    mixed = trained + START_SHARE * start
    save_folder(tokenizer, tie_unaccented(mixed, tokenizer, seen, TIED_SHARE), out)
    log.info("saved %s", out)


if __name__ == "__main__":
    main()
