"""The live generation is never written to: kills, second writers, switches, damage, settings."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import MakeCorpus, RunModule
from vectorstore import changes
from vectorstore.build import open_store, rebuild, sync
from vectorstore.errors import StoreBusyError, StoreError
from vectorstore.generations import Store
from vectorstore.manifest import Manifest
from vectorstore.settings import load_settings
from vectorstore.store import GenerationWriter
from vectorstore.verify import problems_of

NEWS = "Cầu {0} thông xe\n\nCầu {0} dài {1} m, bắc qua sông Hương.\n\nXe qua cầu từ hôm nay.\n"
REBUILD = "python -m vectorstore rebuild"


def news(*names: str) -> dict[str, str | bytes]:
    return {f"{name}.txt": NEWS.format(name, 100 + len(name)) for name in names}


def generations_in(store: Path) -> set[str]:
    return {path.name for path in (store / "generations").iterdir()}


def problems(store: Store) -> list[str]:
    """What opening and verifying report."""
    try:
        return problems_of(store.generation(), store.embedder, every=True)
    except StoreError as error:
        return [str(error)]


def best_article(store: Store, question: str) -> str:
    """The article that both halves of the search find first."""
    generation = store.generation()
    dense = generation.nearest(store.embedder.embed_queries([question])[0], 1)
    lexical = generation.lexical.search(question, 1)
    found = {place.article_id for place in generation.places([dense[0][0], lexical[0][0]]).values()}
    assert len(found) == 1
    return found.pop()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of three articles; copy it before damaging it."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "corpus").mkdir()
    for name, text in news("Dinh", "Gianh", "Hiền Lương").items():
        (folder / "corpus" / name).write_text(str(text), encoding="utf-8")
    store = Store(load_settings(corpus=folder / "corpus", store=folder / "db"))
    rebuild(store)
    return store


@pytest.fixture
def copied(whole: Store, tmp_path: Path) -> Store:
    """A copy of that store, never opened before."""
    shutil.copytree(whole.folder, tmp_path / "db")
    return Store(load_settings(corpus=whole.settings.corpus, store=tmp_path / "db"))


# Kills ----------------------------------------------------------------------------------------


MOMENTS = {
    "nothing is written yet": "GenerationWriter.__init__ = kill",
    "Chroma is begun": "GenerationWriter.add = kill",
    "Chroma is half full": "GenerationWriter.add = kill_in_the_second_batch",
    "the manifest is due": "GenerationWriter.finish = kill",
    "it is to be verified": "build.problems_of = kill",
    "it is to be switched to": "Store.switch_to = kill",
}

_KILLED = """
import os, signal
from vectorstore import build
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from vectorstore.store import GenerationWriter

def kill(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def kill_in_the_second_batch(writer, articles, *more):
    add(writer, articles, *more) if len(articles) == build._BATCH else kill()

add = GenerationWriter.add
{moment}
build.rebuild(Store(load_settings(corpus="corpus", store="db")))
"""


def kill_at(moment: str, folder: Path, environment: dict[str, str]) -> None:
    """Start a rebuild in a real process, which kills itself at that moment."""
    code = _KILLED.format(moment=moment)
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_kill_at_any_moment_leaves_the_old_generation_serving(
    make_corpus: MakeCorpus, tmp_path: Path, environment: dict[str, str]
) -> None:
    store = Store(load_settings(corpus=make_corpus(news("Dinh", "Gianh")), store=tmp_path / "db"))
    old = rebuild(store).generation
    lines = [json.dumps({"id": f"bài {n}", "text": NEWS.format(f"số {n}", n)}) for n in range(300)]
    make_corpus({"more.jsonl": "\n".join(lines)})
    for moment in MOMENTS.values():
        kill_at(moment, tmp_path, environment)
        reader = Store(store.settings)
        assert reader.current_name() == old
        assert problems(reader) == []
        assert best_article(reader, "Cầu Gianh thông xe") == "Gianh"
        assert best_article(store, "Cầu Gianh thông xe") == "Gianh"
    leftovers = generations_in(store.folder) - {old}
    assert leftovers
    manifest = rebuild(reader)
    assert len(manifest.articles) == 302
    assert generations_in(store.folder) == {old, manifest.generation}
    assert not (store.folder / "writer").exists()
    assert problems(store) == []


def test_a_failed_build_leaves_nothing_and_the_old_generation_serving(
    copied: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = copied.current_name()

    def fail(*_: object) -> None:
        raise StoreError("no more")

    monkeypatch.setattr(GenerationWriter, "finish", fail)
    with pytest.raises(StoreError, match="no more"):
        rebuild(copied)
    assert generations_in(copied.folder) == {old}
    assert not (copied.folder / "writer").exists()
    assert problems(copied) == []


def test_a_generation_that_does_not_verify_is_not_switched_to(
    copied: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, finish = copied.current_name(), GenerationWriter.finish

    def lose_a_chunk(writer: GenerationWriter, manifest: Manifest) -> None:
        finish(writer, replace(manifest, chunks=manifest.chunks + 1))

    monkeypatch.setattr(GenerationWriter, "finish", lose_a_chunk)
    with pytest.raises(StoreError, match="does not verify"):
        rebuild(copied)
    assert copied.current_name() == old
    assert generations_in(copied.folder) == {old}


# One writer, many readers ---------------------------------------------------------------------


def test_an_open_reader_notices_another_process_s_switch(
    make_corpus: MakeCorpus, tmp_path: Path, run_module: RunModule
) -> None:
    corpus = make_corpus(news("Dinh", "Gianh"))
    store = open_store(load_settings(corpus=corpus, store=tmp_path / "db"))
    assert store.generation() is store.generation()
    assert best_article(store, "Cầu Gianh thông xe") == "Gianh"
    before = store.generation()
    (corpus / "Gianh.txt").rename(corpus / "Gianh mới.txt")
    make_corpus(news("Thị Nại"))
    done = run_module("vectorstore", "rebuild", "--corpus", corpus, "--store", store.folder)
    assert done.returncode == 0, done.stderr
    assert best_article(store, "Cầu Gianh thông xe") == "Gianh mới"
    assert best_article(store, "Cầu Thị Nại thông xe") == "Thị Nại"
    assert before.article("Gianh").title == "Cầu Gianh thông xe"  # the slower reader's own
    assert before.nearest(store.embedder.embed_queries(["Cầu Gianh thông xe"])[0], 1)
    assert len(generations_in(store.folder)) == 2


def test_only_the_live_generation_and_the_one_before_are_kept(copied: Store) -> None:
    names = [copied.current_name(), *(rebuild(copied).generation for _ in range(3))]
    assert len(set(names)) == 4
    assert generations_in(copied.folder) == set(names[2:])
    assert copied.current_name() == names[-1]


def test_a_second_writer_is_told_who_writes(
    copied: Store, environment: dict[str, str], run_module: RunModule
) -> None:
    script = (
        "import sys\n"
        "from vectorstore.generations import Store\n"
        "from vectorstore.settings import load_settings\n"
        "with Store(load_settings(store=sys.argv[1])).writing():\n"
        "    print('writing', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, copied.folder],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "writing\n"
        done = run_module("vectorstore", "rebuild", "--store", copied.folder)
        assert done.returncode == 1
        assert done.stdout == ""
        (line,) = done.stderr.splitlines()
        assert f"process {holder.pid} since 20" in line
        assert problems(copied) == []  # reading goes on
        holder.kill()
    rebuild(copied)  # the killed holder holds nothing


def test_two_writers_of_one_process_are_two_writers(copied: Store) -> None:
    other = Store(copied.settings)
    with copied.writing(), pytest.raises(StoreBusyError, match=f"process {os.getpid()} "):
        rebuild(other)
    rebuild(other)


# Settings -------------------------------------------------------------------------------------


def with_settings(store: Store, **flags: object) -> Store:
    chosen = store.settings.model_dump(include={"corpus", "store"}) | flags
    return Store(load_settings(**chosen))


def test_another_embedding_model_is_an_error(copied: Store, tiny_static_model: Path) -> None:
    other = with_settings(copied, embedding_model=str(tiny_static_model))
    with pytest.raises(StoreError) as error:
        other.generation()
    assert str(tiny_static_model) in str(error.value)
    assert copied.embedder.stamp.name in str(error.value)
    assert REBUILD in str(error.value)
    rebuild(other)
    assert problems(other) == []
    assert other.generation().manifest.embedding == other.embedder.stamp


@pytest.mark.parametrize(("field", "made"), [("revision", "an-older-one"), ("dimension", 7)])
def test_another_revision_of_the_model_is_an_error(
    copied: Store, field: str, made: str | int
) -> None:
    folder = copied.path_of(str(copied.current_name()))
    manifest = Manifest.read(folder)
    replace(manifest, embedding=replace(manifest.embedding, **{field: made})).write(folder)
    with pytest.raises(StoreError, match=REBUILD):
        copied.generation()


def test_another_chunk_size_is_an_error(copied: Store) -> None:
    with pytest.raises(StoreError, match=f"RAG_CHUNK_SIZE=900, not 500.*{REBUILD}"):
        with_settings(copied, chunk_size=500).generation()


def test_another_corpus_given_explicitly_is_an_error(copied: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        with_settings(copied, corpus=tmp_path / "other").generation()
    assert str(copied.settings.corpus) in str(error.value)
    assert f"{REBUILD} --corpus {tmp_path / 'other'} --store {copied.folder}" in str(error.value)


def test_no_corpus_given_takes_the_store_as_it_is(copied: Store) -> None:
    assert problems(Store(load_settings(store=copied.folder))) == []


def test_no_corpus_given_builds_from_the_one_that_the_store_was_made_from(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(news("Dinh", "Gianh"))
    first = rebuild(Store(load_settings(corpus=corpus, store=tmp_path / "db")))
    unnamed = Store(load_settings(store=tmp_path / "db"))
    assert unnamed.corpus == corpus
    assert sync(unnamed).generation == first.generation
    make_corpus(news("Thị Nại"))
    for act in (sync, rebuild):
        manifest = act(unnamed)
        assert (manifest.corpus, len(manifest.articles)) == (str(corpus), 3)
    changes.remove(unnamed, ["Dinh"])
    assert not (corpus / "Dinh.txt").exists()
    assert changes.undo(Store(unnamed.settings)).corpus == str(corpus)
    assert unnamed.generation().manifest.articles.keys() == manifest.articles.keys()


def test_no_corpus_given_and_none_to_be_told_from_the_store_builds_nothing(copied: Store) -> None:
    name = str(copied.current_name())
    (copied.path_of(name) / "manifest.json").write_text("{}")
    unnamed = Store(load_settings(store=copied.folder))
    for act in (sync, rebuild):
        with pytest.raises(StoreError, match=f"{REBUILD} --corpus FOLDER --store {copied.folder}"):
            act(unnamed)
    assert copied.current_name() == name


def test_before_the_first_build_no_corpus_given_is_the_default(tmp_path: Path, seeds: Path) -> None:
    assert Store(load_settings(store=tmp_path / "db")).corpus == seeds


def test_a_missing_store_names_the_command(tmp_path: Path) -> None:
    store = tmp_path / "kho của tôi"
    with pytest.raises(StoreError, match=f"no store in .*{REBUILD} --store '{store}'`"):
        Store(load_settings(store=store)).generation()
    with pytest.raises(StoreError, match=f"{REBUILD} --corpus {tmp_path} --store '{store}'`"):
        Store(load_settings(corpus=tmp_path, store=store)).generation()


def test_a_file_in_the_store_s_place_is_named(tmp_path: Path, seeds: Path) -> None:
    (tmp_path / "db").write_text("x")
    store = Store(load_settings(corpus=seeds, store=tmp_path / "db"))
    for act in (store.generation, lambda: rebuild(store), lambda: open_store(store.settings)):
        with pytest.raises(StoreError, match=r"db.*can't be"):
            act()
    below = Store(load_settings(corpus=seeds, store=tmp_path / "db" / "below"))
    with pytest.raises(StoreError, match="--store"):
        rebuild(below)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, seeds: Path) -> None:
    (tmp_path / "db").mkdir(mode=0o500)
    with pytest.raises(StoreError, match="--store"):
        rebuild(Store(load_settings(corpus=seeds, store=tmp_path / "db")))


# Damage ---------------------------------------------------------------------------------------


def _edit_table(statement: str) -> Callable[[Path], None]:
    def edit(generation: Path) -> None:
        with sqlite3.connect(generation / "articles.sqlite") as table:
            assert table.execute(statement).rowcount == 1
        table.close()

    return edit


def _edit_manifest(**changes: object) -> Callable[[Path], None]:
    def edit(generation: Path) -> None:
        file = generation / "manifest.json"
        data = json.loads(file.read_text(encoding="utf-8"))
        assert changes.keys() <= data.keys()
        file.write_text(json.dumps(data | changes), encoding="utf-8")

    return edit


def _put(name: str, data: bytes) -> Callable[[Path], None]:
    def edit(generation: Path) -> None:
        assert (generation / name).is_file()
        (generation / name).write_bytes(data)

    return edit


def _remove(name: str) -> Callable[[Path], None]:
    def edit(generation: Path) -> None:
        path = generation / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return edit


def _remove_each(pattern: str) -> Callable[[Path], None]:
    def edit(generation: Path) -> None:
        files = list(generation.glob(pattern))
        assert files
        for file in files:
            file.unlink()

    return edit


def _overwrite_end(name: str) -> Callable[[Path], None]:
    """All but the first page of an SQLite file is junk."""

    def edit(generation: Path) -> None:
        data = (generation / name).read_bytes()
        assert len(data) > 4096
        (generation / name).write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))

    return edit


def _point_elsewhere(data: bytes) -> Callable[[Path], None]:
    return lambda generation: (generation.parent.parent / "current").write_bytes(data) and None


DAMAGE: dict[str, Callable[[Path], None]] = {
    "pointer to a missing generation": _point_elsewhere(b"20200101T000000-abcdef\n"),
    "pointer that is no text": _point_elsewhere(b"\xff\xfe\x00\xd8"),
    "generation deleted": lambda generation: shutil.rmtree(generation),
    "manifest deleted": _remove("manifest.json"),
    "manifest cut short": _put("manifest.json", b'{"generation": "2025'),
    "manifest empty": _put("manifest.json", b""),
    "manifest that is a list": _put("manifest.json", b"[]"),
    "manifest without fields": _put("manifest.json", b'{"format_version": 1}'),
    "manifest that is no text": _put("manifest.json", b"\xff\xff"),
    "manifest of another format": _edit_manifest(format_version=99),
    "manifest with other counts": _edit_manifest(chunks=12345),
    "manifest without articles": _edit_manifest(articles={}),
    "articles deleted": _remove("articles.sqlite"),
    "articles that are no database": _put("articles.sqlite", b"no database " * 1000),
    "articles emptied": _put("articles.sqlite", b""),
    "articles half overwritten": _overwrite_end("articles.sqlite"),
    "an article deleted": _edit_table("DELETE FROM articles WHERE id = 'Dinh'"),
    "an article's text changed": _edit_table(
        "UPDATE articles SET text = replace(text, 'sông', 'suối') WHERE id = 'Dinh'"
    ),
    "a chunk deleted": _edit_table("DELETE FROM chunks WHERE id = 3"),
    "a chunk moved": _edit_table("UPDATE chunks SET start = start + 1 WHERE id = 3"),
    "a chunk of another article": _edit_table(
        "UPDATE chunks SET article_id = 'Gianh' WHERE id = 0"
    ),
    "an article's sections deleted": _edit_table(
        "UPDATE articles SET sections = 'no json' WHERE id = 'Dinh'"
    ),
    "Chroma deleted": _remove("chroma"),
    "Chroma's database deleted": _remove("chroma/chroma.sqlite3"),
    "Chroma's database that is none": _put("chroma/chroma.sqlite3", b"no database " * 1000),
    "Chroma's database half overwritten": _overwrite_end("chroma/chroma.sqlite3"),
    "lexical index deleted": _remove("lexical"),
    "lexical index without meta": _put("lexical/meta.json", b"{"),
    "lexical index without terms": _remove_each("lexical/*.term"),
    "lexical index with empty postings": lambda generation: (
        [file.write_bytes(b"") for file in (generation / "lexical").glob("*.idx")] and None
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_reported_and_a_rebuild_mends_it(copied: Store, damage: str) -> None:
    DAMAGE[damage](copied.path_of(str(copied.current_name())))
    found = problems(copied)
    assert found
    assert all("\n" not in problem for problem in found)
    rebuild(copied)
    assert problems(copied) == []


def test_opening_a_generation_without_its_database_makes_none(copied: Store) -> None:
    database = copied.path_of(str(copied.current_name())) / "chroma" / "chroma.sqlite3"
    database.unlink()
    with pytest.raises(StoreError, match=f"Chroma database is missing.*{REBUILD}"):
        copied.generation()
    assert not database.exists()


def test_a_manifest_of_another_format_names_both(copied: Store) -> None:
    _edit_manifest(format_version=99)(copied.path_of(str(copied.current_name())))
    with pytest.raises(StoreError, match=f"format 99, this program reads format 1.*{REBUILD}"):
        copied.generation()


_SEARCHED_FROM_ALL_SIDES = """
from threading import Thread
from pathlib import Path
from vectorstore.store import Generation

generation = Generation(Path({folder!r}))

def list_them(n):
    for k in range(1_500):
        generation.list_articles(f"cầu {{n}} {{k}}", "title")

def look_up(n):
    for _ in range(3_000):
        generation.places(range(6))
        generation.dated()

threads = [Thread(target=act, args=(n,)) for n in range(3) for act in (list_them, look_up)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_that_search_the_list_and_look_things_up_never_wait_for_ever(
    whole: Store, environment: dict[str, str]
) -> None:
    code = _SEARCHED_FROM_ALL_SIDES.format(folder=str(whole.generation().folder))
    done = subprocess.run([sys.executable, "-c", code], env=environment, timeout=90, check=False)
    assert done.returncode == 0
