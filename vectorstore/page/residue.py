"""Lines that belong to the web page, not to the article: buttons, breadcrumbs, tags, headings.

Every marker is compared folded, so neither accents nor case matter.
"""

import re

from vectorstore.page.lines import Line, key_of, plain


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(key_of(phrase) for phrase in listed.split("|"))


SHARE_WORDS = frozenset(
    (
        *("fb", "yt", "zl", "tw", "zalo", "facebook", "youtube", "twitter", "tiktok", "instagram"),
        *("email", "mail", "print", "pinterest", "linkedin", "telegram", "messenger", "viber"),
        *("skype", "whatsapp", "rss", "copy", "link", "share", "like", "tweet", "x"),
    )
)
BUTTONS = _phrases(
    "Chia sẻ|Chia sẻ bài viết|Chia sẻ Facebook|Chia sẻ qua email|Lưu|Lưu bài|Lưu bài viết|Thích|"
    "Theo dõi|Báo lỗi|In bài|In bài viết|In trang|Gửi email|Gửi bài viết|Sao chép liên kết|"
    "Copy liên kết|Quay lại|Trở lại|Về đầu trang|Lên đầu trang|Trang chủ|Đăng nhập|Đăng ký|"
    "Tìm kiếm|Nghe đọc bài|Nghe bài viết|Nghe nội dung|Đọc bài viết|Cỡ chữ|Quảng cáo|Advertisement|"
    "Xem toàn màn hình|Xem thêm ảnh|Phóng to|Thu nhỏ|Đánh giá bài viết|Tặng quà tác giả|"
    "Trả lời|Xem thêm bình luận|Google News|Từ khóa|Tags|A A|A A A|Bài viết hữu ích|"
    "Đăng nhập để bình luận"
)
COMMENTS = _phrases(
    "Bình luận|Các bình luận|Ý kiến|Ý kiến bạn đọc|Ý kiến của bạn|Gửi bình luận|Viết bình luận|"
    "Gửi ý kiến|Gửi phản hồi|Phản hồi|Bạn đọc bình luận|Bình luận của bạn|Ý kiến bình luận|"
    "Thêm bình luận|Gửi bình luận của bạn"
)
RELATED = _phrases(
    "Tin liên quan|Bài liên quan|Tin bài liên quan|Tin, bài liên quan|Bài viết liên quan|"
    "Tin tức liên quan|Các tin liên quan|Các bài viết liên quan|Nội dung liên quan|Liên quan|"
    "Video liên quan|Có thể bạn quan tâm|Bạn có thể quan tâm|Có thể bạn muốn xem|"
    "Có thể bạn chưa biết|Có thể bạn sẽ thích|Có thể bạn thích|Bạn đọc quan tâm|"
    "Tin cùng chuyên mục|Bài cùng chuyên mục|Cùng chuyên mục|Bài viết cùng chuyên mục|"
    "Các tin cùng chuyên mục|Tin bài cùng chuyên mục|Tin cùng mục|Cùng mục|Cùng chủ đề|"
    "Tin cùng chủ đề|Đọc thêm|Xem thêm|Tin xem thêm|Xem tiếp|Đọc tiếp|Tin khác|Các tin khác|"
    "Tin tức khác|Bài viết khác|Bài khác|Các bài khác|Các bài viết khác|Tin bài khác|"
    "Tin, bài khác|Tin mới|Tin mới nhất|Tin mới hơn|Các tin mới hơn|Tin cũ hơn|Các tin cũ hơn|"
    "Tin cũ|Tin đã đưa|Các tin đã đưa|Mới nhất|Mới cập nhật|Tin mới cập nhật|Bài mới|"
    "Bài viết mới|Đọc nhiều|Đọc nhiều nhất|Tin đọc nhiều|Bài đọc nhiều|Xem nhiều|"
    "Xem nhiều nhất|Tin xem nhiều|Tin nổi bật|Nổi bật|Tin nóng|Tin hot|Tin tiêu điểm|Tiêu điểm|"
    "Tin đề xuất|Đề xuất cho bạn|Dành cho bạn|Gợi ý cho bạn|Tin trong ngày|Quan tâm nhất|"
    "Mời bạn đọc thêm|Mời bạn xem thêm|Tin cùng sự kiện|Cùng sự kiện|Dòng sự kiện|Tin chính"
)
RUBRICS = _phrases(
    "Thời sự|Chính trị|Xã hội|Chính trị - Xã hội|Kinh tế|Kinh doanh|Thế giới|Quốc tế|Trong nước|"
    "Pháp luật|Giáo dục|Sức khỏe|Y tế|Văn hóa|Văn hóa - Xã hội|Văn nghệ|Thể thao|Giải trí|Du lịch|"
    "Khoa học|Công nghệ|Khoa học - Công nghệ|Đời sống|An sinh|Môi trường|Giao thông|Bạn đọc|"
    "Bất động sản|Xe|Nhịp sống|Nhịp sống trẻ|Quốc phòng - An ninh|An ninh - Quốc phòng|Góc nhìn|"
    "Xây dựng Đảng|Nông nghiệp|Địa phương|Tin tức|Tin địa phương|Tin trong tỉnh|Tin hoạt động|"
    "Tin tức - Sự kiện|Hoạt động của lãnh đạo tỉnh|Phóng sự|Phóng sự - Ký sự|Thông cáo báo chí"
)
_RELATED_PREFIX = re.compile(  # matched against the folded line
    r"(?:[>»►▶]\s*)*(?:moi (?:ban |quy doc gia |doc gia )?)?"
    r"(?:xem them|doc them|tin lien quan|bai lien quan|tham khao them|xem lai|doc lai)"
    r"\s*[:>»]\s*(?:[>»►▶]\s*)*"
    r"|(?:>\s?>|»|►|▶)\s*(?:[>»►▶]\s*)*|\[(?=[^\[\]]{20,200}\]$)"
)
_ANNOUNCED_LENGTH = 300  # characters; no line that announces an article is longer
_TAGS_PREFIX = ("tags:", "tag:", "tu khoa:", "chu de:", "hashtag:")
_FOOTER_PREFIX = (
    *("©", "copyright", "ban quyen", "giay phep so", "giay phep hoat dong", "tong bien tap"),
    *("hotline", "duong day nong", "toa soan:", "dia chi toa soan", "ghi ro nguon", "®"),
    *("lien he quang cao", "vui long ghi ro nguon", "co quan chu quan"),
)
_FOOTER_LENGTH = 150  # characters
_COUNTER = re.compile(
    r"[\d.,]+ (?:luot xem|luot doc|binh luan|luot thich|chia se|views?|thich)"
    r"|\d+ (?:phut|gio|ngay|tuan|thang) truoc"
    r"|(?:luot xem|luot doc|luot truy cap|so lan xem|views?)\s*:?\s*[\d.,]+"
)
_FONT_SIZE = re.compile(r"(?:co|kich thuoc|kich co) chu\b[ :a+\-\d]{0,20}")
_MEDIA_FILE = re.compile(
    r"[^/\\:*?\"<>|]{1,150}\.(?:jpe?g|png|gif|webp|bmp|svg|heic|tiff?|mp4|mp3|avi|mov|m4a|wmv)"
)
_FOLLOW = re.compile(r"theo doi .{0,60}tren (?:google news|zalo|facebook|youtube|mang xa hoi)\b.*")
_CRUMB_MARKS = re.compile(r"\s*[>»›]+\s*|\s+[/|]\s+")
_CRUMB_LENGTH = 40  # characters of one step of a breadcrumb
_TRAILING_COUNT = re.compile(r"\s*\(?\d{1,5}\)?$")


def is_media_file(line: Line) -> bool:
    """A file name left behind by a picture or a film: "ct1.jpg"."""
    return _MEDIA_FILE.fullmatch(line.key) is not None


def is_related_heading(line: Line) -> bool:
    """The heading of a list of other articles: "Tin Liên Quan"."""
    return len(line.key) < 60 and _without_count(line) in RELATED


def is_rubric(line: Line) -> bool:
    """The name of a section of a newspaper: "Thời sự"."""
    return line.bare in RUBRICS


def related_span(line: Line) -> tuple[int, int] | None:
    """Where the headline stands in a line that announces one: "Xem thêm: …", ">> …", "[…]"."""
    match = _RELATED_PREFIX.match(plain(line.text[:_ANNOUNCED_LENGTH]))
    if match is None or match.end() >= len(line.text):
        return None
    return line.start + match.end(), line.end - (match.group() == "[")


def is_comments_heading(line: Line) -> bool:
    """The heading of the readers' comments, with or without their number."""
    return len(line.key) < 60 and _without_count(line) in COMMENTS


def is_footer(line: Line) -> bool:
    """The publisher's own lines at the end of a page: copyright, licence, address."""
    return (
        line.key.startswith(_FOOTER_PREFIX)
        and len(line.key) <= _FOOTER_LENGTH
        and not line.is_statement
    )


def is_residue(line: Line) -> bool:
    """Whether the line is no content at all, by its own shape."""
    bare = line.bare
    return (
        not any(char.isalnum() for char in line.key)
        or (bare in BUTTONS and not line.is_statement)
        or set(bare.replace("|", " ").replace(",", " ").split()) <= SHARE_WORDS
        or is_media_file(line)
        or line.key.startswith(_TAGS_PREFIX)
        or _COUNTER.fullmatch(bare) is not None
        or _FONT_SIZE.fullmatch(bare) is not None
        or _FOLLOW.fullmatch(line.key[:200]) is not None
        or _is_breadcrumb(line)
    )


def _without_count(line: Line) -> str:
    return _TRAILING_COUNT.sub("", line.bare).strip(" (:")


def _is_breadcrumb(line: Line) -> bool:
    if len(line.key) > 5 * _CRUMB_LENGTH:
        return False
    steps = _CRUMB_MARKS.split(line.key)
    if len(steps) < 2 or any(len(step) > _CRUMB_LENGTH for step in steps):
        return False
    return steps[0] in ("trang chu", "home", "trang nhat") or (len(steps) > 2 and ">" in line.key)
