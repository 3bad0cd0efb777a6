"""nDCG@10 of a model folder on question sets in SQuAD form: which paragraph answers a question."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from training.news import news_files, paragraphs, read_articles
from vectorstore.vietnamese import fold, normalise

Vectors = NDArray[np.float32]  # (n, dimensions), unit length
Encode = Callable[[Sequence[str]], Vectors]

DEPTH = 10
SEED = 5


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The paragraphs of one file, the questions, and where each is answered."""

    paragraphs: tuple[str, ...]
    questions: tuple[str, ...]
    right: tuple[int, ...]  # for each question the index of its paragraph


def read_squad(file: Path) -> QuestionSet:
    """The answerable questions of a file in SQuAD 1.1 or 2.0 form, texts in NFC.

    Paragraphs that occur twice count as one.
    """
    places: dict[str, int] = {}
    pairs: list[tuple[str, int]] = []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            place = places.setdefault(normalise(paragraph["context"]), len(places))
            pairs += [
                (normalise(question["question"]), place)
                for question in paragraph["qas"]
                if not question.get("is_impossible", False)
            ]
    questions, right = zip(*pairs, strict=True)
    return QuestionSet(tuple(places), questions, right)


def ndcg(scores: Vectors, right: Sequence[int]) -> float:
    """Mean nDCG@10 with one relevant document a query: 1 / log2(rank + 1), 0 beyond rank 10.

    `scores` is (questions, paragraphs). Equal scores count against the right paragraph.
    """
    own = scores[np.arange(len(right)), list(right)]
    ranks = (scores >= own[:, None]).sum(axis=1)
    return float(np.where(ranks <= DEPTH, 1 / np.log2(ranks + 1), 0.0).mean())


def measure(encode: Encode, questions: QuestionSet, distractors: Vectors | None = None) -> float:
    """nDCG@10 by cosine; `distractors` are further candidates that answer nothing."""
    candidates = encode(questions.paragraphs)
    if distractors is not None:
        candidates = np.concatenate([candidates, distractors])
    return ndcg(encode(questions.questions) @ candidates.T, questions.right)


def without_accents(questions: QuestionSet) -> QuestionSet:
    """The same set, its questions typed in lower case without accents."""
    bare = tuple(fold(question) for question in questions.questions)
    return QuestionSet(questions.paragraphs, bare, questions.right)


def news_paragraphs(folder: Path, count: int) -> list[str]:
    """Paragraphs of the first news file, drawn with a fixed seed."""
    texts = [
        "\n".join(article.body[first:last])
        for article in read_articles(news_files(folder)[0])
        for first, last in paragraphs(article.body)
    ]
    return random.Random(SEED).sample(texts, count)


@click.command()
@click.option("--model", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--news", type=click.Path(exists=True, path_type=Path), help="For --beside.")
@click.option("--beside", default=0, help="News paragraphs that are candidates too.")
@click.argument("files", type=click.Path(exists=True, path_type=Path), nargs=-1, required=True)
def main(model: Path, news: Path | None, beside: int, files: tuple[Path, ...]) -> None:
    """Prints nDCG@10 for each of FILES, with the questions as written and without accents."""
    from sentence_transformers import SentenceTransformer  # slow to import

    if beside and news is None:
        raise click.UsageError("--beside needs --news, the folder to draw the paragraphs from")
    embedder = SentenceTransformer(str(model), device="cpu")

    def encode(texts: Sequence[str]) -> Vectors:
        return np.asarray(embedder.encode(list(texts)), dtype=np.float32)

    distractors = encode(news_paragraphs(news, beside)) if news and beside else None
    click.echo(f"{'set':28} candidates  questions  accented  unaccented")
    for file in files:
        questions = read_squad(file)
        accented, unaccented = (
            measure(encode, each, distractors) for each in (questions, without_accents(questions))
        )
        click.echo(
            f"{file.stem:28} {len(questions.paragraphs) + beside:10} {len(questions.questions):10}"
            f" {accented:9.3f} {unaccented:11.3f}"
        )


if __name__ == "__main__":
    main()
