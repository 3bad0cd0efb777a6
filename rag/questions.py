"""A question in, what it asks for out: the kind of answer wanted and the words that carry it."""

import re
from dataclasses import dataclass
from typing import Literal

from vectorstore.vietnamese import (
    Span,
    fold,
    has_accents,
    normalise,
    syllable_spans,
    syllables,
    unify,
)

QuestionKind = Literal[
    "author",
    "source",
    "person",
    "time",
    "place",
    "quantity",
    "name",
    "definition",
    "reason",
    "manner",
    "yes_no",
    "other",
]

# The words that ask, kind by kind; the first kind with a match wins. A question typed with accents
# is matched as it is, so that "ai" is not found in "ái"; one typed without, against folded forms.
_ASKING: list[tuple[QuestionKind, str]] = [
    (
        "author",
        r"tác giả (?:của )?(?:bài|tin|ảnh|bức)|ai (?:là (?:người|tác giả) )?(?:đã )?(?:viết|chụp)"
        r"|(?:tin|bài|ảnh)\b.* (?:của|do) (?:ai|phóng viên nào)|người viết bài|bút danh",
    ),
    (
        "source",
        r"(?:bài|tin)\b.* (?:nguồn|báo|trang|cơ quan báo chí) nào|nguồn (?:tin|bài)|nguồn nào",
    ),
    (
        "reason",
        r"(?:tại|vì|do|bởi) (?:sao|đâu)|vì (?:lý|lí) do (?:gì|nào)|(?:lý|lí) do|nguyên nhân",
    ),
    (
        "quantity",
        r"bao nhiêu|bao lâu|bao xa|(?<!ngày )(?<!tháng )(?<!thứ )mấy(?! giờ) \w+|số lượng|tỷ lệ"
        r"|tỉ lệ|dài bao|cao bao",
    ),
    (
        "time",
        r"(?:khi|lúc|hôm|ngày|năm|tháng|mùa|thứ|buổi|giai đoạn|thời gian|thời điểm|thời kỳ"
        r"|thập niên|thập kỷ|thế kỷ) (?:nào|mấy)|bao giờ|mấy giờ|từ khi nào"
        r"|(?:ngày|năm) (?:tháng )?bao nhiêu|thời gian",
    ),
    (
        "place",
        r"ở đâu|tại đâu|từ đâu|đến đâu|đi đâu|nơi nào|chỗ nào|nơi đâu|đâu là nơi"
        r"|(?:tỉnh|thành phố|nước|quốc gia|huyện|xã|phường|quận|làng|thôn|bản|địa điểm|địa phương"
        r"|khu vực|vùng|châu lục|bang|thị trấn|thị xã|đường|sông|đảo) nào|đâu",
    ),
    (
        "person",
        r"ai|(?:người|vị|ông|bà|anh|chị|cô|nhà \w+|tác giả|diễn viên|ca sĩ|cầu thủ|vua|tổng thống"
        r"|chủ tịch|giám đốc|bí thư|đại sứ|bộ trưởng|thủ tướng|nhân vật|học giả|kỹ sư|bác sĩ) nào"
        r"|tên (?:người|của người|ông|bà)",
    ),
    ("manner", r"như thế nào|thế nào|ra sao|làm sao|bằng cách nào|cách nào"),
    ("yes_no", r"có phải|phải không|phải chăng|đúng không|hay không|có (?:\w+ ){1,8}không"),
    ("name", r"tên (?:\w+ ){0,8}?gì|có tên|mang tên"),
    ("definition", r"là gì|nghĩa là|là cái gì|được định nghĩa|khái niệm"),
    ("name", r"gì|nào|tên|những gì"),
]
_ACCENTED: list[tuple[QuestionKind, re.Pattern[str]]] = [
    (kind, re.compile(rf"(?<!\w)(?:{unify(words)})(?!\w)")) for kind, words in _ASKING
]
_FOLDED: list[tuple[QuestionKind, re.Pattern[str]]] = [
    (kind, re.compile(rf"(?<!\w)(?:{fold(words)})(?!\w)")) for kind, words in _ASKING
]

_NO_KIND: QuestionKind = "other"

# Words that ask or only hold a sentence together: they say nothing about where the answer stands.
_FUNCTION_WORDS = frozenset(
    fold(
        "là của và các những có được cho trong với ở tại vào từ đến đã đang sẽ thì mà này đó khi"
        " nào gì ai đâu sao bao nhiêu mấy thế như vậy ra làm bị bởi do để về trên dưới theo một"
        " hãy không phải hay hoặc cũng rằng lại nữa còn à ạ nhỉ nhé hả xin hỏi biết cái con"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """An analysed question."""

    text: str  # NFC, as asked
    kind: QuestionKind
    terms: tuple[str, ...]  # accented (unified) syllables, in order
    folded: tuple[str, ...]  # the same without accents
    words: frozenset[str]  # the folded syllables, for look-ups
    accented: bool  # whether accents were typed
    names: tuple[str, ...]  # its numbers, and its capitalised syllables but for the first

    @property
    def has_answer_form(self) -> bool:
        """Whether the answer has a form of its own: a name, a date, a place, an amount."""
        return self.kind in ("person", "time", "place", "quantity")


def analyse(text: str) -> Question:
    """What a question asks for."""
    text = normalise(text).strip()
    accented = has_accents(text)
    patterns, form = _forms(text, accented)
    kind = next((kind for kind, pattern in patterns if pattern.search(form)), _NO_KIND)
    terms = tuple(syllables(text))
    folded = tuple(fold(term) for term in terms)
    return Question(
        text=text,
        kind=kind,
        terms=terms,
        folded=folded,
        words=frozenset(folded),
        accented=accented,
        names=tuple(
            term
            for i, (term, (start, _)) in enumerate(zip(terms, syllable_spans(text), strict=True))
            if term.isdigit() or (i > 0 and text[start].isupper())
        ),
    )


def _forms(text: str, accented: bool) -> tuple[list[tuple[QuestionKind, re.Pattern[str]]], str]:
    return (_ACCENTED, unify(text)) if accented else (_FOLDED, fold(text))


def asking_part(question: Question) -> Span | None:
    """Where the words that ask stand in the question's text; None if none do."""
    patterns, form = _forms(question.text, question.accented)
    found = (pattern.search(form) for _, pattern in patterns)
    return next((match.span() for match in found if match), None)


def is_function_word(folded: str) -> bool:
    """Whether a folded syllable carries no topic."""
    return folded in _FUNCTION_WORDS
