"""Fits and measures the weights by which vectorstore/page/captions.py tells captions apart.

Input: .jsonl or .jsonl.xz files of {"body": [...], "captions": [...]}, one sentence a paragraph;
a body line that "captions" repeats is a caption. As real pages have longer paragraphs, neighbouring
sentences are joined at random before fitting.

    python -m training.caption_cues fit FILE... [--articles N]
    python -m training.caption_cues measure FILE [--articles N]
"""

import argparse
import json
import lzma
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from vectorstore.articles import parse_article
from vectorstore.page.captions import OPENING, SHAPE, WITHIN, caption_cues, has_credit
from vectorstore.page.lines import content_lines, key_of
from vectorstore.vietnamese import normalise

JOIN_RATES = (0.0, 0.5, 0.7)  # how often a sentence joins the paragraph before it


def read(paths: list[Path], articles: int) -> Iterator[dict[str, Any]]:
    """The first articles of each file."""
    for path in paths:
        with lzma.open(path, "rt") if path.suffix == ".xz" else path.open() as lines:
            yield from map(json.loads, islice(lines, articles))


def page(article: dict[str, Any], rate: float, rng: random.Random) -> list[tuple[str, bool]]:
    """An article's paragraphs, each with whether it is a caption."""
    captions = {key_of(normalise(caption)) for caption in article["captions"]}
    found: list[tuple[str, bool]] = []
    for text in map(normalise, article["body"]):
        is_caption = key_of(text) in captions
        if found and not is_caption and not found[-1][1] and rng.random() < rate:
            found[-1] = (f"{found[-1][0]} {text.strip()}", False)
        else:
            found.append((text.strip(), is_caption))
    return found


def fit(paths: list[Path], articles: int) -> None:
    """Print the weights fitted to the words that the tables list now."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rng = random.Random(0)
    listed = {f"opening {word}" for word in OPENING} | {f"within {word}" for word in WITHIN}
    rows, labels = [], []
    for article in read(paths, articles):
        shown = page(article, rng.choice(JOIN_RATES), rng)
        for cues, (_, is_caption) in zip(caption_cues([t for t, _ in shown]), shown, strict=True):
            if cues is not None:
                rows.append({c: v for c, v in cues.items() if c in listed or c in SHAPE})
                labels.append(is_caption)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    model = LogisticRegression(C=1.0, solver="liblinear", max_iter=300).fit(matrix, labels)
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0].round(1), strict=True))
    print("BIAS", model.intercept_.round(1))
    for cue, weight in sorted(weights.items(), key=lambda item: -abs(item[1])):
        print(f'"{cue}": {weight},')


def measure(path: Path, articles: int) -> None:
    """Print precision and recall of whole pages parsed, for each rate of joining.

    Lines that a credit marks are left out: they are certain, and the lists leave most of them out.
    """
    for rate in JOIN_RATES:
        rng = random.Random(5)
        hit = found = known = 0
        for article in read([path], articles):
            shown = page(article, rate, rng)
            opening = [normalise(article[field]).strip() for field in ("title", "lead")]
            parsed = parse_article("", "\n\n".join([*opening, *(text for text, _ in shown)]))
            marked = {line.key for line in content_lines(parsed.text) if has_credit(line)}
            captions = {
                key_of(parsed.text[s.start : s.end]) for s in parsed.sections if s.kind == "caption"
            } - marked
            labels = {key_of(text): is_caption for text, is_caption in shown}
            labels = {key: is_caption for key, is_caption in labels.items() if key not in marked}
            known += sum(labels.values())
            found += len(captions)
            hit += sum(labels.get(caption, False) for caption in captions)
        print(f"joined {rate}: precision {hit / found:.3f}, recall {hit / known:.3f} of {known}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("fit", "measure"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--articles", type=int, default=5000)
    asked = parser.parse_args()
    if asked.task == "fit":
        fit(asked.files, asked.articles)
    else:
        measure(asked.files[0], asked.articles)
