"""An article in, the questions that it asks and answers itself out, those that stand alone."""

import re
from collections.abc import Iterator, Sequence

from rag.language.words import Words
from rag.replies import ASKER, told
from rag.sentences import LONGEST_QUOTE
from vectorstore.articles import Article
from vectorstore.vietnamese import Span, syllables

_MARKER = re.compile(
    rf"\A(?:[-–*•+\s]|\d{{1,2}}[.)]|(?:{ASKER}|câu(?: hỏi)?(?: số)? \d{{1,2}})\s*[:.])+",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[.:;!]\s")  # between a speaker and a question, or two sentences
_LONGEST = 110  # characters
_SHORTEST = 5  # syllables
# Who is spoken to, and what points back to something before.
_LEANS = Words(
    r"thưa|ông|bà(?! mẹ| con)|anh|chị|cô(?! giáo)|chú(?! ý)|bác(?! sĩ)|(?<!trẻ )em|cháu|tôi"
    r"|bạn|chúng ta|họ|nó|này|đó|ấy|kia|vậy|nói trên|còn|xin|ạ|à"
)


def own_questions(article: Article, places: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """Each with where its answer begins to be told, in code points.

    `places` are the article's sentences, without its title.
    """
    before = ""
    for span, asked in told(article.text, places, LONGEST_QUOTE):
        if asked != before:
            question = _MARKER.sub("", asked)
            if _stands_alone(question):
                yield question, span
        before = asked


def _stands_alone(question: str) -> bool:
    return (
        len(question) <= _LONGEST
        and question[:1].isupper()
        and question.find("?") == len(question) - 1
        and not _PARTS.search(question)
        and len(syllables(question)) >= _SHORTEST
        and _LEANS.first(question, accented=True) is None
    )
