"""Patterns of Vietnamese words, found in text that was typed with accents or without."""

import re
from collections.abc import Iterator

from vectorstore.vietnamese import fold, has_accents, unify


class Words:
    """A pattern in accented lower case, also found in text that was typed without accents.

    Text with accents is matched as it is, so that "ai" is not found in "ái".

    It is matched against whole words, so it is written without word boundaries and upper-case
    escapes; `unaccented` takes its place where accents alone tell two words apart.
    """

    def __init__(self, pattern: str, unaccented: str | None = None) -> None:
        self._accented = re.compile(rf"(?<!\w)(?:{unify(pattern)})(?!\w)")
        self._folded = re.compile(rf"(?<!\w)(?:{fold(unaccented or pattern)})(?!\w)")

    def find(self, text: str, accented: bool | None = None) -> Iterator[re.Match[str]]:
        """Its places in an NFC text, whose offsets they keep."""
        if has_accents(text) if accented is None else accented:
            return self._accented.finditer(unify(text))
        return self._folded.finditer(fold(text))

    def first(self, text: str, accented: bool | None = None) -> re.Match[str] | None:
        """Its first place."""
        return next(self.find(text, accented), None)
