"""One generation: what is written is read back, and the nearest are the nearest."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vectorstore import store as store_module
from vectorstore.articles import Article, SectionKind, parse_article
from vectorstore.chunks import Chunk
from vectorstore.embedding import ModelStamp, Vectors
from vectorstore.errors import StoreError, UnknownArticleError
from vectorstore.manifest import Manifest
from vectorstore.store import ChunkPlace, Generation, GenerationWriter

ARTICLES, CHUNKS_EACH, DIMENSION = 40, 10, 16
SECTIONS: tuple[SectionKind, ...] = ("title", "body", "body", "caption", "teaser")
WITHOUT_WORDS = 7  # the chunk whose vector is all zeros


def article_of(number: int) -> Article:
    """An article of which each line is one chunk."""
    lines = [f"Dòng {at} của bài {number}: nước lên nhanh…" for at in range(CHUNKS_EACH)]
    article = parse_article(f"folder/bài {number:02}", "\n\n".join(lines))
    return replace(article, source="Báo", author="Lê Văn A", date="27/11", date_number=20251127)


def chunks_of(article: Article) -> Iterator[Chunk]:
    at = 0
    for number, line in enumerate(article.text.split("\n\n")):
        section = SECTIONS[number % len(SECTIONS)]
        yield Chunk(article.id, section, at, at + len(line), line, article.title)
        at += len(line) + 2


def unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)


def random_vectors(count: int, seed: int) -> Vectors:
    """Unit vectors in twelve clouds, as those of texts are."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(12, DIMENSION))
    places = centres[random.integers(12, size=count)] + random.normal(size=(count, DIMENSION))
    return unit(places.astype(np.float32))


def write_generation(folder: Path, articles: list[Article], vectors: Vectors) -> Generation:
    chunks = [chunk for article in articles for chunk in chunks_of(article)]
    writer = GenerationWriter(folder)
    half = len(articles) // 2
    writer.add(articles[:half], chunks[: half * CHUNKS_EACH], vectors[: half * CHUNKS_EACH])
    writer.add(articles[half:], chunks[half * CHUNKS_EACH :], vectors[half * CHUNKS_EACH :])
    writer.finish(
        Manifest(
            generation=folder.name,
            built_at="2026-01-01T00:00:00+00:00",
            corpus="/corpus",
            embedding=ModelStamp("random", "0", DIMENSION),
            chunk_size=900,
            sections=len(chunks),
            chunks=len(chunks),
            articles={article.id: article.content_hash for article in articles},
        )
    )
    writer.close()
    return Generation(folder)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [article_of(number) for number in range(ARTICLES)]


@pytest.fixture(scope="module")
def chunks(articles: list[Article]) -> list[Chunk]:
    return [chunk for article in articles for chunk in chunks_of(article)]


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    made = random_vectors(ARTICLES * CHUNKS_EACH, seed=1)
    made[WITHOUT_WORDS] = 0
    return made


@pytest.fixture(scope="module")
def generation(
    tmp_path_factory: pytest.TempPathFactory, articles: list[Article], vectors: Vectors
) -> Generation:
    return write_generation(tmp_path_factory.mktemp("store") / "generation", articles, vectors)


def exact(
    query: Vectors, vectors: Vectors, allowed: list[int], limit: int
) -> list[tuple[int, float]]:
    """The nearest by comparing every vector."""
    order = sorted(allowed, key=lambda at: -float(vectors[at] @ query))
    return [(at, float(vectors[at] @ query)) for at in order[:limit]]


def assert_same(found: list[tuple[int, float]], expected: list[tuple[int, float]]) -> None:
    assert [at for at, _ in found] == [at for at, _ in expected]
    assert [cosine for _, cosine in found] == pytest.approx([c for _, c in expected], abs=1e-5)


def test_the_nearest_are_those_of_an_exact_search(generation: Generation, vectors: Vectors) -> None:
    hits = 0
    everything = [at for at in range(len(vectors)) if at != WITHOUT_WORDS]
    for query in random_vectors(50, seed=2):
        found = generation.nearest(query, 10)
        assert len(found) == 10
        for at, cosine in found:
            assert cosine == pytest.approx(float(vectors[at] @ query), abs=1e-5)
        cosines = [cosine for _, cosine in found]
        assert cosines == sorted(cosines, reverse=True)
        nearest = exact(query, vectors, everything, 10)
        hits += len({at for at, _ in found} & {at for at, _ in nearest})
    assert hits >= 0.97 * 500


@pytest.mark.parametrize(
    ("wanted_articles", "wanted_sections"),
    [
        (["folder/bài 03"], None),
        (["folder/bài 03", "folder/bài 00", "folder/bài 39"], ["body"]),
        (None, ["caption"]),
        (None, ["teaser", "title"]),
        (["folder/bài 00"], ["body", "lead"]),
    ],
)
def test_a_filtered_search_is_exact(
    generation: Generation,
    chunks: list[Chunk],
    vectors: Vectors,
    wanted_articles: list[str] | None,
    wanted_sections: list[str] | None,
) -> None:
    allowed = [
        at
        for at, chunk in enumerate(chunks)
        if (wanted_articles is None or chunk.article_id in wanted_articles)
        and (wanted_sections is None or chunk.section in wanted_sections)
    ]
    for query in random_vectors(10, seed=3):
        found = generation.nearest(query, 7, wanted_articles, wanted_sections)
        assert_same(found, exact(query, vectors, allowed, 7))


def test_a_filter_that_chooses_many_chunks_still_holds(
    generation: Generation,
    chunks: list[Chunk],
    vectors: Vectors,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store_module, "_EXACT_LIMIT", 100)
    wanted = [f"folder/bài {number:02}" for number in range(20)]
    for query in random_vectors(10, seed=4):
        found = generation.nearest(query, 5, wanted, ["body"])
        allowed = [
            at
            for at, chunk in enumerate(chunks)
            if chunk.article_id in wanted and chunk.section == "body"
        ]
        assert_same(found, exact(query, vectors, allowed, 5)[: len(found)])
        assert found


def test_filters_without_a_match_find_nothing(generation: Generation, vectors: Vectors) -> None:
    for filters in (([], None), (["no such article"], None), (None, ["lead"]), (None, [])):
        assert generation.nearest(vectors[0], 5, *filters) == []


def test_what_has_no_direction_is_like_nothing(generation: Generation, vectors: Vectors) -> None:
    assert generation.nearest(np.zeros(DIMENSION, np.float32), 5) == []
    assert generation.nearest(vectors[0], 0) == []
    everything = generation.nearest(vectors[0], 10_000)
    assert dict(everything).get(WITHOUT_WORDS, 0.0) == pytest.approx(0, abs=1e-6)
    assert len(everything) >= 0.97 * (len(vectors) - 1)


def test_similarities_are_exact(generation: Generation, vectors: Vectors) -> None:
    query, chosen = random_vectors(1, seed=5)[0], [399, 0, 17, 18]
    assert_same(generation.similarities(query, chosen), exact(query, vectors, chosen, 4))
    assert generation.similarities(query, []) == []


def test_articles_are_read_back_as_they_were(
    generation: Generation, articles: list[Article]
) -> None:
    assert list(generation.articles()) == articles
    for article in articles:
        assert generation.article(article.id) == article
    with pytest.raises(UnknownArticleError, match="no such article"):
        generation.article("no such article")


def test_unknown_articles_are_named(generation: Generation) -> None:
    generation.require_articles(["folder/bài 00", "folder/bài 39"])
    generation.require_articles([])
    with pytest.raises(UnknownArticleError, match="x'; DROP"):
        generation.require_articles(["folder/bài 00", "x'; DROP TABLE articles"])


def test_chunks_are_read_back_as_they_were(generation: Generation, chunks: list[Chunk]) -> None:
    places = generation.places(range(len(chunks)))
    assert places == {
        at: ChunkPlace(chunk.article_id, chunk.section, chunk.start, chunk.end)
        for at, chunk in enumerate(chunks)
    }
    assert generation.places([3, 10**9]).keys() == {3}
    assert generation.places([]) == {}
    assert generation.documents_of(chunks[25].article_id) == {
        at: chunk.text for at, chunk in enumerate(chunks[20:30], start=20)
    }
    assert generation.documents_of("no such article") == {}


def test_all_three_parts_hold_every_chunk(generation: Generation, chunks: list[Chunk]) -> None:
    assert generation.row_counts() == (ARTICLES, len(chunks))
    assert generation.vector_count() == len(generation.lexical) == len(chunks)


def test_one_generation_serves_many_threads(
    generation: Generation, articles: list[Article], vectors: Vectors
) -> None:
    def read(number: int) -> bool:
        article = articles[number % ARTICLES]
        mine = generation.nearest(vectors[number], 3, articles=[article.id])
        found = generation.nearest(vectors[number], 1)
        places = generation.places([at for at, _ in mine])
        return (
            generation.article(article.id) == article
            and all(place.article_id == article.id for place in places.values())
            and bool(found)
            and bool(generation.lexical.search("nước lên", 5))
        )

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, range(8, 208)))


def test_a_generation_is_never_written_over(generation: Generation) -> None:
    with pytest.raises(FileExistsError):
        GenerationWriter(generation.folder)


def test_an_unfinished_generation_can_t_be_opened(
    tmp_path: Path, articles: list[Article], vectors: Vectors
) -> None:
    writer = GenerationWriter(tmp_path / "generation")
    writer.add(articles[:1], list(chunks_of(articles[0])), vectors[:CHUNKS_EACH])
    writer.close()
    with pytest.raises(StoreError, match="python -m vectorstore rebuild"):
        Generation(tmp_path / "generation")


def test_more_chunks_than_one_batch_of_chroma_holds(tmp_path: Path) -> None:
    count = 6_000
    article = parse_article("long", "Nước lên nhanh. " * count)
    chunks = [Chunk("long", "body", 16 * at, 16 * at + 15, "x", "") for at in range(count)]
    vectors = random_vectors(count, seed=6)
    writer = GenerationWriter(tmp_path / "generation")
    writer.add([article], chunks, vectors)
    manifest = Manifest("generation", "", "", ModelStamp("", "", DIMENSION), 900, 1, count, {})
    writer.finish(manifest)
    writer.close()
    generation = Generation(tmp_path / "generation")
    assert generation.vector_count() == len(generation.lexical) == count
    everything, hits = list(range(count)), 0
    for query in random_vectors(20, seed=7):
        nearest = {at for at, _ in exact(query, vectors, everything, 10)}
        hits += len(nearest & {at for at, _ in generation.nearest(query, 10)})
    assert hits >= 0.9 * 200


def test_the_articles_of_some_days_are_found(tmp_path: Path) -> None:
    days = [20251231, None, 20250101, 20250630, 20250630]
    dated = [replace(article_of(n), date_number=day) for n, day in enumerate(days)]
    made = write_generation(
        tmp_path / "dated", dated, random_vectors(len(dated) * CHUNKS_EACH, seed=5)
    )

    def numbers(since: int | None, until: int | None) -> list[int]:
        return [int(article_id[-2:]) for article_id in made.dated(since, until)]

    assert numbers(20250630, 20250630) == [3, 4]
    assert numbers(None, 20250630) == [2, 3, 4]
    assert numbers(20250631, None) == [0]
    assert numbers(None, None) == [0, 2, 3, 4]
    assert numbers(20250701, 20250101) == []
    assert made.date_range() == (20250101, 20251231)


def test_where_no_date_is_known_there_is_no_range(tmp_path: Path) -> None:
    undated = [replace(article_of(0), date_number=None)]
    made = write_generation(tmp_path / "undated", undated, random_vectors(CHUNKS_EACH, seed=5))
    assert made.date_range() is None
    assert made.dated() == []


def test_a_search_may_be_limited_to_very_many_articles(generation: Generation) -> None:
    wanted = [f"folder/other {number}" for number in range(300_000)] + ["folder/bài 03"]
    (query,) = random_vectors(1, seed=4)
    found = generation.nearest(query, 5, wanted)
    assert found == generation.nearest(query, 5, ["folder/bài 03"])
