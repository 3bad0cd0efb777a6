"""What the tests share: the seeds and a store of them, corpora, tiny models, real processes."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

from vectorstore.build import rebuild
from vectorstore.generations import Store
from vectorstore.settings import Settings, load_settings
from vectorstore.vietnamese import normalise, syllables

ROOT = Path(__file__).resolve().parent.parent
SPECIAL_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
PROMPTS = {"query": "query: ", "document": "passage: "}

# A busy machine is no defect: no example has a time limit of its own.
hypothesis_settings.register_profile("no deadline", deadline=None)
hypothesis_settings.load_profile("no deadline")

MakeCorpus = Callable[[dict[str, str | bytes]], Path]
RunModule = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session", autouse=True)
def _default_settings() -> Iterator[None]:
    """No variable and no .env file of whoever runs the tests changes what they test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("RAG_")]:
            patch.delenv(name)
        patch.setitem(Settings.model_config, "env_file", None)
        yield


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five articles."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seed_store(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of the five articles, made with the embedded model; not to be written to."""
    store = Store(load_settings(corpus=seeds, store=tmp_path_factory.mktemp("seeds") / "db"))
    rebuild(store)
    return store


@pytest.fixture
def make_corpus(tmp_path: Path) -> MakeCorpus:
    """Write files, name → text, into one folder and give its path; again: add and replace."""

    def make(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "corpus"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return make


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The variables of a real process: this checkout's packages, no settings, no hub."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("RAG_", "HF_"))}
    return inherited | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore"}


@pytest.fixture
def run_module(tmp_path: Path, environment: dict[str, str]) -> RunModule:
    """Run `python -m MODULE ARGUMENT…` as a real process in an empty folder, to its end."""

    def run(
        module: str, *arguments: str | Path, cwd: Path = tmp_path, **variables: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=cwd,
            env=environment | variables,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    return run


@pytest.fixture(scope="session")
def seed_syllables(seeds: Path) -> list[str]:
    """The different syllables of the five articles, sorted."""
    texts = [normalise(path.read_text(encoding="utf-8")) for path in sorted(seeds.glob("*.txt"))]
    return sorted({syllable for text in texts for syllable in syllables(text)})


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory, seed_syllables: list[str]) -> Path:
    """A sentence-transformers folder: one transformer layer, 16 dimensions, with prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("tiny-transformer")
    vocabulary = [*SPECIAL_TOKENS, "query", "passage", ":", *seed_syllables]
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=_tokenizer(vocabulary),
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=64,
    )
    config: Any = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"))
    pooling = Pooling(16, "mean")
    model = SentenceTransformer(modules=[transformer, pooling], prompts=PROMPTS, device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="session")
def tiny_static_model(tmp_path_factory: pytest.TempPathFactory, seed_syllables: list[str]) -> Path:
    """A sentence-transformers folder: a static embedding of 16 dimensions."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("tiny-static")
    tokenizer = _tokenizer([*SPECIAL_TOKENS, *seed_syllables])
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)])
    model.save(str(folder / "model"))
    return folder / "model"


def _tokenizer(vocabulary: list[str]) -> Tokenizer:
    words = {word: number for number, word in enumerate(vocabulary)}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer
