from dataclasses import replace

import numpy as np
import pytest
from sentences_of import passage_of, reading_of

from rag.answering import ask
from rag.confidence import confidence_of, probability
from rag.networks.term_matching import NAMES as MATCH_NAMES
from rag.questions import analyse
from rag.reading import Reading
from vectorstore.generations import Store


def rarity(term: str) -> float:
    return 2.0


def test_who_holds_the_office_in_another_province_is_no_answer() -> None:
    elsewhere = reading_of("Bà Mai, Giám đốc Sở Y tế Lạng Sơn, dự lễ.", 2.0)
    asked_for = reading_of("Bà Hoa, Giám đốc Sở Y tế Điện Biên, dự lễ.", 1.0)

    def sure(*readings: Reading) -> float:
        said = [replace(reading, matches=matches) for reading in readings]
        passages = [passage_of(reading.sentence.text, 1.0) for reading in readings]
        return confidence_of(question, said, passages, rarity)

    question = analyse("Giám đốc Sở Y tế Điện Biên là ai?")
    matches = np.zeros((1, len(question.terms), len(MATCH_NAMES)), np.float32)
    assert sure(elsewhere) == 0
    assert sure(elsewhere, asked_for) > 0
    assert sure(asked_for, elsewhere) > 0


def test_without_readings_or_words_nothing_is_sure() -> None:
    assert confidence_of(analyse("Ai?"), [], [], rarity) == 0.0


def test_probabilities_lie_between_nought_and_one() -> None:
    said = probability(np.random.default_rng(0).normal(0, 1e6, 50))
    assert ((said >= 0) & (said <= 1)).all()
    assert probability([-1e6, 0, np.log(3), 1e6]).tolist() == pytest.approx([0, 0.5, 0.75, 1])


@pytest.mark.parametrize("article", ["000_abb8ed939b974dfb", "004_9fddf8776a9452f1"])
def test_what_a_named_article_is_about_is_sure(article: str, seed_store: Store) -> None:
    title = seed_store.generation().article(article).title
    assert ask(f"Bài “{title}” nói về gì?", store=seed_store).confidence > 0.9
    assert ask("Bài “Giá xăng dầu tuần này” nói về gì?", store=seed_store).confidence < 0.5
