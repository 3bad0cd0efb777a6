"""The shell's door, through real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vectorstore.generations import Store

ROOT = Path(__file__).parent.parent.parent
SEEDS = "tests/questions/seeds.jsonl"
CHAIRWOMAN = "chu tich hoi chu thap do tinh lang son la ai"


def run(store: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rag", *arguments],
        cwd=ROOT,
        env=os.environ | {"RAG_STORE": str(store)} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def store(seed_store: Store) -> Path:
    return seed_store.folder


def test_ask_prints_one_json_object_with_the_contract_s_fields(store: Path) -> None:
    done = run(store, "ask", CHAIRWOMAN, "--json")
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert set(answer) == {
        "question", "answered", "text", "confidence", "quotes", "passages", "timings_ms",
    }  # fmt: skip
    assert answer["text"] == "Nông Bích Thuận"
    assert answer["quotes"][0]["article_id"] == "001_223f45bc4153651f"
    assert {"article_id", "title", "section", "start", "end", "text", "score"} == set(
        answer["passages"][0]
    )


def test_ask_prints_the_answer_and_its_place_for_people(store: Path) -> None:
    done = run(store, "ask", CHAIRWOMAN)
    assert done.stdout.startswith("Nông Bích Thuận\n")
    assert "Đẩy mạnh hoạt động đối ngoại nhân đạo" in done.stdout
    assert done.stderr == ""


def test_no_answer_is_a_result(store: Path) -> None:
    done = run(store, "ask", "Giá vàng SJC hôm nay là bao nhiêu?", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["answered"] is False


def test_a_reader_who_has_stopped_listening_is_no_error(store: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "rag", "search", "hiến máu"],
            cwd=ROOT,
            env={**os.environ, "RAG_STORE": str(store)},
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert "Error" not in done.stderr


def test_search_limits_and_filters(store: Path) -> None:
    only = "003_896749be57fa1feb"
    done = run(store, "search", "Hội Chữ thập đỏ", "--json", "-k", "2", "--article", only)
    passages = json.loads(done.stdout)["passages"]
    assert len(passages) == 2
    assert {passage["article_id"] for passage in passages} == {only}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Three times the same question, the second time with an answer that is nowhere."""
    right = {
        "id": "1",
        "question": CHAIRWOMAN,
        "article": "001_223f45bc4153651f",
        "answers": ["Nông Bích Thuận"],
        "kind": "fact",
    }
    wrong = right | {"id": "2", "answers": ["Người Khác"], "kind": "a kind of some length"}
    file = tmp_path / "q.jsonl"
    file.write_text("\n".join(map(json.dumps, (right, wrong, right))), encoding="utf-8")
    return file


def test_eval_prints_the_contract_s_measures(store: Path, questions: Path) -> None:
    done = run(store, "eval", str(questions), "--json", "--limit", "2", "--show", "1")
    measured = json.loads(done.stdout)
    assert set(measured) == {"overall", "by_kind"}
    assert set(measured["overall"]) == {
        "n", "ndcg@10", "recall@1", "recall@5", "recall@10", "mrr@10", "quote@1", "quote@3",
        "span_em", "span_f1", "refused_unanswerable", "refused_answerable", "verbatim",
        "latency_p50_ms", "latency_p95_ms",
    }  # fmt: skip
    assert measured["overall"]["n"] == 2
    assert measured["by_kind"]["fact"]["span_em"] == 1.0
    assert "Người Khác" in done.stderr


def test_eval_prints_a_row_for_each_kind_and_the_failures(store: Path, questions: Path) -> None:
    done = run(store, "eval", str(questions), "--show", "5")
    head, overall, other, fact = done.stdout.splitlines()[:4]
    assert head.split()[:7] == ["n", "nDCG", "R@1", "R@5", "R@10", "MRR", "Q@1"]
    assert overall.split()[:2] == ["overall", "3"]
    assert overall.split()[7] == "0.6667"
    assert other.startswith("a kind of some length      1")
    assert fact.split()[:2] == ["fact", "2"]
    assert "Went wrong: 1 of 3 questions\n\n1. right article but wrong sentence" in done.stdout
    assert "[Nông Bích Thuận]" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 130
    assert done.stderr == ""


def test_eval_writes_a_page(store: Path, questions: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = run(store, "eval", str(questions), "--limit", "1", "--json", "--report", str(page))
    assert json.loads(done.stdout)["overall"]["n"] == 1
    assert str(page) in done.stderr
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_page_that_can_t_be_written_is_an_error_before_anything_is_asked(
    tmp_path: Path, questions: Path
) -> None:
    store, page = tmp_path / "store", tmp_path / "none" / "page.html"
    done = run(store, "eval", str(questions), "--report", str(page))
    assert done.returncode == 1
    assert done.stderr == f"Error: --report {page} can't be written: No such file or directory\n"
    assert done.stdout == ""
    assert not store.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["ask"], 2, "Missing argument"),
        (["ask", "Ai?", "-k", "many"], 2, "not a valid integer"),
        (["ask", "Ai?", "-k", "0"], 1, "ask for 1 or more"),
        (["ask", "Ai?", "--article", "no-such"], 1, "no-such"),
        (["eval", "none.json"], 1, "none.json"),
        (["eval", SEEDS, "--own-paragraph"], 1, "--own-paragraph needs"),
        (["eval", SEEDS, "--show", "0"], 2, "--show"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_errors_are_one_line_and_a_code(
    store: Path, arguments: list[str], code: int, told: str
) -> None:
    done = run(store, *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_store_made_by_another_model_is_an_error(store: Path, tiny_model: Path) -> None:
    done = run(store, "ask", CHAIRWOMAN, RAG_EMBEDDING_MODEL=str(tiny_model))
    assert done.returncode == 1
    assert "python -m vectorstore rebuild" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_first_question_builds_the_store(tmp_path: Path) -> None:
    done = run(tmp_path / "new", "ask", CHAIRWOMAN, "--json")
    assert json.loads(done.stdout)["text"] == "Nông Bích Thuận"
    assert "building" in done.stderr


def test_a_cold_ask_imports_neither_torch_nor_gradio_nor_plotly(store: Path) -> None:
    program = (
        "import sys; from rag import ask; "
        f"assert ask({CHAIRWOMAN!r}).answered; "
        "heavy = ('torch', 'gradio', 'plotly', 'sentence_transformers', 'transformers'); "
        "print([module for module in heavy if module in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"RAG_STORE": str(store)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr
