"""An open store in, questions out that its articles are found to answer."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.answering import Quote, ask
from rag.sentences import LONGEST_QUOTE
from rag.suggesting.asking import AskedFor, wordings
from rag.suggesting.headlines import asked_of_title
from rag.suggesting.own_questions import own_questions
from vectorstore.articles import Article
from vectorstore.generations import Store
from vectorstore.vietnamese import Span, fold, sentences, syllables

MOST = 4
TITLE_QUESTION = "Bài “{title}” viết gì?"
_LONGEST_TITLE = 90  # characters, of a title that is asked after
_MOST_ARTICLES = 12  # articles asked after where no one is named
_MOST_ASKED = 6  # questions that are put to an article to be left with some
_MORE = 3  # kept of an article beyond those shown, in case some were asked already
_ALIKE = 2  # questions of one kind about an article, but for its own
_MOST_SENTENCES = 60  # of an article that are read
# What asks for a form of its own is answered only if that very span is marked.
_MARKED: frozenset[AskedFor] = frozenset({"person", "quantity", "time", "place"})
# The kinds in the order of how well their questions read.
_ORDER: tuple[AskedFor, ...] = (
    "own", "time", "person", "quantity", "theme", "place", "reason", "purpose", "office",
)  # fmt: skip


_ENDED = re.compile(r"(?:[.!?…]\W*|\n\s*)$")  # before a sentence that is no part of a longer one


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question and what tells whether it is answered."""

    question: str
    asks_for: AskedFor
    answers: tuple[Span, ...]  # where it stands, code points into the article's text


def suggestions(
    store: Store, article_id: str | None = None, most: int = MOST, but: Collection[str] = ()
) -> tuple[str, ...]:
    """At most so many questions, each asked and found answered by the sentence it is made from.

    They are about one article, or else about several, one about each. Those in `but` were asked
    already. An article from which no question can be made is asked after by its title.

    Raises:
        UnknownArticleError: there is no article of that id.
    """
    generation = store.generation().folder.name
    asked = frozenset(map(_plain, but))
    if article_id is not None:
        known = _of_article(store, generation, article_id, most + _MORE)
        return tuple(q for q in known if _plain(q) not in asked)[:most]
    found: list[str] = []
    by_title: list[str] = []
    for one in _sampled(store, generation):
        if len(found) == most:
            break
        made = [q for q in _of_article(store, generation, one, 2) if _plain(q) not in asked]
        if made and made == list(_of_title(store.generation().article(one))):
            by_title += made
        elif made:  # neighbours ask alike only where there is no choice
            found.append(min(made, key=lambda q: q.split()[-2:] in [f.split()[-2:] for f in found]))
    return tuple([*found, *by_title][:most])


@lru_cache(maxsize=4)
def _sampled(store: Store, generation: str) -> tuple[str, ...]:
    """At most a dozen ids, spread evenly over all."""
    ids = sorted(store.generation().manifest.articles)
    step = max(1, len(ids) // _MOST_ARTICLES)
    return tuple(ids[::step][:_MOST_ARTICLES])


@lru_cache(maxsize=256)
def _of_article(store: Store, generation: str, article_id: str, most: int) -> tuple[str, ...]:
    article = store.generation().article(article_id)
    kept: list[str] = []
    kinds: Counter[AskedFor] = Counter()
    for candidate in _varied(article)[:_MOST_ASKED]:
        if len(kept) == most:
            break
        enough = kinds[candidate.asks_for] == _ALIKE and candidate.asks_for != "own"
        if not enough and _is_answered(store, article_id, candidate):
            kept.append(candidate.question)
            kinds[candidate.asks_for] += 1
    if not kept:
        kept += [q for q in _of_title(article) if _is_answered(store, article_id, q)]
    return tuple(kept)


def _varied(article: Article) -> list[_Candidate]:
    """The questions that the article's sentences answer, the kinds by turns, the earlier first."""
    by_kind: dict[AskedFor, list[_Candidate]] = {kind: [] for kind in _ORDER}
    seen: set[str] = set()
    answered: set[tuple[AskedFor, str]] = set()
    for candidate in _candidates(article):
        told = candidate.asks_for, fold(article.text[slice(*candidate.answers[0])])
        if _plain(candidate.question) not in seen and told not in answered:
            seen.add(_plain(candidate.question))
            answered.add(told)
            by_kind[candidate.asks_for].append(candidate)
    turns = max(map(len, by_kind.values()))
    return [made[turn] for turn in range(turns) for made in by_kind.values() if turn < len(made)]


def _candidates(article: Article) -> Iterator[_Candidate]:
    told = [
        (section, place)
        for section in article.sections
        if section.kind in ("lead", "body")
        for place in sentences(article.text, section.start, section.end, LONGEST_QUOTE)
    ]
    places = [
        place
        for section, place in told
        if _ENDED.search(article.text, max(section.start, place[0] - 8), place[0])
        or place[0] == section.start
    ][:_MOST_SENTENCES]
    for question, answer in own_questions(article, [place for _, place in told]):
        yield _Candidate(question, "own", (answer,))
    for question, asks_for, answers in asked_of_title(article, places):
        if asks_for == "time":
            answers = (*answers, *_again(article, answers[0]))
        yield _Candidate(question, asks_for, answers)
    for start, end in places:
        for made in wordings(article.text[start:end]):
            answer = start + made.answer[0], start + made.answer[1]
            answers = (answer, *_again(article, answer)) if made.asks_for == "person" else (answer,)
            yield _Candidate(made.question, made.asks_for, answers)


def _again(article: Article, told: Span) -> Iterator[Span]:
    """Where else a name or a day stands in an article: a caption may answer as well as the text."""
    said = article.text[slice(*told)]
    return (m.span() for m in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", article.text))


def _of_title(article: Article) -> Iterator[str]:
    title = article.title.strip()
    if title.isprintable() and 0 < len(title) <= _LONGEST_TITLE:
        yield TITLE_QUESTION.format(title=title)


def _is_answered(store: Store, article_id: str, asked: _Candidate | str) -> bool:
    """Whether the first quote is of the article and, for a candidate, is what it was made from."""
    answer = ask(asked if isinstance(asked, str) else asked.question, store=store)
    if not answer.answered or answer.quotes[0].article_id != article_id:
        return False
    return isinstance(asked, str) or any(
        _tells(answer.quotes[0], span, asked.asks_for in _MARKED) for span in asked.answers
    )


def _tells(quote: Quote, span: Span, marked: bool) -> bool:
    """Whether the span stands in the quote, and in the short answer, if it must be or is marked."""
    if not quote.start <= span[0] < span[1] <= quote.end:
        return False
    if quote.answer_start is None or quote.answer_end is None:
        return not marked
    return quote.answer_start < span[1] and span[0] < quote.answer_end


def _plain(question: str) -> str:
    return " ".join(syllables(fold(question)))
