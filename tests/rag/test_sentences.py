"""The sentences of an article, each with those around it."""

from pathlib import Path

import pytest

from rag.sentences import Sentence, Sentences
from tests.conftest import MakeCorpus
from vectorstore.build import rebuild
from vectorstore.generations import Store
from vectorstore.settings import load_settings


@pytest.fixture(scope="module")
def articles(seed_store: Store) -> list[list[Sentence]]:
    """Every sentence of every article, in order."""
    generation = seed_store.generation()
    read = Sentences(generation, seed_store.embedder)
    return [
        [s for section in article.sections for s in read.section_at(article.id, section.start)]
        for article in generation.articles()
    ]


def test_a_sentence_stands_at_its_place_among_the_others(articles: list[list[Sentence]]) -> None:
    assert articles
    for sentence in (s for article in articles for s in article):
        assert sentence.among[sentence.number] == sentence.text


def test_what_an_article_tells_stands_together(articles: list[list[Sentence]]) -> None:
    for article in articles:
        told = [s for s in article if s.section not in ("byline", "teaser")]
        assert {s.section for s in told} >= {"title", "body"}
        assert [s.number for s in told] == [*range(len(told))]
        assert {s.among for s in told} == {tuple(s.text for s in told)}


def test_bylines_and_teasers_stand_apart(articles: list[list[Sentence]]) -> None:
    apart = [s for article in articles for s in article if s.section in ("byline", "teaser")]
    assert {s.section for s in apart} == {"byline", "teaser"}
    for sentence in apart:
        same = [s for s in apart if s.among == sentence.among]
        assert {s.section for s in same} == {sentence.section}


PAGE = """Hỏi đáp về hiến máu

Bệnh viện trả lời những câu hỏi thường gặp.

Ai có thể tham gia hiến máu?

Từ 18 đến 60 tuổi.

Người xăm mình có hiến máu được không?

Sau sáu tháng. Giấy khám nộp ở tầng hai.
"""


def test_an_answer_says_what_its_question_says(tmp_path: Path, make_corpus: MakeCorpus) -> None:
    store = Store(load_settings(corpus=make_corpus({"a.txt": PAGE}), store=tmp_path / "db"))
    rebuild(store)
    (article,) = store.generation().articles()
    read = Sentences(store.generation(), store.embedder)
    said = {s.text: s for s in read.of_kind(article.id, "body")}
    answer, question = said["Từ 18 đến 60 tuổi."], said["Ai có thể tham gia hiến máu?"]
    assert (answer.replies_to, question.replies_to) == (question.text, "")
    assert {"hien", "hien_mau", "tuoi"} < answer.folded
    assert {"hiến", "hiến_máu", "tuổi"} < answer.accented
    assert answer.folded_terms == ("tu", "18", "den", "60", "tuoi")
    assert answer.vector @ question.vector > 0.5
    assert {s.text for s in said.values() if s.asks} == {
        question.text,
        "Người xăm mình có hiến máu được không?",
    }
