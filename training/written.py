"""Questions written about news in, the same in SQuAD form with the articles' text out.

The file of questions holds no text of an article but the places of the answers, so that it can be
kept beside the code: a JSON object a line with `article`, `question`, `kind`, and `answers`, each
[start, end) in code points of `text_of` that article. No answers: the article does not say.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from training.news import NewsArticle, news_files, read_articles

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
@click.option("--news", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
def main(news: Path, out: Path) -> None:
    """Write every file of training/questions as a .json in SQuAD form into the folder OUT."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    files = {
        file: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in sorted(QUESTIONS.glob("*.jsonl"))
    }
    wanted = {line["article"] for lines in files.values() for line in lines}
    texts = {
        article.id: text_of(article)
        for file in news_files(news)
        for article in read_articles(file)
        if article.id in wanted
    }
    out.mkdir(parents=True, exist_ok=True)
    for file, lines in files.items():
        written = out / f"{file.stem}.json"
        written.write_text(json.dumps(squad(lines, texts), ensure_ascii=False), encoding="utf-8")
        log.info("%s: %d questions", written, len(lines))


if __name__ == "__main__":
    main()
