"""A question in, passages out: lexical and dense candidates of one open generation, joined."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import get_args

import numpy as np

from rag.networks.threads import on_one_thread
from rag.questions import analyse
from rag.spelling import corrected
from rag.thesaurus import load_thesaurus
from vectorstore.articles import SectionKind
from vectorstore.build import open_store
from vectorstore.embedding import Vectors
from vectorstore.errors import QuestionError
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from vectorstore.store import ChunkPlace, Generation
from vectorstore.vietnamese import fold, normalise, syllables, with_pairs, without_half_characters

LONGEST_QUESTION = 1_000  # characters
_CANDIDATES = 60  # chunks taken from each of the two searches
_LEXICAL_WEIGHT = 0.65  # the dense half weighs the rest; measured, see README
_LOOKED_AT = 3  # so many times k candidates are compared with each other
_TEASER_LOSS = 0.1  # what a related-news teaser loses, in standard deviations
_SAME_TEXT = 0.8  # share of syllable pairs from which two passages say the same


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found: `article.text[start:end] == text`."""

    article_id: str
    title: str
    section: SectionKind
    start: int  # code points into the article's NFC text
    end: int
    text: str
    score: float  # comparable within one question only


def retrieve(
    question: str,
    k: int = 5,
    articles: Collection[str] | None = None,
    sections: Collection[str] | None = None,
    *,
    store: Store | None = None,
) -> list[Passage]:
    """The `k` passages that answer a question best, best first, none saying the same as another.

    Slips of typing are mended first, as in `ask`. A related-news teaser gives way to an article's
    own text that says the same.

    `articles` (ids) and `sections` (kinds) limit the search; `store` is the one that the settings
    name unless given. An empty question has no passages.

    Raises:
        QuestionError: the question is too long, `k` is less than 1, or a section is unknown.
        UnknownArticleError: there is no article of an id in `articles`.
        StoreError: the store is damaged, or was made with other settings.
    """
    store = store or default_store()
    question = validated(question, k, sections)
    generation = store.generation()
    question = corrected(question, generation.lexical)
    vector = store.embedder.embed_queries([question])[0]
    return find(generation, question, vector, k, articles, sections)


@on_one_thread
def find(
    generation: Generation,
    question: str,
    vector: Vectors,
    k: int,
    articles: Collection[str] | None = None,
    sections: Collection[str] | None = None,
) -> list[Passage]:
    """`retrieve` for a validated question and its vector, (dimension,), in one open generation."""
    if articles is not None:
        generation.require_articles(articles)
    if not syllables(question):
        return []
    wanted = min(max(_CANDIDATES, 2 * k), generation.manifest.chunks)
    also = load_thesaurus().also(analyse(question))
    lexical = dict(generation.lexical.search(question, wanted, articles, sections, also))
    dense = dict(generation.nearest(vector, wanted, articles, sections))
    scores = join(lexical, dense, _LEXICAL_WEIGHT)
    places = generation.places(scores.keys())
    for chunk_id, place in places.items():
        if place.section == "teaser":
            scores[chunk_id] -= _TEASER_LOSS
    ranked = [
        _passage(generation, places[chunk_id], scores[chunk_id])
        for chunk_id in sorted(scores, key=lambda i: (-scores[i], i))[: _LOOKED_AT * k]
    ]
    own_text = [passage for passage in ranked if passage.section != "teaser"]
    passages: list[Passage] = []
    for passage in ranked:
        rivals = own_text if passage.section == "teaser" else passages
        if not any(_say_the_same(passage.text, rival.text) for rival in rivals):
            passages.append(passage)
        if len(passages) == k:
            break
    return passages


def _passage(generation: Generation, place: ChunkPlace, score: float) -> Passage:
    article = generation.article(place.article_id)
    return Passage(
        article_id=place.article_id,
        title=article.title,
        section=place.section,
        start=place.start,
        end=place.end,
        text=article.text[place.start : place.end],
        score=score,
    )


@cache
def default_store() -> Store:
    """The store that the environment's settings name, opened once."""
    return open_store(load_settings())


def join(
    lexical: Mapping[int, float], dense: Mapping[int, float], lexical_weight: float
) -> dict[int, float]:
    """A convex combination of both searches' standard scores.

    A candidate that one search did not return gets the lowest score that search gave.
    """
    lexical_z, dense_z = standard_scores(lexical), standard_scores(dense)
    lexical_low = min(lexical_z.values(), default=0.0)
    dense_low = min(dense_z.values(), default=0.0)
    return {
        i: lexical_weight * lexical_z.get(i, lexical_low)
        + (1 - lexical_weight) * dense_z.get(i, dense_low)
        for i in lexical.keys() | dense.keys()
    }


def standard_scores(scores: Mapping[int, float]) -> dict[int, float]:
    """Each score's distance from the mean in standard deviations; 0 where all are equal."""
    values = np.fromiter(scores.values(), float, len(scores))
    deviation = values.std() if len(values) else 0.0
    standard = (values - values.mean()) / deviation if deviation else np.zeros_like(values)
    return dict(zip(scores, standard.tolist(), strict=True))


def validated(question: str, k: int, sections: Collection[str] | None = None) -> str:
    """The question in NFC without blanks around it, halves of characters replaced by U+FFFD.

    Raises:
        QuestionError: it is too long, `k` is less than 1, or a section is unknown.
    """
    question = readable(question).strip()
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(question)} characters, more than {LONGEST_QUESTION}: shorten it"
        )
    if k < 1:
        raise QuestionError(f"{k} passages can't be asked for: ask for 1 or more")
    unknown = set(sections or ()) - set(get_args(SectionKind))
    if unknown:
        raise QuestionError(
            f"no part of an article is called {min(unknown)!r}: "
            f"choose from {', '.join(get_args(SectionKind))}"
        )
    return question


def readable(text: str) -> str:
    """A text in NFC, halves of characters replaced by U+FFFD."""
    return normalise(without_half_characters(text))


@lru_cache(maxsize=4096)
def terms_of(text: str) -> frozenset[str]:
    """The folded syllables and syllable pairs of a text."""
    return frozenset(with_pairs([fold(term) for term in syllables(text)]))


def _say_the_same(text: str, other: str) -> bool:
    terms, others = terms_of(text), terms_of(other)
    fewer, more = sorted((len(terms), len(others)))
    if fewer < _SAME_TEXT * more:  # spares the comparison where it can't be enough
        return False
    return len(terms & others) >= _SAME_TEXT * max(1, len(terms | others))
