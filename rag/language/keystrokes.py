"""A word of raw Telex or VNI keystrokes in, the Vietnamese syllable they stand for out.

"hooij" (Telex) and "hoi65" (VNI) are what is left of "hội" where the input method was switched off.
"""

import re
import unicodedata

from rag.language.syllables import is_syllable
from vectorstore.vietnamese import fold, unify

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = dict(zip("sfrxj12345", [_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT] * 2, strict=True))
_TONE_MARKS = frozenset(_TONES.values())
_VOWELS = frozenset("aeiouy")
_LONGEST = len("nghieeengs")  # keystrokes, with one to spare
# The vowels of a syllable; the "u" of "qu" and the "i" of "gi" before a vowel are consonants.
_NUCLEUS = re.compile(r"(?:^qu|^gi(?=[aeou])|^[^aeiouy]*)([aeiouy]+)([^aeiouy]*)$")


def decoded(word: str) -> str | None:
    """The syllable, in lower case, that the keystrokes of a word stand for; None if none does."""
    if len(word) > _LONGEST:
        return None
    letters: list[str] = []
    tones: list[str] = []
    for key in unify(word):
        if key in _TONES and not _VOWELS.isdisjoint(map(fold, letters)):
            tones.append(_TONES[key])
        elif tones and fold(key) in _VOWELS and not any(map(str.isdigit, word)):
            return None  # a letter for a tone comes after the vowels
        elif not _marks(key, letters):
            letters.append(key)
    syllable = _toned("".join(letters), tones)
    if syllable is None or syllable == unify(word) or not is_syllable(fold(syllable)):
        return None
    return syllable


def with_tone_in_place(word: str) -> str:
    """The word (unified) with the tone mark of any of its letters where it belongs in a syllable.

    "đaọn", of which two letters were changed about, is "đọan" and should be "đoạn".
    """
    marks = [mark for mark in unicodedata.normalize("NFD", word) if mark in _TONE_MARKS]
    bare = "".join(
        unicodedata.normalize("NFC", "".join(m for m in letter if m not in _TONE_MARKS))
        for letter in (unicodedata.normalize("NFD", c) for c in word)
    )
    return _toned(bare, marks) or word


def _marks(key: str, letters: list[str]) -> bool:
    """Whether the key only marks a letter typed before it; if so, marks it."""
    if key in "aeo6":
        return _mark(letters, "aeo" if key == "6" else key, _CIRCUMFLEX)
    if key in "w78":
        if key != "8" and "uo" in "".join(letters):
            return _mark(letters, "o", _HORN) and _mark(letters, "u", _HORN)
        marked = key != "8" and _mark(letters, "uo", _HORN)
        marked = marked or (key != "7" and _mark(letters, "a", _BREVE))
        if not marked and key == "w":
            letters.append("ư")
        return marked or key == "w"
    if key in "d9" and letters[:1] == ["d"]:
        letters[0] = "đ"
        return True
    return False


def _mark(letters: list[str], which: str, mark: str) -> bool:
    for place in reversed(range(len(letters))):
        if letters[place] in which:
            letters[place] = unicodedata.normalize("NFC", letters[place] + mark)
            return True
    return False


def _toned(letters: str, tones: list[str]) -> str | None:
    found = _NUCLEUS.match(fold(letters))
    if found is None or len(tones) > 1:
        return None
    if not tones:
        return letters
    start, end = found.span(1)
    marked = [i for i in range(start, end) if letters[i] not in _VOWELS]
    if marked or found[2]:
        place = marked[-1] if marked else end - 1
    else:
        place = start + (end - start == 3)
    toned = unicodedata.normalize("NFC", letters[place] + tones[0])
    return unify(letters[:place] + toned + letters[place + 1 :]) if len(toned) == 1 else None
