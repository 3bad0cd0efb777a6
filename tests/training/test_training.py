"""The training room: its pairs, its tokenizer, and a model made from ten small articles."""

import json
import lzma
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tokenizers import Tokenizer

from training.batches import Batches, Recipe
from training.corpus import TokenCorpus, tokenise
from training.embedding import main
from training.measure import answerable, ndcg
from training.news import MAX_PARAGRAPH, paragraphs, read_articles
from training.start import Weights, tie_unaccented
from training.tokenizer import VocabularySize, make_tokenizer, tone_places
from training.topics import LEAF, topical_order
from training.words import WordCounts, count_words
from vectorstore.vietnamese import fold, syllables, unify

NAMES = "Lan Minh Hùng Thảo Quang Hạnh Sơn Phượng Đức Yến".split()
SIZE = VocabularySize(syllables=500, words=50, folded_words=50, subwords=60)


def article(name: str, number: int) -> dict[str, object]:
    """Lines that share no sentence with another article."""
    return {
        "id": name,
        "title": f"Hội Chữ thập đỏ trao tặng quà cho bà {name}",
        "lead": f"Sáng ngày {number}, bà {name} nhận {number * 3} phần quà tại Hà Nội.",
        "body": [
            f"Câu thứ {i} kể về bà {name}: bà nuôi {i + number} người cao tuổi, được uỷ ban "
            f"nhân dân phường hỗ trợ tiền thuốc và gạo trong {i * 10 + number} tháng liền."
            for i in range(9)
        ],
    }


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    with lzma.open(folder / "news-00.jsonl.xz", "wt", encoding="utf-8") as file:
        for number, name in enumerate(NAMES, 1):
            file.write(json.dumps(article(name, number), ensure_ascii=False) + "\n")
    return folder


@pytest.fixture(scope="module")
def counts(news: Path) -> WordCounts:
    lines = [
        line
        for each in read_articles(news / "news-00.jsonl.xz")
        for line in (each.title, each.lead, *each.body)
    ]
    singles = [one for line in lines for one in syllables(line)]
    words = count_words(lines)
    return WordCounts(words, type(words)(singles), share=1.0)


@pytest.fixture(scope="module")
def tokenizer(counts: WordCounts) -> Tokenizer:
    return make_tokenizer(counts, SIZE)


@pytest.fixture(scope="module")
def corpus(news: Path, tokenizer: Tokenizer) -> TokenCorpus:
    return tokenise(read_articles(news / "news-00.jsonl.xz"), tokenizer)


def tokens(tokenizer: Tokenizer, text: str) -> list[str]:
    return tokenizer.encode(text, add_special_tokens=False).tokens


def vectors(corpus: TokenCorpus) -> Weights:
    """A random direction for each article."""
    return np.random.default_rng(1).standard_normal((len(corpus), 4)).astype(np.float32)


def test_paragraphs_hold_every_line_once_and_keep_to_their_length() -> None:
    lines = tuple("x" * length for length in (30, 500, 350, 200, 880, 1500, 10, 20))
    ranges = paragraphs(lines)
    assert [at for first, last in ranges for at in range(first, last)] == list(range(len(lines)))
    for first, last in ranges:
        assert last - first == 1 or sum(map(len, lines[first:last])) <= MAX_PARAGRAPH


def test_words_of_several_syllables_are_one_piece(tokenizer: Tokenizer) -> None:
    assert "▁trao▁tặng" in tokens(tokenizer, "Trao tặng quà")


def test_unaccented_words_are_pieces_too(tokenizer: Tokenizer) -> None:
    assert "▁trao▁tang" in tokens(tokenizer, "trao tang qua")


def test_pieces_spell_the_unified_text(tokenizer: Tokenizer) -> None:
    text = 'Bà Phượng ("người cao tuổi") nhận 12 phần quà, uỷ ban hoà giải, quý I.'
    spelt = "".join(tokens(tokenizer, text)).replace("▁", " ").split()
    assert spelt == syllables(text)


def test_unknown_names_are_spelt_by_fragments(tokenizer: Tokenizer) -> None:
    pieces = tokens(tokenizer, "Thanh Hương")
    assert "".join(pieces) == "▁thanh▁hương"


@pytest.mark.parametrize("text", ["HOÀ", "thuỷ", "quý", "toàn", "loé sáng", "hòa"])
def test_normalizer_agrees_with_unify(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.normalizer is not None
    assert tokenizer.normalizer.normalize_str(text) == unify(text)


def test_there_are_fifteen_tone_places() -> None:
    assert len(tone_places()) == 15
    assert ("oà", "òa") in tone_places()


def test_a_line_taken_out_of_its_paragraph_is_not_in_it(corpus: TokenCorpus) -> None:
    recipe = Recipe(whole_article=0, cloze=0, folded=0, thinned=0)
    batch = Batches(corpus, vectors(corpus), Tokenizer.from_str(_EMPTY), recipe, seed=3).draw(40)
    for query, passage in zip(batch.queries, batch.passages, strict=True):
        windows = np.lib.stride_tricks.sliding_window_view(passage, len(query))
        assert not (windows == query).all(axis=1).any()


def test_whole_article_queries_come_from_titles_and_leads(corpus: TokenCorpus) -> None:
    recipe = Recipe(whole_article=1, folded=0, thinned=0)
    batch = Batches(corpus, vectors(corpus), Tokenizer.from_str(_EMPTY), recipe, seed=3).draw(30)
    sources = {
        tuple(corpus.written.span(title + i, title + i + 1))
        for title in corpus.titles.tolist()
        for i in (0, 1)
    }
    assert {tuple(query) for query in batch.queries} <= sources


def test_folded_queries_have_no_accents(corpus: TokenCorpus, tokenizer: Tokenizer) -> None:
    batch = Batches(corpus, vectors(corpus), tokenizer, Recipe(folded=1), seed=3).draw(30)
    for query in batch.queries:
        text = "".join(tokenizer.id_to_token(int(i)) or "" for i in query)
        assert fold(text) == text


def test_batches_repeat_with_the_seed(corpus: TokenCorpus, tokenizer: Tokenizer) -> None:
    first, second = (
        Batches(corpus, vectors(corpus), tokenizer, Recipe(), seed=5).draw(20) for _ in range(2)
    )
    for one, other in zip(first.queries, second.queries, strict=True):
        np.testing.assert_array_equal(one, other)


def test_topical_order_keeps_similar_articles_together() -> None:
    rng = np.random.default_rng(2)
    middles = np.eye(4, dtype=np.float32) * 10
    topics = np.arange(4 * LEAF) % 4
    noise = rng.standard_normal((4 * LEAF, 4)).astype(np.float32)
    order = topical_order(middles[topics] + noise, rng)
    assert sorted(order) == list(range(4 * LEAF))
    changes = (np.diff(topics[order]) != 0).sum()
    assert changes < 2 * LEAF  # a random order would change three times out of four


def test_an_unaccented_piece_is_what_it_may_stand_for(tokenizer: Tokenizer) -> None:
    places = tokenizer.get_vocab()
    counts = np.ones(len(places))
    weights = np.zeros((len(places), 1), dtype=np.float32)
    weights[places["▁tặng"]] = 1
    tied = tie_unaccented(weights, tokenizer, counts, share=1.0)
    assert 0 < tied[places["▁tang"], 0] < 1
    assert tied[places["▁tặng"], 0] == 1
    assert tied[places["▁người"], 0] == 0


def test_ndcg_counts_ranks() -> None:
    scores = np.array([[0.9, 0.1, 0.2], [0.9, 0.1, 0.2]], dtype=np.float32)
    assert ndcg(scores, [0, 2]) == pytest.approx((1 + 1 / np.log2(3)) / 2)


def test_unanswerable_questions_are_left_out(tmp_path: Path) -> None:
    asked = [
        {"id": "1", "question": "Ai?", "answers": [{"text": "Bà Lan"}]},
        {"id": "2", "question": "Gì?", "answers": [], "is_impossible": True},
    ]
    file = tmp_path / "set.json"
    file.write_text(json.dumps({"data": [{"paragraphs": [{"context": "Bà Lan.", "qas": asked}]}]}))
    assert [asked.question for asked in answerable(file).questions] == ["Ai?"]


def test_two_steps_make_a_folder_whose_mean_is_its_embedding(
    news: Path, counts: WordCounts, tmp_path: Path
) -> None:
    words, folder = tmp_path / "words.json", tmp_path / "model"
    counts.save(words)
    arguments = f"--news {news} --words {words} --out {folder} --steps 2 --batch 16 --dimensions 8"
    result = CliRunner().invoke(main, arguments.split(), catch_exceptions=False)
    assert result.exit_code == 0

    from safetensors.numpy import load_file
    from sentence_transformers import SentenceTransformer

    text = "Bà Lan nhận quà ở đâu? " * 200
    expected = SentenceTransformer(str(folder), device="cpu").encode(text)
    weights = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float32)
    saved = Tokenizer.from_file(str(folder / "tokenizer.json"))
    mean = weights[saved.encode(text, add_special_tokens=False).ids].mean(axis=0)
    np.testing.assert_allclose(mean / np.linalg.norm(mean), expected, atol=2e-3)
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("---\nlanguage: vi")


_EMPTY = '{"version": "1.0", "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0]]}}'
