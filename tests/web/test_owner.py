"""Who may change the corpus: the machine itself or the password, and nobody who pretends."""

import gradio as gr
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from pydantic import SecretStr

from webchat.corpus import owner as owner_module
from webchat.corpus.owner import COOKIE, Owner
from webchat.server.guard import MOST_BYTES, BodyLimit

PASSWORD = "mật khẩu của chủ kho"
HERE = "http://127.0.0.1:7860"
FAR = {"x-forwarded-for": "203.0.113.9"}


def client(owner: Owner, base: str = HERE, address: str = "127.0.0.1") -> TestClient:
    web = FastAPI()
    web.include_router(owner.router())
    web.add_middleware(BodyLimit, owner=owner, most_uploaded=1_000_000)

    @web.get("/mine")
    def mine(request: Request) -> bool:
        assert owner.is_owner(gr.Request(request)) == owner.is_owner(request)
        return owner.is_owner(request)

    @web.post("/gradio_api/component_server/")
    async def called(request: Request) -> int:
        return len(await request.body())

    return TestClient(web, base_url=base, client=(address, 50000))


def is_owner(visitor: TestClient, **headers: str) -> bool:
    told = visitor.get("/mine", headers={k.replace("_", "-"): v for k, v in headers.items()})
    assert told.status_code == 200
    return bool(told.json())


@pytest.mark.parametrize(
    ("base", "address"),
    [
        (HERE, "127.0.0.1"),
        ("http://localhost:7860", "127.0.0.1"),
        ("http://[::1]:7860", "::1"),
        (HERE, "::ffff:127.0.0.1"),
    ],
)
def test_whoever_sits_at_the_machine_is_the_owner(base, address):
    visitor = client(Owner(None), base, address)
    assert is_owner(visitor)
    assert is_owner(visitor, origin=base)
    assert is_owner(visitor, origin=base, sec_fetch_site="same-origin")


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "127.0.0.1"},
        {"x-forwarded-host": "127.0.0.1"},
        {"x-real-ip": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1"},
        {"via": "1.1 proxy"},
        {"origin": "https://example.org"},
        {"origin": "http://127.0.0.1:8000"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"host": "evil.example:7860"},
        {"host": "127.0.0.1.evil.example"},
        {"host": "[::1"},
        {"host": ""},
    ],
    ids=str,
)
def test_a_forwarded_or_foreign_request_is_not(headers):
    assert not is_owner(client(Owner(None)), **headers)


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.1", "::ffff:203.0.113.9", "testclient"])
def test_another_machine_is_not(address):
    assert not is_owner(client(Owner(None), address=address))


def test_a_proxy_that_hides_itself_behind_an_old_protocol_is_not():
    scope = {
        "type": "http", "http_version": "1.0", "client": ("127.0.0.1", 1), "path": "/",
        "headers": [(b"host", b"127.0.0.1:7860")],
    }  # fmt: skip
    assert not Owner(None).is_owner(Request(scope))
    assert Owner(None).is_owner(Request({**scope, "http_version": "1.1"}))
    assert not Owner(None).is_owner(gr.Request())


def test_the_password_opens_and_leaving_closes():
    owner = Owner(SecretStr(PASSWORD))
    visitor = client(owner, "https://hoibao.example", "203.0.113.9")
    assert not is_owner(visitor)
    told = visitor.post("/owner", json={"password": PASSWORD})
    assert told.status_code == 204
    cookie = told.headers["set-cookie"].lower()
    assert cookie.startswith(COOKIE)
    assert all(word in cookie for word in ("httponly", "samesite=strict", "secure", "path=/"))
    assert "max-age" not in cookie
    assert "expires" not in cookie
    assert is_owner(visitor)
    assert not is_owner(visitor, origin="https://evil.example")
    assert not is_owner(visitor, sec_fetch_site="same-site")
    assert is_owner(visitor, origin="https://hoibao.example")

    stolen = visitor.cookies[COOKIE]
    assert visitor.delete("/owner").status_code == 204
    assert not is_owner(visitor)
    again = client(owner, "https://hoibao.example", "203.0.113.9")
    again.cookies.set(COOKIE, stolen)
    assert not is_owner(again)


def test_a_cookie_without_encryption_is_not_marked_secure():
    visitor = client(Owner(SecretStr(PASSWORD)))
    told = visitor.post("/owner", json={"password": PASSWORD})
    assert "secure" not in told.headers["set-cookie"].lower()
    told = visitor.post(
        "/owner", json={"password": PASSWORD}, headers={"x-forwarded-proto": "https"}
    )
    assert "secure" in told.headers["set-cookie"].lower()


def test_an_entry_ends(monkeypatch):
    owner = Owner(SecretStr(PASSWORD))
    visitor = client(owner, "http://hoibao.example", "203.0.113.9")
    assert visitor.post("/owner", json={"password": PASSWORD}).status_code == 204
    assert is_owner(visitor)
    later = owner_module.time.monotonic() + 13 * 3600
    monkeypatch.setattr("webchat.corpus.owner.time.monotonic", lambda: later)
    assert not is_owner(visitor)


@pytest.mark.parametrize("wrong", ["", "mat khau cua chu kho", PASSWORD + " ", PASSWORD[:-1]])
def test_a_wrong_password_gets_a_sentence(wrong):
    visitor = client(Owner(SecretStr(PASSWORD)), address="203.0.113.9")
    told = visitor.post("/owner", json={"password": wrong})
    assert told.status_code == 403
    assert "password" in told.json()["detail"]
    assert "set-cookie" not in told.headers
    assert not is_owner(visitor)


def test_guessing_is_slow_and_does_not_shut_out_others():
    owner = Owner(SecretStr(PASSWORD))
    guesser = client(owner, address="203.0.113.9")
    codes = [guesser.post("/owner", json={"password": str(n)}).status_code for n in range(8)]
    assert codes == [403] * 6 + [429] * 2
    told = guesser.post("/owner", json={"password": PASSWORD})
    assert told.status_code == 429
    assert 0 < int(told.headers["retry-after"]) <= 60
    other = client(owner, address="198.51.100.1")
    assert other.post("/owner", json={"password": PASSWORD}).status_code == 204


def test_all_addresses_of_one_network_are_one_guesser():
    owner = Owner(SecretStr(PASSWORD))
    guessers = [client(owner, address=f"2001:db8::{n:x}") for n in range(7)]
    codes = [one.post("/owner", json={"password": "?"}).status_code for one in guessers]
    assert codes == [403] * 6 + [429]
    other = client(owner, address="2001:db8:0:1::1")
    assert other.post("/owner", json={"password": PASSWORD}).status_code == 204


def test_another_site_s_page_can_not_give_the_password():
    visitor = client(Owner(SecretStr(PASSWORD)))
    told = visitor.post(
        "/owner", json={"password": PASSWORD}, headers={"origin": "https://evil.example"}
    )
    assert told.status_code == 403
    assert "set-cookie" not in told.headers


def test_without_a_password_there_is_nothing_to_give():
    owner = Owner(None)
    assert not owner.has_password
    visitor = client(owner, address="203.0.113.9")
    for given in ("", "None", "null"):
        assert visitor.post("/owner", json={"password": given}).status_code == 403
    for strange in ({}, {"password": None}, {"password": ["x"]}, {"password": "x" * 2000}):
        assert visitor.post("/owner", json=strange).status_code == 422
    visitor.cookies.set(COOKIE, "")
    assert not is_owner(visitor)


def test_only_the_owner_may_send_much():
    visitor = client(Owner(None))
    path = "/gradio_api/component_server/"
    much = b"x" * (MOST_BYTES + 1)
    assert visitor.post(path, content=much).json() == len(much)
    assert visitor.post(path, content=b"x" * (MOST_BYTES + 2_000_001)).status_code == 413
    assert visitor.post(path, content=much, headers=FAR).status_code == 413
    assert visitor.post(path, content=iter([much[:9], much[9:]]), headers=FAR).status_code == 413
    assert visitor.post(path, content=much[1:], headers=FAR).json() == MOST_BYTES
    assert visitor.post("/api/ask", content=much).status_code == 413
