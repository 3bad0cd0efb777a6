"""An open store and the questions asked in, what the map shows out: passages as points, and the
last question among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rag import ask
from rag.answering import Answer
from vectorstore.articles import SectionKind
from vectorstore.errors import QuestionError
from vectorstore.generations import Store
from vectorstore.store import ChunkPlace, Generation
from webchat.chat.scope import ANYWHERE, Scope, limits_of
from webchat.citations import Citation, checksum

MOST = 4_000  # points that are sent to the page
LONGEST = 200  # characters of a passage that its point tells


@dataclass(frozen=True, slots=True)
class Point:
    """A passage on the map."""

    chunk_id: int
    article_id: str
    title: str  # the article's; its id where it has none
    section: SectionKind
    text: str  # the passage's beginning, at most LONGEST characters
    link: str  # opens the article at the passage
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Question:
    """The question drawn in."""

    asked: str
    found: tuple[int, ...]  # chunk ids of the passages it found, best first
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class MapPoints:
    """All that the map shows."""

    points: tuple[Point, ...]  # by chunk id; those that the question found are always among them
    chunks: int  # how many passages there are, shown or not
    question: Question | None

    @property
    def found(self) -> list[Point]:
        """The passages that the question found, best first."""
        by_id = {point.chunk_id: point for point in self.points}
        return [by_id[i] for i in self.question.found] if self.question else []

    @property
    def articles(self) -> list[str]:
        """The ids of the articles shown, in the order in which colours are given to them.

        From left to right on the map, so that neighbours have different colours where there are
        fewer colours than articles.
        """
        places: dict[str, list[float]] = {}
        for point in self.points:
            places.setdefault(point.article_id, []).append(point.x)
        return sorted(places, key=lambda i: (sum(places[i]) / len(places[i]), i))


def map_points(
    store: Store, asked: Sequence[str], scope: Scope = ANYWHERE, most: int = MOST
) -> MapPoints:
    """The map after these questions, oldest first; of more passages than `most` an even sample.

    The last of them was looked up within `scope`.

    Raises:
        StoreError: the store has no map, or is damaged.
    """
    generation = store.generation()
    everything = generation.chunk_map
    question = _question(store, generation, asked, scope)
    count = len(everything.points)
    sample = np.linspace(0, count - 1, min(count, most)).astype(int).tolist()
    ids = sorted({*sample, *(question.found if question else ())})
    places = generation.places(ids)
    return MapPoints(
        tuple(_point(generation, i, places[i], *everything.points[i].tolist()) for i in ids),
        count,
        question,
    )


def _question(
    store: Store, generation: Generation, asked: Sequence[str], scope: Scope
) -> Question | None:
    if not asked:
        return None
    articles, sections = limits_of(generation, scope)
    try:
        answer = ask(asked[-1], asked[:-1], articles=articles, sections=sections, store=store)
    except QuestionError:  # it was refused in the conversation, too
        return None
    vector = store.embedder.embed_queries([answer.understood or asked[-1]])
    x, y = generation.chunk_map.projection.place(vector)[0].tolist()
    return Question(asked[-1], tuple(_found(generation, answer)), x, y)


def _found(generation: Generation, answer: Answer) -> Iterable[int]:
    """The chunks that the answer's passages are; none of a passage of a newer generation."""
    for passage in answer.passages:
        chunk_id = generation.chunk_at(passage.article_id, passage.start)
        if chunk_id is not None:
            yield chunk_id


def _point(generation: Generation, chunk_id: int, place: ChunkPlace, x: float, y: float) -> Point:
    article = generation.article(place.article_id)
    text = article.text[place.start : place.end]
    link = Citation(article.id, place.start, place.end, checksum(text)).link()
    told = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
    title = article.title or article.id
    return Point(chunk_id, article.id, title, place.section, told, link, round(x, 4), round(y, 4))
