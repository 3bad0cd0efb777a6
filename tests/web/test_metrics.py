"""What is counted, and what is said of the server's health."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import rag
from vectorstore.errors import QuestionError
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from webchat.api.health import health_routes
from webchat.api.metrics import asking, registry_of
from webchat.api.rest import tell_in_json

QUESTION = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"


@pytest.fixture
def count(seed_store):
    """How much a number has grown since the test began."""
    registry = registry_of(seed_store)

    def value(name, **labels):
        return registry.get_sample_value(name, labels)

    doors = ("page", "api", "rest", "mcp")
    before = {
        (door, outcome): value("hoibao_questions_total", door=door, outcome=outcome)
        for door in doors
        for outcome in ("answered", "refused", "error")
    }
    return lambda door, outcome: (
        value("hoibao_questions_total", door=door, outcome=outcome) - before[door, outcome]
    )


def served(store):
    web = FastAPI()
    web.include_router(health_routes(store))
    tell_in_json(web)
    return TestClient(web, raise_server_exceptions=False)


def test_answers_refusals_and_errors_are_counted_by_door(count, seed_store):
    for question in (QUESTION, "Xin chào"):
        with asking("page") as told:
            told(rag.ask(question, store=seed_store))
    with pytest.raises(QuestionError), asking("page") as told:
        told(rag.ask("a" * 1001, store=seed_store))
    assert [count("page", how) for how in ("answered", "refused", "error")] == [1, 1, 1]
    assert count("rest", "answered") == 0


def test_a_question_that_nobody_waits_for_is_not_counted(count, seed_store):
    def steps(answer=None):
        with asking("page") as told:
            yield "found"
            if answer:
                told(answer)
            yield "answered"

    for answer in (None, rag.ask(QUESTION, store=seed_store)):
        begun = steps(answer)
        next(begun)
        if answer:
            next(begun)
        begun.close()
    assert [count("page", how) for how in ("answered", "refused", "error")] == [1, 0, 0]


def test_the_store_is_described(seed_store):
    manifest = seed_store.generation().manifest
    told = served(seed_store).get("/metrics")
    assert told.headers["content-type"].startswith("text/plain")
    lines = told.text.splitlines()
    assert "hoibao_articles 5.0" in lines
    assert f"hoibao_chunks {float(manifest.chunks)}" in lines
    assert "hoibao_store_up 1.0" in lines
    assert any(manifest.generation in line for line in lines if "hoibao_generation_info" in line)
    assert any(line.startswith('hoibao_ask_seconds_bucket{door="rest"') for line in lines)


def test_health_names_the_generation(seed_store):
    told = served(seed_store).get("/healthz")
    assert told.status_code == 200
    generation = seed_store.generation().manifest.generation
    assert told.json() == {"status": "ok", "generation": generation, "articles": 5}


def test_a_store_that_is_gone_is_said_and_the_counts_stay(tmp_path):
    client = served(Store(load_settings(store=tmp_path / "none")))
    told = client.get("/healthz")
    assert told.status_code == 503
    assert "python -m vectorstore rebuild" in told.json()["detail"]
    counts = client.get("/metrics")
    assert counts.status_code == 200
    assert "hoibao_store_up 0.0" in counts.text
    assert "hoibao_articles " not in counts.text
