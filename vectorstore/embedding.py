"""Texts in, unit vectors out: the embedded static model, or any sentence-transformers model."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]  # (n, dimension), each row of unit length (or all zeros: no words)

EMBEDDED_MODEL = Path(__file__).parent / "models" / "hoibao-embedding"
_HUB_TIMEOUT = 5.0  # seconds to wait for the hub's first answer


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """What tells one embedding space from another; a generation is stamped with it."""

    name: str
    revision: str  # the hash of the weights, or the hub's commit
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
        self._tokenizer.no_truncation()
        self.stamp = ModelStamp(folder.name, _file_hash(weights), self._weights.shape[1])

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


@lru_cache(maxsize=2)
def load_embedder(model: str = "") -> Embedder:
    """The model of that name or path; the embedded one for "".

    Raises:
        ModelError: there is no such model, or the hub can't be reached and no copy of it is here.
    """
    if not model:
        return StaticEmbedder(EMBEDDED_MODEL)
    folder = Path(model)
    with suppress(RuntimeError):  # "~name", and no user has that name
        folder = folder.expanduser()
    if folder.is_dir():
        return _load_folder(folder.resolve())
    if folder.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1:
        raise ModelError(f"RAG_EMBEDDING_MODEL={model}: there is no such folder")
    return _load_from_hub(model)


def _load_folder(folder: Path) -> Embedder:
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelError(f"RAG_EMBEDDING_MODEL={folder}: not a sentence-transformers folder")
    return TransformerEmbedder(_loaded(str(folder)), str(folder), _folder_hash(folder))


def _load_from_hub(name: str) -> Embedder:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        snapshot_download(name, local_files_only=True)
    except HFValidationError:
        raise ModelError(f"RAG_EMBEDDING_MODEL={name}: neither a folder nor a hub name") from None
    except LocalEntryNotFoundError:
        _require_on_hub(name)
    model = _loaded(name)
    revision = Path(snapshot_download(name, local_files_only=True)).name
    return TransformerEmbedder(model, name, revision)


def _loaded(source: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(source)
    except Exception as error:  # each library that reads a part of a model has errors of its own
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise ModelError(
            f"RAG_EMBEDDING_MODEL={source} can't be loaded ({reason}): fetch it again or name "
            "another model"
        ) from None


def _require_on_hub(name: str) -> None:
    """Ask once, with a short limit: the libraries' own retries would take over a minute."""
    from urllib.error import HTTPError
    from urllib.request import urlopen

    from huggingface_hub import constants

    remedy = "name a folder that holds the model, or unset RAG_EMBEDDING_MODEL"
    if constants.HF_HUB_OFFLINE:
        raise ModelError(f"{name} is not on this machine and HF_HUB_OFFLINE is set: {remedy}")
    try:
        urlopen(f"{constants.ENDPOINT}/api/models/{name}", timeout=_HUB_TIMEOUT).close()
    except HTTPError as error:
        if error.code == 404:
            raise ModelError(f"the hub has no model named {name}: {remedy}") from None
    except (OSError, ValueError):  # ValueError: HF_ENDPOINT is no address
        raise ModelError(
            f"{name} is not on this machine and {constants.ENDPOINT} can't be reached: "
            f"connect once to fetch it, {remedy}"
        ) from None


def _unit(vectors: NDArray[np.floating], dimension: int) -> Vectors:
    # Without texts a model gives shape (0,); for a text without tokens a float16 one gives NaN.
    vectors = np.nan_to_num(np.asarray(vectors, np.float32).reshape(-1, dimension))
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
    return unit


def _file_hash(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _folder_hash(folder: Path) -> str:
    return _file_hash(
        *sorted(f for f in folder.rglob("*") if f.suffix in (".safetensors", ".json"))
    )
