"""News in, questions with known answers out: what a sentence says, asked for in its own words.

Some are whole clauses turned into questions (`rag/suggesting/`). The others are rougher, and more.
Vietnamese asks in place: "Ông An trao 50 suất quà" becomes "Ai trao 50 suất quà" or "Ông An trao
bao nhiêu suất quà". So a rough one is a sentence with one span replaced by the word that asks for
such a span, shortened around it, and with some of its words left out.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language.person_names import FAMILY_NAMES
from rag.language.places import PLACES
from rag.question_files import Asked, QuestionSet
from rag.suggesting.asking import wordings
from training.news import NewsArticle, paragraphs
from vectorstore.vietnamese import Span, fold, sentences, syllables, unify

_LEAST_WORDS, _MOST_WORDS = 5, 22  # syllables of a question
_BEFORE_PLACE = frozenset("tai o tu den den ve".split())
_LONGEST_ANSWER = 14  # syllables
_LEFT_OUT = 0.05  # the share of a question's words that are dropped
_MOST_QUESTIONS = 3  # from one article
_MOST_WHOLE = 2  # beside them
_BREAK = re.compile(r"[,;:()–]|\s-\s")
_NUMBER = re.compile(r"(?:(?:hơn|gần|trên|khoảng)\s+)?\d+(?:[.,]\d+)*(?:\s+(?:nghìn|triệu|tỷ))?")
_DATE = re.compile(
    r"(?:(?:sáng|trưa|chiều|tối|đêm)\s+)?(?:ngày\s+)?\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?"
    r"|(?:ngày\s+\d{1,2}\s+)?tháng\s+\d{1,2}(?:\s+năm\s+\d{4}|/\d{4})?|năm\s+\d{4}",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“([^”]{4,120})”|\"([^\"]{4,120})\"")
_REASON = re.compile(r"(?<=\s)(?:do|vì|bởi vì|nhờ)\s+([^,.;]{15,120})")
_PURPOSE = re.compile(r"(?<=\s)(?:để|nhằm)\s+([^,.;]{15,120})")
_PLACE = re.compile(
    r"(?<=\s)(?:tại|ở)\s+([^,.;:()]{4,60}(?:,\s*(?:huyện|tỉnh|xã|TP)\s[^,.;:()]{3,30})*)"
)
_IS = re.compile(r"(?<=\s)là\s+([^,.;:()]{8,90})")


@dataclass(frozen=True, slots=True)
class _Blank:
    span: Span  # the answer, from the sentence's start
    removed: Span  # what the asking word stands for: the answer with its preposition
    asks: str


def questions_from(articles: Sequence[NewsArticle], seed: int = 0) -> QuestionSet:
    """Questions on the bodies of the articles; half are asked in the words of a title or lead.

    Each paragraph of 400 to 900 characters is an article of its own, as in other question sets.
    """
    chance = random.Random(seed)
    asked: list[Asked] = []
    known: dict[str, str] = {}
    for number, article in enumerate(articles):
        ids = []
        for first, last in paragraphs(article.body):
            ids.append(f"a{number:05}-{first:03}")
            known[ids[-1]] = "\n".join(article.body[first:last])
        found = list(_of_article(article, ids, known, chance))
        chance.shuffle(found)
        asked += found[:_MOST_QUESTIONS]
        whole = list(_whole(ids, known))
        asked += chance.sample(whole, min(_MOST_WHOLE, len(whole)))
    numbered = [Asked(str(n), q.question, q.article, q.answers) for n, q in enumerate(asked)]
    return QuestionSet(numbered, known)


def _of_article(
    article: NewsArticle, ids: Sequence[str], known: dict[str, str], chance: random.Random
) -> Iterator[Asked]:
    for paragraph in ids:
        text = known[paragraph]
        inside = [text[a:b] for a, b in sentences(text)]
        if inside:
            sentence = chance.choice(inside)
            yield from _asked(sentence, paragraph, known[paragraph], chance)
    for sentence in [article.title, *(article.lead[a:b] for a, b in sentences(article.lead))]:
        for blank in _blanks(sentence):
            answer = sentence[slice(*blank.span)]
            if len(answer) < 4:
                continue
            words = _content(sentence[: blank.span[0]] + sentence[blank.span[1] :])
            for paragraph in ids:
                for a, b in sentences(known[paragraph]):
                    said = known[paragraph][a:b]
                    if answer in said and len(words & _content(said)) * 3 >= len(words):
                        question = _question(sentence, blank, chance)
                        if question:
                            yield Asked("", question, paragraph, (answer,))
                        break


def _whole(ids: Sequence[str], known: dict[str, str]) -> Iterator[Asked]:
    """The questions that would be suggested for the paragraphs: "Bà Lan là ai?" is among them."""
    for paragraph in ids:
        for start, end in sentences(known[paragraph]):
            sentence = known[paragraph][start:end]
            for made in wordings(sentence):
                yield Asked("", made.question, paragraph, (sentence[slice(*made.answer)],))


def _asked(sentence: str, paragraph: str, text: str, chance: random.Random) -> Iterator[Asked]:
    blanks = list(_blanks(sentence))
    if blanks:
        blank = chance.choice(blanks)
        question = _question(sentence, blank, chance)
        if question:
            yield Asked("", question, paragraph, (sentence[slice(*blank.span)],))


def _content(text: str) -> set[str]:
    return {w for w in map(fold, syllables(text)) if len(w) > 2}


def _question(sentence: str, blank: _Blank, chance: random.Random) -> str | None:
    """The sentence with the span asked for, cut at breaks around it to a question's length."""
    before, after = sentence[: blank.removed[0]], sentence[blank.removed[1] :]
    left = re.split(_BREAK, before)
    right = re.split(_BREAK, after)
    kept_left, kept_right = left.pop(), right.pop(0)
    while (left or right) and len((kept_left + kept_right).split()) < _LEAST_WORDS + 2:
        if left and (not right or chance.random() < 0.5):
            kept_left = left.pop() + " " + kept_left
        else:
            kept_right = kept_right + " " + right.pop(0)
    words_before = kept_left.split()[-14:]
    words_after = kept_right.split()[:10]
    if chance.random() < 0.3 and len(words_before) > _LEAST_WORDS + 1:
        words_after = words_after[: chance.randrange(len(words_after) + 1)]
    kept_before = [w for w in words_before if chance.random() > _LEFT_OUT]
    kept_after = [w for w in words_after if chance.random() > _LEFT_OUT]
    asks = blank.asks
    if asks == "là ai":
        kept_after = []
    if asks in ("Khi nào", "khi nào", "ở đâu", "Vì sao", "vì sao") and chance.random() < 0.6:
        words = kept_before + kept_after  # "khi nào" and "vì sao" stand first or last as well
        words = [asks, *words] if chance.random() < 0.5 and asks != "ở đâu" else [*words, asks]
    else:
        words = [*kept_before, asks, *kept_after]
    text = " ".join(words).strip(' .,;:-–“”"')
    if not _LEAST_WORDS <= len(text.split()) <= _MOST_WORDS:
        return None
    return text[0].upper() + text[1:] + "?"


def _blanks(sentence: str) -> Iterator[_Blank]:
    for match in _DATE.finditer(sentence):
        asks = "năm nào" if match[0].startswith("năm") else "khi nào"
        start = match.start()
        if sentence[:start].endswith("vào "):
            start -= 4
        yield _Blank(match.span(), (start, match.end()), asks)
    dates = [match.span() for match in _DATE.finditer(sentence)]
    for match in _NUMBER.finditer(sentence):
        of_a_date = any(a < match.end() and match.start() < b for a, b in dates)
        if not of_a_date and sentence[match.end() : match.end() + 2].strip()[:1].isalpha():
            yield _Blank(match.span(), match.span(), "bao nhiêu")
    for match in _QUOTED.finditer(sentence):
        yield _Blank(match.span(match.lastindex or 0), match.span(), "gì")
    for match in _REASON.finditer(sentence):
        yield _Blank(match.span(1), match.span(), "vì sao")
    for match in _PURPOSE.finditer(sentence):
        yield _Blank(match.span(1), match.span(), "để làm gì")
    for match in _PLACE.finditer(sentence):
        if any(c.isupper() for c in match[1]):
            yield _Blank(match.span(1), match.span(), "ở đâu")
    for match in _IS.finditer(sentence):
        yield _Blank(match.span(1), match.span(1), "gì")
    yield from _named(sentence)


def _named(sentence: str) -> Iterator[_Blank]:
    """Names and noun phrases, by the parts of speech."""
    from underthesea import pos_tag

    at = 0
    words: list[tuple[int, int, str]] = []
    for word, tag in pos_tag(sentence):
        at = sentence.find(word, at)
        if at < 0:
            return
        words.append((at, at + len(word), tag))
        at += len(word)
    phrase: list[int] = []
    for i in range(len(words) + 1):
        tag = words[i][2] if i < len(words) else ""
        if tag.startswith(("N", "A")) and (phrase or tag.startswith("N")):
            phrase.append(i)
            continue
        if phrase:
            yield from _of_phrase(sentence, [words[j] for j in phrase])
        phrase = []


def _of_phrase(sentence: str, phrase: list[tuple[int, int, str]]) -> Iterator[_Blank]:
    start, end = phrase[0][0], phrase[-1][1]
    names = [p for p in phrase if p[2] == "Np"]
    before = fold(sentence[:start].rstrip().split(" ")[-1])
    if names and names[-1] is not phrase[-1]:
        return
    if names:
        span = names[-1][:2]
        name = sentence[slice(*span)]
        head = sentence[start : span[0]].strip()
        is_person = unify(name.split()[0]) in FAMILY_NAMES and fold(name) not in PLACES
        if phrase[0][2] == "Nc" and len(phrase) == 2:
            yield _Blank(span, (start, end), "ai")
        elif is_person and head and 1 < len(name.split()) <= 4:
            yield _Blank(span, span, "là ai")
        elif is_person and 1 < len(name.split()) <= 4:
            yield _Blank(span, span, "ai")
        elif head and phrase[0][2] != "Nc":
            yield _Blank(span, span, "nào")
        elif before in _BEFORE_PLACE and not head:
            yield _Blank(span, span, "đâu")
    elif len(phrase) <= 5 and " " in sentence[start:end].strip():
        if phrase[0][2] == "N" and len(phrase) > 1:
            yield _Blank((start, end), (phrase[0][1], end), "nào")
        if len(sentence[start:end].split()) <= _LONGEST_ANSWER:
            yield _Blank((start, end), (start, end), "gì")
