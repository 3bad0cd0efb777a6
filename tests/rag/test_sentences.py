"""The sentences of an article, each with those around it."""

import pytest

from rag.sentences import Sentence, Sentences
from vectorstore.generations import Store


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
