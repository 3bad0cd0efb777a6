"""Question files in, questions out: .jsonl on the current store, or .json in SQuAD form."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.feedback import tells_the_answer
from vectorstore.errors import QuestionError
from vectorstore.vietnamese import normalise


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answer is known."""

    id: str
    question: str
    article: str | None  # the id of the article that answers; None: any, or none does
    answers: tuple[str, ...]  # NFC, no space around; empty: the articles don't say
    kind: str | None = None
    history: tuple[str, ...] = ()

    def is_answered_in(self, text: str) -> bool:
        """Whether one of the answers stands in a text."""
        return any(answer in text for answer in self.answers)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions and, for a file in SQuAD form, the paragraphs they are asked of, by id."""

    questions: list[Asked]
    paragraphs: dict[str, str] = field(default_factory=dict)
    passed_over: int = 0  # lines of readers' feedback that don't tell the right answer


def read_questions(file: Path) -> QuestionSet:
    """The questions of a file, in its order; a .jsonl may be one of readers' feedback.

    Raises:
        QuestionError: the file can't be read or is of neither form; names the place.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{file} can't be read: {error}") from None
    try:
        if file.suffix.lower() == ".jsonl":
            lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
            found = [_from_line(file, number, line) for number, line in lines]
            known = [asked for asked in found if asked is not None]
            return QuestionSet(known, passed_over=len(found) - len(known))
        return _from_squad(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionError(
            f"{file} is neither a .jsonl of questions nor in SQuAD form "
            f"({type(error).__name__}: {error})"
        ) from None


def _from_line(file: Path, number: int, line: str) -> Asked | None:
    try:
        data = json.loads(line)
        if not tells_the_answer(data):
            return None
        return Asked(
            id=str(data["id"]),
            question=data["question"],
            article=data["article"],
            answers=_answers(_texts(data["answers"])),
            kind=data.get("kind"),
            history=_texts(data.get("history") or []),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionError(
            f"{file}, line {number}: a question needs id, question, article and answers "
            f"({type(error).__name__}: {error})"
        ) from None


def _texts(given: Any) -> tuple[str, ...]:
    if not (isinstance(given, list) and all(isinstance(text, str) for text in given)):
        raise TypeError(f"{given!r} is no list of texts")
    return tuple(given)


def _answers(given: Iterable[str]) -> tuple[str, ...]:
    """Each once, none empty; what people marked often takes in a space beside it."""
    bare = (normalise(answer).strip() for answer in given)
    return tuple(dict.fromkeys(answer for answer in bare if answer))


def _from_squad(data: dict[str, Any]) -> QuestionSet:
    ids: dict[str, str] = {}
    questions = []
    for group in data["data"]:
        for paragraph in group["paragraphs"]:
            text = normalise(paragraph["context"])
            article = ids.setdefault(text, f"p{len(ids):05}")
            for entry in paragraph["qas"]:
                known = [] if entry.get("is_impossible") else entry["answers"]
                questions.append(
                    Asked(
                        str(entry["id"]),
                        entry["question"],
                        article,
                        _answers(answer["text"] for answer in known),
                        entry.get("kind"),
                    )
                )
    return QuestionSet(questions, {article: text for text, article in ids.items()})
