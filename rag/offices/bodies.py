"""Who holds an office is asked and a sentence in, whether it tells of another body's or rank out.

"Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn" and "Chủ tịch UBND tỉnh Lạng Sơn" are two persons, and so
are the latter and "Chủ tịch UBND huyện Hữu Lũng". Public bodies alone are told apart: councils,
committees, departments, societies.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from rag.language.function_words import is_function_word
from rag.language.places import COUNTRIES, LEVEL, PROVINCES
from rag.language.syllables import is_syllable
from rag.offices.holders import asked_of_what, asked_office, offices_of
from rag.offices.titles import DEPUTY, Office, rank_sign
from rag.questions import Question
from rag.sentences import Sentence
from rag.thesaurus import echoed, load_thesaurus
from vectorstore.vietnamese import with_pairs

# All patterns are for what an office is of, folded. A body that is called alike everywhere, by the
# name that stands for it here:
_COUNCILS = {
    "ubnd": re.compile(r"(?:ubnd|uy ban nhan dan)\b"),
    "hdnd": re.compile(r"(?:hdnd|hoi dong nhan dan)\b"),
    "mttq": re.compile(r"(?:uy ban |ub)?(?:mttq|mat tran)"),
    "uy": re.compile(r"(?:tinh|thanh|huyen|quan|dang) uy\b"),
    "doan": re.compile(r"(?:tinh|thanh|huyen|quan|xa) ?doan\b"),
    "cong an": re.compile(r"cong an\b"),
    "tand": re.compile(r"(?:tand|toa an(?: nhan dan)?)\b"),
    "vksnd": re.compile(r"(?:vksnd|vien kiem sat(?: nhan dan)?)\b"),
}
_GOVERNED_BY = {"chu tich": "ubnd", "bi thu": "uy"}  # a place: "Chủ tịch huyện"
# A body that is called by its subject: "Sở Y tế".
_KIND = re.compile(
    r"(?:so|hoi(?! dong)|phong|ban|(?:tong |chi )?cuc|vu|bo|trung tam|benh vien|(?:tong )?lien doan"
    r"|hiep hoi|truong(?: (?:dai hoc|cao dang|trung hoc|thpt|thcs|tieu hoc|mam non|dh|cd))*)\b"
)
_LONGEST_SUBJECT = 4  # syllables, which tell it from others
_PLACES = "|".join(sorted(place for place in PROVINCES | COUNTRIES if " " in place))
_PLACE = re.compile(rf"{LEVEL.pattern}|\b(?:{_PLACES})\b")
_SENIORITY = re.compile(r"(?:(?:thuong truc|thu nhat) )*")


@dataclass(frozen=True, slots=True)
class _Body:
    """What tells a body from others, as far as it is known; all folded."""

    words: Sequence[str]  # of its subject, or the one that stands for it
    level: str | None  # "huyen"


def is_of_another_body(question: Question, sentence: Sentence) -> bool:
    """Whether the office whose holder is asked for is told of other bodies alone."""
    office = asked_office(question)
    held = offices_of(question, sentence)
    if office is None or not held:
        return False
    wanted = _asked_body(question, office)
    told = [(_body(office.name, sentence.folded_terms[at.start : at.stop]), at) for at in held]
    return all(
        _is_of_another_level(wanted, body)
        or (
            _is_called_otherwise(wanted, body)
            and not _is_meant(question, wanted, sentence.syllables[at.start : at.stop])
        )
        for body, at in told
    )


def is_of_another_rank(question: Question, sentence: Sentence) -> bool:
    """Whether a deputy or a chief is asked for, and the office stands there in other ranks alone.

    A chief of public bodies only: in a company one person may be both.
    """
    office = asked_office(question)
    if office is None:
        return False
    is_told_apart = office.rank == DEPUTY or (
        not office.rank and bool(_asked_body(question, office).words)
    )
    return is_told_apart and rank_sign(question, sentence) < 0


@lru_cache(maxsize=256)  # asked of every quote
def _asked_body(question: Question, office: Office) -> _Body:
    first, end = asked_of_what(question, office)
    return _body(office.name, question.folded[first:end])


def _body(office: str, of_what: Sequence[str]) -> _Body:
    text = _SENIORITY.sub("", " ".join(of_what), count=1)
    words = _words_of(office, text)
    level = LEVEL.search(text) if words else None
    return _Body(words, level[0].replace("tp", "thanh pho") if level else None)


def _words_of(office: str, text: str) -> Sequence[str]:
    council = next((name for name, called in _COUNCILS.items() if called.match(text)), None)
    if council is None and LEVEL.match(text):
        council = _GOVERNED_BY.get(office)
    kind = _KIND.match(text)
    if council is not None or kind is None:
        return [council] if council else []
    subject = _PLACE.split(text[kind.end() :], maxsplit=1)[0].split()[:_LONGEST_SUBJECT]
    return [*takewhile(lambda word: not is_function_word(word), subject)]


def _is_of_another_level(one: _Body, other: _Body) -> bool:
    return None not in (one.level, other.level) and one.level != other.level


def _is_called_otherwise(one: _Body, other: _Body) -> bool:
    if not one.words or not other.words:
        return False
    words, others = set(one.words), set(other.words)
    if words.isdisjoint(others):
        return not (_abbreviates(one, other) or _abbreviates(other, one))
    is_part = words <= others or others <= words  # "Sở Lao động", "Hội Phụ nữ"
    return not is_part and all(map(is_syllable, words | others))


def _abbreviates(one: _Body, other: _Body) -> bool:
    """Whether a body is called by another's initials: "Hội CTĐ"; some of them may be missing."""
    initials = "".join(word[0] for word in other.words)
    return len(initials) > 1 and any(
        word.startswith(initials) or word.endswith(initials)
        for word in one.words
        if word not in _COUNCILS and not is_syllable(word)
    )


def _is_meant(question: Question, wanted: _Body, told: Sequence[str]) -> bool:
    """Whether the told syllables say by other words what the question does."""
    alternatives = load_thesaurus().alternatives(question)
    return not set(wanted.words).isdisjoint(echoed(alternatives, frozenset(with_pairs([*told]))))
