"""Texts in, unit vectors out: the embedded static model, or any sentence-transformers model."""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import ModelError
from vectorstore.named_models import load, locate
from vectorstore.vietnamese import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]  # (n, dimension), each row of unit length (or all zeros: no words)

EMBEDDED_MODEL = Path(__file__).parent / "models" / "hoibao-embedding"
_SETTING = "RAG_EMBEDDING_MODEL"
_SHOWN = 16  # of a hash's 64 characters
_SHORTEST = np.float32(1e-9)  # a vector that is all zeros is like no other


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """What tells one embedding space from another; a generation is stamped with it."""

    name: str
    revision: str  # the hash of the embedded model's weights or of a folder, or the hub's commit
    dimension: int


class Embedder(Protocol):
    """A loaded model."""

    stamp: ModelStamp

    def embed_queries(self, texts: list[str]) -> Vectors:
        """Vectors for questions."""
        ...

    def embed_documents(self, texts: list[str]) -> Vectors:
        """Vectors for passages."""
        ...


class StaticEmbedder:
    """A sentence-transformers folder with one StaticEmbedding, evaluated without torch.

    A text's vector is the mean of its tokens' vectors, scaled to unit length: the same numbers
    that `SentenceTransformer(folder).encode` gives.
    """

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        weights, tokenizer = folder / "model.safetensors", folder / "tokenizer.json"
        if not weights.is_file() or not tokenizer.is_file():
            raise ModelError(
                f"the embedded model is missing in {folder}: install the project again"
            )
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._weights = load_file(weights)["embedding.weight"]
        self._exact = np.empty(self._weights.shape, np.float32)  # the rows used so far
        self._lengths = np.empty(len(self._weights), np.float32)  # theirs; none is nought
        self._is_exact = np.zeros(len(self._weights), bool)
        self._tokenizer.no_truncation()
        self.stamp = ModelStamp(folder.name, _file_hash(weights)[:_SHOWN], self._weights.shape[1])

    def embed_documents(self, texts: list[str]) -> Vectors:
        """(n, dimension) float32, unit length."""
        vectors = np.zeros((len(texts), self.stamp.dimension), np.float32)
        for row, encoding in enumerate(
            self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        ):
            if encoding.ids:
                vectors[row] = self._weights[encoding.ids].mean(axis=0, dtype=np.float32)
        return _unit(vectors, self.stamp.dimension)

    embed_queries = embed_documents

    def pieces(self, text: str) -> tuple[list[Span], list[int]]:
        """Where the tokenizer's pieces stand in an NFC text, and their rows in the table."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.offsets, encoding.ids

    def cosines(self, pieces: NDArray[np.int64], others: NDArray[np.int64]) -> Vectors:
        """(n pieces, n others) the cosines of the vectors of those rows of the table."""
        one, other = self._rows(pieces), self._rows(others)
        found: Vectors = one @ other.T
        found /= np.outer(self._lengths[pieces], self._lengths[others])
        return found

    def directions(self, pieces: NDArray[np.int64]) -> Vectors:
        """(n pieces, dimension) those rows of the table at unit length; nought stays nought."""
        return self._rows(pieces) / self._lengths[pieces, None]

    def _rows(self, pieces: NDArray[np.int64]) -> Vectors:
        """(n pieces, dimension) of the table, brought from half precision once: it takes long.

        From then on their lengths are known, too.
        """
        new = pieces[~self._is_exact[pieces]]
        if len(new):
            self._exact[new] = self._weights[new]
            self._lengths[new] = np.maximum(np.linalg.norm(self._exact[new], axis=1), _SHORTEST)
            self._is_exact[new] = True  # last: another thread may be reading
        return self._exact[pieces]

    @property
    def pieces_known(self) -> int:
        """How many pieces the table holds."""
        return int(self._weights.shape[0])


class TransformerEmbedder:
    """Any sentence-transformers model, with its own query and document prompts."""

    def __init__(self, model: "SentenceTransformer", name: str, revision: str) -> None:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"{name} does not tell its dimension: choose another model")
        self._model = model
        self.stamp = ModelStamp(name, revision, dimension)

    def embed_queries(self, texts: list[str]) -> Vectors:
        """(n, dimension) float32, unit length, with the model's query prompt."""
        vectors = self._model.encode_query(texts, show_progress_bar=False)
        return _unit(vectors, self.stamp.dimension)

    def embed_documents(self, texts: list[str]) -> Vectors:
        """(n, dimension) float32, unit length, with the model's document prompt."""
        vectors = self._model.encode_document(texts, show_progress_bar=False)
        return _unit(vectors, self.stamp.dimension)


@cache
def load_embedded() -> StaticEmbedder:
    """The embedded model.

    Raises:
        ModelError: its files are missing.
    """
    return StaticEmbedder(EMBEDDED_MODEL)


@lru_cache(maxsize=2)
def load_embedder(model: str = "") -> Embedder:
    """The model of that name or path; the embedded one for "".

    Raises:
        ModelError: there is no such model, or the hub can't be reached and no copy of it is here.
    """
    if not model:
        return load_embedded()
    source = locate(_SETTING, model)
    loaded = load(_SETTING, source, _sentence_transformer)
    if isinstance(source, Path):
        return TransformerEmbedder(loaded, str(source), _folder_hash(source)[:_SHOWN])
    return TransformerEmbedder(loaded, source, _hub_revision(source))


def _sentence_transformer(source: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(source)


def _hub_revision(name: str) -> str:
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(name, local_files_only=True)).name


def _unit(vectors: NDArray[np.floating], dimension: int) -> Vectors:
    # Without texts a model gives shape (0,); for a text without tokens a float16 one gives NaN.
    vectors = np.nan_to_num(np.asarray(vectors, np.float32).reshape(-1, dimension))
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
    return unit


def _file_hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _folder_hash(folder: Path) -> str:
    """Of every file's name and content, whatever form its weights have; a card changes nothing."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if file.is_file() and not hidden and not file.name.startswith("README"):
            digest.update(f"{name.as_posix()}\0{_file_hash(file)}".encode(errors="surrogateescape"))
    return digest.hexdigest()
