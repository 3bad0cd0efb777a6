"""The API over plain HTTP: JSON in, JSON out, and what goes wrong as one sentence."""

from dataclasses import fields
from typing import get_args, get_type_hints

import httpx
import pytest

from rag import Answer, Passage, Quote
from vectorstore.articles import SectionKind
from webchat.api.results import AnswerFields, PassageFields, QuoteFields

QUESTION = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"
ARTICLE = "001_223f45bc4153651f"


@pytest.fixture(scope="module")
def client(chat):
    with httpx.Client(base_url=chat.url, timeout=60, trust_env=False) as opened:
        yield opened


@pytest.mark.parametrize(
    ("told", "kind"), [(AnswerFields, Answer), (QuoteFields, Quote), (PassageFields, Passage)]
)
def test_what_is_described_is_what_the_contract_says(told, kind):
    assert list(get_type_hints(told)) == [field.name for field in fields(kind)]


def test_ask_gives_quotes_that_stand_in_their_articles(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert answer["answered"] is True
    assert set(answer) == set(get_type_hints(AnswerFields)) - {"understood"}
    for quote in answer["quotes"]:
        article = client.get("/api/article", params={"id": quote["article_id"]}).json()
        assert article["text"][quote["start"] : quote["end"]] == quote["text"]


def test_ask_minds_k_and_articles(client):
    asked = {"question": QUESTION, "k": 3, "articles": ["000_abb8ed939b974dfb"]}
    answer = client.post("/api/ask", json=asked).json()
    assert len(answer["passages"]) == 3
    assert {one["article_id"] for one in answer["passages"]} == {"000_abb8ed939b974dfb"}


def test_history_completes_a_question(client):
    asked = {"question": "Bà ấy đến ngày nào?", "history": ["Đại sứ Bỉ là ai?"]}
    assert "Jehanne Roccas" in client.post("/api/ask", json=asked).json()["understood"]


def test_search_minds_k_articles_and_sections(client):
    wanted = {"question": QUESTION, "k": 2, "articles": [ARTICLE], "sections": ["body", "lead"]}
    found = client.post("/api/search", json=wanted).json()
    assert found["question"] == QUESTION
    assert len(found["passages"]) == 2
    assert {one["article_id"] for one in found["passages"]} == {ARTICLE}
    assert {one["section"] for one in found["passages"]} <= {"body", "lead"}


def test_articles_are_listed_by_id_without_their_texts(client):
    listed = client.get("/api/articles").json()
    assert listed["total"] == len(listed["articles"]) == 5
    ids = [article["id"] for article in listed["articles"]]
    assert ids == sorted(ids)
    entry = listed["articles"][1]
    whole = client.get("/api/article", params={"id": ARTICLE}).json()
    assert entry == {
        **{name: whole[name] for name in ("id", "title", "source", "date", "author", "url")},
        "length": len(whole["text"]),
        "sections": len(whole["sections"]),
    }


@pytest.mark.parametrize(
    ("contains", "found"),
    [
        ("đối ngoại", 1),
        ("DOI NGOAI", 1),
        ("đoi ngoại", 1),
        ("001_223f", 1),
        ("baotintuc", 1),
        ("khieu tu", 1),
        ("zzz", 0),
    ],
)
def test_articles_are_found_by_what_they_contain(client, contains, found):
    listed = client.get("/api/articles", params={"contains": contains}).json()
    assert listed["total"] == len(listed["articles"]) == found


def test_articles_come_in_pages(client):
    listed = client.get("/api/articles", params={"limit": 2, "offset": 4}).json()
    assert listed["total"] == 5
    assert len(listed["articles"]) == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "question is missing"),
        ({"question": 7}, "question must be a text"),
        ({"question": "a" * 1001}, "1001 characters"),
        ({"question": "ai?", "k": 0}, "k must be a whole number from 1 to 50"),
        ({"question": "ai?", "k": "8"}, "k must be"),
        ({"question": "ai?", "k": True}, "k must be"),
        ({"question": "ai?", "history": "ai?"}, "history must be a list"),
        ({"question": "ai?", "history": ["a" * 1001]}, "history must be a list"),
        ({"question": "ai?", "articles": ARTICLE}, "articles must be null or a list"),
        ({"question": "ai?", "temperature": 1}, "there is no 'temperature' here"),
        (["ai?"], "the body must be a JSON object"),
    ],
)
def test_a_wrong_question_is_refused_in_one_sentence(client, body, told):
    answer = client.post("/api/ask", json=body)
    assert answer.status_code == 422
    assert told in answer.json()["detail"]
    assert "\n" not in answer.json()["detail"]


def test_an_unknown_section_is_refused_with_those_there_are(client):
    answer = client.post("/api/search", json={"question": "ai?", "sections": ["footer"]})
    assert answer.status_code == 422
    assert all(kind in answer.json()["detail"] for kind in get_args(SectionKind))


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"question": "\xff"}', b"[" * 100_000])
def test_what_is_no_json_is_refused(client, body):
    answer = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("the body ")


@pytest.mark.parametrize("limit", ["0", "many", "501"])
def test_a_wrong_limit_is_refused(client, limit):
    answer = client.get("/api/articles", params={"limit": limit})
    assert answer.status_code == 422
    assert "limit must be a whole number from 1 to 500" in answer.json()["detail"]


def test_an_unknown_article_is_not_found(client):
    for answer in (
        client.get("/api/article", params={"id": "no/such"}),
        client.post("/api/search", json={"question": QUESTION, "articles": ["no/such"]}),
    ):
        assert answer.status_code == 404
        assert answer.json() == {"detail": "there is no article 'no/such' in this store"}


def test_half_a_character_becomes_a_replacement(client):
    body = b'{"question": "\\ud800 \\u0110\\u1ea1i s\\u1ee9 B\\u1ec9?", "history": ["\\udfff"]}'
    answer = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["question"] == "\ufffd Đại sứ Bỉ?"


@pytest.mark.parametrize("whole", [True, False], ids=["declared", "in chunks"])
def test_too_long_a_body_is_not_taken(client, whole):
    body = b'{"question": "' + b"a" * 2_000_000 + b'"}'
    answer = client.post(
        "/api/ask",
        content=body if whole else iter([body[:1_000_000], body[1_000_000:]]),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 413


def test_the_api_describes_itself(client):
    told = client.get("/api/openapi.json").json()
    assert {"/api/ask", "/api/search", "/api/article", "/api/articles"} < set(told["paths"])
    schemas = told["components"]["schemas"]
    answer = schemas["AnswerFields"]["properties"]
    assert set(answer) == set(get_type_hints(AnswerFields))
    assert all(field["description"] for field in answer.values())
    assert all(field["description"] for field in schemas["Asked"]["properties"].values())
    assert "detail" in schemas["Refusal"]["properties"]
