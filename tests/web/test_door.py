"""python app.py: what goes wrong is one clear line and an exit code."""

import os
import signal
import socket

import pytest
from chats import ROOT, chat_over, free_port, run_app, run_python


def told(done) -> str:
    """The one line on standard error."""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert done.stdout == ""
    return lines[0]


@pytest.fixture
def built(seed_store):
    """The folder of a store over the five articles, with the default settings."""
    return seed_store.folder


def test_a_taken_port_is_named_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run_app("--port", port)
    assert done.returncode == 1
    line = told(done)
    assert port in line
    assert "--port" in line


def test_a_host_that_is_not_ours_is_named():
    done = run_app("--host", "192.0.2.1", "--port", str(free_port()))
    assert done.returncode == 1
    assert "192.0.2.1" in told(done)


def test_a_store_made_with_other_settings_names_the_command_that_mends_it(built):
    done = run_app("--port", str(free_port()), "--store", str(built), RAG_CHUNK_SIZE="500")
    assert done.returncode == 1
    line = told(done)
    assert "RAG_CHUNK_SIZE" in line
    assert "python -m vectorstore rebuild" in line


def test_a_store_of_another_corpus_is_not_served(built, tmp_path):
    (tmp_path / "one.txt").write_text("Một bài\n\nCó một câu.\n", encoding="utf-8")
    done = run_app("--port", str(free_port()), "--store", str(built), "--corpus", str(tmp_path))
    assert done.returncode == 1
    assert "rebuild" in told(done)


def test_a_damaged_store_is_one_line(built, tmp_path):
    name = (built / "current").read_text().strip()
    (tmp_path / "generations" / name).mkdir(parents=True)
    (tmp_path / "current").write_text(name)
    done = run_app("--port", str(free_port()), "--store", str(tmp_path))
    assert done.returncode == 1
    assert "manifest" in told(done)


def test_no_store_and_no_corpus_to_build_it_from(tmp_path):
    missing = tmp_path / "none"
    done = run_app(
        "--port", str(free_port()), "--store", str(tmp_path / "s"), "--corpus", str(missing)
    )
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert str(missing) in last
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("wrong", [["--port", "many"], ["--port", "70000"], ["--prot", "1"], ["x"]])
def test_wrong_usage_is_two(wrong):
    done = run_app(*wrong)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_missing_store_is_built_first_and_ctrl_c_ends_it_quietly(tmp_path):
    with chat_over(ROOT / "seeds", tmp_path) as chat:
        assert (tmp_path / "store" / "current").exists()
        os.kill(chat.process.pid, signal.SIGINT)
        assert chat.process.wait(20) in (0, 130)
    assert "Traceback" not in chat.account.read_text(encoding="utf-8")


def test_what_is_being_loaded_is_finished_first(built, tmp_path):
    program = (
        "import app, os, signal, time\n"
        "from pathlib import Path\n"
        "from webchat.chat import room\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored\n"
        "def warm_up(_):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    time.sleep(1)\n"
        "    Path('loaded').touch()\n"
        "room.warm_up = warm_up\n"
        "app.main()\n"
    )
    arguments = ("--port", str(free_port()), "--store", str(built))
    done = run_python("-c", program, *arguments, folder=tmp_path)
    assert done.returncode in (0, 130)
    assert "Traceback" not in done.stderr
    assert (tmp_path / "loaded").exists()
