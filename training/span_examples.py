"""Examples for the span network, of question sets and of news."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from math import log as ln

import numpy as np
from numpy.typing import NDArray

from rag.networks.asked_words import AskedWords, asked_words
from rag.networks.features import cover
from rag.networks.kinship import echoes_of
from rag.networks.pieces import Rows
from rag.networks.span_network import LONGEST_SPAN, rows_of
from rag.networks.tokens import tokens_of
from rag.question_files import Asked, QuestionSet
from rag.question_kinds import KINDS
from rag.questions import Question, analyse, topic_words
from rag.replies import told
from rag.sentences import LONGEST_QUOTE, Sentence
from training.groups import in_groups
from training.news import NewsArticle
from training.questions import questions_from
from vectorstore.embedding import load_embedded
from vectorstore.vietnamese import Span, fold, sentences, syllables

_GROUP = 200  # articles whose questions are made together
_LONGEST_SENTENCE = 110  # syllables
_UNACCENTED = 0.25  # of the made questions
_NEAR_MISSES = 3  # to a question


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a sentence that answers it, or does not."""

    rows: Rows
    pieces: NDArray[np.int64]
    asked: AskedWords
    echoes: Rows
    kind: int
    answers: list[Span]  # in syllables, [first, end); none where it does not answer
    sentence: Sentence
    texts: tuple[str, ...]  # of the answers

    @property
    def given(self) -> tuple[Rows, NDArray[np.int64], AskedWords, Rows, int]:
        """What the network is given of it."""
        return self.rows, self.pieces, self.asked, self.echoes, self.kind


def examples_of(questions: QuestionSet, *, made: bool) -> list[Example]:
    """The questions whose answer stands in a sentence of their paragraph.

    Those that people wrote are asked with and without accents; of the `made` ones a quarter are
    asked without.
    """
    chance = random.Random(0)
    rarity = Rarity(questions.paragraphs.values())
    found = []
    for asked in questions.questions:
        forms = [asked.question, fold(asked.question)]
        if made:
            forms = [forms[chance.random() < _UNACCENTED]]
        sentence = sentence_with_answer(asked, questions.paragraphs[asked.article or ""])
        if sentence is None or len(sentence.places) > _LONGEST_SENTENCE:
            continue
        if spans_in(sentence, asked.answers):
            found += [_example(q, sentence, rarity, asked.answers) for q in map(analyse, forms)]
    return found


def near_misses(questions: QuestionSet) -> list[Example]:
    """For each question those sentences of its paragraph that say most of it without an answer.

    Every other question is asked without accents.
    """
    rarity = Rarity(questions.paragraphs.values())
    found = []
    for number, asked in enumerate(questions.questions):
        question = analyse(asked.question if number % 2 else fold(asked.question))
        words = topic_words(question, rarity)
        text = questions.paragraphs[asked.article or ""]
        misses = [
            sentence
            for sentence in sentences_of(text)
            if 0 < len(sentence.places) <= _LONGEST_SENTENCE
            and not asked.is_answered_in(sentence.text)
        ]
        misses.sort(key=lambda sentence: -cover(words, sentence.folded))
        found += [_example(question, sentence, rarity) for sentence in misses[:_NEAR_MISSES]]
    return found


def _example(
    question: Question, sentence: Sentence, rarity: "Rarity", answers: Sequence[str] = ()
) -> Example:
    tokens = tokens_of(sentence, *load_embedded().pieces(sentence.text))
    asked = asked_words(question, rarity)
    return Example(
        rows_of(sentence, tokens, question, rarity),
        tokens.pieces,
        asked,
        echoes_of(sentence, tokens.pieces, asked),
        KINDS.index(question.kind),
        spans_in(sentence, answers),
        sentence,
        tuple(answers),
    )


def spans_in(sentence: Sentence, answers: Iterable[str]) -> list[Span]:
    """Where answers stand, in whole syllables, [first, end), none longer than the network gives."""
    found = set()
    for answer in answers:
        start = sentence.text.find(answer)
        while start >= 0:
            end = start + len(answer)
            inside = [i for i, (a, b) in enumerate(sentence.places) if b > start and a < end]
            if 0 < len(inside) <= LONGEST_SPAN:
                found.add((inside[0], inside[-1] + 1))
            start = sentence.text.find(answer, start + 1)
    return sorted(found)


def made_from(articles: Iterable[NewsArticle], workers: int = 2) -> list[Example]:
    """Examples from questions that are made of the articles."""
    with ProcessPoolExecutor(workers) as pool:
        groups = pool.map(_made_from_group, enumerate(in_groups(articles, _GROUP)))
        return [example for group in groups for example in group]


def _made_from_group(numbered: tuple[int, tuple[NewsArticle, ...]]) -> list[Example]:
    number, articles = numbered
    questions = questions_from(articles, seed=number)
    return examples_of(questions, made=True)


class Rarity:
    """The inverse document frequency of a folded syllable over paragraphs, as BM25 has it."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._count = 0
        self._holding: Counter[str] = Counter()
        for text in paragraphs:
            self._count += 1
            self._holding.update(set(map(fold, syllables(text))))

    def __call__(self, term: str) -> float:
        """Of one syllable; greatest where none of them holds it."""
        holding = self._holding[term]
        return ln(1 + (self._count - holding + 0.5) / (holding + 0.5))


def sentence_with_answer(asked: Asked, text: str) -> Sentence | None:
    """Of the sentences that hold an answer the one with most of the question's words."""
    words = set(analyse(asked.question).folded)
    holding = [said for said in sentences_of(text) if asked.is_answered_in(said.text)]
    return max(holding, key=lambda said: len(words.intersection(said.folded_terms)), default=None)


@lru_cache(maxsize=64)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a paragraph, without vectors."""
    found = told(text, sentences(text), LONGEST_QUOTE)
    among = tuple(text[slice(*span)] for span, _ in found)
    return tuple(
        Sentence.of(said, np.zeros(0, np.float32), "", "body", 0, among, number, asked)
        for number, (said, (_, asked)) in enumerate(zip(among, found, strict=True))
    )
