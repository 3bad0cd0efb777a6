"""What scripts call over the network: ask, search, article, by name, and their errors."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from rag import Answer, Passage, Quote
from webchat.corpus.desk import CorpusDesk
from webchat.corpus.owner import Owner
from webchat.page import build_page

QUESTION = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"
ARTICLE = "001_223f45bc4153651f"


@pytest.fixture(scope="module")
def client(chat):
    return Client(chat.url, verbose=False)


def names(kind):
    return {field.name for field in fields(kind)}


def test_the_api_has_exactly_these_functions(client):
    told = client.view_api(return_format="dict", print_info=False)
    assert set(told["named_endpoints"]) == {"/ask", "/search", "/article", "/articles"}
    assert told["unnamed_endpoints"] == {}
    asked = told["named_endpoints"]["/ask"]["parameters"]
    assert [p["parameter_name"] for p in asked] == ["question", "history", "k", "articles"]


def test_ask_gives_the_answer_of_the_contract(client):
    answer = client.predict(question=QUESTION, api_name="/ask")
    assert set(answer) == names(Answer) - {"understood"}  # which only a completed question has
    assert answer["answered"] is True
    assert "Nông Bích Thuận" in answer["quotes"][0]["text"]
    assert set(answer["quotes"][0]) == names(Quote)
    assert set(answer["passages"][0]) == names(Passage)


def test_every_quote_stands_in_its_article_word_for_word(client):
    answer = client.predict(question=QUESTION, api_name="/ask")
    for quote in answer["quotes"]:
        article = client.predict(quote["article_id"], api_name="/article")
        assert article["text"][quote["start"] : quote["end"]] == quote["text"]


def test_history_reaches_the_question(client):
    earlier = ["Đại sứ Bỉ đến thăm Lào Cai tên là gì?"]
    followed = client.predict("Bà ấy đến vào ngày nào?", earlier, api_name="/ask")
    assert followed["passages"][0]["article_id"] == "000_abb8ed939b974dfb"


def test_search_gives_as_many_passages_as_asked_for(client):
    found = client.predict(question=QUESTION, k=2, api_name="/search")
    assert found["question"] == QUESTION
    assert len(found["passages"]) == 2
    assert set(found["passages"][0]) == names(Passage)


def test_article_gives_the_text_and_its_parts(client):
    article = client.predict(ARTICLE, api_name="/article")
    expected = {"id", "title", "source", "url", "author", "date", "text", "sections"}
    assert set(article) == expected
    assert article["source"] == "baotintuc.vn"
    title = article["sections"][0]
    assert title["kind"] == "title"
    assert article["text"][title["start"] : title["end"]] == article["title"]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ({"article_id": "no/such", "api_name": "/article"}, "no article 'no/such'"),
        ({"article_id": "../app", "api_name": "/article"}, "no article"),
        ({"article_id": 7, "api_name": "/article"}, "article_id must be a text"),
        ({"question": "a" * 1001, "api_name": "/ask"}, "1001 characters"),
        ({"question": "ai?", "k": 0, "api_name": "/ask"}, "k must be"),
        ({"question": "ai?", "k": 10**9, "api_name": "/search"}, "k must be"),
        ({"question": "ai?", "k": "8", "api_name": "/search"}, "k must be"),
        ({"question": ["ai?"], "api_name": "/search"}, "question must be"),
        ({"question": "ai?", "history": [1], "api_name": "/ask"}, "history must be"),
        ({"question": "ai?", "history": ["a" * 1001], "api_name": "/ask"}, "history must be"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(client, call, told):
    with pytest.raises(AppError) as caught:
        client.predict(**call)
    assert told in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_several_people_ask_at_once(chat):
    """Each over a client of their own: one client shared by threads loses answers now and then."""

    def texts(person):
        return [person.predict(QUESTION, api_name="/ask")["text"] for _ in range(4)]

    people = [Client(chat.url, verbose=False) for _ in range(8)]
    with ThreadPoolExecutor(len(people)) as crowd:
        told = [text for of_one in crowd.map(texts, people, timeout=120) for text in of_one]
    assert len(told) == 32
    assert set(told) == {told[0]}
    assert "Nông Bích Thuận" in told[0]


def test_the_pages_own_functions_are_not_for_clients(chat, client, seed_store):
    """Plain HTTP Gradio still takes: it gives nothing away, and counts (test_rate_limits.py)."""
    page = build_page(seed_store, Owner(None), CorpusDesk(seed_store))
    own = [fn for fn in page.fns.values() if fn.api_visibility == "private" and fn.queue]
    assert {"answer", "drawing", "judge", "reopen"} < {fn.api_name for fn in own}
    forged = [{"answer": {"question": "ai?"}}, "<script>", ["no/such"], 7, None]
    for fn in own:
        with pytest.raises(ValueError, match="Cannot find a function"):
            client.predict(api_name=f"/{fn.api_name}")
        address = f"{chat.url}/gradio_api/call/{fn.api_name}"
        for data in ([], forged[: len(fn.inputs)]):
            posted = httpx.post(address, json={"data": data})
            assert posted.status_code == 200
            told = httpx.get(f"{address}/{posted.json()['event_id']}", timeout=60).text
            assert told.rpartition("event: ")[2].startswith(("complete", "error"))
            assert "Traceback" not in told
            assert "/seeds/" not in told
    assert "Nông Bích Thuận" in client.predict(QUESTION, api_name="/ask")["text"]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=app.py",
        "/gradio_api/file=/etc/hostname",
        "/gradio_api/file=http://192.0.2.7/",
        "/gradio_api/proxy=http://192.0.2.7/",
        "//gradio_api/file=/etc/hostname",
        "/file=/etc/hostname",
        "/gradio_api/monitoring",
        "/gradio_api/run-history/records",
    ],
)
def test_no_file_and_no_other_host_can_be_reached_through_the_server(chat, path, trap):
    with pytest.raises(HTTPError) as caught:
        urlopen(chat.url + path, timeout=20)
    assert caught.value.code == 404
    assert trap.visitors() == 0


def test_nothing_can_be_uploaded(chat):
    request = Request(f"{chat.url}/gradio_api/upload", data=b"x", method="POST")
    with pytest.raises(HTTPError) as caught:
        urlopen(request, timeout=20)
    assert caught.value.code == 404


def test_no_question_goes_past_the_queue(chat):
    told = {"content-type": "application/json"}
    request = Request(f"{chat.url}/gradio_api/run/ask", b'{"data": ["ai?"]}', told)
    with pytest.raises(HTTPError) as caught:
        urlopen(request, timeout=20)
    assert caught.value.code == 404


def test_every_page_carries_the_security_headers(chat):
    with urlopen(chat.url, timeout=20) as answer:
        policy = answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert "server" not in answer.headers
    assert "default-src 'self'" in policy
    assert "http" not in policy
