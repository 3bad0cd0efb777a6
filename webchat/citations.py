"""The address of a place in an article, as it stands in a link of the page, and back."""

from dataclasses import dataclass
from urllib.parse import quote, unquote
from zlib import crc32

PREFIX = "#cite:"
ARTICLE_PREFIX = "#article:"


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage of an article, and in it, where there is one, the short answer."""

    article_id: str
    start: int  # code points into the article's NFC text
    end: int
    check: str  # checksum of the text that stood there when it was cited
    answer_start: int | None = None
    answer_end: int | None = None

    def link(self) -> str:
        """The address; ASCII, without a character that means something in HTML."""
        answer = () if self.answer_start is None else (self.answer_start, self.answer_end)
        parts = (_quoted(self.article_id), self.start, self.end)
        return PREFIX + ":".join(map(str, (*parts, self.check, *answer)))


def article_link(article_id: str) -> str:
    """The address of a whole article; ASCII, without a character that means something in HTML."""
    return ARTICLE_PREFIX + _quoted(article_id)


def parse_article_link(link: str) -> str:
    """The id of the article that `article_link` wrote.

    Raises:
        ValueError: it is not such a link.
    """
    if not link.startswith(ARTICLE_PREFIX) or len(link) > 4_000:
        raise ValueError("not an article's address")
    return unquote(link.removeprefix(ARTICLE_PREFIX), errors="surrogatepass")


def _quoted(article_id: str) -> str:
    return quote(article_id, safe="", errors="surrogatepass")


def checksum(text: str) -> str:
    """Eight hexadecimal digits that change when the text does."""
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def parse_link(link: object) -> Citation:
    """The citation that `Citation.link` wrote.

    Raises:
        ValueError: it is not such a link.
    """
    if not isinstance(link, str) or not link.startswith(PREFIX) or len(link) > 4_000:
        raise ValueError("not a citation")
    article_id, start, end, check, *answer = link.removeprefix(PREFIX).split(":")
    if len(answer) not in (0, 2):
        raise ValueError("not a citation")
    numbers = [_position(number) for number in (start, end, *answer)]
    return Citation(
        unquote(article_id, errors="surrogatepass"), numbers[0], numbers[1], check, *numbers[2:]
    )


def _position(digits: str) -> int:
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
        raise ValueError(f"{digits[:20]!r} is not a position")
    return int(digits)
