"""The embedded model, which is a sentence-transformers model; other models; their errors."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from vectorstore.embedding import EMBEDDED_MODEL, _folder_hash, load_embedded, load_embedder
from vectorstore.errors import ModelError

TEXTS = [
    "",
    " ",
    "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?",
    "chu tich hoi chu thap do tinh lang son la ai",
    "CHỦ TỊCH HỘI CHỮ THẬP ĐỎ",
    "Bà Nông Bích Thuận trao 300 suất quà, mỗi suất 521.000 đồng, ngày 27/11/2025.",
    "Mưa lũ ở Huế 🌊🌊",
    "🌊",
    "?!… — “”",
    "Thuỷ điện Hoà Bình xả lũ\r\n\u00a0\u200bNước lên nhanh",
    "xzqw " * 40,
    "Nước sông Hương lên nhanh, nhiều tuyến phố ngập sâu. " * 400,
    "中文 русский العربية",
]


@pytest.mark.parametrize("batch", [TEXTS, TEXTS[:1], TEXTS[2:3]], ids=["all", "empty", "one"])
def test_numpy_gives_what_sentence_transformers_gives(batch: list[str]) -> None:
    with_numpy = load_embedder().embed_documents(batch)
    model = SentenceTransformer(str(EMBEDDED_MODEL), device="cpu")
    with_torch = np.nan_to_num(model.encode(batch))  # NaN in float16: a text without tokens
    assert with_numpy.dtype == np.float32
    assert with_numpy.shape == with_torch.shape == (len(batch), load_embedder().stamp.dimension)
    np.testing.assert_allclose(with_numpy, with_torch, atol=1e-3)


def test_the_embedded_model_by_path_is_the_same_model() -> None:
    by_path = load_embedder(str(EMBEDDED_MODEL))
    for there, here in (
        (by_path.embed_queries(TEXTS), load_embedder().embed_queries(TEXTS)),
        (by_path.embed_documents(TEXTS), load_embedder().embed_documents(TEXTS)),
    ):
        np.testing.assert_allclose(there, here, atol=1e-3)


def test_vectors_have_unit_length_or_none() -> None:
    lengths = np.linalg.norm(load_embedder().embed_queries(TEXTS), axis=1)
    assert lengths[0] == 0
    assert lengths[2:6] == pytest.approx(1, abs=1e-5)
    assert all(length == 0 or length == pytest.approx(1, abs=1e-5) for length in lengths)


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    embedder = load_embedder()
    alone = np.vstack([embedder.embed_documents([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, embedder.embed_documents(TEXTS), atol=1e-6)


def test_no_text_gives_no_vector() -> None:
    assert load_embedder().embed_documents([]).shape == (0, load_embedder().stamp.dimension)


def test_the_embedded_model_is_a_small_standard_folder_with_a_card() -> None:
    files = [path for path in EMBEDDED_MODEL.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 40_000_000
    assert (EMBEDDED_MODEL / "README.md").is_file()
    assert not [path for path in files if path.suffix in (".py", ".bin", ".pkl", ".pt")]
    assert (EMBEDDED_MODEL / "modules.json").read_text().count('"sentence_transformers.') >= 1


def test_the_embedded_model_needs_neither_torch_nor_sentence_transformers(
    environment: dict[str, str],
) -> None:
    script = (
        "import sys; from vectorstore.embedding import load_embedder\n"
        "print(load_embedder('').embed_queries(['Hội Chữ thập đỏ']).shape)\n"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [f"(1, {load_embedder().stamp.dimension})", "[]"]


def test_a_model_by_path_uses_its_own_prompts(tiny_model: Path) -> None:
    embedder = load_embedder(str(tiny_model))
    plain = SentenceTransformer(str(tiny_model), device="cpu")
    text = "Hội Chữ thập đỏ Lạng Sơn"

    def encoded(text: str) -> object:
        vector = plain.encode(text, prompt="")
        return pytest.approx(vector / np.linalg.norm(vector), abs=1e-5)

    query, document = embedder.embed_queries([text])[0], embedder.embed_documents([text])[0]
    assert query == encoded(f"query: {text}") != encoded(text)
    assert document == encoded(f"passage: {text}") != encoded(text)
    assert query != pytest.approx(document, abs=1e-3)
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("kind", ["tiny_model", "tiny_static_model"])
def test_a_model_is_stamped_with_its_folder_dimension_and_weights(
    request: pytest.FixtureRequest, kind: str
) -> None:
    folder = request.getfixturevalue(kind)
    embedder = load_embedder(str(folder))
    assert embedder.stamp.name == str(folder)
    assert embedder.stamp.dimension == 16
    assert re.fullmatch("[0-9a-f]{16}", embedder.stamp.revision)
    assert embedder.stamp.revision != load_embedder().stamp.revision
    assert embedder.embed_documents([]).shape == (0, 16)


def revision(folder: Path) -> str:
    load_embedder.cache_clear()
    return load_embedder(str(folder)).stamp.revision


def test_a_folder_s_model_changes_its_stamp_with_its_weights(
    tiny_static_model: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_static_model, tmp_path / "model")
    assert revision(folder) == revision(tiny_static_model)
    weights = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(weights[:-1] + bytes([weights[-1] ^ 1]))
    assert revision(folder) != revision(tiny_static_model)


def test_weights_of_an_older_form_are_part_of_the_stamp(tiny_model: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    stamps = []
    for shift in (0.0, 0.5):
        folder = shutil.copytree(tiny_model, tmp_path / str(shift))
        weights = folder / "model.safetensors"
        shifted = {name: value + shift for name, value in load_file(weights).items()}
        torch.save(shifted, folder / "pytorch_model.bin")
        weights.unlink()
        stamps.append(revision(folder))
    assert stamps[0] != stamps[1]


def test_what_is_no_part_of_a_model_is_no_part_of_its_stamp(
    tiny_static_model: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_static_model, tmp_path / "model")
    before = revision(folder)
    (folder / "README.md").write_text("other words")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "x.json").write_text("{}")
    assert revision(folder) == before


def test_bytes_that_change_their_file_change_the_stamp(tmp_path: Path) -> None:
    stamps = set()
    cuts = ({"a": "12", "b": "3"}, {"a": "1", "b": "23"}, {"a": "12", "c": "3"})
    for number, files in enumerate(cuts):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text)
        stamps.add(_folder_hash(folder))
    assert len(stamps) == 3


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (None, "no such folder"),
        ({"readme.txt": "x"}, "not a model's folder"),
        ({"config.json": "{}"}, "can't be loaded"),
        ({"modules.json": "[{"}, "can't be loaded"),
        ({"modules.json": "[]"}, "can't be loaded"),
        ({"modules.json": '[{"idx": 0, "name": "0", "path": "", "type": "no.Such"}]'}, "can't be"),
        ({"config.json": '{"model_type": "bert"}', "model.safetensors": "no"}, "can't be loaded"),
    ],
)
def test_a_folder_without_a_model_is_named(
    tmp_path: Path, files: dict[str, str] | None, reason: str
) -> None:
    folder = tmp_path / "model"
    if files is not None:
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text)
    with pytest.raises(ModelError) as error:
        load_embedder(str(folder))
    assert str(folder) in str(error.value)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "name", ["./missing", "~/missing", "~nobody-here/model", "a/b/c", "no such model", "x--y", "é"]
)
def test_a_name_that_is_neither_folder_nor_hub_name_is_named(name: str) -> None:
    with pytest.raises(ModelError, match=re.escape(name)):
        load_embedder(name)


@pytest.mark.parametrize(
    "variables",
    [
        {"HF_HUB_OFFLINE": "1"},
        {"HF_HUB_OFFLINE": "0", "HF_ENDPOINT": "http://127.0.0.1:9"},
        {"HF_HUB_OFFLINE": "0", "HF_ENDPOINT": "no-address"},
    ],
    ids=["offline", "unreachable", "malformed"],
)
def test_a_hub_name_without_a_hub_fails_within_seconds(
    environment: dict[str, str], tmp_path: Path, variables: dict[str, str]
) -> None:
    script = (
        "from vectorstore.embedding import load_embedder\n"
        "from vectorstore.errors import ModelError\n"
        "try:\n    load_embedder('somebody/some-model')\n"
        "except ModelError as error:\n    print(error)"
    )
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment | {"HF_HOME": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
    )
    assert time.monotonic() - began < 15
    assert done.stderr == ""
    (message,) = done.stdout.splitlines()
    assert "somebody/some-model" in message
    assert "RAG_EMBEDDING_MODEL" in message


def test_the_cosines_of_pieces_are_those_of_their_vectors() -> None:
    embedder = load_embedded()
    words = ["bác sĩ", "y tá", "cầu"]
    pieces = [np.array(embedder.pieces(word)[1]) for word in words]
    assert all(len(own) == 1 for own in pieces)
    both = np.concatenate(pieces * 20)
    vectors = embedder.embed_documents(words * 20)
    np.testing.assert_allclose(embedder.cosines(both, both), vectors @ vectors.T, atol=1e-5)
