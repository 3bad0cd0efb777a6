from collections.abc import Callable
from time import process_time

import pytest

from rag import ask
from rag.answering import NO_QUESTION
from rag.dialogue.small_talk import (
    ABOUT,
    CODE,
    GREETING,
    NOW,
    REQUEST,
    SUM,
    THANKS,
    UNREADABLE,
    reply_to,
)
from vectorstore.generations import Store
from vectorstore.vietnamese import fold

REPLIES = {
    GREETING: [
        "xin chào", "Xin chào!", "xin chao", "xinchao", "xin chaof", "hello", "Hello bạn",
        "helloooo", "alo", "alo alo", "hi", "chào bạn, bạn khỏe không", "chào buổi sáng",
        "chào ad ạ", "xin chao bạn", "xin chào mọi người", "bạn có khỏe không?",
    ],
    THANKS: [
        "cảm ơn", "cám ơn bạn nhiều", "cam on nhe", "thanks", "Thank you!", "tạm biệt", "bye",
        "ok cảm ơn bạn", "Vâng ạ",
    ],
    ABOUT: [
        "bạn là ai?", "ban la ai", "Bạn tên gì", "bạn làm được gì?", "ban co the lam gi",
        "Bạn có thể giúp gì cho tôi?", "hướng dẫn sử dụng", "tôi có thể hỏi gì?",
        "Bạn do ai tạo ra?", "Xin chào, bạn là ai?",
    ],
    SUM: [
        "2+2 bằng mấy", "2 + 2 = ?", "1+1", "12 x 7 = ?", "125 nhân 8 bằng mấy?", "(2+3)*4",
        "căn bậc hai của 144 là bao nhiêu", "can bac hai cua 16", "mot cong mot bang may",
        "tính 15*3", "10 - 5 bằng bao nhiêu", "20% của 500 là bao nhiêu", "3.5 + 2,5 =",
        "giải phương trình x^2 - 5x + 6 = 0", "5 giai thừa bằng mấy",
    ],
    NOW: [
        "thời tiết hôm nay thế nào", "thoi tiet hom nay the nao", "mấy giờ rồi", "may gio roi",
        "hôm nay là thứ mấy", "Hôm nay ngày bao nhiêu?", "bây giờ là mấy giờ", "mai có mưa không",
        "cho mình hỏi mấy giờ rồi ạ", "bạn có biết mấy giờ rồi không",
    ],
    CODE: [
        "viết hàm python sắp xếp danh sách", "viet cho toi doan code python sap xep mang",
        "SELECT * FROM users", "print('hi')", 'print("xin chào")', "<script>alert(1)</script>",
        "def f(x): return x", "import numpy as np", "viết giúp mình một câu lệnh SQL",
    ],
    REQUEST: [
        "viết cho tôi bài thơ", "viet cho toi mot bai tho ve mua xuan",
        "dịch sang tiếng Anh: tôi yêu bạn", "dich cau nay sang tieng anh", "ke chuyen cuoi",
        "Kể cho tôi nghe một chuyện cười đi", "soạn giúp tôi một email xin nghỉ phép",
    ],
    UNREADABLE: ["asdfgh qwerty", "ggggggg", "12345", "asdfgh qwe zxcv", "zzz!!!"],
}  # fmt: skip

QUESTIONS = [
    "Thời tiết ở Lào Cai ngày bão Yagi đổ bộ thế nào?",
    "Thời tiết Lào Cai ngày 01/12 dự báo thế nào?",
    "Hôm nay ở Cần Thơ có mưa không?",
    "Thời tiết thế nào?",
    "Hôm nay diễn ra sự kiện gì ở Hà Nội?",
    "Năm nay là năm thứ mấy tổ chức lễ hội?",
    "Mấy giờ khai mạc?",
    "Mấy giờ?",
    "Hiện nay có bao nhiêu người?",
    "Ngày mai ai khai mạc hội nghị?",
    "Chào mừng 10 năm thành lập đơn vị nào?",
    "Ai viết bài “Xin chào Sa Pa”?",
    "Chương trình 'Xin chào Việt Nam' do ai tổ chức?",
    "Chào bán cổ phiếu giá bao nhiêu?",
    "Lời chào cao hơn mâm cỗ nói về điều gì?",
    "Xin chào, hội nghị được tổ chức ở đâu?",
    "Cảm ơn thầy cô là chương trình của ai?",
    "Thư cảm ơn của Đại sứ Bỉ gửi cho ai?",
    "Tạm biệt SEA Games, đoàn nào nhất toàn đoàn?",
    "Alo Bác sĩ là chương trình gì?",
    "1 + 1 suất quà là chương trình gì?",
    "24/24 là gì?",
    "25/6",
    "2019-2020",
    "2018",
    "25/6 là ngày gì?",
    "Tổng trị giá 260 tỷ đồng là của chương trình nào?",
    "Căn hộ 144 m2 giá bao nhiêu?",
    "Tỷ số trận Việt Nam - Thái Lan 3 - 2 ai ghi bàn?",
    "Tính đến tháng 6/2023 có bao nhiêu ca mắc?",
    "Phần mềm nào được dùng để quản lý hồ sơ?",
    "Python là ngôn ngữ được dạy ở trường nào?",
    "Hàm lượng chì trong nước là bao nhiêu?",
    "Giải phương trình tài chính cho nông dân là dự án gì?",
    "Hướng dẫn sử dụng VNeID gồm những bước nào?",
    "Viết thư quốc tế UPU lần thứ 50 có chủ đề gì?",
    "Kể lại buổi lễ",
    "Kể tên các tỉnh trong cụm thi đua",
    "Kể cho tôi nghe về hội nghị ở Sầm Sơn",
    "Kể chuyện Bác Hồ là hội thi của đơn vị nào?",
    "Hát cho đồng bào tôi nghe do ai sáng tác?",
    "Dịch bệnh ở Lào Cai diễn biến thế nào?",
    "Dịch giả nào dịch Truyện Kiều sang tiếng Anh?",
    "Tổ chức Trẻ em Rồng Xanh có tên tiếng Anh là gì?",
    "Bạn đọc nào gửi thư cho tòa soạn?",
    "Bản tên là gì?",
    "Trợ lý là ai?",
    "Ông ấy là ai?",
    "Cháo",
    "Vàng",
    "Giúp được mấy người?",
    "Cho tôi hỏi chủ tịch Hội Chữ thập đỏ là ai?",
    "Bạn cho mình hỏi ai là Bí thư Tỉnh ủy?",
]


@pytest.mark.parametrize(
    ("text", "reply"), [(text, reply) for reply, texts in REPLIES.items() for text in texts]
)
def test_what_is_no_question_gets_the_reply_that_fits(
    seed_store: Store, text: str, reply: str
) -> None:
    answer = ask(text, store=seed_store)
    assert (answer.answered, answer.text) == (False, reply)
    assert (answer.confidence, answer.quotes, answer.passages) == (0.0, [], [])
    assert answer.understood is None
    assert {"retrieve", "read", "total"} <= answer.timings_ms.keys()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_about_articles_is_looked_up(seed_store: Store, question: str) -> None:
    assert ask(question, store=seed_store).passages


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q not in ("Bản tên là gì?", "Cháo")])
def test_so_is_one_without_accents(question: str) -> None:
    assert reply_to(fold(question)) is None


@pytest.mark.parametrize("nothing", ["", "?!", "🙂👍", "@@@@", "…"])
def test_without_any_word_a_question_is_asked_for(seed_store: Store, nothing: str) -> None:
    assert ask(nothing, store=seed_store).text == NO_QUESTION


@pytest.mark.parametrize(
    "question", ["Jehanne Roccas", "Brazil và Zqwxz ở đâu?", "hoichuthapdo", "UBND"]
)
def test_a_word_that_is_known_or_meant_is_enough_to_look_it_up(
    seed_store: Store, question: str
) -> None:
    assert ask(question, store=seed_store).passages


def test_a_follow_up_leans_on_no_small_talk(seed_store: Store) -> None:
    topic = "Đại sứ Bỉ thăm tỉnh nào?"
    history = [topic, "Cảm ơn bạn", "Thời tiết ngày mai thế nào?"]
    assert ask("Khi nào?", history=history, store=seed_store).understood == (
        "Đại sứ Bỉ thăm tỉnh nào, khi nào?"
    )


@pytest.mark.parametrize(
    "words",
    [
        "bye",
        "chào bạn khỏe không",
        "chào bạn",
        "cảm ơn",
        "ạ",
        "à",
        "viết giúp cho tôi",
        "hi",
        "bạn",
    ],
)
@pytest.mark.parametrize("form", [str, fold])
def test_words_that_are_repeated_are_told_at_once(words: str, form: Callable[[str], str]) -> None:
    text = form(" ".join([words] * (300 // (len(words) + 1) - 1)) + " x")
    started = process_time()
    assert reply_to(text) is None
    assert process_time() - started < 1  # seconds; tried in every way it would take hours


@pytest.mark.parametrize("text", ["1+" * 150, "xin " * 75, "(" * 300, "dịch " * 60, "1" * 1000])
def test_a_monotonous_text_is_no_small_talk(text: str) -> None:
    assert reply_to(text) is None
