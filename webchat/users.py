"""Who may use the server: a file of names and bcrypt hashes, in the form of Apache's htpasswd.

python -m webchat.users FILE NAME adds a user or gives one another password.
"""

import os
import re
import secrets
import tempfile
from pathlib import Path

import bcrypt
import click

from vectorstore.command_line import Door
from vectorstore.errors import HoiBaoError

SHORTEST, LONGEST = 8, 72  # of a password, in bytes; bcrypt reads no further
_BCRYPT = re.compile(r"\$2[aby]\$(?P<cost>\d\d)\$[./A-Za-z0-9]{53}")
_NAME = re.compile(r"[^:#\s\x00-\x1f\x7f][^:\x00-\x1f\x7f]*")
_OTHER_KINDS = {
    "$2": "a damaged bcrypt hash",
    "$apr1$": "Apache's MD5",
    "$1$": "MD5",
    "$5$": "SHA-256 crypt",
    "$6$": "SHA-512 crypt",
    "$y$": "yescrypt",
    "$argon2": "Argon2",
    "$scrypt$": "scrypt",
    "{SHA}": "SHA-1",
    "{SSHA}": "salted SHA-1",
}


class UsersError(HoiBaoError):
    """The file of users can't be used."""


class Users:
    """The users of a file, as they were when it was read."""

    def __init__(self, hashes: dict[str, bytes]) -> None:
        self._hashes = hashes
        # An unknown name takes as long as a known one: its password is compared with this.
        cost = max(int(kept[4:6]) for kept in hashes.values())
        self._nobody = bcrypt.hashpw(secrets.token_bytes(16), bcrypt.gensalt(cost))

    @classmethod
    def read(cls, file: Path) -> "Users":
        """Read the file.

        Raises:
            UsersError: it is missing, holds nobody, or a line of it is no name with a bcrypt hash.
        """
        hashes: dict[str, bytes] = {}
        for number, line in enumerate(_lines(file), 1):
            if not line.strip() or line.startswith("#"):
                continue
            name, _, kept = line.partition(":")
            fault = _fault(name, kept.strip(), hashes)
            if fault:
                way_out = f"`python -m webchat.users {file} {name}`" if ":" in line else "NAME:HASH"
                raise UsersError(f"{file}, line {number}: {fault}; mend it with {way_out}")
            hashes[name] = kept.strip().encode()
        if not hashes:
            raise UsersError(
                f"{file} holds no user: add one with `python -m webchat.users {file} NAME`"
            )
        return cls(hashes)

    def knows(self, name: str, password: str) -> bool:
        """Whether the user has that password; takes as long for a name that nobody has."""
        given = password.encode("utf-8", "surrogatepass")[:LONGEST]
        right = bcrypt.checkpw(given, self._hashes.get(name, self._nobody))
        return right and name in self._hashes


def set_password(file: Path, name: str, password: str) -> None:
    """Write the user into the file, which only its owner may read; the other lines stay.

    Raises:
        UsersError: name or password can't be used, or the file can't be written.
    """
    if not _NAME.fullmatch(name):
        raise UsersError(f"a user can't be called {name!r}: no colon, nor # or a blank in front")
    given = password.encode("utf-8", "surrogatepass")
    if not SHORTEST <= len(given) <= LONGEST:
        raise UsersError(
            f"the password has {len(given)} bytes: choose one of {SHORTEST} to {LONGEST}"
        )
    lines = _lines(file) if file.exists() else []
    kept = bcrypt.hashpw(given, bcrypt.gensalt()).decode().replace("$2b$", "$2y$", 1)
    others = [line for line in lines if line.partition(":")[0] != name]
    at = next((i for i, line in enumerate(lines) if line.partition(":")[0] == name), len(others))
    _write(file, [*others[:at], f"{name}:{kept}", *others[at:]])


def _write(file: Path, lines: list[str]) -> None:
    target = file.resolve()
    try:
        # mkstemp makes a file that only its owner may read and write.
        handle, written = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write("".join(f"{line}\n" for line in lines))
                out.flush()
                os.fsync(out.fileno())
            Path(written).replace(target)
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsersError(f"{file} can't be written: {error.strerror}; name another") from None


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise UsersError(
            f"there is no file {file}: make it with `python -m webchat.users {file} NAME`"
        ) from None
    except UnicodeDecodeError:
        raise UsersError(f"{file} is not text in UTF-8: name a file of NAME:HASH lines") from None
    except OSError as error:
        raise UsersError(f"{file} can't be read: {error.strerror}; name another") from None


def _fault(name: str, kept: str, known: dict[str, bytes]) -> str | None:
    if not _NAME.fullmatch(name) or not kept:
        return "is no name and hash with a colon between"
    if name in known:
        return f"{name} stands there twice"
    if _BCRYPT.fullmatch(kept):
        return None
    kinds = (kind for start, kind in _OTHER_KINDS.items() if kept.startswith(start))
    kind = next(kinds, "plain text or a kind that is not known")
    return f"the password of {name} is kept as {kind}, and only bcrypt is read"


@click.command(cls=Door)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("name")
def main(file: Path, name: str) -> None:
    """Add the user NAME to FILE, or give NAME another password; it is asked for, unseen."""
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    set_password(file, name, password)
    click.echo(f"{name} may log in once the server is started anew with --auth {file}", err=True)


if __name__ == "__main__":
    main(prog_name="python -m webchat.users")
