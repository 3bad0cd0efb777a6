"""python -m vectorstore as a user meets it: real processes, exit codes, one line, one object."""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import MakeCorpus, RunModule
from vectorstore.__main__ import main
from vectorstore.errors import SettingsError
from vectorstore.generations import Store
from vectorstore.settings import load_settings

PAGE = "Cầu mới thông xe\n\nCầu dài 300 m bắc qua sông Gianh.\n\nXe qua cầu từ hôm nay.\n"
BROKEN = b"\x81\x8d\x00\x8f" * 200
STATUS_FIELDS = {
    "store", "generation", "built_at", "corpus", "articles", "sections", "chunks",
    "embedding_model", "embedding_revision", "dimension", "chunk_size", "size_bytes", "left_out",
}  # fmt: skip


def command(*arguments: str | Path) -> Result:
    """The command in this process: for what needs no process of its own."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def only_line(stderr: str) -> str:
    """The one line a failure prints."""
    assert "Traceback" not in stderr
    (line,) = stderr.splitlines()
    return line


def test_rebuild_status_and_verify_of_a_corpus_with_a_bad_file(
    make_corpus: MakeCorpus, tmp_path: Path, run_module: RunModule
) -> None:
    corpus = make_corpus({"cầu.txt": PAGE, "bad.txt": BROKEN})
    flags = ("--corpus", corpus, "--store", tmp_path / "db")
    built = run_module("vectorstore", "rebuild", *flags, "--json")
    assert built.returncode == 3
    assert "bad.txt" in only_line(built.stderr)
    facts = json.loads(built.stdout)
    assert facts.keys() == STATUS_FIELDS | {"seconds"}
    assert facts["articles"] == 1
    ((left_out),) = facts["left_out"]
    assert left_out.keys() == {"file", "reason"}
    assert left_out["file"].endswith("bad.txt")

    status = run_module("vectorstore", "status", *flags, "--json")
    assert (status.returncode, status.stderr) == (0, "")
    assert json.loads(status.stdout) == {k: v for k, v in facts.items() if k != "seconds"}
    files = [path for path in (tmp_path / "db/generations").rglob("*") if path.is_file()]
    assert facts["size_bytes"] == sum(path.stat().st_size for path in files)

    verified = run_module("vectorstore", "verify", *flags, "--json")
    assert (verified.returncode, verified.stderr) == (0, "")
    assert json.loads(verified.stdout) == {"ok": True, "problems": []}

    (corpus / "cầu.txt").unlink()
    failed = run_module("vectorstore", "rebuild", *flags, "--json")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "Traceback" not in failed.stderr
    assert failed.stderr.splitlines()[-1].startswith("Error: ")
    assert json.loads(command("status", *flags, "--json").stdout) == json.loads(status.stdout)


def test_verify_says_what_is_wrong_and_what_mends_it(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    flags = ("--corpus", make_corpus({"cầu.txt": PAGE}), "--store", tmp_path / "db")
    assert command("rebuild", *flags).exit_code == 0
    generation = Store(load_settings(store=tmp_path / "db")).generation().folder
    manifest = generation / "manifest.json"
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(facts | {"chunks": 99}), encoding="utf-8")
    wrong = command("verify", *flags, "--json")
    assert wrong.exit_code == 1
    assert not json.loads(wrong.stdout)["ok"]
    assert any("99" in problem for problem in json.loads(wrong.stdout)["problems"])
    assert "python -m vectorstore rebuild" in only_line(wrong.stderr)
    assert command("rebuild", *flags).exit_code == 0
    assert command("verify", *flags).stdout == "the store is whole\n"


def test_what_is_printed_for_people_names_everything(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({"cầu.txt": PAGE, "bad.txt": BROKEN})
    flags = ("--corpus", corpus, "--store", tmp_path / "db")
    built = command("rebuild", *flags)
    assert built.exit_code == 3
    told = command("status", *flags).stdout
    for part in ("articles            1", "hoibao-embedding", "bad.txt", str(corpus)):
        assert part in built.stdout
        assert part in told
    synced = command("sync", *flags, "--json")
    assert synced.exit_code == 3
    assert json.loads(synced.stdout)["generation"] in told


def test_progress_and_colour_stay_out_of_a_pipe(
    make_corpus: MakeCorpus, tmp_path: Path, run_module: RunModule
) -> None:
    corpus = make_corpus({"cầu.txt": PAGE})
    done = run_module("vectorstore", "sync", "--corpus", corpus, "--store", "db", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert "\r" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["no-such-command"], ["rebuild", "--no-such-flag"], ["status", "more"], ["verify", "--store"]],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    done = command(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr


def test_wrong_usage_of_a_real_process(run_module: RunModule) -> None:
    done = run_module("vectorstore", "status", "--jsn")
    assert (done.returncode, done.stdout) == (2, "")
    assert "python -m vectorstore status" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("action", ["status", "verify"])
def test_a_missing_store_is_one_line(tmp_path: Path, action: str) -> None:
    done = command(action, "--store", tmp_path / "nothing", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "python -m vectorstore rebuild" in only_line(done.stderr)
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("corpus", ["missing", "empty", "db"])
def test_a_corpus_without_articles_is_one_line(tmp_path: Path, corpus: str) -> None:
    (tmp_path / "empty").mkdir()
    done = command("rebuild", "--corpus", tmp_path / corpus, "--store", tmp_path / "db", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert str(tmp_path / corpus) in only_line(done.stderr)


def test_a_full_disk_is_one_line_and_leaves_nothing(
    seeds: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """No file may grow over 100 kB, as if there were no more room."""
    done = subprocess.run(
        [sys.executable, "-m", "vectorstore", "rebuild", "--corpus", seeds, "--store", "db"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "the store db can't be written to" in only_line(done.stderr)
    assert list((tmp_path / "db" / "generations").iterdir()) == []
    assert not (tmp_path / "db" / "current").exists()


# Settings -------------------------------------------------------------------------------------


def test_variables_the_env_file_and_flags_in_their_order(
    make_corpus: MakeCorpus, tmp_path: Path, run_module: RunModule
) -> None:
    corpus = make_corpus({"cầu.txt": PAGE})
    (tmp_path / ".env").write_text(
        f"RAG_CORPUS={corpus}\nRAG_STORE=from-file\nRAG_CHUNK_SIZE=200\n"
    )
    from_file = run_module("vectorstore", "rebuild", "--json", RAG_CHUNK_SIZE="")
    facts = json.loads(from_file.stdout)
    assert facts["corpus"] == str(corpus)
    assert facts["store"] == "from-file"
    assert facts["chunk_size"] == 200
    over = run_module(
        "vectorstore", "rebuild", "--json", "--store", "from-flag",
        RAG_STORE="from-variable", RAG_CHUNK_SIZE="300",
    )  # fmt: skip
    facts = json.loads(over.stdout)
    assert (facts["store"], facts["chunk_size"]) == ("from-flag", 300)
    assert not (tmp_path / "from-variable").exists()
    assert (tmp_path / "from-flag" / "current").is_file()


@pytest.mark.parametrize("arguments", [("vectorstore", "status"), ("rag", "ask", "Ai?"), ("app",)])
def test_an_env_file_that_is_no_text_is_one_line(
    arguments: Sequence[str], tmp_path: Path, run_module: RunModule
) -> None:
    (tmp_path / ".env").write_bytes("RAG_CORPUS=bài\n".encode("latin-1"))
    done = run_module(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert ".env" in only_line(done.stderr)


def test_a_flag_wins_over_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_STORE", "from-variable")
    monkeypatch.setenv("RAG_CORPUS", "")
    assert load_settings().store == Path("from-variable")
    assert load_settings(store=Path("from-flag"), corpus=None).store == Path("from-flag")
    assert load_settings().corpus.name == "seeds"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RAG_CHUNK_SIZE", "abc"),
        ("RAG_CHUNK_SIZE", "99"),
        ("RAG_CHUNK_SIZE", "8001"),
        ("RAG_MAX_ARTICLE_BYTES", "-1"),
    ],
)
def test_a_bad_value_is_one_line_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name}='{value}'"):
        load_settings()
    done = command("status", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{name}='{value}'" in only_line(done.stderr)


def test_a_bad_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_ADMIN_PASSWORD", "s3cret")
    with pytest.raises(SettingsError, match="RAG_ADMIN_PASSWORD can't be used") as caught:
        load_settings()
    assert "s3cret" not in str(caught.value)


def test_a_chroma_server_that_is_not_there_is_one_line(
    seeds: Path, tmp_path: Path, run_module: RunModule
) -> None:
    url = "http://127.0.0.1:9"
    done = run_module(
        "vectorstore", "rebuild", "--corpus", seeds, "--store", "db", "--json", RAG_CHROMA_URL=url
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert f"RAG_CHROMA_URL={url}" in only_line(done.stderr)
    assert not (tmp_path / "db" / "current").exists()


def test_a_model_that_is_not_there_is_one_line(seeds: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAG_EMBEDDING_MODEL", str(tmp_path / "no-model"))
        done = command("rebuild", "--corpus", seeds, "--store", tmp_path / "db", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert str(tmp_path / "no-model") in only_line(done.stderr)
    assert list((tmp_path / "db" / "generations").glob("*")) == []


def test_an_interrupted_build_says_so_and_leaves_nothing(
    make_corpus: MakeCorpus, tmp_path: Path, environment: dict[str, str]
) -> None:
    script = (
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored\n"
        "from vectorstore import build\n"
        "build.chunk_article = lambda *_: signal.raise_signal(signal.SIGINT)\n"
        "from vectorstore.__main__ import main\n"
        "main(prog_name='python -m vectorstore')\n"
    )
    corpus = make_corpus({"cầu.txt": PAGE})
    done = subprocess.run(
        [sys.executable, "-c", script, "rebuild", "--corpus", corpus, "--store", "db"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(r"\s*Aborted!\s*", done.stderr)
    assert list((tmp_path / "db" / "generations").iterdir()) == []
