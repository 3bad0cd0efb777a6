"""Questions with known answers in, measures out: retrieval, quotes, spans, abstention, latency."""

import json
import re
import string
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from typing import TypedDict

import numpy as np
from tqdm import tqdm

from rag.answering import Answer, Quote, ask
from rag.question_files import Asked, QuestionSet
from rag.questions import analyse
from rag.retrieval import retrieve
from rag.sentences import LONGEST_QUOTE
from vectorstore.build import open_store, rebuild
from vectorstore.errors import QuestionError
from vectorstore.generations import Store
from vectorstore.settings import Settings
from vectorstore.vietnamese import fold, normalise

Measures = dict[str, float | int | None]
_DEPTH = 10  # articles looked at
_PASSAGES = 40  # enough passages to hold so many articles


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question got."""

    asked: Asked
    kind: str
    answer: Answer
    articles: list[str]  # the ids found, best first, at most ten
    milliseconds: float  # of ask()
    verbatim: list[bool]  # of each quote

    @property
    def rank(self) -> int | None:
        """The right article's place from 0; None if not found."""
        article = self.asked.article
        return self.articles.index(article) if article in self.articles else None

    def quoted(self, most: int) -> bool:
        """Whether one of the first quotes holds a right answer."""
        return any(_is_right(quote, self.asked) for quote in self.answer.quotes[:most])


def without_accents(questions: QuestionSet) -> QuestionSet:
    """The same questions as someone types them who leaves out accents and capitals."""
    typed = [
        replace(asked, question=fold(asked.question), history=tuple(map(fold, asked.history)))
        for asked in questions.questions
    ]
    return replace(questions, questions=typed)


def evaluate(
    questions: QuestionSet,
    settings: Settings,
    limit: int | None = None,
    *,
    own_paragraph: bool = False,
) -> list[Outcome]:
    """Ask every question (or the first `limit`) of the current store, or of the set's paragraphs.

    With `own_paragraph` each is asked of the paragraph that it was written for and of no other: by
    this SQuAD 2.0 calls it answerable or not. The measures of retrieval say nothing then.

    Raises:
        QuestionError: `own_paragraph`, but the questions come without paragraphs.
    """
    if own_paragraph and not questions.paragraphs:
        raise QuestionError(
            "--own-paragraph needs questions that come with their paragraphs: "
            "name a .json file in SQuAD form, or leave it out"
        )
    with store_for(questions, settings) as store:
        return [
            _outcome(asked, store, own_paragraph)
            for asked in tqdm(questions.questions[:limit], desc="asking", disable=None, leave=False)
        ]


class Report(TypedDict):
    """The measures overall and by kind of question."""

    overall: Measures
    by_kind: dict[str, Measures]


def report(outcomes: Sequence[Outcome]) -> Report:
    """The measures of what was asked."""
    kinds = grouped(outcomes, lambda outcome: outcome.kind)
    return {
        "overall": measures(outcomes),
        "by_kind": {kind: measures(group) for kind, group in kinds.items()},
    }


def grouped(outcomes: Sequence[Outcome], of: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    """The outcomes by what `of` names each, sorted by that name."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[of(outcome)].append(outcome)
    return {name: groups[name] for name in sorted(groups)}


def measures(outcomes: Sequence[Outcome]) -> Measures:
    """The contract's measures, fractions in 0..1; None where no question bears on one."""
    answerable = [o for o in outcomes if o.asked.answers]
    unanswerable = [o for o in outcomes if not o.asked.answers]
    placed = [o for o in answerable if o.asked.article is not None]
    spans = [_span_scores(o) for o in answerable]
    times = [o.milliseconds for o in outcomes]
    return {
        "n": len(outcomes),
        "ndcg@10": _mean([1 / log2(o.rank + 2) if o.rank is not None else 0.0 for o in placed]),
        **{
            f"recall@{depth}": _mean([o.rank is not None and o.rank < depth for o in placed])
            for depth in (1, 5, 10)
        },
        "mrr@10": _mean([1 / (o.rank + 1) if o.rank is not None else 0.0 for o in placed]),
        "quote@1": _mean([o.quoted(1) for o in answerable]),
        "quote@3": _mean([o.quoted(3) for o in answerable]),
        "span_em": _mean([exact for exact, _ in spans]),
        "span_f1": _mean([f1 for _, f1 in spans]),
        "refused_unanswerable": _mean([not o.answer.answered for o in unanswerable]),
        "refused_answerable": _mean([not o.answer.answered for o in answerable]),
        "verbatim": _mean([is_verbatim for o in outcomes for is_verbatim in o.verbatim]),
        "latency_p50_ms": _percentile(times, 50),
        "latency_p95_ms": _percentile(times, 95),
    }


def exact_match(given: str, right: str) -> bool:
    """SQuAD's exact match: alike but for case, punctuation and spacing."""
    return _words(given) == _words(right)


def f1(given: str, right: str) -> float:
    """SQuAD's F1 over words: the harmonic mean of precision and recall."""
    given_words, right_words = _words(given), _words(right)
    common = (Counter(given_words) & Counter(right_words)).total()
    return 2 * common / (len(given_words) + len(right_words)) if common else 0.0


def _outcome(asked: Asked, store: Store, own_paragraph: bool) -> Outcome:
    only = [asked.article] if own_paragraph and asked.article is not None else None
    answer = ask(asked.question, asked.history, articles=only, store=store)
    found = retrieve(answer.understood or asked.question, _PASSAGES, only, store=store)
    articles = list(dict.fromkeys(passage.article_id for passage in found))[:_DEPTH]
    generation = store.generation()
    return Outcome(
        asked=asked,
        kind=asked.kind or analyse(asked.question).kind,
        answer=answer,
        articles=articles,
        milliseconds=answer.timings_ms["total"],
        verbatim=[
            _is_verbatim(quote, generation.article(quote.article_id).text)
            for quote in answer.quotes
        ],
    )


def _is_verbatim(quote: Quote, text: str) -> bool:
    start, end = quote.answer_start, quote.answer_end
    inside = start is None or end is None or quote.start <= start < end <= quote.end
    return inside and text[quote.start : quote.end] == quote.text


def _is_right(quote: Quote, asked: Asked) -> bool:
    in_place = asked.article is None or quote.article_id == asked.article
    short = len(quote.text) <= LONGEST_QUOTE
    return in_place and short and asked.is_answered_in(quote.text)


def _span_scores(outcome: Outcome) -> tuple[bool, float]:
    given = outcome.answer.text if outcome.answer.answered else ""
    answers = outcome.asked.answers
    return (
        any(exact_match(given, right) for right in answers),
        max(f1(given, right) for right in answers),
    )


def _words(text: str) -> list[str]:
    return re.sub(rf"[{re.escape(string.punctuation)}“”‘’…–]", " ", normalise(text).lower()).split()


def _mean(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def _percentile(values: Sequence[float], percent: int) -> float | None:
    return round(float(np.percentile(values, percent)), 3) if values else None


@contextmanager
def store_for(questions: QuestionSet, settings: Settings) -> Iterator[Store]:
    """The store the questions are asked of: the current one, or a temporary one of paragraphs."""
    if not questions.paragraphs:
        yield open_store(settings)
        return
    articles = (
        {"id": article, "title": "", "body": [text]}
        for article, text in questions.paragraphs.items()
    )
    with store_of(articles, settings) as store:
        yield store


@contextmanager
def store_of(articles: Iterable[Mapping[str, object]], settings: Settings) -> Iterator[Store]:
    """A temporary store of articles, each as a line of a .jsonl corpus holds it."""
    with tempfile.TemporaryDirectory(prefix="hoi-bao-eval-") as folder:
        corpus = Path(folder) / "articles.jsonl"
        lines = (json.dumps(article, ensure_ascii=False) for article in articles)
        corpus.write_text("\n".join(lines), encoding="utf-8")
        store = Store(settings.model_copy(update={"corpus": corpus, "store": Path(folder) / "db"}))
        rebuild(store)
        yield store
