"""Takes docs/screenshot.png of a running chat: python docs/screenshot.py http://127.0.0.1:7860."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

QUESTIONS = [
    "Hội nghị giữa Hội Chữ thập đỏ Thanh Hóa và Huaphanh diễn ra ngày nào?",
    "chu tich hoi chu thap do tinh lang son la ai",
]
PICTURE = Path(__file__).with_suffix(".png")


def take(url: str) -> None:
    """Ask the questions, open the last answer's first citation, and save what is seen."""
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(url)
        for number, question in enumerate(QUESTIONS):
            page.fill("#box textarea", question)
            page.press("#box textarea", "Enter")
            page.locator("#talk .answer").nth(number).wait_for()
        page.locator("#talk .answer").last.locator("a.cite").first.click()
        page.locator("#reader mark.here").wait_for()
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    take(sys.argv[1])
