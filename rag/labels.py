"""How the parts of an article are called in Vietnamese, on the page and in the shell."""

from vectorstore.articles import SectionKind

SECTION_LABELS: dict[SectionKind, str] = {
    "title": "tiêu đề",
    "lead": "sa-pô",
    "body": "nội dung bài",
    "caption": "chú thích ảnh",
    "byline": "tác giả, nguồn",
    "teaser": "tin liên quan trên trang này",
}
