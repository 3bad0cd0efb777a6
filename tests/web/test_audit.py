"""The audit: over a hundred hostile inputs through the page and the API, and nothing gives way."""

import http.client
import json
from urllib.parse import quote, urlsplit

import httpx
import pytest
from chats import ROOT, Chat, Trap, Visit, chat_over
from hostile_inputs import ARTICLE_IDS, BODIES, HEADERS, PATHS, QUESTIONS, TOO_LONG
from playwright.sync_api import expect

SECRETS = ("root:x:0:0", "/seeds/", "Traceback", "vectorstore/db", "site-packages", "sqlite")
_EACH = 15  # questions to a visit


@pytest.fixture(scope="module")
def audited(tmp_path_factory, trap: Trap):
    """The chat over the five articles, for as many questions as one likes."""
    proxies = {
        name: trap.url
        for upper in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        for name in (upper, upper.lower())
    }
    folder = tmp_path_factory.mktemp("audit")
    with chat_over(ROOT / "seeds", folder, RAG_RATE_LIMIT="off", **proxies) as running:
        yield running
        assert "Traceback" not in running.account.read_text(encoding="utf-8")
    assert trap.visitors() == 0


def assert_tells_nothing(said: str) -> None:
    assert [secret for secret in SECRETS if secret in said] == []


def assert_harmless(visited: Visit) -> None:
    page = visited.page
    assert page.evaluate("window.hacked") is None
    inside = ":is(.answer, .asked, .sheet, dialog)"
    foreign = f"{inside} :is(img, script, svg, math, iframe, object, style, b, i, code, em, form p)"
    assert page.locator(foreign).count() == 0
    assert page.locator("base[href*=example], meta[http-equiv=refresh]").count() == 0
    addresses = page.locator(f"{inside} a[href]").evaluate_all("all => all.map(a => a.protocol)")
    assert set(addresses) <= {"http:", "https:"}
    assert visited.outside == []
    assert visited.complaints == []


def test_there_are_enough_inputs():
    assert len(QUESTIONS) >= 55
    assert sum(map(len, (QUESTIONS, ARTICLE_IDS, PATHS, BODIES, HEADERS))) >= 110


@pytest.mark.parametrize("first", range(0, len(QUESTIONS), _EACH))
def test_the_page_shows_what_was_typed_and_nothing_runs(visit, audited, first):
    visited = visit(audited)
    asked = list(QUESTIONS.values())[first : first + _EACH]
    for question in asked:
        visited.page.fill("#box textarea", question)
        visited.page.press("#box textarea", "Enter")
        expect(visited.page.locator("#box textarea")).to_have_value("")
        visited.page.wait_for_function("!document.querySelector('#talk .waiting')")
        visited.page.wait_for_timeout(300)  # Gradio loses an Enter in the moment an answer ends
    expect(visited.page.locator("#talk .answer")).to_have_count(len(asked))
    shown = visited.page.locator("#talk .asked").all_text_contents()
    for typed, seen in zip(asked, shown, strict=True):
        assert "".join(seen.split()) == "".join(typed.split())
    visited.page.get_by_role("button", name="Các cuộc hỏi").click()
    visited.page.mouse.move(300, 300)
    assert_harmless(visited)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_api_answers_or_refuses_in_order(audited, name):
    reply = httpx.post(f"{audited.url}/api/ask", json={"question": QUESTIONS[name]}, timeout=60)
    assert reply.status_code == 200, reply.text
    told = reply.json()
    assert told["question"] == QUESTIONS[name]
    for quoted in told["quotes"]:
        article = httpx.get(f"{audited.url}/api/article", params={"id": quoted["article_id"]})
        assert article.json()["text"][quoted["start"] : quoted["end"]] == quoted["text"]
    assert_tells_nothing(reply.text)


def test_what_is_too_long_is_refused_in_one_sentence(audited):
    reply = httpx.post(f"{audited.url}/api/ask", json={"question": TOO_LONG})
    assert reply.status_code == 422
    assert "more than 1000" in reply.json()["detail"]


@pytest.mark.parametrize("name", ARTICLE_IDS)
def test_no_id_leads_out_of_the_store(audited, name):
    wanted = ARTICLE_IDS[name]
    plain = httpx.get(f"{audited.url}/api/article", params={"id": wanted})
    limited = httpx.post(
        f"{audited.url}/api/ask", json={"question": "Ai là Đại sứ Bỉ?", "articles": [wanted]}
    )
    for reply in (plain, limited):
        assert 400 <= reply.status_code < 500, reply.text
        assert set(reply.json()) == {"detail"}
        assert_tells_nothing(reply.text.replace(json.dumps(wanted)[1:-1], ""))


@pytest.mark.parametrize("path", PATHS)
def test_no_path_gives_a_file_or_fetches(audited, path):
    # As typed: an HTTP library would tidy the dots away.
    address = urlsplit(audited.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    connection.request("GET", path)
    reply = connection.getresponse()
    said = reply.read().decode("utf-8", "replace")
    assert reply.status in (307, 400, 401, 403, 404, 405, 422), path
    assert_tells_nothing(said)
    connection.close()


@pytest.mark.parametrize("name", BODIES)
def test_what_is_no_question_gets_a_sentence(audited, name):
    reply = httpx.post(
        f"{audited.url}/api/ask", content=BODIES[name],
        headers={"content-type": "application/json"},
    )  # fmt: skip
    assert reply.status_code in (413, 422), reply.text
    assert_tells_nothing(reply.text)


@pytest.mark.parametrize("name", HEADERS)
def test_headers_change_nothing(audited, name):
    raw = {key.encode(): value.encode("utf-8") for key, value in HEADERS[name].items()}
    reply = httpx.get(f"{audited.url}/healthz", headers=raw)
    assert reply.status_code in (200, 400, 403)
    assert_tells_nothing(reply.text)
    page = httpx.get(f"{audited.url}/", headers=raw)
    assert page.status_code in (200, 307, 400, 403)
    assert page.headers.get("location", "/").startswith("/")
    assert not page.headers.get("location", "/").startswith("//")
    assert_tells_nothing(page.text)


def test_a_citation_opens_nothing_but_articles(visit, audited):
    visited = visit(audited)
    for wanted in ARTICLE_IDS.values():
        link = f"#article:{quote(wanted, safe='')}"
        visited.page.evaluate(
            "link => document.dispatchEvent(new CustomEvent('hoibao:open', {detail: link}))", link
        )
        visited.page.locator("#reader .note").wait_for()
        expect(visited.page.locator("#reader .part")).to_have_count(0)
    assert_tells_nothing(visited.page.locator("#reader").inner_text())
    assert_harmless(visited)


def test_an_uploaded_file_is_not_taken(audited: Chat):
    for route in ("/gradio_api/upload", "/upload", "/en/gradio_api/upload"):
        reply = httpx.post(
            audited.url + route, files={"files": ("../../x.py", b"import os")},
            headers={"X-Forwarded-For": "203.0.113.9"},
        )  # fmt: skip
        assert reply.status_code in (403, 404, 405)
