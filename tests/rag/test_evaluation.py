import json
from pathlib import Path

import pytest
from outcomes import outcome, quote

from rag.evaluation import evaluate, exact_match, f1, measures, report, without_accents
from rag.question_files import Asked, QuestionSet, read_questions
from vectorstore.errors import QuestionError
from vectorstore.generations import Store
from vectorstore.settings import Settings


def test_every_measure_against_a_computation_by_hand() -> None:
    right_first = outcome(
        Asked("1", "Ai?", "a", ("An",), "who"),
        [quote(1, "a", "An gặt lúa.", "An")], "An", ["a", "b"], 1.0,
    )  # fmt: skip
    right_second = outcome(
        Asked("2", "Ai?", "b", ("Bình",), "who"),
        [quote(1, "a", "An gặt lúa."), quote(2, "b", "Bình cấy lúa.")],
        "An gặt lúa.", ["a", "b"], 2.0,
    )  # fmt: skip
    wrong_article = outcome(
        Asked("3", "Ai?", "c", ("An",), "where"),
        [quote(1, "a", "An gặt lúa.")], "An gặt", [], 3.0,
    )  # fmt: skip
    refused_rightly = outcome(Asked("4", "Ai?", None, (), "none"), [], "…", ["a"], 4.0)
    refused_wrongly = outcome(Asked("5", "Ai?", "a", ("An",), "who"), [], "…", ["a"], 5.0)
    measured = measures(
        [right_first, right_second, wrong_article, refused_rightly, refused_wrongly]
    )
    assert measured == {
        "n": 5,
        "ndcg@10": pytest.approx((1 + 0.6309 + 0 + 1) / 4, abs=1e-4),
        "recall@1": 0.5,
        "recall@5": 0.75,
        "recall@10": 0.75,
        "mrr@10": pytest.approx((1 + 0.5 + 0 + 1) / 4),
        "quote@1": 0.25,
        "quote@3": 0.5,
        "span_em": 0.25,
        "span_f1": pytest.approx((1 + 0 + 2 / 3 + 0) / 4, abs=1e-4),
        "refused_unanswerable": 1.0,
        "refused_answerable": 0.25,
        "verbatim": 1.0,
        "latency_p50_ms": 3.0,
        "latency_p95_ms": pytest.approx(4.8),
    }


def test_measures_that_no_question_bears_on_are_none() -> None:
    measured = measures([outcome(Asked("1", "?", None, ()), [], "", [], 1.0)])
    assert measured["quote@1"] is measured["ndcg@10"] is measured["verbatim"] is None
    assert measured["refused_unanswerable"] == 1.0


def test_a_quote_over_400_characters_counts_as_wrong() -> None:
    long = "An " + "x" * 400
    got = outcome(Asked("1", "Ai?", "a", ("An",)), [quote(1, "a", long)], "An", ["a"], 1.0)
    assert measures([got])["quote@1"] == 0.0


def test_squad_s_exact_match_and_f1() -> None:
    assert exact_match("Nông Bích Thuận,", "nông bích thuận")
    assert not exact_match("bà Nông Bích Thuận", "Nông Bích Thuận")
    assert f1("bà Nông Bích Thuận", "Nông Bích Thuận") == pytest.approx(2 * 3 / 7)
    assert f1("An", "Bình") == 0.0


def test_a_squad_file_is_asked_of_its_own_paragraphs_and_leaves_the_store_alone(
    tmp_path: Path,
) -> None:
    entries = [
        ("Hồ Ba Bể nằm ở tỉnh Bắc Kạn.", "Hồ Ba Bể nằm ở đâu?", "tỉnh Bắc Kạn"),
        ("Thác Bản Giốc cao 60 mét.", "Thác Bản Giốc cao bao nhiêu mét?", "60"),
    ]
    paragraphs = [
        {"context": text, "qas": [{"id": text, "question": asked, "answers": [{"text": answer}]}]}
        for text, asked, answer in entries
    ]
    file = tmp_path / "q.json"
    file.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    store = tmp_path / "store"
    measured = report(evaluate(read_questions(file), Settings(store=store)))
    assert measured["overall"]["n"] == 2
    assert measured["overall"]["ndcg@10"] == measured["overall"]["recall@1"] == 1.0
    assert measured["overall"]["verbatim"] == 1.0
    assert set(measured["by_kind"]) == {"place", "quantity"}
    assert not store.exists()


def test_a_follow_up_is_looked_up_as_it_is_understood(seed_store: Store) -> None:
    topic = "Hội nghị trao đổi thường niên giữa Thanh Hóa và Huaphanh diễn ra khi nào?"
    article = "003_896749be57fa1feb"
    asked = Asked("1", "Ở đâu?", article, ("Sầm Sơn",), history=(topic,))
    for questions in (QuestionSet([asked]), without_accents(QuestionSet([asked]))):
        (outcome,) = evaluate(questions, seed_store.settings)
        assert outcome.rank == 0


def test_a_question_asked_of_its_own_paragraph_is_quoted_from_no_other(tmp_path: Path) -> None:
    asked = {"id": "1", "question": "Thác Bản Giốc cao bao nhiêu mét?", "is_impossible": True}
    paragraphs = [
        {"context": "Thác Bản Giốc nằm ở huyện Trùng Khánh.", "qas": [asked]},
        {"context": "Thác Bản Giốc cao 60 mét.", "qas": []},
    ]
    file = tmp_path / "q.json"
    file.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    settings = Settings(store=tmp_path / "store")
    [of_all] = evaluate(read_questions(file), settings)
    [of_its_own] = evaluate(read_questions(file), settings, own_paragraph=True)
    assert of_all.answer.quotes[0].article_id == of_all.articles[0] == "p00001"
    assert of_its_own.articles == ["p00000"]
    assert {quoted.article_id for quoted in of_its_own.answer.quotes} <= {"p00000"}


def test_questions_without_paragraphs_have_none_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    line = {"id": "1", "question": "Ai?", "article": "a", "answers": ["An"]}
    file.write_text(json.dumps(line), encoding="utf-8")
    settings = Settings(store=tmp_path / "store")
    with pytest.raises(QuestionError, match="--own-paragraph"):
        evaluate(read_questions(file), settings, own_paragraph=True)
    assert not settings.store.exists()


@pytest.mark.parametrize("file", ["seeds", "seeds-apart"])
def test_the_questions_on_the_seeds(seed_store: Store, file: str) -> None:
    """A floor under the quality on the five articles; `python -m rag eval` gives the figures."""
    questions = read_questions(Path(__file__).parent.parent / "questions" / f"{file}.jsonl")
    overall = report(evaluate(questions, seed_store.settings))["overall"]
    assert overall["verbatim"] == 1.0
    assert (overall["recall@5"] or 0) >= 0.95
    assert (overall["quote@1"] or 0) >= 0.70


@pytest.mark.parametrize(("file", "floor"), [("follow_ups", 0.80), ("conflicts", 0.80)])
def test_the_follow_ups_and_the_conflicts_on_the_seeds(
    seed_store: Store, file: str, floor: float
) -> None:
    questions = read_questions(Path(__file__).parent.parent / "questions" / f"{file}.jsonl")
    overall = report(evaluate(questions, seed_store.settings))["overall"]
    assert overall["verbatim"] == 1.0
    assert (overall["quote@1"] or 0) >= floor
