"""A sentence in, whether it leaves to those before it whom or what it tells of, and these too, out.

"Bà đã vận động 15 chị em.", "Mô hình này giúp 40 hộ thoát nghèo.", "Đây là hội thi thứ năm."
"""

from collections.abc import Sequence

from rag.forms import between, syllables_within
from rag.language.verbs import is_verb, listed
from rag.sentences import LONGEST_QUOTE, Sentence, Sentences
from vectorstore.vietnamese import Span

_PRONOUNS = listed("ông,bà,anh,chị,em,cô,cậu,cụ,chú,bác,thầy,họ,chúng,nó,hắn,đây,đó")
_PLACES = listed("tại đây,ở đây,nơi đây,tại đó,ở đó")
_POINTING = listed("này,ấy,đó")
_AFTER_PRONOUN = _POINTING | {"ta"}
# Words that stand before a verb.
_ADVERBS = listed(
    "cũng,còn,vẫn,luôn,rất,thường,từng,hiện,mới,chỉ,đều,không,chưa,chính,lại,liền,tự,phải,muốn,"
    "mong,nói,tin,thấy,nghĩ,biết"
)
# "Thời gian này", "Bên cạnh đó", "Gia đình bà sau đó": when, or besides what.
_NO_SUBJECT = listed(
    "lúc,khi,hiện,thời,dịp,ngày,hôm,năm,tháng,tuần,đến,từ,sau,trước,trong,ngoài,bên,cùng,do,vì,"
    "theo,nhờ,với,để,qua,kể,giữa,tại,ở,trên,dưới,về,mặc,tuy,nhân,đồng,tiếp"
)
_LONGEST_SUBJECT, _LONGEST_OPENING = 5, 8  # syllables


def led_in(sentence: Sentence, sentences: Sentences) -> Sentence:
    """The sentence with those of its line before it that it points back to, as one.

    Itself where it does not, where these do not tell either or are only the end of a sentence, and
    where all would be too long to quote.
    """
    opening = sentence
    while pointing_subject(opening):
        before = sentences.before(opening)
        if before is None:
            return sentence
        opening = before
    is_whole = not opening.text[0].islower()
    is_short = sentence.end - opening.start <= LONGEST_QUOTE
    if opening is sentence or not (is_whole and is_short):
        return sentence
    return sentences.joined(opening, sentence)


def begins_by_pointing(sentence: Sentence, span: Span) -> bool:
    """Whether a span of the sentence's characters begins with what it points back with."""
    return syllables_within(sentence, span)[0] in pointing_subject(sentence)


def pointing_subject(sentence: Sentence) -> range:
    """The syllables with which it points back: a pronoun, or a noun with "này"; else none.

    It begins with them, or with an opening that names nobody: "Năm 2019, bà đã …".
    """
    words = [sentence.text[slice(*place)] for place in sentence.places]
    if not words or not sentence.text.startswith(words[0]):
        return range(0)
    words[0] = words[0].lower()
    begins = _opening(sentence, words)
    length = _pointing_at(sentence, words, begins)
    if begins and not length:
        begins, length = 0, _pointing_at(sentence, words, 0)
    return range(begins, begins + length)


def _opening(sentence: Sentence, words: Sequence[str]) -> int:
    """How many syllables stand before the first comma, if they are few and none is a name."""
    for i in range(1, min(_LONGEST_OPENING + 1, len(words))):
        if words[i - 1][0].isupper():
            return 0
        if between(sentence, i) == ", ":
            return i
    return 0


def _pointing_at(sentence: Sentence, words: Sequence[str], at: int) -> int:
    """How many syllables point back that begin there."""
    if len(words) < at + 3:
        return 0
    if " ".join(words[at : at + 2]) in _PLACES:
        return 2
    if words[at] in _PRONOUNS:
        if words[at + 1] in _AFTER_PRONOUN:
            return 2
        return int(words[at + 1] in _ADVERBS or is_verb(words, at + 1))
    if words[at] in _NO_SUBJECT:
        return 0
    for i in range(at + 1, min(at + _LONGEST_SUBJECT, len(words))):
        if between(sentence, i) != " " or is_verb(words, i):
            return 0
        if words[i] in _POINTING:
            return 0 if words[i - 1] in _NO_SUBJECT else i + 1 - at
    return 0
