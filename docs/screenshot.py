"""Takes the pictures of a running chat: python docs/screenshot.py http://127.0.0.1:7860."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

QUESTIONS = [
    "Hội nghị giữa Hội Chữ thập đỏ Thanh Hóa và Huaphanh diễn ra ngày nào?",
    "chu tich hoi chu thap do tinh lang son la ai",
]
DESKTOP, PHONE = (1280, 800), (390, 844)
_HERE = Path(__file__).parent


def take(browser: Browser, url: str) -> None:
    """Ask the questions and save what is seen in each room."""
    desk = _opened(browser, url, DESKTOP, "light")
    for question in QUESTIONS:
        _ask(desk, question)
    desk.locator("#talk .answer").last.locator("a.cite").first.click()
    desk.locator("#reader mark.here").wait_for()
    _save(desk, "screenshot.png")
    desk.keyboard.press("Escape")
    desk.get_by_role("tab", name="Bản đồ").click()
    desk.locator("#map .points .point").first.wait_for(timeout=60_000)
    _save(desk, "map.png")
    desk.get_by_role("tab", name="Kho bài").click()
    _save(desk, "corpus.png")
    phone = _opened(browser, url, PHONE, "dark")
    _ask(phone, QUESTIONS[1])
    _save(phone, "phone.png")


def _opened(browser: Browser, url: str, size: tuple[int, int], scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="vi-VN",
    )
    page = context.new_page()
    page.goto(url)
    page.locator("#tries button").first.wait_for()
    return page


def _ask(page: Page, question: str) -> None:
    answers = page.locator("#talk .answer")
    before = answers.count()
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    answers.nth(before).wait_for()


def _save(page: Page, name: str) -> None:
    page.wait_for_timeout(1_500)
    page.screenshot(path=_HERE / name)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        take(chromium, sys.argv[1])
