import pytest
from sentences_of import sentence_of

from rag.forms import rows_of_names


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Đoàn gồm Lào Cai, Lai Châu và tỉnh Sơn La.", [["Lào Cai", "Lai Châu", "Sơn La"]]),
        ("Tặng quà ông Lý A Páo, bà Lò Thị Mai.", [["Lý A Páo", "Lò Thị Mai"]]),
        ("Dọc phố Fresno và Đại lộ Thorne Ave.", [["Fresno", "Thorne Ave"]]),
        ("Hà Nội rồi từ đó Hải Phòng.", [["Hà Nội"], ["Hải Phòng"]]),
        ("mưa lớn cả ngày.", []),
    ],
)
def test_names_one_after_the_other_stand_in_a_row(text: str, rows: list[list[str]]) -> None:
    found = rows_of_names(sentence_of(text))
    said = [[text[slice(*span)] for span in row] for row in found]
    assert said == rows
