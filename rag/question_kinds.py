"""A question's text in, the kind of answer that it asks for out, and the words that tell it."""

from typing import Literal, get_args

from rag.language.offices import OFFICES
from rag.language.person_names import ADDRESSES, FAMILY_NAMES
from rag.language.syllables import is_syllable
from rag.language.words import Words
from vectorstore.vietnamese import Span, fold

QuestionKind = Literal[
    "author",
    "source",
    "person",
    "time",
    "place",
    "quantity",
    "name",
    "definition",
    "reason",
    "manner",
    "yes_no",
    "other",
]

KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)


_OWNER = (
    r"chủ (?:tịch|nhiệm|quán|tọa|nhân|xe|nhà|tiệm|shop|trang|hộ|cơ sở|tàu|doanh nghiệp|tài khoản)"
)
# What a question about a person's name opens with.
_PERSON = (
    r"(?:(?:vị|nữ|nam|phó|tân|cựu|nguyên|đương kim|hai|ba|bốn|các|những|viên|tay) )*"
    r"(?:người|ông|bà|anh|chị|em|cô|cháu|cụ|chú|bác|cậu|bé|chàng|nàng|thầy|bạn|đứa|kẻ|gã|sư"
    r"|cha|bố|mẹ|vợ|chồng|con (?:trai|gái|nuôi|dâu|rể|cả|út)|vị hôn \w+"
    rf"|{_OWNER}"
    r"|giám đốc|tổng (?:thống|giám đốc|bí thư|thư ký|biên tập)|bí thư|thư ký|đại (?:sứ|diện|biểu)"
    r"|bộ trưởng|thứ trưởng|thủ (?:tướng|lĩnh|môn|khoa|hiến|phạm)|thống đốc|tư lệnh|trưởng \w+"
    r"|(?:\w+ ){1,3}trưởng|chánh \w+|(?!công viên)(?:\w+ ){1,2}viên|(?:quan|viên) chức|cán bộ"
    r"|(?:thượng|trung|thiếu|đại) (?:tá|tướng|úy)|sĩ quan|cảnh sát|bảo vệ|phi công|kế toán"
    r"|lãnh đạo|chính trị gia|nghị sĩ|bác sĩ|y tá|luật sư|thẩm phán|kỹ sư|tiến sĩ|giáo sư|thạc sĩ"
    r"|ca sĩ|nhạc sĩ|họa sĩ|nghệ sĩ|võ sĩ|chiến sĩ|cầu thủ|tiền đạo|tiền vệ|hậu vệ|trọng tài|hlv"
    r"|người mẫu|hoa hậu|á hậu|đạo diễn|tác giả|tài xế|lái xe|công nhân|nông dân|học sinh"
    r"|thiếu niên|thanh niên|thiếu nữ|nạn nhân|nghi phạm|nghi can|bị cáo|bị can|hung thủ"
    r"|nhân chứng|nhà (?:báo|văn|thơ|khoa|nghiên|sáng|ngoại|hoạt|sư|đầu|vô)|doanh nhân)"
)

# An article, and no song, poem, speech or lesson: those have authors that articles tell of.
_ARTICLE_NOUN = (
    r"(?:(?:bản )?tin(?! (?:học|đồn|nhắn|vui))|bài(?! (?:hát|thơ|ca|bình|phát|diễn|giảng|học|toán"
    r"|thuốc|thi|tập|thánh|cáo|nhạc|văn|luận|kinh|múa)))"
)
_END = r"(?=[^\w]*$)"

# The words that ask, kind by kind; the first kind with a match wins.
_ASKING: list[tuple[QuestionKind, str]] = [
    (
        "author",
        rf"ai (?:là (?:người )?)?(?:đã )?(?:viết|tác giả(?: của)?) {_ARTICLE_NOUN}"
        r"|ai (?:là người )?(?:đã )?chụp (?:(?:những|các|bức|tấm) )*ảnh"
        rf"(?:{_END}| (?:này|đó|trong|cho|minh|kèm|bài))"
        rf"|^(?:ai là |tên (?:của )?)?(?:tác giả|người viết|bút danh) (?:của )?{_ARTICLE_NOUN}"
        rf"(?:.* (?:là ai|tên (?:là )?gì|là gì){_END}|(?!.* (?:nào|mấy|bao|đâu|sao|gì|ai)))"
        rf"|^(?:{_ARTICLE_NOUN}|ảnh)\b.* (?:của|do) (?:ai|(?:phóng viên|nhà báo|tác giả) nào)"
        rf"(?: (?:đã|viết|chụp|thực hiện|đưa|đăng))*{_END}",
    ),
    (
        "source",
        rf"^(?:{_ARTICLE_NOUN}|ảnh)\b.* (?:nguồn|báo|trang|đài|cơ quan báo chí) nào"
        rf"(?: (?:đã|đưa|đăng))*{_END}"
        rf"|^nguồn (?:(?:của )?{_ARTICLE_NOUN} (?:này|đó|viết)|nào{_END})",
    ),
    (
        "reason",
        r"(?:tại|vì|do|bởi) (?:sao|đâu)|vì (?:lý|lí) do (?:gì|nào)|(?:lý|lí) do|nguyên nhân",
    ),
    (
        "quantity",
        r"bao nhiêu|bao lâu|bao xa|số lượng|tỷ lệ|tỉ lệ|dài bao|cao bao"
        r"|^số điện thoại|số điện thoại .*(?:gì|nào|mấy)",
    ),
    (
        "time",
        r"(?:khi|lúc|hôm|ngày|năm|tháng|mùa|thứ|buổi|giai đoạn|thời gian|thời điểm|thời kỳ"
        r"|thập niên|thập kỷ|thế kỷ) (?:nào|mấy)|bao giờ|mấy giờ|từ khi nào"
        r"|(?:ngày|năm) (?:tháng )?bao nhiêu|thời gian",
    ),
    (
        "place",
        r"ở đâu|tại đâu|từ đâu|đến đâu|đi đâu|nơi nào|chỗ nào|nơi đâu|đâu là nơi"
        r"|(?:tỉnh|thành phố|nước|quốc gia|huyện|xã|phường|(?<!cơ )quận|làng|thôn|bản|địa điểm"
        r"|địa phương|khu vực|vùng|châu lục|bang|thị trấn|thị xã|đường|sông|đảo) nào"
        r"|đâu(?! (?:tiên|tư|năm|tháng|tuần|mùa|thầu|giá|hàng|tàu))",  # "đầu tiên", unaccented
    ),
    (
        "person",
        r"ai|(?:người|vị|ông|bà|anh|chị|cô|nhà \w+|tác giả|diễn viên|ca sĩ|cầu thủ|vua|tổng thống"
        r"|chủ tịch|giám đốc|bí thư|đại sứ|bộ trưởng|thủ tướng|nhân vật|học giả|kỹ sư|bác sĩ) nào"
        rf"|^tên (?:của )?{_PERSON}"
        rf"|^{_PERSON} .*tên (?:\w+ ){{0,2}}gì",
    ),
    ("manner", r"như thế nào|thế nào|ra sao|làm sao|bằng cách nào|cách nào"),
    ("yes_no", r"có phải|phải không|phải chăng|đúng không|hay không|có (?:\w+ ){1,8}không"),
    ("name", r"tên (?:\w+ ){0,8}?gì|có tên|mang tên"),
    ("definition", r"là gì|nghĩa là|là cái gì|được định nghĩa|khái niệm"),
    ("name", r"gì|nào|những gì"),
    ("quantity", r"mấy \w+"),  # beside another word that asks, "mấy" is "some"
    ("name", r"tên"),
]
_KINDS = [(kind, Words(words)) for kind, words in _ASKING]
NO_KIND: QuestionKind = "other"

# "Bà Jehanne Roccas là ai?" knows the name and asks what she is; "Bà chủ quán là ai?" does not.
_WHO_IS = Words(
    rf"^(?:({'|'.join(ADDRESSES)}) )?(\w+(?: \w+){{0,4}}) là ai"
    rf"(?: (?:vậy|thế|đấy|đó|ạ|nhỉ|hả))?{_END}"
)
_NAMES_NOBODY = Words(
    rf"^(?:{'|'.join(OFFICES)}|{_PERSON})",
    # Without accents "vợ" is a family name, too, and "trưởng": of those words for persons only
    # the longer ones.
    rf"^(?:{'|'.join(OFFICES)}|{_OWNER}|trưởng (?:nhóm|bản|ấp|xóm|họ|tộc|lớp|đội|trạm)"
    r"|đạo diễn|quan chức|viên chức|vị hôn \w+)",
)
_UNADDRESSED = 3  # syllables from which a name is a person's without a word of address
_FOLDED_FAMILY_NAMES = frozenset(map(fold, FAMILY_NAMES))


def kind_of(text: str, accented: bool) -> tuple[QuestionKind, Span | None]:
    """What an NFC text asks for, and where the words stand that tell it; None if nothing asks."""
    found = ((kind, words.first(text, accented)) for kind, words in _KINDS)
    return next(((kind, match.span()) for kind, match in found if match), (NO_KIND, None))


def somebody_in(text: str, accented: bool) -> Span | None:
    """Where the name stands in "Bà Jehanne Roccas là ai?" and "ba jehanne roccas la ai"."""
    found = _WHO_IS.first(text, accented)
    if found is None:
        return None
    address, called = found[1], text[slice(*found.span(2))]
    first, *others = fold(called).split()
    if all(word[0].isupper() for word in called.split()):
        is_name = address is not None or len(others) >= _UNADDRESSED - 1
    else:
        is_family_name = first in _FOLDED_FAMILY_NAMES and bool(others)
        is_name = address is not None and (is_family_name or not is_syllable(first))
    return None if not is_name or names_nobody(called, accented) else found.span(2)


def names_nobody(text: str, accented: bool) -> bool:
    """Whether a text begins with an office or another word for persons: "chủ quán"."""
    return _NAMES_NOBODY.first(text, accented) is not None
