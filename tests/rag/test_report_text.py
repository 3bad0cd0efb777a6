from typing import get_args

import pytest
from outcomes import outcome, quote

from rag.evaluation import report
from rag.question_files import Asked
from rag.question_kinds import QuestionKind
from rag.reports.failures import failures
from rag.reports.text import table, worst


def test_the_table_fits_into_120_characters() -> None:
    kinds = [*get_args(QuestionKind), "unanswerable"]
    asked = [Asked("1", "Ai?", "a", ("An",), kind) for kind in kinds]
    outcomes = [outcome(a, [quote(1, "a", "An.")], milliseconds=9999) for a in asked] * 1000
    lines = table(report(outcomes)).splitlines()
    assert [line.split()[0] for line in lines[2 : 2 + len(kinds)]] == sorted(kinds)
    assert max(map(len, lines)) <= 120


def test_a_failure_is_told_with_what_was_asked_quoted_and_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    asked = Asked("q7", "Còn ai?", "a", ("An", "Bình"), "follow_up", ("Ai cấy?", "Ai gặt?"))
    got = outcome(asked, [quote(1, "b", "Chỉ có Chi gặt.", "Chi", "lead", "Mùa gặt")])
    assert worst(failures([got, got]), 1, 5).splitlines() == [
        "Went wrong: 2 of 5 questions; the 1 worst",
        "",
        "1. \x1b[1mwrong article\x1b[0m · confidence 0.90 · follow_up · q7",
        "   before     Ai cấy? → Ai gặt?",
        "   asked      Còn ai?",
        "   quoted     Chỉ có [Chi] gặt.",
        "              b · lead · Mùa gặt",
        "   right      An | Bình",
        "              a",
    ]


def test_long_lines_are_broken_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    got = outcome(Asked("1", "Ai?", None, ()), [quote(1, "a", "gặt lúa\n" * 30)])
    told = worst(failures([got]), 1, 1).splitlines()
    assert max(len(line) for line in told if not line.startswith("1.")) <= 40
    assert " ".join(" ".join(told).split()).count("gặt lúa") == 30
