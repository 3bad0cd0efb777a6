"""A question as typed in, the question as meant out: only words that no article holds are touched.

Keystrokes left over from an input method are decoded, words run together are parted, and one slip
of the fingers is mended. A wrong correction makes a question about something else, which is worse
than a slip left as it is; so a correction must form a pair with a neighbouring word that the
articles know, and the more the typed word looks like a name or like another syllable, the more
firmly the two must belong together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.language.function_words import is_function_word
from rag.language.keystrokes import decoded, with_tone_in_place
from rag.language.syllables import is_syllable
from vectorstore.lexical import LexicalIndex
from vectorstore.vietnamese import fold, has_accents, syllable_spans, unify

_LETTERS = "abcdeghiklmnopqrstuvxy"
_SHORTEST, _LONGEST = 3, 12  # letters of a word that is mended
_SHORTEST_RUN, _LONGEST_RUN = 5, 30  # letters of words run together
_MOST_MENDED = 4  # with more unknown words a question is not misspelt but about something else
# How firmly a correction and its neighbours must belong together (see `_Bonds`), at the least …
_LIKELY_ACCENTED, _LIKELY = 0.05, 0.15
_LIKELY_RUN = 0.005  # … each two of three and more words run together
_SURE = 0.7  # … where the typed word may be right: another syllable, a foreign name

_FORMS: dict[str, str] = {}  # letter → itself with every accent
for _form in "aàáảãạăằắẳẵặâầấẩẫậdđeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ":
    _FORMS[fold(_form)] = _FORMS.get(fold(_form), "") + _form


def corrected(question: str, lexical: LexicalIndex) -> str:
    """The question (NFC) with its slips mended; itself where the index knows every word."""
    spans = syllable_spans(question)
    typed = [question[start:end] for start, end in spans]
    words = [unify(word) for word in typed]
    unknown = [i for i, word in enumerate(words) if not _is_known(word, lexical)]
    if not unknown:
        return question
    unknown = [i for i in unknown if not _is_abbreviation(typed[i], question)]
    meant = _decoded(words, unknown, lexical)
    bonds = _Bonds(lexical, any(map(has_accents, meant)))
    unknown = [i for i in unknown if meant[i] == words[i]]
    if len(unknown) <= _MOST_MENDED:
        for i in unknown:
            parted = _parted(meant[i], _Bonds(lexical, has_accents(meant[i])))
            meant[i] = parted or _mended(meant, i, typed[i], bonds) or meant[i]
    for (start, end), word, before in reversed(list(zip(spans, meant, words, strict=True))):
        if word != before:
            question = question[:start] + _cased(word, question[start:end]) + question[end:]
    return question


@dataclass(frozen=True, slots=True)
class _Bonds:
    """How firmly neighbouring words (unified) belong together in the articles."""

    lexical: LexicalIndex
    accented: bool  # whether accents count

    def frequency(self, term: str) -> int:
        """The number of chunks with the word or pair."""
        if self.accented:
            return self.lexical.frequency(term, "accented")
        return self.lexical.frequency(fold(term))

    @property
    def likely(self) -> float:
        """The least bond of two words; without accents more of them look alike."""
        return _LIKELY_ACCENTED if self.accented else _LIKELY

    def between(self, left: str, right: str) -> float:
        """0..1: chunks with the pair over chunks with the rarer of the two; less for few chunks."""
        together = self.frequency(f"{left}_{right}")
        return together and together / (1 + min(self.frequency(left), self.frequency(right)))


def _is_known(word: str, lexical: LexicalIndex) -> bool:
    folded = fold(word)
    return folded.isdigit() or is_function_word(folded) or lexical.frequency(folded) > 0


def _is_abbreviation(typed: str, question: str) -> bool:
    return (typed.isupper() and not question.isupper()) or not set(fold(typed)) & set("aeiouy")


def _decoded(words: Sequence[str], unknown: Sequence[int], lexical: LexicalIndex) -> list[str]:
    """The words, raw keystrokes decoded: all where most unknown ones are such, else the bound."""
    found = {i: word for i in unknown if (word := decoded(words[i])) and _is_known(word, lexical)}
    meant = [found.get(i, word) for i, word in enumerate(words)]
    if len(set(found.values())) > 1 and 2 * len(found) > len(unknown):
        return meant
    bonds = _Bonds(lexical, any(map(has_accents, words)))
    for i in found:
        pairs = pairwise(meant[max(0, i - 1) : i + 2])
        bound = any(bonds.between(*pair) >= bonds.likely for pair in pairs)
        if not bound or not lexical.frequency(meant[i], "accented"):
            meant[i] = words[i]
    return meant


def _parted(word: str, bonds: _Bonds) -> str | None:
    """The known words, with blanks, that were run together, each forming a pair with the next."""
    if is_syllable(fold(word)) or not _SHORTEST_RUN <= len(word) <= _LONGEST_RUN:
        return None
    partings = list(_partings(word, (), bonds))
    fewest = min(map(len, partings), default=0)
    firmest, parts = max(
        (
            (min(bonds.between(*pair) for pair in pairwise(parts)), parts)
            for parts in partings
            if len(parts) == fewest
        ),
        default=(0.0, ()),
    )
    wanted = bonds.likely if fewest == 2 else _LIKELY_RUN
    return " ".join(parts) if firmest >= wanted else None


def _partings(rest: str, parts: tuple[str, ...], bonds: _Bonds) -> Iterator[tuple[str, ...]]:
    if not rest:
        yield parts
    for cut in range(2, len(rest) + 1):
        part = rest[:cut]
        if parts and not bonds.between(parts[-1], part):
            continue
        if (part.isdigit() or is_syllable(fold(part))) and bonds.frequency(part):
            yield from _partings(rest[cut:], (*parts, part), bonds)


def _mended(words: Sequence[str], place: int, typed: str, bonds: _Bonds) -> str | None:
    """The word, one slip away, that belongs most firmly to a neighbour of words[place]."""
    word, lexical = words[place], bonds.lexical
    before, after = (
        [w for w in near if not is_function_word(fold(w)) and bonds.frequency(w)]
        for near in (words[:place][-1:], words[place + 1 :][:1])
    )
    if not _SHORTEST <= len(word) <= _LONGEST or not (before or after):
        return None
    foreign = typed[0].isupper() and not has_accents(word)
    may_be_right = foreign or is_syllable(fold(word))
    for slips in (_usual_slips(word), _other_slips(word)):
        firmest, found = 0.0, None
        for slip in slips - {word}:
            folded = fold(slip)
            if is_function_word(folded) or not lexical.frequency(folded):
                continue
            pairs = [f"{fold(w)}_{folded}" for w in before] + [f"{folded}_{fold(w)}" for w in after]
            if not any(map(lexical.frequency, pairs)):
                continue
            wanted = _SURE if may_be_right or not is_syllable(folded) else bonds.likely
            for form in _reaccented(slip) if bonds.accented else [slip]:
                bond = sum(bonds.between(w, form) for w in before)
                bond += sum(bonds.between(form, w) for w in after)
                if bond >= wanted and bond > firmest:
                    firmest, found = bond, form
        if found:
            return found
    return None


def _usual_slips(word: str) -> set[str]:
    """The word with two neighbouring letters changed about, or none typed twice running."""
    held = "".join(c for c, after in pairwise([*word, ""]) if fold(c) != fold(after))
    return {held, *(word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))}


def _other_slips(word: str) -> set[str]:
    """The words with one letter more, less or other, but for the first, which is hardly ever wrong.

    After P. Norvig, "How to write a spelling corrector" (norvig.com/spell-correct.html).
    """
    cuts = [(word[:i], word[i:]) for i in range(1, len(word) + 1)]
    return {
        *(a + b[1:] for a, b in cuts if b),
        *(a + c + b[1:] for a, b in cuts if b for c in _LETTERS),
        *(a + c + b for a, b in cuts for c in _LETTERS),
    }


def _reaccented(word: str) -> set[str]:
    """The word, with its tone in place, and with the accents of any one letter changed."""
    return {word, with_tone_in_place(word)} | {
        word[:i] + form + word[i + 1 :]
        for i, c in enumerate(word)
        for form in _FORMS.get(fold(c), "")
    }


def _cased(word: str, typed: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if typed[0].isupper() else word
