from dataclasses import fields

import pytest

from rag import Answer, Quote, ask
from rag.answering import NO_ANSWER, NO_QUESTION, as_fields
from rag.quoting import MOST_QUOTES
from rag.sentences import LONGEST_QUOTE
from vectorstore.build import rebuild
from vectorstore.errors import QuestionError
from vectorstore.generations import Store
from vectorstore.settings import load_settings

QUESTIONS = [
    "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?",
    "chu tich hoi chu thap do tinh lang son la ai",
    "Trung tâm Công tác xã hội tỉnh có bao nhiêu cán bộ?",
    "Vì sao trung tâm trực 24/24 giờ?",
    "Đại sứ Bỉ cảm ơn điều gì?",
    "Hội nghị trao đổi thường niên được tổ chức ở đâu?",
    "Giai đoạn 2024 - 2028 dự án tên là gì?",
    "Bài viết nói về gì?",
]


def marked(answer: Answer) -> str | None:
    first = answer.quotes[0]
    if first.answer_start is None or first.answer_end is None:
        return None
    return first.text[first.answer_start - first.start : first.answer_end - first.start]


def test_the_contract_s_fields(seed_store: Store) -> None:
    assert list(as_fields(ask(QUESTIONS[0], store=seed_store))) == [
        "question", "answered", "text", "confidence", "quotes", "passages", "timings_ms",
    ]  # fmt: skip
    assert [f.name for f in fields(Quote)] == [
        "number", "article_id", "title", "source", "url", "section",
        "start", "end", "text", "answer_start", "answer_end", "score",
    ]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS[:2])
def test_the_name_is_marked_in_the_sentence_that_holds_it(seed_store: Store, question: str) -> None:
    answer = ask(question, store=seed_store)
    assert answer.answered
    assert answer.text == marked(answer) == "Nông Bích Thuận"
    first = answer.quotes[0]
    assert first.number == 1
    assert first.article_id == "001_223f45bc4153651f"
    assert first.source == "baotintuc.vn"
    assert "Nông Bích Thuận" in first.text


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_verbatim_short_and_numbered(seed_store: Store, question: str) -> None:
    answer = ask(question, store=seed_store)
    assert len(answer.quotes) <= MOST_QUOTES
    assert [quote.number for quote in answer.quotes] == list(range(1, len(answer.quotes) + 1))
    for quote in answer.quotes:
        text = seed_store.generation().article(quote.article_id).text
        assert text[quote.start : quote.end] == quote.text
        assert 0 < len(quote.text) <= LONGEST_QUOTE
        if quote.answer_start is not None and quote.answer_end is not None:
            assert quote.start <= quote.answer_start < quote.answer_end <= quote.end


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_quote_repeats_another(seed_store: Store, question: str) -> None:
    texts = [quote.text for quote in ask(question, store=seed_store).quotes]
    assert len(set(texts)) == len(texts)


def test_an_answer_tells_its_confidence_passages_and_times(seed_store: Store) -> None:
    answer = ask(QUESTIONS[0], k=4, store=seed_store)
    assert 0.5 < answer.confidence <= 1
    assert len(answer.passages) == 4
    assert {"retrieve", "read", "total"} <= answer.timings_ms.keys()
    assert all(milliseconds >= 0 for milliseconds in answer.timings_ms.values())


@pytest.mark.parametrize(
    "question",
    [
        "Giá vàng SJC hôm nay là bao nhiêu?",
        "Tổng thống Brazil là ai?",
        "Đội bóng nào vô địch World Cup 1998?",
    ],
)
def test_what_the_articles_do_not_say_is_refused_with_the_nearest_passages(
    seed_store: Store, question: str
) -> None:
    answer = ask(question, store=seed_store)
    assert not answer.answered
    assert answer.text == NO_ANSWER
    assert answer.quotes == []
    assert answer.passages


@pytest.mark.parametrize("empty", ["", "  ", "???"])
def test_an_empty_question_is_asked_for_again(seed_store: Store, empty: str) -> None:
    answer = ask(empty, store=seed_store)
    assert (answer.answered, answer.text) == (False, NO_QUESTION)
    assert answer.quotes == answer.passages == []


def test_a_follow_up_takes_its_topic_from_the_history(seed_store: Store) -> None:
    question = "Hội nghị trao đổi thường niên giữa Thanh Hóa và Huaphanh được tổ chức khi nào?"
    answer = ask("Ở đâu?", history=[question], store=seed_store)
    assert answer.question == "Ở đâu?"
    assert "Sầm Sơn" in answer.quotes[0].text
    assert answer.understood == question.replace("khi nào", "ở đâu")


def test_half_a_character_in_the_history_does_no_harm(seed_store: Store) -> None:
    history = ["\ud800 Đại sứ Bỉ thăm tỉnh nào?"]
    assert ask("Khi nào?", history, store=seed_store).understood is not None


def test_what_was_understood_is_a_field_only_where_it_is_not_what_was_asked(
    seed_store: Store,
) -> None:
    alone = as_fields(ask(QUESTIONS[0], store=seed_store))
    assert "understood" not in alone and alone["question"] == QUESTIONS[0]
    completed = as_fields(ask("Ở đâu?", history=[QUESTIONS[0]], store=seed_store))
    assert completed["understood"] == "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn ở đâu?"


def test_only_the_chosen_articles_are_asked(seed_store: Store) -> None:
    only = "003_896749be57fa1feb"
    answer = ask("Chủ tịch Hội Chữ thập đỏ là ai?", articles=[only], store=seed_store)
    assert {passage.article_id for passage in answer.passages} == {only}
    assert {quote.article_id for quote in answer.quotes} <= {only}


def test_a_question_that_is_too_long_is_an_error(seed_store: Store) -> None:
    with pytest.raises(QuestionError, match="shorten"):
        ask("ai " * 1000, store=seed_store)


def test_the_question_is_given_back_as_it_was_typed(seed_store: Store) -> None:
    import unicodedata

    decomposed = unicodedata.normalize("NFD", QUESTIONS[0])
    answer = ask(decomposed, store=seed_store)
    assert answer.question == decomposed
    assert marked(answer) == "Nông Bích Thuận"


def test_a_title_gives_way_to_the_sentence_that_tells_it_in_full(make_corpus, tmp_path) -> None:
    page = (
        "50 công nhân nhập viện sau bữa trưa\n\n"
        "Ngày 3/2/2025, 50 công nhân của một nhà máy ở Nghệ An phải nhập viện sau bữa trưa.\n\n"
        "Các công nhân nhập viện vì thức ăn đã hỏng từ hôm trước, bác sĩ kết luận.\n"
    )
    store = Store(load_settings(corpus=make_corpus({"a.txt": page}), store=tmp_path / "db"))
    rebuild(store)
    answer = ask("Bao nhiêu công nhân nhập viện sau bữa trưa?", store=store)
    assert answer.quotes[0].section != "title"
    assert answer.text.startswith("50")
