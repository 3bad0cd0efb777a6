import json
import lzma
from pathlib import Path

from click.testing import CliRunner

import training.written
from rag.question_files import read_questions
from training.news import NewsArticle
from training.written import QUESTIONS, main, squad, text_of

ARTICLE = NewsArticle(
    "n1", "Xã Nậm Mòn có cầu mới", "", ("Cầu dài 30 mét.", "Cầu khánh thành sáng 2/9.")
)


def line(question: str, *answers: str) -> dict[str, object]:
    text = text_of(ARTICLE)
    places = [[text.index(answer), text.index(answer) + len(answer)] for answer in answers]
    return {"article": "n1", "question": question, "kind": "fact", "answers": places}


def write_news(folder: Path) -> None:
    folder.mkdir()
    record = {"id": "n1", "title": ARTICLE.title, "lead": None, "body": list(ARTICLE.body)}
    with lzma.open(folder / "a.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")


def test_answers_are_the_articles_words() -> None:
    data = squad(
        [line("Cầu dài bao nhiêu?", "30 mét"), line("Ai xây cầu?")], {"n1": text_of(ARTICLE)}
    )
    (paragraph,) = data["data"][0]["paragraphs"]
    assert (
        paragraph["context"] == "Xã Nậm Mòn có cầu mới\nCầu dài 30 mét.\nCầu khánh thành sáng 2/9."
    )
    found, missing = paragraph["qas"]
    assert found["answers"] == [{"text": "30 mét", "answer_start": 30}]
    assert missing["is_impossible"] and not missing["answers"]


def test_the_files_are_written_and_can_be_read(tmp_path, monkeypatch) -> None:
    news, questions, out = (tmp_path / name for name in ("news", "questions", "out"))
    questions.mkdir()
    write_news(news)
    asked = [line("Cầu dài bao nhiêu?", "30 mét"), line("Ai xây cầu?")]
    (questions / "some.jsonl").write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    monkeypatch.setattr(training.written, "QUESTIONS", questions)
    result = CliRunner().invoke(main, ["--news", str(news), "--out", str(out)])
    assert result.exit_code == 0, result.output
    read = read_questions(out / "some.json").questions
    assert [(q.question, q.answers, q.kind) for q in read] == [
        ("Cầu dài bao nhiêu?", ("30 mét",), "fact"),
        ("Ai xây cầu?", (), "fact"),
    ]


def test_questions_beside_another_set_are_about_its_paragraphs(tmp_path, monkeypatch) -> None:
    news, questions, out = (tmp_path / name for name in ("news", "questions", "out"))
    write_news(news)
    (questions / "beside").mkdir(parents=True)
    text = "Cầu dài 30 mét. Cầu khánh thành sáng 2/9."
    given = {"data": [{"paragraphs": [{"context": text, "qas": []}]}]}
    for name in ("bridges", "others"):
        (tmp_path / f"{name}.json").write_text(json.dumps(given), encoding="utf-8")
    asked = {"article": "p00000", "question": "Cầu dài bao nhiêu?", "kind": "fact"}
    (questions / "beside" / "bridges.jsonl").write_text(
        json.dumps({**asked, "answers": [[8, 14]]}), encoding="utf-8"
    )
    monkeypatch.setattr(training.written, "QUESTIONS", questions)
    sets = [f"--beside={tmp_path / name}.json" for name in ("bridges", "others")]
    result = CliRunner().invoke(main, ["--news", str(news), "--out", str(out), *sets])
    assert result.exit_code == 0, result.output
    assert [file.name for file in out.iterdir()] == ["bridges-more.json"]
    (read,) = read_questions(out / "bridges-more.json").questions
    assert (read.question, read.answers) == ("Cầu dài bao nhiêu?", ("30 mét",))


def test_every_question_that_comes_with_the_project_is_well_formed() -> None:
    files = {
        file.stem: [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()]
        for file in QUESTIONS.glob("*.jsonl")
    }
    articles = [{row["article"] for row in rows} for rows in files.values()]
    assert "news-dev" in files and len(files) > 1
    assert len(set().union(*articles)) == sum(map(len, articles))  # none is asked about in two
    beside = [
        json.loads(row)
        for file in QUESTIONS.glob("beside/*.jsonl")
        for row in file.read_text(encoding="utf-8").splitlines()
    ]
    assert beside
    for row in (row for rows in (*files.values(), beside) for row in rows):
        assert row["question"].strip() == row["question"] != ""
        assert (row["kind"] == "unanswerable") == (not row["answers"])
        assert all(0 <= start < end for start, end in row["answers"])


def test_texts_of_the_project_s_own_hold_their_answers_and_none_is_in_two_files() -> None:
    texts = []
    for file in QUESTIONS.glob("*.json"):
        read = read_questions(file)
        texts.append(set(read.paragraphs.values()))
        assert read.questions
        for asked in read.questions:
            assert (asked.kind == "unanswerable") == (not asked.answers)
            assert all(answer in read.paragraphs[asked.article] for answer in asked.answers)
    assert len(texts) == 10
    assert len(set().union(*texts)) == sum(map(len, texts))
