"""A cross-encoder and a question-answering head in place of the parts that come along."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import (
    LOGIT,
    byte_tokenizer,
    cross_encoder,
    plain_transformer,
    question_answering,
    random_question_answering,
    random_roberta,
    word_tokenizer,
)
from transformers import RobertaForQuestionAnswering, RobertaForSequenceClassification

from rag import Answer, ask
from rag.question_answering_head import load_question_answering_head
from rag.reading import Reading
from rag.reranker import load_reranker
from rag.retrieval import LONGEST_QUESTION
from rag.sentences import Sentence
from vectorstore.errors import ModelError
from vectorstore.generations import Store
from vectorstore.vietnamese import normalise, syllable_spans

BINH = "Hiện nay, chủ tịch xã Hoa Mai là ông Trần Văn Bình, quê ở huyện Sơn Động."
DAO = "Từ năm 2020, chủ tịch xã Hoa Mai là bà Lê Thị Đào, quê ở huyện Lục Ngạn."
PAGE = f"Chuyện ở xã Hoa Mai\n\n{BINH}\n\n{DAO}\n\nNgười dân trồng vải và nuôi ong lấy mật.\n"
QUESTION = "Chủ tịch xã Hoa Mai là ai?"
WORDS = sorted(set(re.findall(r"\w+", f"{PAGE} {QUESTION}".lower())))


@pytest.fixture
def ask_with(
    make_corpus: Callable[[dict[str, str]], Path], open_corpus: Callable[[Path], Store]
) -> Callable[..., Answer]:
    """Ask QUESTION of PAGE with some settings."""
    store = open_corpus(make_corpus({"xa.txt": PAGE}))

    def asked(question: str = QUESTION, **settings: str) -> Answer:
        return ask(question, store=Store(store.settings.model_copy(update=settings)))

    return asked


@pytest.fixture
def likes(tmp_path: Path) -> Callable[[str], str]:
    """The folder of a cross-encoder that likes a word."""
    return lambda word: str(cross_encoder(tmp_path / word, word_tokenizer(WORDS), word))


def marked(answer: Answer) -> str | None:
    first = answer.quotes[0]
    if first.answer_start is None or first.answer_end is None:
        return None
    return first.text[first.answer_start - first.start : first.answer_end - first.start]


def readings_of(*texts: str) -> list[Reading]:
    nothing = np.zeros(2, np.float32)
    return [
        Reading(
            Sentence.of(t, nothing, "a", "body", 0),
            -float(i),
            nothing,
            nothing[None, None],
        )
        for i, t in enumerate(texts)
    ]


@pytest.mark.parametrize(("word", "first"), [("bình", BINH), ("đào", DAO)])
def test_the_first_quote_is_the_cross_encoder_s(
    ask_with: Callable[..., Answer], likes: Callable[[str], str], word: str, first: str
) -> None:
    answer = ask_with(reranker_model=likes(word))
    assert answer.quotes[0].text == first
    scores = [quote.score for quote in answer.quotes]
    assert scores == sorted(scores, reverse=True)


def test_the_confidence_is_the_ranker_s(
    ask_with: Callable[..., Answer], likes: Callable[[str], str]
) -> None:
    plain = ask_with()
    word = "bình" if plain.quotes[0].text == BINH else "đào"
    assert ask_with(reranker_model=likes(word)).confidence == plain.confidence


def test_scores_are_raw_and_equal_ones_keep_their_order(likes: Callable[[str], str]) -> None:
    reranker = load_reranker(likes("đào"))
    assert reranker is not None
    readings = readings_of("Lê Thị", "Lê Thị Đào", "Hoa Mai", "quê Đào")
    order = reranker.rerank(QUESTION, readings)
    assert [r.sentence.text for r in order] == ["Lê Thị Đào", "quê Đào", "Lê Thị", "Hoa Mai"]
    assert [r.score for r in order] == pytest.approx([LOGIT, LOGIT, 0, 0], abs=1e-4)
    assert [r.score for r in readings] == [0, -1, -2, -3]


def test_only_the_best_readings_are_judged(likes: Callable[[str], str]) -> None:
    reranker = load_reranker(likes("đào"))
    assert reranker is not None
    order = reranker.rerank(QUESTION, readings_of(*["Hoa Mai"] * 19, "Đào 20", "Đào 21"))
    assert len(order) == 20
    assert order[0].sentence.text == "Đào 20"
    assert reranker.rerank(QUESTION, []) == []
    assert len(reranker.rerank(QUESTION, readings_of(DAO))) == 1


def test_what_is_too_long_for_a_cross_encoder_is_cut(likes: Callable[[str], str]) -> None:
    reranker = load_reranker(likes("đào"))
    assert reranker is not None
    long = "Hoa Mai " * 100
    for question in (QUESTION, long, "x " * LONGEST_QUESTION):
        order = reranker.rerank(question, readings_of(long, f"Đào {long}", long + "Đào"))
        assert [round(r.score / LOGIT) for r in order] == [1, 0, 0]
        assert order[0].sentence.text == f"Đào {long}"


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("ông", "văn", "ông Trần Văn"),
        ("văn", "bình", "Văn Bình"),
        ("quê", "động", "quê ở huyện Sơn Động"),
        ("nay", "nay", "nay"),
    ],
)
def test_the_marked_words_are_the_head_s(
    ask_with: Callable[..., Answer],
    likes: Callable[[str], str],
    tmp_path: Path,
    first: str,
    last: str,
    span: str,
) -> None:
    head = question_answering(tmp_path / "head", word_tokenizer(WORDS), first, last)
    answer = ask_with(reader_model=str(head), reranker_model=likes("bình"))
    assert answer.text == marked(answer) == span
    assert all(quote.answer_start is None for quote in answer.quotes[1:])
    quote = answer.quotes[0]
    assert PAGE[quote.start : quote.end] == quote.text
    assert PAGE[quote.answer_start : quote.answer_end] == span


def test_a_span_ends_after_its_start(tmp_path: Path) -> None:
    model = question_answering(tmp_path, word_tokenizer(WORDS), "trần", "bình")
    head = load_question_answering_head(str(model))
    assert head is not None
    for text, spans in (
        ("Bình Trần", {"Bình", "Trần"}),
        ("Bình, Trần Văn Bình", {"Trần Văn Bình"}),
    ):
        start, end = head.span(QUESTION, text) or (0, 0)
        assert text[start:end] in spans


@pytest.mark.parametrize(("nothing", "span"), [(LOGIT - 1, "Trần Văn Bình"), (LOGIT + 1, None)])
def test_a_head_that_sees_no_answer_marks_nothing(
    ask_with: Callable[..., Answer], tmp_path: Path, nothing: float, span: str | None
) -> None:
    model = question_answering(tmp_path, word_tokenizer(WORDS), "trần", "bình", nothing)
    head = load_question_answering_head(str(model))
    assert head is not None
    found = head.span(QUESTION, BINH)
    assert (found and BINH[slice(*found)]) == span
    assert head.span(QUESTION, "") is None


def test_what_is_too_long_for_a_head_is_cut(tmp_path: Path) -> None:
    model = question_answering(tmp_path, word_tokenizer(WORDS), "trần", "bình")
    head = load_question_answering_head(str(model))
    assert head is not None
    long = "Hoa Mai " * 100
    for question in (QUESTION, long, "x " * LONGEST_QUESTION):
        start, end = head.span(question, BINH + long) or (0, 0)
        assert BINH[start:end] == "Trần Văn Bình"
        assert head.span(question, long + BINH) is None


def test_a_model_with_fewer_positions_than_it_says_is_given_fewer_tokens(tmp_path: Path) -> None:
    tokenizer = word_tokenizer(WORDS)
    scores = random_roberta(tmp_path / "scores", tokenizer, RobertaForSequenceClassification, 1)
    marks = random_roberta(tmp_path / "marks", tokenizer, RobertaForQuestionAnswering, 2)
    reranker, head = load_reranker(str(scores)), load_question_answering_head(str(marks))
    assert reranker is not None and head is not None
    long = "Hoa Mai " * 100
    assert len(reranker.rerank(long, readings_of(long, BINH))) == 2
    start, end = head.span(long, long) or (0, 1)
    assert start < end


def test_a_piece_of_a_syllable_marks_the_whole(tmp_path: Path) -> None:
    middle, last = (character_of(byte) for byte in "ậ".encode()[1:])
    model = question_answering(tmp_path, byte_tokenizer(), middle, last)
    head = load_question_answering_head(str(model))
    assert head is not None
    text = "Bà Nông Bích Thuận, 50 tuổi"
    start, end = head.span("Ai?", text) or (0, 0)
    assert text[start:end] == "Thuận"


def character_of(byte: int) -> str:
    """How a byte-level tokenizer writes a byte that is no printable character of Latin-1."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    if byte in printable:
        return chr(byte)
    return chr(256 + [b for b in range(256) if b not in printable].index(byte))


@pytest.fixture(scope="module", params=["words", "bytes"])
def random_head(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    tokenizer = word_tokenizer(WORDS) if request.param == "words" else byte_tokenizer()
    return str(random_question_answering(tmp_path_factory.mktemp("random"), tokenizer))


PIECES = [
    *"aZ9đĐ .,-“”\u00a0\u200b\u0301ⅷﬁ🌊中İ\n",
    "Đặng",
    "Thuận",
    "thuỷ",
    "Sơn Động ",
    "521.000",
]


@given(text=st.lists(st.sampled_from(PIECES), max_size=40).map("".join).map(normalise))
def test_a_span_is_verbatim_trimmed_and_of_whole_syllables(random_head: str, text: str) -> None:
    head = load_question_answering_head(random_head)
    assert head is not None
    span = head.span(QUESTION, text)
    if span is not None:
        start, end = span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip().strip("\u200b")
        assert not any(a < cut < b for a, b in syllable_spans(text) for cut in span)


def test_models_answer_several_at_once(
    ask_with: Callable[..., Answer], likes: Callable[[str], str], tmp_path: Path
) -> None:
    head = question_answering(tmp_path / "head", word_tokenizer(WORDS), "lê", "đào")
    settings = {"reader_model": str(head), "reranker_model": likes("đào")}
    questions = [QUESTION + " ?" * n for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda question: ask_with(question, **settings), questions))
    assert {answer.text for answer in answers} == {"Lê Thị Đào"}


def test_a_model_is_loaded_once(likes: Callable[[str], str], tmp_path: Path) -> None:
    folder = likes("đào")
    assert load_reranker(folder) is load_reranker(folder)
    head = str(question_answering(tmp_path / "head", word_tokenizer(WORDS), "lê", "đào"))
    assert load_question_answering_head(head) is load_question_answering_head(head)
    assert load_reranker("") is load_question_answering_head("") is None


LOADERS = [
    ("RAG_RERANKER_MODEL", load_reranker),
    ("RAG_READER_MODEL", load_question_answering_head),
]


@pytest.mark.parametrize(("variable", "loader"), LOADERS)
@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (None, "no such folder"),
        ({"readme.txt": "x"}, "not a model's folder"),
        ({"config.json": "{}"}, "can't be loaded"),
        ({"config.json": '{"model_type": "bert"}', "model.safetensors": "no"}, "can't be loaded"),
        ({"modules.json": "[]"}, "can't be loaded"),
    ],
)
def test_a_folder_without_a_model_is_named(
    variable: str,
    loader: Callable[[str], object],
    tmp_path: Path,
    files: dict[str, str] | None,
    reason: str,
) -> None:
    folder = tmp_path / "model"
    if files is not None:
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text)
    with pytest.raises(ModelError, match=f"{variable}={re.escape(str(folder))}.*{reason}") as error:
        loader(str(folder))
    assert "\n" not in str(error.value)


def test_a_model_of_another_kind_is_named(
    tmp_path: Path, tiny_model: Path, tiny_static_model: Path
) -> None:
    tokenizer = word_tokenizer(WORDS)
    scores = str(cross_encoder(tmp_path / "three", tokenizer, "đào", labels=3))
    head = str(question_answering(tmp_path / "head", tokenizer, "lê", "đào"))
    plain = str(plain_transformer(tmp_path / "plain", tokenizer))
    with pytest.raises(ModelError, match=r"RAG_RERANKER_MODEL=.*three gives a pair 3 scores"):
        load_reranker(scores)
    for folder in (head, plain, str(tiny_model), str(tiny_static_model)):
        with pytest.raises(ModelError, match=f"RAG_RERANKER_MODEL={re.escape(folder)}"):
            load_reranker(folder)
    for folder in (scores, plain, str(tiny_model), str(tiny_static_model)):
        with pytest.raises(ModelError, match=f"RAG_READER_MODEL={re.escape(folder)}"):
            load_question_answering_head(folder)


def test_a_head_without_offsets_is_named(tmp_path: Path) -> None:
    folder = question_answering(tmp_path, word_tokenizer(WORDS), "lê", "đào")
    (folder / "tokenizer.json").unlink()
    (folder / "vocab.txt").write_text("lê 1\nđào 1\n", encoding="utf-8")
    (folder / "bpe.codes").write_text("", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "PhobertTokenizer"}')
    with pytest.raises(ModelError, match=r"RAG_READER_MODEL=.*no fast tokenizer"):
        load_question_answering_head(str(folder))


def test_the_shell_uses_both(
    run_module: Callable[..., CompletedProcess[str]], likes: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "xa.txt").write_text(PAGE, encoding="utf-8")
    head = question_answering(tmp_path / "head", word_tokenizer(WORDS), "lê", "đào")
    variables = {"RAG_CORPUS": str(tmp_path / "xa.txt"), "RAG_STORE": str(tmp_path / "db")}
    models = {"RAG_RERANKER_MODEL": likes("đào"), "RAG_READER_MODEL": str(head)}
    run_module("vectorstore", "rebuild", **variables)
    done = run_module("rag", "ask", QUESTION, "--json", **variables, **models)
    assert done.stderr == ""
    assert json.loads(done.stdout)["text"] == "Lê Thị Đào"


@pytest.mark.parametrize("variable", [variable for variable, _ in LOADERS])
@pytest.mark.parametrize("model", ["plain", "somebody/some-model"])
def test_the_shell_tells_a_wrong_model_in_one_line(
    run_module: Callable[..., CompletedProcess[str]],
    seed_store: Store,
    tmp_path: Path,
    variable: str,
    model: str,
) -> None:
    if model == "plain":
        model = str(plain_transformer(tmp_path / model, word_tokenizer(WORDS)))
    variables = {"RAG_STORE": str(seed_store.folder), variable: model, "HF_HOME": str(tmp_path)}
    done = run_module("rag", "ask", "Ai?", **variables)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert variable in line
    assert model in line
