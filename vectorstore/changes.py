"""Articles in, out and back again: the files of a corpus change, and a new generation follows.

The corpus is the source of truth. A change holds the writer's lock from the first file to the
switch; if no generation comes of it, its files are put back as they were. What leaves a corpus is
moved aside into the store, never deleted.
"""

import errno
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from filecmp import cmp
from pathlib import Path, PurePosixPath
from typing import Literal

from vectorstore.build import Progress, rebuild_into, terminal_bar
from vectorstore.corpus import ArticleFile, scan_corpus
from vectorstore.drafts import Draft, require_new, slug
from vectorstore.errors import ChangeError, CorpusError, FixedCorpusError, UnknownArticleError
from vectorstore.generations import Store
from vectorstore.journal import Change, MovedFile, read_changes, write_changes, write_whole

_SUFFIX = ".removed"  # so that a store inside a corpus is none of its articles


def add(store: Store, drafts: Sequence[Draft], progress: Progress = terminal_bar) -> Change:
    """Write each draft into the corpus as a file of its own, and build from it.

    Raises:
        DuplicateError: one is there already.
        FixedCorpusError: the corpus is one file.
        ChangeError: there is nothing to add, or the corpus can't be written to.
        StoreBusyError, StoreError: as `build.rebuild`; the corpus is as it was.
    """
    if not drafts:
        raise ChangeError("there is nothing to add")
    corpus = _folder(store)
    with _changing(store) as (folder, taking_back):
        require_new(store.generation(), drafts)
        taken = _ids(corpus, store.settings.max_article_bytes)
        files = []
        for draft in drafts:
            path = _free_path(corpus, draft.article.title, taken)
            taken.add(path.stem)
            files.append(MovedFile(path.stem, draft.article.title, path.name))
        change = _change("added", corpus, files)
        _note(store, [*read_changes(store.folder), change], taking_back)
        for draft, file in zip(drafts, files, strict=True):
            path = corpus / file.path
            taking_back.callback(path.unlink, missing_ok=True)
            write_whole(path, draft.article.text.encode("utf-8", "replace"))
        rebuild_into(store, folder, progress)
        taking_back.pop_all()
    return change


def remove(store: Store, article_ids: Collection[str], progress: Progress = terminal_bar) -> Change:
    """Move the files of those articles aside, and build without them.

    Raises:
        UnknownArticleError: the corpus has no such article.
        FixedCorpusError: one is a line of a .jsonl file, or the corpus is one file.
        ChangeError: no article would be left, or a file can't be moved.
        StoreBusyError, StoreError: as `build.rebuild`; the corpus is as it was.
    """
    if not article_ids:
        raise ChangeError("there is nothing to remove")
    corpus = _folder(store)
    with _changing(store) as (folder, taking_back):
        live = store.generation()
        listed = list(scan_corpus(corpus, store.settings.max_article_bytes))
        leaving = [_file_of(store, article_id, listed) for article_id in dict.fromkeys(article_ids)]
        if live.manifest.articles.keys() <= set(article_ids):
            raise ChangeError("a corpus can't be without an article; add another one first")
        titles = {i: live.article(i).title for i in article_ids if i in live.manifest.articles}
        change = _change(
            "removed",
            corpus,
            [
                MovedFile(file.id, titles.get(file.id, ""), _inside(file.path, corpus))
                for file in leaving
            ],
        )
        _note(store, [*read_changes(store.folder), change], taking_back)
        for moved in change.files:
            _move(corpus / moved.path, _aside(store, change, moved), taking_back)
        rebuild_into(store, folder, progress)
        taking_back.pop_all()
    return change


def undo(store: Store, progress: Progress = terminal_bar) -> Change:
    """Take the last change back, and build from the corpus as it was before; gives that change.

    Raises:
        ChangeError: there is none, or the place of a file is taken.
        StoreBusyError, StoreError: as `build.rebuild`; the change stands as before.
    """
    corpus = _folder(store)
    with _changing(store) as (folder, taking_back):
        change = last_change(store)
        if change is None:
            raise ChangeError("there is no change of this corpus to undo")
        for moved in change.files:
            here, aside = corpus / moved.path, _aside(store, change, moved)
            start, end = (here, aside) if change.kind == "added" else (aside, here)
            # A change, or its undoing, that was cut short may have moved some of its files only.
            if start.exists() or start.is_symlink():
                _move(start, end, taking_back)
        rebuild_into(store, folder, progress)
        taking_back.pop_all()
        # Last of all, so that an undo that is killed can be asked for again.
        others = [other for other in read_changes(store.folder) if other != change]
        write_changes(store.folder, others)
    return change


def last_change(store: Store) -> Change | None:
    """The change that `undo` would take back, or None."""
    corpus = str(store.corpus.resolve())
    mine = [change for change in read_changes(store.folder) if change.corpus == corpus]
    return mine[-1] if mine else None


@contextmanager
def _changing(store: Store) -> Iterator[tuple[Path, ExitStack]]:
    """Hold the lock; give the new generation's folder, and what puts the files back if need be."""
    with store.writing() as folder:
        try:
            with ExitStack() as taking_back:
                yield folder, taking_back
        except OSError as error:
            raise ChangeError(
                f"the corpus {store.corpus} can't be changed ({error.strerror or error}): "
                "allow writing to it"
            ) from None


def _folder(store: Store) -> Path:
    corpus = store.corpus.resolve()
    if corpus.is_file():
        raise FixedCorpusError(
            f"{corpus.name}: the corpus is this one file; change the file itself, then run "
            f"`{store.command('sync')}`"
        )
    return corpus


def _ids(corpus: Path, max_bytes: int) -> set[str]:
    try:
        return {file.id for file in scan_corpus(corpus, max_bytes)}
    except CorpusError:  # nothing is in it, or not yet
        return set()


def _file_of(store: Store, article_id: str, listed: Iterable[ArticleFile]) -> ArticleFile:
    found = next((f for f in listed if f.id == article_id and f.problem is None), None)
    if found is None:
        raise UnknownArticleError(
            f"the corpus holds no article {article_id!r} any more: run `{store.command('sync')}`"
        )
    if found.line is not None:
        raise FixedCorpusError(
            f"{found.path.name}: the article is its line {found.line}; delete the line in the "
            f"file, then run `{store.command('sync')}`"
        )
    return found


def _free_path(corpus: Path, title: str, taken: Collection[str]) -> Path:
    name, number = slug(title), 1
    while True:
        path = corpus / (f"{name}.txt" if number == 1 else f"{name}-{number}.txt")
        if path.stem not in taken and not path.exists() and not path.is_symlink():
            return path
        number += 1


def _change(kind: Literal["added", "removed"], corpus: Path, files: list[MovedFile]) -> Change:
    now = datetime.now(UTC)
    name = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    return Change(kind, name, now.isoformat(timespec="seconds"), str(corpus), tuple(files))


def _note(store: Store, changes: list[Change], taking_back: ExitStack) -> None:
    """Write the journal before any file moves: a change that is killed can still be undone."""
    taking_back.callback(write_changes, store.folder, read_changes(store.folder))
    write_changes(store.folder, changes)


def _inside(path: Path, corpus: Path) -> str:
    parent = path.parent.resolve()  # not the file's own link
    return PurePosixPath(parent.relative_to(corpus), path.name).as_posix()


def _aside(store: Store, change: Change, moved: MovedFile) -> Path:
    return store.folder / "removed" / change.name / (moved.path + _SUFFIX)


def _move(start: Path, end: Path, taking_back: ExitStack) -> None:
    # The same file in both places was cut short between its copy and its removal.
    if end.is_symlink() or (end.exists() and not cmp(start, end, shallow=False)):
        raise ChangeError(f"{end.name}: stands there already; move it away first")
    end.parent.mkdir(parents=True, exist_ok=True)
    _rename(start, end)
    taking_back.callback(_rename, end, start)


def _rename(start: Path, end: Path) -> None:
    """Rename a file; to another disk, copy it whole before the first one goes."""
    try:
        start.rename(end)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copied = end.with_name(f".{end.name}.new")
        copied.unlink(missing_ok=True)
        shutil.copy2(start, copied, follow_symlinks=False)
        copied.replace(end)
        start.unlink()
