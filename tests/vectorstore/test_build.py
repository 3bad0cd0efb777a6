"""A build is complete, leaves nothing out in silence, and is done again only when it must be."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import chromadb
import pytest

from tests.conftest import MakeCorpus
from vectorstore.articles import parse_article
from vectorstore.build import open_store, rebuild, sync
from vectorstore.chunks import Chunk, chunk_article
from vectorstore.errors import CorpusError, StoreError
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from vectorstore.verify import problems_of

PAGE = "Cầu mới thông xe\n\nCầu dài 300 m bắc qua sông Gianh.\n\nXe qua cầu từ hôm nay.\n"
OTHER = "Chợ đêm mở cửa\n\nChợ đêm bên sông Hương mở cửa đến 23 giờ.\n\nKhách đến đông.\n"
BROKEN = b"\x81\x8d\x00\x8f" * 200


@pytest.fixture
def store(make_corpus: MakeCorpus, tmp_path: Path) -> Store:
    """A store of two articles, not built yet."""
    corpus = make_corpus({"cầu.txt": PAGE, "sub/chợ.txt": OTHER})
    return Store(load_settings(corpus=corpus, store=tmp_path / "db"))


def test_a_build_of_the_seeds_is_complete(seed_store: Store, seeds: Path) -> None:
    generation, manifest = seed_store.generation(), seed_store.generation().manifest
    articles = {
        path.stem: parse_article(path.stem, path.read_text(encoding="utf-8"))
        for path in seeds.glob("*.txt")
    }
    chunks = [c for article in articles.values() for c in chunk_article(article, 900)]
    assert {article.id: article for article in generation.articles()} == articles
    assert manifest.articles == {a.id: a.content_hash for a in articles.values()}
    assert manifest.sections == sum(len(article.sections) for article in articles.values())
    assert manifest.chunks == len(chunks) == generation.vector_count() == len(generation.lexical)
    assert manifest.embedding == seed_store.embedder.stamp
    assert manifest.corpus == str(seeds.resolve())
    assert manifest.left_out == []
    assert manifest.generation == seed_store.current_name() == generation.folder.name
    age = datetime.now(UTC) - datetime.fromisoformat(manifest.built_at)
    assert 0 <= age.total_seconds() < 3600
    assert problems_of(generation, seed_store.embedder, every=True) == []


def test_every_chunk_of_the_seeds_is_found_by_its_own_text(seed_store: Store) -> None:
    generation = seed_store.generation()
    for article in generation.articles():
        for chunk_id, text in generation.documents_of(article.id).items():
            place = generation.places([chunk_id])[chunk_id]
            assert article.text[place.start : place.end] == text
            assert chunk_id in dict(generation.lexical.search(text, 5))


@pytest.mark.parametrize("model", ["tiny_static_model", "tiny_model"])
def test_other_models_build_a_store(
    store: Store, model: str, request: pytest.FixtureRequest
) -> None:
    settings = store.settings.model_copy(
        update={"embedding_model": str(request.getfixturevalue(model))}
    )
    other = Store(settings)
    assert rebuild(other).embedding.dimension == 16
    question = other.embedder.embed_queries(["chợ đêm sông Hương"])[0]
    assert len(other.generation().nearest(question, 3)) == 3


def test_bad_files_are_left_out_by_name_and_the_rest_is_indexed(
    store: Store, make_corpus: MakeCorpus, caplog: pytest.LogCaptureFixture
) -> None:
    make_corpus(
        {"bad.txt": BROKEN, "empty.txt": "", "lines.jsonl": '{"id": "x", "text": "Mưa"}\n{'}
    )
    with caplog.at_level("WARNING", logger="vectorstore"):
        manifest = rebuild(store)
    assert manifest.articles.keys() == {"cầu", "sub/chợ", "x"}
    left_out = {Path(entry.file).name: entry.reason for entry in manifest.left_out}
    assert left_out.keys() == {"bad.txt", "empty.txt", "lines.jsonl, line 2"}
    assert all(name in reason for name, reason in left_out.items())
    for name in left_out:
        assert sum(name in record.message for record in caplog.records) == 1


@pytest.mark.parametrize("files", [{"bad.txt": BROKEN}, {"empty.txt": ""}, {"note.md": "x"}, {}])
def test_without_a_readable_article_the_old_generation_stays(
    store: Store, make_corpus: MakeCorpus, files: dict[str, str | bytes]
) -> None:
    old = rebuild(store).generation
    shutil.rmtree(store.settings.corpus)
    store.settings.corpus.mkdir()
    make_corpus(files)
    for act in (rebuild, sync):
        with pytest.raises(CorpusError, match="corpus"):
            act(store)
    assert store.current_name() == old
    assert [path.name for path in (store.folder / "generations").iterdir()] == [old]
    assert problems_of(store.generation(), store.embedder, every=True) == []


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    settings = load_settings(corpus=tmp_path / "nowhere", store=tmp_path / "db")
    for act in (open_store, lambda settings: rebuild(Store(settings))):
        with pytest.raises(CorpusError, match=r"nowhere.*--corpus"):
            act(settings)


def test_the_first_opening_builds_and_the_next_does_not(store: Store) -> None:
    first = open_store(store.settings).current_name()
    assert first is not None
    assert open_store(store.settings).current_name() == first


def test_sync_does_nothing_when_nothing_changed(store: Store, make_corpus: MakeCorpus) -> None:
    make_corpus({"bad.txt": BROKEN})
    first = sync(store)
    assert sync(store) == sync(Store(store.settings)) == first
    os.utime(store.settings.corpus / "cầu.txt")
    make_corpus({"cầu.txt": PAGE, "note.md": "no article"})
    assert sync(store).generation == first.generation == store.current_name()


def test_sync_follows_every_change(store: Store, make_corpus: MakeCorpus) -> None:
    names = [sync(store).generation]

    def changed() -> set[str]:
        manifest = sync(store)
        assert manifest.generation not in names
        assert store.generation().manifest == manifest
        names.append(manifest.generation)
        return set(manifest.articles)

    corpus = make_corpus({"mới.txt": OTHER})
    assert changed() == {"cầu", "sub/chợ", "mới"}
    make_corpus({"mới.txt": OTHER.replace("23 giờ", "24 giờ")})
    changed()
    assert "24 giờ" in store.generation().article("mới").text
    (corpus / "mới.txt").rename(corpus / "cũ.txt")
    assert changed() == {"cầu", "sub/chợ", "cũ"}
    (corpus / "cũ.txt").unlink()
    assert changed() == {"cầu", "sub/chợ"}
    make_corpus({"bad.txt": BROKEN})
    assert changed() == {"cầu", "sub/chợ"}
    line = {"id": "x", "text": PAGE, "source": "Báo A"}
    make_corpus({"lines.jsonl": json.dumps(line)})
    assert changed() == {"cầu", "sub/chợ", "x"}
    make_corpus({"lines.jsonl": json.dumps(line | {"source": "Báo B"})})
    changed()
    assert store.generation().article("x").source == "Báo B"


def test_sync_follows_the_settings(store: Store) -> None:
    first = sync(store)
    smaller = Store(store.settings.model_copy(update={"chunk_size": 100}))
    assert sync(smaller).chunk_size == 100
    assert smaller.current_name() != first.generation
    with pytest.raises(StoreError, match="RAG_CHUNK_SIZE"):
        store.generation()


def test_many_equal_articles_build(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": str(n), "text": PAGE.replace("mới", f"số {n}").replace("300", str(n))})
        for n in range(300)
    ]
    corpus = make_corpus({"lines.jsonl": "\n".join(lines)})
    manifest = rebuild(Store(load_settings(corpus=corpus, store=tmp_path / "db")))
    assert len(manifest.articles) == 300
    assert manifest.chunks >= 600


# A Chroma server ------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """A real Chroma server, which stops when the block ends; its address."""
    chroma, port = Path(sys.executable).with_name("chroma"), free_port()
    with subprocess.Popen(
        [chroma, "run", "--path", folder, "--port", str(port), "--host", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
    ) as server:
        try:
            for _ in range(2400):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            else:
                pytest.fail("the Chroma server did not start")
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, signal.SIGTERM)


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chroma server."""
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


def test_a_store_on_a_chroma_server(store: Store, chroma_url: str, tmp_path: Path) -> None:
    served = Store(store.settings.model_copy(update={"chroma_url": chroma_url}))
    client = chromadb.HttpClient("127.0.0.1", int(chroma_url.rsplit(":", 1)[1]))
    client.create_collection("somebody-else-s", embedding_function=None)
    names: list[str] = []
    for _ in range(3):
        names.append(rebuild(served).generation)
        collections = {collection.name for collection in client.list_collections()}
        assert collections == {"somebody-else-s", *names[-2:]}
        assert served.generation().folder.name == names[-1]
    assert problems_of(served.generation(), served.embedder, every=True) == []
    assert not (served.generation().folder / "chroma").exists()
    question = served.embedder.embed_queries(["chợ đêm sông Hương"])[0]
    local = Store(store.settings.model_copy(update={"store": tmp_path / "local"}))
    rebuild(local)
    here, there = local.generation(), served.generation()
    assert [i for i, _ in there.nearest(question, 4)] == [i for i, _ in here.nearest(question, 4)]
    one, other = there.nearest(question, 2, ["cầu"]), here.nearest(question, 2, ["cầu"])
    assert dict(one) == pytest.approx(dict(other))


def test_where_the_vectors_lie_is_a_setting_of_the_store(store: Store, chroma_url: str) -> None:
    served = Store(store.settings.model_copy(update={"chroma_url": chroma_url}))
    folder = store.path_of(rebuild(served).generation)
    for _ in range(2):
        with pytest.raises(StoreError, match="lie on a Chroma server: set RAG_CHROMA_URL as it"):
            Store(store.settings).generation()
        assert not (folder / "chroma").exists()
        _forget_place(folder)  # as before it was kept
    assert problems_of(Store(served.settings).generation(), served.embedder) == []
    folder = store.path_of(sync(store).generation)
    for _ in range(2):
        with pytest.raises(StoreError, match=rf"RAG_CHROMA_URL={chroma_url}: run.*rebuild"):
            Store(served.settings).generation()
        _forget_place(folder)
    assert problems_of(Store(store.settings).generation(), store.embedder) == []


def _forget_place(generation: Path) -> None:
    manifest = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
    manifest.pop("on_server", None)
    (generation / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_server_that_stops_is_named(store: Store, tmp_path: Path) -> None:
    with chroma_server(tmp_path) as url:
        served = Store(store.settings.model_copy(update={"chroma_url": url}))
        rebuild(served)
        generation = served.generation()
    vector = served.embedder.embed_queries(["chợ đêm"])[0]
    for act in (
        lambda: generation.nearest(vector, 3),
        lambda: generation.nearest_by_index(vector, 3),
        lambda: generation.documents_of("cầu"),
        lambda: Store(served.settings).generation(),
        lambda: rebuild(served),
    ):
        with pytest.raises(StoreError, match=f"RAG_CHROMA_URL={url}: no Chroma server answers"):
            act()


def test_a_server_that_stops_amid_a_build_is_named(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as running:
        url = running.enter_context(chroma_server(tmp_path))
        served = Store(store.settings.model_copy(update={"chroma_url": url}))

        def stop(*_: object) -> list[Chunk]:
            running.close()
            return chunk_article(parse_article("x", PAGE), 900)

        monkeypatch.setattr("vectorstore.build.chunk_article", stop)
        with pytest.raises(StoreError, match=f"RAG_CHROMA_URL={url}: no Chroma server answers"):
            rebuild(served)
    assert served.current_name() is None


def test_a_collection_missing_on_the_server_is_reported(store: Store, chroma_url: str) -> None:
    served = Store(store.settings.model_copy(update={"chroma_url": chroma_url}))
    name = rebuild(served).generation
    opened = served.generation()
    vector = served.embedder.embed_queries(["chợ đêm"])[0]
    client = chromadb.HttpClient("127.0.0.1", int(chroma_url.rsplit(":", 1)[1]))
    client.delete_collection(name)
    for act in (
        lambda: Store(served.settings).generation(),
        lambda: opened.nearest(vector, 3),
        lambda: opened.nearest_by_index(vector, 3),
        lambda: opened.documents_of("cầu"),
        opened.vector_count,
    ):
        with pytest.raises(StoreError, match=r"is damaged .*python -m vectorstore rebuild"):
            act()
    rebuild(served)
    assert problems_of(served.generation(), served.embedder) == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "127.0.0.1:9", "http://x:99999", "nonsense"])
def test_an_address_without_a_server_is_named(store: Store, url: str) -> None:
    old = rebuild(store).generation
    absent = Store(store.settings.model_copy(update={"chroma_url": url}))
    for act in (lambda: absent.generation(), lambda: rebuild(absent), lambda: sync(absent)):
        with pytest.raises(StoreError) as error:
            act()
        assert f"RAG_CHROMA_URL={url}" in str(error.value)
        assert "\n" not in str(error.value)
    assert store.current_name() == old
    assert problems_of(store.generation(), store.embedder) == []
