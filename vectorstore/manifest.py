"""What made a generation, written beside it: opening it with anything else is an error."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from vectorstore.embedding import ModelStamp
from vectorstore.errors import StoreError, to_rebuild

FORMAT_VERSION = 1
_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of the corpus that is not in the generation, and why."""

    file: str  # its path inside the corpus, and the line in it
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The account of one build."""

    generation: str
    built_at: str  # ISO 8601, UTC
    corpus: str
    embedding: ModelStamp
    chunk_size: int  # characters
    sections: int
    chunks: int
    articles: dict[str, str]  # article id → SHA-256 of its text
    left_out: list[LeftOut] = field(default_factory=list)
    has_map: bool = True  # not so in a store made before there were maps, which serves all the same
    on_server: bool = False  # its vectors lie on a Chroma server, not in its own folder
    format_version: int = FORMAT_VERSION

    def write(self, folder: Path) -> None:
        """Write the manifest into a generation's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / _FILE).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read it back.

        Raises:
            StoreError: it is missing, damaged, or of another format; what it was made from must be
                named to make it anew.
        """
        remedy = to_rebuild(folder, "FOLDER")
        try:
            data = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            if data["format_version"] != FORMAT_VERSION:
                raise StoreError(
                    f"the store in {folder} has format {data['format_version']}, this program "
                    f"reads format {FORMAT_VERSION}: {remedy}"
                )
            data.setdefault("has_map", False)
            data.setdefault("on_server", not (folder / "chroma").exists())
            data["embedding"] = ModelStamp(**data["embedding"])
            data["left_out"] = [LeftOut(**entry) for entry in data["left_out"]]
            return cls(**data)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{folder / _FILE} is missing or damaged ({type(error).__name__}): {remedy}"
            ) from None
