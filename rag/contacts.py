"""A question for a telephone number or an e-mail address in, those of a sentence out."""

import re

from rag.language.words import Words
from rag.questions import Question
from rag.sentences import Sentence
from vectorstore.vietnamese import Span

# What asks for one, and the form that it has.
_CONTACTS = (
    (
        Words(r"số (?:điện thoại|đường dây nóng|hotline)"),
        re.compile(r"(?<!\d)(?:\+84|0\d|1[89]00)[\d .]{4,12}\d"),
    ),
    (Words(r"e-?mail|gmail|thư điện tử"), re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
)


def asked_contacts(question: Question, sentence: Sentence) -> list[Span] | None:
    """Where those asked for stand, from the sentence's start; None if none is asked for."""
    for asks, form in _CONTACTS:
        if asks.first(question.text, question.accented):
            return [found.span() for found in form.finditer(sentence.text)]
    return None
