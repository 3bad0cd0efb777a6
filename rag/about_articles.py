"""A question about an article itself in, the lead or byline that answers it out.

What an article says is told by its lead, who wrote or published it by its byline, whatever its
sentences would be worth as answers to another question.
"""

from collections.abc import Sequence
from dataclasses import replace

from rag.questions import Question, asks_about_article, asks_for_byline, wants_gist
from rag.quoting import MOST_QUOTES
from rag.reading import Reading
from rag.retrieval import Passage
from rag.sentences import Sentence, Sentences
from rag.spans import spans_of
from vectorstore.vietnamese import fold, syllables

_NAMED = 0.5  # share of a title's syllables in a question that means its article


def told_by_form(
    question: Question,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    sentences: Sentences,
) -> list[Reading]:
    """The sentences to read before the rest; none for a question about anything else.

    For what an article says, the lead of the best passage's, since the question names its title;
    for who wrote or published one, those lines of the first reading's byline that tell it.
    """
    if not (readings and passages):
        return []
    lines: list[Sentence] = []
    if wants_gist(question):
        article = passages[0].article_id
        lead = sentences.of_kind(article, "lead") or sentences.of_kind(article, "body")[:1]
        lines += lead[:MOST_QUOTES]
    if asks_for_byline(question):
        byline = sentences.of_kind(readings[0].sentence.article_id, "byline")
        lines += [line for line in byline if any(spans_of(line, question))]
    return [replace(readings[0], sentence=line) for line in lines]


def sureness(
    question: Question, told: Sequence[Reading], passages: Sequence[Passage], otherwise: float
) -> float:
    """How sure the answer to any question is, 0..1; `otherwise` as its sentences alone have it.

    What is told of an article is as sure as the question names its title. Where nothing is told of
    who wrote or published one whose title is named, no other sentence tells it.
    """
    if not (asks_about_article(question) and passages):
        return otherwise
    article = told[0].sentence.article_id if told else passages[0].article_id
    title = next((p.title for p in passages if p.article_id == article), "")
    words = set(syllables(fold(title)))
    named = len(words & question.words) / max(1, len(words))
    if told:
        return max(otherwise, named)
    return 0.0 if named >= _NAMED and asks_for_byline(question) else otherwise
