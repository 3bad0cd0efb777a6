from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences_of import sentence_of

from rag.forms import FORMS
from rag.marking import marked, short_answer
from rag.networks.span_network import INPUTS, WEIGHTS, other_spans
from rag.networks.tokens import MATCHES, SHAPES, matches_of
from rag.networks.weights import load_weights, save_weights
from rag.questions import analyse
from vectorstore.vietnamese import fold, normalise

texts = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=200)


def rarity(term: str) -> float:
    return 3.0


def said(text: str, question: str) -> str | None:
    span = short_answer(analyse(question), sentence_of(text), rarity)
    return text[slice(*span)] if span else None


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (
            "Trường mầm non Hoa Ban được khởi công xây dựng ngày 14/3/2021 tại xã Tả Phời.",
            "Trường mầm non Hoa Ban được khởi công khi nào?",
            "14/3/2021",
        ),
        (
            "Đoàn thanh niên đã trồng 2.500 cây thông trên đồi trọc trong hai ngày.",
            "Đoàn thanh niên đã trồng bao nhiêu cây thông?",
            "2.500",
        ),
        (
            "Ông Vàng A Pao, Trưởng thôn Nậm Cang, hiến 300 mét vuông đất làm đường.",
            "Ai hiến đất làm đường ở thôn Nậm Cang?",
            "Vàng A Pao",
        ),
        (
            "Hội thi nấu ăn được tổ chức tại nhà văn hóa huyện Bắc Hà vào cuối tuần qua.",
            "Hội thi nấu ăn được tổ chức ở đâu?",
            "huyện Bắc Hà",
        ),
        (
            "Liên hệ bà Lan, văn phòng Hội, điện thoại 0214.3876.112, email hoictd@laocai.gov.vn.",
            "Địa chỉ email của văn phòng Hội là gì?",
            "hoictd@laocai.gov.vn",
        ),
        (
            "Gửi về:\nTên tài khoản: Hội Chữ thập đỏ tỉnh\nSố tài khoản: 8800201006677, Agribank",
            "Tên tài khoản nhận ủng hộ là gì?",
            "Hội Chữ thập đỏ tỉnh",
        ),
        (
            "Tỷ lệ hộ nghèo của xã giảm còn 12,5% sau ba năm.",
            "Tỷ lệ hộ nghèo của xã giảm còn bao nhiêu?",
            "12,5%",
        ),
    ],
)
def test_the_words_that_answer_are_marked(text, question, answer, form) -> None:
    assert answer in (said(text, form(question)) or "")


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("text", "office"),
    [
        (
            "Chủ tịch Hội Nông dân tỉnh Trần Thị Lan, Trưởng đoàn công tác, phát biểu.",
            "Chủ tịch Hội Nông dân tỉnh",
        ),
        ("Giám đốc Sở Y tế Trần Thị Lan tặng quà Đại sứ Bỉ.", "Giám đốc Sở Y tế"),
        ("Chủ tịch huyện Lê Nam đã tiếp bà Trần Thị Lan, Đại sứ tại Bỉ.", "Đại sứ"),
        ("Bà Trần Thị Lan là Phó Tổng Giám đốc.", "Phó Tổng Giám đốc"),
    ],
)
def test_the_office_is_marked_that_stands_at_the_person(text, office, form) -> None:
    assert (said(text, form("Bà Trần Thị Lan giữ chức vụ gì?")) or "").startswith(office)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        (
            "Bà Trần Thị Lan, Chủ tịch Hội Chữ thập đỏ Sơn La cho biết sẽ có lũ.",
            "Chủ tịch Hội Chữ thập đỏ Sơn La",
        ),
        ("Bà Trần Thị Lan, Đại sứ Bỉ cảm ơn sự đón tiếp nồng hậu.", "Đại sứ Bỉ"),
        (
            "Bà Trần Thị Lan, Trưởng thôn Vũ Yên 3 nhấn mạnh điều ấy.",
            "Trưởng thôn Vũ Yên 3",
        ),
    ],
)
def test_an_office_ends_before_the_verb_that_follows(text: str, office: str) -> None:
    assert said(text, "Bà Trần Thị Lan giữ chức vụ gì?") == office


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Ông Lê Nam tiếp bà Trần Thị Lan, Giám đốc Sở Y tế Lào Cai.", "Trần Thị Lan"),
        ("Dự lễ có Giám đốc Sở Y tế Lào Cai Trần Thị Lan và ông Lê Nam.", "Trần Thị Lan"),
    ],
)
def test_the_person_is_marked_who_stands_at_the_office(text, holder) -> None:
    assert (said(text, "Giám đốc Sở Y tế Lào Cai là ai?") or "").endswith(holder)


def test_a_place_is_not_marked_for_who_holds_an_office() -> None:
    text = "Giám đốc các Sở Y tế gồm: Lào Cai, Cao Bằng và Sơn La."
    assert said(text, "Giám đốc Sở Y tế Lào Cai là ai?") is None


def test_a_yes_or_no_has_no_words_to_mark() -> None:
    assert said("Cầu Bản Vược đã thông xe.", "Cầu Bản Vược đã thông xe phải không?") is None


def test_a_province_is_no_person() -> None:
    text = "Trưởng đoàn Cao Bằng và Trưởng đoàn Vàng A Pao cùng cắt băng khai trương."
    assert said(text, "Ai cắt băng khai trương?") == "Vàng A Pao"


def test_a_person_s_name_does_not_say_what_somebody_is() -> None:
    text = "Chủ tịch xã Vàng A Pao đón bà Lò Thị Mai, chuyên gia lâm nghiệp."
    assert "Vàng A Pao" not in (said(text, "Bà Lò Thị Mai là ai?") or "")


def test_without_a_number_there_is_no_amount_to_mark() -> None:
    text = "Dự án trồng rừng ngập mặn được triển khai trong nhiều giai đoạn."
    assert said(text, "Dự án trồng rừng có kinh phí bao nhiêu?") is None


def test_a_reason_is_a_clause() -> None:
    text = "Do mưa lớn kéo dài gây sạt lở, tuyến đường lên xã Tả Phìn bị chia cắt hai ngày."
    mark = said(text, "Vì sao tuyến đường lên xã Tả Phìn bị chia cắt?")
    assert mark is not None
    assert mark.startswith("Do mưa lớn")


def test_who_wrote_it_is_told_by_the_form_of_the_byline() -> None:
    assert said("Tác giả: Nguyễn Thu Hà", "Ai viết bài này?") == "Nguyễn Thu Hà"


@given(texts, texts)
def test_a_mark_is_always_inside_its_sentence(text: str, question: str) -> None:
    sentence = sentence_of(normalise(text))
    span = short_answer(analyse(question), sentence, rarity)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(sentence.text)
    if sentence.places:
        assert 0 < marked(analyse(question), sentence, rarity).probability <= 1


@given(texts)
def test_every_form_lies_inside_its_sentence(text: str) -> None:
    sentence = sentence_of(normalise(text))
    for spans in FORMS.values():
        for start, end in spans(sentence):
            assert 0 <= start < end <= len(sentence.text)


def test_a_syllable_knows_how_it_stands_to_the_question() -> None:
    sentence = sentence_of("Xã Y Tý đón 50 khách")
    rows = matches_of(sentence, analyse("Xã Y Tý đón bao nhiêu khách?"), rarity)
    column = {name: rows[:, i] for i, name in enumerate(MATCHES)}
    assert rows.shape == (6, len(MATCHES))
    assert column["asked"].tolist() == [1, 1, 1, 1, 0, 1]
    assert column["just_before"].argmax() == 3  # "đón" stands before "bao nhiêu"
    assert column["just_after"].argmax() == 5  # and "khách" after it
    assert column["share_left"][4] == pytest.approx(0.8)
    assert len(set(SHAPES)) == len(SHAPES)


def test_an_amount_is_marked_with_its_scale_and_currency() -> None:
    text = "Bà con mất trắng hơn 17 tỉ đồng sau trận lũ."
    assert said(text, "Bà con mất trắng bao nhiêu tỉ?") == "hơn 17 tỉ đồng"


def test_who_somebody_is_is_told_by_the_office() -> None:
    text = "Bà Trịnh Thị Tiếp, Chủ tịch Hội Chữ thập đỏ Thanh Hóa, cho biết kết quả rất tốt."
    answer = said(text, "Bà Trịnh Thị Tiếp là ai?")
    assert answer is not None and answer.startswith("Chủ tịch Hội Chữ thập đỏ")


def test_a_title_is_what_is_quoted_as_one() -> None:
    text = "Sở Y tế kỷ niệm ngày 25/3 với chủ đề “Tiên phong và kết nối” tại hội trường “Hoa Ban”."
    assert said(text, "Chủ đề kỷ niệm của Sở Y tế là gì?") == "Tiên phong và kết nối"


def test_a_place_is_of_the_kind_asked_for() -> None:
    text = "Dịp Tết Bính Ngọ, Đoàn tặng quà các hộ trên địa bàn xã Mậu A."
    assert said(text, "Đoàn tặng quà Tết ở xã nào?") in ("Mậu A", "xã Mậu A")


def test_a_title_is_none_of_what_the_question_names_beside_what_it_wants() -> None:
    text = "Mô hình “Hộp thư Thỏ trắng” do Trường Tiểu học Tân Đông Hiệp C lập ra."
    answer = said(text, "Mô hình Hộp thư Thỏ trắng là của trường nào?")
    assert answer is not None and "Tân Đông Hiệp" in answer
    title = "Phong trào “Tết nhân ái” năm nay trao quà cho hộ nghèo."
    assert said(title, "Hộ nghèo được trao quà trong phong trào nào?") == "Tết nhân ái"


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Cụm thi đua gồm những tỉnh nào?", "Lào Cai, Lai Châu và tỉnh Sơn La"),
        ("Cụm thi đua gồm tỉnh nào ngoài Lào Cai và Sơn La?", "Lai Châu"),
        ("Ba tỉnh nào thuộc cụm thi đua?", "Lào Cai, Lai Châu và tỉnh Sơn La"),
    ],
)
def test_of_a_row_of_names_all_are_marked_where_several_are_asked_for(
    question: str, answer: str, form: Callable[[str], str]
) -> None:
    text = "Cụm thi đua gồm các tỉnh Lào Cai, Lai Châu và tỉnh Sơn La."
    marked_words = said(text, form(question))
    assert marked_words is not None
    assert marked_words.removeprefix("tỉnh ").removeprefix("các ") == answer


@pytest.mark.parametrize("dash", ["-", "–"])
def test_a_person_is_marked_without_the_office_behind_a_dash(dash: str) -> None:
    text = f"Ông Nguyễn Văn An {dash} Chủ tịch UBND xã Nậm Mòn phát biểu tại buổi lễ."
    marked_words = said(text, "Ai phát biểu tại buổi lễ?")
    assert marked_words is not None
    assert marked_words.removeprefix("Ông ") == "Nguyễn Văn An"


def test_a_place_is_nobody() -> None:
    question = "Ai khánh thành cầu?"
    both = said("Hôm qua, tỉnh Quảng Trị cùng ông Hồ Văn Sơn khánh thành cầu ở Hà Nội.", question)
    assert both is not None and "Hồ Văn Sơn" in both
    assert said("Hôm qua, tỉnh Quảng Trị khánh thành cầu.", question) is None


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Hộ nghèo nhận bao nhiêu suất quà?", "trên 12.000 suất quà"),
        ("Bao nhiêu lượt người được giúp?", "trên 41.000 lượt người"),
        ("Phong trào Tết ấm tốn bao nhiêu tiền?", "trên 20 tỷ đồng"),
    ],
)
def test_of_several_amounts_the_one_of_what_is_counted_is_marked(
    form: Callable[[str], str], question: str, answer: str
) -> None:
    text = (
        "Năm 2023, các đơn vị đã trợ giúp trên 41.000 lượt người với tổng trị giá gần 60 tỷ đồng; "
        "phong trào Tết ấm đã tặng trên 12.000 suất quà, trị giá trên 20 tỷ đồng."
    )
    assert said(text, form(question)) == answer


def test_other_spans_read_for_a_while(tmp_path: Path) -> None:
    shipped = load_weights(WEIGHTS, INPUTS)
    file = tmp_path / "spans.safetensors"
    less_sure = {"alone_nothing_bias": shipped["alone_nothing_bias"] + 9}
    save_weights(file, shipped | less_sure, INPUTS)
    sentence = sentence_of("Xã trao 50 suất quà.")

    def evidence() -> float:
        marked.cache_clear()
        return marked(analyse("Xã trao bao nhiêu suất quà?"), sentence, lambda term: 2.0).evidence

    before = evidence()
    with other_spans(file):
        assert evidence() == pytest.approx(before - 9, abs=1e-3)
    assert evidence() == before
