"""Which of a page's paragraphs are picture captions: by their credit, else by how they read.

The weights are those of a logistic regression over news pages (training/caption_cues.py fits
them again); the score is a log-odds, above zero where a caption is likelier than not.
"""

import math
import re
from itertools import pairwise

from vectorstore.page.lines import Line, key_of
from vectorstore.vietnamese import sentences, syllables

CAPTION_LENGTH = 400  # characters; a longer line is a paragraph, whatever stands in it
UNMARKED_LENGTH = 300  # the same, where nothing but the wording speaks for a caption


def _weights(listed: str) -> dict[str, float]:
    pairs = (entry.rsplit(" ", 1) for entry in listed.split(", "))
    return {cue: float(weight) for cue, weight in pairs}


BIAS = -3.5
# How a line's first syllable speaks for (+) or against (-) a caption
OPENING = _weights(
    "vị +3.1, khu +2.0, chủ +1.8, cảnh +1.5, lãnh +1.4, lực +1.4, phó +1.4, hình +1.3, bí "
    "+1.2, chiếc +1.2, người +1.1, đại +1.0, một +0.9, các +0.8, tổng +0.7, nhiều +0.5, hai "
    "+0.4, ông +0.4, bà +0.3, cùng -0.3, cũng -0.5, ngoài -0.5, về -0.5, được -0.6, với -0.8, "
    "để -0.8, do -0.9, trên -0.9, trong -1.0, vì -1.0, đến -1.2, có -1.3, khi -1.3, nhưng "
    "-1.3, tuy -1.4, sáng -1.5, tại -1.7, chiều -1.8, đây -1.8, theo -1.9, ngày -2.1"
)
# The same for a syllable anywhere else in it
WITHIN = _weights(
    "nơi +1.7, trái +1.4, hôm +0.7, tại +0.6, ảnh +0.6, phải +0.5, ở +0.5, bị +0.4, trong "
    "+0.4, trước +0.4, sau +0.3, được +0.3, các -0.3, số -0.3, và -0.3, về -0.3, đang -0.3, "
    "đầu -0.3, không -0.4, lên -0.4, việc -0.4, vào -0.4, đưa -0.4, chưa -0.5, một -0.5, sự "
    "-0.5, từ -0.5, đến -0.5, chỉ -0.6, hơn -0.6, nhiên -0.6, ra -0.6, cả -0.7, khác -0.7, "
    "nhưng -0.7, nói -0.7, điều -0.7, còn -0.8, nhận -0.8, những -0.8, nên -0.8, sẽ -0.8, có "
    "-0.9, như -0.9, vẫn -0.9, với -0.9, theo -1.1, đây -1.1, đã -1.2, rất -1.3, tôi -1.4, "
    "thì -1.5, biết -1.7, là -1.7, đó -1.8, cũng -2.3, này -2.8"
)
# Its place on the page, its length, its punctuation: see `caption_cues` and `_shape`. The last two
# are set by hand: those news have few official pages and end every caption with a full stop.
SHAPE = _weights(
    "first +3.6, capitals +2.6, shared +2.5, early +1.5, page of paragraphs +1.1, shorter "
    "-0.5, commas -0.7, late -1.3, over 60 -1.6, quoted -1.6, under 60 -2.0, over 100 -2.2, "
    "staged +3.0, unstopped -1.5"
)

_CREDIT = re.compile(
    r"[(\[]\s*(?:nguon )?(?:anh|hinh|photo|video|do hoa|nguon)\b[^()\[\]]{0,120}[)\]]\s*[./]*$"
    r"|[.\s\-–]\s*(?:anh|hinh anh|photo)(?: minh hoa)?\s*:[^:]{1,60}$"
    r"|^(?:anh|hinh|photo|clip|video)(?: minh hoa)?\s*:"
    r"|\banh minh hoa\b.{0,60}$"
)
# What official pages write under the pictures of a meeting
_STAGED = re.compile(
    r"(?:quang|toan) canh (?!bao)|mot goc |(?:hinh )?anh (?!huong)"
    r"|(?:cac )?dai bieu (?:tham |du |chup )"
    r"|.{0,200}\bphat bieu(?: (?:khai mac|be mac|chi dao|ket luan|y kien))?"
    r"(?: (?:tai|o) (?:\w+ ){0,3}\w+)? ?\.?$"
    r"|.{0,200}\b(?:chup anh|tang qua|trao qua|trao tang) luu niem\b"
)
_SPEECH = re.compile(r"^[-–—•*+\"“]|[?!:;,\"”]$")  # said, asked or listed, not shown
_STAGED_LENGTH = 200
# Two pictures of one series: lone lines this alike with one paragraph, this much longer, between
_SERIES_SHARE = 0.3
_SERIES_RATIO = 1.8
_TELLING = frozenset(word for word, weight in WITHIN.items() if weight < -0.6)


def has_credit(line: Line) -> bool:
    """A picture's credit stands in the line: "(Ảnh: PV/Vietnam+)"."""
    return len(line.text) <= CAPTION_LENGTH and _CREDIT.search(line.key) is not None


def caption_scores(paragraphs: list[str]) -> list[float]:
    """How likely each paragraph under a page's lead is an unmarked caption, as a log-odds.

    Minus infinity where it can't be one: several sentences, too long, or what someone says.
    """
    scores = [
        -math.inf if cues is None else BIAS + sum(_weight(cue) * cues[cue] for cue in cues)
        for cues in caption_cues(paragraphs)
    ]
    for at in range(len(paragraphs) - 2):
        if -math.inf not in (scores[at], scores[at + 2]) and _is_series(*paragraphs[at : at + 3]):
            scores[at], scores[at + 2] = abs(scores[at]), abs(scores[at + 2])
    return scores


def caption_cues(paragraphs: list[str]) -> list[dict[str, float] | None]:
    """What speaks for or against each paragraph being a caption; None where it can't be one."""
    counts = [len(sentences(text[: 4 * CAPTION_LENGTH])) for text in paragraphs]
    words = [syllables(text[: 4 * CAPTION_LENGTH]) for text in paragraphs]
    lengths = sorted(len(text) for text in paragraphs)
    long = lengths[3 * len(lengths) // 4] if lengths else 0  # the upper quartile
    several = sum(count > 1 for count in counts) / max(1, len(counts))
    found: list[dict[str, float] | None] = []
    for at, text in enumerate(paragraphs):
        if counts[at] != 1 or not words[at] or len(text) > UNMARKED_LENGTH or _SPEECH.search(text):
            found.append(None)
            continue
        cues = {f"opening {word}": 1.0 for word in words[at][:1] if word in OPENING}
        cues |= {f"within {word}": 1.0 for word in WITHIN.keys() & set(words[at][1:])}
        cues |= _shape(text, words[at])
        cues["staged"] = float(_is_staged(text))
        cues["unstopped"] = float(not text.endswith((".", ")", "…")))
        cues["first"] = float(at == 0)
        cues["early"] = float(at in (1, 2))
        cues["late"] = float(at >= len(paragraphs) - 2)
        cues["shorter"] = max(-2.0, min(0.0, math.log(len(text) / long)))
        cues["page of paragraphs"] = several
        cues["shared"] = max(
            (
                _shared(words[at], words[near])
                for near in (at - 1, at + 1)
                if 0 <= near < len(words)
            ),
            default=0.0,
        )
        found.append(cues)
    return found


def _weight(cue: str) -> float:
    kind, _, word = cue.partition(" ")
    if kind == "opening":
        return OPENING.get(word, 0.0)
    return WITHIN.get(word, 0.0) if kind == "within" else SHAPE.get(cue, 0.0)


def _shape(text: str, words: list[str]) -> dict[str, float]:
    """Cues of length (in logarithms, from 60 and 100 characters on) and of punctuation."""
    return {
        "under 60": max(0.0, math.log(60 / len(text))),
        "over 60": max(0.0, math.log(len(text) / 60)),
        "over 100": max(0.0, math.log(len(text) / 100)),
        "capitals": sum(word[0].isupper() for word in text.split()) / len(words),
        "quoted": float(any(mark in text for mark in '"“”')),
        "commas": float(min(text.count(","), 3)),
    }


def _is_staged(text: str) -> bool:
    return len(text) <= _STAGED_LENGTH and _STAGED.match(key_of(text)) is not None


def _is_series(line: str, between: str, other: str) -> bool:
    """Whether two lines show the same: alike, apart, and neither tells how the story goes on."""
    if len(between) < _SERIES_RATIO * max(len(line), len(other)):
        return False
    words, others = syllables(line), syllables(other)
    return (
        _TELLING.isdisjoint(words + others)
        and min(_shared(words, others), _shared(others, words)) > _SERIES_SHARE
    )


def _shared(words: list[str], others: list[str]) -> float:
    """The share of a line's syllable pairs that a neighbour repeats: it names what it shows."""
    pairs = set(pairwise(words))
    return len(pairs & set(pairwise(others))) / max(1, len(pairs))
