"""ask(), in steps or at once: from a question to an answer made of verbatim quotes."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache, lru_cache
from time import perf_counter
from typing import Any

from rag.about_articles import sureness, told_by_form
from rag.confidence import THRESHOLD, confidence_of
from rag.dialogue.antecedents import Said
from rag.dialogue.follow_ups import MOST_EARLIER, Completed, focused, in_context
from rag.dialogue.small_talk import reply_to, reply_to_unknown
from rag.marking import Scores, short_answer
from rag.pointing_back import begins_by_pointing
from rag.question_answering_head import QuestionAnsweringHead, load_question_answering_head
from rag.questions import Question, analyse, asking_who
from rag.quoting import answers_as_a_list, chosen, with_context
from rag.reading import Reading, read
from rag.reranker import Reranker, load_reranker
from rag.retrieval import Passage, default_store, find, readable, validated
from rag.second_reader import is_doubtful, read_again, read_alone
from rag.sentences import Sentence, Sentences
from rag.spelling import corrected
from vectorstore.articles import SectionKind
from vectorstore.generations import Store
from vectorstore.store import Generation
from vectorstore.vietnamese import Span

NO_ANSWER = "Các bài viết không nói điều này."
NO_QUESTION = "Hãy đặt một câu hỏi về các bài viết."


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article, with what it points back to: `article.text[start:end] == text`."""

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
    confidence: float  # 0..1, that one of the quotes answers the question
    quotes: list[Quote] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)  # the nearest, best first
    timings_ms: dict[str, float] = field(default_factory=dict)  # stage → milliseconds
    understood: str | None = None  # the question as it was looked up, where that is not as asked


@dataclass(frozen=True, slots=True)
class Found:
    """What is about to be read for a question: it has been looked up, and not been answered."""

    question: str
    understood: str | None  # the question as it was looked up, where that is not as asked
    passages: list[Passage]  # the nearest, best first
    timings_ms: dict[str, float]  # stage → milliseconds


def ask(
    question: str,
    history: Sequence[str] = (),
    k: int = 8,
    *,
    articles: Collection[str] | None = None,
    sections: Collection[str] | None = None,
    store: Store | None = None,
) -> Answer:
    """Answer a question with quotes from the `k` best passages, or say that there is no answer.

    Slips of typing are mended first. What is no question about articles, such as a greeting, gets
    a short reply instead, without passages.

    `history` holds the earlier questions, oldest first: one that leaves out its topic takes it
    from them. `articles` (ids) and `sections` (kinds) limit what is searched and quoted; of none,
    nothing is known.

    Raises: as `rag.retrieve`, and ModelError for a model that the settings name.
    """
    steps = answer_steps(question, history, k, articles=articles, sections=sections, store=store)
    answer = deque(steps, maxlen=1).pop()
    assert isinstance(answer, Answer)
    return answer


def answer_steps(
    question: str,
    history: Sequence[str] = (),
    k: int = 8,
    *,
    articles: Collection[str] | None = None,
    sections: Collection[str] | None = None,
    store: Store | None = None,
) -> Iterator[Found | Answer]:
    """What `ask` works out, as soon as it is known: what was found, then the answer.

    What gets a short reply gives that alone. Nothing is done, and nothing raised, before the first
    step is taken.

    Raises: as `ask`.
    """
    began = perf_counter()
    store = store or default_store()
    asked = validated(question, k, sections)
    generation = store.generation()
    lexical = generation.lexical
    reading_room = _ReadingRoom(
        store,
        generation,
        k,
        None if articles is None else frozenset(articles),
        None if sections is None else frozenset(sections),
        load_reranker(store.settings.reranker_model),
        load_question_answering_head(store.settings.reader_model),
    )
    meant = corrected(asked, lexical)
    reply = reply_to(asked) or reply_to_unknown(meant, lexical)
    if reply is not None:
        times = {"retrieve": 0.0, "read": 0.0, "total": _milliseconds(began)}
        yield Answer(question, False, reply, 0.0, timings_ms=times)
        return
    earlier = [text for text in map(readable, history) if not reply_to(text)][-MOST_EARLIER:]
    completed = in_context(
        analyse(meant), [corrected(text, lexical) for text in earlier], reading_room.said
    )
    completed = replace(completed, question=asking_who(completed.question))
    understood = completed.question.text if completed.question.text != asked else None
    for step in reading_room.steps(completed):
        times = step.timings_ms | {"total": _milliseconds(began)}
        yield replace(step, question=question, understood=understood, timings_ms=times)


@dataclass(frozen=True, slots=True)
class _ReadingRoom:
    """What one call of ask() reads, and with what."""

    store: Store
    generation: Generation
    k: int
    articles: frozenset[str] | None
    sections: frozenset[str] | None
    reranker: Reranker | None
    head: QuestionAnsweringHead | None

    def steps(self, asked: Completed) -> Iterator[Found | Answer]:
        """What is found for a question that stands alone by now, then the answer to it."""
        began = perf_counter()
        question = asked.question
        vector = self.store.embedder.embed_queries([question.text])[0]
        passages = find(
            self.generation, question.text, vector, self.k, self.articles, self.sections
        )
        retrieving = _milliseconds(began)
        yield Found(question.text, None, passages, {"retrieve": retrieving})
        began = perf_counter()
        sentences = _sentences_of(self.store, self.generation)
        rarity = self.generation.lexical.rarity
        ranked = focused(read(question, vector, passages, sentences, rarity), asked, rarity)
        readings = self.reranker.rerank(question.text, ranked) if self.reranker else ranked
        # Confidence was fitted to the ranker's scores: it is given those, whatever the order.
        of_ranker = {reading.sentence: reading for reading in ranked}
        judged = [of_ranker[reading.sentence] for reading in readings]
        confidence = confidence_of(question, judged, passages, rarity)
        spans: Mapping[Sentence, Scores] = {}
        if is_doubtful(confidence):
            second = read_again(question, judged, confidence)
            confidence, spans = second.confidence, second.spans
            readings = readings if self.reranker else second.readings
        told = self._allowed(told_by_form(question, readings, passages, sentences))
        confidence = sureness(question, told, passages, confidence)
        answered = confidence >= THRESHOLD
        quotes = self._quotes(question, [*told, *readings], spans) if answered else []
        yield Answer(
            question=question.text,
            answered=answered,
            text=_text_of(quotes, bool(question.terms)),
            confidence=round(confidence, 4),
            quotes=quotes,
            passages=passages,
            timings_ms={"retrieve": retrieving, "read": _milliseconds(began)},
        )

    def said(self, asked: Completed) -> Said | None:
        """What a later question can point to of the answer to this one."""
        answer = deque(self.steps(asked), maxlen=1).pop()
        if not (isinstance(answer, Answer) and answer.quotes):
            return None
        first = answer.quotes[0]
        return Said(
            short=answer.text if first.answer_start is not None else None,
            quote=first.text,
            article_id=first.article_id,
            title=first.title,
            article=self.generation.article(first.article_id).text,
        )

    def _allowed(self, readings: Sequence[Reading]) -> list[Reading]:
        """Those of the sections asked for: a byline or a lead was put in unasked."""
        wanted = self.sections
        return [r for r in readings if wanted is None or r.sentence.section in wanted]

    def _quotes(
        self, question: Question, readings: Sequence[Reading], spans: Mapping[Sentence, Scores]
    ) -> list[Quote]:
        @cache  # the first is asked for twice where another article may say otherwise
        def short_answer_of(reading: Reading) -> Span | None:
            return self._short_answer(question, reading.sentence, spans)

        def marked(reading: Reading) -> str | None:
            span = short_answer_of(reading)
            return reading.sentence.text[slice(*span)] if span else None

        kept = chosen(question, readings, marked)
        if not kept:
            return []
        quoted = with_context(question, kept, _sentences_of(self.store, self.generation))
        # The short answer is marked in the first quote; the others are there to be read whole.
        own, whole = kept[0].sentence, quoted[0].sentence
        short = short_answer_of(kept[0])
        if short is not None and answers_as_a_list(question, whole.text, short[0]):
            short = None
        elif whole is not own and (short is None or begins_by_pointing(own, short)):
            short = self._short_answer(question, whole, spans)
        elif short is not None:
            short = short[0] + own.start - whole.start, short[1] + own.start - whole.start
        return [
            _quote(self.generation, reading, number, short if number == 1 else None)
            for number, reading in enumerate(quoted, 1)
        ]

    def _short_answer(
        self, question: Question, sentence: Sentence, spans: Mapping[Sentence, Scores]
    ) -> Span | None:
        if self.head is not None:
            return self.head.span(question.text, sentence.text)

        def second(probability: float) -> Scores | None:
            known = spans.get(sentence)
            return read_alone(question, sentence, probability) if known is None else known

        return short_answer(question, sentence, self.generation.lexical.rarity, second)


def _milliseconds(since: float) -> float:
    return round(1000 * (perf_counter() - since), 3)


@lru_cache(maxsize=2)
def _sentences_of(store: Store, generation: Generation) -> Sentences:
    return Sentences(generation, store.embedder)


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


def _text_of(quotes: Sequence[Quote], asked: bool) -> str:
    if not quotes:
        return NO_ANSWER if asked else NO_QUESTION
    before, short, _ = quotes[0].parts
    return short or before


def as_fields(answer: Answer) -> dict[str, Any]:
    """The answer in plain fields, as JSON holds it; `understood` only where it says something."""
    fields = asdict(answer)
    if answer.understood is None:
        del fields["understood"]
    return fields
