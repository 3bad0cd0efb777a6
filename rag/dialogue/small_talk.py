"""What was typed in, a short reply out where it is no question about articles.

Greetings, thanks, sums, code and the like are told by patterns that every part of the input must
match from end to end, so that a question that only begins like one is looked up: "Thời tiết hôm
nay thế nào?" asks about now, "Thời tiết ở Lào Cai ngày bão đổ bộ thế nào?" about the news.
"""

import re
from collections.abc import Mapping

from rag.language.function_words import is_function_word
from rag.language.keystrokes import decoded
from rag.language.syllables import is_syllable
from vectorstore.lexical import LexicalIndex
from vectorstore.vietnamese import fold, has_accents, normalise, syllables, unify

GREETING = (
    "Xin chào! Bạn hãy hỏi về những điều các bài báo đã viết: ai, việc gì, khi nào, ở đâu,"
    " bao nhiêu…"
)
THANKS = "Rất vui được giúp bạn. Khi cần tìm điều gì trong các bài báo, bạn cứ hỏi."
ABOUT = (
    "Đây là Hỏi Báo: bạn đặt câu hỏi, câu trả lời được trích nguyên văn từ các bài báo trong kho."
    " Bạn có thể hỏi ai, việc gì, khi nào, ở đâu, bao nhiêu, vì sao…"
)
SUM = "Hỏi Báo không làm tính, chỉ trích lời các bài báo. Bạn hãy hỏi về một điều được viết ở đó."
NOW = (
    "Hỏi Báo không biết ngày giờ và thời tiết lúc này, chỉ biết những gì các bài báo đã viết."
    " Bạn hãy hỏi về một sự việc trong bài."
)
CODE = "Hỏi Báo không viết và không chạy mã lệnh. Bạn hãy hỏi về nội dung các bài báo."
REQUEST = (
    "Hỏi Báo không sáng tác và không dịch, chỉ trích nguyên văn từ các bài báo."
    " Bạn hãy hỏi về một điều được viết trong bài."
)
UNREADABLE = (
    "Không bài báo nào có những từ này. Bạn hãy đặt một câu hỏi bằng tiếng Việt về nội dung"
    " các bài báo."
)

_LONGEST = 300  # characters
_ME = r"(?:tôi|tui|tớ|mình|em|anh|chị)"
_YOU = r"(?:bạn|bot|chatbot|hỏi báo|(?:hệ thống|ứng dụng|trang|công cụ) này)"
# What may be repeated can be read in one way only, also without accents: of n words that could each
# be read in two ways, a match that fails would try two to the power of n.
_FOR_ME = rf"(?: (?:(?:giúp|hộ|giùm)(?: {_ME})?|cho {_ME})(?: nghe)?)"
_ONE = r"(?: (?:một|1|vài|mấy|cái|đoạn|câu|bài))"
_TODAY = (
    r"(?:(?:ngày )?hôm nay|bây giờ|hiện tại|hiện giờ|hiện nay|lúc này|ngày mai|mai|hôm qua"
    r"|(?:sáng|trưa|chiều|tối|đêm) (?:nay|mai)|tuần này|tuần sau|năm nay|tháng này)"
)
_WEATHER = (
    r"(?:như thế nào|thế nào|ra sao|bao nhiêu độ|(?:có )?(?:mưa|nắng|nóng|lạnh|đẹp)(?: không)?)"
)
_DATE = (
    r"(?:là )?(?:thứ|ngày|mùng|mồng|tháng|năm) (?:mấy|bao nhiêu|gì|nào)(?: (?:âm|dương)(?: lịch)?)?"
)
_PROGRAM = (
    r"(?:code|mã nguồn|mã lệnh|script|hàm(?! lượng)|function|thuật toán|câu lệnh|truy vấn|regex"
    r"|(?:chương trình|phần mềm|app|web|bài tập|đoạn|lệnh) (?:\w+ )*?(?:python|java|javascript|php"
    r"|sql|html|css|c\+\+|c#|excel|pascal))"
)
_WORK = (
    r"(?:thơ|văn|bài thơ|bài văn|đoạn văn|bài luận|bài hát|truyện|email|bức thư|caption|kịch bản)"
)
_STORY = r"(?:chuyện|truyện)(?: (?:cười|vui|hài|ma|cổ tích))"

# Each matches a whole part of the input, with or without the polite words at its ends.
_COURTESIES = {
    GREETING: r"(?:xin ?)?(?:chào|chòa)(?: (?:buổi )?(?:sáng|trưa|chiều|tối))?"
    r"(?: (?:bạn|bot)(?! (?:có )?khỏe))?|(?:bạn )?(?:có )?khỏe (?:không|chứ)"
    r"|hello|helo|hé ?lô|hi|hey|hi there|alo|a lô|rất vui được gặp|how are you"
    r"|good (?:morning|afternoon|evening)",
    THANKS: r"(?:(?:xin|rất|chân thành) )*c[ảá]m ơn|thanks?|thank (?:you|u)|tks|tạm biệt"
    r"|(?:good)?bye|bai bai|hẹn gặp lại|chúc ngủ ngon|oke?|okay|okie|vâng ạ|dạ vâng"
    r"|được rồi|hay quá|giỏi quá|tuyệt vời|tôi hiểu(?: rồi)?",
}
_OTHERS = {
    ABOUT: rf"{_YOU} là (?:ai|người|robot|máy|ai thế|người hay (?:là )?máy)"
    rf"|{_YOU} (?:tên|tên là|có tên là) gì|tên (?:của )?{_YOU} là gì|{_YOU} (?:bao nhiêu|mấy) tuổi"
    rf"|{_YOU} do ai (?:tạo|làm|viết|lập trình)(?: ra)?|ai (?:đã )?(?:tạo|làm) ra {_YOU}"
    rf"|{_YOU} (?:(?:có thể|biết|giúp|hỗ trợ|làm|trả lời|được) ?)+(?:{_ME} )?(?:những )?"
    r"(?:gì|việc gì|câu hỏi nào|điều gì)(?: cho .{1,12})?"
    rf"|{_YOU} (?:dùng|hoạt động) (?:như )?thế nào|cách (?:sử )?dụng|cách dùng"
    r"|hướng dẫn(?: sử dụng)?"
    rf"|{_ME} (?:(?:có thể|nên|được) )*hỏi (?:{_YOU} )?(?:được )?(?:những )?(?:gì|cái gì|điều gì)"
    rf"|(?:hãy )?giúp {_ME}|help|menu|who are you|what can you do|what is this",
    NOW: rf"{_TODAY} (?:trời |thời tiết |ngoài trời )?{_WEATHER}"
    rf"|(?:trời|thời tiết) {_TODAY}(?: {_WEATHER})?|(?:trời|thời tiết) {_WEATHER} {_TODAY}"
    rf"|mấy giờ rồi|(?:bây giờ|hiện tại|hiện giờ|lúc này|giờ) (?:đang )?(?:là )?mấy giờ"
    rf"|{_TODAY} {_DATE}",
    CODE: rf"(?:viết|code|lập trình|tạo|sửa|làm|debug){_FOR_ME}*{_ONE}* {_PROGRAM}(?!\w).*",
    REQUEST: rf"(?:viết|sáng tác|làm|soạn|tạo|đọc){_FOR_ME}+{_ONE}* {_WORK}(?!\w).*"
    rf"|(?:viết|sáng tác|soạn){_ONE}+ {_WORK} về .+|(?:viết|sáng tác){_ONE}+ {_WORK}|làm thơ"
    rf"|(?:hát|vẽ){_FOR_ME}+{_ONE}*(?: .*)?|kể{_FOR_ME}*{_ONE}* {_STORY}{_FOR_ME}*"
    rf"|dịch{_FOR_ME}*(?: (?:câu|đoạn|từ|bài|văn bản)(?: .*)?)? (?:sang|ra|qua) tiếng \w+.*"
    r"|translate .*",
}
_KINDS = {reply: rf"(?:(?:{phrases})(?: |$))+" for reply, phrases in _COURTESIES.items()} | _OTHERS
_ACCENTED = {reply: re.compile(unify(phrases)) for reply, phrases in _KINDS.items()}
_FOLDED = {reply: re.compile(fold(phrases)) for reply, phrases in _KINDS.items()}

# What stands politely before and after any of them.
_BEFORE = (
    rf"(?:(?:{_YOU} ơi|ad ơi|ơi|này|cho {_ME} hỏi(?: chút)?|xin hỏi|hỏi chút|làm ơn|xin|hãy|nhờ"
    rf"|vui lòng|{_YOU} (?:hãy|giúp|có thể|có biết)|giúp {_ME}|cho {_ME} biết) )+"
)
_AFTER = (
    r"(?: (?:[ạàá]|ơi|nhé|nha|nhỉ|vậy|thế|với|đi|đó|hả|nè|bạn|ad|admin|em|anh|chị|bot|mọi người"
    r"|cả nhà|các bạn|nhiều|lắm|được không|không))+"
)
_ENDS = re.compile(rf"^{unify(_BEFORE)}|{unify(_AFTER)}$")
_FOLDED_ENDS = re.compile(rf"^{fold(_BEFORE)}|{fold(_AFTER)}$")
_ANY_TAIL = (CODE, REQUEST)
_ASKS = re.compile(fold(r"(?:^| )(?:ai|gì|nào|đâu|mấy|bao nhiêu|sao)$"))

_PARTS = re.compile(r"[,.!?;:…\n]+(?:\s+|$)")
_BETWEEN_WORDS = re.compile(r"[^\w+#]+")
_HELD_KEY = re.compile(r"([^\W\d_])\1{2,}")

_NUMERALS = dict(zip("một hai ba bốn năm sáu bảy tám chín mười".split(), range(1, 11), strict=True))
_SIGNS = {"cộng": "+", "trừ": "-", "nhân": "*", "chia": "/", "mũ": "^", "bằng": "=", "của": "*"}
_SPELT = {word: str(sign) for word, sign in (_NUMERALS | _SIGNS).items()}
_SPELT_FOLDED = {fold(word): sign for word, sign in _SPELT.items()}
_NUMBER = r"\(*+-?\d[\d.,]*+[!%]?\)*+"
_HOW_MUCH = fold(r"(?:là)?(?:mấy|bao nhiêu)|ra (?:mấy|bao nhiêu)|kết quả").replace(" ", "")
_OF_WHAT = fold(
    r"căn(?: bậc (?:\d|n))?|giai thừa|đạo hàm|tích phân|nguyên hàm|logarit|log|sin|cos|tan"
    r"|giải|(?:giải )?(?:bất |hệ )?phương trình"
).replace(" ", "")
_SUM = re.compile(
    rf"(?:tinh|ketqua\*?|{_NUMBER}=)?{_NUMBER}(?:[-+*/^x×:÷]{_NUMBER})+"
    rf"(?:=[?=]*(?:{_HOW_MUCH})?|{_HOW_MUCH})"
    rf"|(?:tinh|ketqua\*?){_NUMBER}(?:[-+*/^x×:÷]{_NUMBER})+"
    rf"|{_NUMBER}(?:[+*^x×]{_NUMBER})+"
    rf"|(?:tinh)?(?:{_OF_WHAT})\*?[-\dxyz.,()^+*/=]*\d[-\dxyz.,()^+*/=]*(?:{_HOW_MUCH})?"
    rf"|\d+giaithua=?(?:{_HOW_MUCH})?"
)

_PROGRAM_TEXT = re.compile(
    r"""\s*(?:
    select\s.+\sfrom\s | insert\s+into\s | update\s\w+\sset\s | delete\s+from\s
    | (?:create|drop|alter)\s+(?:table|database|view|index)\s
    | (?:print|printf|println|console\.log|echo|alert|eval|exec|system)\s*\(
    | def\s\w+\s*\( | class\s\w+\s*[:({] | import\s[a-z_.]+(?:\sas\s\w+)?\s*(?:;|\n|$)
    | from\s[\w.]+\simport\s | \#include\b | (?:const|let|var)\s\w+\s*= | function\s*\w*\s*\(
    | for\s*\(.*; | for\s\w+\sin\s.+: | (?:if|while)\s*\(.*\)\s*\{ | public\s+(?:static|class)\s
    | </?[a-z][^>]*> | <\?php | \{\s*"\w+"\s*: | (?:sudo|pip|npm|git|docker)\s[a-z]+\b | rm\s+-
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_STRING = re.compile(r"""(["'`]).*?\1""", re.DOTALL)


def reply_to(text: str) -> str | None:
    """The reply to what only greets, thanks, orders or asks of here and now; None: look it up."""
    text = _HELD_KEY.sub(r"\1", normalise(text).strip())
    if len(text) > _LONGEST:
        return None
    if _is_sum(text):
        return SUM
    if _PROGRAM_TEXT.match(text) and not has_accents(_STRING.sub("", text)):
        return CODE
    replies: list[str] = []
    for part in filter(syllables, _PARTS.split(text)):
        reply = _reply_to_part(part)
        if reply is None or reply in _ANY_TAIL:
            return reply
        replies.append(reply)
    if not replies:
        return None
    return next((reply for reply in replies if reply in _OTHERS), replies[0])


def reply_to_unknown(text: str, lexical: LexicalIndex) -> str | None:
    """The reply to a text (NFC) none of whose words is one, nor stands in any article."""
    words = {fold(word) for word in syllables(text)}
    known = any(
        is_function_word(word) or is_syllable(word) or lexical.frequency(word) for word in words
    )
    return UNREADABLE if words and not known else None


def _reply_to_part(part: str) -> str | None:
    words = [
        (not is_syllable(fold(word)) and decoded(word)) or word
        for word in _BETWEEN_WORDS.sub(" ", unify(part)).split()
    ]
    form = " ".join(words)
    folded = fold(form)
    reply = (
        _matching(form, _ACCENTED, _ENDS)
        if has_accents(form)
        else _matching(folded, _FOLDED, _FOLDED_ENDS)
    )
    if reply is None and " " in form and _matching(folded, _FOLDED, _FOLDED_ENDS) == GREETING:
        return GREETING  # with some accents missing or wrong
    return None if reply in _ANY_TAIL and _ASKS.search(folded) else reply


def _matching(form: str, kinds: Mapping[str, re.Pattern[str]], ends: re.Pattern[str]) -> str | None:
    forms = (form, ends.sub("", form))
    return next((reply for reply, kind in kinds.items() if any(map(kind.fullmatch, forms))), None)


def _is_sum(text: str) -> bool:
    spelt = _SPELT if has_accents(text) else _SPELT_FOLDED
    words = re.findall(r"\w+|[^\w\s]", unify(text).rstrip("?. "))
    return _SUM.fullmatch(fold("".join(spelt.get(word, word) for word in words))) is not None
