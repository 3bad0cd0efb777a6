"""The functions as Gradio's API has them: what they can't do is a gr.Error with one sentence."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import gradio as gr

from vectorstore.errors import HoiBaoError
from vectorstore.generations import Store
from webchat.api.functions import Functions

Asking = ParamSpec("Asking")
Told = TypeVar("Told")


class Api:
    """ask, search, article and articles over one store, for `gr.api`."""

    def __init__(self, store: Store) -> None:
        functions = Functions(store, "api")
        self.ask = _told_plainly(functions.ask)
        self.search = _told_plainly(functions.search)
        self.article = _told_plainly(functions.article)
        self.articles = _told_plainly(functions.articles)


def _told_plainly(function: Callable[Asking, Told]) -> Callable[Asking, Told]:
    @wraps(function)
    def told(*arguments: Asking.args, **named: Asking.kwargs) -> Told:
        try:
            return function(*arguments, **named)
        except HoiBaoError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return told
