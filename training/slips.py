"""A question in, the same as somebody types it who slips on the accents, out."""

import random
import unicodedata

from vectorstore.vietnamese import fold

_SHARE = 0.25  # of the words
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng


def with_slips(question: str, chance: random.Random) -> str:
    """A quarter of the words get another tone, or lose their accents."""
    words = question.split(" ")
    return " ".join(_slipped(w, chance) if chance.random() < _SHARE else w for w in words)


def _slipped(word: str, chance: random.Random) -> str:
    apart = unicodedata.normalize("NFD", word)
    tone = next((char for char in apart if char in _TONES), None)
    if tone is None or chance.random() < 0.5:
        return fold(word)
    other = chance.choice([char for char in _TONES if char != tone])
    bare = unicodedata.normalize("NFC", apart.replace(tone, ""))
    at = len(unicodedata.normalize("NFC", apart[: apart.index(tone)]))  # the vowel ends there
    return unicodedata.normalize("NFC", bare[:at] + other + bare[at:])
