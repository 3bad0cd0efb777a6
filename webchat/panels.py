"""A file of constant HTML and the script beside it in, an element of the page out.

What `$name` stands for in the HTML is the sentence of that name in `webchat.words`. Gradio reads
the HTML as a template of its own: nothing that comes from an article or a visitor may stand in it,
which is why the script fills it, by `textContent`.
"""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import gradio as gr

from webchat.words import Words


class _Escaped:
    """The words by name, ready to stand in HTML."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __getitem__(self, name: str) -> str:
        return escape(getattr(self._words, name))


def panel(
    html: Path,
    words: Words,
    *,
    elem_id: str,
    value: object = None,
    script: str | None = None,
    functions: Sequence[Callable[..., Any]] = (),
    visible: bool = True,
) -> gr.HTML:
    """The element that `html` describes; `script` runs once it is there, unless the file's own.

    `functions` are those that the script may call on the server, by their names.
    """
    markup = Template(html.read_text(encoding="utf-8"))
    return gr.HTML(
        value,
        elem_id=elem_id,
        html_template=markup.substitute(_Escaped(words)),  # type: ignore[arg-type]
        js_on_load=script or html.with_suffix(".js").read_text(encoding="utf-8"),
        server_functions=list(functions) or None,
        apply_default_css=False,
        visible=visible,
    )
