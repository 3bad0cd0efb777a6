"""Trains the span network: which words of a sentence answer, from question sets and from news.

First on questions made from news sentences (`training/questions.py`), then on questions that
people wrote, with a few of the made ones among them.
"""

import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from math import log as ln
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import Tensor, nn

from rag.evaluation import exact_match, f1
from rag.question_files import Asked, QuestionSet, read_questions
from rag.questions import KINDS, analyse
from rag.sentences import Sentence
from rag.span_network import LONGEST_SPAN, WEIGHTS, WINDOW, SpanNetwork
from rag.tokens import MATCHES, SHAPES, Rows, Tokens, matches_of, tokens_of
from training.layers import around, array
from training.news import NewsArticle, news_files, read_articles
from training.optimiser import Numbers, minimise
from training.options import question_sets
from training.questions import questions_from
from vectorstore.embedding import EMBEDDED_MODEL, StaticEmbedder
from vectorstore.vietnamese import Span, fold, sentences, syllables

log = logging.getLogger(__name__)

COMMON_WORDS = 500  # the network knows so many of the tokenizer's pieces by name
_GROUP = 200  # articles whose questions are made together
_LONGEST_SENTENCE = 110  # syllables
_UNACCENTED = 0.25  # of the made questions
_MADE_AGAIN = 2000  # made questions among those that people wrote
_PERSONS = 600  # at most so many questions of one kind from a file, so that none outweighs the rest
_WIDTH, _LAYERS, _KIND_WIDTH, _WORD_WIDTH = 64, 2, 16, 8


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the sentence that answers it."""

    tokens: Tokens
    matches: Rows
    kind: int
    answers: list[Span]  # in syllables, [first, end)
    sentence: Sentence
    texts: tuple[str, ...]  # of the answers


def examples_of(questions: QuestionSet, embedder: StaticEmbedder, *, made: bool) -> list[Example]:
    """The questions whose answer stands in a sentence of their paragraph.

    Those that people wrote are asked with and without accents; of the `made` ones a quarter are
    asked without.
    """
    chance = random.Random(0)
    rarity = _Rarity(questions.paragraphs.values())
    found = []
    for asked in questions.questions:
        forms = [asked.question, fold(asked.question)]
        if made:
            forms = [forms[chance.random() < _UNACCENTED]]
        sentence = _sentence_with_answer(asked, questions.paragraphs[asked.article or ""])
        answers = spans_in(sentence, asked.answers) if sentence else []
        if sentence is None or not answers or len(sentence.places) > _LONGEST_SENTENCE:
            continue
        tokens = tokens_of(sentence, *embedder.pieces(sentence.text))
        for question in map(analyse, forms):
            matches = matches_of(sentence, question, rarity)
            kind = KINDS.index(question.kind)
            found.append(Example(tokens, matches, kind, answers, sentence, asked.answers))
    return found


def spans_in(sentence: Sentence, answers: Iterable[str]) -> list[Span]:
    """Where answers stand, in whole syllables, [first, end), none longer than the network gives."""
    found = set()
    for answer in answers:
        start = sentence.text.find(answer)
        while start >= 0:
            end = start + len(answer)
            inside = [i for i, (a, b) in enumerate(sentence.places) if b > start and a < end]
            if 0 < len(inside) <= LONGEST_SPAN:
                found.add((inside[0], inside[-1] + 1))
            start = sentence.text.find(answer, start + 1)
    return sorted(found)


def made_from(articles: Iterable[NewsArticle], workers: int = 2) -> list[Example]:
    """Examples from questions that are made of the articles."""
    with ProcessPoolExecutor(workers) as pool:
        groups = pool.map(_made_from_group, enumerate(_in_groups(iter(articles))))
        return [example for group in groups for example in group]


def _in_groups(articles: Iterator[NewsArticle]) -> Iterator[tuple[NewsArticle, ...]]:
    while group := tuple(islice(articles, _GROUP)):
        yield group


def _made_from_group(numbered: tuple[int, tuple[NewsArticle, ...]]) -> list[Example]:
    number, articles = numbered
    questions = questions_from(articles, seed=number)
    return examples_of(questions, StaticEmbedder(EMBEDDED_MODEL), made=True)


class _Rarity:
    """The inverse document frequency of a folded syllable over paragraphs, as BM25 has it."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._count = 0
        self._holding: Counter[str] = Counter()
        for text in paragraphs:
            self._count += 1
            self._holding.update(set(map(fold, syllables(text))))

    def __call__(self, term: str) -> float:
        holding = self._holding[term]
        return ln(1 + (self._count - holding + 0.5) / (holding + 0.5))


def _sentence_with_answer(asked: Asked, text: str) -> Sentence | None:
    """Of the sentences that hold an answer the one with most of the question's words."""
    words = set(analyse(asked.question).folded)
    holding = [
        text[a:b]
        for a, b in sentences(text)
        if any(answer in text[a:b] for answer in asked.answers)
    ]
    if not holding:
        return None
    best = max(holding, key=lambda said: len(words & set(map(fold, syllables(said)))))
    return Sentence.of(best, np.zeros(0, np.float32), "", "body", 0)


class Network(nn.Module):
    """`rag.span_network.SpanNetwork` in torch, with dropout."""

    def __init__(self, word_of_piece: NDArray[np.int64]) -> None:
        super().__init__()
        self.word_of_piece = torch.from_numpy(word_of_piece)
        self.word = nn.Embedding(COMMON_WORDS + 1, _WORD_WIDTH)
        self.kind = nn.Embedding(len(KINDS), _KIND_WIDTH)
        width = (2 * WINDOW + 1) * (len(SHAPES) + len(MATCHES) + _WORD_WIDTH)
        self.input = nn.Linear(width, _WIDTH)
        self.kind_input = nn.Linear(_KIND_WIDTH, _WIDTH, bias=False)
        self.layers = nn.ModuleList(nn.Linear(3 * _WIDTH, _WIDTH) for _ in range(_LAYERS))
        self.first = nn.Linear(_WIDTH, 1, bias=False)
        self.last = nn.Linear(_WIDTH, 1, bias=False)
        self.first_kind = nn.Linear(_KIND_WIDTH, _WIDTH, bias=False)
        self.last_kind = nn.Linear(_KIND_WIDTH, _WIDTH, bias=False)
        self.length = nn.Embedding(len(KINDS), LONGEST_SPAN)
        self.dropout = nn.Dropout(0.3)
        nn.init.normal_(self.word.weight, std=0.3)
        nn.init.zeros_(self.length.weight)

    def forward(self, rows: Tensor, pieces: Tensor, kinds: Tensor, present: Tensor) -> Tensor:
        """(b, n, n) the spans' log-odds; illegal spans are far below all others."""
        n = rows.shape[1]
        here = present.unsqueeze(-1)
        words = self.dropout(self.word(self.word_of_piece[pieces]))
        asked = self.kind(kinds)
        seen = around(torch.cat([rows, words], -1) * here, range(-WINDOW, WINDOW + 1))
        hidden = torch.relu(self.input(seen) + self.kind_input(asked).unsqueeze(1))
        hidden = self.dropout(hidden) * here
        for number, layer in enumerate(self.layers):
            near = around(hidden, (-(2**number), 0, 2**number))
            hidden = (hidden + self.dropout(torch.relu(layer(near)))) * here
        first = self.first(hidden)[..., 0] + (hidden * self.first_kind(asked)[:, None]).sum(-1)
        last = self.last(hidden)[..., 0] + (hidden * self.last_kind(asked)[:, None]).sum(-1)
        length = torch.arange(n)[None, :] - torch.arange(n)[:, None]
        scores = first[:, :, None] + last[:, None, :]
        scores = scores + self.length(kinds)[:, length.clamp(0, LONGEST_SPAN - 1)]
        illegal = ((length < 0) | (length >= LONGEST_SPAN))[None]
        absent = present == 0
        ruled_out: Tensor = illegal | absent[:, :, None] | absent[:, None, :]
        found: Tensor = scores.masked_fill(ruled_out, -1e4)
        return found

    def tensors(self) -> dict[str, NDArray[np.float32]]:
        """The weights as `SpanNetwork` takes them."""
        found: dict[str, NDArray[np.float32]] = {
            "word_of_piece": self.word_of_piece.numpy().astype(np.int32),
            "word": array(self.word.weight),
            "kind": array(self.kind.weight),
            "length": array(self.length.weight),
            "input": array(self.input.weight.T),
            "input_bias": array(self.input.bias),
            "kind_input": array(self.kind_input.weight.T),
            "first": array(self.first.weight[0]),
            "last": array(self.last.weight[0]),
            "first_kind": array(self.first_kind.weight),
            "last_kind": array(self.last_kind.weight),
        }
        for number, layer in enumerate(self.layers):
            assert isinstance(layer, nn.Linear)
            found[f"layer{number}"] = array(layer.weight.T)
            found[f"layer{number}_bias"] = array(layer.bias)
        return found


def fit(network: Network, examples: Sequence[Example], epochs: int, rate: float, seed: int) -> None:
    """The loss is the cross-entropy of the answers' share of all spans."""

    def loss_of(numbers: Numbers) -> Tensor:
        return _loss(network, [examples[i] for i in numbers])

    minimise(network, loss_of, len(examples), epochs=epochs, rate=rate, seed=seed)


def _loss(network: Network, chosen: Sequence[Example]) -> Tensor:
    n = max(len(example.tokens.pieces) for example in chosen)
    rows = np.zeros((len(chosen), n, len(SHAPES) + len(MATCHES)), np.float32)
    pieces = np.zeros((len(chosen), n), np.int64)
    present = np.zeros((len(chosen), n), np.float32)
    right = np.zeros((len(chosen), n, n), bool)
    for i, example in enumerate(chosen):
        length = len(example.tokens.pieces)
        rows[i, :length] = np.concatenate([example.tokens.shapes, example.matches], axis=1)
        pieces[i, :length] = example.tokens.pieces
        present[i, :length] = 1
        for first, end in example.answers:
            right[i, first, end - 1] = True
    kinds = torch.tensor([example.kind for example in chosen])
    scores = network(
        torch.from_numpy(rows), torch.from_numpy(pieces), kinds, torch.from_numpy(present)
    )
    everything = scores.flatten(1).logsumexp(1)
    good = scores.masked_fill(~torch.from_numpy(right), -1e4).flatten(1).logsumexp(1)
    loss: Tensor = (everything - good).mean()
    return loss


def common_words(examples: Iterable[Example], pieces: int) -> NDArray[np.int64]:
    """(pieces,) the number of each of the commonest pieces, 0 for all others."""
    counts: Counter[int] = Counter()
    for example in examples:
        counts.update(set(example.tokens.pieces.tolist()))
    numbers = np.zeros(pieces, np.int64)
    for number, (piece, _) in enumerate(counts.most_common(COMMON_WORDS), 1):
        numbers[piece] = number
    return numbers


def measured(network: SpanNetwork, examples: Sequence[Example]) -> tuple[float, float]:
    """Exact match and F1 (SQuAD's) of the best span, given the sentence that answers."""
    exact, overlap = [], []
    for example in examples:
        first, last = network.best(example.tokens, example.matches, example.kind)
        places = example.sentence.places
        given = example.sentence.text[places[first][0] : places[last][1]]
        exact.append(any(exact_match(given, text) for text in example.texts))
        overlap.append(max(f1(given, text) for text in example.texts))
    return float(np.mean(exact)), float(np.mean(overlap))


def _limited(examples: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    kinds = Counter(example.kind for example in examples)
    for example in examples:
        if chance.random() < _PERSONS / max(_PERSONS, kinds[example.kind]):
            yield example


@click.command()
@question_sets(WEIGHTS)
@click.option("--news", required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--articles", default=10_000, show_default=True, help="Articles to make questions of."
)
def main(
    files: tuple[Path, ...], news: Path, articles: int, measure: tuple[Path, ...], out: Path
) -> None:
    """Train on question FILES in SQuAD form and on NEWS, and save the weights."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    chance = random.Random(0)
    torch.manual_seed(0)
    embedder = StaticEmbedder(EMBEDDED_MODEL)
    texts = (article for file in news_files(news) for article in read_articles(file))
    made = made_from(islice(texts, articles))
    log.info("%d made questions", len(made))
    written = [
        example
        for file in files
        for example in _limited(examples_of(read_questions(file), embedder, made=False), chance)
    ]
    log.info("%d written questions", len(written))
    network = Network(common_words(made, embedder.pieces_known))
    fit(network, made, epochs=2, rate=4e-3, seed=0)
    mixed = written + chance.sample(made, min(_MADE_AGAIN, len(made)))
    fit(network, mixed, epochs=6, rate=2e-3, seed=1)
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(network.tensors(), out)
    for file in measure:
        examples = examples_of(read_questions(file), embedder, made=False)
        figures = measured(SpanNetwork(network.tensors()), examples)
        log.info("%s: exact match %.3f, F1 %.3f of %d", file.name, *figures, len(examples))


if __name__ == "__main__":
    main()
