import json
from pathlib import Path

import pytest

from rag.question_files import read_questions
from vectorstore.errors import QuestionError


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_of_questions(tmp_path: Path) -> None:
    file = write(
        tmp_path / "q.jsonl",
        '{"id": "1", "question": "Ai?", "article": "a", "answers": ["B"], "kind": "fact",'
        ' "history": ["Cái gì?"]}\n\n'
        '{"id": 2, "question": "Đâu?", "article": null, "answers": []}\n',
    )
    first, second = read_questions(file).questions
    assert (first.id, first.article, first.answers) == ("1", "a", ("B",))
    assert (first.kind, first.history) == ("fact", ("Cái gì?",))
    assert (second.id, second.article, second.answers, second.kind) == ("2", None, (), None)


def test_answers_are_normalised(tmp_path: Path) -> None:
    line = {"id": "1", "question": "?", "article": "a", "answers": ["Hu\u00ea\u0301"]}
    file = write(tmp_path / "q.jsonl", json.dumps(line))
    assert read_questions(file).questions[0].answers == ("Huế",)


def test_answers_are_read_without_the_space_marked_beside_them(tmp_path: Path) -> None:
    answers = [{"text": " 50 sinh viên \n", "answer_start": 4}, {"text": " ", "answer_start": 4}]
    paragraph = {
        "context": "Lớp 50 sinh viên",
        "qas": [{"id": "1", "question": "?", "answers": answers}],
    }
    file = write(tmp_path / "q.json", json.dumps({"data": [{"paragraphs": [paragraph]}]}))
    (asked,) = read_questions(file).questions
    assert asked.answers == ("50 sinh viên",)
    assert asked.is_answered_in("Mỗi lớp có 50 sinh viên.")
    assert not asked.is_answered_in("Mỗi lớp có sinh viên.")


def test_squad_form_brings_its_own_paragraphs(tmp_path: Path) -> None:
    one = {"id": "1", "question": "Ai?", "answers": [{"text": "An", "answer_start": 0}]}
    two = {"id": "2", "question": "Đâu?", "answers": [], "is_impossible": True}
    other = {"id": "3", "question": "Gì?", "answers": [{"text": "lúa", "answer_start": 9}]}
    paragraphs = [
        {"context": "An gặt lúa.", "qas": [one, two]},
        {"context": "Bình cấy lúa.", "qas": [other]},
        {"context": "An gặt lúa.", "qas": []},
    ]
    file = write(tmp_path / "q.json", json.dumps({"data": [{"paragraphs": paragraphs}]}))
    questions = read_questions(file)
    assert list(questions.paragraphs.values()) == ["An gặt lúa.", "Bình cấy lúa."]
    assert [question.answers for question in questions.questions] == [("An",), (), ("lúa",)]
    first, second, third = (question.article for question in questions.questions)
    assert first == second != third


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("q.jsonl", '{"id": "1"}\n', "line 1"),
        ("q.jsonl", "nothing of the kind\n", "line 1"),
        ("q.jsonl", '{"id": 1, "question": "?", "article": "a", "answers": "Hà Nội"}', "line 1"),
        (
            "q.jsonl",
            '{"id": 1, "question": "?", "article": "a", "answers": [], "history": "Ai?"}',
            "line 1",
        ),
        ("q.json", "[1, 2]", "SQuAD form"),
        ("q.json", '{"data": [{}]}', "SQuAD form"),
        ("q.json", "{", "SQuAD form"),
    ],
)
def test_a_file_of_another_form_is_one_clear_error(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    with pytest.raises(QuestionError, match=told) as error:
        read_questions(write(tmp_path / name, text))
    assert name in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"none\.jsonl"):
        read_questions(tmp_path / "none.jsonl")
