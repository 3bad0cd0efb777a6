"""A question set in, its questions as they are asked, and what is read for each, out.

Questions without an answer come from three places: questions written to have none; an answerable
one asked of every article but its own; and one whose name or number is changed for another of its
kind.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.evaluation import store_for
from rag.language.person_names import UPPER
from rag.language.places import COUNTRIES, PLACES, PROVINCES
from rag.question_files import Asked, QuestionSet
from rag.questions import Question, analyse
from rag.quoting import chosen
from rag.reading import Reading, read
from rag.retrieval import Passage, retrieve
from rag.sentences import Sentences
from training.slips import with_slips
from vectorstore.settings import load_settings
from vectorstore.vietnamese import fold

_PASSAGES = 8
_UNANSWERABLE = 0.3  # the weight of a made question without an answer: there are two to each
# A name (two capitalised syllables or more) or a number, but not at the question's start.
_NAME = re.compile(rf"(?<=\s)(?:[{UPPER}]\w*(?:\s[{UPPER}]\w*)+|\d[\d.,/]*\d)")
_PLACES = {"province": PROVINCES, "country": COUNTRIES, "place": PLACES}
_TRIED = 20  # names, in search of one that an article does not hold
_YEAR = re.compile(r"1[89]\d\d|20\d\d")


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it is asked, of which articles, and how much that counts."""

    asked: Asked
    text: str
    articles: Collection[str] | None  # None: all
    weight: float


def askings_of(questions: QuestionSet, *, own_only: bool = False) -> Iterator[Asking]:
    """Every question, and ones without an answer made of them.

    Of four questions one is asked without accents and one with some of them wrong.

    Where the set has written ones, some are made with `own_only` alone: each question is asked as
    SQuAD 2.0 means it, of its own paragraph, and once more about something else.
    """
    has_written = any(not asked.answers for asked in questions.questions)
    names = names_in(asked.question for asked in questions.questions)
    chance, slips = random.Random(0), random.Random(1)
    for number, asked in enumerate(questions.questions):
        own = {asked.article or ""}
        form = (str, fold, str, partial(with_slips, chance=slips))[number % 4]
        among, weight = (own, 0.5) if own_only else (None, 1.0)
        yield Asking(asked, form(asked.question), among, weight)
        if not asked.answers or (has_written and not own_only):
            continue
        if not own_only:
            others = questions.paragraphs.keys() - own
            yield Asking(asked, form(asked.question), others, _UNANSWERABLE)
        text = questions.paragraphs[asked.article or ""]
        changed = with_another_name(asked.question, names, text, chance)
        if changed is not None:
            silent = replace(asked, answers=())
            yield Asking(silent, form(changed), among, _UNANSWERABLE * weight)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for a question."""

    question: Question
    passages: Sequence[Passage]
    readings: Sequence[Reading]
    rarity: Callable[[str], float]


def readings_of(
    askings: Iterable[Asking], questions: QuestionSet
) -> Iterator[tuple[Asking, Found]]:
    """Each with what is read for it in the paragraphs of its set."""
    with store_for(questions, load_settings()) as store:
        sentences = Sentences(store.generation(), store.embedder)
        rarity = store.generation().lexical.rarity
        for asking in askings:
            question = analyse(asking.text)
            vector = store.embedder.embed_queries([question.text])[0]
            passages = retrieve(question.text, _PASSAGES, asking.articles, store=store)
            readings = read(question, vector, passages, sentences, rarity)
            yield asking, Found(question, passages, readings, rarity)


def is_right(asking: Asking, question: Question, readings: Sequence[Reading]) -> bool:
    """Whether one of the sentences that would be quoted answers."""
    asked = asking.asked
    quoted = [reading.sentence for reading in chosen(question, readings, lambda _: None)]
    return any(s.article_id == asked.article and asked.is_answered_in(s.text) for s in quoted)


def names_in(questions: Iterable[str]) -> dict[str, list[str]]:
    """The names and numbers that questions name, by kind."""
    found: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        for name in _NAME.findall(question):
            found[_kind_of(name)].append(name)
    return found


def with_another_name(
    question: str, names: Mapping[str, Sequence[str]], article: str, chance: random.Random
) -> str | None:
    """The question about something else of the same kind, of which its article is silent.

    A province is changed for a province, a year for one of the five before and after it. None if
    the question names nothing, or no other was found.
    """
    found = _NAME.findall(question)
    if not found:
        return None
    name = chance.choice(found)
    kind = _kind_of(name)
    others: Sequence[str] = _years_around(name) if kind == "year" else names.get(kind, [])
    held = fold(f"{question} {article}")
    some = chance.sample(others, min(_TRIED, len(others)))
    other = next((other for other in some if fold(other) not in held), None)
    return None if other is None else question.replace(name, other)


def _years_around(year: str) -> list[str]:
    return [str(int(year) + by) for by in range(-5, 6)]


def _kind_of(name: str) -> str:
    if _YEAR.fullmatch(name):
        return "year"
    if name[0].isdigit():
        return "number"
    folded = fold(name)
    return next((kind for kind, places in _PLACES.items() if folded in places), "name")
