"""Articles go in, out and back again; whatever fails leaves corpus and store as they were."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.conftest import MakeCorpus
from vectorstore import changes
from vectorstore.build import rebuild, sync
from vectorstore.drafts import Draft, draft_of, slug
from vectorstore.errors import (
    ArticleError,
    ArticleFormError,
    ChangeError,
    DuplicateError,
    EmptyArticleError,
    FixedCorpusError,
    HoiBaoError,
    LargeArticleError,
    StoreBusyError,
    StoreError,
    UnknownArticleError,
)
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from vectorstore.verify import problems_of

PAGE = "Cầu mới thông xe\n\nCầu dài 300 m bắc qua sông Gianh.\n\nXe qua cầu từ hôm nay.\n"
OTHER = "Chợ đêm mở cửa\n\nChợ đêm bên sông Hương mở cửa đến 23 giờ.\n\nKhách đến đông.\n"
NEW = "Đường sắt nối lại\n\nTàu từ Huế đến Vinh chạy lại từ ngày 3/9.\n\nVé bán hết.\n"


@pytest.fixture
def store(make_corpus: MakeCorpus, tmp_path: Path) -> Store:
    """A store of two articles, built."""
    corpus = make_corpus({"cầu.txt": PAGE, "sub/chợ.txt": OTHER})
    made = Store(load_settings(corpus=corpus, store=tmp_path / "db"))
    rebuild(made)
    return made


def text(said: str, name: str = "") -> Draft:
    return draft_of(name, said.encode())


def files_in(folder: Path) -> dict[str, str]:
    """Every file under a folder, hidden ones too, with what it says."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def visible(files: dict[str, str]) -> dict[str, str]:
    """Those that are no hidden leftovers of a kill."""
    return {path: said for path, said in files.items() if "/." not in f"/{path}"}


def agrees(store: Store) -> set[str]:
    """The articles of the store, after checking that it holds the corpus as it is."""
    manifest = store.generation().manifest
    assert sync(store).generation == manifest.generation
    assert problems_of(store.generation(), store.embedder, every=True) == []
    return set(manifest.articles)


def test_an_article_is_added_and_the_addition_undone(store: Store) -> None:
    before = files_in(store.settings.corpus)
    change = changes.add(store, [text(NEW, "Đường sắt.txt")])
    assert [(f.article_id, f.title) for f in change.files] == [
        ("duong-sat-noi-lai", "Đường sắt nối lại")
    ]
    assert files_in(store.settings.corpus) == before | {"duong-sat-noi-lai.txt": NEW}
    assert agrees(store) == {"cầu", "sub/chợ", "duong-sat-noi-lai"}
    assert store.generation().article("duong-sat-noi-lai").text == NEW
    assert changes.last_change(store) == change

    assert changes.undo(store) == change
    assert files_in(store.settings.corpus) == before
    assert agrees(store) == {"cầu", "sub/chợ"}
    assert changes.last_change(store) is None
    assert NEW in files_in(store.folder / "removed").values()
    with pytest.raises(ChangeError, match="no change"):
        changes.undo(store)


def test_articles_are_removed_and_put_back(store: Store, make_corpus: MakeCorpus) -> None:
    make_corpus({"mới.txt": NEW})
    rebuild(store)
    before = files_in(store.settings.corpus)
    change = changes.remove(store, ["sub/chợ", "mới"])
    assert [f.title for f in change.files] == ["Chợ đêm mở cửa", "Đường sắt nối lại"]
    assert files_in(store.settings.corpus) == {"cầu.txt": PAGE}
    assert agrees(store) == {"cầu"}
    assert set(files_in(store.folder / "removed").values()) == {OTHER, NEW}
    changes.undo(store)
    assert files_in(store.settings.corpus) == before
    assert agrees(store) == {"cầu", "sub/chợ", "mới"}


def test_changes_are_undone_one_after_the_other_newest_first(store: Store) -> None:
    before = files_in(store.settings.corpus)
    changes.add(store, [text(NEW)])
    changes.remove(store, ["cầu"])
    changes.remove(store, ["duong-sat-noi-lai"])
    for _ in range(3):
        changes.undo(Store(store.settings))
    assert files_in(store.settings.corpus) == before
    assert agrees(store) == {"cầu", "sub/chợ"}


def test_a_file_is_never_written_over_and_an_id_never_taken(
    store: Store, make_corpus: MakeCorpus
) -> None:
    line = json.dumps({"id": "duong-sat-noi-lai-2", "text": PAGE.replace("Gianh", "Hàn")})
    make_corpus({"duong-sat-noi-lai.txt": OTHER + "Một.", "lines.jsonl": line})
    (store.settings.corpus / "duong-sat-noi-lai-3.txt").symlink_to("nowhere")
    before = files_in(store.settings.corpus)
    twin = text(NEW.replace("3/9", "4/9"))
    change = changes.add(store, [text(NEW), twin])
    assert [file.article_id for file in change.files] == [
        "duong-sat-noi-lai-4",
        "duong-sat-noi-lai-5",
    ]
    assert before.items() <= files_in(store.settings.corpus).items()
    assert agrees(store) >= {"duong-sat-noi-lai", "duong-sat-noi-lai-2", "duong-sat-noi-lai-4"}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Cầu mới thông xe", "cau-moi-thong-xe"),
        ("  “Đặng” – 5% (mới) ", "dang-5-moi"),
        ("../../etc/passwd", "etc-passwd"),
        ("Con", "bai-con"),
        ("", "bai"),
        ("新聞", "bai"),
        ("á" * 200, "a" * 60),
    ],
)
def test_a_title_gives_a_plain_name(title: str, name: str) -> None:
    assert slug(title) == name


@pytest.mark.parametrize(
    ("name", "data", "error", "told"),
    [
        ("a.txt", b"", EmptyArticleError, "a.txt"),
        ("", b" \n\t ", EmptyArticleError, "pasted"),
        ("a.txt", "x" * 201, LargeArticleError, "201 bytes"),
        ("a.txt", b"\x81\x8d\x00\x8f" * 20, ArticleError, "UTF-8"),
        ("a.html", NEW, ArticleFormError, "a.html"),
        ("/srv/secret/a.jsonl", NEW, ArticleFormError, "a.jsonl"),
        ("C:\\Users\\a\nb.PDF", NEW, ArticleFormError, "ab.PDF"),
    ],
)
def test_what_can_not_be_an_article_is_told_in_one_line(
    name: str, data: bytes | str, error: type[HoiBaoError], told: str
) -> None:
    with pytest.raises(error) as raised:
        draft_of(name, data.encode() if isinstance(data, str) else data, 200)
    said = str(raised.value)
    assert told in said
    assert "\n" not in said
    assert "secret" not in said
    assert "Users" not in said


def test_a_text_that_grows_when_it_is_written_is_measured_as_it_will_stand() -> None:
    data = ("Chợ " * 40).encode("utf-16")
    with pytest.raises(LargeArticleError):
        draft_of("", ("ợ" * 100).encode("utf-16"), 250)
    assert draft_of("", data, len(data)).article.text.startswith("Chợ Chợ")


@pytest.mark.parametrize(
    "twice",
    [[PAGE], ["\ufeff" + PAGE.replace("\n\n", "\r\n\r\n")], [NEW, NEW + "\n\n"]],
    ids=["the same", "other line breaks", "two drafts"],
)
def test_the_same_text_is_not_added_twice(store: Store, twice: list[str]) -> None:
    before = files_in(store.settings.corpus)
    with pytest.raises(DuplicateError):
        changes.add(store, [text(said) for said in twice])
    assert files_in(store.settings.corpus) == before
    assert changes.last_change(store) is None


def test_the_last_article_and_unknown_ones_are_not_removed(store: Store) -> None:
    with pytest.raises(ChangeError, match="without an article"):
        changes.remove(store, ["cầu", "sub/chợ"])
    for unknown in ("none", "../cầu", "cầu.txt", ""):
        with pytest.raises(UnknownArticleError):
            changes.remove(store, [unknown])
    with pytest.raises(ChangeError, match="nothing"):
        changes.remove(store, [])
    with pytest.raises(ChangeError, match="nothing"):
        changes.add(store, [])
    assert agrees(store) == {"cầu", "sub/chợ"}


def test_a_line_of_a_file_and_a_corpus_of_one_file_name_the_way_out(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(
        {"lines.jsonl": json.dumps({"id": "x", "text": PAGE}) + "\n", "chợ.txt": OTHER}
    )
    store = Store(load_settings(corpus=corpus, store=tmp_path / "db"))
    rebuild(store)
    with pytest.raises(FixedCorpusError, match=r"lines\.jsonl.*line 1.*sync"):
        changes.remove(store, ["x"])
    one = Store(load_settings(corpus=corpus / "lines.jsonl", store=tmp_path / "one"))
    rebuild(one)
    for act in (
        lambda: changes.add(one, [text(NEW)]),
        lambda: changes.remove(one, ["x"]),
        lambda: changes.undo(one),
    ):
        with pytest.raises(FixedCorpusError, match=r"lines\.jsonl.*sync"):
            act()
    assert agrees(store) == {"x", "chợ"}
    assert agrees(one) == {"x"}


Act = Callable[[Store], object]
ACTS: dict[str, Act] = {
    "add": lambda store: changes.add(store, [text(NEW), text(NEW.replace("Vinh", "Lào"))]),
    "remove": lambda store: changes.remove(store, ["cầu"]),
    "undo": changes.undo,
}


@pytest.fixture
def changed(store: Store) -> Store:
    """A store whose last change can be undone."""
    changes.add(store, [text(NEW.replace("Huế", "Hà Nội"))])
    return store


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_build_that_fails_takes_the_files_back(
    changed: Store, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, last = files_in(changed.settings.corpus), changes.last_change(changed)
    monkeypatch.setattr("vectorstore.build.problems_of", lambda *_: ["a vector is missing"])
    with pytest.raises(StoreError, match="does not verify"):
        act(changed)
    monkeypatch.undo()
    assert files_in(changed.settings.corpus) == before
    assert changes.last_change(changed) == last
    assert agrees(changed) == {"cầu", "sub/chợ", "duong-sat-noi-lai"}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_while_another_writes_nothing_changes(changed: Store, act: Act) -> None:
    before, last = files_in(changed.settings.corpus), changes.last_change(changed)
    with FileLock(changed.folder / "lock"), pytest.raises(StoreBusyError):
        act(changed)
    assert files_in(changed.settings.corpus) == before
    assert changes.last_change(changed) == last


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_corpus_that_can_not_be_written_to_is_named(store: Store) -> None:
    store.settings.corpus.chmod(0o500)
    try:
        with pytest.raises(ChangeError, match="corpus"):
            changes.add(store, [text(NEW)])
    finally:
        store.settings.corpus.chmod(0o700)
    assert agrees(store) == {"cầu", "sub/chợ"}


def test_a_vanished_corpus_is_one_line(store: Store) -> None:
    shutil.rmtree(store.settings.corpus)
    with pytest.raises(ChangeError, match="can't be changed"):
        changes.add(store, [text(NEW)])


def test_an_undo_whose_place_is_taken_says_so(store: Store, make_corpus: MakeCorpus) -> None:
    changes.remove(store, ["cầu"])
    make_corpus({"cầu.txt": NEW})
    with pytest.raises(ChangeError, match=r"cầu\.txt"):
        changes.undo(store)
    assert (store.settings.corpus / "cầu.txt").read_text(encoding="utf-8") == NEW


def test_a_damaged_journal_is_named_and_nothing_changes(store: Store) -> None:
    (store.folder / "changes.json").write_text("[{]")
    for act in ACTS.values():
        with pytest.raises(StoreError, match=r"changes\.json"):
            act(store)
    assert agrees(store) == {"cầu", "sub/chợ"}


def test_a_change_of_another_corpus_is_not_undone(
    store: Store, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    changes.add(store, [text(NEW)])
    shutil.copytree(store.settings.corpus, tmp_path / "other")
    other = Store(load_settings(corpus=tmp_path / "other", store=store.folder))
    assert changes.last_change(other) is None
    assert changes.last_change(store) is not None


def test_a_store_inside_the_corpus_does_not_find_what_was_removed(make_corpus: MakeCorpus) -> None:
    corpus = make_corpus({"cầu.txt": PAGE, "chợ.txt": OTHER})
    store = Store(load_settings(corpus=corpus, store=corpus / "db"))
    rebuild(store)
    changes.remove(store, ["cầu"])
    assert agrees(store) == {"chợ"}


def test_progress_is_told_to_whoever_asks(store: Store) -> None:
    told: list[tuple[int, str, str]] = []

    def bar(files: list[object], *, desc: str, unit: str) -> Iterator[object]:
        told.append((len(files), desc, unit.strip()))
        yield from files

    for act in (
        lambda: changes.add(store, [text(NEW)], bar),
        lambda: changes.undo(store, bar),
        lambda: rebuild(store, bar),
        lambda: sync(store, bar),
    ):
        act()
    assert [count for count, _, _ in told] == [3, 2, 2, 2]
    assert {unit for _, _, unit in told} == {"articles"}


_KILLED = """
import errno, os, shutil, signal
from vectorstore import changes
from vectorstore.drafts import draft_of
from vectorstore.generations import Store
from vectorstore.settings import load_settings

def kill(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def to_another_disk(start, end):
    raise OSError(errno.EXDEV, "another disk")

def copy_half(start, end, **kwargs):
    end.write_bytes(start.read_bytes()[:8])
    kill()

def unlink(path, missing_ok=False):
    missing_ok or kill()

def move_one(*args):
    changes._move = kill
    move(*args)

move = changes._move
store = Store(load_settings(corpus="corpus", store="db"))
{code}
"""
MOMENTS = {
    "between two files": "changes._move = move_one",
    "amid a copy to another disk": "os.rename, shutil.copy2 = to_another_disk, copy_half",
    "between a copy and its removal": "os.rename, changes.Path.unlink = to_another_disk, unlink",
    "while it builds": "changes.rebuild_into = kill",
    "before the journal is written": "changes.write_changes = kill",
}


def kill_in(code: str, folder: Path, environment: dict[str, str]) -> None:
    """Run that code in a real process, which kills itself."""
    script = _KILLED.format(code=code)
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment, check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "act",
    [f"add(store, [draft_of('', {NEW!r}.encode())], kill)", "remove(store, ['cầu'], kill)"],
    ids=["add", "remove"],
)
def test_a_change_that_is_killed_can_be_undone(
    store: Store, act: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    before = files_in(store.settings.corpus)
    live = store.current_name()
    kill_in(f"changes.{act}", tmp_path, environment)
    assert files_in(store.settings.corpus) != before
    assert store.current_name() == live
    changes.undo(store)
    assert files_in(store.settings.corpus) == before
    assert agrees(store) == {"cầu", "sub/chợ"}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_removal_or_an_undo_that_is_killed_loses_no_article(
    store: Store,
    make_corpus: MakeCorpus,
    moment: str,
    tmp_path: Path,
    environment: dict[str, str],
) -> None:
    make_corpus({"mới.txt": NEW})
    rebuild(store)
    before = files_in(store.settings.corpus)
    changes.remove(store, ["sub/chợ", "mới"])
    kill_in(f"{MOMENTS[moment]}\nchanges.undo(store)", tmp_path, environment)
    changes.undo(store)
    assert visible(files_in(store.settings.corpus)) == before
    assert agrees(store) == {"cầu", "sub/chợ", "mới"}
    assert changes.last_change(store) is None
    kill_in(f"{MOMENTS[moment]}\nchanges.remove(store, ['mới', 'cầu'])", tmp_path, environment)
    if changes.last_change(store) is not None:
        changes.undo(store)
    assert visible(files_in(store.settings.corpus)) == before
    assert agrees(store) == {"cầu", "sub/chợ", "mới"}


def test_a_file_that_can_not_be_copied_to_another_disk_stays_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(store.settings.corpus)

    def rename(start: Path, end: Path) -> None:
        raise OSError(errno.EXDEV, "another disk")

    def copy(start: Path, end: Path, **_: object) -> None:
        end.write_bytes(start.read_bytes()[:8])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "rename", rename)
    monkeypatch.setattr(shutil, "copy2", copy)
    with pytest.raises(ChangeError, match="No space left"):
        changes.remove(store, ["cầu"])
    assert files_in(store.settings.corpus) == before
    assert changes.last_change(store) is None


def test_the_table_of_contents_is_searched_sorted_and_cut(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    lines = [
        {"id": "1", "title": "Cầu Gianh", "body": ["Dài 300 m."], "source": "Báo Ánh", "date": ""},
        {"id": "2", "title": "đập Ba", "body": ["Cao.", "Rộng."], "date": "2/9/2024"},
        {"id": "3", "title": "Đập Âu", "body": ["x" * 900], "source": "báo A", "date": "1/9/2025"},
    ]
    corpus = make_corpus({"lines.jsonl": "\n".join(json.dumps(line) for line in lines)})
    store = Store(load_settings(corpus=corpus, store=tmp_path / "db"))
    rebuild(store)
    generation = store.generation()

    def ids(**wanted: object) -> str:
        return "".join(line.id for line in generation.list_articles(**wanted)[0])  # type: ignore[arg-type]

    for line in generation.list_articles()[0]:
        article = generation.article(line.id)
        assert (line.title, line.source, line.date) == (article.title, article.source, article.date)
        assert (line.length, line.parts) == (len(article.text), len(article.sections))
        assert line.chunks == len(generation.documents_of(line.id))
    assert ids(text="dap") == ids(text="  ĐẬP ") == "23"
    assert ids(text="bao a") == "13"
    assert ids(text="100%_") == ids(text="'; DROP TABLE articles") == ""
    assert ids(order="title") == "132"
    assert ids(order="title", descending=True) == "231"
    assert ids(order="source") == "312"
    assert ids(order="source", descending=True) == "132"
    assert ids(order="date") == "231"
    assert ids(order="length", descending=True)[0] == "3"
    assert generation.list_articles(limit=2, offset=2)[1] == 3
    assert generation.list_articles(text="dap", offset=9) == ([], 2)
    assert generation.list_articles(text="none") == ([], 0)
    assert ids(limit=2, offset=2) == "3"


def test_articles_without_the_value_that_is_sorted_by_come_last(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    body = ["Nước lên nhanh từ sáng."]
    lines = [{"id": "1", "body": body}, {"id": "2", "body": body, "title": "Cầu", "source": "A"}]
    corpus = make_corpus({"lines.jsonl": "\n".join(json.dumps(line) for line in lines)})
    store = Store(load_settings(corpus=corpus, store=tmp_path / "db"))
    rebuild(store)
    listed = store.generation().list_articles
    for order in ("title", "source"):
        for descending in (False, True):
            assert [line.id for line in listed("", order, descending)[0]] == ["2", "1"]
