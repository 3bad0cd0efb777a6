"""Questions about an article itself: what it says, and who wrote it."""

import pytest

from rag import ask
from rag.answering import NO_ANSWER
from vectorstore.generations import Store

WITH_AUTHOR, WITHOUT_AUTHOR = "003_896749be57fa1feb", "001_223f45bc4153651f"


def titled(store: Store, article: str) -> str:
    return store.generation().article(article).title


def test_who_wrote_an_article_is_told_by_its_byline(seed_store: Store) -> None:
    answer = ask(f"Ai viết bài {titled(seed_store, WITH_AUTHOR)}?", store=seed_store)
    assert answer.text == "Khiếu Tư"
    assert answer.quotes[0].section == "byline"
    assert answer.confidence == 1.0


@pytest.mark.parametrize("asked", ["Ai viết bài {}?", "Tác giả bài “{}” là ai?"])
def test_nobody_wrote_an_article_whose_byline_names_nobody(seed_store: Store, asked: str) -> None:
    answer = ask(asked.format(titled(seed_store, WITHOUT_AUTHOR)), store=seed_store)
    assert (answer.answered, answer.text, answer.confidence) == (False, NO_ANSWER, 0.0)


def test_a_byline_that_may_not_be_read_tells_nothing(seed_store: Store) -> None:
    question = f"Ai viết bài {titled(seed_store, WITH_AUTHOR)}?"
    assert not ask(question, sections=["lead", "body"], store=seed_store).answered


def test_what_an_article_says_is_its_lead_whole(seed_store: Store) -> None:
    answer = ask(f"Bài {titled(seed_store, WITH_AUTHOR)} nói về gì?", store=seed_store)
    first = answer.quotes[0]
    assert first.article_id == WITH_AUTHOR
    assert answer.text == first.text.strip()
    assert first.answer_start is None


def test_a_work_that_an_article_writes_about_is_no_article(seed_store: Store) -> None:
    answer = ask("Ai viết bài hát về Trung tâm Công tác xã hội?", store=seed_store)
    assert answer.confidence > 0
