"""A question set in, windows with the tokens at which the answer stands out."""

import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.networks.features import cover
from rag.question_files import Asked, QuestionSet
from rag.questions import Question, analyse, topic_words
from rag.sentences import Sentence
from rag.windows import Window, window_of
from training.slips import with_slips
from training.span_examples import Rarity, sentence_with_answer, sentences_of, spans_in
from vectorstore.vietnamese import fold

_SHOWN = 3  # sentences; in use up to five, as there is room
_AS_WRITTEN, _UNACCENTED = 0.6, 0.25  # of the questions; the others have slips
_BROUGHT_IN = 0.85  # of the answering sentences that are not among the best
_WITHOUT_ANSWER = 0.15  # of the answerable questions, asked once more where no answer stands
_FROM_OWN = 0.5  # of these, those asked of their own paragraph without the answering sentences
_HELD_OUT = 8  # of so many paragraphs one,
_BEGINNING = 200  # by so many characters of it


@dataclass(frozen=True, slots=True, eq=False)
class WindowExample:
    """A window, and at which of its tokens the answer begins and ends: both 0 if it holds none."""

    window: Window
    first: int
    last: int


def is_held_out(paragraph: str) -> bool:
    """Whether its questions are left for the confidence to be fitted to."""
    return zlib.crc32(paragraph[:_BEGINNING].encode()) % _HELD_OUT == 0


def window_examples(questions: QuestionSet, seed: int) -> list[WindowExample]:
    """One of each question whose paragraph is not held out, and some where no answer stands."""
    chance = random.Random(seed)
    rarity = Rarity(questions.paragraphs.values())
    ids = list(questions.paragraphs)
    numbers = {article: number for number, article in enumerate(ids)}
    found = []
    for asked in questions.questions:
        text = questions.paragraphs[asked.article or ""]
        if is_held_out(text):
            continue
        question = analyse(_form(asked.question, chance))
        said = _by_cover(question, sentences_of(text), rarity)
        if not asked.answers:
            found.append(WindowExample(window_of(question, said[:_SHOWN]), 0, 0))
            continue
        answering = sentence_with_answer(asked, text)
        if answering is None:
            continue
        if answering not in said[:_SHOWN] and chance.random() < _BROUGHT_IN:
            said.remove(answering)
            said.insert(chance.randrange(_SHOWN), answering)
        window = window_of(question, said[:_SHOWN])
        found.append(WindowExample(window, *_place(window, answering, asked)))
        if chance.random() < _WITHOUT_ANSWER:
            if chance.random() >= _FROM_OWN:
                other = ids[(numbers[asked.article or ""] + chance.choice((-1, 1))) % len(ids)]
                said = _by_cover(question, sentences_of(questions.paragraphs[other]), rarity)
            found += _without_answer(question, said, asked)
    return found


def _form(question: str, chance: random.Random) -> str:
    at = chance.random()
    if at < _AS_WRITTEN:
        return question
    return fold(question) if at < _AS_WRITTEN + _UNACCENTED else with_slips(question, chance)


def _by_cover(
    question: Question, said: Sequence[Sentence], rarity: Callable[[str], float]
) -> list[Sentence]:
    words = topic_words(question, rarity)
    return sorted(said, key=lambda sentence: -cover(words, sentence.folded))


def _place(window: Window, answering: Sentence, asked: Asked) -> tuple[int, int]:
    """The first and last token of the answer; (0, 0) if the window does not reach it."""
    tokens = window.tokens_of(answering)
    spans = spans_in(answering, asked.answers)
    if tokens is None or not spans:
        return 0, 0
    first, end = spans[0]
    return tokens[first].start, tokens[end - 1].stop - 1


def _without_answer(
    question: Question, said: Sequence[Sentence], asked: Asked
) -> list[WindowExample]:
    """A window on the best sentences that hold no answer, unless one stands beside them."""
    silent = [sentence for sentence in said if not asked.is_answered_in(sentence.text)]
    window = window_of(question, silent[:_SHOWN])
    reached = [s for s in said if window.tokens_of(s) and asked.is_answered_in(s.text)]
    return [] if reached or not silent else [WindowExample(window, 0, 0)]
