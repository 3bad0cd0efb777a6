"""What the corpus room asks of the server: its state, drafts, and the work that changes it.

Everything given and returned is plain JSON; who may ask for a change is decided before (see
`webchat.corpus.room`). One piece of work runs at a time, in a thread of its own: it is finished
even when the page that asked for it is closed.
"""

import base64
import binascii
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Literal, TypeAlias

from vectorstore import changes
from vectorstore.build import Progress, rebuild
from vectorstore.corpus import ArticleFile
from vectorstore.drafts import Draft, draft_of, require_new
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
from vectorstore.journal import Change
from vectorstore.manifest import Manifest
from webchat.words import Words

MOST_DRAFTS = 20  # articles that are added at once

_MOST_PARTS = 200  # of an article, shown before it is added
_LONGEST_PART = 1_500  # characters of such a part
_MOST_TITLES = 8  # articles named one by one

_log = logging.getLogger(__name__)

Json: TypeAlias = dict[str, Any]
Doing: TypeAlias = Literal["add", "remove", "undo", "rebuild"]


class CorpusDesk:
    """The changes of one server's corpus, asked for by its owners on whichever of its pages."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._drafts: OrderedDict[str, Draft] = OrderedDict()  # of all owners, shown or not
        self._most_kept = MOST_DRAFTS * store.settings.max_article_bytes  # characters of drafts
        self._work: _Work | None = None
        self._starting = Lock()

    def account(self) -> Json:
        """What the last build made, with what, and what it left out."""
        manifest = self._store.generation().manifest
        return {
            "at": manifest.built_at,
            "articles": len(manifest.articles),
            "parts": manifest.sections,
            "chunks": manifest.chunks,
            "model": _model_name(manifest),
            "chunk_size": manifest.chunk_size,
            "left_out": [{"file": e.file, "reason": e.reason} for e in manifest.left_out],
        }

    def last_change(self) -> Json | None:
        """The change that can be undone, or None."""
        try:
            change = changes.last_change(self._store)
        except StoreError as error:
            _log.error("%s", error)
            return None
        return None if change is None else _told(change)

    def work(self, words: Words) -> Json | None:
        """How far the work is that was asked for last, or None."""
        return None if self._work is None else self._work.told(words)

    def draft(self, name: str, data: str, words: Words) -> Json:
        """Read an article, given as base64: what it would be, under a key to add it by.

        Raises:
            HoiBaoError: it can't be added.
        """
        try:
            given = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            raise ArticleError(f"{name}: was not sent whole") from None
        draft = draft_of(name, given, self._store.settings.max_article_bytes)
        require_new(self._store.generation(), [draft])
        key = secrets.token_urlsafe(12)
        self._drafts[key] = draft
        while sum(len(d.article.text) for d in list(self._drafts.values())) > self._most_kept:
            self._drafts.popitem(last=False)
        return {"key": key, "name": draft.name, **_preview(draft, words)}

    def drafts(self, keys: Sequence[str]) -> list[Draft] | None:
        """The drafts of those keys, or None where one is no longer kept."""
        kept = [self._drafts.get(key) for key in dict.fromkeys(keys)]
        return None if None in kept else [draft for draft in kept if draft is not None]

    def add(self, drafts: Sequence[Draft]) -> None:
        """Begin to add those drafts. Raises StoreBusyError while other work is going on."""
        self._start("add", lambda bar: changes.add(self._store, drafts, bar))

    def remove(self, article_ids: Sequence[str]) -> None:
        """Begin to remove those articles. Raises StoreBusyError while other work is going on."""
        self._start("remove", lambda bar: changes.remove(self._store, article_ids, bar))

    def undo(self) -> None:
        """Begin to undo the last change. Raises StoreBusyError while other work is going on."""
        self._start("undo", lambda bar: changes.undo(self._store, bar))

    def rebuild(self) -> None:
        """Begin to build anew. Raises StoreBusyError while other work is going on."""
        self._start("rebuild", lambda bar: rebuild(self._store, bar))

    def _start(self, doing: Doing, act: Callable[[Progress], object]) -> None:
        with self._starting:
            if self._work is not None and not self._work.finished:
                raise StoreBusyError("the corpus is being changed: wait until it is done")
            self._work = _Work(doing, act)
            Thread(target=self._work.run, name=f"corpus {doing}").start()


class _Work:
    """One change on its way."""

    def __init__(self, doing: Doing, act: Callable[[Progress], object]) -> None:
        self.finished = False
        self._key = secrets.token_urlsafe(6)
        self._doing = doing
        self._act = act
        self._done = self._total = 0
        self._error: HoiBaoError | None = None
        self._broken = False

    def run(self) -> None:
        """Do it; what goes wrong is kept."""
        try:
            self._act(self._bar)
        except HoiBaoError as error:
            _log.error("the corpus was not changed: %s", error)
            self._error = error
        except Exception:  # the outermost door of this thread: the log gets the cause
            _log.exception("the corpus was not changed")
            self._broken = True
        finally:
            self.finished = True

    def told(self, words: Words) -> Json:
        """How far it is, as the page shows it."""
        finished = self.finished  # first: what went wrong is known by then
        error = words.corpus_store_failed if self._broken else None
        return {
            "key": self._key,
            "doing": self._doing,
            "done": self._done,
            "total": self._total,
            "finished": finished,
            "error": sentence(self._error, words) if self._error else error,
        }

    def _bar(self, files: Sequence[ArticleFile], *, desc: str, unit: str) -> Iterable[ArticleFile]:
        self._total = len(files)
        for number, file in enumerate(files):
            self._done = number
            yield file
        self._done = self._total


def sentence(error: HoiBaoError, words: Words) -> str:
    """What the page says of an error, in its own language and without a path of the server."""
    said: list[tuple[type[HoiBaoError], str]] = [
        (StoreBusyError, words.corpus_busy),
        (UnknownArticleError, words.corpus_not_there),
        (StoreError, words.corpus_store_failed),
        (EmptyArticleError, words.corpus_empty),
        (LargeArticleError, words.corpus_large),
        (ArticleFormError, words.corpus_wrong_form),
        (ArticleError, words.corpus_not_text),
        (DuplicateError, words.corpus_duplicate),
        (FixedCorpusError, words.corpus_fixed),
        (ChangeError, words.corpus_refused),
    ]
    form = next((form for kind, form in said if isinstance(error, kind)), words.corpus_refused)
    return form.format(file=str(error).partition(":")[0])


def _preview(draft: Draft, words: Words) -> Json:
    article = draft.article
    parts = [
        {
            "kind": section.kind,
            "label": words.section(section.kind),
            "text": article.text[section.start : min(section.end, section.start + _LONGEST_PART)],
            "cut": section.end - section.start > _LONGEST_PART,
        }
        for section in article.sections[:_MOST_PARTS]
    ]
    facts = (article.source, article.author, article.date)
    return {
        "title": article.title,
        "facts": " · ".join(fact for fact in facts if fact),
        "length": len(article.text),
        "parts": parts,
        "more": len(article.sections) - len(parts),
    }


def _told(change: Change) -> Json:
    titles = [file.title or file.article_id for file in change.files[:_MOST_TITLES]]
    return {"kind": change.kind, "at": change.at, "n": len(change.files), "titles": titles}


def _model_name(manifest: Manifest) -> str:
    path = Path(manifest.embedding.name)
    return path.name if path.is_absolute() else manifest.embedding.name
