"""Every setting, once: environment variables with the prefix RAG_ or a .env file; a flag wins."""

from pathlib import Path
from typing import Any, get_args

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from vectorstore.corpus import MAX_ARTICLE_BYTES
from vectorstore.errors import SettingsError

_CHECKOUT = Path(__file__).resolve().parent.parent
_HOME = _CHECKOUT if (_CHECKOUT / "pyproject.toml").exists() else Path.cwd()


class Settings(BaseSettings):
    """What can be chosen. Paths are resolved against the folder in which the command runs."""

    model_config = SettingsConfigDict(
        env_prefix="RAG_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    corpus: Path = Field(
        default=_HOME / "seeds", description="a folder of .txt and .jsonl files, or one such file"
    )
    store: Path = Field(
        default=_HOME / "vectorstore" / "db", description="the folder that holds the generations"
    )
    embedding_model: str = Field(
        default="", description="a sentence-transformers model by name or path; empty: the embedded"
    )
    reranker_model: str = Field(
        default="",
        description="a sentence-transformers cross-encoder by name or path, which puts the best "
        "sentences in its own order; empty: none",
    )
    reader_model: str = Field(
        default="",
        description="a transformers question-answering model by name or path, which marks the "
        "short answer; empty: none",
    )
    chroma_url: str | None = Field(
        default=None, description="http(s)://host:port of a Chroma server; empty: inside the store"
    )
    chunk_size: int = Field(
        default=900, ge=100, le=8000, description="the longest chunk, in characters"
    )
    max_article_bytes: int = Field(
        default=MAX_ARTICLE_BYTES,
        ge=1,
        description="a larger file is left out of the corpus, and named",
    )
    admin_password: SecretStr | None = Field(
        default=None,
        min_length=8,
        description="who gives it on the page may add and delete articles; empty: only who sits "
        "at the machine may",
    )
    rate_limit: str = Field(
        default="120/minute",
        description="how often one client may ask, as in 5/second; off: as often as it likes",
    )
    feedback: Path | None = Field(
        default=None,
        description="a .jsonl file that keeps what readers say of answers; empty: nobody is asked",
    )


def load_settings(**flags: Any) -> Settings:
    """The settings, with every flag that is not None put over the environment.

    Raises:
        SettingsError: a value is not of its form, and the message names the variable; or the file
            .env can't be read.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "RAG_" + "_".join(str(part) for part in first["loc"]).upper()
        secret = SecretStr in get_args(Settings.model_fields[str(first["loc"][0])].annotation)
        given = "" if secret else f"={first['input']!r}"
        raise SettingsError(
            f"{name}{given} can't be used: {first['msg'].lower()}; mend it or unset it"
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(".env is no UTF-8 text: save it as UTF-8, or remove it") from None
