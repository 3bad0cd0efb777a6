"""The five seeds and the written pages, line by line: which part each line is, and the facts."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.articles import Article, content_hash, parse_article

TESTS = Path(__file__).parents[1]
PAGES = sorted([*(TESTS / "pages").glob("*.txt"), *(TESTS.parent / "seeds").glob("*.txt")])
NBSP, ZERO_WIDTH = "\u00a0", "\u200b"

FACTS = {  # source, url, author, date, date_number
    "000_abb8ed939b974dfb": (None, None, "Ánh Nguyễn", "07/6", None),
    "001_223f45bc4153651f": ("baotintuc.vn", None, None, "27/11", None),
    "002_521f5bc6cf627153": (None, None, None, "25/3", 20250325),
    "003_896749be57fa1feb": (
        "VietnamPlus",
        "http://www.vietnamplus.vn/tang-hop-tac-giua-hoi-chu-thap-do-tinh-thanh-hoa-va-tinh-huaphanh/578710.vnp",
        "Khiếu Tư",
        "25/6",
        None,
    ),
    "004_9fddf8776a9452f1": (
        "Thừa Thiên Huế",
        "https://baothuathienhue.vn/chinh-tri-xa-hoi/phu-nu/chia-se-kinh-nghiem-trien-khai-cac-hoat-dong-ho-tro-cham-soc-tre-em-148481.html",
        "Thảo Vy",
        "27/11",
        None,
    ),
    "box_in_the_middle": ("Báo Sông Thu", None, None, None, None),
    "comments_below": (None, None, None, "02/3/2026", 20260302),
    "dantri_style": (None, None, "Phạm Hồng Lĩnh", "06/06/2024", 20240606),
    "photo_story": (
        "Báo Vùng Cao",
        "https://baovungcao.example.vn/chum-anh-phien-cho-2024.html",
        "Lý Seo Páo",
        None,
        None,
    ),
    "press_release": (None, None, None, "5 tháng 7 năm 2024", 20240705),
    "provincial_portal": (
        None,
        None,
        "Hoàng Thị Xuân - Trung tâm Văn hóa huyện",
        "09/10/2023",
        20231009,
    ),
    "single_spaced": (None, None, "Nguyễn Văn Hải", "18/7", None),
    "ttxvn_style": ("TTXVN/Vietnam+", None, "Trần Kiên", "12/9", None),
    "tuoitre_style": (None, None, "THANH BÌNH", "21/11/2024", 20241121),
    "vnexpress_style": (None, None, "Đức Huy", "14/3/2025", 20250314),
}


def read(path: Path) -> str:
    return path.read_bytes().decode()


def line_parts(article: Article) -> list[tuple[str, str]]:
    """Each line's kind: "-" in no section, with "+" where it goes on with the section before."""
    parts, at = [], 0
    for line in article.text.splitlines(keepends=True):
        start, end = at, at + len(line)
        at = end
        if not line.strip(" \t\r\n\ufeff" + NBSP + ZERO_WIDTH):
            continue
        kind = "-"
        for section in article.sections:
            if start <= section.start < end:
                kind = section.kind
                break
            if section.start < start < section.end:
                kind = f"{section.kind}+"
        parts.append((kind, line.strip()))
    return parts


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in line_parts(parse_article("a", text))]


def assert_sound(article: Article) -> None:
    """Sections in order, apart, trimmed, none of them empty."""
    end = 0
    for section in article.sections:
        assert end <= section.start < section.end <= len(article.text)
        said = article.text[section.start : section.end]
        assert said == said.strip()
        assert unicodedata.category(said[0]) != "Cf" != unicodedata.category(said[-1])
        end = section.end


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_each_line_of_a_page_is_the_part_it_is(path: Path) -> None:
    expected = [
        tuple(line.split(maxsplit=1))
        for line in read(TESTS / "pages/parts" / path.name).splitlines()
    ]
    article = parse_article(path.stem, read(path))
    assert_sound(article)
    assert [(kind, said[:40]) for kind, said in line_parts(article)] == [
        (kind, said[:40]) for kind, said in expected
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_facts_are_those_the_page_says(path: Path) -> None:
    article = parse_article(path.stem, read(path))
    facts = (article.source, article.url, article.author, article.date, article.date_number)
    assert facts == FACTS[path.stem]
    assert article.title == next(s for kind, s in line_parts(article) if kind == "title")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_how_a_page_was_saved_does_not_change_its_parts(path: Path) -> None:
    text = read(path)
    for variant in (
        text.replace("\n", "\r\n"),
        unicodedata.normalize("NFD", text),
        f"\ufeff{text}",
        f"\n\n{text}\n\n",
        text.replace("\n", f"{NBSP}\n"),
        text.replace("\n", f"{ZERO_WIDTH}\n{ZERO_WIDTH}"),
        text.replace(" ", NBSP),
    ):
        assert kinds(variant) == kinds(text)
        assert parse_article("a", variant).url == parse_article("a", text).url


def test_the_text_is_the_files_in_nfc_and_nothing_else_changes() -> None:
    article = parse_article(
        "a", "\ufeff" + unicodedata.normalize("NFD", "Tiêu đề\r\n\r\nHòa  ừ.\t")
    )
    assert article.text == "Tiêu đề\r\n\r\nHòa  ừ.\t"
    assert article.content_hash == content_hash(article.text)
    assert len(article.content_hash) == 64


@pytest.mark.parametrize("text", ["", " \n\t\r\n", f"{NBSP}{ZERO_WIDTH}\n\ufeff"])
def test_a_page_without_text_has_no_sections(text: str) -> None:
    article = parse_article("a", text)
    assert (article.title, article.sections) == ("", ())


def test_one_line_is_a_title() -> None:
    article = parse_article("a", "Cầu mới thông xe.")
    assert article.title == "Cầu mới thông xe."
    assert [section.kind for section in article.sections] == ["title"]


def test_one_long_line_is_body_without_title() -> None:
    article = parse_article("a", "Cầu mới thông xe sáng nay. " * 40)
    assert article.title == ""
    assert [section.kind for section in article.sections] == ["body"]


def test_a_title_and_one_paragraph_have_no_lead() -> None:
    assert kinds("Cầu mới thông xe\n\nCầu dài 300 m. Xe qua từ hôm nay.") == ["title", "body"]


def test_date_without_time_word_is_not_taken() -> None:
    article = parse_article("a", "Tỷ số\n\nTrận đấu kết thúc 3/2 cho đội nhà.\n\nHết. Khán giả về.")
    assert article.date is None


ODD_LINES = st.sampled_from(
    (
        *("Tin liên quan", "Xem thêm:", ">> ", "[", "Ảnh:", "Theo", "Nguồn: ", "a.jpg", "©", "/."),
        *("Bình luận (2)", "Thứ hai, 27/11/2023", "99/99/9999", "Trang chủ > A > B", "12", "___"),
        *("Nguyễn Văn A", "TTO - Có mưa.", "Một câu ngắn.", "Hai câu. Câu hai.", "Ảnh: Văn A"),
        *("\ufeff", NBSP, "\u0301", "\ud800"),
    )
)


@given(st.lists(st.one_of(ODD_LINES, st.text(max_size=60)), max_size=25), st.sampled_from("\n\r"))
def test_any_text_gives_a_sound_article(lines: list[str], line_end: str) -> None:
    article = parse_article("a", line_end.join(lines))
    assert_sound(article)
    assert article.title in article.text
    assert (article.title == "") == all(s.kind != "title" for s in article.sections)
    if article.date_number is not None:
        assert article.date is not None
        assert 1 <= article.date_number // 100 % 100 <= 12
        assert 1 <= article.date_number % 100 <= 31


@given(st.lists(ODD_LINES, min_size=1, max_size=15))
def test_line_ends_and_composition_never_change_the_kinds(lines: list[str]) -> None:
    text = "\n\n".join(line for line in lines if line != "\u0301")
    assert kinds(text.replace("\n", "\r\n")) == kinds(text)
    assert kinds(unicodedata.normalize("NFD", text)) == kinds(text)


@pytest.mark.parametrize(
    "unit",
    (
        "a",
        "(",
        ">",
        "1/1 ",
        "- ",
        "a.b.",
        "a ",
        " \u200b",
        "Ảnh: ",
        "Theo A, ",
        "Xem thêm:",
        "Tin, ",
    ),
)
def test_very_long_lines_take_no_more_than_their_length(unit: str) -> None:
    line = unit * (1_500_000 // len(unit))
    assert_sound(parse_article("a", f"Tiêu đề\n\n{line}\n\n{line}.\n\nHết."))
