"""A question and the turns before it in, what its "bà ấy", "dự án này", "bài này" stand for out."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from rag.dialogue.slots import HONORIFICS, PREDICATE, ROLE, is_bare_name, names_something, slots
from rag.language.words import Words
from rag.questions import Question, analyse
from vectorstore.vietnamese import Span, fold


@dataclass(frozen=True, slots=True)
class Said:
    """What of an earlier answer a later question can point to."""

    short: str | None  # the marked short answer
    quote: str  # the first quote
    article_id: str
    title: str
    article: str  # the article's text


@dataclass(frozen=True)
class Turn:
    """An earlier question on the present topic, completed, with its answer once it is needed."""

    question: Question
    base: str  # the part of it that a bare "Ở đâu?" is joined to
    answer: Callable[[], Said | None]

    @cached_property
    def said(self) -> Said | None:
        """None: the articles don't answer the question."""
        return self.answer()


# What a part of the question stands for: where it is, and the words to put there.
Antecedent = tuple[Span, str]

_THIS_ARTICLE = Words(r"(?:bài|tin|bản tin)(?:\s+(?:báo|viết))?\s+(?:này|ấy|trên)|bài báo|bài viết")
# "Người ta" is people, nobody that was named.
_PERSON = Words(
    rf"({'|'.join(HONORIFICS)})\s+(?:ấy|này|đó|ta)|(?:người|vị|nhân vật)\s+(?:ấy|này|đó)"
)
_BARE_PERSON = Words(r"^(ông|bà)(?!\s+(?:nào|con|cụ|ngoại|nội|bà|mẹ))")
_THING_NOUNS = (
    r"dự án|hội nghị|mô hình|chương trình|phong trào|trung tâm|tổ chức|đơn vị|đoàn|tỉnh|huyện|xã"
    r"|công ty|trường|sự kiện|cuộc vận động|hội|thành phố"
)
# Without accents "đó" is "do" and "nay" is "này": there only the commonest nouns are trusted.
_THING = Words(
    r"(\w+(?:\s+\w+)?)\s+(?:này|ấy|đó|nói trên)", rf"({_THING_NOUNS}|\w+(?=\s+ấy))\s+(?:này|ấy)"
)
_NO_THING = Words(
    r"năm|ngày|lúc|hiện|dịp|lần|khi|sau|trước|do|theo|từ|nhờ|vì|như|cái|điều|việc|tại|ở|hôm"
)
_THEY = Words(
    r"^(?:họ|nó)(?! (?:hàng|tên|và|gì|nào))|(?<= của | cho | với )(?:họ|nó)",
    r"^(?:ho|no)(?= [a-z])(?! (?:hang|ten|va|gi|nao|khan|keo|dai|ga|ra|sot|bung|cong|am|dien)\b)",
)
_WHO = Words(r"là ai|tên(?: là)? gì|là người nào")
_IDENTITY = Words(r"là ai|ai là|tên(?: là)? gì")
_MALE = frozenset(("ông", "anh", "chú"))
_PREDICATE = Words(PREDICATE)


def points_back(question: Question) -> bool:
    """Whether a word of the question stands for something said before."""
    text = question.text
    return bool(_PERSON.first(text) or _THING.first(text) or _THEY.first(text))


def this_article(question: Question, turns: Sequence[Turn]) -> Antecedent | None:
    """The article of the last answer, for "bài này"."""
    pointing = _THIS_ARTICLE.first(question.text)
    said = turns[-1].said if pointing and not names_something(question.text) else None
    return (pointing.span(), f"bài “{said.title}”") if pointing and said else None


def this_person(question: Question, turns: Sequence[Turn]) -> Antecedent | None:
    """The person named, asked for or answered last, for "bà ấy"; with the pronoun's honorific."""
    text = question.text
    pronoun = _PERSON.first(text)
    if pronoun is None and not question.names:
        pronoun = _BARE_PERSON.first(text)
    if pronoun is None or any(slot.end <= pronoun.start() for slot in slots(text)):
        return None  # none, or the question names its person itself
    typed = fold(pronoun[1] or "")
    honorific = next((word for word in HONORIFICS if fold(word) == typed), None)
    asks_who = _WHO.first(text) is not None
    latest = [*reversed(turns)]
    answered = (_named_or_answered(turn, honorific) for turn in latest)
    told_of = (_told_of(turn, honorific, asks_who) for turn in latest)
    name = next((name for name in chain(answered, told_of) if name), None)
    return (pronoun.span(), name) if name else None


def _named_or_answered(turn: Turn, honorific: str | None) -> str | None:
    """The person whom the question names so, or who answers it."""
    named = next(_named(turn.question.text, honorific), None)
    if named or turn.question.kind not in ("person", "author"):
        return named
    said = turn.said
    if said is None or not said.short:
        return None
    others = list(_named(said.quote, honorific)) if honorific else []
    if others and not any(said.short in name for name in others):
        return others[0]
    if not is_bare_name(said.short) or _called_otherwise(said, honorific):
        return None
    return f"{honorific} {said.short}" if honorific else said.short


def _told_of(turn: Turn, honorific: str | None, asks_who: bool) -> str | None:
    """The person whom the question tells of otherwise: by an office, or as its subject."""
    text, said = turn.question.text, turn.said
    role, asking = ROLE.first(text), turn.question.asking_part
    if asking and asking[0] == 0 and not _IDENTITY.first(text):
        role = None  # "Ai tiếp Đại sứ?" asks for another person than the one with the office
    office = text[slice(*role.span())] if role else None
    if role and asks_who and role.end(1) < role.end():
        return office
    named = next(_named(said.quote, honorific), None) if said and honorific else None
    if named or office:
        return named or office
    subject = next((s.of(text) for s in slots(text) if s.kind == "name" and s.start == 0), None)
    return f"{honorific} {subject}" if subject and honorific else subject


def _named(text: str, honorific: str | None) -> Iterator[str]:
    """The persons that a text names with that honorific (or any), as "bà Lý Thị Hạnh"."""
    for slot in slots(text):
        title = text[slot.start : slot.name].strip().lower()
        if slot.kind == "person" and honorific in (None, title):
            yield f"{title} {text[slot.name : slot.end]}"


def _called_otherwise(said: Said, honorific: str | None) -> bool:
    if honorific is None or said.short is None:
        return False
    names = (name for name in _named(said.quote, None) if said.short in name)
    is_woman = " Thị " in said.short and honorific in _MALE
    return is_woman or any(not name.startswith(honorific) for name in names)


def this_thing(question: Question, turns: Sequence[Turn]) -> Antecedent | None:
    """What was named with the same noun, for "dự án này"; the last subject, for "họ"."""
    text = question.text
    they = _THEY.first(text)
    if they:
        subject = next((s for turn in reversed(turns) if (s := _subject(turn.question))), None)
        return (they.span(), subject) if subject else None
    pointing = _THING.first(text)
    if pointing is None:
        return None
    words = text[slice(*pointing.span(1))]
    for noun in dict.fromkeys((words, words.split()[-1])):
        if not _NO_THING.first(noun) and (named := _named_thing(noun, turns)):
            return (pointing.end(1) - len(noun), pointing.end()), noun + named[len(noun) :]
    return None


def _named_thing(noun: str, turns: Sequence[Turn]) -> str | None:
    """The noun with the name that follows it in an earlier question or its answer."""
    quoted = r"\s+(?:“[^”]+”|\"[^\"]+\")"
    plain = rf"(?:\s+(?!(?:{PREDICATE}|nào|gì|ai|bao|mấy|này|đó|ấy|và)(?!\w))[\w-]+){{1,8}}"
    name = re.compile(rf"(?<!\w){re.escape(noun)}(?:{quoted}|{plain})", re.IGNORECASE)
    for turn in reversed(turns):
        for text in (turn.question.text, turn.said.quote if turn.said else ""):
            found = name.search(text)
            if found and any(char.isupper() for char in found.group()[1:]):
                return found.group()
    return None


def _subject(question: Question) -> str | None:
    """Who does what the question speaks of: the words before its first verb."""
    text = question.text
    when = next((slot for slot in slots(text) if slot.kind == "time" and slot.start == 0), None)
    start = when.end if when else 0
    verb = next((match for match in _PREDICATE.find(text) if match.start() > start), None)
    subject = text[start : verb.start()].strip(" ,") if verb else ""
    if len(subject.split()) > 1 and analyse(subject).kind == "other":
        return subject
    return next((slot.of(text) for slot in slots(text) if slot.kind == "organisation"), None)
