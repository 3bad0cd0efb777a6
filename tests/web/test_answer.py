"""Answers as HTML, links and the panel's article, without a browser."""

import re
import unicodedata
from dataclasses import replace
from html import unescape
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Answer, Quote, ask
from rag.answering import NO_ANSWER, NO_QUESTION
from rag.dialogue import small_talk
from rag.feedback import REASONS
from webchat.chat.answer import answer_html, certainty, escape, trouble_html
from webchat.chat.scope import Scope
from webchat.chat.turns import Turn, turn_of
from webchat.citations import (
    Citation,
    article_link,
    checksum,
    parse_article_link,
    parse_link,
)
from webchat.reader.panel import open_citation, web_address
from webchat.words import EN, VI

ARTICLE = "001_223f45bc4153651f"


def shown(answer):
    """The message of an answer, outside a conversation."""
    return answer_html(Turn(answer, ""), VI)


texts = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cn"]))


@given(texts)
def test_an_escaped_text_is_the_text_and_holds_nothing_that_means_something(text):
    escaped = escape(text)
    assert unescape(escaped) == text
    ascii_marks = {c for c in escaped if c.isascii() and not c.isalnum()}
    assert ascii_marks <= set(" &#;")
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in escaped)


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
    html = shown(Answer("xin chào", False, "Xin chào!", 0.0, timings_ms={"total": 1.0}))
    assert '<p class="refusal">Xin chào&#33;</p>' in html
    assert 'class="near"' not in html


def test_a_quote_without_a_short_answer_is_the_whole_answer():
    cited = Quote(1, "a", "", None, None, "teaser", 5, 9, "Câu.", None, None, 1.0)
    html = shown(Answer("?", True, "Câu.", 0.6, [cited], [], {"total": 1.0}))
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
    joined = ["".join(piece for piece, _ in part["pieces"]) for part in opened["parts"]]
    assert joined == [article.text[s.start : s.end] for s in article.sections]
    pieces = [tuple(piece) for part in opened["parts"] for piece in part["pieces"]]
    cited = [(piece, role) for piece, role in pieces if role]
    assert cited == [(text[:5], "here"), (text[5:9], "answer"), (text[9:], "here")]
    assert opened["note"] is None


def test_other_quotes_of_the_answer_are_marked_as_such(seed_store):
    article = seed_store.generation().article(ARTICLE)
    spans = [(s.start, s.end) for s in article.sections[2:5]]
    links = [Citation(ARTICLE, a, b, checksum(article.text[a:b])).link() for a, b in spans]
    others = [links[1], links[2], "#cite:nonsense", Citation("x", 0, 3, "0").link()]
    opened = open_citation(seed_store, links[0], VI, others)
    roles = [[role for _, role in part["pieces"]] for part in opened["parts"]]
    assert roles[2:5] == [["here"], ["other"], ["other"]]
    assert all(role == [""] for role in roles[:2] + roles[5:])


def test_an_article_opens_whole(seed_store):
    opened = open_citation(seed_store, article_link(ARTICLE), VI)
    assert opened["note"] is None
    assert {role for part in opened["parts"] for _, role in part["pieces"]} == {""}
    assert open_citation(seed_store, article_link("../../etc/passwd"), VI) == {"error": VI.gone}


@given(st.text(min_size=1))
def test_an_articles_address_is_read_back(article_id):
    link = article_link(article_id)
    assert link.isascii()
    assert not set(link) & set("<>\"'& \n`")
    assert parse_article_link(link) == article_id


def test_an_article_that_changed_since_it_was_cited_marks_nothing(seed_store):
    opened = open_citation(
        seed_store, Citation(ARTICLE, 80, 120, checksum("something else")).link(), VI
    )
    assert "thay đổi" in opened["note"]
    assert {role for part in opened["parts"] for _, role in part["pieces"]} == {""}


def test_an_article_that_is_gone_is_said_to_be(seed_store):
    opened = open_citation(seed_store, Citation("gone", 0, 1, checksum("x")).link(), VI)
    assert set(opened) == {"error"}


def test_what_a_follow_up_was_taken_for_stands_above_its_answer_and_can_be_asked(seed_store):
    first = "Hội nghị trao đổi thường niên giữa Thanh Hóa và Huaphanh được tổ chức khi nào?"
    page = shown(ask("Ở đâu?", [first], store=seed_store))
    understood = first.replace("khi nào", "ở đâu")
    link = re.search('class="alone" href="#ask:([^"]*)"', page)
    assert unquote(link[1]) == understood
    assert f">{understood}</a>" in unescape(page)
    assert "Hiểu là" not in unescape(shown(ask(first, store=seed_store)))


def test_a_source_is_told_with_its_date(seed_store):
    answer = ask("Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?", store=seed_store)
    turn = turn_of(answer, seed_store.generation(), Scope())
    page = unescape(answer_html(turn, VI))
    assert re.search(r'class="source">baotintuc.vn.*?class="date">27/11', page)


@pytest.mark.parametrize(("words", "told"), [(VI, "Chỉ tìm: "), (EN, "Looked only: ")])
def test_an_answer_says_where_it_was_looked_for(words, told):
    turn = Turn(Answer("?", False, "Không.", 0.0), "", scope=Scope(("a", "b"), True, "2024-01-02"))
    page = unescape(answer_html(turn, words))
    assert told in page
    assert "2024-01-02" in page
    assert told not in unescape(answer_html(Turn(turn.answer, ""), words))


def test_what_went_wrong_can_be_tried_again():
    page = trouble_html("Hỏng.", 'a"><b>', "Hỏi lại")
    assert 'href="#ask:a%22%3E%3Cb%3E"' in page
    assert "href" not in trouble_html("Hỏng.")


def test_readers_are_asked_once_and_only_where_that_is_wanted():
    turn = Turn(Answer("?", False, "Không.", 0.0), "")
    assert "#judge:" not in answer_html(turn, VI)
    asked = answer_html(turn, VI, judging=3)
    assert all(f"#judge:3:{quote(reason)}" in asked for reason in ["like", *REASONS])
    thanked = answer_html(replace(turn, said_of_it="thiếu"), VI, judging=3)
    assert "#judge:" not in thanked
    assert escape(VI.judged) in thanked


def test_every_reply_of_the_reader_is_known_in_english():
    replies = [value for name, value in vars(small_talk).items() if name.isupper()]
    said = [reply for reply in replies if isinstance(reply, str) and reply.endswith((".", "…"))]
    assert len(said) >= 8
    for reply in [*said, NO_ANSWER, NO_QUESTION]:
        assert EN.reply(reply) != reply
        assert VI.reply(reply) == reply
