"""Where a question looks, in which language the page speaks, and what readers say of answers."""

import json
import re

import pytest
from chats import PHONE, chat_over
from playwright.sync_api import expect

QUESTION = "Đại sứ Bỉ đến thăm Lào Cai tên là gì?"


def choose(visited, title):
    visited.page.get_by_role("button", name="Giới hạn nơi tìm").click()
    box = visited.page.get_by_label("Chỉ trong những bài này")
    box.click()
    visited.page.get_by_role("option", name=title).click()
    visited.page.keyboard.press("Escape")


def test_a_question_can_be_asked_of_one_article_alone(visit, chat):
    visited = visit(chat)
    choose(visited, "Tổ chức kỷ niệm Ngày Công tác xã hội Việt Nam năm 2025")
    answer = visited.ask("Ai phát biểu?")
    titles = set(answer.locator(".title").all_inner_texts())
    assert titles == {"Tổ chức kỷ niệm Ngày Công tác xã hội Việt Nam năm 2025"}
    expect(answer.locator(".scope")).to_contain_text("trong 1 bài đã chọn")
    assert "article=002_521f5bc6cf627153" in visited.page.url
    again = visit(chat, path=visited.page.url.removeprefix(chat.url))
    expect(again.page.locator("#talk .scope")).to_contain_text("trong 1 bài đã chọn")


def test_related_news_can_be_left_out(visit, chat):
    visited = visit(chat)
    visited.page.get_by_role("button", name="Giới hạn nơi tìm").click()
    visited.page.get_by_label("Bỏ qua tin liên quan").check()
    answer = visited.ask("Hướng tới đô thị xanh")
    expect(answer.locator(".scope")).to_contain_text("bỏ qua tin liên quan")
    expect(answer.locator(".related")).to_have_count(0)


def test_dates_limit_the_search_where_articles_have_dates(visit, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    lines = [
        {"id": year, "title": f"Hội thi cờ năm {year}", "date": f"05/03/{year}",
         "body": [f"Ông Trần Văn Độc đoạt giải nhất hội thi cờ làng Hạ năm {year}."]}
        for year in (2019, 2024)
    ]  # fmt: skip
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (corpus / "lines.jsonl").write_text(text, encoding="utf-8")
    with chat_over(corpus, tmp_path) as dated:
        path = "/?q=Ai+đoạt+giải+nhất+hội+thi+cờ+làng+Hạ%3F&since=2024-01-01"
        answer = visit(dated, path=path).page.locator("#talk .answer")
        expect(answer.locator(".scope")).to_contain_text("từ 2024-01-01")
        assert set(answer.locator("a.cite .title").all_inner_texts()) == {"Hội thi cờ năm 2024"}
        fields = visit(dated).page
        fields.get_by_role("button", name="Giới hạn nơi tìm").click()
        expect(fields.get_by_text("Từ ngày")).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 800), PHONE], ids=["desktop", "phone"])
def test_an_english_browser_gets_the_english_page(visit, chat, size):
    visited = visit(chat, size, locale="en-US")
    assert visited.page.url == f"{chat.url}/en/"
    assert visited.page.evaluate("document.documentElement.lang") == "en"
    answer = visited.ask(QUESTION)
    expect(answer.locator(".over")).to_have_text("Word for word")
    refused = visited.ask("Đội nào vô địch giải bóng đá thế giới năm 1998?")
    expect(refused.locator(".refusal")).to_have_text("The articles don't say.")
    words = visited.page.locator("#room").evaluate(
        "room => [...room.querySelectorAll('button, summary, label, h2, [role=tab]')]"
        ".filter(e => e.checkVisibility() && !e.closest('#tries')).map(e => e.textContent).join()"
    )
    assert not re.search("[ạảãăắằẳẵặâấầẩẫậđẽẹẻếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", words), words
    assert visited.complaints == []


def test_the_chosen_language_is_kept(visit, chat):
    visited = visit(chat, locale="en-US")
    visited.page.get_by_role("link", name="Tiếng Việt").click()
    visited.page.wait_for_url(f"{chat.url}/")
    visited.page.goto(chat.url)
    visited.page.wait_for_function("document.documentElement.lang === 'vi'")
    visited.page.get_by_role("link", name="English").click()
    visited.page.wait_for_url(f"{chat.url}/en/")


def test_what_readers_say_is_kept_only_where_the_owner_wants_it(visit, chat, seeds, tmp_path):
    assert visit(chat).ask(QUESTION).locator(".judge").count() == 0
    file = tmp_path / "said" / "feedback.jsonl"
    with chat_over(seeds, tmp_path, RAG_FEEDBACK=str(file)) as asking:
        visited = visit(asking)
        answer = visited.ask(QUESTION)
        answer.get_by_role("link", name="Đúng").click()
        expect(visited.page.locator(".judge[role=status]")).to_have_text("Đã ghi nhận, cảm ơn bạn.")
        visited.ask("Bà ấy là ai?").get_by_role("link", name="Sai bài").click()
        expect(visited.page.locator(".judge[role=status]")).to_have_count(2)
        assert visited.complaints == []
    first, second = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (first["question"], first["liked"], first["answers"]) == (
        QUESTION, True, ["Jehanne Roccas"],
    )  # fmt: skip
    assert (second["history"], second["reason"]) == ([QUESTION], "sai bài")
