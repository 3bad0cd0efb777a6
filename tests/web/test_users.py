"""Who is let in: the file of users, the command that writes it, HTTP Basic over a server."""

import stat
import time

import bcrypt
import pytest
from chats import free_port, run_app
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from webchat.server.auth import BasicAuth
from webchat.users import Users, UsersError, main, set_password

PASSWORD = "mật khẩu: 1"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Hashes that are quickly made."""
    real = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda rounds=4: real(min(rounds, 4)))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "users"
    set_password(path, "an", PASSWORD)
    return path


@pytest.fixture
def client(file):
    async def page(_):
        return PlainTextResponse("in")

    routes = [Route("/", page), Route("/healthz", page), Route("/api/ask", page, methods=["POST"])]
    web = Starlette(routes=routes)
    web.add_middleware(BasicAuth, users=Users.read(file))
    return TestClient(web)


def test_a_password_is_known_again(file):
    users = Users.read(file)
    assert users.knows("an", PASSWORD)
    assert not users.knows("an", PASSWORD + "2")
    assert not users.knows("binh", PASSWORD)
    assert not users.knows("", "")


def test_a_new_password_takes_the_place_of_the_old_one_and_the_rest_stays(file):
    set_password(file, "binh", "password of binh")
    before = file.read_text(encoding="utf-8")
    file.write_text(f"# ours\n\n{before}", encoding="utf-8")
    set_password(file, "an", "another password")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line.partition(":")[0] for line in lines] == ["# ours", "", "an", "binh"]
    users = Users.read(file)
    assert users.knows("an", "another password")
    assert not users.knows("an", PASSWORD)
    assert users.knows("binh", "password of binh")


def test_only_its_owner_may_read_the_file(file):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in file.read_text(encoding="utf-8")
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("name", ["", "a:b", "#a", " a", "a\nb"])
def test_a_name_that_would_break_the_file_is_refused(file, name):
    with pytest.raises(UsersError, match="can't be called"):
        set_password(file, name, PASSWORD)


@pytest.mark.parametrize("password", ["short", "a" * 73])
def test_a_password_that_is_too_short_or_read_in_part_is_refused(file, password):
    with pytest.raises(UsersError, match="8 to 72"):
        set_password(file, "an", password)


HASH = bcrypt.hashpw(b"password", bcrypt.gensalt(4)).decode()


@pytest.mark.parametrize("start", ["$2a$", "$2b$", "$2y$"])
def test_every_spelling_of_bcrypt_is_read(tmp_path, start):
    path = tmp_path / "users"
    path.write_text(f"an:{HASH.replace('$2b$', start)}\n")
    assert Users.read(path).knows("an", "password")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("an:$apr1$x$y", "Apache's MD5"),
        ("an:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", "SHA-1"),
        ("an:$6$x$y", "SHA-512"),
        ("an:secret", "plain text"),
        ("an:$2y$10$short", "damaged bcrypt"),
        ("an", "no name and hash"),
        (":secret", "no name and hash"),
        pytest.param(f"binh:{HASH}", "twice", id="twice"),
    ],
)
def test_a_line_that_can_not_be_used_is_named(tmp_path, line, told):
    path = tmp_path / "users"
    path.write_text(f"binh:{HASH}\n{line}\n")
    with pytest.raises(UsersError) as caught:
        Users.read(path)
    sentence = str(caught.value)
    assert told in sentence
    assert f"{path}, line 2" in sentence
    assert "secret" not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("content", [None, b"", b"# nobody\n", b"\xff\xfe"])
def test_a_file_without_users_is_named_with_the_way_out(tmp_path, content):
    path = tmp_path / "users"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsersError) as caught:
        Users.read(path)
    assert str(path) in str(caught.value)


def test_the_chat_does_not_start_with_a_bad_file(tmp_path):
    path = tmp_path / "users"
    path.write_text("an:$apr1$x$y\n")
    done = run_app("--port", str(free_port()), "--auth", str(path))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert f"python -m webchat.users {path} an" in done.stderr


def test_the_command_asks_twice_and_shows_nothing(tmp_path):
    path = tmp_path / "users"
    done = CliRunner().invoke(main, [str(path), "an"], input=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert PASSWORD not in done.output
    assert Users.read(path).knows("an", PASSWORD)


def test_the_command_refuses_a_short_password(tmp_path):
    path = tmp_path / "users"
    done = CliRunner().invoke(main, [str(path), "an"], input="short\nshort\n")
    assert done.exit_code == 1
    assert not path.exists()


def test_nobody_comes_in_without_a_password_except_to_the_health_check(client):
    assert client.get("/healthz").status_code == 200
    for told in (client.get("/"), client.post("/api/ask"), client.get("/nothing")):
        assert told.status_code == 401
        assert told.headers["www-authenticate"].startswith("Basic ")
        assert isinstance(told.json()["detail"], str)


def test_who_is_known_comes_in(client):
    assert client.get("/", auth=("an", PASSWORD)).text == "in"
    assert client.get("/", auth=("an", "wrong")).status_code == 401
    assert client.get("/", auth=("binh", PASSWORD)).status_code == 401


@pytest.mark.parametrize("header", ["Basic", "Basic !", "Basic YW4=", "Bearer x", "Basic /w=="])
def test_a_damaged_header_is_refused(client, header):
    assert client.get("/", headers={"authorization": header}).status_code == 401


def test_who_was_let_in_is_not_checked_again(client, monkeypatch):
    assert client.get("/", auth=("an", PASSWORD)).status_code == 200
    monkeypatch.setattr(bcrypt, "checkpw", None)
    assert client.get("/", auth=("an", PASSWORD)).status_code == 200


def test_guessing_is_stopped_but_not_who_is_in_already(client, monkeypatch):
    assert client.get("/", auth=("an", PASSWORD)).status_code == 200
    guesses = [client.get("/", auth=("an", f"guess {i}")) for i in range(12)]
    assert [told.status_code for told in guesses] == [401] * 10 + [429] * 2
    assert 1 <= int(guesses[-1].headers["retry-after"]) <= 60
    assert client.get("/", auth=("an", PASSWORD)).status_code == 200
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 61)
    assert client.get("/", auth=("an", "another guess")).status_code == 401


def test_an_unknown_name_is_checked_as_a_known_one(file, monkeypatch):
    users, compared = Users.read(file), []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda *given: compared.append(given) or real(*given))
    assert not users.knows("nobody", PASSWORD)
    assert len(compared) == 1
    assert compared[0][1][:7] == file.read_bytes().partition(b":")[2][:7].replace(b"2y", b"2b")
