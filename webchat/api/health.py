"""For whoever runs the server: /healthz says whether it can answer, /metrics counts."""

from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from typing_extensions import TypedDict

from vectorstore.generations import Store
from webchat.api.metrics import registry_of

HEALTH = "/healthz"


class Health(TypedDict):
    """A server that can answer."""

    status: Literal["ok"]
    generation: str
    articles: int


def health_routes(store: Store) -> APIRouter:
    """The two routes over a store."""
    router = APIRouter()
    registry = registry_of(store)

    @router.get(HEALTH)
    def healthz() -> Health:
        """The live generation and how many articles it holds; 503 if it can't be opened."""
        manifest = store.generation().manifest
        return {
            "status": "ok",
            "generation": manifest.generation,
            "articles": len(manifest.articles),
        }

    @router.get("/metrics", response_class=Response)
    def metrics() -> Response:
        """The counts in the text form of Prometheus."""
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return router
