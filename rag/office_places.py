"""Who holds an office is asked and a sentence in, whether it tells of another place's out.

What an office is of ends with a name mostly: "Chủ tịch UBND huyện Mường Lát". Where the article
does not know that name, or names another there, its holder is not the one who is asked for.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rag.forms import names
from rag.office_holders import Office, asked_office, offices_of
from rag.person_names import UPPER
from rag.places import ALSO_CALLED, COUNTRIES, PROVINCES, SAME_COUNTRY, pairs, pairs_among
from rag.questions import Question, is_function_word
from rag.sentences import Sentence
from rag.syllables import is_syllable, may_be_mistyped
from vectorstore.vietnamese import Span, fold, syllable_spans, syllables

_NAME = re.compile(rf"(?<!\w)[{UPPER}]\w*(?:\s[{UPPER}]\w*)+")
_PLACE_AT_END = re.compile(
    r"\b(?:tinh|thanh pho|tp|huyen|thi xa|thi tran|quan|xa(?! hoi)|phuong) ((?:\w+ )?\w+ \w+)$"
)
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
    countries = _asked_countries(question, office)
    if countries and held:
        said = [_countries_of(sentence, of_what) for of_what in held]
        if all(there and countries.isdisjoint(there) for there in said):
            return True
    told = [_places_in(sentence, of_what) for of_what in held]
    if not told or not all(told):
        return False
    here = {*asked, *pairs_among(question.folded, PROVINCES)}
    if here:
        told_of = [pairs(sentence.folded_terms[at.start : at.stop]) for at in held]
        return not any(_is_among(place, said) for place in here for said in told_of)
    return _ends_otherwise(question, office, sentence, set().union(*told))


@lru_cache(maxsize=256)
def _asked_places(question: Question, office: Office) -> list[str]:
    """The last two syllables, folded, of each name in what the office is of; no countries.

    In small letters only a name at the end counts that follows a word for places.
    """
    first, end = _asked_of_what(question, office)
    if question.names:
        places = syllable_spans(question.text)[first:end]
        text = question.text[places[0][0] : places[-1][1]] if places else ""
        named = [
            [fold(word) for word in syllables(name[0])]
            for name in _NAME.finditer(text)
            if not _opens(name[0].split(), begins=name.start() == 0)
        ]
    else:
        of_what = " ".join(question.folded[first:end])
        found = _PLACE_AT_END.search(of_what)
        named = [found[1].split()] if found else [of_what.split()[-2:]]
        named = [
            name
            for name in named
            if " ".join(name) in PROVINCES or (found and " ".join(name) not in _NOW)
        ]
    ends = (" ".join(name[-2:]) for name in named)
    return [place for place in ends if place not in COUNTRIES]


@lru_cache(maxsize=256)
def _asked_countries(question: Question, office: Office) -> frozenset[str]:
    first, end = _asked_of_what(question, office)
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


def _asked_of_what(question: Question, office: Office) -> Span:
    """The syllables behind the office that is asked about, up to those that ask."""
    asking = question.asking[0]
    end = asking if asking >= office.end else len(question.folded)
    for link in ("la", "ten"):
        end -= question.folded[office.end : end][-1:] == (link,)
    return office.end, end


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
    first, end = _asked_of_what(question, office)
    ending = question.folded[first:end][-2:]
    if question.names or len(ending) < 2 or any(map(is_function_word, ending)):
        return False
    asked = f" {' '.join(question.folded)} "
    is_another = not any(f" {name} " in asked for name in there)
    return is_another and not set(ending).intersection(sentence.folded_terms)


def _places_in(sentence: Sentence, of_what: range) -> set[str]:
    """The provinces in what an office is of, and the last two syllables of a name at its end.

    What it begins with, as in "Hội Chữ thập đỏ", is none; no countries.
    """
    terms = sentence.folded_terms
    found = pairs_among(terms[of_what.start : of_what.stop], PROVINCES)
    for first, last in names(sentence):
        if of_what.start <= first < last == of_what.stop - 1:
            written = [sentence.text[slice(*at)] for at in sentence.places[first : last + 1]]
            if not _opens(written, begins=first == of_what.start):
                found.add(" ".join(terms[last - 1 : last + 1]))
    return found - COUNTRIES


def _knows(place: str, texts: tuple[str, ...]) -> bool:
    """Whether a place is named in the texts; a province may be left unsaid where none is named."""
    said = _pairs_in(texts)
    return _is_among(place, said) or (place in PROVINCES and said.isdisjoint(PROVINCES))


def _is_among(place: str, said: frozenset[str]) -> bool:
    """Whether a place is among pairs of syllables, be it shortened or a little otherwise."""
    singles = {syllable for pair in said for syllable in pair.split()}
    if not (said | singles).isdisjoint({place, *ALSO_CALLED.get(place, ())}):
        return True
    first, second = place.split()
    others = (pair.split() for pair in said)
    return any(
        (a == first and may_be_mistyped(second, b)) or (b == second and may_be_mistyped(first, a))
        for a, b in others
    )


@lru_cache(maxsize=512)
def _pairs_in(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(pairs(syllables(fold(text))) for text in texts))
