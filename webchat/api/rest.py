"""The functions as plain HTTP has them: JSON in, JSON out, described in /api/openapi.json."""

import logging
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from vectorstore.errors import HoiBaoError, QuestionError, UnknownArticleError
from vectorstore.generations import Store
from webchat.api.forms import ArticleId, Asked, Listed, Searched, objection
from webchat.api.functions import Functions
from webchat.api.places import BusyError, Places
from webchat.api.refusals import Refusal, refused
from webchat.api.results import AnswerFields, ArticleFields, FoundFields, ListFields

RETRY_SECONDS = 5  # when to come back to a server that is busy


class _ById(BaseModel):
    id: ArticleId  # in an address it has a shorter name


_FORMS: dict[str, type[BaseModel]] = {
    "/api/ask": Asked,
    "/api/search": Searched,
    "/api/article": _ById,
    "/api/articles": Listed,
}

_log = logging.getLogger(__name__)


def api_routes(store: Store, places: Places) -> APIRouter:
    """The routes below /api over a store; asking and searching need a place."""
    functions = Functions(store, "rest")

    async def in_a_place() -> AsyncIterator[None]:
        async with places.place():
            yield

    place = Depends(in_a_place, scope="function")
    router = APIRouter(
        prefix="/api",
        responses={
            status: {"model": Refusal, "description": description}
            for status, description in (
                (404, "there is no such article"),
                (422, "what was asked for is not of its form"),
                (429, "this client has asked too often"),
                (503, "the store can't be opened, or too many questions are waiting"),
            )
        },
    )

    # Plain functions, not coroutines: FastAPI runs them in threads.
    @router.post("/ask", dependencies=[place])
    def ask(asked: Asked) -> AnswerFields:
        """Answer a question in Vietnamese with verbatim quotes, or say that no article does."""
        return functions.ask(asked.question, asked.history, asked.k, asked.articles)

    @router.post("/search", dependencies=[place])
    def search(wanted: Searched) -> FoundFields:
        """Find the passages nearest to a question, best first."""
        return functions.search(wanted.question, wanted.k, wanted.articles, wanted.sections)

    @router.get("/article")
    def article(wanted: Annotated[_ById, Query()]) -> ArticleFields:
        """The whole text of an article and where its parts stand in it."""
        return functions.article(wanted.id)

    @router.get("/articles")
    def articles(wanted: Annotated[Listed, Query()]) -> ListFields:
        """List the articles by id, without their texts."""
        return functions.articles(wanted.contains, wanted.limit, wanted.offset)

    return router


def tell_in_json(web: FastAPI) -> None:
    """Let every error of the application's own routes be JSON with one sentence."""
    web.add_exception_handler(HoiBaoError, _told)
    web.add_exception_handler(RequestValidationError, _objected)
    web.add_exception_handler(400, _unreadable)
    web.add_exception_handler(Exception, _broken)


def _told(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, UnknownArticleError):
        return refused(404, str(error))
    if isinstance(error, QuestionError):
        return refused(422, str(error))
    if isinstance(error, BusyError):
        return refused(503, str(error), RETRY_SECONDS)
    _log.error("a request could not be served: %s", error)
    return refused(503, str(error))


def _objected(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return refused(422, f"the body is no JSON: {first['ctx']['error']}")
    form = _FORMS.get(request.url.path)
    if form is None:
        return refused(422, first["msg"])
    inner = {**first, "loc": first["loc"][1:]}  # without "body" or "query"
    told = objection(form, [inner])
    if not inner["loc"]:
        told = f"the body must be a JSON object, sent as application/json: {told}"
    return refused(422, told)


def _unreadable(_: Request, error: Exception) -> JSONResponse:
    return refused(422, "the body is no JSON in UTF-8, or lies too deep within itself")


def _broken(_: Request, error: Exception) -> JSONResponse:
    return refused(500, "this should not have happened; the server's log says more")
