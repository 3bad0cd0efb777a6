"""nDCG@10 of a model folder on question sets in SQuAD form: which paragraph answers a question."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from rag.evaluation import without_accents
from rag.question_files import QuestionSet, read_questions
from training.news import news_files, paragraphs, read_articles

Vectors = NDArray[np.float32]  # (n, dimensions), unit length
Encode = Callable[[Sequence[str]], Vectors]

DEPTH = 10
SEED = 5


def ndcg(scores: Vectors, right: Sequence[int]) -> float:
    """Mean nDCG@10 with one relevant document a query: 1 / log2(rank + 1), 0 beyond rank 10.

    `scores` is (questions, paragraphs). Equal scores count against the right paragraph.
    """
    own = scores[np.arange(len(right)), list(right)]
    ranks = (scores >= own[:, None]).sum(axis=1)
    return float(np.where(ranks <= DEPTH, 1 / np.log2(ranks + 1), 0.0).mean())


def measure(encode: Encode, questions: QuestionSet, distractors: Vectors | None = None) -> float:
    """nDCG@10 by cosine; `distractors` are further candidates that answer nothing."""
    candidates = encode([*questions.paragraphs.values()])
    if distractors is not None:
        candidates = np.concatenate([candidates, distractors])
    places = {article: place for place, article in enumerate(questions.paragraphs)}
    right = [places[asked.article or ""] for asked in questions.questions]
    return ndcg(encode([asked.question for asked in questions.questions]) @ candidates.T, right)


def answerable(file: Path) -> QuestionSet:
    """The questions of a file in SQuAD form that its paragraphs answer."""
    questions = read_questions(file)
    return replace(questions, questions=[q for q in questions.questions if q.answers])


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
        questions = answerable(file)
        accented, unaccented = (
            measure(encode, each, distractors) for each in (questions, without_accents(questions))
        )
        click.echo(
            f"{file.stem:28} {len(questions.paragraphs) + beside:10} {len(questions.questions):10}"
            f" {accented:9.3f} {unaccented:11.3f}"
        )


if __name__ == "__main__":
    main()
