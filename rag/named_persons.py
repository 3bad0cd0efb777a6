"""A question in, the persons that it names out, and whether what was read names them too."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rag.language.person_names import ADDRESSES, UPPER
from rag.language.places import PLACES
from rag.language.syllables import is_syllable, may_be_mistyped
from rag.language.words import Words
from rag.offices.holders import holder_sign
from rag.question_kinds import names_nobody
from rag.questions import Question
from rag.sentences import Sentence
from vectorstore.vietnamese import fold, syllables

Name = frozenset[str]  # folded syllables
_ADDRESS = Words(rf"đồng chí|bác sĩ|giáo sư|tiến sĩ|thạc sĩ|luật sư|{'|'.join(ADDRESSES)}")
_WORD = rf"[{UPPER}]\w*(?:[.’'-]\w+)*"  # "Jong-un"
_NAME = rf"{_WORD}(?:\s+(?:(?:thị|văn)\s+)?{_WORD})*"
_ADDRESSED = re.compile(rf"\s+({_NAME})")
_ANY_NAME = re.compile(rf"(?<!\w){_NAME}")
_THEN = re.compile(r"\s*(?:[-–,(]|là\s)\s*")  # from a name to what its bearer is
_LEAST = 2  # syllables of a name that is looked for: "bà Hạnh" may be called otherwise elsewhere
_MISTYPED = 3  # syllables of a name from which one of them may be mistyped; a foreign one always


@lru_cache(maxsize=256)
def persons_in(question: Question) -> tuple[Name, ...]:
    """The names of those whom it addresses: "bà Trịnh Thị Tiếp"; "Bà Rịa" is a place.

    Of a question in small letters only whom it asks the rest of: "ba trinh thi tiep la ai". Who
    is called by initials is left out.
    """
    if question.somebody is not None:
        return (_folded(question.text[slice(*question.somebody)]),)
    text, accented = question.text, question.accented
    found = []
    for address in _ADDRESS.find(text, accented):
        name = _ADDRESSED.match(text, address.end())
        if name is None or names_nobody(text[name.start(1) :], accented):
            continue
        place = fold(f"{address[0]} {name[1].split()[0]}")  # "Bà Rịa"
        if PLACES.isdisjoint({place, fold(name[1])}):
            found.append(_folded(name[1]))
    return tuple(name for name in found if len(name) >= _LEAST and min(map(len, name)) > 1)


def are_named(persons: Iterable[Name], sentences: Iterable[Sentence]) -> bool:
    """Whether each of the persons is named in or around one of the sentences.

    Be it with more names, or, of a long name, with one syllable a little otherwise.
    """
    around = {sentence.among for sentence in sentences}
    return all(any(_is_among(person, _names_in(texts)) for texts in around) for person in persons)


def is_told_of(question: Question, sentence: Sentence) -> bool:
    """Whether the sentence itself names all whom the question does."""
    said = _names_in((sentence.text,))
    return all(_is_among(person, said) for person in persons_in(question))


def tells_who(question: Question, sentence: Sentence) -> bool:
    """Whether an office stands at the very person of whom the question asks the rest.

    Or, after a pause, another word for what she is: "bà Lan, giáo viên".
    """
    if question.somebody is None:
        return False
    (person,) = persons_in(question)
    called = [at for at in _ANY_NAME.finditer(sentence.text) if person <= _folded(at[0])]
    has_office = bool(called) and holder_sign(question, sentence) > 0
    return has_office or any(_is_apposed(sentence.text, name.end()) for name in called)


def _is_apposed(text: str, at: int) -> bool:
    then = _THEN.match(text, at)
    if then is None:
        return False
    rest = text[then.end() :]
    address = _ADDRESS.first(rest, accented=True)
    is_another = address is not None and address.start() == 0
    return not is_another and names_nobody(rest, accented=True)


@lru_cache(maxsize=4096)
def _names_in(texts: tuple[str, ...]) -> frozenset[Name]:
    return frozenset(_folded(name[0]) for text in texts for name in _ANY_NAME.finditer(text))


def _is_among(person: Name, said: Iterable[Name]) -> bool:
    for name in said:
        missing = person - name
        if not missing:
            return True
        if len(missing) == 1 and len(person) > 1:
            (typed,) = missing
            is_long = len(person) >= _MISTYPED or not is_syllable(typed)
            if is_long and any(may_be_mistyped(typed, syllable) for syllable in name - person):
                return True
    return False


def _folded(text: str) -> Name:
    return frozenset(fold(syllable) for syllable in syllables(text))
