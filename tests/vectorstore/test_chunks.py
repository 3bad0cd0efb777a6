"""Chunks: exact offsets, inside one section, nothing lost but printed copies."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.articles import Article, Section, parse_article
from vectorstore.chunks import Chunk, chunk_article
from vectorstore.vietnamese import syllable_spans, syllables

SENTENCES = [
    "Mưa lớn gây ngập ở Hội An.",
    "Nước lên nhanh!",
    "“Chúng tôi được nhận gạo, mì và thuốc”, bà Nông Bích Thuận nói; ai cũng mừng.",
    "TP. Huế có 521.000 người…",
    "ở đó mưa",
]
LINES = [
    "ct1.jpg",
    "Bà con nhận quà ở xã Khánh Xuân. (Ảnh: PV/Vietnam+)",
    "Tin, ảnh: Nguyễn Văn A",
    "Tin Liên Quan",
    "Trao tặng 300 suất quà cho người dân Lạng Sơn",
    "?!",
    "🌊 🌊",
    "\u200b",
]
PARAGRAPHS = (
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12).map(" ".join)
    | st.sampled_from(LINES)
    | st.text("ab .\u00a0\t;,đồ", min_size=1, max_size=60)
)
PAGES = st.lists(st.tuples(PARAGRAPHS, st.integers(1, 2), st.sampled_from(["\n", "\n\n"]))).map(
    lambda parts: "".join((paragraph + gap) * times for paragraph, times, gap in parts)
)
ARTICLES = PAGES.map(lambda page: parse_article("a", page))
SIZES = st.integers(100, 900)


def whole_article(text: str, *sections: Section) -> Article:
    return Article("a", text, "Tựa", sections, None, None, None, None, None, "")


def words_of(article: Article, section: Section) -> list[str]:
    return syllables(article.text[section.start : section.end])


def is_copy(article: Article, section: Section) -> bool:
    """Whether another section of the kind says the same, or the next one begins with the same."""
    words = words_of(article, section)
    at = article.sections.index(section)
    same = [s for s in article.sections[:at] if s.kind == section.kind]
    following = [s for s in article.sections[at + 1 : at + 2] if s.kind == section.kind]
    return any(words_of(article, s) == words for s in same) or any(
        words_of(article, s)[: len(words)] == words for s in following
    )


@settings(max_examples=80)
@given(ARTICLES, SIZES)
def test_chunks_are_exact_passages_of_one_section_each(article: Article, size: int) -> None:
    chunks = chunk_article(article, size)
    for chunk in chunks:
        assert article.text[chunk.start : chunk.end] == chunk.text
        assert chunk.text == chunk.text.strip()
        assert 0 < len(chunk.text) <= size
        assert chunk.article_id == article.id
        assert any(
            section.kind == chunk.section
            and section.start <= chunk.start
            and chunk.end <= section.end
            for section in article.sections
        )
    assert all(one.end <= other.start for one, other in pairwise(chunks))


@settings(max_examples=80)
@given(ARTICLES, SIZES)
def test_every_syllable_is_in_a_chunk_but_those_of_printed_copies(
    article: Article, size: int
) -> None:
    chunks = chunk_article(article, size)
    inside = {at for chunk in chunks for at in range(chunk.start, chunk.end)}
    for section in article.sections:
        if is_copy(article, section):
            continue
        part = article.text[section.start : section.end]
        for start, end in syllable_spans(part):
            assert inside.issuperset(range(section.start + start, section.start + end))


@given(ARTICLES)
def test_the_title_is_the_context_of_the_article_s_own_text_alone(article: Article) -> None:
    for chunk in chunk_article(article, 300):
        if chunk.section in ("title", "teaser"):
            assert chunk.context == ""
            assert chunk.matching_text == chunk.text
        else:
            assert chunk.context == article.title
            assert chunk.matching_text.removeprefix(f"{article.title}\n") == chunk.text


@pytest.mark.parametrize("size", [100, 250, 900])
def test_repeated_text_keeps_its_own_places(size: int) -> None:
    text = "Nước lên nhanh. " * 100
    chunks = chunk_article(whole_article(text, Section("body", 0, len(text) - 1)), size)
    assert len({chunk.start for chunk in chunks}) == len(chunks) > 1
    assert "".join(chunk.text for chunk in chunks).replace(" ", "") == text.replace(" ", "")


def test_a_section_is_cut_between_sentences_before_words() -> None:
    text = "Nước lên nhanh ở ba xã. " * 20
    chunks = chunk_article(whole_article(text, Section("body", 0, len(text) - 1)), 150)
    assert all(chunk.text.endswith(".") for chunk in chunks)


def test_a_caption_printed_twice_gives_one_chunk() -> None:
    text = "Bà con nhận quà.\n\nBÀ CON nhận quà. (Ảnh: TTXVN)\n\nBà con nhận quà."
    first, second = text.index("BÀ"), text.rindex("Bà")
    captions = [
        Section("caption", 0, first - 2),
        Section("caption", first, second - 2),
        Section("caption", second, len(text)),
    ]
    found = chunk_article(whole_article(text, *captions), 200)
    assert [chunk.start for chunk in found] == [first, second]
    body = Section("body", second, len(text))
    found = chunk_article(whole_article(text, *captions[:2], body), 200)
    assert [(chunk.section, chunk.start) for chunk in found] == [
        ("caption", first),
        ("body", second),
    ]


def test_the_seeds_give_chunks_of_every_kind_of_section(seeds: Path) -> None:
    chunks: list[Chunk] = []
    for path in sorted(seeds.glob("*.txt")):
        chunks += chunk_article(parse_article(path.stem, path.read_text(encoding="utf-8")), 900)
    assert {chunk.section for chunk in chunks} >= {"title", "body", "caption", "byline", "teaser"}
    assert max(len(chunk.text) for chunk in chunks) <= 900
