"""The corpus room in a real browser: finding, reading, adding, undoing, removing, and who may."""

import json
import shutil
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from chats import DESKTOP, PHONE, ROOT, Chat, Visit, chat_over
from playwright.sync_api import Locator, expect

from webchat.words import VI

PASSWORD = "mật khẩu của chủ kho"
FAR = {"X-Forwarded-For": "203.0.113.9"}
NEW = """Đường sắt nối lại sau bão

Tàu từ Huế đến Vinh chạy lại từ ngày 3/9, sớm hơn dự kiến hai ngày.

Vé của cả tuần đã bán hết trong một buổi sáng.

Ảnh: Ga Huế sáng 3/9.
"""
HOSTILE = """Ga <img src=x onerror="window.hacked=1"> ${window.hacked=2} {{window.hacked=3}}

<script>window.hacked=4</script> </div></dialog> [x](javascript:window.hacked=5) `mã` hết câu.

Một câu nữa <b>đậm</b> cho đủ một bài.
"""


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """A chat over a copy of the five articles, with a password."""
    folder = tmp_path_factory.mktemp("owned")
    _five_articles(folder)
    with chat_over(folder / "corpus", folder, RAG_ADMIN_PASSWORD=PASSWORD) as running:
        yield running


@pytest.fixture
def lent(owned: Chat) -> Iterator[Chat]:
    """That chat for one test, which may change its articles."""
    yield owned
    folder = owned.account.parent
    _work_done(owned)  # a test may end while the server is still at its last change
    _five_articles(folder)
    (folder / "store" / "changes.json").unlink(missing_ok=True)
    assert called(owned, "corpus_rebuild", None) == {}
    assert _work_done(owned)["error"] is None


def _work_done(chat: Chat) -> dict[str, object]:
    """What the work asked for last came to, once it is done; nothing if there was none."""
    end = time.monotonic() + 60
    while True:
        work = called(chat, "corpus_state", None)["work"]
        if work is None or work["finished"]:
            return work or {}
        assert time.monotonic() < end, "the work is not done yet"
        time.sleep(0.1)


def _five_articles(folder: Path) -> None:
    """Make the folder's corpus anew: the five articles, and one file that can not be read."""
    shutil.rmtree(folder / "corpus", ignore_errors=True)
    shutil.copytree(ROOT / "seeds", folder / "corpus")
    (folder / "corpus" / "hỏng.txt").write_bytes(b"\x81\x8d\x00\x8f" * 200)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """A chat over a copy of the five articles, without a password, that no test changes."""
    folder = tmp_path_factory.mktemp("read")
    _five_articles(folder)
    with chat_over(folder / "corpus", folder) as running:
        yield running


def enter(visit: Visit) -> Locator:
    """Turn to the room and give it once its table stands there."""
    visit.page.get_by_role("tab", name="Kho bài").click()
    room = visit.page.locator("#corpus .corpus")
    room.locator("tbody tr").first.wait_for()
    expect(room.locator(".totals")).not_to_be_empty()
    return room


def far(visiting, chat: Chat, size: tuple[int, int] = DESKTOP) -> Visit:
    """A visit that comes through a proxy, from another machine."""
    return visiting(chat, size, extra_http_headers=FAR)


def titles(room: Locator) -> list[str]:
    return room.locator("td.title").all_inner_texts()


def paste(room: Locator, text: str) -> Locator:
    """Paste a text and give the draft that is made of it."""
    room.locator(".open-add").click()
    room.locator(".adding textarea").fill(text)
    room.locator(".adding .preview").click()
    draft = room.locator(".draft")
    draft.wait_for()
    return draft


def texts_in(chat: Chat) -> dict[str, str]:
    corpus = chat.account.parent / "corpus"
    return {p.name: p.read_text("utf-8", "replace") for p in corpus.iterdir()}


def fits(visit: Visit) -> bool:
    return bool(
        visit.page.evaluate(
            "[document.documentElement, document.querySelector('.corpus')]"
            ".every(e => e.scrollWidth <= e.clientWidth)"
        )
    )


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_articles_are_found_sorted_and_told_of(visit, read, size):
    visited = visit(read, size)
    room = enter(visited)
    assert len(titles(room)) == 5
    expect(room.locator(".totals")).to_contain_text("5 bài")
    row = room.locator("tbody tr", has_text="Đại sứ Bỉ")
    for told in ("07/6", "3.766", "13"):
        expect(row).to_contain_text(told)

    room.locator(".search").fill("dai su bi")
    expect(room.locator("tbody tr")).to_have_count(1)
    expect(room.locator(".found")).to_contain_text("1 bài khớp")
    room.locator(".search").fill("không có bài nào như thế")
    expect(room.locator("tbody tr")).to_have_count(0)
    expect(room.locator(".found")).to_contain_text("Không có bài nào khớp")
    room.locator(".search").fill("")
    expect(room.locator("tbody tr")).to_have_count(5)

    if size == PHONE:
        room.locator(".order select").select_option("length descending")
    else:
        room.get_by_role("button", name="Số ký tự").click()
        room.get_by_role("button", name="Số ký tự").click()
        header = room.get_by_role("columnheader", name="Số ký tự")
        expect(header).to_have_attribute("aria-sort", "descending")
    expect(room.locator("td.title").first).to_contain_text("Đẩy mạnh hoạt động")
    lengths = room.locator("td.length").evaluate_all(
        "all => all.map(e => Number(e.textContent.replace(/\\D/g, '')))"
    )
    assert lengths == sorted(lengths, reverse=True)

    room.locator(".build summary").click()
    build = room.locator(".build dl")
    for told in ("hoibao-embedding", "900 ký tự", "hỏng.txt"):
        expect(build).to_contain_text(told)
    assert str(read.account.parent) not in visited.page.content()
    assert fits(visited)
    assert visited.complaints == []
    assert visited.outside == []


@pytest.mark.parametrize("by", ["click", "Enter"])
def test_a_row_opens_its_article(visit, read, by):
    visited = visit(read)
    row = enter(visited).locator("tbody tr", has_text="Đại sứ Bỉ")
    if by == "click":
        row.locator("td.length").click()
    else:
        row.locator("a").focus()
        visited.page.keyboard.press("Enter")
    expect(visited.page.locator("#reader .heading")).to_contain_text("Đại sứ Bỉ")
    expect(visited.page.locator("#reader .article .part").nth(3)).to_be_visible()
    expect(visited.page.locator("#reader .note")).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_article_is_pasted_previewed_added_and_the_addition_undone(visit, lent, size):
    before = texts_in(lent)
    visited = visit(lent, size)
    room = enter(visited)
    draft = paste(room, NEW)
    assert draft.locator(".part .label").all_inner_texts() == [
        "tiêu đề",
        "sa-pô",
        "nội dung bài",
        "chú thích ảnh",
    ]
    expect(draft.locator("summary")).to_contain_text("Đường sắt nối lại sau bão")
    assert texts_in(lent) == before
    assert fits(visited)
    room.get_by_role("button", name="Thêm 1 bài vào kho").click()
    expect(room.locator(".last")).to_contain_text("Đã thêm “Đường sắt nối lại sau bão”")
    expect(room.locator("tbody tr")).to_have_count(6)
    expect(room.locator(".totals")).to_contain_text("6 bài")
    assert texts_in(lent) == before | {"duong-sat-noi-lai-sau-bao.txt": NEW}

    visited.page.reload()
    room = enter(visited)
    room.locator(".undo").click()
    expect(room.locator(".done")).to_have_text("Đã hoàn tác.")
    expect(room.locator("tbody tr")).to_have_count(5)
    expect(room.locator(".last")).to_be_hidden()
    assert texts_in(lent) == before
    assert visited.complaints == []


def test_what_is_added_is_answered_from_and_what_is_removed_is_not(visit, lent):
    visited = visit(lent)
    room = enter(visited)
    paste(room, NEW)
    room.locator(".adding .add").click()
    expect(room.locator("tbody tr")).to_have_count(6)
    expect(visited.page.locator("#head")).to_contain_text("từ 6 bài báo")
    visited.page.get_by_role("tab", name="Hỏi đáp").click()
    answer = visited.ask("Tàu từ Huế đến Vinh chạy lại từ ngày nào?")
    expect(answer.locator(".quote").first).to_contain_text("3/9")


def test_files_are_read_and_each_that_can_not_be_added_is_named(visit, lent):
    visited = visit(lent)
    room = enter(visited)
    room.locator(".open-add").click()
    seed = next((ROOT / "seeds").glob("*.txt"))
    files = {
        "ga.txt": NEW.encode(),
        "trang.html": b"<p>x</p>",
        "hỏng.txt": b"\x81\x8d\x00\x8f" * 200,
        "rỗng.txt": b" \n",
        "lặp.txt": seed.read_bytes(),
    }
    room.locator(".adding input[type=file]").set_input_files(
        [{"name": n, "mimeType": "text/plain", "buffer": data} for n, data in files.items()]
    )
    refused = room.locator(".refused li")
    expect(refused).to_have_count(4)
    told = " ".join(refused.all_inner_texts())
    for word in (
        "trang.html Chỉ thêm được tệp .txt",
        "hỏng.txt Không đọc được",
        "rỗng.txt Không có",
    ):
        assert word in told
    assert "lặp.txt Kho đã có bài này" in told
    expect(room.locator(".draft summary")).to_contain_text("ga.txt")
    room.locator(".draft .out").click()
    expect(room.locator(".adding .add")).to_be_disabled()
    visited.page.keyboard.press("Escape")
    expect(room.locator(".adding")).to_be_hidden()
    assert len(texts_in(lent)) == 6


def test_drafts_that_could_not_be_added_stay_to_be_added_later(visit, lent):
    visited = visit(lent)
    room = enter(visited)
    paste(room, NEW)
    server = "**/gradio_api/component_server/**"
    visited.page.route(server, lambda route: route.abort())
    room.locator(".adding .add").click()
    expect(room.locator(".adding .refused li")).to_have_text(VI.corpus_trouble)
    expect(room.locator(".adding .draft")).to_have_count(1)
    visited.page.unroute(server)
    room.locator(".adding .add").click()
    expect(room.locator(".adding")).to_be_hidden()
    expect(room.locator(".last")).to_contain_text("Đã thêm “Đường sắt nối lại sau bão”")


def test_articles_are_removed_after_a_question_and_put_back(visit, lent):
    before = texts_in(lent)
    visited = visit(lent)
    room = enter(visited)
    for n in (0, 2):
        room.locator("tbody .pick input").nth(n).check()
    expect(room.locator(".chosen .count")).to_have_text("Đã chọn 2 bài")
    gone = [titles(room)[n] for n in (0, 2)]
    room.locator(".open-remove").click()
    asked = room.locator(".removing")
    for title in gone:
        expect(asked).to_contain_text(title)
    asked.locator(".cancel").click()
    assert texts_in(lent) == before
    room.locator(".open-remove").click()
    asked.locator(".remove").click()
    expect(room.locator("tbody tr")).to_have_count(3)
    expect(room.locator(".last")).to_contain_text("Đã xoá 2 bài")
    expect(room.locator(".chosen")).to_be_hidden()
    assert len(texts_in(lent)) == 4
    room.locator(".undo").click()
    expect(room.locator("tbody tr")).to_have_count(5)
    assert texts_in(lent) == before


def test_the_store_is_built_anew_and_the_last_article_stays(visit, lent):
    visited = visit(lent)
    room = enter(visited)
    (lent.account.parent / "corpus" / "mới.txt").write_text(NEW, "utf-8")
    room.locator(".rebuild").click()
    expect(room.locator(".done")).to_have_text("Đã dựng lại kho.")
    expect(room.locator("tbody tr")).to_have_count(6)
    room.locator("thead .pick input").check()
    room.locator(".open-remove").click()
    room.locator(".removing .remove").click()
    expect(room.locator("[role=alert].trouble")).to_contain_text("ít nhất một bài")
    expect(room.locator("tbody tr")).to_have_count(6)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_afar_the_room_is_read_only(visit, read, size):
    visited = far(visit, read, size)
    room = enter(visited)
    expect(room.locator(".read-only")).to_be_visible()
    for control in (".tools", ".pick input", ".enter", ".leave", ".last"):
        expect(room.locator(control).first).to_be_hidden()
    assert fits(visited)


CHANGES = ("corpus_draft", "corpus_add", "corpus_remove", "corpus_undo", "corpus_rebuild")


def called(chat: Chat, name: str, asked: object, **headers: str) -> dict[str, object] | int:
    """What a function of the room answers to a script that calls it over the network."""
    with urlopen(f"{chat.url}/config", timeout=20) as reply:
        config = json.load(reply)
    room = next(c for c in config["components"] if c["props"].get("elem_id") == "corpus")
    body = {"data": asked, "fn_name": name, "component_id": room["id"], "session_hash": "x"}
    sent = {"content-type": "application/json", **headers}
    request = Request(
        f"{chat.url}/gradio_api/component_server/", json.dumps(body).encode(), sent, method="POST"
    )
    try:
        with urlopen(request, timeout=20) as reply:
            return json.load(reply)
    except HTTPError as error:
        return error.code


def announced(chat: Chat, size: int, **headers: str) -> int:
    """The status that a request gets which says how large it will be, and sends nothing yet."""
    asked = HTTPConnection(urlsplit(chat.url).netloc, timeout=20)
    sent = {"content-type": "application/json", "content-length": str(size), **headers}
    asked.request("POST", "/gradio_api/component_server/", headers=sent)
    return asked.getresponse().status


def test_the_server_itself_refuses_changes_from_afar(read):
    before = texts_in(read)
    for name in CHANGES:
        for asked in (None, [], ["000_abb8ed939b974dfb"], {"name": "", "data": ""}):
            for headers in (FAR, {"origin": "https://evil.example"}, {"host": "evil.example"}):
                told = called(read, name, asked, **headers)
                assert isinstance(told, dict)
                assert told["refused"]
    assert announced(read, 3_000_000, **FAR) == 413
    state = called(read, "corpus_state", None, **FAR)
    assert isinstance(state, dict)
    assert state["owner"] is False
    assert "undo" not in state
    assert "work" not in state
    assert texts_in(read) == before


@pytest.mark.parametrize(
    "asked",
    [None, 5, "x", [1], {"text": 1}, {"order": "text"}, {"offset": -1}, {"text": "x" * 300}],
    ids=str,
)
def test_a_strange_request_gets_a_sentence(read, asked):
    for name in ("corpus_list", "corpus_draft", "corpus_add", "corpus_remove"):
        told = called(read, name, asked)
        assert isinstance(told, dict)
        assert told.keys() == {"error"}


def test_a_forged_draft_or_id_changes_nothing(read):
    before = texts_in(read)
    for name, asked in (
        ("corpus_add", ["forged"]),
        ("corpus_draft", {"name": "../../x.txt", "data": "not base64!"}),
    ):
        told = called(read, name, asked)
        assert isinstance(told, dict)
        assert told.keys() == {"error"}
    assert called(read, "corpus_remove", ["../../etc/passwd"]) == {}
    assert texts_in(read) == before


def test_the_password_unlocks_the_room_and_leaving_locks_it(visit, lent):
    visited = far(visit, lent)
    room = enter(visited)
    expect(room.locator(".tools")).to_be_hidden()
    field = room.get_by_label("Mật khẩu của chủ kho")
    field.fill("không phải")
    field.press("Enter")
    expect(room.locator(".wrong")).to_have_text("Mật khẩu không đúng.")
    field.fill(PASSWORD)
    field.press("Enter")
    expect(room.locator(".tools")).to_be_visible()
    paste(room, NEW)
    room.locator(".adding .add").click()
    expect(room.locator("tbody tr")).to_have_count(6)
    room.locator(".leave").click()
    expect(room.locator(".tools")).to_be_hidden()
    expect(room.locator(".read-only")).to_be_visible()


def test_the_english_page_has_the_same_owner(visit, lent):
    visited = visit(lent, DESKTOP, "/en/", extra_http_headers=FAR)
    visited.page.get_by_role("tab", name="Articles").click()
    room = visited.page.locator("#corpus .corpus")
    room.get_by_label("The owner’s password").fill(PASSWORD)
    room.get_by_role("button", name="Unlock").click()
    draft = paste(room, NEW)
    expect(draft.locator(".part .label").first).to_have_text("title")
    room.get_by_role("button", name="Add (1)").click()
    expect(room.locator(".last")).to_contain_text("Added “Đường sắt nối lại sau bão”")
    assert _work_done(lent)["doing"] == "add"  # the Vietnamese page knows of it
    room = enter(visit(lent))
    expect(room.locator(".last")).to_contain_text("Đã thêm “Đường sắt nối lại sau bão”")


def test_a_hostile_article_stays_text(visit, lent):
    visited = visit(lent)
    room = enter(visited)
    draft = paste(room, HOSTILE)
    expect(draft).to_contain_text('<img src=x onerror="window.hacked=1"> ${window.hacked=2}')
    expect(draft).to_contain_text("<script>window.hacked=4</script> </div></dialog>")
    room.locator(".adding .add").click()
    expect(room.locator(".last .what")).to_contain_text("${window.hacked=2} {{window.hacked=3}}")
    row = room.locator("tbody tr", has_text="onerror")
    row.locator(".pick input").check()
    room.locator(".open-remove").click()
    expect(room.locator(".removing li")).to_contain_text("<img src=x")
    room.locator(".removing .cancel").click()
    row.locator("a").click()
    expect(visited.page.locator("#reader .article")).to_contain_text("<script>window.hacked=4")
    assert visited.page.evaluate("window.hacked") is None
    assert room.locator("img, script, b, code").count() == 0
    assert visited.outside == []
    assert visited.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_room_can_be_used_without_seeing_it(visit, lent, scheme):
    visited = visit(lent)
    visited.page.emulate_media(color_scheme=scheme)
    room = enter(visited)
    room.locator(".build summary").click()

    def violations() -> list[str]:
        found = Axe().run(visited.page, context="#corpus").response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    assert violations() == []
    paste(room, NEW)
    assert violations() == []
