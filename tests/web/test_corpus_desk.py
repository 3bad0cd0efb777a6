"""The corpus room's server side: one work at a time, sentences instead of errors, no paths."""

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import gradio as gr
import pytest

from vectorstore import errors
from vectorstore.build import rebuild
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from webchat.corpus.desk import MOST_DRAFTS, CorpusDesk, sentence
from webchat.corpus.owner import Owner
from webchat.corpus.room import functions
from webchat.words import EN, VI

NEW = "Ga {n} mở lại\n\nTàu chạy lại từ ngày {n}/9.\n\nVé bán hết trong một buổi.\n"


@pytest.fixture
def store(tmp_path: Path, seeds: Path) -> Store:
    """A store over a copy of the five articles."""
    corpus = shutil.copytree(seeds, tmp_path / "corpus")
    (corpus / "hỏng.txt").write_bytes(b"\x81\x8d\x00\x8f" * 200)
    made = Store(load_settings(corpus=corpus, store=tmp_path / "db"))
    rebuild(made)
    return made


def given(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def wait(desk: CorpusDesk) -> dict[str, object]:
    """What the work is told to be once it is done."""
    while True:
        told = desk.work(VI)
        assert told is not None
        if told["finished"]:
            return told
        Event().wait(0.02)


def test_a_draft_becomes_an_article_and_is_undone(store: Store) -> None:
    desk = CorpusDesk(store)
    told = desk.draft("/tmp/thư mục/ga.txt", given(NEW.format(n=1)), VI)
    assert told["name"] == "ga.txt"
    assert [part["label"] for part in told["parts"]][:2] == ["tiêu đề", "sa-pô"]
    drafts = desk.drafts([told["key"]])
    assert drafts is not None
    desk.add(drafts)
    done = wait(desk)
    assert (done["error"], done["done"], done["total"]) == (None, 7, 7)
    assert desk.account()["articles"] == 6
    change = desk.last_change()
    assert change is not None
    assert (change["kind"], change["titles"]) == ("added", ["Ga 1 mở lại"])
    desk.undo()
    assert wait(desk)["error"] is None
    assert desk.account()["articles"] == 5
    assert desk.last_change() is None


def test_one_work_at_a_time_tells_how_far_it_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, reached, go = CorpusDesk(store), Event(), Event()

    def waiting(_: Store, progress) -> None:
        for file in progress(list(range(4)), desc="building", unit=" articles"):
            if file == 2:
                reached.set()
                go.wait(60)

    monkeypatch.setattr("webchat.corpus.desk.rebuild", waiting)
    desk.rebuild()
    try:
        assert reached.wait(60)
        told = desk.work(VI)
        assert told is not None
        assert (told["doing"], told["done"], told["total"]) == ("rebuild", 2, 4)
        assert not told["finished"]
        with pytest.raises(errors.StoreBusyError):
            desk.undo()
    finally:
        go.set()
    assert wait(desk)["done"] == 4


def test_what_breaks_is_a_sentence_and_the_next_work_can_begin(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = CorpusDesk(store)

    def breaking(_: Store, progress) -> None:
        raise RuntimeError(str(store.folder))

    monkeypatch.setattr("webchat.corpus.desk.rebuild", breaking)
    desk.rebuild()
    assert wait(desk)["error"] == VI.corpus_store_failed
    monkeypatch.undo()
    desk.rebuild()
    assert wait(desk)["error"] is None


def test_beside_finished_work_stands_what_came_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = CorpusDesk(store)
    owner = Owner(None)
    monkeypatch.setattr(owner, "is_owner", lambda request: True)
    state = next(f for f in functions(store, owner, desk, VI) if f.__name__ == "corpus_state")
    drafts = desk.drafts(drafted(desk, 1))
    assert drafts is not None
    account = desk.account

    def slow() -> dict[str, object]:
        """The account as it is while the work goes on, told when it is done."""
        before = account()
        if desk.work(VI) is None:
            desk.add(drafts)
            wait(desk)
        return before

    monkeypatch.setattr(desk, "account", slow)
    first, second = state(None, gr.Request()), state(None, gr.Request())
    assert first["work"] is None
    assert second["work"]["finished"]
    assert second["account"]["articles"] == 6


def drafted(desk: CorpusDesk, count: int) -> list[str]:
    """The keys of so many drafts."""
    return [desk.draft("", given(NEW.format(n=n)), VI)["key"] for n in range(count)]


def test_drafts_that_were_dropped_or_are_another_s_push_none_out(store: Store) -> None:
    desk = CorpusDesk(store)
    keys = drafted(desk, 5 * MOST_DRAFTS)
    assert desk.drafts(keys[:MOST_DRAFTS]) is not None


def test_the_oldest_drafts_give_way_before_memory_does(store: Store) -> None:
    few = store.settings.model_copy(update={"max_article_bytes": len(NEW.encode())})
    desk = CorpusDesk(Store(few))
    keys = drafted(desk, 3 * MOST_DRAFTS)
    assert desk.drafts(keys[:1]) is None
    assert desk.drafts(keys[-MOST_DRAFTS:]) is not None


def test_the_account_names_files_and_no_folder_of_the_server(store: Store) -> None:
    account = CorpusDesk(store).account()
    assert [entry["file"] for entry in account["left_out"]] == ["hỏng.txt"]
    assert str(store.settings.corpus.parent) not in str(account)


def test_a_file_left_out_of_the_working_folder_keeps_its_full_stops(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(store.settings.corpus)
    here = Store(load_settings(corpus=Path(), store=store.folder))
    rebuild(here)
    [entry] = CorpusDesk(here).account()["left_out"]
    assert entry["file"] == "hỏng.txt"
    assert entry["reason"].startswith("hỏng.txt: ")


def every_error() -> Iterator[type[errors.HoiBaoError]]:
    waiting = [errors.HoiBaoError]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting += kind.__subclasses__()


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_in_both_languages(kind: type[errors.HoiBaoError]) -> None:
    error = kind("bài.txt: something is wrong with /srv/corpus; mend it")
    for words in (VI, EN):
        said = sentence(error, words)
        assert said.endswith(".")
        assert "/srv" not in said
        assert "{" not in said
