"""An open store in, questions out that its articles answer."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from rag import ask
from vectorstore.articles import Article
from vectorstore.generations import Store
from webchat.words import VI

MOST = 4
# Questions about the articles that come with the project, by article id.
_KNOWN = {
    "001_223f45bc4153651f": "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?",
    "000_abb8ed939b974dfb": "Đại sứ Bỉ đến thăm Lào Cai tên là gì?",
    "002_521f5bc6cf627153": "Trung tâm Công tác xã hội tỉnh có bao nhiêu cán bộ, viên chức?",
    "003_896749be57fa1feb": (
        "Hội nghị giữa Hội Chữ thập đỏ Thanh Hóa và Huaphanh diễn ra ngày nào?"
    ),
}
_LONGEST_TITLE = 90  # characters, of a title that is asked after
_TRIED = 12  # articles asked after at most


def examples(store: Store) -> tuple[str, ...]:
    """At most four questions, each asked and found answered by the article that it is about.

    Articles that are not the project's own are asked after by their titles.
    """
    return _of_generation(store, store.generation().folder.name)


@lru_cache(maxsize=4)
def _of_generation(store: Store, name: str) -> tuple[str, ...]:
    answered = (q for article_id, q in _candidates(store) if _is_answered(store, article_id, q))
    return tuple(islice(answered, MOST))


def _candidates(store: Store) -> Iterator[tuple[str, str]]:
    generation = store.generation()
    if generation.manifest.articles.keys() & _KNOWN.keys():
        return (known for known in _KNOWN.items() if known[0] in generation.manifest.articles)
    askable = filter(_is_askable, generation.articles())
    return (
        (article.id, VI.title_example.format(title=article.title))
        for article in islice(askable, _TRIED)
    )


def _is_askable(article: Article) -> bool:
    return 0 < len(article.title) <= _LONGEST_TITLE and article.title.isprintable()


def _is_answered(store: Store, article_id: str, question: str) -> bool:
    answer = ask(question, store=store)
    return answer.answered and answer.quotes[0].article_id == article_id
