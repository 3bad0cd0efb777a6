"""Who holds an office is asked and a sentence in, whether it tells of another place's out.

What an office is of ends with a name mostly: "Chủ tịch UBND huyện Mường Lát". Where the article
does not know that name, or names another there, its holder is not the one who is asked for.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rag.forms import names
from rag.language.function_words import is_function_word
from rag.language.person_names import UPPER
from rag.language.places import (
    ALSO_CALLED,
    COUNTRIES,
    LEVEL,
    PROVINCES,
    SAME_COUNTRY,
    follows_level,
    pairs,
    pairs_among,
)
from rag.language.syllables import is_syllable, may_be_mistyped
from rag.offices.holders import asked_of_what, asked_office, offices_of
from rag.offices.titles import Office
from rag.questions import Question
from rag.sentences import Sentence
from vectorstore.vietnamese import fold, syllable_spans, syllables

_WORD = rf"[{UPPER}]\w*"
_NO_SHORT_FORM = rf"[{UPPER}][^\W\d_{UPPER}]+"  # "UBND" is one
_NAME = re.compile(rf"(?<!\w)(?:{_WORD}(?:\s{_WORD})+|{_NO_SHORT_FORM}$)")
_PLACE_AT_END = re.compile(rf"(?:{LEVEL.pattern}|\bquan\b) ((?:\w+ )?\w+ \w+|\w+)$")
_LONG = re.compile(r"[^aeiouy]*[aeiouy]+[^aeiouy]+[aeiouy]")
_COUNTRY = "viet nam"
_NOW = frozenset(("hien nay", "hien tai", "bay gio", "luc nay", "nam nay"))


def is_held_elsewhere(question: Question, sentence: Sentence) -> bool:
    """Whether the office whose holder is asked for is told of another place alone.

    "Giám đốc Sở Y tế Sơn La là ai?" is asked, and what stands there knows no Sơn La, or says "bà
    Mai, Giám đốc Sở Y tế Lạng Sơn".
    """
    office = asked_office(question)
    if office is None:
        return False
    asked = _asked_places(question, office)
    if asked and not _knows(asked[-1], sentence.among):
        return True
    held = offices_of(question, sentence)
    return bool(held) and (
        _are_of_other_countries(question, office, sentence, held)
        or _are_of_other_places(question, office, sentence, held)
    )


def _are_of_other_countries(
    question: Question, office: Office, sentence: Sentence, held: Sequence[range]
) -> bool:
    asked = _asked_countries(question, office)
    told = [_countries_of(sentence, of_what) for of_what in held]
    return bool(asked) and all(there and asked.isdisjoint(there) for there in told)


def _are_of_other_places(
    question: Question, office: Office, sentence: Sentence, held: Sequence[range]
) -> bool:
    asked = {*_asked_places(question, office), *pairs_among(question.folded, PROVINCES)}
    of_province = not asked.isdisjoint(PROVINCES) and _COUNTRY not in pairs(question.folded)
    told = [_places_in(sentence, of_what, or_country=of_province) for of_what in held]
    if not all(told):
        return False
    if not asked and _asked_countries(question, office) == {_COUNTRY}:
        return not any(there.isdisjoint(PROVINCES) for there in told)
    if asked:
        said = [_said_in(sentence.folded_terms[at.start : at.stop]) for at in held]
        return not any(_is_among(place, there) for place in asked for there in said)
    return _ends_otherwise(question, office, sentence, set().union(*told))


@lru_cache(maxsize=256)
def _asked_places(question: Question, office: Office) -> list[str]:
    """The last two syllables, folded, of each name in what the office is of; no countries.

    A single word counts if it is foreign and stands at the end: "Huaphanh". In small letters only
    such a word, or a name at the end that follows a word for places.
    """
    first, end = asked_of_what(question, office)
    if question.names:
        places = syllable_spans(question.text)[first:end]
        text = question.text[places[0][0] : places[-1][1]] if places else ""
        named: list[Sequence[str]] = [
            [fold(word) for word in syllables(name[0])]
            for name in _NAME.finditer(text)
            if not _opens(name[0].split(), begins=name.start() == 0)
        ]
    else:
        named = [_place_at_end(question.folded[first:end])]
    ends = (name[-2:] for name in named if len(name) > 1 or any(map(_is_foreign, name)))
    return [" ".join(end) for end in ends if " ".join(end) not in COUNTRIES]


def _place_at_end(of_what: Sequence[str]) -> Sequence[str]:
    """The syllables of the place with which small letters end; empty if they name none."""
    found = _PLACE_AT_END.search(" ".join(of_what))
    ending = found[1].split() if found else of_what[-2:]
    if ending and _is_foreign(ending[-1]):
        return ending[-1:]
    place = " ".join(ending)
    return ending if place in PROVINCES or (found and place not in _NOW) else ()


@lru_cache(maxsize=256)
def _asked_countries(question: Question, office: Office) -> frozenset[str]:
    first, end = asked_of_what(question, office)
    capitals = [term in question.names for term in question.terms]
    return _countries_in(question.folded, capitals, range(first, end))


def _countries_in(terms: Sequence[str], capitals: Sequence[bool], at: range) -> frozenset[str]:
    """The countries named there, each by one name; of one syllable only if it is a capital one."""
    found = set()
    for i in at:
        for size in (3, 2, 1):
            name = " ".join(terms[i : min(i + size, at.stop)])
            if name in COUNTRIES and (" " in name or capitals[i]):
                found.add(SAME_COUNTRY.get(name, name))
                break
    return frozenset(found)


def _countries_of(sentence: Sentence, of_what: range) -> frozenset[str]:
    """Those in what an office is of, and the one before a name: "Tổng thống Mỹ Donald Trump"."""
    terms = sentence.folded_terms
    capitals = [sentence.text[start].isupper() for start, _ in sentence.places]
    pair, following = terms[of_what.stop :][:2], terms[of_what.stop + 1 :][:1]
    is_foreign = not all(map(is_syllable, following))
    before = len(pair) if " ".join(pair) in COUNTRIES else int(is_foreign)
    return _countries_in(terms, capitals, range(of_what.start, of_what.stop + before))


def _opens(written: Sequence[str], *, begins: bool) -> bool:
    """Whether a name only opens what an office is of: "Hội Chữ", not "Tỉnh Đoàn Hải Dương"."""
    is_short = any(word.isupper() and len(word) > 1 for word in written)
    return begins and not is_short and fold(" ".join(written[-2:])) not in PROVINCES


def _ends_otherwise(
    question: Question, office: Office, sentence: Sentence, there: Iterable[str]
) -> bool:
    """Whether what the office is of ends with other words than the names that stand there.

    Of a question in small letters: "giam doc so y te muong khuong la ai".
    """
    first, end = asked_of_what(question, office)
    ending = question.folded[first:end][-2:]
    if question.names or len(ending) < 2 or any(map(is_function_word, ending)):
        return False
    asked = f" {' '.join(question.folded)} "
    is_another = not any(f" {name} " in asked for name in there)
    return is_another and not set(ending).intersection(sentence.folded_terms)


def _places_in(sentence: Sentence, of_what: range, *, or_country: bool) -> set[str]:
    """The provinces in what an office is of, and the last two syllables of a name at its end.

    What it begins with, as in "Hội Chữ thập đỏ", is none. No countries; `or_country` lets Vietnam
    stand where there is no other place: "Chủ tịch Hội Chữ thập đỏ Việt Nam".
    """
    terms = sentence.folded_terms
    there = terms[of_what.start : of_what.stop]
    found = pairs_among(there, PROVINCES)
    for first, last in names(sentence):
        if of_what.start <= first and last == of_what.stop - 1:
            written = [sentence.text[slice(*at)] for at in sentence.places[first : last + 1]]
            is_place = first < last or (_is_foreign(terms[first]) and follows_level(terms, first))
            if is_place and not _opens(written, begins=first == of_what.start):
                found.add(" ".join(terms[max(first, last - 1) : last + 1]))
    found -= COUNTRIES
    if or_country and not found and LEVEL.search(" ".join(there)) is None:
        return pairs_among(there, {_COUNTRY})
    return found


def _is_foreign(word: str) -> bool:
    """Whether a folded word can be no Vietnamese syllable, nor a short form as "ubnd" is."""
    return not is_syllable(word) and _LONG.match(word) is not None


def _knows(place: str, texts: tuple[str, ...]) -> bool:
    """Whether a place is named in the texts; a province may be left unsaid where none is named."""
    said = _said_in_any(texts)
    return _is_among(place, said) or (place in PROVINCES and said.isdisjoint(PROVINCES))


def _is_among(place: str, said: frozenset[str]) -> bool:
    """Whether a place is among syllables and pairs, be it shortened or a little otherwise."""
    if not said.isdisjoint({place, *ALSO_CALLED.get(place, ())}):
        return True
    meant = place.split()
    return any(_is_slip_of(other.split(), meant) for other in said)


def _is_slip_of(typed: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether one syllable alone differs, and may be mistyped."""
    others = [pair for pair in zip(typed, meant, strict=False) if pair[0] != pair[1]]
    return len(typed) == len(meant) and len(others) == 1 and may_be_mistyped(*others[0])


def _said_in(terms: Sequence[str]) -> frozenset[str]:
    """The syllables, and each two neighbouring ones."""
    return pairs(terms).union(terms)


@lru_cache(maxsize=512)
def _said_in_any(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(_said_in(syllables(fold(text))) for text in texts))
