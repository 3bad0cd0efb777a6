"""Answers as HTML, links and the panel's article, without a browser."""

import unicodedata
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Answer, Quote, ask
from webchat.answer import answer_html, asked_in, certainty, escape, question_html
from webchat.citations import Citation, checksum, parse_link
from webchat.reader import open_citation, web_address
from webchat.words import VI

ARTICLE = "001_223f45bc4153651f"
texts = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cn"]))


@given(texts)
def test_an_escaped_text_is_the_text_and_holds_nothing_that_means_something(text):
    escaped = escape(text)
    assert unescape(escaped) == text
    ascii_marks = {c for c in escaped if c.isascii() and not c.isalnum()}
    assert ascii_marks <= set(" &#;")
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in escaped)


@given(texts)
def test_the_questions_of_a_conversation_are_read_back(text):
    messages = [{"role": "user", "content": [{"type": "text", "text": question_html(text)}]}]
    assert asked_in(messages) == [text]


@given(
    st.text(min_size=1), st.integers(0, 10**9), st.integers(0, 10**9), st.text(),
    st.none() | st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)),
)  # fmt: skip
def test_a_citation_survives_its_link(article_id, start, end, text, answer):
    citation = Citation(article_id, start, end, checksum(text), *(answer or (None, None)))
    link = citation.link()
    assert link.isascii()
    assert not set(link) & set("<>\"'& \n`")
    assert parse_link(link) == citation


@pytest.mark.parametrize("link", [None, 7, "", "#cite:", "#cite:a:1:2", "#cite:a:1:-2:x", "#x"])
def test_what_is_no_citation_is_refused(link):
    with pytest.raises(ValueError, match=r"."):
        parse_link(link)


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "chắc chắn"),
        (0.8, "chắc chắn"),
        (0.79, "khá chắc"),
        (0.5, "khá chắc"),
        (0.4, "chưa chắc"),
    ],
)
def test_certainty_in_words(confidence, words):
    assert certainty(confidence, VI) == words


def test_a_refusal_without_passages_offers_none():
    html = answer_html(Answer("xin chào", False, "Xin chào!", 0.0, timings_ms={"total": 1.0}), VI)
    assert '<p class="refusal">Xin chào&#33;</p>' in html
    assert 'class="near"' not in html


def test_a_quote_without_a_short_answer_is_the_whole_answer():
    quote = Quote(1, "a", "", None, None, "teaser", 5, 9, "Câu.", None, None, 1.0)
    html = answer_html(Answer("?", True, "Câu.", 0.6, [quote], [], {"total": 1.0}), VI)
    assert 'class="short"' not in html
    assert "<mark>" not in html
    assert "tin liên quan trên trang này" in unescape(html)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://baotintuc.vn/a.htm", True),
        ("http://www.vietnamplus.vn/x.vnp", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt://x/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example/x", False),
        ("ftp://x/y", False),
        ("http:///x", False),
        ("http://[x", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url, linked):
    assert web_address(url) == (url if linked else None)


def test_the_panels_parts_joined_are_the_articles_sections(seed_store):
    article = seed_store.generation().article(ARTICLE)
    section = article.sections[3]
    start, end = section.start + 10, section.start + 60
    text = article.text[start:end]
    link = Citation(ARTICLE, start, end, checksum(text), start + 5, start + 9).link()
    opened = open_citation(seed_store, link, VI)
    names = ("before", "quote", "answer", "rest", "after")
    joined = ["".join(part.get(name, "") for name in names) for part in opened["parts"]]
    assert joined == [article.text[s.start : s.end] for s in article.sections]
    marked = [part for part in opened["parts"] if "quote" in part]
    assert len(marked) == 1
    assert marked[0]["quote"] + marked[0]["answer"] + marked[0]["rest"] == text
    assert marked[0]["answer"] == article.text[start + 5 : start + 9]
    assert opened["note"] is None


def test_an_article_that_changed_since_it_was_cited_marks_nothing(seed_store):
    opened = open_citation(
        seed_store, Citation(ARTICLE, 80, 120, checksum("something else")).link(), VI
    )
    assert "thay đổi" in opened["note"]
    assert not any("quote" in part for part in opened["parts"])


def test_an_article_that_is_gone_is_said_to_be(seed_store):
    opened = open_citation(seed_store, Citation("gone", 0, 1, checksum("x")).link(), VI)
    assert set(opened) == {"error"}


def test_what_a_follow_up_was_taken_for_stands_above_its_answer(seed_store):
    first = "Hội nghị trao đổi thường niên giữa Thanh Hóa và Huaphanh được tổ chức khi nào?"
    page = unescape(answer_html(ask("Ở đâu?", [first], store=seed_store), VI))
    understood = first.replace("khi nào", "ở đâu")
    assert f'<p class="understood">Hiểu là: {understood}</p>' in page
    assert "Hiểu là" not in unescape(answer_html(ask(first, store=seed_store), VI))
