"""A question in, what it asks for out: the kind of answer wanted and the words that carry it."""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from rag.language.offices import OFFICES
from rag.language.person_names import ADDRESSES, FAMILY_NAMES
from rag.language.syllables import is_syllable
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

KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)


class Words:
    """A pattern in accented lower case, also found in text that was typed without accents.

    Text with accents is matched as it is, so that "ai" is not found in "ái".

    It is matched against whole words, so it is written without word boundaries and upper-case
    escapes; `unaccented` takes its place where accents alone tell two words apart.
    """

    def __init__(self, pattern: str, unaccented: str | None = None) -> None:
        self._accented = re.compile(rf"(?<!\w)(?:{unify(pattern)})(?!\w)")
        self._folded = re.compile(rf"(?<!\w)(?:{fold(unaccented or pattern)})(?!\w)")

    def find(self, text: str, accented: bool | None = None) -> Iterator[re.Match[str]]:
        """Its places in an NFC text, whose offsets they keep."""
        if has_accents(text) if accented is None else accented:
            return self._accented.finditer(unify(text))
        return self._folded.finditer(fold(text))

    def first(self, text: str, accented: bool | None = None) -> re.Match[str] | None:
        """Its first place."""
        return next(self.find(text, accented), None)


_OWNER = (
    r"chủ (?:tịch|nhiệm|quán|tọa|nhân|xe|nhà|tiệm|shop|trang|hộ|cơ sở|tàu|doanh nghiệp|tài khoản)"
)
# What a question about a person's name opens with.
_PERSON = (
    r"(?:(?:vị|nữ|nam|phó|tân|cựu|nguyên|đương kim|hai|ba|bốn|các|những|viên|tay) )*"
    r"(?:người|ông|bà|anh|chị|em|cô|cháu|cụ|chú|bác|cậu|bé|chàng|nàng|thầy|bạn|đứa|kẻ|gã|sư"
    r"|cha|bố|mẹ|vợ|chồng|con (?:trai|gái|nuôi|dâu|rể|cả|út)|vị hôn \w+"
    rf"|{_OWNER}"
    r"|giám đốc|tổng (?:thống|giám đốc|bí thư|thư ký|biên tập)|bí thư|thư ký|đại (?:sứ|diện|biểu)"
    r"|bộ trưởng|thứ trưởng|thủ (?:tướng|lĩnh|môn|khoa|hiến|phạm)|thống đốc|tư lệnh|trưởng \w+"
    r"|(?:\w+ ){1,3}trưởng|chánh \w+|(?!công viên)(?:\w+ ){1,2}viên|(?:quan|viên) chức|cán bộ"
    r"|(?:thượng|trung|thiếu|đại) (?:tá|tướng|úy)|sĩ quan|cảnh sát|bảo vệ|phi công|kế toán"
    r"|lãnh đạo|chính trị gia|nghị sĩ|bác sĩ|y tá|luật sư|thẩm phán|kỹ sư|tiến sĩ|giáo sư|thạc sĩ"
    r"|ca sĩ|nhạc sĩ|họa sĩ|nghệ sĩ|võ sĩ|chiến sĩ|cầu thủ|tiền đạo|tiền vệ|hậu vệ|trọng tài|hlv"
    r"|người mẫu|hoa hậu|á hậu|đạo diễn|tác giả|tài xế|lái xe|công nhân|nông dân|học sinh"
    r"|thiếu niên|thanh niên|thiếu nữ|nạn nhân|nghi phạm|nghi can|bị cáo|bị can|hung thủ"
    r"|nhân chứng|nhà (?:báo|văn|thơ|khoa|nghiên|sáng|ngoại|hoạt|sư|đầu|vô)|doanh nhân)"
)

# An article, and no song, poem, speech or lesson: those have authors that articles tell of.
_ARTICLE_NOUN = (
    r"(?:(?:bản )?tin(?! (?:học|đồn|nhắn|vui))|bài(?! (?:hát|thơ|ca|bình|phát|diễn|giảng|học|toán"
    r"|thuốc|thi|tập|thánh|cáo|nhạc|văn|luận|kinh|múa)))"
)
_END = r"(?=[^\w]*$)"

# The words that ask, kind by kind; the first kind with a match wins.
_ASKING: list[tuple[QuestionKind, str]] = [
    (
        "author",
        rf"ai (?:là (?:người )?)?(?:đã )?(?:viết|tác giả(?: của)?) {_ARTICLE_NOUN}"
        r"|ai (?:là người )?(?:đã )?chụp (?:(?:những|các|bức|tấm) )*ảnh"
        rf"(?:{_END}| (?:này|đó|trong|cho|minh|kèm|bài))"
        rf"|^(?:ai là |tên (?:của )?)?(?:tác giả|người viết|bút danh) (?:của )?{_ARTICLE_NOUN}"
        rf"(?:.* (?:là ai|tên (?:là )?gì|là gì){_END}|(?!.* (?:nào|mấy|bao|đâu|sao|gì|ai)))"
        rf"|^(?:{_ARTICLE_NOUN}|ảnh)\b.* (?:của|do) (?:ai|(?:phóng viên|nhà báo|tác giả) nào)"
        rf"(?: (?:đã|viết|chụp|thực hiện|đưa|đăng))*{_END}",
    ),
    (
        "source",
        rf"^(?:{_ARTICLE_NOUN}|ảnh)\b.* (?:nguồn|báo|trang|đài|cơ quan báo chí) nào"
        rf"(?: (?:đã|đưa|đăng))*{_END}"
        rf"|^nguồn (?:(?:của )?{_ARTICLE_NOUN} (?:này|đó|viết)|nào{_END})",
    ),
    (
        "reason",
        r"(?:tại|vì|do|bởi) (?:sao|đâu)|vì (?:lý|lí) do (?:gì|nào)|(?:lý|lí) do|nguyên nhân",
    ),
    (
        "quantity",
        r"bao nhiêu|bao lâu|bao xa|số lượng|tỷ lệ|tỉ lệ|dài bao|cao bao"
        r"|^số điện thoại|số điện thoại .*(?:gì|nào|mấy)",
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
        r"|(?:tỉnh|thành phố|nước|quốc gia|huyện|xã|phường|(?<!cơ )quận|làng|thôn|bản|địa điểm"
        r"|địa phương|khu vực|vùng|châu lục|bang|thị trấn|thị xã|đường|sông|đảo) nào"
        r"|đâu(?! (?:tiên|tư|năm|tháng|tuần|mùa|thầu|giá|hàng|tàu))",  # "đầu tiên", unaccented
    ),
    (
        "person",
        r"ai|(?:người|vị|ông|bà|anh|chị|cô|nhà \w+|tác giả|diễn viên|ca sĩ|cầu thủ|vua|tổng thống"
        r"|chủ tịch|giám đốc|bí thư|đại sứ|bộ trưởng|thủ tướng|nhân vật|học giả|kỹ sư|bác sĩ) nào"
        rf"|^tên (?:của )?{_PERSON}"
        rf"|^{_PERSON} .*tên (?:\w+ ){{0,2}}gì",
    ),
    ("manner", r"như thế nào|thế nào|ra sao|làm sao|bằng cách nào|cách nào"),
    ("yes_no", r"có phải|phải không|phải chăng|đúng không|hay không|có (?:\w+ ){1,8}không"),
    ("name", r"tên (?:\w+ ){0,8}?gì|có tên|mang tên"),
    ("definition", r"là gì|nghĩa là|là cái gì|được định nghĩa|khái niệm"),
    ("name", r"gì|nào|những gì"),
    ("quantity", r"mấy \w+"),  # beside another word that asks, "mấy" is "some"
    ("name", r"tên"),
]
_KINDS = [(kind, Words(words)) for kind, words in _ASKING]
_NO_KIND: QuestionKind = "other"

# "Bà Jehanne Roccas là ai?" knows the name and asks what she is; "Bà chủ quán là ai?" does not.
_WHO_IS = Words(
    rf"^(?:({'|'.join(ADDRESSES)}) )?(\w+(?: \w+){{0,4}}) là ai"
    rf"(?: (?:vậy|thế|đấy|đó|ạ|nhỉ|hả))?{_END}"
)
_NAMES_NOBODY = Words(
    rf"^(?:{'|'.join(OFFICES)}|{_PERSON})",
    # Without accents "vợ" is a family name, too, and "trưởng": of those words for persons only
    # the longer ones.
    rf"^(?:{'|'.join(OFFICES)}|{_OWNER}|trưởng (?:nhóm|bản|ấp|xóm|họ|tộc|lớp|đội|trạm)"
    r"|đạo diễn|quan chức|viên chức|vị hôn \w+)",
)
_UNADDRESSED = 3  # syllables from which a name is a person's without a word of address
_FOLDED_FAMILY_NAMES = frozenset(map(fold, FAMILY_NAMES))

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

# Words that ask or only hold a sentence together: they say nothing about where the answer stands.
_ACCENTED_FUNCTION_WORDS = frozenset(
    unify(
        "là của và các những có được cho trong với ở tại vào từ đến đã đang sẽ thì mà này đó khi"
        " nào gì ai đâu sao bao nhiêu mấy thế như vậy ra làm bị bởi do để về trên dưới theo một"
        " hãy không phải hay hoặc cũng rằng lại nữa còn à ạ nhỉ nhé hả xin hỏi biết cái con"
    ).split()
)
_FUNCTION_WORDS = frozenset(map(fold, _ACCENTED_FUNCTION_WORDS))


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
    found = ((kind, words.first(text, accented)) for kind, words in _KINDS)
    kind, match = next(((kind, match) for kind, match in found if match), (_NO_KIND, None))
    somebody = _somebody(text, accented) if kind == "person" else None
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
    found_at = match.span() if match else (len(text), len(text))
    asking = _asking(
        folded, places, found_at, _ASKING_WORDS | (_NAME_WORDS if asks_a_name else set())
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
        asking_part=match.span() if match else None,
        asking=asking,
    )


def _somebody(text: str, accented: bool) -> Span | None:
    """Where the name stands in "Bà Jehanne Roccas là ai?" and "ba jehanne roccas la ai"."""
    found = _WHO_IS.first(text, accented)
    if found is None:
        return None
    address, called = found[1], text[slice(*found.span(2))]
    first, *others = fold(called).split()
    if all(word[0].isupper() for word in called.split()):
        is_name = address is not None or len(others) >= _UNADDRESSED - 1
    else:
        is_family_name = first in _FOLDED_FAMILY_NAMES and bool(others)
        is_name = address is not None and (is_family_name or not is_syllable(first))
    return None if not is_name or names_nobody(called, accented) else found.span(2)


def asking_who(question: Question) -> Question:
    """The question in full where it is an office alone, which asks who holds it."""
    if question.kind != _NO_KIND or not _OFFICE_ALONE.first(question.text, question.accented):
        return question
    asked = re.sub(r"\W+$", "", question.text)
    return analyse(f"{asked} {'là' if question.accented else 'la'} ai?")


def names_nobody(text: str, accented: bool) -> bool:
    """Whether a text begins with an office or another word for persons: "chủ quán"."""
    return _NAMES_NOBODY.first(text, accented) is not None


def _carries_topic(term: str, *, capital: bool) -> bool:
    """Whether a syllable says what the question is about; "Bỉ" does, and "bị" does not."""
    return capital or not (term in _ACCENTED_FUNCTION_WORDS or is_function_word(term))


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


def asks_for_byline(question: Question) -> bool:
    """Whether the answer stands in a byline: who wrote or published it."""
    return question.kind in ("author", "source")


def is_function_word(folded: str) -> bool:
    """Whether a folded syllable carries no topic."""
    return folded in _FUNCTION_WORDS


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
