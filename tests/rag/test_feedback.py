"""What readers say of answers: kept whole, and asked again as questions of known answer."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from rag import Quote, ask
from rag.evaluation import evaluate, report
from rag.feedback import REASONS, keep, record
from rag.question_files import read_questions
from tests.conftest import RunModule
from vectorstore.errors import FeedbackError, QuestionError
from vectorstore.generations import Store

CHAIR = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"
NOT_SAID = "Giá vàng SJC hôm nay là bao nhiêu?"


def said(
    store: Store, question: str, liked: bool, reason: str | None = None, *history: str
) -> dict[str, Any]:
    answer = ask(question, history, store=store)
    return record(answer, history, liked, reason, store.generation())


def test_a_liked_answer_is_a_question_of_known_answer(seed_store: Store) -> None:
    line = said(seed_store, CHAIR, True)
    assert list(line) == [
        "id", "question", "history", "liked", "reason", "article", "answers", "answered",
        "quotes", "model", "generation", "at",
    ]  # fmt: skip
    assert (line["article"], line["answers"]) == ("001_223f45bc4153651f", ["Nông Bích Thuận"])
    assert [*line["quotes"][0]] == [field.name for field in fields(Quote)]
    assert line["generation"] == seed_store.current_name()
    assert line["model"].startswith(seed_store.embedder.stamp.name)


def test_without_a_short_answer_the_first_quote_is_the_answer(seed_store: Store) -> None:
    answer = ask(CHAIR, store=seed_store)
    unmarked = replace(answer.quotes[0], answer_start=None, answer_end=None)
    line = record(replace(answer, quotes=[unmarked]), (), True, None, seed_store.generation())
    assert line["answers"] == [unmarked.text]


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix limits the size of files")
def test_a_full_disk_leaves_no_half_of_a_line(tmp_path: Path) -> None:
    file = tmp_path / "said.jsonl"
    keep(file, {"id": "1"})
    program = """
import resource, signal, sys
from pathlib import Path
from rag.feedback import keep
from vectorstore.errors import FeedbackError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (30, 30))  # bytes
try:
    keep(Path(sys.argv[1]), {"id": "2" * 100})
except FeedbackError as error:
    sys.exit(f"refused: {error}")
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=False
    )
    assert "refused: " in ended.stderr
    keep(file, {"id": "3"})
    assert [json.loads(line)["id"] for line in file.read_text().splitlines()] == ["1", "3"]


@pytest.mark.parametrize(
    ("question", "liked", "reason"), [(NOT_SAID, True, None), (CHAIR, False, REASONS[-1])]
)
def test_what_should_not_be_answered_has_no_answer(
    seed_store: Store, question: str, liked: bool, reason: str | None
) -> None:
    line = said(seed_store, question, liked, reason)
    assert (line["article"], line["answers"]) == (None, [])


def test_a_liked_answer_has_no_reason_and_a_strange_reason_is_an_error(seed_store: Store) -> None:
    assert said(seed_store, CHAIR, True, "thiếu")["reason"] is None
    with pytest.raises(FeedbackError, match="sai câu"):
        said(seed_store, CHAIR, False, "wrong")


def test_what_was_kept_is_asked_again(
    seed_store: Store, tmp_path: Path, run_module: RunModule
) -> None:
    file = tmp_path / "new" / "feedback.jsonl"
    follow_up = said(seed_store, "Ở đâu?", True, None, "Đại sứ Bỉ thăm và làm việc khi nào?")
    for line in (
        said(seed_store, CHAIR, True),
        follow_up,
        said(seed_store, NOT_SAID, True),
        said(seed_store, CHAIR, False, "không nên trả lời"),
        *(said(seed_store, CHAIR, False, reason) for reason in (None, *REASONS[:3])),
    ):
        keep(file, line)
    questions = read_questions(file)
    assert questions.passed_over == 4
    assert [bool(asked.answers) for asked in questions.questions] == [True, True, False, False]
    assert questions.questions[1].history == tuple(follow_up["history"])
    overall = report(evaluate(questions, seed_store.settings))["overall"]
    assert overall["n"] == 4
    assert overall["quote@1"] == overall["span_em"] == overall["verbatim"] == 1.0
    assert overall["refused_unanswerable"] == 0.5  # one of the two was answered, and disliked
    done = run_module("rag", "eval", file, "--json", RAG_STORE=str(seed_store.folder))
    assert done.returncode == 0
    assert json.loads(done.stdout)["overall"]["n"] == 4
    assert "4 lines tell no right answer (disliked): passed over" in done.stderr


def test_only_wrong_answers_leave_nothing_to_ask(seed_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    keep(file, said(seed_store, CHAIR, False, "sai câu"))
    questions = read_questions(file)
    assert (questions.questions, questions.passed_over) == ([], 1)
    assert report(evaluate(questions, seed_store.settings))["overall"]["n"] == 0


@pytest.mark.parametrize("character", ["\n", "\r\n", "\u2028", "\x85", "\x1e", "\ufeff", "“", "\\"])
def test_a_strange_character_breaks_no_line(tmp_path: Path, character: str) -> None:
    file = tmp_path / "feedback.jsonl"
    question = f"Ai{character}đến?"
    for number in range(2):
        keep(file, {"id": str(number), "question": question, "article": None, "answers": []})
    assert [asked.question for asked in read_questions(file).questions] == [question, question]


def test_half_a_character_is_kept_as_a_question_mark(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    keep(file, {"id": "1", "question": "Ai \ud800?", "article": None, "answers": []})
    assert read_questions(file).questions[0].question == "Ai ??"


def test_many_who_write_at_once_write_whole_lines(tmp_path: Path, run_module: RunModule) -> None:
    file = tmp_path / "feedback.jsonl"
    script = tmp_path / "writing.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom rag.feedback import keep\n"
        "for n in range(50):\n"
        "    keep(Path(sys.argv[1]), {'id': f'{sys.argv[2]}-{n}', 'question': 'ạ' * 9999,"
        " 'article': None, 'answers': []})\n"
    )

    def by_threads(number: int) -> None:
        keep(file, {"id": f"t-{number}", "question": "b" * 9999, "article": None, "answers": []})

    with ThreadPoolExecutor(6) as pool:
        processes = [
            pool.submit(run_module, "writing", file, name, cwd=tmp_path) for name in ("p", "q")
        ]
        list(pool.map(by_threads, range(100)))
        assert [process.result().returncode for process in processes] == [0, 0]
    ids = {asked.id for asked in read_questions(file).questions}
    assert ids == {f"{w}-{n}" for w in "pq" for n in range(50)} | {f"t-{n}" for n in range(100)}


def test_a_file_that_can_not_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for file in (tmp_path, tmp_path / "file" / "feedback.jsonl"):
        with pytest.raises(FeedbackError, match="RAG_FEEDBACK") as raised:
            keep(file, {"id": "1"})
        assert "\n" not in str(raised.value)


def test_a_line_that_is_no_object_is_named(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    file.write_text("[1]\n")
    with pytest.raises(QuestionError, match="line 1"):
        read_questions(file)
