"""Articles and questions that try to be more than text: they are shown, and nothing runs."""

import json

import pytest
from chats import PHONE, chat_over
from maps import place_of_point, show_map
from playwright.sync_api import expect

ATTACK = (
    "Ông Trần Văn Độc <script>window.hacked=1</script> là giám đốc nhà máy Hắc Hải "
    "${window.hacked=2} {{window.hacked=3}} {{#each value}}x{{/each}} "
    '<img src="http://192.0.2.7/beacon.png" onerror="window.hacked=4"> '
    "[bấm đây](javascript:window.hacked=5) ![ảnh](http://192.0.2.7/md.png) "
    "`mã` **đậm** $$x^2$$ &lt;b&gt; </div></span></blockquote> "
    "http://192.0.2.7/trang \" ' </mark> hết câu này."
)
TITLE = 'Nhà máy Hắc Hải <b onmouseover="window.hacked=6">${window.hacked=7}</b> [x](javascript:0)'
QUESTION = "Ai là giám đốc nhà máy Hắc Hải?"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The chat over articles that attack it."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "corpus"
    corpus.mkdir()
    body = "Nhà máy này làm ra hơn 500 tấn hàng mỗi năm và nuôi sống cả vùng."
    page = f"{TITLE}\n\n{ATTACK}\n\n{body}\n\nNguồn: javascript:window.hacked=8\n"
    (corpus / "page.txt").write_text(page, encoding="utf-8")
    line = {
        "id": "<svg onload=window.hacked=9>:\"'/../${window.hacked=10}",
        "title": "Khánh thành Đập Thủy Tinh <script>window.hacked=11</script>",
        "text": "Đập Thủy Tinh cao 88 mét <iframe src=javascript:window.hacked=12></iframe> đó.",
        "source": "<i>${window.hacked=13}</i>",
        "url": "javascript:window.hacked=14",
    }
    (corpus / "lines.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with chat_over(corpus, folder) as running:
        yield running


def assert_harmless(visited):
    page = visited.page
    assert page.evaluate("window.hacked") is None
    inside = ":is(.answer, .asked, .sheet)"
    forbidden = f"{inside} :is(img, script, svg, iframe, b, i, code, em, .katex)"
    assert page.locator(forbidden).count() == 0
    links = page.locator(f"{inside} a[href]").evaluate_all("all => all.map(a => a.protocol)")
    assert "javascript:" not in links
    assert visited.outside == []
    assert visited.complaints == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_hostile_article_is_shown_as_text(visit, hostile, phone):
    visited = visit(hostile, PHONE) if phone else visit(hostile)
    answer = visited.ask(QUESTION)
    said = answer.locator(".said", has_text="window.hacked=1").first
    assert said.text_content() in ATTACK
    assert "<script>window.hacked=1</script>" in answer.text_content()
    assert TITLE in answer.text_content()
    visited.open(said.locator("xpath=ancestor::li//a"))
    article = visited.page.locator("#reader .article").text_content()
    assert ATTACK in article
    assert TITLE in article
    visited.page.mouse.move(200, 200)
    visited.page.wait_for_timeout(300)
    assert_harmless(visited)


def test_a_hostile_record_is_shown_as_text_and_its_address_not_linked(visit, hostile):
    visited = visit(hostile)
    answer = visited.ask("Đập Thủy Tinh cao bao nhiêu mét?")
    citation = answer.locator("a.cite", has_text="Đập Thủy Tinh").first
    assert "<iframe src=javascript:window.hacked=12></iframe>" in answer.text_content()
    visited.open(citation)
    assert "<iframe src=javascript:" in visited.page.locator("#reader .article").text_content()
    expect(visited.page.locator("#reader a.original")).not_to_be_visible()
    assert_harmless(visited)


QUESTIONS = [
    "<img src=x onerror=window.hacked=1><script>window.hacked=2</script>",
    "${window.hacked=3} {{window.hacked=4}} `x` **y** _z_ # k",
    "[a](javascript:window.hacked=5) ![b](http://192.0.2.7/b.png) http://192.0.2.7/c",
    "</div></span><style>body{display:none}</style> & &amp; &#60;b&#62; $$x$$ \\(y\\)",
    "<details open ontoggle=window.hacked=6> <a href='#cite:x:0:1:0'>giả</a>",
]


def test_a_hostile_question_is_shown_as_typed(visit, hostile):
    visited = visit(hostile)
    for question in QUESTIONS:
        visited.ask(question)
    assert visited.page.locator("#talk .asked").all_text_contents() == QUESTIONS
    visited.page.wait_for_timeout(200)
    assert_harmless(visited)


FORGED = [
    "#cite:",
    "#cite:../../etc/passwd:0:10:00000000",
    "#cite:page:0:99999999999999999999:00000000",
    "#cite:page:-1:5:00000000",
    "#cite:page:a:b:c:d:e:f",
    "#cite:page:5:1:00000000:9:2",
    "#cite:%00%ff:0:1:x",
]
FOLLOW = """link => {
  document.querySelector(".article").replaceChildren();
  const forged = document.createElement("a");
  forged.href = link;
  document.querySelector("#desk").append(forged);
  forged.click();
}"""


def test_a_forged_citation_gets_a_sentence(visit, hostile):
    visited = visit(hostile)
    for link in FORGED:
        visited.page.evaluate(FOLLOW, link)
        expect(visited.page.locator("#reader .note"), link).to_be_visible()
        expect(visited.page.locator("#reader mark.here"), link).to_have_count(0)
    assert visited.complaints == []


def test_the_examples_of_a_strange_corpus_come_from_its_own_articles(visit, hostile):
    visited = visit(hostile)
    shown = visited.page.locator("#tries button").all_inner_texts()
    assert all("Hắc Hải" in text or "Đập Thủy Tinh" in text for text in shown)
    assert_harmless(visited)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_map_shows_hostile_articles_as_text(visit, hostile, phone):
    visited = visit(hostile, PHONE) if phone else visit(hostile)
    visited.ask(QUESTION)
    page = visited.page
    show_map(visited)
    at = place_of_point(page, "window.hacked=1")
    if phone:
        page.touchscreen.tap(*at)
        told = page.locator("#map-picked .picked")
        title = told.locator(".title")
    else:
        page.mouse.move(*at, steps=3)
        told = page.locator("#map .hovertext").first
        title = told
    assert "".join(TITLE.split()) in "".join(title.text_content().split())
    expect(told).to_contain_text("<script>window.hacked=1</script>")
    assert TITLE in page.locator("#map-below").text_content()
    rooms = ":is(#map, #map-picked, #map-below)"
    assert page.locator(f"{rooms} :is(img, script, iframe, b, i, code)").count() == 0
    assert page.locator("#map .hoverlayer a").count() == 0
    assert_harmless(visited)
