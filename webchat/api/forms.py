"""What may be asked of the functions, once for every door: types, bounds and their wording."""

import reprlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from rag.retrieval import LONGEST_QUESTION
from vectorstore.articles import SectionKind
from vectorstore.errors import QuestionError
from vectorstore.vietnamese import without_half_characters

MOST_PASSAGES = 50
MOST_EARLIER = 50
MOST_LISTED = 500

# U+FFFD stands for every half of a character, of which pydantic takes none.
_Text = Annotated[
    str, BeforeValidator(lambda v: without_half_characters(v) if isinstance(v, str) else v)
]
# A description finishes the sentence "NAME must be …": OpenAPI and MCP say all of it, errors what
# stands before the colon.
Question = Annotated[
    _Text, Field(description=f"a text of at most {LONGEST_QUESTION} characters", strict=True)
]
History = Annotated[
    list[Annotated[_Text, Field(max_length=LONGEST_QUESTION)]],
    Field(
        max_length=MOST_EARLIER,
        description=f"a list of at most {MOST_EARLIER} questions of at most {LONGEST_QUESTION} "
        "characters: those asked before, oldest first",
    ),
]
Count = Annotated[
    int,
    Field(
        ge=1,
        le=MOST_PASSAGES,
        description=f"a whole number from 1 to {MOST_PASSAGES}: how many passages",
    ),
]
Articles = Annotated[
    list[_Text] | None, Field(description="null or a list of article ids: the articles to look in")
]
Sections = Annotated[
    list[SectionKind] | None,
    Field(
        description="null or a list of title, lead, body, caption, byline, teaser: the parts of "
        "articles to look in"
    ),
]
ArticleId = Annotated[_Text, Field(description="a text: the id of an article")]
Contains = Annotated[
    _Text,
    Field(
        max_length=LONGEST_QUESTION,
        description=f"a text of at most {LONGEST_QUESTION} characters that title, source, "
        "author or id contain, with or without accents",
    ),
]
Limit = Annotated[
    int,
    Field(ge=1, le=MOST_LISTED, description=f"a whole number from 1 to {MOST_LISTED}: how many"),
]
Offset = Annotated[
    int, Field(ge=0, le=10**9, description="a whole number from 0 to 1000000000: how many to skip")
]


class _JsonForm(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class Asked(_JsonForm):
    """A question to be answered."""

    question: Question
    history: History = []
    k: Count = 8
    articles: Articles = None


class Searched(_JsonForm):
    """A question to which passages are wanted."""

    question: Question
    k: Count = 5
    articles: Articles = None
    sections: Sections = None


class Opened(BaseModel):
    """An article that is wanted."""

    article_id: ArticleId


class Listed(BaseModel):
    """Which articles are wanted; the values may come from an address, as texts."""

    contains: Contains = ""
    limit: Limit = 50
    offset: Offset = 0


Form = TypeVar("Form", bound=BaseModel)


def filled(form: type[Form], **values: object) -> Form:
    """The form with those values, U+FFFD standing for every half of a character in them.

    Raises:
        QuestionError: a value is not of its kind or beyond its bounds; one sentence says which.
    """
    try:
        return form.model_validate(values, strict=True)
    except ValidationError as error:
        raise QuestionError(objection(form, error.errors())) from None


def objection(form: type[BaseModel], errors: Sequence[Mapping[str, Any]]) -> str:
    """The first of pydantic's complaints about a form, as one sentence."""
    error = errors[0]
    name = str(error["loc"][0]) if error["loc"] else ""
    field = form.model_fields.get(name)
    if field is None:
        known = ", ".join(form.model_fields)
        return f"there is no {name[:60]!r} here: choose from {known}" if name else f"give {known}"
    demand = str(field.description).partition(":")[0]
    if error["type"] == "missing":
        return f"{name} is missing: it must be {demand}"
    return f"{name} must be {demand}, not {reprlib.repr(error['input'])}"
