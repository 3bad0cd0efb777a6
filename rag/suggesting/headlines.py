"""An article in, questions about what its title says out: when, where, why, who and how many.

A title in the news is mostly a whole clause that needs nothing before it to be understood, so it
can be asked as it stands; the answer is what the article itself says of it.
"""

import re
from collections.abc import Iterator, Sequence

from rag.language.verbs import is_verb
from rag.suggesting.asking import NUMBER, AskedFor, asked_when, is_amount, place_in
from rag.suggesting.clauses import DAY, has_verb, is_whole, opens_plainly, person_in
from vectorstore.articles import Article
from vectorstore.vietnamese import Span, fold, syllables

_LONGEST_TITLE = 150  # characters
_OPENING = 3  # sentences that tell again what the title says
_SAME_WORDS = 0.5  # share of a title's words in a sentence that tells it again
_SOME_WORDS = 0.25  # the same for one that gives the reason
_NO_CLAUSE = re.compile(
    r"[,;:?!…()\"“”‘’–]|\s-\s|\s'|'\s"
    r"|(?<!\w)(?:vì|do|bởi|nhờ|để|vì sao|tại sao|gì|ra sao|thế nào|những|như|nếu|khi|lúc)(?!\w)"
)
_NOT_YET = re.compile(
    r"(?<!\w)(?:sẽ|muốn|cần|là|có|hôm nay|sáng nay|sau|trước|trong|không|phải)(?!\w)"
)
_REASON = re.compile(
    r"(?<!\w)(?:[Vv]ì|[Bb]ởi vì|[Bb]ởi|[Nn]guyên nhân|[Ll]ý do|[Dd]o (?:ảnh hưởng|thiếu|bị|không"
    r"|chưa|mưa|bão|sự cố|lỗi|mắc|vi phạm|có|nắng|thời tiết|chập|mất))(?!\w)(?! vậy| thế| sao)"
)
_AT = re.compile(r"(?<!\w)(?:tại|ở|trên|từ|vào|đến|sang|về|qua)(?!\w)")


def asked_of_title(
    article: Article, places: Sequence[Span]
) -> Iterator[tuple[str, AskedFor, tuple[Span, ...]]]:
    """Each question with what it asks for and where its answer stands, in code points.

    `places` are the article's sentences, without its title.
    """
    title = " ".join(article.title.split()).rstrip(".")
    if not 0 < len(title) <= _LONGEST_TITLE or _NO_CLAUSE.search(title):
        return
    if not has_verb(title) or not opens_plainly(title):
        return
    words = set(syllables(title))

    def told_again(share: float, among: Sequence[Span]) -> list[Span]:
        return [
            place
            for place in among
            if len(words & set(syllables(article.text[slice(*place)]))) >= share * len(words)
        ]

    opening = told_again(_SAME_WORDS, places[:_OPENING])
    for question, kind, answers in (
        *_how_many(title, article, places),
        _who(title, article, places),
        _why(title, article, told_again(_SOME_WORDS, places)),
        _when(title, article, opening),
        _where(title, article, opening),
    ):
        if answers and is_whole(question, named=False):
            yield question, kind, answers


_Asked = tuple[str, AskedFor, tuple[Span, ...]]
_NOTHING: _Asked = ("", "time", ())


def _when(title: str, article: Article, opening: Sequence[Span]) -> _Asked:
    if DAY.search(title) or _NOT_YET.search(title):
        return _NOTHING
    for start, end in opening:
        days = [found.span() for found in DAY.finditer(article.text, start, end)]
        if len(days) == 1:
            return asked_when(title, "ngày"), "time", tuple(days)
    return _NOTHING


def _where(title: str, article: Article, opening: Sequence[Span]) -> _Asked:
    if _AT.search(title) or _NOT_YET.search(title):
        return _NOTHING
    for start, end in opening:
        place = place_in(article.text[start:end])
        if place:
            return f"{title} ở đâu?", "place", ((start + place[0], start + place[1]),)
    return _NOTHING


def _why(title: str, article: Article, telling: Sequence[Span]) -> _Asked:
    if _NOT_YET.search(title):
        return _NOTHING
    answers = tuple(
        (found.start(), end)
        for start, end in telling
        if (found := _REASON.search(article.text, start, end))
    )
    return f"Vì sao {_inside(title, article)}?", "reason", answers


def _who(title: str, article: Article, places: Sequence[Span]) -> _Asked:
    named = re.match(r"(?:(?:Ông|Bà|Anh|Chị)\s)?((?:[^\W\d_a-z]\w*\s)+)(?=[^\W\d_])", title)
    if named is None or not is_verb(title[named.end() :].split(), 0):
        return _NOTHING
    name = person_in(named[0].strip(), titled=named[0] != named[1])
    if name is None:
        return _NOTHING
    last = named[0].split()[-1]
    return f"Ai {title[named.end() :]}?", "person", _standing(last, article, places)


def _how_many(title: str, article: Article, places: Sequence[Span]) -> Iterator[_Asked]:
    for found in NUMBER.finditer(f" {title}"):
        start, end = found.start(1) - 1, found.end(1) - 1
        unit = found[2].strip()
        before = title[: found.start() - 1].strip()
        if not unit.isalpha() or not unit.islower() or not is_amount(before, unit):
            continue
        asked = f"{before} bao nhiêu {unit}{title[found.end() - 1 :]}".strip()
        number = title[start:end].split()[0]
        yield f"{asked[0].upper()}{asked[1:]}?", "quantity", _standing(number, article, places)


def _standing(word: str, article: Article, places: Sequence[Span]) -> tuple[Span, ...]:
    """Where a word or number stands in those sentences."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(word)}(?![\w])(?![.,]\d)")
    return tuple(m.span() for place in places for m in pattern.finditer(article.text, *place))


def _inside(title: str, article: Article) -> str:
    """The title as it is written inside a sentence: small, where the article writes it small."""
    first = title.split()[:2]
    small = " ".join(first)[0].lower() + " ".join(first)[1:]
    alone = first[0].lower()
    capital = re.search(rf"(?<=[^\W_] ){re.escape(first[0])}(?!\w)", article.text)
    if small in article.text or (f" {alone} " in article.text and not capital):
        return title[0].lower() + title[1:]
    common = len(first) > 1 and first[1][0].islower() and fold(first[0]).islower()
    return (
        title[0].lower() + title[1:] if common and not capital and not first[0].isupper() else title
    )
