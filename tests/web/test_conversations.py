"""Conversations on the page: kept in the browser, listed, opened, exported, shared by address."""

import json
from pathlib import Path

import pytest
from chats import DESKTOP, PHONE, Visit
from playwright.sync_api import Locator, expect

FIRST = "Hội nghị giữa Hội Chữ thập đỏ Thanh Hóa và Huaphanh diễn ra ngày nào?"
SECOND = "Đại sứ Bỉ đến thăm Lào Cai tên là gì?"
KEPT = "JSON.parse(localStorage.getItem('hoi-bao.conversations') ?? '[]')"


def questions(visited: Visit) -> Locator:
    return visited.page.locator("#talk .asked")


def entries(visited: Visit) -> Locator:
    """The list of conversations, opened if it is not."""
    if not visited.page.locator("dialog.past").is_visible():
        visited.page.get_by_role("button", name="Các cuộc hỏi").click()
    return visited.page.locator("dialog.past li")


def two_conversations(visited: Visit) -> None:
    visited.ask(FIRST)
    visited.page.get_by_role("button", name="Cuộc hỏi mới").click()
    expect(questions(visited)).to_have_count(0)
    visited.ask(SECOND)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_conversations_are_listed_and_opened_again(visit, chat, size):
    visited = visit(chat, size)
    two_conversations(visited)
    names = entries(visited).locator(".open")
    assert names.all_inner_texts() == [SECOND, FIRST]
    names.nth(1).click()
    expect(questions(visited)).to_have_text([FIRST])
    expect(visited.page.locator("dialog.past")).not_to_be_visible()
    quote = visited.page.locator("#talk .quote").first
    mark = visited.open(quote.locator("a.cite"))
    assert mark.text_content() == quote.locator(".said").text_content()
    assert visited.complaints == []


def test_an_opened_conversation_is_gone_on_with(visit, chat):
    visited = visit(chat)
    two_conversations(visited)
    entries(visited).locator(".open").nth(1).click()
    expect(questions(visited)).to_have_text([FIRST])
    answer = visited.ask("Ở đâu?")
    expect(answer.locator(".understood")).to_contain_text("Huaphanh")
    kept = visited.page.evaluate(KEPT)
    assert [len(one["turns"]) for one in kept] == [2, 1]


def test_a_conversation_is_renamed(visit, chat):
    visited = visit(chat)
    visited.ask(FIRST)
    entry = entries(visited).first
    entry.get_by_role("button", name="Đổi tên").click()
    entry.locator("input").fill("Hội nghị ở <b>Sầm Sơn</b>")
    entry.locator("input").press("Enter")
    expect(entries(visited).locator(".open")).to_have_text("Hội nghị ở <b>Sầm Sơn</b>")
    visited.page.keyboard.press("Escape")
    visited.ask("Ở đâu?")
    assert [one["name"] for one in visited.page.evaluate(KEPT)] == ["Hội nghị ở <b>Sầm Sơn</b>"]


def test_a_deleted_conversation_can_be_brought_back(visit, chat):
    visited = visit(chat)
    two_conversations(visited)
    entries(visited).first.get_by_role("button", name="Xoá").click()
    expect(entries(visited)).to_have_count(1)
    assert len(visited.page.evaluate(KEPT)) == 1
    visited.page.get_by_role("button", name="Hoàn tác").click()
    expect(entries(visited)).to_have_count(2)
    assert len(visited.page.evaluate(KEPT)) == 2


def test_conversations_are_exported_with_full_citations(visit, chat):
    visited = visit(chat)
    visited.ask(FIRST)
    entry = entries(visited).first
    with visited.page.expect_download() as markdown:
        entry.get_by_role("button", name="Tải về Markdown").click()
    with visited.page.expect_download() as plain:
        entry.get_by_role("button", name="Tải về JSON").click()
    assert markdown.value.suggested_filename.endswith(".md")
    text = Path(markdown.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# Hội nghị giữa")
    for part in ("Ngày 25/6", "VietnamPlus, 25/6, ", "http://www.vietnamplus.vn/"):
        assert part in text
    told = json.loads(Path(plain.value.path()).read_text(encoding="utf-8"))
    first = told["turns"][0]["answer"]["quotes"][0]
    assert first["article_id"] == "003_896749be57fa1feb"
    assert first["url"].startswith("http://www.vietnamplus.vn/")


def test_the_browser_alone_keeps_them(visit, chat):
    visited = visit(chat)
    visited.ask(FIRST)
    stranger = visit(chat)
    expect(stranger.page.locator("#talk .asked")).to_have_count(0)
    expect(entries(stranger)).to_have_count(0)
    expect(stranger.page.locator("dialog.past .none")).to_be_visible()


def test_damaged_storage_is_an_empty_list(visit, chat):
    visited = visit(chat)
    for damaged in ('{"no": "list"}', "[7, null, {}]", "no JSON"):
        visited.page.evaluate(
            "kept => localStorage.setItem('hoi-bao.conversations', kept)", damaged
        )
        expect(entries(visited)).to_have_count(0)
        visited.page.keyboard.press("Escape")
    forged = '[{"id": "x", "name": "giả", "turns": [{"answer": 7}]}]'
    visited.page.evaluate("kept => localStorage.setItem('hoi-bao.conversations', kept)", forged)
    entries(visited).locator(".open").click()
    expect(visited.page.locator("[data-testid=toast-body]")).to_contain_text("không đọc lại được")
    expect(questions(visited)).to_have_count(0)


def test_an_answers_address_opens_it_again(visit, chat):
    visited = visit(chat)
    visited.ask(FIRST)
    visited.ask("Ở đâu?")
    said = visited.page.locator("#talk .said").all_text_contents()
    address = visited.page.url.removeprefix(chat.url)
    other = visit(chat, path=address)
    expect(questions(other)).to_have_text([FIRST, "Ở đâu?"])
    expect(other.page.locator("#talk .understood")).to_contain_text("Huaphanh")
    assert other.page.locator("#talk .said").all_text_contents() == said


def test_an_address_of_many_or_odd_questions_does_no_harm(visit, chat):
    odd = (
        "/?q=" + "%F0%9F%98%80" * 300 + "&q=&q=%00&q=" + "a" * 1500 + "&since=gestern&article=../x"
    )
    visited = visit(chat, path=odd)
    visited.ask(SECOND)
    assert visited.complaints == []


def test_a_reload_keeps_the_conversation(visit, chat):
    visited = visit(chat)
    visited.ask(FIRST)
    visited.page.reload()
    expect(questions(visited)).to_have_text([FIRST])
    visited.page.locator("#talk .answer").wait_for()
    expect(entries(visited)).to_have_count(1)


def test_the_list_is_closed_by_escape_and_the_focus_comes_back(visit, chat):
    visited = visit(chat)
    opener = visited.page.get_by_role("button", name="Các cuộc hỏi")
    opener.focus()
    visited.page.keyboard.press("Enter")
    expect(visited.page.locator("dialog.past")).to_be_visible()
    visited.page.keyboard.press("Escape")
    expect(visited.page.locator("dialog.past")).not_to_be_visible()
    expect(opener).to_be_focused()


def test_on_paper_the_whole_conversation_stands_without_the_page_around_it(visit, chat):
    visited = visit(chat, (1280, 500))
    two_conversations(visited)
    visited.ask(FIRST)
    visited.page.emulate_media(media="print")
    hidden = ("#box", "#tries", "#past", "#scope", "[role=tablist]")
    assert not any(visited.page.locator(one).first.is_visible() for one in hidden)
    shown = "e => document.documentElement.scrollHeight >= e.getBoundingClientRect().bottom"
    assert visited.page.locator("#talk .answer").last.evaluate(shown)
    assert visited.page.evaluate("getComputedStyle(document.body).overflow") == "visible"
