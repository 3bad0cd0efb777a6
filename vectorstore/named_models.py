"""A model's hub name or folder in, the loaded model out; what fails is one line on the setting."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from transformers import PreTrainedConfig, PreTrainedTokenizerBase

Loaded = TypeVar("Loaded")

_HUB_TIMEOUT = 5.0  # seconds to wait for the hub's first answer
_LONGEST_INPUT = 512  # tokens; a question and a sentence seldom have 300 together
_FIRST_POSITION = 2  # models after RoBERTa number positions from here, and can take that many fewer


def locate(variable: str, model: str) -> Path | str:
    """The folder of the model that the setting `variable` names, or its name on the hub.

    Raises:
        ModelError: there is no such model, or the hub can't be reached and no copy of it is here.
    """
    folder = Path(model)
    with suppress(RuntimeError):  # "~name", and no user has that name
        folder = folder.expanduser()
    if folder.is_dir():
        folder = folder.resolve()
        if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
            raise ModelError(
                f"{variable}={folder}: not a model's folder (neither config.json nor modules.json "
                "is in it); name another, or unset it"
            )
        return folder
    if folder.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1:
        raise ModelError(f"{variable}={model}: there is no such folder; name another, or unset it")
    _require_here_or_on_hub(variable, model)
    return model


def load(variable: str, source: Path | str, loader: Callable[[str], Loaded]) -> Loaded:
    """What `loader` makes of a located model.

    Raises:
        ModelError: it can't be loaded, whatever the library says of it.
    """
    try:
        with _quietly():
            return loader(str(source))
    except ModelError:
        raise
    except Exception as error:  # each library that reads a part of a model has errors of its own
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise ModelError(
            f"{variable}={source} can't be loaded ({reason}): fetch it again or name another model"
        ) from None


def longest_input(tokenizer: "PreTrainedTokenizerBase", config: "PreTrainedConfig") -> int:
    """How many tokens a transformer is given at most, special ones included."""
    positions = getattr(config, "max_position_embeddings", None) or 0
    limits = [_LONGEST_INPUT, tokenizer.model_max_length]
    if positions > _FIRST_POSITION:  # without a limit it is -1 or missing
        limits.append(positions - _FIRST_POSITION)
    return int(min(limits))


def _require_here_or_on_hub(variable: str, name: str) -> None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        snapshot_download(name, local_files_only=True)
    except HFValidationError:
        raise ModelError(
            f"{variable}={name}: neither a folder nor a hub name; name another, or unset it"
        ) from None
    except LocalEntryNotFoundError:
        _require_on_hub(variable, name)


def _require_on_hub(variable: str, name: str) -> None:
    """Ask once, with a short limit: the libraries' own retries would take over a minute."""
    from urllib.error import HTTPError
    from urllib.request import urlopen

    from huggingface_hub import constants

    remedy = f"name a folder that holds the model, or unset {variable}"
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


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the libraries' reports of unused weights, and progress only on a terminal."""
    from transformers.utils.logging import disable_progress_bar

    if not sys.stderr.isatty():
        disable_progress_bar()  # type: ignore[no-untyped-call]
    loggers = [logging.getLogger(name) for name in ("transformers", "sentence_transformers")]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.ERROR)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
