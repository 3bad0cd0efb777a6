"""Counts of the words and the syllables of the news, from which the tokenizer is made."""

import json
import logging
import multiprocessing
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from training.news import news_files, read_articles
from vectorstore.vietnamese import syllables, unify

log = logging.getLogger(__name__)

SEED = 13
SHARE = 0.12  # of the lines that are segmented
MAX_SYLLABLES = 5  # of a word
_WORD = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How often each item was seen; words in a sample, syllables in all of the news."""

    words: Counter[str]  # of two and more syllables with a space between, unified
    syllables: Counter[str]  # runs of letters and digits, unified
    share: float  # of the lines, that the words were counted in

    def save(self, file: Path) -> None:
        """Writes the counts as JSON, without what was seen once."""
        record = {
            "share": self.share,
            "words": {word: n for word, n in self.words.most_common() if n > 1},
            "syllables": {word: n for word, n in self.syllables.most_common() if n > 1},
        }
        file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> "WordCounts":
        """Reads what `save` wrote."""
        record = json.loads(file.read_text(encoding="utf-8"))
        return cls(Counter(record["words"]), Counter(record["syllables"]), record["share"])


def count_words(lines: Iterable[str]) -> Counter[str]:
    """The words of two to `MAX_SYLLABLES` syllables that segmentation finds in the lines."""
    # Slow to import, and only wanted here.
    from underthesea import word_tokenize

    words: Counter[str] = Counter()
    for line in lines:
        for word in word_tokenize(line):
            unified = unify(word)
            if _WORD.fullmatch(unified) and unified.count(" ") < MAX_SYLLABLES:
                words[unified] += 1
    return words


def count_file(file: Path, share: float) -> WordCounts:
    """Syllables of a whole file; words of `share` of its lines, drawn with a fixed seed."""
    draw = random.Random(f"{SEED} {file.name}")
    seen: Counter[str] = Counter()
    sample: list[str] = []
    for article in read_articles(file):
        for line in (article.title, article.lead, *article.body):
            seen.update(syllables(line))
            if draw.random() < share:
                sample.append(line)
    counts = WordCounts(count_words(sample), seen, share)
    log.info("%s: words of %d lines", file.name, len(sample))
    return counts


def count_news(folder: Path, share: float = SHARE, processes: int = 2) -> WordCounts:
    """The counts of all files of a folder together."""
    total = WordCounts(Counter(), Counter(), share)
    jobs = [(file, share) for file in news_files(folder)]
    with multiprocessing.Pool(processes) as pool:
        for counts in pool.starmap(count_file, jobs, chunksize=1):
            total.words.update(counts.words)
            total.syllables.update(counts.syllables)
    return total


@click.command()
@click.option("--news", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="JSON file to write.")
@click.option("--share", default=SHARE, show_default=True, help="Of the lines to segment.")
@click.option("--processes", default=2, show_default=True)
def main(news: Path, out: Path, share: float, processes: int) -> None:
    """Counts the words of the news in the folder NEWS."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    count_news(news, share, processes).save(out)


if __name__ == "__main__":
    main()
