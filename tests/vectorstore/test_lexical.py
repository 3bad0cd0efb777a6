"""The lexical index against an exact BM25 written out here, and what it finds."""

from collections import Counter
from math import log
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vectorstore.articles import SectionKind
from vectorstore.chunks import Chunk
from vectorstore.errors import StoreError
from vectorstore.lexical import _BOOSTS, LexicalIndex, LexicalWriter
from vectorstore.vietnamese import fold, has_accents, normalise, syllables, with_pairs

TITLE = "Hội Chữ thập đỏ tặng quà"
TEXTS = [
    "Đường lên xã Khánh Xuân ngập sâu",
    "Dương Văn Đường tặng 300 suất quà ở đường Hùng Vương",
    "Ông Dương đi đường dài đường xa",
    "Mưa lũ gây ngập nhiều đường ở Huế, đường Lê Lợi ngập",
    "Hoà Bình xả lũ",
    "Hòa bình, hoà bình!",
    "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn Nông Bích Thuận",
    "Thu đo do thập chữ hội",
    "521.000 đồng mỗi hộ",
    "?!",
]
QUESTIONS = [
    "đường ngập",
    "duong ngap",
    "dương đường dương",
    "hoà bình",
    "hoi chu thap do tinh lang son",
    "Hội Chữ thập đỏ tặng gì?",
    "521.000",
    "Huế Huế Huế",
]
SECTIONS: tuple[SectionKind, ...] = ("body", "lead", "teaser")


def chunk(text: str, number: int = 0, title: str = TITLE) -> Chunk:
    section = SECTIONS[number % 3]
    return Chunk(f"article{number % 4}", section, 0, len(text), normalise(text), title)


CHUNKS = [chunk(text, n, TITLE if n % 2 else "") for n, text in enumerate(TEXTS)]


def index_of(folder: Path, chunks: list[Chunk]) -> LexicalIndex:
    writer = LexicalWriter(folder)
    writer.add(list(enumerate(chunks))[:3])
    writer.add(list(enumerate(chunks))[3:])
    writer.commit()
    return LexicalIndex(folder)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return index_of(tmp_path_factory.mktemp("lexical") / "index", CHUNKS)


def plain(text: str) -> list[str]:
    return with_pairs(syllables(text))


def folded(text: str) -> list[str]:
    return with_pairs([fold(term) for term in syllables(text)])


def bm25(question: list[str], documents: list[list[str]]) -> list[float]:
    """Okapi BM25, k1 = 1.2, b = 0.75, of each document; a term counts as often as it is asked."""
    average = sum(map(len, documents)) / len(documents) or 1.0  # nought if none says a word
    scores = [0.0] * len(documents)
    for term, asked in Counter(question).items():
        holding = sum(term in document for document in documents)
        weight = log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
        for at, document in enumerate(documents):
            count = document.count(term)
            length = 1.2 * (1 - 0.75 + 0.75 * len(document) / average)
            scores[at] += asked * weight * count * 2.2 / (count + length)
    return scores


def exact_scores(question: str, chunks: list[Chunk]) -> list[float]:
    question = normalise(question)
    fields = {
        "folded": (folded(question), [folded(c.text) for c in chunks]),
        "context": (folded(question), [folded(c.context) for c in chunks]),
    }
    if has_accents(question):
        fields["accented"] = (plain(question), [plain(c.text) for c in chunks])
    totals = [0.0] * len(chunks)
    for field, (terms, documents) in fields.items():
        for at, score in enumerate(bm25(terms, documents)):
            totals[at] += _BOOSTS[field] * score
    return totals


def assert_exact(index: LexicalIndex, question: str, chunks: list[Chunk]) -> None:
    exact = {at: score for at, score in enumerate(exact_scores(question, chunks)) if score > 0}
    found = index.search(question, 100)
    assert dict(found) == pytest.approx(exact, rel=1e-4)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_those_of_an_exact_bm25(index: LexicalIndex, question: str) -> None:
    assert_exact(index, question, CHUNKS)
    assert index.search(question, 100)


WORDS = st.sampled_from("Đường đường dương hoà hòa bình ở o 521 Huế, mưa. -".split())
SHORT_TEXTS = st.lists(WORDS, min_size=1, max_size=20).map(" ".join)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(SHORT_TEXTS, SHORT_TEXTS), min_size=1, max_size=8),
    SHORT_TEXTS,
)
@example([("Đường", "-")], "Đường")  # no title says a word
def test_any_short_texts_are_scored_exactly(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]], question: str
) -> None:
    chunks = [chunk(text, number, title) for number, (text, title) in enumerate(pairs)]
    index = index_of(tmp_path_factory.mktemp("lexical") / "index", chunks)
    assert_exact(index, question, chunks)


def test_accents_decide_between_words_that_fold_alike(tmp_path: Path) -> None:
    texts = ["ông dương nói", "con đường nói", "duong noi gi"]
    index = index_of(tmp_path / "index", [chunk(text, title="") for text in texts])
    for question, best in (("dương", 0), ("ĐƯỜNG", 1)):
        (first, score), (_, second), (_, third) = index.search(question, 3)
        assert first == best
        assert score > second + 0.1
        assert third > 0
    assert len({round(score, 4) for _, score in index.search("duong", 3)}) == 1


def test_a_question_without_accents_finds_accented_text(index: LexicalIndex) -> None:
    assert index.search("chu tich hoi chu thap do tinh lang son", 1)[0][0] == 6
    assert index.search("CHU TICH HOI CHU THAP DO", 1)[0][0] == 6


def test_decomposed_and_old_spelled_questions_find_the_same(index: LexicalIndex) -> None:
    assert index.search("ho\u0300a bi\u0300nh", 5) == index.search("hoà bình", 5)
    assert {found for found, _ in index.search("hòa bình", 2)} == {4, 5}


def test_neighbouring_syllables_count_more_than_scattered_ones(tmp_path: Path) -> None:
    texts = ["thập đỏ chữ hội", "hội chữ thập đỏ"]
    index = index_of(tmp_path / "index", [chunk(text, title="") for text in texts])
    assert [found for found, _ in index.search("hội chữ thập đỏ", 2)] == [1, 0]


def test_the_title_helps_to_find_a_chunk(index: LexicalIndex) -> None:
    found = dict(index.search("tặng", 100))
    assert found.keys() == {1, 3, 5, 7, 9}
    assert max(found, key=lambda at: found[at]) == 1


@pytest.mark.parametrize(
    ("articles", "sections"),
    [
        (["article0"], None),
        (["article1", "article3"], None),
        (None, ["body"]),
        (["article1", "article2"], ["lead", "teaser"]),
        ([], None),
        (["no-such-article"], None),
        (None, ["title"]),
    ],
)
def test_filters_take_away_and_change_no_score(
    index: LexicalIndex, articles: list[str] | None, sections: list[str] | None
) -> None:
    wanted = [
        (at, score)
        for at, score in index.search("đường ngập Hội Chữ thập đỏ", 100)
        if (articles is None or CHUNKS[at].article_id in articles)
        and (sections is None or CHUNKS[at].section in sections)
    ]
    found = index.search("đường ngập Hội Chữ thập đỏ", 100, articles, sections)
    assert dict(found) == pytest.approx(dict(wanted))
    best = index.search("đường ngập Hội Chữ thập đỏ", 1, articles, sections)
    assert best == found[:1]


@pytest.mark.parametrize("question", ["", " ", "?!…", "🌊 — “”", "_", "\u0301", "\u200b"])
def test_a_question_of_signs_finds_nothing(index: LexicalIndex, question: str) -> None:
    assert index.search(question, 10) == []


@pytest.mark.parametrize(
    "question", ["a" * 5000, "đường " * 2000, 'ngập" OR (title:*)', "folded:duong^9", "\x00ngập"]
)
def test_any_question_is_words_and_no_query_language(index: LexicalIndex, question: str) -> None:
    assert all(score > 0 for _, score in index.search(question, 10))


def test_at_most_the_wished_number_is_found(index: LexicalIndex) -> None:
    assert len(index.search("đường", 2)) == 2
    assert index.search("đường", 2) == index.search("đường", 10)[:2]
    assert index.search("đường", 0) == []
    assert len(index) == len(CHUNKS)


def test_rarity_is_the_inverse_document_frequency(index: LexicalIndex) -> None:
    chunks = len(CHUNKS)
    for term, holding in (("duong", 4), ("ngap", 2), ("duong_ngap", 0), ("lang_son", 1)):
        assert index.frequency(term) == holding
        exact = log(1 + (chunks - holding + 0.5) / (holding + 0.5))
        assert index.rarity(term) == pytest.approx(exact)


def test_frequency_counts_accented_words_and_pairs_where_wished(index: LexicalIndex) -> None:
    holding = [("đường", 4), ("dương", 2), ("duong", 0), ("hòa_bình", 2)]
    assert [(term, index.frequency(term, "accented")) for term, _ in holding] == holding


def test_a_very_long_word_is_left_out_of_the_index(tmp_path: Path) -> None:
    index = index_of(tmp_path / "index", [chunk("x" * 100_000 + " ngập", title="")])
    assert [found for found, _ in index.search("ngập", 5)] == [0]
    assert index.search("x" * 100_000, 5) == []


@pytest.mark.parametrize("state", ["missing", "empty", "damaged"])
def test_no_index_is_an_error_that_names_the_folder(tmp_path: Path, state: str) -> None:
    folder = tmp_path / "index"
    if state != "missing":
        folder.mkdir()
    if state == "damaged":
        (folder / "meta.json").write_text("{")
    with pytest.raises(StoreError, match="index"):
        LexicalIndex(folder)
