"""The page behind --auth: a real browser gives name and password, everything else stays shut."""

import httpx
import pytest
from chats import ROOT, chat_over

from webchat.users import set_password

WHO = ("an", "mật khẩu của tôi")
QUESTION = "chu tich hoi chu thap do tinh lang son la ai"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A chat for one user."""
    folder = tmp_path_factory.mktemp("guarded")
    users = folder / "users"
    set_password(users, *WHO)
    flags = ["--mcp", "--auth", str(users)]
    with chat_over(ROOT / "seeds", folder, flags=flags) as running:
        yield running


def test_who_gives_the_password_asks_and_reads(visit, guarded):
    credentials = {"username": WHO[0], "password": WHO[1]}
    visited = visit(guarded, http_credentials=credentials)
    visited.page.locator("#tries button").first.wait_for()  # the page has opened
    answer = visited.ask(QUESTION)
    visited.open(answer.locator("a.cite").first)
    assert visited.complaints == []


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/metrics", "/mcp", "/api/articles", "/api/openapi.json", "/theme.css"]
)
def test_everything_is_shut_to_others(guarded, path):
    told = httpx.get(guarded.url + path, trust_env=False, timeout=60)
    assert told.status_code == 401
    assert told.headers["content-security-policy"]


def test_programs_log_in_too(guarded):
    with httpx.Client(base_url=guarded.url, auth=WHO, trust_env=False, timeout=60) as client:
        assert client.post("/api/ask", json={"question": QUESTION}).json()["answered"]
        counted = 'hoibao_questions_total{door="rest",outcome="answered"} 1.0'
        assert counted in client.get("/metrics").text


def test_the_health_is_told_to_everybody(guarded):
    assert httpx.get(f"{guarded.url}/healthz", trust_env=False, timeout=60).status_code == 200
