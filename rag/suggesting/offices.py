"""A sentence in, questions about the people it names with their offices out."""

import re
from collections.abc import Iterator
from typing import Literal

from rag.language.offices import OFFICES
from rag.language.person_names import UPPER
from rag.suggesting.clauses import ends_whole, has_verb, opened, person_in
from vectorstore.vietnamese import Span, syllables

_HONORIFIC = r"(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô)"
_OFFICE = (
    r"(?:[Pp]hó\s+)?"
    rf"(?:{'|'.join(f'[{office[0].upper()}{office[0]}]{office[1:]}' for office in OFFICES)}|HLV)"
)
# What a person's name follows.
TITLED = re.compile(rf"{_HONORIFIC}\s|{_OFFICE}\s")
_HELD_OFFICE = re.compile(rf"(?<!\w)({_OFFICE}(?:\s[\w.&-]+)*)")
_INTRODUCED = re.compile(
    rf"(?<!\w)({_HONORIFIC}\s[{UPPER}][\w’'.-]*(?:\s[{UPPER}][\w’'.-]*){{1,4}})"
    rf"(?:,|\s-|\s\()\s*({_OFFICE}\s[^,;:()–“”\"]*?)(?=,|\s-\s|\)|;|\.?$)"
)
_PLAIN_OFFICE = re.compile(
    r"(?:tỉnh|huyện|xã|phường|quận|thành phố|trường|công ty|hội|sở|bộ|cục|ban|phòng|viện|trung tâm"
    r"|nước|UBND|HĐND|đội|câu lạc bộ|CLB|tập đoàn|nhà nước|ngân hàng|thường trực|cơ quan)$",
    re.IGNORECASE,
)


def asked_of_offices(sentence: str) -> Iterator[tuple[str, Literal["person", "office"], Span]]:
    """Who holds each office, and what each is who is introduced: where it says so, too."""
    for found in _INTRODUCED.finditer(sentence):
        named = found[1].strip()
        if len(syllables(found[2])) >= 3:
            yield (f"{opened(named)} là ai?", "office", found.span(2))
    for found in _HELD_OFFICE.finditer(sentence):
        words = list(re.finditer(r"\S+", found[1]))
        for word in words[2:13]:
            name = person_in(found[1][: word.end()], titled=True)
            following = found[1][word.end() :].lstrip()[:1]
            if name is None or following.isupper():
                continue
            office = found[1][: name[0]].strip()
            if len(syllables(found[1][slice(*name)])) < 3 and not found[1][slice(*name)].isascii():
                break
            of_what = re.sub(_OFFICE, "", office, count=1).strip()
            if (
                of_what
                and not has_verb(of_what, first=0)
                and ends_whole(office)
                and not _PLAIN_OFFICE.search(office)
            ):
                start = found.start(1)
                yield (f"{opened(office)} là ai?", "person", (start + name[0], start + name[1]))
            break
