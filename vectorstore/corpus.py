"""Where the articles of a corpus lie: a folder, a .txt or a .jsonl file in, one entry each out."""

import json
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from vectorstore.errors import ArticleError, CorpusError
from vectorstore.vietnamese import normalise

MAX_ARTICLE_BYTES = 10_000_000
_SUFFIXES = (".txt", ".jsonl")
_SIZE_ADVICE = "raise RAG_MAX_ARTICLE_BYTES if it really is one article"
_NOT_IN_AN_ID = ("Cc", "Cs")  # controls, of which U+0000 ends a text for SQLite; lone surrogates
_LEAVES = "the link leads out of the corpus and is not followed; copy its target in"


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """Where one article of a corpus lies; nothing of its text is kept in memory."""

    id: str  # the path inside the corpus without extension; in a .jsonl file the line's "id"
    path: Path
    line: int | None = None  # in a .jsonl file, counted from 1
    offset: int = 0  # bytes from the file's start to that line
    problem: str | None = None  # why it can't be read, where the listing already shows it
    corpus: Path | None = None  # the folder that it was listed from

    @property
    def name(self) -> str:
        """The file, by its path inside the corpus, and the line in it, as a message names them."""
        inside = self.path.relative_to(self.corpus) if self.corpus else self.path
        path = os.fsencode(inside).decode("utf-8", "replace")
        return path if self.line is None else f"{path}, line {self.line}"


def scan_corpus(corpus: Path, max_bytes: int = MAX_ARTICLE_BYTES) -> Iterator[ArticleFile]:
    """List the articles of a corpus one by one, sorted; hidden files are passed over.

    What can't be an article (a broken line, a second file of one id, a link that leaves the
    folder) is listed too, with its `problem`: reading it raises that one article's error.
    Raises CorpusError where there is no corpus or nothing in it.
    """
    if not corpus.exists():
        raise CorpusError(f"{corpus}: no such folder or file; set RAG_CORPUS or pass --corpus")
    if corpus.is_dir():
        listed = _scan_folder(corpus, max_bytes)
    elif corpus.suffix.lower() in _SUFFIXES:
        listed = _scan_file(corpus, normalise(corpus.stem), max_bytes)
    else:
        raise CorpusError(f"{corpus}: a corpus is a folder, a .txt or a .jsonl file")
    return _checked(corpus, listed)


def _checked(corpus: Path, listed: Iterator[ArticleFile]) -> Iterator[ArticleFile]:
    """The same entries, each id once; a second file that claims it becomes a problem."""
    first_named: dict[str, str] = {}
    folder = corpus if corpus.is_dir() else corpus.parent
    for file in (replace(file, corpus=folder) for file in listed):
        if file.problem is None and file.id in first_named:
            taken = first_named[file.id]
            yield replace(
                file, problem=f'its id "{file.id}" is already that of {taken}; rename one of them'
            )
            continue
        if file.problem is None:
            first_named[file.id] = file.name
        yield file
    if not first_named:
        raise CorpusError(f"{corpus}: holds no readable article; add .txt or .jsonl files")


def _scan_folder(corpus: Path, max_bytes: int) -> Iterator[ArticleFile]:
    root = corpus.resolve()
    unlisted: list[OSError] = []
    for folder, subfolders, names in os.walk(corpus, onerror=unlisted.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for path in (Path(folder, name) for name in subfolders):
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                yield ArticleFile(_id_of(path.relative_to(corpus)), path, problem=_LEAVES)
        for name in sorted(names):
            path = Path(folder, name)
            if name.startswith(".") or path.suffix.lower() not in _SUFFIXES:
                continue
            article_id = _id_of(path.relative_to(corpus).with_suffix(""))
            problem = _path_problem(path, root)
            if problem:
                yield ArticleFile(article_id, path, problem=problem)
            else:
                yield from _scan_file(path, article_id, max_bytes)
        while unlisted:
            yield _unlisted(corpus, unlisted.pop())
    while unlisted:
        yield _unlisted(corpus, unlisted.pop())


def _unlisted(corpus: Path, fault: OSError) -> ArticleFile:
    path = Path(fault.filename or corpus)
    problem = f"the folder can't be listed ({fault.strerror}); allow reading it"
    return ArticleFile(_id_of(path.relative_to(corpus)), path, problem=problem)


def _id_of(path: Path) -> str:
    return normalise(os.fsencode(path.as_posix()).decode("utf-8", "replace"))


def _path_problem(path: Path, root: Path) -> str | None:
    try:
        target = path.resolve(strict=True)
        is_file = stat.S_ISREG(target.stat().st_mode)
    except (OSError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
        return "the link leads nowhere; remove it or restore its target"
    if not target.is_relative_to(root):
        return _LEAVES
    if not is_file:
        return "not a regular file; remove it from the corpus"
    return None


def _scan_file(path: Path, article_id: str, max_bytes: int) -> Iterator[ArticleFile]:
    if path.suffix.lower() == ".jsonl":
        yield from _scan_lines(path, article_id, max_bytes)
    else:
        yield ArticleFile(article_id, path)


def _scan_lines(path: Path, file_id: str, max_bytes: int) -> Iterator[ArticleFile]:
    empty = True
    try:
        for number, offset, line in _numbered_lines(path, max_bytes):
            file = ArticleFile(f"{file_id}:{number}", path, number, offset)
            if line is None:
                yield replace(file, problem=size_problem(None, max_bytes))
            elif line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield _listed_line(file, line)
            else:
                continue
            empty = False
    except OSError as fault:
        yield ArticleFile(file_id, path, problem=reading_problem(fault))
    else:
        if empty:
            yield ArticleFile(file_id, path, problem="holds no line; delete it or fill it")


def _numbered_lines(path: Path, max_bytes: int) -> Iterator[tuple[int, int, bytes | None]]:
    """Each line with its number, from 1, and its offset in bytes; None for one too long."""
    number = offset = 0
    with path.open("rb") as opened:
        while line := opened.readline(max_bytes + 1):
            number, start, offset = number + 1, offset, offset + len(line)
            if len(line) <= max_bytes or line.endswith(b"\n"):
                yield number, start, line
                continue
            while line and not line.endswith(b"\n"):
                line = opened.readline(max_bytes)
                offset += len(line)
            yield number, start, None


def _listed_line(file: ArticleFile, line: bytes) -> ArticleFile:
    try:
        record = parse_record(line)
    except ArticleError as fault:
        return replace(file, problem=str(fault))
    return replace(file, id=normalise(str(record["id"])))


def parse_record(line: bytes) -> dict[str, object]:
    """The object that one line of a .jsonl file holds.

    Raises ArticleError, with the reason and the way out but not the file, where it is none or has
    no usable id.
    """
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except UnicodeDecodeError:
        raise ArticleError("the line is not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError) as fault:
        raise ArticleError(f"the line is not JSON ({fault}); mend or delete it") from None
    if not isinstance(record, dict):
        raise ArticleError('the line is no JSON object; each line is {"id": …, "text": …}')
    article_id = record.get("id")
    if isinstance(article_id, bool) or not isinstance(article_id, str | int) or article_id == "":
        raise ArticleError('the line has no "id"; give each line its own')
    if any(unicodedata.category(char) in _NOT_IN_AN_ID for char in str(article_id)):
        raise ArticleError(
            'the "id" holds a control or half a character; give the line a plain one'
        )
    return record


def read_bytes(file: ArticleFile, max_bytes: int = MAX_ARTICLE_BYTES) -> bytes:
    """The bytes of an article's file, or of its line; never more than `max_bytes`.

    Raises ArticleError with the file's name, the reason and the way out.
    """
    if file.problem is not None:
        raise ArticleError(f"{file.name}: {file.problem}")
    try:
        with file.path.open("rb") as opened:
            if file.line is not None:
                opened.seek(file.offset)
                return opened.readline(max_bytes + 1)
            size = os.fstat(opened.fileno()).st_size
            if size > max_bytes:
                raise ArticleError(f"{file.name}: {size_problem(size, max_bytes)}")
            return opened.read(max_bytes)
    except OSError as fault:
        raise ArticleError(f"{file.name}: {reading_problem(fault)}") from fault


def size_problem(size: int | None, max_bytes: int) -> str:
    """That a file or a line of `size` bytes is too large, and which setting says so."""
    measured = "" if size is None else f"{size:,} bytes, "
    return f"{measured}more than the {max_bytes:,} allowed; {_SIZE_ADVICE}"


def reading_problem(fault: OSError) -> str:
    """Why the system would not read a file, and what to do."""
    return f"can't be read ({fault.strerror or fault}); check that it exists and may be read"
