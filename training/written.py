"""Questions written about texts of others in, the same in SQuAD form with these texts out.

The files of questions hold no such text but the places of the answers, so that they can be kept
beside the code: a JSON object a line with `article`, `question`, `kind`, and `answers`, each
[start, end) in code points of the text. No answers: the text does not say. Most are about articles
of the news (`text_of`); those in `beside/` are about the paragraphs of the question set in SQuAD
form that has the file's name, by the ids that `read_questions` gives them.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from rag.question_files import read_questions
from training.news import NewsArticle, news_files, read_articles
from training.options import EXISTING

log = logging.getLogger(__name__)
QUESTIONS = Path(__file__).parent / "questions"


def text_of(article: NewsArticle) -> str:
    """Title, lead and body, a line each."""
    return "\n".join(part for part in (article.title, article.lead, *article.body) if part)


def squad(lines: Sequence[Mapping[str, Any]], texts: Mapping[str, str]) -> dict[str, Any]:
    """The questions in SQuAD 2.0 form, each with its kind; `texts` are the articles' by id.

    Raises KeyError for a question on an article that is not among them.
    """
    asked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, line in enumerate(lines):
        text = texts[line["article"]]
        asked[line["article"]].append(
            {
                "id": f"{line['article']}-{number}",
                "question": line["question"],
                "kind": line["kind"],
                "is_impossible": not line["answers"],
                "answers": [
                    {"text": text[start:end], "answer_start": start}
                    for start, end in line["answers"]
                ],
            }
        )
    return {
        "version": "2.0",
        "data": [
            {"title": article, "paragraphs": [{"context": texts[article], "qas": entries}]}
            for article, entries in asked.items()
        ],
    }


@click.command()
@click.option("--news", required=True, type=EXISTING)
@click.option(
    "--beside",
    "sets",
    multiple=True,
    type=EXISTING,
    help="A question set; those written about its paragraphs are written, too, if there are any.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
def main(news: Path, sets: tuple[Path, ...], out: Path) -> None:
    """Write the files of training/questions as .json in SQuAD form into the folder OUT."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    out.mkdir(parents=True, exist_ok=True)
    files = {file: _lines_of(file) for file in sorted(QUESTIONS.glob("*.jsonl"))}
    wanted = {line["article"] for lines in files.values() for line in lines}
    texts = {
        article.id: text_of(article)
        for file in news_files(news)
        for article in read_articles(file)
        if article.id in wanted
    }
    for file, lines in files.items():
        _write(out / f"{file.stem}.json", lines, texts)
    for given in sets:
        file = QUESTIONS / "beside" / f"{given.stem}.jsonl"
        if file.exists():
            paragraphs = read_questions(given).paragraphs
            _write(out / f"{given.stem}-more.json", _lines_of(file), paragraphs)


def _lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _write(file: Path, lines: Sequence[Mapping[str, Any]], texts: Mapping[str, str]) -> None:
    file.write_text(json.dumps(squad(lines, texts), ensure_ascii=False), encoding="utf-8")
    log.info("%s: %d questions", file, len(lines))


if __name__ == "__main__":
    main()
