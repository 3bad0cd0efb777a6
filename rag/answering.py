"""ask(): the whole way from a question to an answer made of verbatim quotes."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from time import perf_counter
from typing import Any

from rag.confidence import THRESHOLD, confidence_of
from rag.question_answering_head import QuestionAnsweringHead, load_question_answering_head
from rag.questions import Question, analyse, complete
from rag.reading import Reading, read, with_byline
from rag.reranker import load_reranker
from rag.retrieval import Passage, default_store, find, validated
from rag.sentences import Sentences
from rag.small_talk import reply_to, reply_to_unknown
from rag.spans import short_answers
from rag.spelling import corrected
from vectorstore.articles import SectionKind
from vectorstore.generations import Store
from vectorstore.store import Generation
from vectorstore.vietnamese import Span, normalise

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

    @property
    def parts(self) -> tuple[str, str, str]:
        """The text before the short answer, that answer, the text after it; all before if none."""
        if self.answer_start is None or self.answer_end is None:
            return self.text, "", ""
        start, end = self.answer_start - self.start, self.answer_end - self.start
        return self.text[:start], self.text[start:end], self.text[end:]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question."""

    question: str
    answered: bool
    text: str  # the short answer, else the first quote, else that there is none or why
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

    Slips of typing are mended first. What is no question about articles, such as a greeting, gets
    a short reply instead, without passages.

    `history` holds the earlier questions, oldest first: one that leaves out its topic takes it
    from them. `articles` limits the search to those ids.

    Raises: as `rag.retrieve`, and ModelError for a model that the settings name.
    """
    began = perf_counter()
    store = store or default_store()
    asked = validated(question, k)
    reranker = load_reranker(store.settings.reranker_model)
    head = load_question_answering_head(store.settings.reader_model)
    generation = store.generation()
    lexical = generation.lexical
    meant = corrected(asked, lexical)
    reply = reply_to(asked) or reply_to_unknown(meant, lexical)
    if reply is not None:
        return _reply(question, reply, began)
    earlier = [corrected(text, lexical) for text in map(normalise, history) if not reply_to(text)]
    analysed = complete(analyse(meant), earlier)
    vector = store.embedder.embed_queries([analysed.text])[0]
    passages = find(generation, analysed.text, vector, k, articles)
    retrieved = perf_counter()
    sentences = _sentences_of(store, generation)
    rarity = lexical.rarity
    ranked = read(analysed, vector, passages, sentences, rarity)
    readings = reranker.rerank(analysed.text, ranked) if reranker else ranked
    # Confidence was fitted to the ranker's scores: it is given those, whatever the order.
    of_ranker = {reading.sentence: reading for reading in ranked}
    judged = [of_ranker[reading.sentence] for reading in readings]
    confidence = confidence_of(analysed, judged, passages, rarity)
    answered = confidence >= THRESHOLD
    readings = with_byline(analysed, readings, sentences)
    quotes = _quotes(generation, analysed, readings, head) if answered else []
    return Answer(
        question=question,
        answered=answered,
        text=_text_of(quotes, bool(analysed.terms)),
        confidence=round(confidence, 4),
        quotes=quotes,
        passages=passages,
        timings_ms=_timings(began, retrieved),
        understood=analysed.text if analysed.text != asked else None,
    )


def _reply(question: str, text: str, began: float) -> Answer:
    """The answer to what is no question about articles: nothing is looked up."""
    return Answer(question, False, text, 0.0, timings_ms=_timings(began, perf_counter()))


def _timings(began: float, retrieved: float) -> dict[str, float]:
    done = perf_counter()
    return {
        "retrieve": round(1000 * (retrieved - began), 3),
        "read": round(1000 * (done - retrieved), 3),
        "total": round(1000 * (done - began), 3),
    }


@lru_cache(maxsize=2)
def _sentences_of(store: Store, generation: Generation) -> Sentences:
    return Sentences(generation, store.embedder)


def _quotes(
    generation: Generation,
    question: Question,
    readings: Sequence[Reading],
    head: QuestionAnsweringHead | None,
) -> list[Quote]:
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
            _short_answer(generation, question, reading, head) if number == 1 else None,
        )
        for number, reading in enumerate(kept, 1)
    ]


def _short_answer(
    generation: Generation,
    question: Question,
    reading: Reading,
    head: QuestionAnsweringHead | None,
) -> Span | None:
    if head is not None:
        return head.span(question.text, reading.sentence.text)
    found = short_answers(reading.sentence, question, generation.lexical.rarity)
    return next(((a.start, a.end) for a in found if a.fit >= _LEAST_FIT), None)


def _quote(generation: Generation, reading: Reading, number: int, short: Span | None) -> Quote:
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
        answer_start=sentence.start + short[0] if short else None,
        answer_end=sentence.start + short[1] if short else None,
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
