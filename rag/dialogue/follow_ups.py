"""A question and the earlier ones in, the question as it stands alone out: a rewriting by rules.

A question that lacks its topic takes it from the turns before it: a pronoun becomes the person
answered last, "Còn Lạng Sơn?" takes the place of the like part, "Ở đâu?" that of the asking part.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.dialogue.antecedents import Said, Turn, points_back, this_article, this_person, this_thing
from rag.dialogue.slots import PREDICATE, ROLE, names_something, slots
from rag.dialogue.swaps import as_question, lower_first, swapped, unpunctuated, without_frame
from rag.language.function_words import is_function_word
from rag.language.words import Words
from rag.question_kinds import QuestionKind
from rag.questions import Question, analyse
from rag.reading import Reading
from rag.retrieval import LONGEST_QUESTION, terms_of
from vectorstore.vietnamese import fold, normalise, syllable_spans, syllables, with_pairs

MOST_EARLIER = 6  # questions looked back at: each may have to be answered again
# What a sentence gains, in log-odds, that holds all the words asked now rather than carried over,
# and one in the article of the last answer.
_FRESH_GAIN = 3.0
_SAME_ARTICLE_GAIN = 1.0


@dataclass(frozen=True, slots=True)
class Completed:
    """A question as it is looked up, and what of it is new since the last answer."""

    question: Question
    fresh: frozenset[str] = frozenset()  # folded syllables and pairs asked now, none if it stands
    # alone
    article_id: str | None = None  # of the last answer, if the question goes on about it


AnswerOf = Callable[[Completed], Said | None]  # None: the articles don't answer it


def in_context(question: Question, history: Sequence[str], answer_of: AnswerOf) -> Completed:
    """The question with what it lacks from the `history` of questions, oldest first.

    One that stands alone, or that nothing in the history completes, is given back as it is.
    """
    turns: list[Turn] = []  # on one topic; a question that stands alone begins another

    def add(completed: Completed, base: str) -> None:
        turns.append(Turn(completed.question, base, lambda: answer_of(completed)))

    for text in map(normalise, history[-MOST_EARLIER:]):
        earlier = analyse(text[:LONGEST_QUESTION])
        found = _completed(earlier, turns)
        if found:
            add(*found)
        elif (earlier.kind != "other" or earlier.names) and _begins_a_topic(earlier):
            turns.clear()
            add(Completed(earlier), earlier.text)
    found = _completed(question, turns)
    if found is None or len(found[0].question.text) > LONGEST_QUESTION:
        return Completed(question)
    return found[0]


def focused(
    readings: Sequence[Reading], asked: Completed, rarity: Callable[[str], float]
) -> list[Reading]:
    """The readings of a completed question, those first that bear on what it asks now.

    The first of them keeps its own score; the others' are as far below it as they now stand.
    """
    total = sum(map(rarity, asked.fresh))

    def gain(reading: Reading) -> float:
        sentence = reading.sentence
        held = sum(rarity(word) for word in asked.fresh if word in sentence.folded)
        same = sentence.article_id == asked.article_id
        return (_FRESH_GAIN * held / total if total else 0.0) + _SAME_ARTICLE_GAIN * same

    gains = [(reading.score + gain(reading), gain(reading), reading) for reading in readings]
    gains.sort(key=lambda entry: -entry[0])
    first_gain = gains[0][1] if gains else 0.0
    return [replace(reading, score=score - first_gain) for score, _, reading in gains]


_Found = tuple[Completed, str]  # with the part that a later fragment is joined to


def _completed(question: Question, turns: Sequence[Turn]) -> _Found | None:
    if not turns:
        return None
    rest = without_frame(question.text)
    if rest is None:
        return _pointing(question, turns) or _joined(question, turns)
    inner = analyse(rest)
    if inner.kind == "other":
        text, put_in = swapped(rest, turns[-1].question.text)
        return _found(put_in, text, turns[-1].question.kind, text)
    inner = analyse(as_question(rest))
    found = _completed(inner, turns)
    asking = inner.asking_part
    if found or (asking and asking[0] == 0):
        return found
    return Completed(inner), inner.text


def _found(
    asked: str, text: str, kind: QuestionKind, base: str, said: Said | None = None
) -> _Found:
    """`text`, asked for an answer of that `kind`; `asked` is what of it was asked just now."""
    completed = replace(analyse(text), kind=kind)
    fresh = [
        term
        for term in with_pairs([fold(syllable) for syllable in syllables(asked)])
        if not any(map(is_function_word, term.split("_"))) and term in terms_of(text)
    ]
    return Completed(completed, frozenset(fresh), said.article_id if said else None), base


# "Bà ấy đến ngày nào?", "Ai viết bài này?", "Dự án này giúp ai?"

_WRITER = Words(r"tác giả|người viết|(?:nhà báo|phóng viên) nào")
_PICTURE = Words(r"ảnh|chụp")


def _pointing(question: Question, turns: Sequence[Turn]) -> _Found | None:
    found = (
        this_article(question, turns) or this_person(question, turns) or this_thing(question, turns)
    )
    if found is None:
        return _of_the_article(question, turns[-1])
    (start, end), words = found
    before, after = question.text[:start], question.text[end:]
    text = as_question(before + words + after)
    return _found(f"{before} {after}", text, question.kind, text, turns[-1].said)


def _of_the_article(question: Question, turn: Turn) -> _Found | None:
    """Who wrote it and where it is from, if the question asks that and no more."""
    writer = question.kind == "author" or _WRITER.first(question.text) is not None
    if not (writer or question.kind == "source") or not _lacks_topic(question, None):
        return None
    if turn.said is None:
        return None
    article = f"bài “{turn.said.title}”"
    if not writer:
        return _found("", f"B{article[1:]} lấy từ nguồn nào?", "source", turn.base)
    asks = "Ai chụp ảnh trong" if _PICTURE.first(question.text) else "Ai viết"
    return _found("", f"{asks} {article}?", "author", turn.base)


# "Ở đâu?", "Trị giá bao nhiêu?"

_OPENING = Words(rf"^(?:{PREDICATE}|do|bị|để|bởi|nặng|cao|rộng|tốn|hết)")
# Nouns that want a "của …": alone they name no topic.
_RELATIONAL = Words(
    r"chủ đề|mục đích|mục tiêu|nguyên nhân|lý do|kết quả|nội dung|kinh phí|chi phí|địa điểm"
    r"|thời gian|thành phần|tên|tuổi|giá|trị giá|tổng|số|số lượng|nhiệm vụ|chức vụ|tác giả|nguồn"
    r"|ý nghĩa|quy mô|đối tượng|hội nghị|dự án|chương trình|buổi lễ|cuộc họp|sự kiện|bài viết"
    r"|bài báo|tin|bài|chuyến thăm|vậy|thế|đó|cụ thể|người|phóng viên"
)
_PARTICLES = re.compile(r"(?:\s+(?:vậy|thế|đó|ạ|nhỉ|hả|vay|the))+$", re.IGNORECASE)
_TOO_FEW, _ENOUGH = 3, 5  # topic words: below, a subject is lacking; from there on, none is needed
_ADJUNCT = (
    r"(?:(?:vào|từ|lúc|trong|đến)\s+)?(?:(?:khi|lúc|hôm|ngày|năm|tháng|mùa|buổi|thời gian"
    r"|thời điểm)\s+(?:nào|mấy)|bao giờ|mấy giờ)|(?:ở|tại)\s+(?:đâu|(?:\w+\s+){1,2}nào)"
    r"|(?:vì|tại) sao|vì (?:lý|lí) do gì|như thế nào|thế nào|ra sao|bằng cách nào"
)
_BARE_ADJUNCT = Words(rf"^(?:{_ADJUNCT})$")
_FIRST_ADJUNCT = Words(rf"^(?:{_ADJUNCT})")
_LAST_ADJUNCT = Words(
    rf"(?:từ \w+ nào đến \w+ nào|{_ADJUNCT}|(?:có )?(?:phải|đúng) không|không|chưa)$"
)
_LAST_IDENTITY = Words(r"(?:là|(?:có )?tên(?: là)?)\s+(?:ai|gì|người nào|những ai)$")
_DANGLING = Words(r"(?:là|vào|từ|đến|ở|tại|và|có)$")


def _joined(question: Question, turns: Sequence[Turn]) -> _Found | None:
    turn = turns[-1]
    points = points_back(question) and not question.names
    if not points and (question.kind == "other" or not _lacks_topic(question, turn)):
        return None
    asked = lower_first(_PARTICLES.sub("", unpunctuated(question.text)))
    text = as_question(_continued(turn.base, asked, question))
    return _found(question.text, text, question.kind, turn.base, turn.said)


def _continued(base: str, asked: str, question: Question) -> str:
    """The statement in the earlier question with the new asking part in place of its own."""
    statement, asks_identity = _statement(base)
    if analyse(statement).kind != "other":  # it still asks something else
        return f"{statement}, {asked}"
    if not _BARE_ADJUNCT.first(asked):
        return f"{statement}{' ' if asks_identity and _OPENING.first(asked) else ', '}{asked}"
    if question.kind != "reason":
        return f"{statement} {asked}"
    is_name = any(slot.start == 0 for slot in slots(statement))
    return f"{asked} {statement if is_name else lower_first(statement)}"


def _statement(base: str) -> tuple[str, bool]:
    """A question without the words at either end that ask, where that leaves a sentence.

    And whether they asked who or what something is.
    """
    bare = unpunctuated(base)
    identity = _LAST_IDENTITY.first(bare)
    end, first = identity or _LAST_ADJUNCT.first(bare), _FIRST_ADJUNCT.first(bare)
    statement = bare[: end.start()] if end else bare[first.end() :] if first else bare
    if bare.endswith((" không", " chưa")):
        statement = re.sub(r"(?<!\w)có (?=.)", "", statement, count=1)
    statement = statement.strip(" ,")
    if not statement or _DANGLING.first(statement):
        return bare, False
    return statement, identity is not None


def _lacks_topic(question: Question, turn: Turn | None) -> bool:
    """Whether the question speaks of nothing that could be looked up by itself.

    One without a subject but with a few topic words does so only if the article of the last
    answer speaks of what it asks.
    """
    text = question.text
    office = ROLE.first(text)
    if question.names or names_something(text):
        return False
    if office and office.end(1) < office.end():  # "Giám đốc Sở Y tế"
        return False
    topic = _topic(question)
    asking = question.asking_part
    if turn and topic and len(topic) < _ENOUGH and set(topic) <= turn.question.words:
        return True  # "Cháu bé mấy tuổi?" after "Ai cứu cháu bé?"
    asks_first = asking is not None and asking[0] == 0 and not _FIRST_ADJUNCT.first(text)
    subjectless = asks_first or _OPENING.first(text) is not None
    if len(topic) < (_TOO_FEW if subjectless else _TOO_FEW - 1):
        return True
    if not subjectless or len(topic) >= _ENOUGH or turn is None or turn.said is None:
        return False
    pairs = {f"{a}_{b}" for a, b in zip(topic, topic[1:], strict=False)}
    asked = pairs & set(with_pairs(list(question.folded)))
    return bool(asked) and asked <= terms_of(turn.said.article)


def _begins_a_topic(question: Question) -> bool:
    """Whether it says what it is about, be it in the words that ask: "Đại sứ Bỉ tên là gì?"."""
    return bool(_topic(question) or (question.kind == "person" and question.content))


def _topic(question: Question) -> list[str]:
    """The folded syllables that say what the question is about, without those that ask."""
    empty = [match.span() for match in _RELATIONAL.find(question.text)]
    asking = question.asking_part
    empty += [asking] if asking else []
    spans = syllable_spans(question.text)
    return [
        word
        for word, (start, end) in zip(question.folded, spans, strict=True)
        if not is_function_word(word) and not any(a <= start and end <= b for a, b in empty)
    ]
