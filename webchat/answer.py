"""An answer in, the HTML of its message out.

A message passes through Gradio's Markdown on its way to the page, so every character of a
question, a quote or a title that could mean something there is written as a character reference,
and a message holds no line break outside its text.
"""

import re
from collections.abc import Iterable
from html import unescape

from rag import Answer, Passage, Quote
from rag.labels import SECTION_LABELS
from vectorstore.articles import SectionKind
from webchat.citations import Citation, checksum
from webchat.words import Words

_CERTAIN, _FAIRLY_CERTAIN = 0.8, 0.5  # confidence from which an answer is called so
_NEAREST = 3  # passages offered where there is no answer
_DOT = "&#160;·"
_ASKED = re.compile(r'<div class="asked">([^<]*)</div>')


def escape(text: str) -> str:
    """The text for HTML inside Markdown: all but letters, digits and spaces as references."""
    return "".join(map(_reference, text))


def _reference(c: str) -> str:
    if c.isalnum() or c == " " or "\x80" <= c <= "\x9f":  # HTML reads &#128; as another character
        return c
    return "\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else f"&#{ord(c)};"


def question_html(question: str) -> str:
    """The message in which the question stands."""
    return f'<div class="asked">{escape(question)}</div>'


def asked_in(messages: Iterable[object]) -> list[str]:
    """The questions of a conversation, oldest first, as the page hands its messages back.

    Whatever form Gradio gives a message, the question's own element stands in it unchanged.
    """
    return [unescape(asked) for message in messages for asked in _ASKED.findall(str(message))]


def trouble_html(sentence: str) -> str:
    """The message that says why there is no answer at all."""
    return f'<div class="answer"><p class="trouble">{escape(sentence)}</p></div>'


def answer_html(answer: Answer, words: Words) -> str:
    """The message that answers: the short answer, the quotes, how sure it is, how long it took."""
    understood = _understood(answer, words)
    if not answer.answered:
        foot = _foot(_time(answer, words))
        return f'<div class="answer">{understood}{_refusal(answer, words)}{foot}</div>'
    quotes = "".join(_quote(quote, words) for quote in answer.quotes)
    foot = _foot(_certainty(answer.confidence, words), _time(answer, words))
    label = escape(words.quotes)
    return (
        f'<div class="answer">{understood}{_short(answer)}'
        f'<p class="over">{label}</p><ol class="quotes">{quotes}</ol>{foot}</div>'
    )


def certainty(confidence: float, words: Words) -> str:
    """A confidence (0..1) in words."""
    if confidence >= _CERTAIN:
        return words.certain
    return words.fairly_certain if confidence >= _FAIRLY_CERTAIN else words.uncertain


def _understood(answer: Answer, words: Words) -> str:
    if answer.understood is None:
        return ""
    return f'<p class="understood">{escape(words.understood.format(asked=answer.understood))}</p>'


def _short(answer: Answer) -> str:
    if not answer.quotes or answer.quotes[0].answer_start is None:
        return ""
    return f'<p class="short">{escape(answer.text)}</p>'


def _quote(quote: Quote, words: Words) -> str:
    citation = Citation(
        quote.article_id, quote.start, quote.end, checksum(quote.text),
        quote.answer_start, quote.answer_end,
    )  # fmt: skip
    place = _place(quote.article_id, quote.title, quote.source, quote.section)
    link = _link(citation, place, words)
    return (
        f'<li class="quote"><span class="number">{quote.number}</span>'
        f'<span class="said">{_marked(quote)}</span>{link}</li>'
    )


def _marked(quote: Quote) -> str:
    before, short, after = map(escape, quote.parts)
    return f"{before}<mark>{short}</mark>{after}" if short else before


def _refusal(answer: Answer, words: Words) -> str:
    sentence = f'<p class="refusal">{escape(answer.text)}</p>'
    if not answer.passages:
        return sentence
    nearest = "".join(_passage(passage, words) for passage in answer.passages[:_NEAREST])
    return f'{sentence}<p class="over">{escape(words.nearest)}</p><ul class="near">{nearest}</ul>'


def _passage(passage: Passage, words: Words) -> str:
    citation = Citation(passage.article_id, passage.start, passage.end, checksum(passage.text))
    place = _place(passage.article_id, passage.title, None, passage.section)
    said = f'<span class="said">{escape(passage.text)}</span>'
    return f"<li>{_link(citation, said + place, words)}</li>"


def _place(article_id: str, title: str, source: str | None, section: SectionKind) -> str:
    label = SECTION_LABELS[section]
    kind = "related" if section == "teaser" else "own"
    said = f'<span class="title">{escape(title or article_id)}</span>{_DOT} '
    if source:
        said += f'<span class="source">{escape(source)}{_DOT}</span> '
    return f'{said}<span class="label {kind}">{escape(label)}</span>'


def _link(citation: Citation, inside: str, words: Words) -> str:
    hint = escape(words.citation_hint)
    return f'<a class="cite" href="{citation.link()}" title="{hint}">{inside}</a>'


def _certainty(confidence: float, words: Words) -> str:
    number = escape(words.certainty.format(percent=round(100 * confidence)))
    said = certainty(confidence, words)
    return f'<span class="sure" title="{number}">{escape(said)}</span>'


def _time(answer: Answer, words: Words) -> str:
    return escape(words.milliseconds.format(n=max(1, round(answer.timings_ms.get("total", 0)))))


def _foot(*parts: str) -> str:
    return f'<p class="foot">{" · ".join(parts)}</p>'
