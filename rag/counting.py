"""What a question counts or measures, and the amounts of it that a sentence holds."""

import re
from bisect import bisect_left
from functools import lru_cache

from rag.contacts import asked_contacts
from rag.forms import amounts
from rag.language.words import Words
from rag.questions import Question
from rag.sentences import Sentence
from vectorstore.vietnamese import Span, fold, with_pairs

_ASKED_UNIT = re.compile(r"\b(?:bao nhieu|may)\s+([^\W\d_]+)")  # in folded text
_NO_UNIT = frozenset(
    "la the vay nhi a gio roi mot moi trong cho o tai so voi vao tu den khi theo thi de va".split()
)
_AFTER_AMOUNT = 3  # syllables in which the unit follows


def _unit(written: str) -> re.Pattern[str]:
    """A unit in its ways of being written, where an amount with its scale ends."""
    return re.compile(rf"\W*(?:{written})(?!\w)", re.IGNORECASE)


CURRENCY = _unit(r"đồng|usd|đô(?:[ -]?la)?(?! thị)|euro|eur|vnd|nhân dân tệ|tệ|yên|bảng|won")
_SUM = _unit(rf"(?:{CURRENCY.pattern})|(?<=triệu)|(?<=tỷ)|(?<=tỉ)")
_RATE = _unit(r"(?<=%)|phần (?:trăm|nghìn|mười)")
_SIZE = _unit(
    r"[kcm]?m[23²³]?|mét|ki-?lô-?mét|kilomet|cây số|hải lý|dặm|phân|ha|h[eé]c-?ta|mẫu|sào|công đất"
)
_WEIGHT = _unit(r"kg|ki-?lô-?gam|tấn|tạ|yến|lạng|cân|gam|g")
_SPELL = _unit(
    r"(?<=năm)|giây|phút|giờ|tiếng|ngày|hôm|đêm|tuần|tháng|quý|năm|học kỳ|thập kỷ|thế kỷ"
)
# Of "bao nhiêu người" also "37 cán bộ" is an amount.
_PEOPLE = frozenset(
    "nguoi dan em chau cu khach linh tre nan_nhan lao_dong canh_sat tu_nhan pham_nhan"
    " hanh_khach du_khach hoc_sinh sinh_vien thi_sinh nu_sinh nam_sinh giao_vien can_bo"
    " nhan_vien cong_nhan quan_nhan chien_si chien_binh binh_si thanh_vien hoi_vien doan_vien"
    " nghi_pham doi_tuong bi_cao bi_can benh_nhan thuyen_vien cu_dan cu_tri ngu_dan dai_bieu"
    " phu_nu tai_xe luat_su bac_si nghe_si van_dong cau_thu khan_gia".split()
)
# The unit asked for, folded, may be written in several ways.
_WRITTEN = {
    unit: written
    for units, written in (
        ("dong tien trieu ty ti usd euro", _SUM),
        ("phan", _RATE),
        ("m km met ki kilomet cay ha hecta hec", _SIZE),
        ("kg tan ta gam", _WEIGHT),
    )
    for unit in units.split()
}
# Where the question names no unit, what it measures tells those that an answer has.
_MEASURED = (
    (Words(r"bao (?:nhiêu )?lâu|thời gian"), _SPELL),
    (Words(r"tỷ lệ|tỉ lệ|xác suất"), _RATE),
    (
        Words(
            r"lương|tiền|trị giá|tổng giá trị|(?<!tham )(?<!quốc )(?<!đánh )giá(?! đình)(?! trị)"
            r"|kinh phí|ngân sách|vốn|chi phí|học phí|viện phí|lệ phí|thu nhập|doanh thu|doanh số"
            r"|lợi nhuận|mức phạt"
        ),
        _SUM,
    ),
    (
        Words(r"diện tích|bao xa|(?:dài|cao|rộng|sâu|cách|xa) (?:\w+ )?bao nhiêu|(?:dài|cao) bao"),
        _SIZE,
    ),
    (Words(r"trọng lượng|khối lượng|cân nặng|nặng (?:\w+ )?bao nhiêu"), _WEIGHT),
)


def counted_amounts(question: Question, sentence: Sentence) -> list[Span] | None:
    """The amounts of what is counted: of "bao nhiêu suất quà" those like "50 suất quà".

    None if the question does not count, or does not say what.
    """
    if question.kind != "quantity":
        return None
    contacts = asked_contacts(question, sentence)
    if contacts is not None:
        return contacts
    unit, written = counted_unit(question), _written(question)
    if written is not None:
        return [span for span in amounts(sentence) if written.match(sentence.text, span[1])]
    if unit is not None:
        units = _PEOPLE if unit == "nguoi" else {unit}
        return [s for s in amounts(sentence) if not units.isdisjoint(_words_after(sentence, s[1]))]
    return None


def counted_unit(question: Question) -> str | None:
    """The folded word for what is counted, "suat" of "bao nhiêu suất quà"; None if it is unsaid."""
    found = _asked_unit(question)
    return found[1] if found else None


def asks_money(question: Question) -> bool:
    """Whether a sum is asked for: "bao nhiêu tiền", "lương … là bao nhiêu"."""
    return _written(question) is _SUM


@lru_cache(maxsize=256)  # asked of every sentence
def _asked_unit(question: Question) -> re.Match[str] | None:
    if question.kind != "quantity" or question.asking_part is None:
        return None
    found = _ASKED_UNIT.search(fold(question.text), question.asking_part[0])
    return found if found and found[1] not in _NO_UNIT else None


@lru_cache(maxsize=256)
def _written(question: Question) -> re.Pattern[str] | None:
    """What stands after an amount of what is measured; None where things are counted."""
    unit, text = _asked_unit(question), question.text
    if unit is not None and unit[1] in _WRITTEN:
        return _WRITTEN[unit[1]]
    for measured, written in _MEASURED:
        found = measured.first(text, question.accented)
        if found and (unit is None or found.start() == unit.start(1)):
            return written
    return None


def _words_after(sentence: Sentence, end: int) -> list[str]:
    """The folded syllables, and pairs of them, that follow an amount."""
    first = bisect_left(sentence.places, (end, end))
    return with_pairs(list(sentence.folded_terms[first : first + _AFTER_AMOUNT]))
