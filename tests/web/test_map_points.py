"""What the map shows, without a browser: which points, in which colours, told how."""

import json
from html import unescape
from pathlib import Path

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import ask
from vectorstore.build import rebuild
from vectorstore.errors import StoreError
from vectorstore.generations import Store
from vectorstore.settings import load_settings
from webchat.chat.scope import Scope
from webchat.citations import parse_link
from webchat.map.figure import COLOURS, SYMBOLS, hover_text, map_figure
from webchat.map.points import LONGEST, map_points
from webchat.words import BOTH, VI

QUESTION = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of more articles than there are colours."""
    corpus = tmp_path_factory.mktemp("many")
    for number in range(2 * len(COLOURS) + 5):
        text = f"Lễ hội thứ {number} mở ở xã {number}.\n\nXã {number} đón {number} nghìn khách."
        (corpus / f"{number:02}.txt").write_text(text, encoding="utf-8")
    store = Store(load_settings(corpus=corpus, store=corpus / "db"))
    rebuild(store)
    return store


def passages_of(figure):
    return [trace for trace in figure["data"] if "customdata" in trace and "text" not in trace]


def test_every_chunk_is_a_point_that_links_to_itself(seed_store: Store):
    shown = map_points(seed_store, [])
    generation = seed_store.generation()
    assert [p.chunk_id for p in shown.points] == list(range(generation.manifest.chunks))
    assert shown.question is None
    for point in shown.points:
        citation = parse_link(point.link)
        text = generation.article(citation.article_id).text[citation.start : citation.end]
        assert point.text == text or (
            len(point.text) <= LONGEST and text.startswith(point.text.removesuffix("…"))
        )


def test_the_question_and_the_passages_it_found_are_drawn_in(seed_store: Store):
    shown = map_points(seed_store, [QUESTION])
    found = ask(QUESTION, store=seed_store).passages
    places = [parse_link(point.link) for point in shown.found]
    assert [(p.article_id, p.start) for p in places] == [(p.article_id, p.start) for p in found]
    figure = map_figure(shown, VI)
    numbers = [trace["text"][0] for trace in figure["data"] if "text" in trace]
    assert numbers == [str(n) for n in range(len(found), 0, -1)]
    [star] = [t for t in figure["data"] if t.get("marker", {}).get("symbol") == "star"]
    assert (star["x"], star["y"]) == ([shown.question.x], [shown.question.y])
    assert QUESTION in unescape(star["hovertext"][0])


def test_a_follow_up_is_drawn_as_it_was_understood(seed_store: Store):
    asked = [QUESTION, "Còn Thanh Hóa?"]
    shown = map_points(seed_store, asked)
    alone = map_points(seed_store, asked[1:])
    assert shown.question.asked == asked[1]
    assert (shown.question.x, shown.question.y) != (alone.question.x, alone.question.y)


def test_only_what_was_found_within_the_scope_is_drawn_in(seed_store: Store):
    scope = Scope(articles=("000_abb8ed939b974dfb",), own_text=True)
    everywhere = map_points(seed_store, [QUESTION])
    shown = map_points(seed_store, [QUESTION], scope)
    assert not {point.article_id for point in everywhere.found} <= set(scope.articles)
    assert {point.article_id for point in shown.found} == set(scope.articles)
    assert "teaser" not in {point.section for point in shown.found}
    assert (shown.points, shown.chunks) == (everywhere.points, everywhere.chunks)


@pytest.mark.parametrize("asked", ["xin chào", "à" * 2_000], ids=["small talk", "too long"])
def test_what_looks_nothing_up_finds_nothing(seed_store: Store, asked: str):
    assert map_points(seed_store, [asked]).found == []


def test_a_sample_is_even_and_always_holds_what_was_found(seed_store: Store):
    everything = map_points(seed_store, [QUESTION])
    shown = map_points(seed_store, [QUESTION], most=10)
    assert shown.found == everything.found
    assert 10 <= len(shown.points) <= 10 + len(shown.found)
    assert shown.chunks == len(everything.points)
    assert shown == map_points(seed_store, [QUESTION], most=10)


def test_an_article_has_one_colour_and_few_articles_share_none(seed_store: Store, many: Store):
    for store, shared in ((seed_store, False), (many, True)):
        traces = passages_of(map_figure(map_points(store, []), VI))
        colours: dict[str, set[str]] = {}
        for trace in traces:
            for link in trace["customdata"]:
                colours.setdefault(parse_link(link).article_id, set()).add(trace["marker"]["color"])
        assert all(len(own) == 1 for own in colours.values())
        used = [own.pop() for own in colours.values()]
        assert (len(set(used)) < len(used)) == shared
        assert len(traces) == len(set(used)) <= len(COLOURS)


def test_the_shape_is_the_section_s(seed_store: Store):
    shown = map_points(seed_store, [])
    kinds = {p.link: SYMBOLS[p.section][0] for p in shown.points}
    for trace in passages_of(map_figure(shown, VI)):
        assert trace["marker"]["symbol"] == [kinds[link] for link in trace["customdata"]]


def test_colours_stand_out_on_light_and_dark_paper():
    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    for colour in COLOURS:
        light, dark = 1.05 / (luminance(colour) + 0.05), (luminance(colour) + 0.05) / 0.063
        assert min(light, dark) >= 3, (colour, light, dark)


def test_plotly_takes_the_figure_as_valid(seed_store: Store):
    figure = map_figure(map_points(seed_store, [QUESTION]), VI)
    go.Figure(data=figure["data"], layout=figure["layout"])
    json.dumps(figure, allow_nan=False)


@given(st.text(), st.text())
def test_a_hover_text_means_nothing_but_its_characters(title: str, text: str):
    told = hover_text(title, text)
    lines = told.split("<br>")
    plain = "".join(line.removeprefix("<b>").removesuffix("</b>") for line in lines)
    assert "<" not in plain and ">" not in plain
    assert "&quot;" not in plain.replace("&amp;", "")  # plotly would show it as it stands
    told.encode("utf-8")
    said = f"{title}{text}".encode("utf-8", "replace").decode()
    assert "".join(unescape(plain).split()) == "".join(said.split())


def test_a_store_without_a_map_says_so(seeds: Path, tmp_path: Path):
    store = Store(load_settings(corpus=seeds, store=tmp_path / "db"))
    rebuild(store)
    (store.generation().folder / "map.npz").unlink()
    with pytest.raises(StoreError, match="has no map yet"):
        map_points(store, [])


def test_the_figure_speaks_both_languages(seed_store: Store):
    shown = map_points(seed_store, [QUESTION])
    for language, words in BOTH.items():
        config = map_figure(shown, words)["config"]
        assert config["locales"][language]["dictionary"]["Zoom in"] == words.map_nearer
