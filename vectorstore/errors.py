"""Every error a user may meet: one line that says what happened, to what, and what mends it."""

import shlex
from pathlib import Path


class HoiBaoError(Exception):
    """The base: a message fit to be shown as it is."""


class SettingsError(HoiBaoError):
    """A setting has a value that can't be used."""


class ArticleError(HoiBaoError):
    """One article can't be read; the others can."""


class EmptyArticleError(ArticleError):
    """What should be an article holds no text that can be asked after."""


class LargeArticleError(ArticleError):
    """What should be an article is larger than an article may be."""


class ArticleFormError(ArticleError):
    """What should be an article is a file of a form that can't be added."""


class CorpusError(HoiBaoError):
    """The corpus as a whole can't be read, or holds no article."""


class ChangeError(CorpusError):
    """The corpus can't be changed so; it is as it was."""


class DuplicateError(ChangeError):
    """The corpus holds the same text already."""


class FixedCorpusError(ChangeError):
    """The articles lie in one file together: only whoever keeps it can change it."""


class ModelError(HoiBaoError):
    """A model can't be loaded, or is not of the kind that is wanted."""


class StoreError(HoiBaoError):
    """The store is missing, damaged, or made with other settings."""


class StoreBusyError(StoreError):
    """Another process is writing to the store."""


class UnknownArticleError(StoreError):
    """No article of the store has this id."""


class QuestionError(HoiBaoError):
    """What was asked, or how, can't be: too long, an unknown part of an article, no results."""


class FeedbackError(HoiBaoError):
    """What a reader says of an answer can't be kept."""


def store_command(action: str, store: Path, corpus: Path | str | None = None) -> str:
    """The command that does something to a store, to be typed as it stands in a message.

    Without a corpus it takes the one that the store was made from.
    """
    options = [] if corpus is None else ["--corpus", str(corpus)]
    return shlex.join(["python", "-m", "vectorstore", action, *options, "--store", str(store)])


def to_rebuild(generation: Path, corpus: Path | str | None = None) -> str:
    """What mends a generation that can't be read, from its folder, STORE/generations/NAME."""
    return f"run `{store_command('rebuild', generation.parent.parent, corpus)}`"
