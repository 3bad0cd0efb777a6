"""Transformers of one layer whose weights are set, not trained: what they answer is known."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from tokenizers.models import BPE, WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import ByteLevel, Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    RobertaConfig,
)

SPECIAL_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
POSITIONS = 64
BYTES = sorted(ByteLevel.alphabet())  # how the tokenizer below writes the 256 bytes
LOGIT = 15**0.5  # what the layer norm of 16 numbers makes of a single one that is not zero


def word_tokenizer(words: Sequence[str]) -> Tokenizer:
    """Whole lower-case words."""
    vocabulary = [*SPECIAL_TOKENS, *words]
    tokenizer = Tokenizer(WordLevel(_numbered(vocabulary), unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer


def byte_tokenizer() -> Tokenizer:
    """One token a byte: most Vietnamese letters are cut in two or three."""
    tokenizer = Tokenizer(BPE(_numbered([*SPECIAL_TOKENS, *BYTES]), []))
    tokenizer.pre_tokenizer = ByteLevel(add_prefix_space=False, use_regex=False)
    return tokenizer


def cross_encoder(folder: Path, tokenizer: Tokenizer, liked: str, labels: int = 1) -> Path:
    """A folder with a model whose first logit is LOGIT if a pair holds the liked word, else 0."""
    config = _config(tokenizer, num_labels=labels)
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        layer = _silenced(model).encoder.layer[0].attention
        layer.self.value.weight.copy_(torch.eye(16))  # each token gets the mean of all
        layer.output.dense.weight.copy_(torch.eye(16))
        model.bert.pooler.dense.weight.copy_(torch.eye(16))
        model.bert.pooler.dense.weight[0, 0] = 100  # tanh: 1 with the word, 0 without
        model.classifier.weight[0, 0] = LOGIT
        model.bert.embeddings.word_embeddings.weight[tokenizer.token_to_id(liked), 0] = 1
    return _saved(folder, model, tokenizer)


def question_answering(
    folder: Path, tokenizer: Tokenizer, first: str, last: str, nothing: float = 0
) -> Path:
    """A folder with a model for which answers begin with one word and end with another.

    Those words have the logit LOGIT, "no answer" has `nothing` for start and for end.
    """
    model = BertForQuestionAnswering(_config(tokenizer))
    with torch.no_grad():
        words = _silenced(model).embeddings.word_embeddings.weight
        words[tokenizer.token_to_id(first), 0] = model.qa_outputs.weight[0, 0] = 1
        words[tokenizer.token_to_id(last), 1] = model.qa_outputs.weight[1, 1] = 1
        if nothing:
            words[tokenizer.token_to_id("[CLS]"), 2] = 1
            model.qa_outputs.weight[:, 2] = nothing / LOGIT
    return _saved(folder, model, tokenizer)


def random_question_answering(folder: Path, tokenizer: Tokenizer) -> Path:
    """A folder with a model of random weights, the same each time."""
    torch.manual_seed(0)
    model = BertForQuestionAnswering(_config(tokenizer, initializer_range=1.0))
    return _saved(folder, model, tokenizer)


def random_roberta(
    folder: Path, tokenizer: Tokenizer, kind: type[PreTrainedModel], logits: int
) -> Path:
    """A folder with a model that numbers positions its own way, and has room for fewer tokens."""
    torch.manual_seed(0)
    return _saved(folder, kind(_config(tokenizer, RobertaConfig, num_labels=logits)), tokenizer)


def plain_transformer(folder: Path, tokenizer: Tokenizer) -> Path:
    """A folder with a transformer that has no head at all."""
    return _saved(folder, BertForQuestionAnswering(_config(tokenizer)).bert, tokenizer)


def _config(tokenizer: Tokenizer, kind: Any = BertConfig, **more: Any) -> Any:
    return kind(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=POSITIONS,
        **more,
    )


def _silenced(model: Any) -> Any:
    """Everything zero but the layer norms: a token is what is written into its embedding."""
    for name, weights in model.named_parameters():
        weights.fill_(1.0 if name.endswith("LayerNorm.weight") else 0.0)
    return model.bert


def _saved(folder: Path, model: Any, tokenizer: Tokenizer) -> Path:
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    model.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(folder)
    return folder


def _numbered(vocabulary: Sequence[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(vocabulary)}
