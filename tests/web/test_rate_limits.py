"""How often one client may ask, what counts as asking, and who a client is."""

import time
from uuid import uuid4

import pytest
from chats import free_port, run_app
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from vectorstore.errors import SettingsError
from webchat.clients import client_of
from webchat.corpus.desk import CorpusDesk
from webchat.corpus.owner import Owner
from webchat.limits import ASKING, AT_ONCE
from webchat.page import build_page
from webchat.server.asking import Counting
from webchat.server.rate_limits import TOO_OFTEN, RateLimits, read_rate_limit
from webchat.words import EN


@pytest.fixture(scope="module")
def page(seed_store):
    return build_page(seed_store, Owner(None), CorpusDesk(seed_store))


@pytest.fixture(scope="module")
def english(seed_store):
    return build_page(seed_store, Owner(None), CorpusDesk(seed_store), EN)


@pytest.fixture
def client(page, english):
    """Three questions an hour to a server that says back what it was sent."""

    async def echo(scope, receive, send):
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        await JSONResponse({"body": body.decode()})(scope, receive, send)

    web = Starlette()
    web.mount("/", echo)
    web.add_middleware(
        RateLimits, limits=read_rate_limit("3/hour"), counting=Counting({"": page, "/en": english})
    )
    return TestClient(web)


def number_of(page, name):
    return next(number for number, fn in page.fns.items() if fn.api_name == name)


@pytest.mark.parametrize("written", ["off", " Off "])
def test_off_is_no_limit(written):
    assert read_rate_limit(written) == []


@pytest.mark.parametrize("written", ["120/minute", "5/second", "5 per second; 100/hour"])
def test_a_limit_is_read(written):
    assert read_rate_limit(written)


@pytest.mark.parametrize(
    "written", ["120", "many", "0/minute", "-1/minute", "5/fortnight", "1/0 s"]
)
def test_what_is_no_limit_is_refused_in_one_sentence(written):
    with pytest.raises(SettingsError) as caught:
        read_rate_limit(written)
    assert f"RAG_RATE_LIMIT={written!r}" in str(caught.value)


def test_the_chat_does_not_start_with_a_wrong_limit():
    done = run_app("--port", str(free_port()), RAG_RATE_LIMIT="often")
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert "RAG_RATE_LIMIT" in done.stderr


def test_one_more_is_told_to_come_back(client, monkeypatch):
    for _ in range(3):
        assert client.post("/api/ask", json={"question": "ai?"}).status_code == 200
    told = client.post("/api/ask", json={"question": "ai?"})
    assert told.status_code == 429
    assert told.json() == {"detail": TOO_OFTEN}
    assert 3590 <= int(told.headers["retry-after"]) <= 3600
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 3601)
    assert client.post("/api/ask", json={"question": "ai?"}).status_code == 200


def asked(client, path, body):
    """How many questions such a request counts for, by somebody who has asked nothing before."""
    visitor = TestClient(client.app, client=(uuid4().hex, 1))
    many = 0
    while visitor.post(path, json=body).status_code == 200:
        many += 1
        if many == 4:
            return 0
    return 3 // many if many else 4


@pytest.mark.parametrize(
    ("path", "body", "count"),
    [
        ("/api/ask", {}, 1),
        ("/api/search", {}, 1),
        ("/api///ask/", {}, 1),
        ("/api/articles", {}, 0),
        ("/gradio_api/call/ask", {"data": ["ai?"]}, 1),
        ("/gradio_api/call/v2/search", {"question": "ai?"}, 1),
        ("/gradio_api/run/ask", {"data": ["ai?"]}, 1),
        ("/gradio_api/api/ask", {"data": ["ai?"]}, 1),
        ("/gradio_api/call/article", {"data": ["x"]}, 0),
        ("/gradio_api/component_server", {"data": "x"}, 0),
        ("/mcp", {"method": "tools/call", "params": {"name": "ask"}}, 1),
        ("/mcp", [{"method": "tools/call"}, {"method": "tools/call"}, {"method": "tools/call"}], 3),
        ("/mcp", {"method": "tools/list"}, 0),
    ],
)
def test_only_asking_counts(client, path, body, count):
    assert asked(client, path, body) == count


LOOKING_UP = {"article", "articles"}  # they read no question
# So do these, some: but a visitor has not asked them, and their queue bounds them.
SUGGESTING = {"show", "suggest", *(f"suggest_{number}" for number in range(1, 6))}


@pytest.mark.parametrize("address", ["", "/en"])
def test_every_function_of_a_page_counts_by_number_and_by_name(client, page, english, address):
    shown = english if address else page
    for number, function in shown.fns.items():
        name = function.api_name
        quiet = LOOKING_UP | SUGGESTING | {"lambda", "lambda_1"}  # the head of the page
        count = 0 if name in quiet or name == "reopen" else 1
        for route, body in (("queue/join", {"fn_index": number}), (f"call/{name}", {"data": []})):
            assert asked(client, f"{address}/gradio_api/{route}", body) == count, route


@pytest.mark.parametrize("address", ["", "/en"])
def test_what_counts_waits_in_the_queue_for_questions(page, english, address):
    queues = {}
    for function in (english if address else page).fns.values():
        if function.queue:
            queues.setdefault(function.concurrency_id, set()).add(function.api_name)
            assert function.concurrency_limit == AT_ONCE, function.api_name
    assert queues.pop("suggesting") == SUGGESTING
    assert {"answer", "answer_link", "reopen", "drawing", "judge"} < queues.pop(ASKING)
    assert queues == {}


@pytest.mark.parametrize("path", ["queue/join", "call/reopen", "run/suggest"])
def test_a_page_that_is_opened_asks_what_stands_in_its_address(client, page, path):
    body = {"fn_index": number_of(page, "reopen"), "data": []}
    assert asked(client, f"/gradio_api/{path}?q=ai%3F&q=&q=bao", body) == 3


def test_more_questions_than_are_ever_allowed_are_all_that_are(client):
    calls = [{"method": "tools/call"}] * 9
    assert client.post("/mcp", json=calls).status_code == 200
    assert client.post("/api/ask").status_code == 429


@pytest.mark.parametrize("number", [None, "0", 0.0, True, 10**6, [0], {}])
def test_a_function_that_is_not_known_counts_as_a_question(client, number):
    assert asked(client, "/gradio_api/queue/join", {"fn_index": number}) == 1


@pytest.mark.parametrize(("name", "numbered"), [("article", "ask"), ("ask", "article")])
@pytest.mark.parametrize("route", ["run", "api", "call", "call/v2"])
def test_neither_name_nor_number_hides_a_question(client, page, route, name, numbered):
    body = {"fn_index": number_of(page, numbered), "data": ["ai?"]}
    assert asked(client, f"/gradio_api/{route}/{name}", body) == 1


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000])
def test_what_can_not_be_read_counts(client, body):
    for _ in range(3):
        assert client.post("/gradio_api/queue/join", content=body).status_code == 200
    assert client.post("/gradio_api/queue/join", content=body).status_code == 429


def test_the_body_arrives_whole(client):
    parts = [b'{"method": "tools/list", ', b'"id": 1}']
    assert client.post("/mcp", content=iter(parts)).json()["body"] == b"".join(parts).decode()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_a_client_is_an_address_or_a_network_of_ipv6(one, other, same):
    clients = [client_of({"type": "http", "client": (host, 1)}) for host in (one, other)]
    assert (clients[0] == clients[1]) is same


def test_what_a_header_says_of_the_client_is_not_believed(client):
    for number in range(3):
        client.post("/api/ask", headers={"x-forwarded-for": f"192.0.2.{number}"})
    last = client.post("/api/ask", headers={"x-forwarded-for": "192.0.2.99"})
    assert last.status_code == 429
