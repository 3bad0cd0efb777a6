"""What the functions give, as plain JSON: names, types and what they mean, once for every door."""

from typing import Annotated, Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # before 3.12 pydantic reads no other

from vectorstore.articles import SectionKind
from vectorstore.vietnamese import without_half_characters

_Id = Annotated[str, Field(description="the article's path in the corpus without its extension")]
_Title = Annotated[str, Field(description='the article\'s title; "" where it has none')]
_Source = Annotated[str | None, Field(description="who published the article")]
_Url = Annotated[str | None, Field(description="where the article was published")]
_Author = Annotated[str | None, Field(description="who wrote the article")]
_Date = Annotated[str | None, Field(description="the article's date in its own words")]
_Kind = Annotated[SectionKind, Field(description="the part of the article")]
_Start = Annotated[int, Field(description="where it starts, in code points of the article's text")]
_End = Annotated[int, Field(description="where it ends, in code points of the article's text")]
_Text = Annotated[str, Field(description="word for word: the article's text[start:end]")]
_Score = Annotated[float, Field(description="comparable within one question only")]


class PassageFields(TypedDict):
    """A passage of an article that is near to the question."""

    article_id: _Id
    title: _Title
    section: _Kind
    start: _Start
    end: _End
    text: _Text
    score: _Score


class QuoteFields(TypedDict):
    """A sentence of an article, word for word."""

    number: Annotated[int, Field(description="1 for the best")]
    article_id: _Id
    title: _Title
    source: _Source
    url: _Url
    section: _Kind
    start: _Start
    end: _End
    text: _Text
    answer_start: Annotated[
        int | None, Field(description="where the short answer starts in the article's text")
    ]
    answer_end: Annotated[int | None, Field(description="where the short answer ends in it")]
    score: _Score


class AnswerFields(TypedDict):
    """What the articles say to a question."""

    question: Annotated[str, Field(description="the question as it was asked")]
    answered: Annotated[bool, Field(description="whether the articles say it")]
    text: Annotated[
        str, Field(description="the short answer, else the first quote, else why there is none")
    ]
    confidence: Annotated[
        float, Field(description="from 0 to 1: that one of the quotes answers the question")
    ]
    quotes: Annotated[list[QuoteFields], Field(description="best first; none if not answered")]
    passages: Annotated[list[PassageFields], Field(description="the nearest, best first")]
    timings_ms: Annotated[dict[str, float], Field(description="milliseconds by stage")]
    understood: NotRequired[
        Annotated[str, Field(description="the question as it was looked up, if not as asked")]
    ]


class FoundFields(TypedDict):
    """The passages nearest to a question."""

    question: Annotated[str, Field(description="the question as it was asked")]
    passages: Annotated[list[PassageFields], Field(description="best first")]


class SectionFields(TypedDict):
    """Where a part of an article stands in its text."""

    kind: _Kind
    start: _Start
    end: _End


class ArticleFields(TypedDict):
    """A whole article."""

    id: _Id
    title: _Title
    source: _Source
    url: _Url
    author: _Author
    date: _Date
    text: Annotated[str, Field(description="everything that it says, in NFC")]
    sections: Annotated[list[SectionFields], Field(description="in reading order")]


class EntryFields(TypedDict):
    """An article in a list."""

    id: _Id
    title: _Title
    source: _Source
    date: _Date
    author: _Author
    url: _Url
    length: Annotated[int, Field(description="of its text, in characters")]
    sections: Annotated[int, Field(description="how many parts it has")]


class ListFields(TypedDict):
    """Articles by id, as many as were asked for."""

    total: Annotated[int, Field(description="how many there are, those left out included")]
    articles: Annotated[list[EntryFields], Field(description="by id")]


def encodable(value: Any) -> Any:
    """The same JSON value with U+FFFD for every half of a character, which no UTF-8 can hold.

    Each is one code point as before, so offsets stay right.
    """
    if isinstance(value, str):
        return without_half_characters(value)
    if isinstance(value, dict):
        return {encodable(name): encodable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [encodable(part) for part in value]
    return value
