"""What a reader says of an answer in, one line of a question file out.

A line is a JSON object:

    id          of this line, unlike any other
    question    as it was typed
    history     the earlier questions, oldest first
    liked       whether the reader called the answer right
    reason      why not: one of `REASONS`, or null
    article     the id of the article that the first quote is from; null where none answers
    answers     the short answer, or else the first quote's text; [] where none is right
    answered    whether there was an answer
    quotes      what was quoted, each with the fields of `rag.Quote`
    model       the embedding model's name and its revision
    generation  the name of the generation that was asked
    at          when, ISO 8601

So a file of them is a set of questions for `python -m rag eval`: those whose answer a reader liked,
with that answer, and, as not answerable, those whose refusal was liked or whose answer should not
have been given. That an answer was wrong otherwise doesn't tell the right one: such a line is kept
for people to read (its `answers` are those given), and passed over by `rag.question_files`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args
from uuid import uuid4

from filelock import FileLock, Timeout

from rag.answering import Answer
from vectorstore.errors import FeedbackError
from vectorstore.store import Generation

Reason = Literal["sai câu", "sai bài", "thiếu", "không nên trả lời"]
REASONS: tuple[Reason, ...] = get_args(Reason)
_NOT_ANSWERABLE: Reason = "không nên trả lời"
_PATIENCE = 10.0  # seconds that other writers are waited for


def record(
    answer: Answer,
    history: Sequence[str],
    liked: bool,
    reason: str | None,
    generation: Generation,
) -> dict[str, Any]:
    """The line that says whether a reader `liked` an answer of that generation.

    Raises:
        FeedbackError: the reason is none of `REASONS`.
    """
    if reason is not None and reason not in REASONS:
        raise FeedbackError(f"{reason!r} is no reason: choose from {', '.join(REASONS)}")
    reason = None if liked else reason
    right = answer.answered and reason != _NOT_ANSWERABLE
    first = answer.quotes[0] if answer.quotes and right else None
    model = generation.manifest.embedding
    return {
        "id": uuid4().hex,
        "question": answer.question,
        "history": list(history),
        "liked": liked,
        "reason": reason,
        "article": first.article_id if first else None,
        "answers": [first.parts[1] or first.text] if first else [],
        "answered": answer.answered,
        "quotes": [asdict(quote) for quote in answer.quotes],
        "model": f"{model.name} {model.revision}",
        "generation": generation.folder.name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def keep(file: Path, said: Mapping[str, Any]) -> None:
    """Add a line to the end of a file, which is made if need be; whole, however many add at once.

    Raises:
        FeedbackError: the file can't be written to, or others don't let go of it.
    """
    line = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=_PATIENCE):
            _append(file, line)
    except Timeout:
        raise FeedbackError(f"{file} is being written to by others: try again") from None
    except OSError as error:
        raise FeedbackError(
            f"{file} can't be written to: {error.strerror or error}; "
            "name another file by RAG_FEEDBACK"
        ) from None


def _append(file: Path, line: bytes) -> None:
    with file.open("ab", buffering=0) as lines:  # a buffer would be written again by truncate()
        end = lines.seek(0, 2)
        try:
            while line:
                line = line[lines.write(line) :]
        except OSError:  # a full disk leaves no half of a line
            lines.truncate(end)
            raise


def tells_the_answer(said: Mapping[str, Any]) -> bool:
    """Whether the right answer is known from a line of a question file, feedback or not."""
    return bool(said.get("liked", True)) or said.get("reason") == _NOT_ANSWERABLE
