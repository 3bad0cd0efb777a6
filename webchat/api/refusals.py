"""A request that is not served: a status and one English sentence as JSON."""

import math

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from webchat.api.results import encodable


class Refusal(BaseModel):
    """Why a request was not served."""

    detail: str = Field(description="one sentence")


def refused(status: int, sentence: str, retry_after: float | None = None) -> JSONResponse:
    """The answer to it; `retry_after` are the seconds after which to come back."""
    headers = {} if retry_after is None else {"retry-after": str(max(1, math.ceil(retry_after)))}
    return JSONResponse(Refusal(detail=encodable(sentence)).model_dump(), status, headers)
