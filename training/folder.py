"""Saves a tokenizer and its vectors as a folder that sentence-transformers loads by itself."""

import shutil
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

CARD = Path(__file__).with_name("card.md")


def save_folder(tokenizer: Tokenizer, weights: NDArray[np.float32], folder: Path) -> None:
    """Writes the model beside `folder` and then puts it in its place.

    The vectors are stored as float16. The vector of a text is the mean of its tokens' rows,
    brought to unit length; there is no greatest length of a text.
    """
    # Slow to import, and training does not need them before its end.
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    embedding = StaticEmbedding(tokenizer, embedding_weights=weights)
    model = SentenceTransformer(modules=[embedding, Normalize()], device="cpu").to(torch.float16)
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    model.save(str(aside), create_model_card=False)
    for file in aside.rglob("tokenizer.json"):
        tokenizer.save(str(file), pretty=False)  # a third of the size
    shutil.copyfile(CARD, aside / "README.md")
    for path in [aside, *aside.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    _replace(folder, aside)


def _replace(folder: Path, new: Path) -> None:
    """Puts `new` where `folder` is; a reader finds one or the other but for an instant."""
    old = new.with_name(new.name + "-old")
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
