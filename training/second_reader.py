"""Makes the second reader: a small transformer that reads a question and sentences at once.

The lowest layers of a multilingual encoder, with the pieces of its vocabulary that Vietnamese
needs, are taught where answers begin and end in windows on the written questions, and exported to
ONNX with weights of eight bits.
"""

import json
import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np
import torch
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from rag.question_files import QuestionSet, read_questions
from rag.second_reader import MODEL
from rag.windows import LONGEST, PADDING, START, TOKENIZER, TYPES
from training.balance import times
from training.groups import in_groups
from training.news import news_files, read_articles
from training.optimiser import Numbers, minimise
from training.options import EXISTING
from training.window_examples import WindowExample, window_examples
from vectorstore.vietnamese import fold

if TYPE_CHECKING:
    from transformers import BertForQuestionAnswering

log = logging.getLogger(__name__)
_ENCODER = "intfloat/multilingual-e5-small"
_LAYERS = 6
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")  # the first of the pieces
_PIECES = 17_000  # the commonest, beside all single characters
_NEWS = 12_000  # articles in which pieces are counted
_TOGETHER = 5_000  # texts that are tokenised together
_BATCH = 32  # windows
_ALIKE = 50  # batches that share out their windows by length


def cut_tokenizer(
    whole: Tokenizer, texts: Iterable[str], pieces: int
) -> tuple[Tokenizer, list[int]]:
    """A tokenizer of the pieces that the texts need most, and their ids in the whole one."""
    model = json.loads(whole.to_str())["model"]
    vocabulary: list[tuple[str, float]] = [(piece, score) for piece, score in model["vocab"]]
    counting = _tokenizer(vocabulary)
    counts: Counter[int] = Counter()
    for some in in_groups(texts, _TOGETHER):
        for encoding in counting.encode_batch(list(some)):
            counts.update(encoding.ids)
    common = {number for number, _ in counts.most_common(pieces)}
    single = {number for number in counts if len(vocabulary[number][0].strip("▁")) <= 1}
    kept = [*range(len(_SPECIAL)), *sorted((common | single) - {*range(len(_SPECIAL))})]
    return _tokenizer([vocabulary[number] for number in kept]), kept


def _tokenizer(vocabulary: list[tuple[str, float]]) -> Tokenizer:
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=_SPECIAL.index("<unk>")))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


def start_from(encoder: str, kept: Sequence[int], layers: int) -> "BertForQuestionAnswering":
    """The lowest layers of a BERT of that name or path, with a new head and types of tokens."""
    from transformers import BertForQuestionAnswering, BertModel

    whole = BertModel.from_pretrained(encoder)
    config = whole.config
    config.update(
        {
            "vocab_size": len(kept),
            "num_hidden_layers": layers,
            "max_position_embeddings": LONGEST,
            "type_vocab_size": TYPES,
            "pad_token_id": PADDING,
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
        }
    )
    config._attn_implementation = "eager"  # on a CPU twice as quick to train as the fused one
    network = BertForQuestionAnswering(config)
    state = whole.state_dict()
    words, places, types = (
        f"embeddings.{of}_embeddings.weight" for of in ("word", "position", "token_type")
    )
    state[words] = state[words][[*kept]]
    state[places] = state[places][:LONGEST]
    # All types begin as the one that the encoder has, and a little apart.
    state[types] = state[types][:1] + network.bert.state_dict()[types] / 2
    network.bert.load_state_dict({name: state[name] for name in network.bert.state_dict()})
    return network


def fit(
    network: "BertForQuestionAnswering",
    examples: Sequence[WindowExample],
    *,
    epochs: int,
    seed: int,
    rate: float = 2e-4,
) -> None:
    """Teach the network with the cross-entropy of the first token and the last."""
    torch.manual_seed(seed)
    groups = _groups(examples, random.Random(seed))

    def loss_of(numbers: Numbers) -> Tensor:
        (number,) = numbers
        return _loss(network, groups[number])

    minimise(network, loss_of, len(groups), epochs=epochs, rate=rate, batch=1, seed=seed)


def _groups(
    examples: Sequence[WindowExample], chance: random.Random
) -> list[tuple[WindowExample, ...]]:
    """The examples in batches, each of windows of about one length."""
    shuffled = chance.sample(examples, len(examples))
    return [
        group
        for some in in_groups(shuffled, _BATCH * _ALIKE)
        for group in in_groups(sorted(some, key=lambda e: len(e.window.ids)), _BATCH)
    ]


def _loss(network: "BertForQuestionAnswering", group: Sequence[WindowExample]) -> Tensor:
    windows = [example.window for example in group]
    ids = _padded([w.ids for w in windows], PADDING)
    present = _padded([np.ones_like(w.ids) for w in windows], 0)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = network(
            input_ids=ids,
            token_type_ids=_padded([w.types for w in windows], 0),
            attention_mask=present,
        )
    ends = (
        (output.start_logits, [e.first for e in group]),
        (output.end_logits, [e.last for e in group]),
    )
    losses = [
        cross_entropy(logits.float().masked_fill(present == 0, -1e4), torch.tensor(right))
        for logits, right in ends
    ]
    return torch.stack(losses).mean()


def _padded(rows: Sequence[np.ndarray], filling: int) -> Tensor:
    tensors = [torch.from_numpy(row) for row in rows]
    return nn.utils.rnn.pad_sequence(tensors, batch_first=True, padding_value=filling)


class _Logits(nn.Module):
    """What is exported: one window in, the log-odds of each of its tokens out."""

    def __init__(self, network: "BertForQuestionAnswering") -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        output = self.network(input_ids=ids, token_type_ids=types)
        return output.start_logits, output.end_logits


def export(network: "BertForQuestionAnswering", path: Path) -> None:
    """Write the network with weights of eight bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    ids = torch.full((1, 16), START)
    whole = path.with_suffix(".whole.onnx")
    path.parent.mkdir(parents=True, exist_ok=True)
    shape = {1: torch.export.Dim("tokens", max=LONGEST)}
    program = torch.onnx.export(
        _Logits(network).eval(),
        (ids, torch.zeros_like(ids)),
        input_names=["ids", "types"],
        output_names=["first", "last"],
        dynamic_shapes={"ids": shape, "types": shape},
        dynamo=True,
        verbose=False,
    )
    assert program is not None
    program.save(whole, external_data=False)
    try:
        # One bit less: without VNNI, sums of eight-bit products overflow.
        quantize_dynamic(
            whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    finally:
        whole.unlink()
    _forget_where_it_was_made(path)


def _forget_where_it_was_made(path: Path) -> None:
    """Leave out the lines of code, with their folders, that each step of the model comes from."""
    import onnx

    model = onnx.load(path)
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    for tensor in graph.initializer:
        tensor.ClearField("metadata_props")
    onnx.save(model, path)


def _texts(sets: Iterable[QuestionSet], news: Path) -> Iterator[str]:
    """What the pieces are counted in: paragraphs, questions as they are typed, and news."""
    for questions in sets:
        yield from questions.paragraphs.values()
        for asked in questions.questions:
            yield from (asked.question, fold(asked.question))
    for article in islice((a for file in news_files(news) for a in read_articles(file)), _NEWS):
        yield from (article.title, article.lead, *article.body)


@click.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option("--news", required=True, type=EXISTING, help="A folder of *.jsonl.xz files.")
@click.option("--encoder", default=_ENCODER, show_default=True, help="A BERT, by name or path.")
@click.option("--epochs", default=2, show_default=True)
@click.option("--out", default=MODEL, type=click.Path(path_type=Path), show_default=True)
def main(files: tuple[Path, ...], news: Path, encoder: str, epochs: int, out: Path) -> None:
    """Train on question FILES in SQuAD form and save the model and its tokenizer."""
    from transformers import AutoTokenizer

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sets = [read_questions(file) for file in files]
    whole = AutoTokenizer.from_pretrained(encoder).backend_tokenizer
    tokenizer, kept = cut_tokenizer(whole, _texts(sets, news), _PIECES)
    tokenizer.save(str(out.with_name(TOKENIZER.name)))
    examples = [
        example
        for questions in sets
        for example in times(questions) * window_examples(questions, seed=0)
    ]
    log.info("%d windows", len(examples))
    network = start_from(encoder, kept, _LAYERS)
    fit(network, examples, epochs=epochs, seed=0)
    export(network, out)


if __name__ == "__main__":
    main()
