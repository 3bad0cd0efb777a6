"""axe-core finds nothing serious, in any state of the page, light and dark, desktop and phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from chats import DESKTOP, PHONE, Visit
from maps import show_map

QUESTION = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"
UNANSWERABLE = "Đội nào vô địch giải bóng đá thế giới năm 1998?"


def findings(visited: Visit) -> list[str]:
    """What axe-core calls serious or critical, with the places."""
    found = Axe().run(visited.page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def empty(visited: Visit) -> None:
    visited.page.locator("#tries button").first.wait_for()


def scope(visited: Visit) -> None:
    visited.page.get_by_role("button", name="Giới hạn nơi tìm").click()
    visited.page.get_by_label("Chỉ trong những bài này").wait_for()


def answered(visited: Visit) -> None:
    visited.page.get_by_role("button", name="Giới hạn nơi tìm").click()
    visited.ask(QUESTION)


def refused(visited: Visit) -> None:
    visited.ask(UNANSWERABLE)


def article_open(visited: Visit) -> None:
    visited.open(visited.page.locator("#talk a.cite").first)


def conversations(visited: Visit) -> None:
    visited.page.keyboard.press("Escape")
    visited.page.locator("#reader").wait_for(state="hidden")
    visited.page.get_by_role("button", name="Các cuộc hỏi").click()


def corpus(visited: Visit) -> None:
    visited.page.keyboard.press("Escape")
    visited.page.get_by_role("tab", name="Kho bài").click()
    visited.page.get_by_text("Lần dựng kho gần nhất").click()
    visited.page.get_by_role("button", name="Thêm bài").click()


def map_of_passages(visited: Visit) -> None:
    visited.page.keyboard.press("Escape")
    show_map(visited)


# One after the other, as somebody would go through the page.
STATES = [empty, scope, answered, refused, article_open, conversations, corpus, map_of_passages]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious(visit, chat, size, scheme):
    visited = visit(chat, size, color_scheme=scheme)
    found = {}
    for state in STATES:
        state(visited)
        found[state.__name__] = findings(visited)
    assert not any(found.values()), found


def test_axe_would_find_a_fault(visit, chat):
    visited = visit(chat)
    visited.page.evaluate("document.querySelector('#head').innerHTML = '<img src=x>'")
    assert any(finding.startswith("image-alt") for finding in findings(visited))
