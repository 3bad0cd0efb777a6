"""The second reader's training: windows, the cut vocabulary, the network, what is exported."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.models import Unigram
from transformers import BertConfig, BertForQuestionAnswering, BertModel

from rag.question_files import Asked, QuestionSet
from rag.windows import LONGEST, TYPES, load_tokenizer
from training.second_reader import cut_tokenizer, export, fit, start_from
from training.sureness import Doubt
from training.sureness import fit as fit_sureness
from training.window_examples import WindowExample, is_held_out, window_examples

NAMES = ("Giàng Seo Phử", "Nông Thị Mai", "Lò Văn Hặc", "Hoàng Ngọc Bích")
COMMUNES = ("Nậm Mòn", "Bản Phố", "Tả Van", "Hoa Mai", "Na Hối", "Lùng Phình")


def paragraph(commune: str, name: str, gifts: int) -> str:
    return (
        f"Sáng nay, xã {commune} họp bàn về mưa lũ. Chủ tịch xã {commune} là ông {name}. "
        f"Xã đã trao {gifts} suất quà cho người nghèo. Buổi họp kết thúc lúc 11 giờ."
    )


@pytest.fixture(scope="module")
def questions() -> QuestionSet:
    chance = random.Random(0)
    paragraphs, asked = {}, []
    for number in range(60):
        name, commune = chance.choice(NAMES), chance.choice(COMMUNES)
        gifts = chance.randrange(20, 900)
        key = f"p{number:05}"
        paragraphs[key] = paragraph(commune, name, gifts)
        told = (
            (f"Ai là chủ tịch xã {commune}?", (name,)),
            (f"Xã {commune} đã trao bao nhiêu suất quà?", (f"{gifts} suất quà",)),
            (f"Bí thư xã {commune} là ai?", ()),
        )
        asked += [Asked(f"{key}-{n}", text, key, answers) for n, (text, answers) in enumerate(told)]
    return QuestionSet(asked, paragraphs)


@pytest.fixture(scope="module")
def examples(questions: QuestionSet) -> list[WindowExample]:
    return window_examples(questions, seed=0)


def test_the_answer_s_tokens_are_those_that_spell_it(
    questions: QuestionSet, examples: list[WindowExample]
) -> None:
    answers = {answer for asked in questions.questions for answer in asked.answers}
    tokenizer = load_tokenizer()
    marked = [example for example in examples if example.first]
    assert len(marked) > 80
    for example in marked:
        pieces = [
            tokenizer.id_to_token(int(number))
            for number in example.window.ids[example.first : example.last + 1]
        ]
        assert "".join(pieces).replace("▁", " ").strip(" .") in answers


def test_no_window_without_an_answer_holds_one(
    questions: QuestionSet, examples: list[WindowExample]
) -> None:
    silent = [example for example in examples if not example.first]
    unanswerable = sum(
        not asked.answers and not is_held_out(questions.paragraphs[asked.article or ""])
        for asked in questions.questions
    )
    assert len(silent) > unanswerable
    assert all(example.last == 0 for example in silent)


def test_the_questions_of_held_out_paragraphs_are_left_out(questions: QuestionSet) -> None:
    held_out = {key for key, text in questions.paragraphs.items() if is_held_out(text)}
    assert 0 < len(held_out) < 20
    without = [asked for asked in questions.questions if asked.article not in held_out]
    left = QuestionSet(without, questions.paragraphs)
    assert len(window_examples(left, seed=0)) == len(window_examples(questions, seed=0))


def whole_tokenizer(pieces: list[str]) -> Tokenizer:
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    found = Unigram([(piece, -1.0 - n / 100) for n, piece in enumerate([*special, *pieces])], 3)
    tokenizer = Tokenizer(found)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


def test_the_commonest_pieces_and_all_single_letters_are_kept() -> None:
    whole = whole_tokenizer(["▁xã", "▁huyện", "▁tỉnh", "▁", "x", "ã", "t", "ỉ", "n", "h", "z"])
    tokenizer, kept = cut_tokenizer(whole, ["xã xã huyện", "tỉnhx"], pieces=1)
    spelt = [whole.id_to_token(number) for number in kept]
    assert spelt[:5] == ["<s>", "<pad>", "</s>", "<unk>", "▁xã"]
    assert "▁huyện" not in spelt
    assert "z" not in spelt  # never met
    assert tokenizer.encode("xã\n  xã").tokens == ["▁xã", "▁xã"]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of three narrow layers."""
    torch.manual_seed(0)
    size = load_tokenizer().get_vocab_size()
    config = BertConfig(
        vocab_size=size, hidden_size=32, num_hidden_layers=3, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=300,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("encoder")
    BertModel(config).save_pretrained(folder)
    return folder


def test_the_lowest_layers_and_the_kept_pieces_come_from_the_encoder(encoder: Path) -> None:
    kept = [0, 1, 2, 3, 9, 7]
    network = start_from(str(encoder), kept, layers=2)
    whole = BertModel.from_pretrained(encoder)
    assert len(network.bert.encoder.layer) == 2
    for mine, its in zip(network.bert.encoder.layer, whole.encoder.layer, strict=False):
        assert torch.equal(mine.output.dense.weight, its.output.dense.weight)
    words = network.bert.embeddings.word_embeddings.weight
    assert torch.equal(words, whole.embeddings.word_embeddings.weight[kept])
    assert network.bert.embeddings.token_type_embeddings.weight.shape == (TYPES, 32)
    assert network.bert.embeddings.position_embeddings.weight.shape == (LONGEST, 32)


@pytest.fixture(scope="module")
def taught(encoder: Path, examples: list[WindowExample]) -> BertForQuestionAnswering:
    kept = [*range(load_tokenizer().get_vocab_size())]
    network = start_from(str(encoder), kept, layers=1)
    fit(network, examples, epochs=25, seed=0, rate=5e-3)
    return network


def said(network: BertForQuestionAnswering, example: WindowExample) -> tuple[int, int]:
    with torch.inference_mode():
        output = network(
            input_ids=torch.tensor(example.window.ids[None]),
            token_type_ids=torch.tensor(example.window.types[None]),
        )
    return int(output.start_logits.argmax()), int(output.end_logits.argmax())


def test_it_learns_where_answers_stand(
    taught: BertForQuestionAnswering, examples: list[WindowExample]
) -> None:
    right = [said(taught, example) == (example.first, example.last) for example in examples]
    assert np.mean(right) > 0.8


def test_what_is_exported_says_the_same(
    taught: BertForQuestionAnswering, examples: list[WindowExample], tmp_path: Path
) -> None:
    from onnxruntime import InferenceSession

    path = tmp_path / "models" / "reader.onnx"
    export(taught, path)
    assert [file.name for file in path.parent.iterdir()] == ["reader.onnx"]
    assert b".py" not in path.read_bytes()  # nor the folders of whoever made it
    session = InferenceSession(path, providers=["CPUExecutionProvider"])
    same = []
    for example in examples[:40]:
        given = {"ids": example.window.ids[None], "types": example.window.types[None]}
        first, last = session.run(None, given)
        same.append((first.argmax(), last.argmax()) == said(taught, example))
    assert np.mean(same) > 0.9


def test_scale_and_shift_are_those_of_what_was_right() -> None:
    chance = np.random.default_rng(0)
    said = chance.normal(size=4000) * 3
    right = chance.random(4000) < 1 / (1 + np.exp(-(0.5 * said - 1)))
    doubts = [Doubt(odds, bool(one), 1.0) for odds, one in zip(said, right, strict=True)]
    scale, shift = fit_sureness(doubts)
    assert scale == pytest.approx(0.5, abs=0.07)
    assert shift == pytest.approx(-1, abs=0.15)
