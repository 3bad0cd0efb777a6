"""The map of a store: deterministic, with like things near each other, and open to any question."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vectorstore.build import rebuild, sync
from vectorstore.chunk_map import MapWriter, read_map
from vectorstore.embedding import Vectors
from vectorstore.errors import StoreError
from vectorstore.generations import Store
from vectorstore.neighbour_layout import neighbour_layout, principal_axes
from vectorstore.projection import Projection
from vectorstore.settings import load_settings
from vectorstore.verify import problems_of

PARTS = ("landmarks", "anchors", "mean", "axes")
REBUILD = "python -m vectorstore rebuild"
NEAR = 1e-3  # of a map whose radius is about 1
DAMAGE = {
    "emptied": lambda file: file.write_bytes(b""),
    "half": lambda file: file.write_bytes(file.read_bytes()[:3000]),
    "no archive": lambda file: file.write_text("x" * 3000),
    "a part missing": lambda file: _saved_again(file, lambda parts: parts.pop("axes")),
    "of two stores": lambda file: _saved_again(
        file, lambda parts: parts.update(anchors=parts["anchors"][1:])
    ),
}


def clouds(
    count: int, groups: int, dimension: int = 24, seed: int = 0
) -> tuple[Vectors, list[int]]:
    """Unit vectors in clouds, as those of articles are, and the cloud of each."""
    random = np.random.default_rng(seed)
    group = np.arange(count) % groups
    vectors = random.normal(size=(groups, dimension))[group]
    vectors += 0.4 * random.normal(size=(count, dimension))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), group.tolist()


def share_of_like_neighbours(points: NDArray[np.floating], group: list[int]) -> float:
    """The share of points whose nearest other point is of their own group."""
    distances = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    np.fill_diagonal(distances, np.inf)
    groups = np.array(group)
    return float((groups[distances.argmin(axis=1)] == groups).mean())


def _saved_again(file: Path, change: object) -> None:
    with np.load(file) as found:
        parts = dict(found)
    assert callable(change)
    change(parts)
    np.savez(file.with_suffix(""), **parts)


@pytest.fixture
def store(seeds: Path, tmp_path: Path) -> Store:
    made = Store(load_settings(corpus=seeds, store=tmp_path / "db"))
    rebuild(made)
    return made


@pytest.mark.parametrize("count", [60, 1_000])
def test_the_same_vectors_give_the_same_map(count: int) -> None:
    vectors, _ = clouds(count, 10)
    one, other = Projection.fit(vectors), Projection.fit(vectors.copy())
    for part in PARTS:
        assert np.array_equal(getattr(one, part), getattr(other, part))


@pytest.mark.parametrize("count", [60, 1_000])
def test_like_vectors_stand_together(count: int) -> None:
    """Better than on two principal components, with landmarks of their own or shared ones."""
    vectors, group = clouds(count, 20)
    points = Projection.fit(vectors).place(vectors)
    linear = (vectors - vectors.mean(axis=0)) @ principal_axes(vectors)
    assert share_of_like_neighbours(points, group) > 0.9
    assert share_of_like_neighbours(points, group) > share_of_like_neighbours(linear, group)


@pytest.mark.parametrize("count", [60, 1_000])
def test_one_vector_is_placed_as_it_is_among_many(count: int) -> None:
    vectors, _ = clouds(count, 10)
    projection = Projection.fit(vectors)
    points = projection.place(vectors)
    for row in (0, count // 2, count - 1):
        assert projection.place(vectors[row : row + 1])[0] == pytest.approx(points[row], abs=NEAR)


def test_no_vector_is_thrown_out_of_the_map() -> None:
    vectors, _ = clouds(200, 10)
    projection = Projection.fit(vectors)
    strangers, _ = clouds(200, 50, seed=1)
    reach = np.abs(projection.place(vectors)).max()
    assert np.abs(projection.place(np.concatenate([strangers, -vectors]))).max() < 2 * reach


@given(st.integers(0, 12), st.integers(1, 6), st.booleans(), st.booleans())
@settings(max_examples=40)
def test_few_equal_or_empty_vectors_have_finite_points(
    count: int, dimension: int, equal: bool, empty: bool
) -> None:
    vectors = np.zeros((count, dimension), np.float32)
    if count and not empty:
        vectors[:] = clouds(count, count, dimension)[0]
        vectors = np.repeat(vectors[:1], count, axis=0) if equal else vectors
    projection = Projection.fit(vectors)
    points = projection.place(vectors)
    assert points.shape == (count, 2)
    assert np.isfinite(points).all()
    assert np.isfinite(projection.place(np.ones((1, dimension), np.float32))).all()
    if equal and count:
        assert np.ptp(points, axis=0).max() < NEAR


def test_the_layout_of_landmarks_is_centred_and_of_radius_one() -> None:
    places = neighbour_layout(clouds(100, 10)[0])
    assert places.mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert (places**2).sum(axis=1).mean() == pytest.approx(1)


def test_principal_axes_are_those_of_a_singular_value_decomposition() -> None:
    vectors, _ = clouds(50, 5)
    axes = principal_axes(vectors)
    expected = np.linalg.svd(vectors - vectors.mean(axis=0))[2][:2].T
    assert np.abs((axes * expected).sum(axis=0)) == pytest.approx([1, 1], abs=1e-4)
    assert all(axis[np.abs(axis).argmax()] > 0 for axis in axes.T)


def test_batches_and_a_whole_give_the_same_map(tmp_path: Path) -> None:
    vectors, _ = clouds(100, 10)
    writer = MapWriter(tmp_path)
    for at in (0, 1, 40):
        writer.add(vectors[at : {0: 1, 1: 40, 40: 100}[at]])
    writer.finish()
    projection = Projection.fit(vectors)
    assert np.array_equal(read_map(tmp_path).points, projection.place(vectors))
    assert [file.name for file in tmp_path.iterdir()] == ["map.npz"]


def test_a_store_without_chunks_has_an_empty_map(tmp_path: Path) -> None:
    MapWriter(tmp_path).finish()
    assert read_map(tmp_path).points.shape == (0, 2)


def test_every_chunk_has_a_point_and_a_chunk_s_own_text_lands_on_it(store: Store) -> None:
    generation = store.generation()
    found, count = generation.chunk_map, generation.manifest.chunks
    assert found.points.shape == (count, 2)
    places = generation.places(range(count))
    for chunk_id in range(0, count, 7):
        place = places[chunk_id]
        article = generation.article(place.article_id)
        text = article.text[place.start : place.end]
        context = "" if place.section in ("title", "teaser") else f"{article.title}\n"
        vector = store.embedder.embed_queries([context + text])
        landed = found.projection.place(vector)[0]
        assert landed == pytest.approx(found.points[chunk_id], abs=NEAR)


def test_the_articles_of_the_seeds_stand_together(store: Store) -> None:
    generation = store.generation()
    places = generation.places(range(generation.manifest.chunks))
    article = {name: number for number, name in enumerate(generation.manifest.articles)}
    group = [article[places[i].article_id] for i in range(len(places))]
    assert share_of_like_neighbours(generation.chunk_map.points, group) > 0.6


def test_a_rebuild_draws_the_same_map(store: Store) -> None:
    before = store.generation().chunk_map
    rebuild(store)
    assert np.array_equal(store.generation().chunk_map.points, before.points)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_map_is_told_and_all_else_works(store: Store, damage: str) -> None:
    generation = store.generation()
    DAMAGE[damage](generation.folder / "map.npz")
    with pytest.raises(StoreError, match=rf"map\.npz is damaged.*{REBUILD}"):
        _ = generation.chunk_map
    assert generation.nearest(store.embedder.embed_queries(["Lạng Sơn"])[0], 3)
    [problem] = problems_of(generation, store.embedder)
    assert "map.npz is damaged" in problem


def test_a_map_of_another_number_of_chunks_is_a_problem(store: Store) -> None:
    generation = store.generation()
    count = generation.manifest.chunks
    _saved_again(
        generation.folder / "map.npz", lambda parts: parts.update(points=parts["points"][1:])
    )
    [problem] = problems_of(generation, store.embedder)
    assert problem == f"{count - 1} chunks on the map, but the manifest says {count}"


def test_a_deleted_map_is_a_problem(store: Store) -> None:
    (store.generation().folder / "map.npz").unlink()
    [problem] = problems_of(store.generation(), store.embedder)
    assert "has no map yet" in problem


def test_a_store_from_before_there_were_maps_is_whole_and_says_what_draws_one(
    store: Store,
) -> None:
    folder = store.generation().folder
    (folder / "map.npz").unlink()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["has_map"]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    older = Store(store.settings)
    assert problems_of(older.generation(), older.embedder, every=True) == []
    assert sync(older).generation == manifest["generation"]
    with pytest.raises(StoreError, match=f"has no map yet: run `{REBUILD} --store .*` to draw it"):
        _ = older.generation().chunk_map
    rebuild(older)
    assert len(older.generation().chunk_map.points) == older.generation().manifest.chunks
