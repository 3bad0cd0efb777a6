import json
import unicodedata
from pathlib import Path

import pytest

from rag import ask
from rag.language.keystrokes import decoded, with_tone_in_place
from rag.language.syllables import is_syllable
from rag.questions import analyse, asking_who
from vectorstore.generations import Store
from vectorstore.vietnamese import fold

SEED_QUESTIONS = Path(__file__).parents[1] / "questions" / "seeds.jsonl"

# Mistyped, and what must be understood.
MISTYPED = [
    # Telex and VNI with the input method off
    ("Chur tichj hooij chuwx thaapj ddor tinhr Langj Sown laf ai?",
     "Chủ tịch hội chữ thập đỏ tỉnh Lạng Sơn là ai?"),
    ("chu3 ti5ch hoi65 chu74 tha65p d9o3 ti3nh la5ng so7n la2 ai",
     "chủ tịch hội chữ thập đỏ tỉnh lạng sơn là ai"),
    ("Ddaij suws Bir ddeens thawm Laof Cai ngayf naof?",
     "Đại sứ Bỉ đến thăm Lào Cai ngày nào?"),
    ("D9a5i su71 Bi3 d9e61n tha8m La2o Cai nga2y na2o?", "Đại sứ Bỉ đến thăm Lào Cai ngày nào?"),
    ("Lichj chi trar lwowng huwu tháng 12", "Lịch chi trả lương hưu tháng 12"),
    ("Kyr nieemj ngayf coong tacs xax hooij", "Kỷ niệm ngày công tác xã hội"),
    ("CHUR TICHJ HỘI CHỮ THẬP ĐỎ TỈNH LẠNG SƠN LÀ AI?",
     "CHỦ TỊCH HỘI CHỮ THẬP ĐỎ TỈNH LẠNG SƠN LÀ AI?"),
    # one such word left over
    ("Chủ tịch Hội Chuwx thập đỏ tỉnh Lạng Sơn là ai?",
     "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"),
    ("Kỷ niệm ngày công tác xã hội Vieejt Nam lần thứ mấy?",
     "Kỷ niệm ngày công tác xã hội Việt Nam lần thứ mấy?"),
    ("Thời tieets Lào Cai ngày 01/12 dự báo thế nào?",
     "Thời tiết Lào Cai ngày 01/12 dự báo thế nào?"),
    ("Phong trào hiêns máu tình nguyện tiếp nhận bao nhiêu đơn vị máu?",
     "Phong trào hiến máu tình nguyện tiếp nhận bao nhiêu đơn vị máu?"),
    # words run together
    ("chu tich hoichuthapdo tinh lang son la ai", "chu tich hoi chu thap do tinh lang son la ai"),
    ("Chủ tịch hoichuthapdo tỉnh Lạng Sơn là ai?", "Chủ tịch hoi chu thap do tỉnh Lạng Sơn là ai?"),
    ("chủ tịch hội chữ thập đỏ tỉnh lạngsơn là ai?",
     "chủ tịch hội chữ thập đỏ tỉnh lạng sơn là ai?"),
    ("Trung tâm Công tác xãhội tỉnh có bao nhiêu cán bộ?",
     "Trung tâm Công tác xã hội tỉnh có bao nhiêu cán bộ?"),
    ("trungtâm công tác xã hội tỉnh có bao nhiêu cán bộ?",
     "trung tâm công tác xã hội tỉnh có bao nhiêu cán bộ?"),
    ("Ai là chủ tịch ubnd tỉnh laocai?", "Ai là chủ tịch ubnd tỉnh lao cai?"),
    ("năm2023 phong trào Tết nhân ái tặng bao nhiêu suất quà?",
     "năm 2023 phong trào Tết nhân ái tặng bao nhiêu suất quà?"),
    # letters changed about
    ("Nôgn Bích Thuận giữ chức vụ gì?", "Nông Bích Thuận giữ chức vụ gì?"),
    ("Nông Bcíh Thuận giữ chức vụ gì?", "Nông Bích Thuận giữ chức vụ gì?"),
    ("Chủ tịhc Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?",
     "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"),
    ("Mô hình ngân hnàg dê ở huyện nào?", "Mô hình ngân hàng dê ở huyện nào?"),
    ("Dự án Rồng Xanh giai đaọn 2024 - 2028 tên là gì?",
     "Dự án Rồng Xanh giai đoạn 2024 - 2028 tên là gì?"),
    # a letter typed twice or held down
    ("thanhh hóa hợp tác với tỉnh nào của lào?", "thanh hóa hợp tác với tỉnh nào của lào?"),
    ("Phong trào hiến máu tình nguyệnnn tiếp nhận bao nhiêu đơn vị máu?",
     "Phong trào hiến máu tình nguyện tiếp nhận bao nhiêu đơn vị máu?"),
    ("Tổ chứcc Trẻ em Rồng Xanh hỗ trợ tỉnh nào?", "Tổ chức Trẻ em Rồng Xanh hỗ trợ tỉnh nào?"),
    ("Phó Giám đốc Sở Ngoạii vụ Hà Giang là ai?", "Phó Giám đốc Sở Ngoại vụ Hà Giang là ai?"),
    ("Nhà Nhân ái Lào Cai giúp naạn nhân thế nào?", "Nhà Nhân ái Lào Cai giúp nạn nhân thế nào?"),
    # a letter more, less or other
    ("Hội nghị trao đổi thườg niên được tổ chức ở đâu?",
     "Hội nghị trao đổi thường niên được tổ chức ở đâu?"),
    ("Hội nghị với tỉnh Huaphan tổ chức ở thành phố nào?",
     "Hội nghị với tỉnh Huaphanh tổ chức ở thành phố nào?"),
    ("Trung tâm Côg tác xã hội tỉnh có bao nhiêu cán bộ?",
     "Trung tâm Công tác xã hội tỉnh có bao nhiêu cán bộ?"),
    ("Lịch chi trả lươg hưu tháng 12/2025", "Lịch chi trả lương hưu tháng 12/2025"),
]  # fmt: skip

# About things and people that the five articles don't hold.
ELSEWHERE = [
    "Tổng thống Brazil là ai?",
    "Messi ghi bao nhiêu bàn ở World Cup 2022?",
    "Đà Lạt có bao nhiêu khách du lịch?",
    "Thành phố Đà Lạt thuộc tỉnh nào?",
    "Tổng thống Biden gặp Putin ở đâu?",
    "Giá vàng SJC hôm nay là bao nhiêu?",
    "Đội bóng nào vô địch World Cup 1998?",
    "Đại sứ Đức thăm Lạng Sơn ngày nào?",
    "Đại sứ Úc tại Việt Nam là ai?",
    "Tỉnh Đắk Nông có bao nhiêu huyện?",
    "Huyện Krông Pắc thuộc tỉnh nào?",
    "Ca sĩ Mỹ Tâm hát bài gì?",
    "Facebook có bao nhiêu người dùng?",
    "Xe buýt Vinbus chạy tuyến nào?",
    "Cách nấu phở bò ngon?",
    "Vì sao động đất ở Myanmar gây thiệt hại lớn?",
    "Bà Lý Thị Hằng ở thôn nào?",
    "Ông Nguyễn Xuân Phúc sinh năm nào?",
    "Huyện Bắc Hà có chợ phiên ngày nào?",
    "Cơn bão Yagi làm bao nhiêu người chết?",
    "Dịch cúm A/H5N1 xuất hiện ở đâu?",
    "U23 Việt Nam thắng Thái Lan mấy bàn?",
    "Robot nào hút bụi tốt nhất?",
    "Tàu Titanic chìm khi nào?",
    "Toyota bán được bao nhiêu xe?",
    "dai su phap tham da lat ngay nao",
    "tong thong trump noi gi voi zelensky",
    "Happy Days là bộ phim của ai?",
    "Khí CO2 và NASA có liên quan gì?",
    "Công ty Samsung Thái Nguyên tuyển bao nhiêu công nhân?",
    "Sách giáo khoa lớp 3 giá bao nhiêu?",
    "Ai sáng lập Microsoft?",
    "What is the capital of Laos?",
    "Who was the boss of the Max Planck institute for books?",
]


def first_quote(question: str, store: Store) -> tuple[str, int, int] | None:
    quotes = ask(question, store=store).quotes
    return (quotes[0].article_id, quotes[0].start, quotes[0].end) if quotes else None


@pytest.mark.parametrize(("typed", "meant"), MISTYPED)
def test_a_mistyped_question_is_understood_and_answered_as_the_clean_one(
    seed_store: Store, typed: str, meant: str
) -> None:
    answer = ask(typed, store=seed_store)
    assert answer.question == typed
    assert answer.understood == meant
    assert first_quote(typed, seed_store) == first_quote(meant, seed_store)


@pytest.mark.parametrize("question", ELSEWHERE)
def test_what_the_articles_do_not_hold_is_not_turned_into_what_they_do(
    seed_store: Store, question: str
) -> None:
    assert ask(question, store=seed_store).understood is None


def test_a_question_without_slips_is_left_alone(seed_store: Store) -> None:
    changed = [
        asked
        for question in map(json.loads, SEED_QUESTIONS.read_text(encoding="utf-8").splitlines())
        if question["kind"] != "typo"
        and (ask(asked := question["question"], store=seed_store).understood or asked)
        != asking_who(analyse(asked)).text
    ]
    assert changed == []


@pytest.mark.parametrize(
    "typed",
    [
        "Chũ tịch hội chữ thâp đỏ tỉnh Lạng Sơm là ai",  # "sơm" is read as the known "sớm"
        "Chủ tich Hôi Chữ thập đò tỉnh Lạng Sơn là ai?",
        "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn?Ai vậy",
        unicodedata.normalize("NFD", "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"),
    ],
)
def test_wrong_accents_and_missing_blanks_need_no_mending(seed_store: Store, typed: str) -> None:
    answer = ask(typed, store=seed_store)
    assert answer.understood is None
    assert "Nông Bích Thuận" in answer.quotes[0].text


def test_both_places_of_the_tone_mark_are_one(seed_store: Store) -> None:
    older = first_quote("Hội Chữ thập đỏ Thanh Hoá ký thoả thuận với ai?", seed_store)
    newer = first_quote("Hội Chữ thập đỏ Thanh Hóa ký thỏa thuận với ai?", seed_store)
    assert older == newer


def test_the_earlier_questions_are_mended_too(seed_store: Store) -> None:
    mistyped = "Hội nghị trao đổi thườg niên Thanh Hóa và Huaphanh diễn ra khi nào?"
    answer = ask("Ở đâu?", history=[mistyped], store=seed_store)
    assert "thường niên" in (answer.understood or "")


def test_a_long_run_of_letters_is_left_alone(seed_store: Store) -> None:
    question = f"Hội nghị {'hoichuthapdo' * 70} ở đâu?"
    assert ask(question, store=seed_store).understood is None


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("hooij", "hội"), ("hoi65", "hội"), ("chuwx", "chữ"), ("chu74", "chữ"), ("ddor", "đỏ"),
        ("do93", "đỏ"), ("d9a5i", "đại"), ("tha65p", "thập"), ("thap65", "thập"),
        ("dduowcj", "được"), ("dduwowcj", "được"), ("đươcj", "được"), ("nguwowif", "người"),
        ("nguoi72", "người"), ("truowngf", "trường"), ("lwowng", "lương"), ("quoocs", "quốc"),
        ("giuwax", "giữa"), ("tieengs", "tiếng"), ("tienges", "tiếng"), ("dinhdf", "đình"),
        ("hoaf", "hòa"), ("thuys", "thúy"), ("khoe3", "khỏe"), ("huees", "huế"),
        ("khuyeens", "khuyến"), ("nghieepj", "nghiệp"), ("thawngs", "thắng"), ("yeeu", "yêu"),
    ],
)  # fmt: skip
def test_keystrokes_are_decoded(keys: str, syllable: str) -> None:
    assert decoded(keys) == syllable


@pytest.mark.parametrize(
    "word",
    ["hội", "oanh", "golf", "nasa", "misa", "who", "u23", "u20", "su35", "covid19", "x" * 5000, ""],
)
def test_what_no_keystrokes_of_a_syllable_could_give_is_not_decoded(word: str) -> None:
    assert decoded(word) is None


@pytest.mark.parametrize(
    ("word", "placed"),
    [("đọan", "đoạn"), ("nghịêp", "nghiệp"), ("tóan", "toán"), ("hội", "hội"), ("abc", "abc")],
)
def test_the_tone_is_put_where_it_belongs(word: str, placed: str) -> None:
    assert with_tone_in_place(word) == placed


def test_the_syllables_of_a_vietnamese_text_are_told_from_other_words() -> None:
    text = (
        "Chủ tịch ủy ban khuyên người nghiêng ngả, giữ gìn quyển sách quý, uống rượu quýt, ngoằn"
        " ngoèo khúc khuỷu, huơ tay thuở xưa, xoong nồi, nguệch ngoạc, loắt choắt, yểu điệu, ưa ai"
    )
    assert [word for word in fold(text).replace(",", "").split() if not is_syllable(word)] == []
    others = "asdfgh qwerty ggggg roccas brazil hooij chuwx thanhh naan nogn ngh kk 12 ee".split()
    assert [word for word in others if is_syllable(word)] == []
