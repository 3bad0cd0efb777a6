"""What goes wrong while the page is open is a sentence, and can be tried again."""

from chats import ROOT, chat_over
from playwright.sync_api import expect

from webchat.words import VI

QUESTION = "Đại sứ Bỉ đến thăm Lào Cai tên là gì?"


def test_a_store_in_trouble_is_told_and_asked_again_by_one_click(visit, tmp_path):
    with chat_over(ROOT / "seeds", tmp_path) as chat:
        visited = visit(chat)
        pointer = tmp_path / "store" / "current"
        aside = pointer.rename(pointer.with_name("aside"))
        answer = visited.ask(QUESTION)
        expect(answer.locator(".trouble")).to_contain_text("Kho bài đang gặp trục trặc")
        aside.rename(pointer)
        answer.get_by_role("link", name="Hỏi lại").click()
        expect(visited.page.locator("#talk .quote mark").first).to_have_text("Jehanne Roccas")
        expect(visited.page.locator("#talk .asked")).to_have_text([QUESTION])
        assert visited.complaints == []


def test_a_page_opened_while_the_store_is_in_trouble_works_once_it_is_over(visit, tmp_path):
    with chat_over(ROOT / "seeds", tmp_path) as chat:
        pointer = tmp_path / "store" / "current"
        aside = pointer.rename(pointer.with_name("aside"))
        visited = visit(chat)
        expect(visited.ask(QUESTION).locator(".trouble")).to_contain_text("trục trặc")
        expect(visited.page.locator("#head p")).to_contain_text("5 bài")
        aside.rename(pointer)
        visited.page.get_by_role("link", name="Hỏi lại").click()
        expect(visited.page.locator("#talk .quote mark").first).to_have_text("Jehanne Roccas")
        assert visited.complaints == []


def test_a_server_that_does_not_answer_is_told_where_the_article_would_be(visit, chat):
    visited = visit(chat)
    citation = visited.ask(QUESTION).locator("a.cite").first
    visited.page.route("**/gradio_api/component_server/**", lambda route: route.abort())
    citation.click()
    expect(visited.page.locator("#reader .note")).to_have_text(VI.unreachable)
