"""What "Còn Lạng Sơn thì sao?" names and the question before it in, that question anew out."""

import re

from rag.dialogue.slots import ROLE, Slot, SlotKind, slots
from rag.language.words import Words
from rag.questions import analyse
from vectorstore.vietnamese import syllables

_FRAME = Words(
    r"^(?:(?:(?:thế|vậy|rồi|và|à)\s+)?còn(?:\s+(?:về|với|như))?|(?:thế|vậy|rồi)(?:\s+thì)?"
    r"(?=\s+(?:ai|bao|khi|ở|tại|vì|do|giai đoạn|năm|tháng|ngày|lúc|mấy|có|ông"
    r"|bà|anh|chị|tỉnh|huyện|xã|thành phố|hội|sở)(?!\w)))"
)
_AND_A_NAME = re.compile(r"(?:Thế|Vậy) (?=\w)")
_THEN = Words(r"thì")
_SO_WHAT = Words(r"thì (?:sao|thế nào)$")
_CONDITION = Words(r"nếu|giả sử|khi|nhỡ|lỡ")


def without_frame(text: str) -> str | None:
    """What stands between "còn …" and "… thì sao", or None if neither is there."""
    bare = unpunctuated(text)
    first, last = _FRAME.first(bare), _SO_WHAT.first(bare)
    named = None if first else _AND_A_NAME.match(bare)
    if named and not bare[named.end()].isupper():
        named = None
    if last and not first and _CONDITION.first(bare):
        return None
    if last:
        bare = bare[: last.start()]
    rest = bare[first.end() :] if first else bare[named.end() :] if named else bare
    asks = analyse(rest).kind != "other"
    # "con" without accents may be a child or an animal, and "Thế" may begin a name.
    unsure = named or (first and not last and not analyse(text).accented)
    if not (first or named or last) or (asks and unsure) or not rest.strip():
        return None
    then = _THEN.first(rest)
    return " ".join((rest[: then.start()] + rest[then.end() :] if then else rest).split())


# Which parts a new one may stand in for, the likeliest first.
_LIKE: dict[SlotKind, tuple[SlotKind, ...]] = {
    "name": ("place", "name", "person"),
    "place": ("place", "name"),
    "person": ("person",),
    "quoted": ("quoted",),
    "time": ("time",),
    "role": ("role",),
    "organisation": ("organisation",),
}
_PREPOSITION = Words(r"^(?:ở|tại|trong|của|cho|với|bên)")


def swapped(rest: str, text: str) -> tuple[str, str]:
    """The question `text` with what `rest` names in the place of the like part, else at its end.

    And what was put in, without the noun before a name.
    """
    preposition = _PREPOSITION.first(rest)
    bare = rest[preposition.end() :].strip() if preposition else rest
    new = next((slot for slot in slots(bare) if (slot.start, slot.end) == (0, len(bare))), None)
    return _put_in(bare, new, text), bare[new.name :] if new else bare


def _put_in(bare: str, new: Slot | None, text: str) -> str:
    office, held = ROLE.first(bare), ROLE.first(text)
    if office and held and office.span(1) == (0, len(bare)):  # "Còn Thứ trưởng?"
        return as_question(text[: held.start()] + bare + text[held.end(1) :])
    old = _like(text, new or Slot("name", 0, len(bare), 0), bare)
    if old and (new or not analyse(bare).accented):
        whole = (new and new.name > 0) or old.kind == "person"
        start = old.start if whole else old.name
        return as_question(text[:start] + (bare if start else upper_first(bare)) + text[old.end :])
    before = unpunctuated(text)
    if new and new.kind in ("time", "place"):
        return as_question(f"{before} {'ở ' if new.kind == 'place' else ''}{bare}")
    return as_question(f"{before}, còn {bare} thì sao")


def _like(text: str, new: Slot, words: str) -> Slot | None:
    """The part of `text` that the new one stands in for: with the same noun, then as long."""
    ranks = {kind: rank for rank, kind in enumerate(_LIKE[new.kind])}
    count = len(syllables(words[new.name :]))
    noun = words[: new.name].lower()
    return min(
        (slot for slot in slots(text) if slot.kind in ranks),
        key=lambda slot: (
            noun != "" and text[slot.start : slot.name].lower() != noun,
            abs(len(syllables(text[slot.name : slot.end])) - count),
            ranks[slot.kind],
            -slot.start,
        ),
        default=None,
    )


def unpunctuated(text: str) -> str:
    """Without punctuation at either end."""
    return text.strip(" ?.!,")


def as_question(text: str) -> str:
    """With a capital and a question mark."""
    return upper_first(unpunctuated(text)) + "?"


def upper_first(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Without a capital, to stand inside a sentence."""
    return text[:1].lower() + text[1:]
