"""ask(): the whole way from a question to an answer made of verbatim quotes."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from time import perf_counter
from typing import Any

from rag.antecedents import Said
from rag.confidence import THRESHOLD, confidence_of
from rag.follow_ups import Completed, focused, in_context
from rag.questions import Question, analyse
from rag.reading import Reading, read, with_byline
from rag.retrieval import Passage, default_store, find, validated
from rag.sentences import Sentences
from rag.spans import ShortAnswer, short_answers
from vectorstore.articles import SectionKind
from vectorstore.generations import Store
from vectorstore.store import Generation

MOST_QUOTES = 3
NO_ANSWER = "Các bài viết không nói điều này."
NO_QUESTION = "Hãy đặt một câu hỏi về các bài viết."
# Scores are log-odds: a sentence this far below the first is some twenty times less likely to
# answer, and is not quoted.
_FAR_BELOW = 3.0
# No mark is better than one on a span that hardly has the wanted form, such as the day of a date
# for an amount.
_LEAST_FIT = 0.5
_REPEATED = 0.7  # share of syllables from which a sentence repeats an earlier quote


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article: `article.text[start:end] == text`."""

    number: int  # 1 for the best
    article_id: str
    title: str
    source: str | None
    url: str | None
    section: SectionKind
    start: int  # code points into the article's NFC text
    end: int
    text: str
    answer_start: int | None  # the short answer inside the quote, code points into the article
    answer_end: int | None
    score: float  # comparable within one question only


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question."""

    question: str
    answered: bool
    text: str  # the short answer, else the first quote, else that there is none
    confidence: float  # 0..1, that the first quote answers the question
    quotes: list[Quote] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)  # the nearest, best first
    timings_ms: dict[str, float] = field(default_factory=dict)  # stage → milliseconds
    understood: str | None = None  # the question as it was looked up, where that is not as asked


def ask(
    question: str,
    history: Sequence[str] = (),
    k: int = 8,
    *,
    articles: Collection[str] | None = None,
    store: Store | None = None,
) -> Answer:
    """Answer a question with quotes from the `k` best passages, or say that there is no answer.

    `history` holds the earlier questions, oldest first: one that leaves out its topic takes it
    from them. `articles` limits the search to those ids.

    Raises: as `rag.retrieve`.
    """
    began = perf_counter()
    store = store or default_store()
    asked = validated(question, k)
    generation = store.generation()

    def look_up(completed: Completed) -> Answer:
        return _look_up(completed, k, articles, store, generation)

    completed = in_context(
        analyse(asked), history, lambda earlier: _said(look_up(earlier), generation)
    )
    answer = look_up(completed)
    return replace(
        answer,
        question=question,
        timings_ms=answer.timings_ms | {"total": _milliseconds(began)},
        understood=completed.question.text if completed.question.text != asked else None,
    )


def _look_up(
    asked: Completed,
    k: int,
    articles: Collection[str] | None,
    store: Store,
    generation: Generation,
) -> Answer:
    """The answer to a question that stands alone by now."""
    began = perf_counter()
    question = asked.question
    vector = store.embedder.embed_queries([question.text])[0]
    passages = find(generation, question.text, vector, k, articles)
    retrieving = _milliseconds(began)
    began = perf_counter()
    sentences = _sentences_of(store, generation)
    rarity = generation.lexical.rarity
    readings = focused(read(question, vector, passages, sentences, rarity), asked, rarity)
    confidence = confidence_of(question, readings, passages, rarity)
    answered = confidence >= THRESHOLD
    readings = with_byline(question, readings, sentences)
    quotes = _quotes(generation, question, readings) if answered else []
    return Answer(
        question=question.text,
        answered=answered,
        text=_text_of(quotes, bool(question.terms)),
        confidence=round(confidence, 4),
        quotes=quotes,
        passages=passages,
        timings_ms={"retrieve": retrieving, "read": _milliseconds(began)},
    )


def _milliseconds(since: float) -> float:
    return round(1000 * (perf_counter() - since), 3)


def _said(answer: Answer, generation: Generation) -> Said | None:
    """What of an answer a later question can point to."""
    if not answer.quotes:
        return None
    first = answer.quotes[0]
    return Said(
        short=answer.text if first.answer_start is not None else None,
        quote=first.text,
        article_id=first.article_id,
        title=first.title,
        article=generation.article(first.article_id).text,
    )


@lru_cache(maxsize=2)
def _sentences_of(store: Store, generation: Generation) -> Sentences:
    return Sentences(generation, store.embedder)


def _quotes(generation: Generation, question: Question, readings: Sequence[Reading]) -> list[Quote]:
    kept: list[Reading] = []
    for reading in readings:
        far_below = readings[0].score - reading.score > _FAR_BELOW
        if far_below or len(kept) == MOST_QUOTES:
            break
        if not any(_repeats(reading, earlier) for earlier in kept):
            kept.append(reading)
    # The short answer is marked in the first quote; the others are there to be read whole.
    return [
        _quote(
            generation,
            reading,
            number,
            _short_answer(generation, question, reading) if number == 1 else None,
        )
        for number, reading in enumerate(kept, 1)
    ]


def _short_answer(
    generation: Generation, question: Question, reading: Reading
) -> ShortAnswer | None:
    found = short_answers(reading.sentence, question, generation.lexical.rarity)
    return next((answer for answer in found if answer.fit >= _LEAST_FIT), None)


def _quote(
    generation: Generation, reading: Reading, number: int, short: ShortAnswer | None
) -> Quote:
    sentence = reading.sentence
    article = generation.article(sentence.article_id)
    return Quote(
        number=number,
        article_id=article.id,
        title=article.title,
        source=article.source,
        url=article.url,
        section=sentence.section,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        answer_start=sentence.start + short.start if short else None,
        answer_end=sentence.start + short.end if short else None,
        score=reading.score,
    )


def _repeats(reading: Reading, earlier: Reading) -> bool:
    words, others = set(reading.sentence.folded_terms), set(earlier.sentence.folded_terms)
    return len(words & others) >= _REPEATED * max(1, min(len(words), len(others)))


def _text_of(quotes: Sequence[Quote], asked: bool) -> str:
    if not quotes:
        return NO_ANSWER if asked else NO_QUESTION
    first = quotes[0]
    if first.answer_start is None or first.answer_end is None:
        return first.text
    return first.text[first.answer_start - first.start : first.answer_end - first.start]


def as_fields(answer: Answer) -> dict[str, Any]:
    """The answer in plain fields, as JSON holds it; `understood` only where it says something."""
    fields = asdict(answer)
    if answer.understood is None:
        del fields["understood"]
    return fields
