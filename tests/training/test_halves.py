import json
from pathlib import Path

from click.testing import CliRunner

from rag.question_files import read_questions
from training.halves import main


def test_a_half_has_every_paragraph_and_the_questions_of_every_other(tmp_path: Path) -> None:
    def paragraph(number: int) -> dict[str, object]:
        answer = {"text": str(number), "answer_start": 5}
        entry = {"id": str(number), "question": f"Số {number}?", "answers": [answer]}
        return {"context": f"Dòng {number}.", "qas": [entry]}

    groups = [{"paragraphs": [paragraph(1)]}, {"paragraphs": [paragraph(2), paragraph(3)]}]
    whole, out = tmp_path / "set.json", tmp_path / "halves"
    whole.write_text(json.dumps({"data": groups}), encoding="utf-8")
    result = CliRunner().invoke(main, [str(whole), "--out", str(out)])
    assert result.exit_code == 0, result.output
    first, second = (read_questions(out / f"set-{half}.json") for half in (1, 2))
    assert [asked.id for asked in first.questions] == ["1", "3"]
    assert [asked.id for asked in second.questions] == ["2"]
    assert first.paragraphs == second.paragraphs == read_questions(whole).paragraphs
