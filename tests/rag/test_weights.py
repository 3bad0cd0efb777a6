"""Weight files: they are read by the code whose inputs they were made for, and by no other."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from rag.confidence import INPUTS as SIGNS
from rag.networks.weights import load_weights, save_weights
from rag.reading import INPUTS as FEATURES
from rag.reading import WEIGHTS
from vectorstore.errors import ModelError

TENSORS = {"hidden": np.arange(6, dtype=np.float32).reshape(2, 3)}


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "a.safetensors"
    save_weights(file, TENSORS, ["length", "cover"])
    loaded = load_weights(file, ["length", "cover"])
    assert loaded.keys() == TENSORS.keys()
    np.testing.assert_array_equal(loaded["hidden"], TENSORS["hidden"])


@pytest.mark.parametrize("inputs", [["cover", "length"], ["length"], ["length", "cover", "cosine"]])
def test_weights_of_other_inputs_are_not_used(tmp_path: Path, inputs: list[str]) -> None:
    file = tmp_path / "a.safetensors"
    save_weights(file, TENSORS, ["length", "cover"])
    with pytest.raises(ModelError, match=r"a\.safetensors was made for other inputs") as refusal:
        load_weights(file, inputs)
    assert "training/README.md" in str(refusal.value)


def test_weights_that_do_not_say_what_they_are_for_are_not_used(tmp_path: Path) -> None:
    save_file(TENSORS, tmp_path / "a.safetensors")
    with pytest.raises(ModelError):
        load_weights(tmp_path / "a.safetensors", [])


def test_the_ranker_is_not_taken_for_the_confidence() -> None:
    assert load_weights(WEIGHTS, FEATURES)
    with pytest.raises(ModelError):
        load_weights(WEIGHTS, SIGNS)
