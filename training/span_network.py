"""The network of `rag.networks.span_network` in torch, to be trained."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from rag.networks.asked_words import BESIDE_ASKING, AskedWords
from rag.networks.asked_words import NAMES as ASKED
from rag.networks.kinship import ECHOES, OWN_ECHOES
from rag.networks.pieces import Rows
from rag.networks.span_network import ASKED_REACH, FEW_ECHOES, FEW_TERMS, LONGEST_SPAN, ROWS, WINDOW
from rag.question_kinds import KINDS
from training.layers import around, array
from vectorstore.embedding import load_embedded

COMMON_WORDS = 500  # the network knows so many of the tokenizer's pieces by name
_WIDTH, _LAYERS, _KIND_WIDTH, _WORD_WIDTH = 128, 3, 16, 8
_MEANING_WIDTH, _ABOUT_WIDTH, _ECHO_WIDTH, _POOLED_WIDTH = 24, 48, 32, 48
_DROPOUT = 0.3
_NEVER = -1e4  # log-odds of what is no span


class Network(nn.Module):
    """`SpanNetwork` with dropout."""

    def __init__(self, word_of_piece: NDArray[np.int64]) -> None:
        super().__init__()
        self.word_of_piece = torch.from_numpy(word_of_piece)
        self.word = nn.Embedding(COMMON_WORDS + 1, _WORD_WIDTH)
        self.kind = nn.Embedding(len(KINDS), _KIND_WIDTH)
        self.meaning = nn.Linear(load_embedded().stamp.dimension, _MEANING_WIDTH, bias=False)
        width = len(ASKED) + _MEANING_WIDTH + _WORD_WIDTH
        self.asked = nn.Linear(len(ASKED_REACH) * width, _ABOUT_WIDTH)
        self.input = nn.Linear((2 * WINDOW + 1) * (len(ROWS) + _WORD_WIDTH), _WIDTH)
        self.kind_input = nn.Linear(_KIND_WIDTH, _WIDTH, bias=False)
        self.about_input = nn.Linear(_ABOUT_WIDTH, _WIDTH, bias=False)
        self.about_gain = nn.Linear(_ABOUT_WIDTH, _WIDTH, bias=False)
        self.layers = nn.ModuleList(nn.Linear(3 * _WIDTH, _WIDTH) for _ in range(_LAYERS))
        self.first, self.last = _End(), _End()
        self.length = nn.Embedding(len(KINDS), LONGEST_SPAN)
        self.alone = _Nothing(width + len(OWN_ECHOES))
        self.among = _Nothing(width + len(ECHOES))
        self.dropout = nn.Dropout(_DROPOUT)
        nn.init.normal_(self.word.weight, std=0.3)
        nn.init.normal_(self.meaning.weight, std=0.1)
        nn.init.zeros_(self.about_gain.weight)
        nn.init.zeros_(self.length.weight)

    def forward(
        self,
        rows: Tensor,
        pieces: Tensor,
        present: Tensor,
        asked: Tensor,
        meanings: Tensor,
        asked_pieces: Tensor,
        asked_present: Tensor,
        echoes: Tensor,
        kinds: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """(b, n, n) the spans' log-odds, what is no span far below all others; (b,) of no answer.

        These twice: by the sentence alone, and by those around it, too.

        Of the sentences `rows` (b, n, len(ROWS)) and `pieces`, `present` (b, n); of the questions
        `asked` (b, m, len(ASKED)), `meanings` (b, m, …) of the embedding, `asked_pieces`,
        `asked_present` (b, m) and `kinds` (b,); of both `echoes` (b, m, len(ECHOES)).
        """
        n = rows.shape[1]
        here, of_kind = present.unsqueeze(-1), self.kind(kinds)
        terms = self._terms(asked, meanings, asked_pieces)
        about = self._about(asked, terms, asked_present)
        seen = torch.cat([rows, self._words(pieces)], -1) * here
        hidden = self.input(around(seen, range(-WINDOW, WINDOW + 1)))
        hidden = hidden + (self.kind_input(of_kind) + self.about_input(about)).unsqueeze(1)
        hidden = torch.relu(hidden * (1 + self.about_gain(about).unsqueeze(1)))
        hidden = self.dropout(hidden) * here
        for number, layer in enumerate(self.layers):
            near = around(hidden, (-(2**number), 0, 2**number))
            hidden = (hidden + self.dropout(torch.relu(layer(near)))) * here
        first, last = (end(hidden, of_kind, about) for end in (self.first, self.last))
        length = torch.arange(n)[None, :] - torch.arange(n)[:, None]
        scores = first[:, :, None] + last[:, None, :]
        scores = scores + self.length(kinds)[:, length.clamp(0, LONGEST_SPAN - 1)]
        illegal = ((length < 0) | (length >= LONGEST_SPAN))[None]
        absent = present == 0
        ruled_out: Tensor = illegal | absent[:, :, None] | absent[:, None, :]
        highest = hidden.masked_fill(here == 0, _NEVER).max(1).values
        pooled = torch.cat([highest, hidden.sum(1) / here.sum(1), of_kind, about], -1)
        given = pooled, terms, asked[..., _RARITY], asked_present
        alone: Tensor = self.alone(echoes[..., : len(OWN_ECHOES)], *given)
        among: Tensor = self.among(echoes, *given)
        return scores.masked_fill(ruled_out, _NEVER), alone, among

    def _terms(self, asked: Tensor, meanings: Tensor, pieces: Tensor) -> Tensor:
        return torch.cat([asked, self.dropout(self.meaning(meanings)), self._words(pieces)], -1)

    def _about(self, asked: Tensor, terms: Tensor, present: Tensor) -> Tensor:
        here = present.unsqueeze(-1)
        seen = torch.relu(self.asked(around(terms * here, ASKED_REACH))) * here
        beside = asked[..., _BESIDE].sum(-1, keepdim=True)
        about: Tensor = self.dropout((beside * seen).sum(1) / FEW_TERMS)
        return about

    def _words(self, pieces: Tensor) -> Tensor:
        known: Tensor = self.dropout(self.word(self.word_of_piece[pieces]))
        return known

    def tensors(self) -> dict[str, NDArray[np.float32]]:
        """The weights as `SpanNetwork` takes them."""
        found: dict[str, NDArray[np.float32]] = {
            "word_of_piece": self.word_of_piece.numpy().astype(np.int32),
            "word": array(self.word.weight),
            "kind": array(self.kind.weight),
            "length": array(self.length.weight),
            "meaning": array(self.meaning.weight.T),
            "asked": array(self.asked.weight.T),
            "asked_bias": array(self.asked.bias),
            "input": array(self.input.weight.T),
            "input_bias": array(self.input.bias),
            "kind_input": array(self.kind_input.weight.T),
            "about_input": array(self.about_input.weight.T),
            "about_gain": array(self.about_gain.weight.T),
        }
        for name, head in (("alone", self.alone), ("among", self.among)):
            for part in ("echoed", "pooled", "nothing"):
                layer = head.get_submodule(part)
                assert isinstance(layer, nn.Linear)
                found[f"{name}_{part}"] = array(layer.weight.T)
                found[f"{name}_{part}_bias"] = array(layer.bias)
        for name, end in (("first", self.first), ("last", self.last)):
            found[name] = array(end.always.weight[0])
            found[f"{name}_kind"] = array(end.of_kind.weight.T)
            found[f"{name}_about"] = array(end.about.weight.T)
        for number, layer in enumerate(self.layers):
            assert isinstance(layer, nn.Linear)
            found[f"layer{number}"] = array(layer.weight.T)
            found[f"layer{number}_bias"] = array(layer.bias)
        return found


_BESIDE = [ASKED.index(name) for name in BESIDE_ASKING]
_RARITY = ASKED.index("rarity")


class _Nothing(nn.Module):
    """How likely no span of a sentence answers, by how the question's syllables are said."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.echoed = nn.Linear(len(ASKED_REACH) * width, _ECHO_WIDTH)
        pooled = 2 * _WIDTH + _KIND_WIDTH + _ABOUT_WIDTH + 2 * _ECHO_WIDTH
        self.pooled = nn.Linear(pooled, _POOLED_WIDTH)
        self.nothing = nn.Linear(_POOLED_WIDTH, 1)
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(
        self, echoes: Tensor, pooled: Tensor, terms: Tensor, rarity: Tensor, present: Tensor
    ) -> Tensor:
        """(b,) the log-odds."""
        here = present.unsqueeze(-1)
        rows = torch.cat([terms, echoes], -1) * here
        seen = torch.relu(self.echoed(around(rows, ASKED_REACH))) * here
        together = (rarity.unsqueeze(-1) * seen).sum(1) / FEW_ECHOES
        echoed = self.dropout(torch.cat([together, seen.max(1).values], -1))
        hidden = torch.relu(self.pooled(torch.cat([pooled, echoed], -1)))
        found: Tensor = self.nothing(self.dropout(hidden))[:, 0]
        return found


class _End(nn.Module):
    """How a syllable scores as one end of the answer; the question has its say in the weights."""

    def __init__(self) -> None:
        super().__init__()
        self.always = nn.Linear(_WIDTH, 1, bias=False)
        self.of_kind = nn.Linear(_KIND_WIDTH, _WIDTH, bias=False)
        self.about = nn.Linear(_ABOUT_WIDTH, _WIDTH, bias=False)
        nn.init.zeros_(self.about.weight)

    def forward(self, hidden: Tensor, kind: Tensor, about: Tensor) -> Tensor:
        """(b, n) the log-odds."""
        weights = self.always.weight + self.of_kind(kind) + self.about(about)
        found: Tensor = (hidden * weights[:, None]).sum(-1)
        return found


def batch(
    rows: Sequence[Rows],
    pieces: Sequence[NDArray[np.int64]],
    asked: Sequence[AskedWords],
    echoes: Sequence[Rows],
    kinds: Sequence[int],
) -> tuple[Tensor, ...]:
    """What `Network.forward` takes, of several sentences and the question about each."""
    asked_pieces = _filled([words.pieces for words in asked])
    directions = load_embedded().directions(asked_pieces.numpy().ravel())
    return (
        _filled(rows),
        _filled(pieces),
        _filled([np.ones(len(part), np.float32) for part in rows]),
        _filled([words.rows for words in asked]),
        torch.from_numpy(directions).reshape(*asked_pieces.shape, -1),
        asked_pieces,
        _filled([np.ones(len(words.rows), np.float32) for words in asked]),
        _filled(echoes),
        torch.tensor(kinds),
    )


def _filled(parts: Sequence[NDArray[Any]]) -> Tensor:
    """One below another, filled up with noughts to the longest."""
    return pad_sequence([torch.from_numpy(part) for part in parts], batch_first=True)
