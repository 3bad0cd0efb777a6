"""A turn in, the HTML of its messages out.

A message passes through Gradio's Markdown on its way to the page, so every character of a
question, a quote or a title that could mean something there is written as a character reference,
and a message holds no line break outside its text.
"""

from collections.abc import Collection
from urllib.parse import quote as percent_encoded

from rag import Answer, Passage, Quote
from webchat.chat.turns import Turn
from webchat.citations import Citation, checksum
from webchat.words import Words

ASK_LINK = "#ask:"  # links of the page, which conversations.js acts upon
JUDGE_LINK = "#judge:"
LIKE = "like"

_CERTAIN, _FAIRLY_CERTAIN = 0.8, 0.5  # confidence from which an answer is called so
_DOT = "&#160;·"


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


def waiting_html(sentence: str) -> str:
    """The message that stands where the answer will."""
    return f'<div class="waiting">{escape(sentence)}</div>'


def found_html(passages: Collection[Passage], words: Words) -> str:
    """The message while passages that were found are being read."""
    articles = len({passage.article_id for passage in passages})
    return waiting_html(words.found.format(passages=len(passages), articles=articles))


def trouble_html(sentence: str, question: str | None = None, again: str = "") -> str:
    """The message that says why there is no answer at all; `again` asks the question anew."""
    retry = f' <a class="again" href="{_ask(question)}">{escape(again)}</a>' if question else ""
    return f'<div class="answer"><p class="trouble">{escape(sentence)}{retry}</p></div>'


def answer_html(turn: Turn, words: Words, judging: int | None = None) -> str:
    """The message that answers: the short answer, the quotes, how sure it is, how long it took.

    `judging` is the number of the turn where readers are asked what they think of it.
    """
    answer = turn.answer
    above = _understood(answer, words) + _scope(turn, words)
    if answer.answered:
        quotes = "".join(_quote(quote, turn.dates, words) for quote in answer.quotes)
        said = f'{_short(answer)}<p class="over">{escape(words.quotes)}</p>'
        said += f'<ol class="quotes">{quotes}</ol>'
        foot = _foot(_certainty(answer.confidence, words), _time(answer, words))
    else:
        said = _refusal(answer, turn.dates, words)
        foot = _foot(_time(answer, words))
    judge = "" if judging is None else _judge(judging, turn.said_of_it, words)
    return f'<div class="answer">{above}{said}{foot}{judge}</div>'


def certainty(confidence: float, words: Words) -> str:
    """A confidence (0..1) in words."""
    if confidence >= _CERTAIN:
        return words.certain
    return words.fairly_certain if confidence >= _FAIRLY_CERTAIN else words.uncertain


def _understood(answer: Answer, words: Words) -> str:
    if answer.understood is None:
        return ""
    before, _, after = words.understood.partition("{asked}")
    link = f'<a class="alone" href="{_ask(answer.understood)}" title="{escape(words.ask_alone)}">'
    said = f"{escape(before)}{link}{escape(answer.understood)}</a>{escape(after)}"
    return f'<p class="understood">{said}</p>'


def _scope(turn: Turn, words: Words) -> str:
    scope = turn.scope
    limits = [
        words.scope_articles.format(n=len(scope.articles)) if scope.articles else "",
        words.own_text.lower() if scope.own_text else "",
        words.scope_since.format(day=scope.since) if scope.since else "",
        words.scope_until.format(day=scope.until) if scope.until else "",
    ]
    told = ", ".join(filter(None, limits))
    return f'<p class="scope">{escape(words.scope.format(limits=told))}</p>' if told else ""


def _ask(question: str) -> str:
    return ASK_LINK + percent_encoded(question, safe="", errors="replace")


def _short(answer: Answer) -> str:
    if not answer.quotes or answer.quotes[0].answer_start is None:
        return ""
    return f'<p class="short">{escape(answer.text)}</p>'


def _quote(quote: Quote, dates: dict[str, str], words: Words) -> str:
    citation = Citation(
        quote.article_id, quote.start, quote.end, checksum(quote.text),
        quote.answer_start, quote.answer_end,
    )  # fmt: skip
    date = dates.get(quote.article_id)
    place = _place(quote, quote.source, date, words)
    link = _link(citation, place, words)
    return (
        f'<li class="quote"><span class="number">{quote.number}</span>'
        f'<span class="said">{_marked(quote)}</span>{link}</li>'
    )


def _marked(quote: Quote) -> str:
    before, short, after = map(escape, quote.parts)
    return f"{before}<mark>{short}</mark>{after}" if short else before


def _refusal(answer: Answer, dates: dict[str, str], words: Words) -> str:
    sentence = f'<p class="refusal">{escape(words.reply(answer.text))}</p>'
    if not answer.passages:
        return sentence
    nearest = "".join(_passage(passage, dates, words) for passage in answer.passages)
    looked_for = _looked_for(answer, words)
    over = f'<p class="over">{escape(words.nearest)}</p>'
    return f'{sentence}{looked_for}{over}<ul class="near">{nearest}</ul>'


def _looked_for(answer: Answer, words: Words) -> str:
    said = words.looked_for.format(asked=answer.understood or answer.question)
    return f'<p class="looked">{escape(said)}</p>'


def _passage(passage: Passage, dates: dict[str, str], words: Words) -> str:
    citation = Citation(passage.article_id, passage.start, passage.end, checksum(passage.text))
    date = dates.get(passage.article_id)
    place = _place(passage, None, date, words)
    said = f'<span class="said">{escape(passage.text)}</span>'
    return f"<li>{_link(citation, said + place, words)}</li>"


def _place(cited: Quote | Passage, source: str | None, date: str | None, words: Words) -> str:
    kind = "related" if cited.section == "teaser" else "own"
    said = f'<span class="title">{escape(cited.title or cited.article_id)}</span>{_DOT} '
    for name, fact in (("source", source), ("date", date)):
        if fact:
            said += f'<span class="{name}">{escape(fact)}{_DOT}</span> '
    return f'{said}<span class="label {kind}">{escape(words.section(cited.section))}</span>'


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


def _judge(turn: int, said: str | None, words: Words) -> str:
    if said is not None:
        return f'<p class="judge" role="status">{escape(words.judged)}</p>'
    links = " ".join(
        f'<a href="{JUDGE_LINK}{turn}:{percent_encoded(reason)}">{escape(label)}</a>'
        for reason, label in words.judgements.items()
    )
    return f'<p class="judge"><span>{escape(words.judge)}</span> {links}</p>'
