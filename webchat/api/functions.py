"""The functions that programs call, by whichever door: ask, search, article, articles."""

from dataclasses import asdict

import rag
from rag.answering import as_fields
from vectorstore.articles import Article
from vectorstore.generations import Store
from webchat.api import forms
from webchat.api.forms import filled
from webchat.api.metrics import Door, asking
from webchat.api.results import (
    AnswerFields,
    ArticleFields,
    EntryFields,
    FoundFields,
    ListFields,
    encodable,
)


class Functions:
    """The functions over one store, for one door; safe to call from several threads.

    All raise:
        QuestionError: what is asked for is not of its form.
        UnknownArticleError: there is no article of such an id.
        StoreError: the store can't be opened.
    """

    def __init__(self, store: Store, door: Door) -> None:
        self._store = store
        self._door = door

    def ask(
        self,
        question: forms.Question,
        history: forms.History = [],  # noqa: B006
        k: forms.Count = 8,
        articles: forms.Articles = None,
    ) -> AnswerFields:
        """Answer a question in Vietnamese with verbatim quotes, or say that no article does."""
        asked = filled(forms.Asked, question=question, history=history, k=k, articles=articles)
        with asking(self._door) as told:
            answer = rag.ask(
                asked.question,
                asked.history,
                asked.k,
                articles=asked.articles,
                store=self._store,
            )
            told(answer)
        fields: AnswerFields = encodable(as_fields(answer))
        return fields

    def search(
        self,
        question: forms.Question,
        k: forms.Count = 5,
        articles: forms.Articles = None,
        sections: forms.Sections = None,
    ) -> FoundFields:
        """Find the passages nearest to a question, best first."""
        wanted = filled(
            forms.Searched, question=question, k=k, articles=articles, sections=sections
        )
        passages = rag.retrieve(
            wanted.question, wanted.k, wanted.articles, wanted.sections, store=self._store
        )
        found = {"question": wanted.question, "passages": [asdict(one) for one in passages]}
        fields: FoundFields = encodable(found)
        return fields

    def article(self, article_id: forms.ArticleId) -> ArticleFields:
        """The whole text of an article and where its parts stand in it."""
        wanted = filled(forms.Opened, article_id=article_id)
        article = self._store.generation().article(wanted.article_id)
        fields: ArticleFields = encodable(
            {
                "id": article.id,
                "title": article.title,
                "source": article.source,
                "url": article.url,
                "author": article.author,
                "date": article.date,
                "text": article.text,
                "sections": [asdict(section) for section in article.sections],
            }
        )
        return fields

    def articles(
        self, contains: forms.Contains = "", limit: forms.Limit = 50, offset: forms.Offset = 0
    ) -> ListFields:
        """List the articles by id, without their texts."""
        wanted = filled(forms.Listed, contains=contains, limit=limit, offset=offset)
        generation = self._store.generation()
        lines, total = generation.list_articles(
            wanted.contains, limit=wanted.limit, offset=wanted.offset
        )
        articles = [_entry(generation.article(line.id)) for line in lines]
        return {"total": total, "articles": articles}


def _entry(article: Article) -> EntryFields:
    fields: EntryFields = encodable(
        {
            "id": article.id,
            "title": article.title,
            "source": article.source,
            "date": article.date,
            "author": article.author,
            "url": article.url,
            "length": len(article.text),
            "sections": len(article.sections),
        }
    )
    return fields
