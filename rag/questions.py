"""A question in, what it asks for out: the kind of answer wanted and the words that carry it."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from rag.language.function_words import ACCENTED_FUNCTION_WORDS, is_function_word
from rag.language.offices import OFFICES
from rag.language.words import Words
from rag.question_kinds import NO_KIND, QuestionKind, kind_of, somebody_in
from vectorstore.vietnamese import Span, fold, has_accents, normalise, syllable_spans, syllables

# "Giám đốc Sở Y tế Lào Cai" asks who that is; "Giám đốc Sở Y tế đã đến" is a statement.
_OFFICE = rf"^(?:(?:phó|nguyên|cựu|tân) )?(?:{'|'.join(OFFICES)})"
_ITS_BODY = r"(?=(?:[^\w]+\w+){0,12}[^\w]*$)"
_OFFICE_ALONE = Words(
    rf"{_OFFICE}(?!.* (?:đã|đang|sẽ|vừa|có|không|cho biết|nói|phát biểu|thăm|dự|tặng) ){_ITS_BODY}",
    rf"{_OFFICE}(?!.* (?:sẽ|không|cho biết|phát biểu|tặng) ){_ITS_BODY}",
)

# "Giám đốc tên là gì?", "Tên của giám đốc là gì?": what says the name need not say "tên".
_ASKS_A_NAME = Words(r"tên (?:là )?gì|^tên")

# Words that ask for more than one sentence can say, and for what an article says as a whole.
_SEVERAL = Words(
    r"gồm|bao gồm|những (?:\w+ ){0,4}(?:gì|nào|ai)|các (?:\w+ ){1,4}nào|kể tên"
    r"|kể (?:ra|lại)|liệt kê"
    r"|làm (?:được )?gì|hoạt động gì|kết quả gì|nội dung gì|nội dung (?:chính|chủ yếu)|nói về"
)
_SEVERAL_NAMES = Words(
    r"gồm|kể tên|liệt kê|những (?:\w+ ){0,4}(?:nào|ai)|các (?:\w+ ){1,4}nào"
    r"|(?:hai|ba|bốn|mấy) (?:\w+ ){1,3}nào"
)
_GIST = Words(
    r"(?:bài|tin)\b.* (?:nói|viết|kể|đề cập) (?:(?:về|đến|tới|điều|vấn đề|việc|chuyện) )*gì"
    r"|(?:nội dung|ý) chính .*(?:bài|tin)|(?:bài|tin)\b.* (?:nội dung|ý) chính|tóm tắt"
)

_FOCUS = 3  # syllables on either side of the words that ask
_ASKING_WORDS = frozenset("ai gi nao dau sao bao nhieu may lau xa gio khi".split())
_NAME_WORDS = frozenset("ten la".split())


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """An analysed question; the same object for the same text, since caches ask for it often."""

    text: str  # NFC, as asked
    kind: QuestionKind
    terms: tuple[str, ...]  # accented (unified) syllables, in order
    folded: tuple[str, ...]  # the same without accents
    words: frozenset[str]  # the folded syllables, for look-ups
    content: tuple[str, ...]  # those that carry its topic, in order
    accented: bool  # whether accents were typed
    somebody: Span | None  # the name, in the text, of a person of whom it asks the rest
    names: tuple[str, ...]  # its numbers, and its capitalised syllables but for the first
    asking_part: Span | None  # what told the kind, in the text; None if nothing asks
    asking: Span  # the syllables that ask, [first, end); both the length where none does

    @property
    def has_answer_form(self) -> bool:
        """Whether the answer has a form of its own: a name, a date, a place, an amount."""
        return self.kind in ("person", "time", "place", "quantity")


@lru_cache(maxsize=1024)
def analyse(text: str) -> Question:
    """What a question asks for."""
    text = normalise(text).strip()
    accented = has_accents(text)
    kind, asking_part = kind_of(text, accented)
    somebody = somebody_in(text, accented) if kind == "person" else None
    if somebody is not None:
        kind = "definition"
    first, last = somebody or (0, 0)
    terms = tuple(syllables(text))
    places = syllable_spans(text)
    folded = tuple(fold(term) for term in terms)
    capitals = [
        i > 0 and (text[start].isupper() or first <= start < last)
        for i, (start, _) in enumerate(places)
    ]
    asks_a_name = kind == "person" and _ASKS_A_NAME.first(text, accented) is not None
    asking = _asking(
        folded,
        places,
        asking_part or (len(text), len(text)),
        _ASKING_WORDS | (_NAME_WORDS if asks_a_name else set()),
    )
    return Question(
        text=text,
        kind=kind,
        terms=terms,
        folded=folded,
        words=frozenset(folded),
        content=tuple(
            bare
            for i, (term, bare, capital) in enumerate(zip(terms, folded, capitals, strict=True))
            if _carries_topic(term, capital=capital)
            and not (asking[0] <= i < asking[1] and bare in _NAME_WORDS)
        ),
        accented=accented,
        somebody=somebody,
        names=tuple(
            term for term, capital in zip(terms, capitals, strict=True) if term.isdigit() or capital
        ),
        asking_part=asking_part,
        asking=asking,
    )


def asking_who(question: Question) -> Question:
    """The question in full where it is an office alone, which asks who holds it."""
    if question.kind != NO_KIND or not _OFFICE_ALONE.first(question.text, question.accented):
        return question
    asked = re.sub(r"\W+$", "", question.text)
    return analyse(f"{asked} {'là' if question.accented else 'la'} ai?")


def _carries_topic(term: str, *, capital: bool) -> bool:
    """Whether a syllable says what the question is about; "Bỉ" does, and "bị" does not."""
    return capital or not (term in ACCENTED_FUNCTION_WORDS or is_function_word(term))


def _asking(
    folded: Sequence[str], places: Sequence[Span], found: Span, asking_words: Set[str]
) -> Span:
    """The last run of asking words in what told the kind: "nào" of "cầu thủ nào"."""
    asks = [
        i
        for i, (start, end) in enumerate(places)
        if start >= found[0] and end <= found[1] and folded[i] in asking_words
    ]
    if not asks:
        return len(folded), len(folded)
    first = last = asks[-1]
    while first - 1 in asks:
        first -= 1
    return first, last + 1


def wants_several(question: Question) -> bool:
    """Whether the answer may take several sentences: a list, a reason, a manner, an account."""
    several = _SEVERAL.first(question.text, question.accented)
    return question.kind in ("reason", "manner") or several is not None


def wants_several_names(question: Question) -> bool:
    """Whether the answer is a row of names: "những tỉnh nào", "gồm những ai"."""
    named = question.kind in ("place", "person", "name")
    return named and _SEVERAL_NAMES.first(question.text, question.accented) is not None


def wants_gist(question: Question) -> bool:
    """Whether the question is what an article as a whole says."""
    return _GIST.first(question.text, question.accented) is not None


def asks_about_article(question: Question) -> bool:
    """Whether the question is about an article itself: what it says, who wrote or published it."""
    return asks_for_byline(question) or wants_gist(question)


def asks_for_persons_name(question: Question) -> bool:
    """Whether it asks what somebody is called: "Giám đốc tên gì?"."""
    is_of_person = question.kind == "person"
    return is_of_person and _ASKS_A_NAME.first(question.text, question.accented) is not None


def asks_for_byline(question: Question) -> bool:
    """Whether the answer stands in a byline: who wrote or published it."""
    return question.kind in ("author", "source")


def focus_words(question: Question) -> frozenset[str]:
    """The content words beside those that ask, folded: "tuổi" of "bao nhiêu tuổi"."""
    begins, ends = question.asking
    beside = (*question.folded[max(0, begins - _FOCUS) : begins], *question.folded[ends:][:_FOCUS])
    return frozenset(beside).intersection(question.content)


def in_focus(question: Question, words: dict[str, float]) -> dict[str, float]:
    """Of a question's words with their rarities those beside the asking ones; all, if none is."""
    beside = focus_words(question)
    return {word: rarity for word, rarity in words.items() if word in beside} or words


def topic_words(question: Question, rarity: Callable[[str], float]) -> dict[str, float]:
    """The question's folded syllables that carry its topic, or all if none does, with rarities."""
    return {term: rarity(term) for term in question.content or question.folded}
