"""Questions made from what articles say: they read well, and the articles answer them."""

from pathlib import Path
from time import process_time

import pytest

from rag import ask
from rag.suggesting.asking import wordings
from rag.suggesting.own_questions import own_questions
from rag.suggesting.suggestions import MOST, TITLE_QUESTION, suggestions
from tests.conftest import MakeCorpus
from vectorstore.articles import parse_article
from vectorstore.build import rebuild
from vectorstore.errors import UnknownArticleError
from vectorstore.generations import Store
from vectorstore.settings import Settings
from vectorstore.vietnamese import fold, sentences, syllables


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "Chiều 27/11, ông Nguyễn Văn An đã trao 50 suất quà tại xã Mường Hum.",
            "Ai đã trao 50 suất quà tại xã Mường Hum?",
            "Nguyễn Văn An",
        ),
        (
            "Chiều 27/11, ông Nguyễn Văn An đã trao 50 suất quà tại xã Mường Hum.",
            "Ông Nguyễn Văn An trao bao nhiêu suất quà tại xã Mường Hum?",
            "50",
        ),
        (
            "Chiều 27/11, ông Nguyễn Văn An đã trao 50 suất quà tại xã Mường Hum.",
            "Ông Nguyễn Văn An trao 50 suất quà tại xã Mường Hum vào ngày nào?",
            "Chiều 27/11",
        ),
        (
            "Chiều 27/11, ông Nguyễn Văn An đã trao 50 suất quà tại xã Mường Hum.",
            "Ông Nguyễn Văn An trao 50 suất quà ở đâu?",
            "xã Mường Hum",
        ),
        (
            "Năm 2013, BIDV đã thiết lập quan hệ với SMTB.",
            "BIDV thiết lập quan hệ với SMTB vào năm nào?",
            "Năm 2013",
        ),
        (
            "Công ty Hoa Sen (có trụ sở ở Bình Dương) nộp phạt hơn 20 triệu đồng.",
            "Công ty Hoa Sen nộp phạt bao nhiêu tiền?",
            "hơn 20 triệu",
        ),
        (
            "Tàu Cô Tô tăng giá vé vì giá dầu đã tăng gấp rưỡi.",
            "Vì sao tàu Cô Tô tăng giá vé?",
            "vì giá dầu đã tăng gấp rưỡi",
        ),
        (
            "Công an huyện Châu Thành mở đợt kiểm tra nhằm ngăn chặn nạn buôn lậu.",
            "Công an huyện Châu Thành mở đợt kiểm tra nhằm mục đích gì?",
            "nhằm ngăn chặn nạn buôn lậu",
        ),
        (
            "Ủy ban tỉnh Lào Cai tổ chức hội thảo với chủ đề “Kết nối và phát triển”.",
            "Ủy ban tỉnh Lào Cai tổ chức hội thảo với chủ đề gì?",
            "Kết nối và phát triển",
        ),
        (
            "Phó Chủ tịch UBND tỉnh Lạng Sơn Dương Xuân Huyên phát biểu.",
            "Phó Chủ tịch UBND tỉnh Lạng Sơn là ai?",
            "Dương Xuân Huyên",
        ),
        (
            "Theo bà Lê Thị Hoa, Giám đốc Sở Y tế tỉnh Lào Cai, mọi việc đã ổn.",
            "Bà Lê Thị Hoa là ai?",
            "Giám đốc Sở Y tế tỉnh Lào Cai",
        ),
        (
            "Ông Trần Bình cho biết Trung tâm Hoa Ban có 37 cán bộ, viên chức.",
            "Trung tâm Hoa Ban có bao nhiêu cán bộ?",
            "37",
        ),
    ],
)
def test_a_sentence_is_asked_for_what_it_says(sentence: str, question: str, answer: str) -> None:
    made = {wording.question: sentence[slice(*wording.answer)] for wording in wordings(sentence)}
    sought = sentence.index(answer), sentence.index(answer) + len(answer)
    assert question in made
    spans = [wording.answer for wording in wordings(sentence) if wording.question == question]
    assert any(start < sought[1] and sought[0] < end for start, end in spans)


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo đó, ông đã trao 50 suất quà vào ngày 27/11.",  # who "ông" is was said before
        "Anh cho biết sẽ tiếp tục hiến máu trong năm 2024.",
        "Vụ việc này đã xảy ra tại xã Mường Hum hôm 3/2.",  # "này" points to what was said before
        "Ông Lê Văn Ba ngụ ở quận 2.",  # the number is a name
        "“Chúng tôi rất vui”, ông Lê Văn Ba nói hôm 3/2.",
        "Ông Lê Văn Ba đến từ ngày 3/2.",
        "Vì sao ông Lê Văn Ba đã trao 50 suất quà?",
        "",
        "50",
    ],
)
def test_what_would_be_asked_awkwardly_is_not_asked(sentence: str) -> None:
    assert list(wordings(sentence)) == []


@pytest.mark.parametrize(
    "piece", ["A", "Ông A", "Giám đốc ", "Aa ", "1 ", "1.", "đã ", "(", "tại A "]
)
def test_a_strange_sentence_takes_no_time_worth_telling(piece: str) -> None:
    began = process_time()
    for sentence in (piece * 400, f"Ông {piece * 400}!", f"Chủ tịch {piece * 400}, bà {piece * 9}"):
        list(wordings(sentence[:400]))
    assert process_time() - began < 1  # seconds; a pattern that tries every way takes hours


def test_the_seeds_are_asked_after_in_their_own_words(seed_store: Store) -> None:
    visit = suggestions(seed_store, "000_abb8ed939b974dfb")
    assert visit[0] == "Đại sứ Bỉ thăm và làm việc tại Lào Cai vào ngày nào?"
    assert "Ai đã tiếp bà Jehanne Roccas?" in visit
    assert suggestions(seed_store, "002_521f5bc6cf627153") == (
        "Trung tâm Công tác xã hội tỉnh có bao nhiêu cán bộ?",
    )


def test_every_suggestion_is_answered_by_its_article(seed_store: Store) -> None:
    for article in seed_store.generation().articles():
        made = suggestions(seed_store, article.id)
        assert made and len(set(map(fold, made))) == len(made) <= MOST
        for question in made:
            answer = ask(question, store=seed_store)
            assert answer.answered
            assert answer.quotes[0].article_id == article.id
            assert answer.quotes[0].section != "teaser"
            assert len(syllables(question)) <= 18 or question.startswith("Bài “")


def test_one_question_an_article_across_the_corpus(seed_store: Store) -> None:
    made = suggestions(seed_store)
    articles = [ask(question, store=seed_store).quotes[0].article_id for question in made]
    assert len(made) == len(set(articles)) == MOST
    assert not any(question.startswith("Bài “") for question in made)
    assert suggestions(seed_store) == made
    assert suggestions(seed_store, most=2) == made[:2]


def test_what_was_asked_is_not_suggested_again(seed_store: Store) -> None:
    article = "000_abb8ed939b974dfb"
    first, *rest = suggestions(seed_store, article)
    typed = fold(first).replace("?", " ?")
    assert suggestions(seed_store, article, but=[typed]) == tuple(rest)
    across = suggestions(seed_store)
    assert across[0] not in suggestions(seed_store, but=[across[0].upper()])


def test_an_article_that_says_nothing_plain_is_asked_after_by_its_title(
    seed_store: Store,
) -> None:
    article = seed_store.generation().article("004_9fddf8776a9452f1")
    assert suggestions(seed_store, article.id) == (TITLE_QUESTION.format(title=article.title),)


def test_an_unknown_article_is_an_error(seed_store: Store) -> None:
    with pytest.raises(UnknownArticleError, match="no-such"):
        suggestions(seed_store, "no-such")


def test_a_title_is_asked_for_its_day_its_number_and_its_reason(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    body = (
        "Ngày 3/2/2025, 50 công nhân của một nhà máy ở Nghệ An phải nhập viện sau bữa trưa.\n\n"
        "Các công nhân nhập viện vì thức ăn đã hỏng từ hôm trước, bác sĩ của bệnh viện kết luận.\n"
    )
    store = Store(
        Settings(
            corpus=make_corpus({"a.txt": f"50 công nhân nhập viện sau bữa trưa\n\n{body}"}),
            store=tmp_path / "store",
        )
    )
    rebuild(store)
    assert "Bao nhiêu công nhân nhập viện sau bữa trưa?" in suggestions(store, "a")


def test_a_new_generation_has_its_own_suggestions(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    text = "{0}\n\nNgày 3/2/2025, ông Nguyễn Văn An đã trao {1} suất quà tại xã Mường Hum.\n"
    corpus = make_corpus({"a.txt": text.format("Trao quà Tết", 50)})
    store = Store(Settings(corpus=corpus, store=tmp_path / "store"))
    rebuild(store)
    assert any("Mường Hum" in question for question in suggestions(store, "a"))
    make_corpus({"a.txt": "Tin ngắn\n\nBản tin hôm nay không có gì mới.\n"})
    rebuild(store)
    assert not any("Mường Hum" in question for question in suggestions(store, "a"))


COMMON_QUESTIONS = """Hỏi đáp về hiến máu ở Sông Trầu

1. Ai có thể tham gia hiến máu ở Sông Trầu?
Người từ đủ 18 đến 60 tuổi, cân nặng từ 45 kg.

- Thưa ông, lễ trao giấy chứng nhận có gì mới?
Có thêm một phần quà.

Hỏi: Người xăm mình có hiến máu được không?
Trả lời: Sau khi xăm ít nhất sáu tháng mới được tham gia.

Vì sao cần xét nghiệm trước khi truyền máu?
"""


def test_what_an_article_asks_and_answers_itself_is_suggested(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({"a.txt": COMMON_QUESTIONS})
    store = Store(Settings(corpus=corpus, store=tmp_path / "store"))
    rebuild(store)
    found = suggestions(store, "a")
    assert {
        "Ai có thể tham gia hiến máu ở Sông Trầu?",
        "Người xăm mình có hiến máu được không?",
    } <= {*found}
    assert not any("Thưa" in question or "Vì sao" in question for question in found)
    answers = [ask(question, store=store).quotes[0].text for question in found]
    assert "Trả lời: Sau khi xăm ít nhất sáu tháng mới được tham gia." in answers


@pytest.mark.parametrize(
    "asked",
    [
        "Còn người xăm mình thì sao?",
        "Bà có lo không, thưa bà?",
        "Việc đó kéo dài bao lâu?",
        "Báo Học trò: Khi nào học sinh đi học lại?",
        "Mưa đã tạnh. Khi nào học sinh đi học lại?",
        "Ai lo?",
        "ai được nhận quà của xã?",
        "Xin cho biết về điều kiện vay vốn của quỹ.",
    ],
)
def test_what_leans_on_what_was_said_before_is_not_suggested(asked: str) -> None:
    page = "Hỏi đáp\n\nMở đầu của bài.\n\n{0}\nSau sáu tháng mới được tham gia.\n"
    plain = "Người xăm mình hiến máu thế nào?"
    for question, suggested in ((plain, [plain]), (asked, [])):
        article = parse_article("a", page.format(question))
        places = sentences(article.text, article.text.index("Mở đầu"))
        assert [q for q, _ in own_questions(article, places)] == suggested
