"""The page in a real browser: asking, quotes, the article beside them, on desktop and phone."""

import re

import pytest
from chats import DESKTOP, PHONE, Chat, Trap, Visit
from playwright.sync_api import Locator, expect

QUESTION = "chu tich hoi chu thap do tinh lang son la ai"
UNANSWERABLE = "Đội nào vô địch giải bóng đá thế giới năm 1998?"
IN_VIEW = """mark => {
  const [view, place] = [".article", null].map(
    name => (name ? mark.closest(name) : mark).getBoundingClientRect());
  return place.top >= view.top && place.bottom <= view.bottom
    && place.left >= 0 && place.right <= innerWidth && view.bottom <= innerHeight;
}"""


def first_quote(answer: Locator) -> Locator:
    return answer.locator(".quote").first


def has_no_sideways_scroll(visit: Visit) -> bool:
    return bool(
        visit.page.evaluate(
            "[document.documentElement, document.querySelector('#talk [role=log]'),"
            " document.querySelector('.article')].every(e => e.scrollWidth <= e.clientWidth)"
            " && document.documentElement.clientWidth <= innerWidth"
        )
    )


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_question_is_answered_and_its_citation_opens_the_article_at_the_quote(visit, chat, size):
    visited = visit(chat, size)
    answer = visited.ask(QUESTION)
    quote = first_quote(answer).locator(".said")
    expect(quote.locator("mark")).to_contain_text("Nông Bích Thuận")
    expect(answer.locator(".short")).to_contain_text("Nông Bích Thuận")
    citation = first_quote(answer).locator("a.cite")
    expect(citation).to_contain_text("Đẩy mạnh hoạt động đối ngoại nhân đạo")
    expect(citation).to_contain_text("baotintuc.vn")

    mark = visited.open(citation)
    assert mark.text_content() == quote.text_content()
    assert mark.evaluate(IN_VIEW)
    expect(visited.page.locator("#reader .heading")).to_contain_text("Đẩy mạnh hoạt động")
    expect(visited.page.locator("#reader .facts")).to_contain_text("baotintuc.vn")
    assert has_no_sideways_scroll(visited)
    assert visited.complaints == []


def test_the_short_answer_is_larger_than_the_quotes(visit, chat):
    answer = visit(chat).ask(QUESTION)
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    short, said = answer.locator(".short"), first_quote(answer).locator(".said")
    assert short.evaluate(size) > 1.2 * said.evaluate(size)


def test_certainty_is_said_in_words_and_its_number_on_hover(visit, chat):
    foot = visit(chat).ask(QUESTION).locator(".foot")
    expect(foot).to_have_text(re.compile(r"^(chắc chắn|khá chắc|chưa chắc) · \d+ ms$"))
    expect(foot.locator(".sure")).to_have_attribute("title", re.compile(r"^Độ tin cậy: \d+ %$"))


def test_on_a_desktop_article_and_conversation_stand_side_by_side(visit, chat):
    visited = visit(chat, DESKTOP)
    answer = visited.ask(QUESTION)
    visited.open(first_quote(answer).locator("a.cite"))
    left, right = answer.bounding_box(), visited.page.locator("#reader").bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    assert right["x"] + right["width"] == DESKTOP[0]
    expect(visited.page.locator("#box textarea")).to_be_visible()


def test_a_citation_in_an_older_message_still_opens_its_own_place(visit, chat):
    visited = visit(chat)
    first = visited.ask(QUESTION)
    for later in ("Đại sứ Bỉ đến thăm Lào Cai tên là gì?", UNANSWERABLE):
        visited.ask(later)
    quote = first_quote(first)
    mark = visited.open(quote.locator("a.cite"))
    assert mark.text_content() == quote.locator(".said").text_content()
    assert mark.evaluate(IN_VIEW)


def test_every_citation_of_an_answer_opens_its_own_quote(visit, chat):
    visited = visit(chat)
    answer = visited.ask("Trung tâm Công tác xã hội tỉnh có bao nhiêu cán bộ, viên chức?")
    for quote in answer.locator(".quote").all():
        said = quote.locator(".said").text_content()
        quote.locator("a.cite").click()
        expect(visited.page.locator("#reader mark.here")).to_have_text(said)
        assert visited.page.locator("#reader mark.here").text_content() == said


@pytest.mark.parametrize("way", ["button", "Escape", "back"])
def test_on_a_phone_closing_the_article_returns_to_the_same_place(visit, chat, way):
    visited = visit(chat, PHONE)
    page = visited.page
    answer = visited.ask(QUESTION)
    visited.ask("Đại sứ Bỉ đến thăm Lào Cai tên là gì?")
    citation = answer.locator("a.cite").last
    citation.scroll_into_view_if_needed()
    where = "document.querySelector('#talk [role=log]').scrollTop"
    before, address = page.evaluate(where), page.url
    visited.open(citation)
    reader = page.locator("#reader")
    expect(reader).to_be_in_viewport(ratio=1)
    assert page.locator("#reader").evaluate("e => e.getBoundingClientRect().width") == PHONE[0]
    if way == "button":
        page.get_by_role("button", name="Đóng bài").click()
    elif way == "back":
        page.go_back()
    else:
        page.keyboard.press("Escape")
    expect(reader).not_to_be_visible()
    assert page.evaluate(where) == pytest.approx(before, abs=1)
    assert page.url == address
    expect(page.locator("#talk .answer")).to_have_count(2)


def test_escape_closes_the_article_on_a_desktop_and_gives_the_focus_back(visit, chat):
    visited = visit(chat)
    citation = first_quote(visited.ask(QUESTION)).locator("a.cite")
    visited.open(citation)
    visited.page.keyboard.press("Escape")
    expect(visited.page.locator("#reader")).not_to_be_visible()
    expect(citation).to_be_focused()


def test_a_citation_opens_by_keyboard(visit, chat):
    visited = visit(chat)
    citation = first_quote(visited.ask(QUESTION)).locator("a.cite")
    citation.focus()
    visited.page.keyboard.press("Enter")
    expect(visited.page.locator("#reader mark.here")).to_be_in_viewport()


def test_no_answer_is_said_calmly_with_the_nearest_passages_to_open(visit, chat):
    visited = visit(chat)
    answer = visited.ask(UNANSWERABLE)
    expect(answer.locator(".refusal")).to_have_text("Các bài viết không nói điều này.")
    expect(answer.locator(".quote")).to_have_count(0)
    nearest = answer.locator(".near a.cite")
    assert nearest.count() == 3
    said = nearest.first.locator(".said").text_content()
    assert visited.open(nearest.first).text_content() == said


def test_the_article_keeps_its_parts_apart_and_links_to_the_original(visit, chat):
    visited = visit(chat)
    answer = visited.ask("Khiếu Tư viết gì về Hội Chữ thập đỏ tỉnh Thanh Hóa và tỉnh Huaphanh?")
    of_it = answer.locator("a.cite", has_text="Tăng hợp tác giữa Hội Chữ thập").first
    visited.open(of_it)
    reader = visited.page.locator("#reader")
    style = "(element, name) => getComputedStyle(element)[name]"
    assert reader.locator(".part.caption").first.evaluate(style, "fontStyle") == "italic"
    assert reader.locator(".part.body").first.evaluate(style, "fontStyle") == "normal"
    original = reader.locator("a.original")
    expect(original).to_have_attribute("href", re.compile(r"^http://www\.vietnamplus\.vn/.*\.vnp$"))
    expect(original).to_have_attribute("rel", re.compile("noopener"))
    expect(original).to_have_attribute("target", "_blank")


def test_related_news_stand_under_their_own_heading(visit, chat):
    visited = visit(chat)
    visited.open(first_quote(visited.ask(QUESTION)).locator("a.cite"))
    heading = visited.page.locator("#reader h3.related")
    expect(heading).to_have_text("Tin liên quan trên trang này")
    following = "heading => heading.nextElementSibling.className"
    assert heading.evaluate(following) == "part teaser"


def test_a_related_news_citation_is_labelled_as_such(visit, chat):
    answer = visit(chat).ask("Trạm Y tế Cốc San đang triển khai việc gì?")
    cited = answer.locator("a.cite", has_text="tin liên quan trên trang này")
    assert cited.count() >= 1


def test_earlier_questions_help_a_follow_up(visit, chat):
    visited = visit(chat)
    visited.ask("Đại sứ Bỉ đến thăm Lào Cai tên là gì?")
    followed = visited.ask("Bà ấy đến vào ngày nào?")
    expect(followed.locator("a.cite").first).to_contain_text("Đại sứ Bỉ thăm và làm việc")


def test_the_examples_are_answered_by_the_articles(visit, chat):
    visited = visit(chat)
    examples = visited.page.locator("#tries button")
    expect(examples).to_have_count(4)
    question = examples.nth(1).inner_text()
    examples.nth(1).click()
    expect(visited.page.locator("#talk .asked")).to_have_text(question)
    expect(visited.page.locator("#talk .answer .quote").first).to_be_visible()
    expect(examples.filter(has_text=question)).to_have_count(0)


def test_every_example_is_answered(chat, visit):
    visited = visit(chat)
    questions = visited.page.locator("#tries button").all_inner_texts()
    for question in questions:
        assert visited.ask(question).locator(".quote").count() >= 1, question


def test_a_new_conversation_starts_empty(visit, chat):
    visited = visit(chat)
    visited.ask(QUESTION)
    visited.page.get_by_role("button", name="Cuộc hỏi mới").click()
    expect(visited.page.locator("#talk .answer")).to_have_count(0)
    expect(visited.page.locator("#tries button").first).to_be_visible()


def test_an_empty_question_asks_nothing(visit, chat):
    visited = visit(chat)
    visited.page.fill("#box textarea", "   ")
    visited.page.press("#box textarea", "Enter")
    visited.page.wait_for_timeout(500)
    expect(visited.page.locator("#talk .asked")).to_have_count(0)


def test_the_question_box_has_the_focus_and_a_bound(visit, chat):
    box = visit(chat).page.locator("#box textarea")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("maxlength", "1000")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_speaks_vietnamese_and_fits_its_window(visit, chat, size):
    visited = visit(chat, size)
    visited.ask(QUESTION)
    visited.ask(UNANSWERABLE)
    assert has_no_sideways_scroll(visited)
    labels = visited.page.locator("[aria-label]").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.ariaLabel)"
    )
    english = re.compile(r"\b(chat|message|user|scroll|copy|clear|close|submit|bot)\b", re.I)
    assert [label for label in labels if english.search(label)] == []
    expect(visited.page.locator("footer")).not_to_be_visible()


@pytest.mark.parametrize(
    ("trouble", "told"),
    [("full", "Đang có nhiều người hỏi cùng lúc"), ("gone", "Mất kết nối với máy chủ")],
)
def test_a_full_queue_and_a_lost_server_are_told_in_vietnamese(visit, chat, trouble, told):
    visited = visit(chat)
    answer = visited.ask(UNANSWERABLE)
    full = {"status": 503, "json": {"detail": "Queue is full."}}
    visited.page.route(
        "**/queue/join*",
        lambda route: route.fulfill(**full) if trouble == "full" else route.abort(),
    )
    visited.page.fill("#box textarea", QUESTION)
    visited.page.press("#box textarea", "Enter")
    toast = visited.page.locator("[data-testid=toast-body]")
    expect(toast).to_contain_text(told)
    expect(toast).not_to_contain_text(re.compile("error|busy|connection", re.I))
    expect(visited.page.locator("#box textarea")).to_have_value(QUESTION)
    assert answer.locator("p").first.evaluate(
        "p => { const box = p.getBoundingClientRect();"
        " return p === document.elementFromPoint(box.x + 5, box.y + box.height / 2); }"
    )


def test_a_whole_session_asks_no_outside_host(visit, chat, trap: Trap):
    visited = visit(chat)
    visited.open(first_quote(visited.ask(QUESTION)).locator("a.cite"))
    visited.ask(UNANSWERABLE)
    visited.page.reload()
    visited.page.locator("#box textarea").wait_for()
    assert visited.outside == []
    assert visited.complaints == []
    assert trap.visitors() == 0


def test_the_chat_says_how_long_it_took_then_its_address_and_nothing_else(visit, chat: Chat):
    def said() -> list[str]:
        return chat.account.read_text(encoding="utf-8").splitlines()

    before = said()
    visit(chat).ask(QUESTION)
    assert said() == before
    address = before.index(f"Hỏi Báo: {chat.url}")
    stages = " · ".join(rf"{stage} \d+\.\d s" for stage in ("store opened", "page built", "ready"))
    assert re.fullmatch(stages, before[address - 1])


def test_what_is_typed_while_an_answer_comes_is_not_lost(visit, chat):
    visited = visit(chat)
    visited.page.fill("#box textarea", QUESTION)
    visited.page.press("#box textarea", "Enter")
    expect(visited.page.locator("#box textarea")).to_have_value("")
    visited.page.fill("#box textarea", "Ở đâu")
    visited.page.locator("#talk .answer").wait_for()
    visited.page.wait_for_timeout(1_000)
    expect(visited.page.locator("#box textarea")).to_have_value("Ở đâu")
