"""The map in a real browser: drawn when it is opened, its points open the articles."""

import shutil

import pytest
from chats import DESKTOP, PHONE, ROOT, chat_over
from maps import place_of_point, show_map
from playwright.sync_api import expect

from webchat.words import VI

QUESTION = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
DRAWN = """plot => ({
  passages: plot.data.filter(trace => trace.customdata && !trace.text),
  numbers: plot.data.filter(trace => trace.text).flatMap(trace => trace.text),
  stars: plot.data.filter(trace => trace.marker?.symbol === "star").length,
  colours: new Set([...plot.querySelectorAll(".point")].map(p => p.style.fill)).size,
})"""
SIDEWAYS = """[...document.querySelectorAll("*")].filter(e => e.checkVisibility()
  && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible"
  && getComputedStyle(e).overflowX !== "hidden").map(e => e.id || e.className)"""

HOVER_TEXT_COLOURS = """() => {
  const label = document.querySelector("#map .hovertext");
  const sum = e => getComputedStyle(e).fill.match(/\\d+/g).reduce((a, b) => a + Number(b), 0);
  return label && [sum(label.querySelector("text")), sum(label.querySelector("path"))];
}"""  # both at once: each move of the mouse draws the label anew


@SIZES
def test_every_passage_is_a_point_and_the_question_is_among_them(visit, chat, seed_store, size):
    visited = visit(chat, size)
    visited.ask(QUESTION)
    drawn = show_map(visited).evaluate(DRAWN)
    manifest = seed_store.generation().manifest
    assert sum(len(trace["x"]) for trace in drawn["passages"]) == manifest.chunks
    assert len(drawn["passages"]) == len(manifest.articles)
    assert drawn["colours"] >= len(manifest.articles)
    assert sorted(map(int, drawn["numbers"])) == list(range(1, 9))
    assert drawn["stars"] == 1
    expect(visited.page.locator("#map-above")).to_contain_text(QUESTION)
    expect(visited.page.locator("#map-below ol li")).to_have_count(8)
    expect(visited.page.locator("#map-below .articles li")).to_have_count(5)
    box = visited.page.locator("#map").bounding_box()
    assert box["width"] > 0.55 * size[0]
    assert visited.page.evaluate(SIDEWAYS) == []
    assert visited.outside == []
    assert visited.complaints == []


def test_nothing_is_drawn_before_the_map_is_opened(visit, chat):
    visited = visit(chat)
    asked = []
    visited.page.on("request", lambda request: asked.append(request.url))
    visited.ask(QUESTION)
    expect(visited.page.locator(".js-plotly-plot")).to_have_count(0)
    assert not any("Plotly" in address for address in asked)


def test_without_a_question_the_map_says_how_one_comes_onto_it(visit, chat):
    visited = visit(chat)
    drawn = show_map(visited).evaluate(DRAWN)
    assert (drawn["numbers"], drawn["stars"]) == ([], 0)
    expect(visited.page.locator("#map-above .hint")).to_contain_text(VI.chat_tab)
    expect(visited.page.locator("#map-below ol")).to_have_count(0)


def test_another_question_is_drawn_when_the_map_is_opened_again(visit, chat):
    visited = visit(chat)
    visited.ask(QUESTION)
    show_map(visited)
    visited.page.get_by_role("tab", name=VI.chat_tab).click()
    other = "Đại sứ Bỉ đến thăm Lào Cai tên là gì?"
    visited.ask(other)
    show_map(visited)
    expect(visited.page.locator("#map-above")).to_contain_text(other)
    expect(visited.page.locator("#map-below ol")).to_contain_text("Lào Cai")


def test_a_point_tells_its_passage_and_a_click_opens_the_article_there(visit, chat):
    visited = visit(chat)
    page = visited.page
    visited.ask(QUESTION)
    plot = show_map(visited)
    width = plot.evaluate("plot => plot._fullLayout.width")
    at = place_of_point(page, "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn Nông")
    page.mouse.move(*at, steps=3)
    told = page.locator("#map .hovertext").first
    expect(told).to_contain_text("Nông")
    page.mouse.click(*at)
    mark = page.locator("#reader mark.here")
    expect(mark).to_contain_text("Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn Nông Bích Thuận")
    expect(mark).to_be_in_viewport()
    page.wait_for_function(
        "was => document.querySelector('.js-plotly-plot')._fullLayout.width < was", arg=width
    )
    assert visited.complaints == []


def test_on_a_phone_a_touch_tells_and_a_second_one_opens(visit, chat):
    visited = visit(chat, PHONE)
    page = visited.page
    visited.ask(QUESTION)
    show_map(visited)
    at = place_of_point(page, "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn Nông")
    page.touchscreen.tap(*at)
    picked = page.locator("#map-picked .picked")
    expect(picked.locator(".said")).to_contain_text("Nông Bích Thuận")
    expect(picked.get_by_role("link", name=VI.map_open)).to_be_in_viewport(ratio=1)
    expect(page.locator("#reader")).not_to_be_visible()
    page.touchscreen.tap(*place_of_point(page, "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn Nông"))
    expect(page.locator("#reader mark.here")).to_contain_text("Nông Bích Thuận")
    assert visited.complaints == []


def test_the_chosen_passage_opens_by_its_link_and_can_be_put_away(visit, chat):
    visited = visit(chat, PHONE)
    page = visited.page
    show_map(visited)
    page.touchscreen.tap(*place_of_point(page))
    picked = page.locator("#map-picked .picked")
    said = picked.locator(".said").text_content().removesuffix("…")
    picked.get_by_role("link", name=VI.map_open).click()
    expect(page.locator("#reader mark.here")).to_contain_text(said[:60])
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).not_to_be_visible()
    picked.get_by_role("button", name=VI.map_drop).click()
    expect(picked).not_to_be_visible()


def test_what_was_found_opens_by_keyboard_from_the_list_under_the_map(visit, chat):
    visited = visit(chat)
    visited.ask(QUESTION)
    show_map(visited)
    link = visited.page.locator("#map-below ol a").first
    said = link.locator(".said").text_content()
    link.focus()
    visited.page.keyboard.press("Enter")
    expect(visited.page.locator("#reader mark.here")).to_contain_text(said.removesuffix("…"))


@pytest.mark.parametrize(("scheme", "ink"), [("light", "dark"), ("dark", "light")])
def test_a_hover_text_is_legible_by_day_and_by_night(visit, chat, scheme, ink):
    visited = visit(chat)
    page = visited.page
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.locator("#box textarea").wait_for()
    show_map(visited)
    page.mouse.move(*place_of_point(page), steps=3)
    text, paper = page.wait_for_function(HOVER_TEXT_COLOURS).json_value()
    assert (text < paper) == (ink == "dark")
    assert abs(text - paper) > 400


def test_a_store_from_before_there_were_maps_says_what_draws_one(visit, tmp_path):
    corpus = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", corpus)
    with chat_over(corpus, tmp_path) as running:
        for file in (tmp_path / "store").rglob("map.npz"):
            file.unlink()
        visited = visit(running)
        expect(visited.ask(QUESTION).locator(".quote")).not_to_have_count(0)
        visited.page.get_by_role("tab", name=VI.map_tab).click()
        expect(visited.page.locator("#map-above .trouble")).to_have_text(VI.map_missing)
        expect(visited.page.locator("#map")).not_to_be_visible()
        assert visited.complaints == []
