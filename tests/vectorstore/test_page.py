"""Small pages that each try one rule, and the ways it could go wrong."""

import pytest

from vectorstore.articles import Article, Section, parse_article

TITLE = "Xã Tân Lập mở lại chợ phiên sau mùa lũ"
LEAD = "Chợ phiên xã Tân Lập họp lại từ sáng chủ nhật, sau hai tháng phải dời lên đồi vì nước lớn."
BODY = (
    (
        "Từ sáng sớm, bà con các bản đã gùi rau, măng và gà xuống chợ. Ban quản lý cho biết có hơn "
        "hai trăm gian hàng mở lại, nhiều hơn năm ngoái. Giá thuê chỗ được giữ như cũ."
    ),
    (
        "Nước lũ đầu tháng trước làm ngập toàn bộ khu chợ cũ. Xã đã huy động dân quân dọn bùn, sửa "
        "mái và kéo lại đường điện trong ba tuần, với kinh phí hơn bốn trăm triệu đồng."
    ),
    (
        "Ngoài buôn bán, chợ còn là nơi gặp gỡ của đồng bào. Nhiều cụ già đi bộ hàng chục cây số "
        "chỉ để gặp người quen, uống với nhau bát rượu rồi về."
    ),
)
SUMMARY = "Hơn ba mươi hộ dân ở bản Nà Pheo được cấp giống ngô mới để trồng kịp vụ đông năm nay."


def page(*lines: str) -> Article:
    return parse_article("a", "\n\n".join((TITLE, LEAD, *lines)))


def said(article: Article, kind: str) -> list[str]:
    return [article.text[s.start : s.end] for s in article.sections if s.kind == kind]


def body(article: Article) -> list[str]:
    return "\n\n".join(said(article, "body")).split("\n\n")


@pytest.mark.parametrize(
    "caption",
    [
        "Người dân bản Nà Pheo mua bán ở chợ phiên. Ảnh: Lò Văn Tới",
        "Người dân bản Nà Pheo mua bán ở chợ phiên (Ảnh: TTXVN).",
        "Một gian hàng thổ cẩm - Ảnh: V.TỚI",
        "Khu chợ cũ bị ngập - Ảnh minh họa",
        "Quang cảnh phiên chợ đầu tiên.",
        "Toàn cảnh khu chợ mới",
        "Chủ tịch UBND xã Lò Văn Tới phát biểu tại buổi lễ.",
        "Lãnh đạo xã chụp ảnh lưu niệm với bà con",
    ],
)
def test_captions_that_something_marks(caption: str) -> None:
    article = page(BODY[0], caption, BODY[1], BODY[2])
    assert said(article, "caption") == [caption]
    assert body(article) == list(BODY)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Tuy nhiên, nhiều hộ dân cho biết họ vẫn còn lo nước lên.",
        "Ông Tới nói chợ sẽ họp cả ngày thứ bảy từ tháng sau.",
        "Theo ban quản lý, đây là phiên đông nhất từ đầu năm.",
        "- Bà con có được giảm tiền thuê chỗ không?",
        '"Tôi mừng lắm", bà Lường Thị Hặc nói.',
        "Ngày 12/10, xã đã họp bàn việc này.",
        "Chưa hết lo",
        "Hiện chợ có bảy dãy hàng, gồm hàng tươi sống, vải vóc và nông cụ, mỗi dãy ba mươi gian.",
    ],
)
def test_short_paragraphs_stay_body(paragraph: str) -> None:
    article = page(BODY[0], paragraph, BODY[1], BODY[2])
    assert said(article, "caption") == []
    assert paragraph in body(article)


def test_a_credit_on_its_own_line_belongs_to_the_caption_above() -> None:
    article = page(BODY[0], "Gian hàng của người Thái đen\nẢnh: Lò Văn Tới", BODY[1])
    assert said(article, "caption") == ["Gian hàng của người Thái đen", "Ảnh: Lò Văn Tới"]


def test_a_paragraph_under_a_file_name_is_no_caption() -> None:
    article = parse_article("a", f"{TITLE}\n\n{LEAD}\n\ncho-phien.JPG\n{BODY[0]}\n\n{BODY[1]}")
    assert said(article, "caption") == []
    assert body(article) == [BODY[0], BODY[1]]


@pytest.mark.parametrize(
    "heading", ["Tin liên quan", "TIN LIEN QUAN:", "» Xem thêm", "Đọc thêm (3)"]
)
def test_the_article_goes_on_under_a_list_of_headlines(heading: str) -> None:
    article = page(
        BODY[0], heading, "Nà Pheo trồng ngô vụ đông", "Đường vào bản đã thông", *BODY[1:]
    )
    assert said(article, "teaser") == ["Nà Pheo trồng ngô vụ đông", "Đường vào bản đã thông"]
    assert body(article) == list(BODY)


def test_the_article_goes_on_under_a_headline_with_its_summary() -> None:
    headline = "Nà Pheo trồng ngô vụ đông"
    article = page(BODY[0], "Có thể bạn quan tâm", headline, headline, SUMMARY, *BODY[1:], "Lò Tới")
    assert said(article, "teaser") == [f"{headline}\n\n{SUMMARY}"]
    assert body(article) == list(BODY)
    assert article.author == "Lò Tới"


def test_a_heading_without_a_list_takes_nothing_away() -> None:
    article = page(BODY[0], "Xem thêm", BODY[1], BODY[2])
    assert body(article) == list(BODY)


def test_dates_and_buttons_in_a_list_are_no_teasers() -> None:
    article = page(
        *BODY,
        "Lò Tới",
        "Tin cùng chuyên mục",
        "Nà Pheo trồng ngô vụ đông",
        "12/03/2024 08:15",
        SUMMARY,
        "Đường vào bản đã thông",
        "2 giờ trước",
        "Chia sẻ",
    )
    assert said(article, "teaser") == [
        f"Nà Pheo trồng ngô vụ đông\n\n12/03/2024 08:15\n\n{SUMMARY}",
        "Đường vào bản đã thông",
    ]
    assert article.date is None


def test_without_author_a_list_of_headlines_and_summaries_runs_to_the_end() -> None:
    article = page(*BODY, "Tin khác", "Nà Pheo trồng ngô", SUMMARY, "Bản Mới có điện lưới", SUMMARY)
    assert said(article, "teaser") == [
        f"Nà Pheo trồng ngô\n\n{SUMMARY}",
        f"Bản Mới có điện lưới\n\n{SUMMARY}",
    ]


@pytest.mark.parametrize(
    "announced", (">> ", ">>> ", "> > ", "» ", "Xem thêm: ", "XEM THÊM >> ", "Mời bạn đọc thêm: ")
)
def test_a_line_that_announces_another_article(announced: str) -> None:
    article = page(BODY[0], f"{announced}Nà Pheo trồng ngô", BODY[1])
    assert said(article, "teaser") == ["Nà Pheo trồng ngô"]
    assert body(article) == [BODY[0], BODY[1]]


@pytest.mark.parametrize("line", ["Hotline: 0900 000 000", "Tổng biên tập báo nhận giải", "Ý kiến"])
def test_a_publishers_line_in_the_middle_hides_no_paragraph(line: str) -> None:
    assert body(page(BODY[0], line, BODY[1], BODY[2]))[-2:] == [BODY[1], BODY[2]]


@pytest.mark.parametrize(
    "line",
    (
        *(
            "fb yt zl tw",
            "Zalo",
            "Chia sẻ",
            "Bình luận (0)",
            "1.204 lượt xem",
            "* * *",
            "Quảng cáo",
        ),
        *("Tags: chợ phiên, Tân Lập", "Theo dõi Báo Tân Lập trên Google News", "anh_cho-1.webp"),
        *("Trang chủ > Xã hội > Đời sống", "Cỡ chữ: A- A+"),
    ),
)
def test_page_residue_is_in_no_section(line: str) -> None:
    article = page(BODY[0], BODY[1], line)
    assert article.sections[-1].end == article.text.index(BODY[1]) + len(BODY[1])
    assert line not in "".join(article.text[s.start : s.end] for s in article.sections)


@pytest.mark.parametrize(
    ("line", "source", "author"),
    [
        ("Nguồn: Báo Tân Lập", "Báo Tân Lập", None),
        ("Theo TTXVN", "TTXVN", None),
        ("tanlap.gov.vn", "tanlap.gov.vn", None),
        ("Lò Tới (Theo AFP)", "AFP", "Lò Tới"),
        ("Lò Tới - Hà Lan", None, "Lò Tới - Hà Lan"),
        ("Bài và ảnh: LÒ TỚI", None, "LÒ TỚI"),
        ("Thực hiện: Nhóm phóng viên", None, "Nhóm phóng viên"),
        ("PV", None, "PV"),
    ],
)
def test_bylines_and_what_they_say(line: str, source: str | None, author: str | None) -> None:
    article = page(*BODY, line)
    assert said(article, "byline") == [line]
    assert (article.source, article.author) == (source, author)


@pytest.mark.parametrize(
    ("lead", "date", "number"),
    [
        ("Sáng 12/10, chợ phiên họp lại sau mùa lũ.", "12/10", None),
        ("Ngày 12/10/2024, chợ phiên họp lại.", "12/10/2024", 20241012),
        ("Ngày 12-10-2024, chợ phiên họp lại.", "12-10-2024", 20241012),
        ("Ngày 12 tháng 10 năm 2024, chợ họp lại.", "12 tháng 10 năm 2024", 20241012),
        ("Chợ họp lại hôm nay (12/10).", "12/10", None),
        ("Chợ phiên (12/10) năm 2024 đông hơn.", "12/10", 20241012),
        ("Ngày 31/2/2024, chợ họp lại.", "31/2/2024", None),
        ("Ngày 45/13, chợ họp lại.", None, None),
        ("Mưa kéo dài từ 3-5 ngày ở vùng núi.", None, None),
        ("Khoảng (1/3 diện tích) chợ bị ngập.", None, None),
        ("Khoảng 2/3 số hộ được vay vốn.", None, None),
        ("Năm 2024 chợ đông hơn năm trước.", None, None),
    ],
)
def test_dates_are_those_said_and_never_invented(
    lead: str, date: str | None, number: int | None
) -> None:
    article = parse_article("a", "\n\n".join((TITLE, lead, *BODY)))
    assert (article.date, article.date_number) == (date, number)


def test_a_date_line_dates_the_page_before_the_lead_does() -> None:
    article = parse_article(
        "a",
        "\n\n".join((TITLE, "Thứ hai, 27/11/2023 | 18:05 GMT+7", "Sáng 26/11, chợ họp.", *BODY)),
    )
    assert (article.date, article.date_number) == ("27/11/2023", 20231127)
    assert [s.kind for s in article.sections[:3]] == ["title", "byline", "lead"]


def test_sections_of_one_paragraph_each_are_exact() -> None:
    article = parse_article("a", f"{TITLE}\r\n\r\n {LEAD}\u00a0\r\n\r\n{BODY[0]}")
    start = article.text.index(LEAD)
    assert article.sections[1] == Section("lead", start, start + len(LEAD))


def test_a_date_in_a_link_is_not_the_pages_date() -> None:
    article = page(*BODY, "Nguồn Tân Lập: https://tanlap.example.vn/cho-phien-27-11-2023.html")
    assert (article.source, article.date) == ("Tân Lập", None)


def test_one_list_after_another() -> None:
    lists = ["Tin liên quan", "Nà Pheo trồng ngô vụ đông", SUMMARY] * 1_000
    assert said(page(*BODY, *lists), "teaser") == [f"{lists[1]}\n\n{SUMMARY}"] * 1_000
