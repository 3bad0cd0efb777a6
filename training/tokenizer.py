"""A tokenizer whose pieces are whole Vietnamese words, accented and not, made from word counts."""

import math
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from training.words import WordCounts
from vectorstore.vietnamese import fold, unify

UNKNOWN = "<unk>"
SPACE = "▁"  # stands for the space before a syllable
FOLDED_SHARE = 0.2  # how often an unaccented form is taken to be typed, beside its accented ones
SUBWORD_SCORE = -16.0  # log-probability; below any whole piece, so that they fill gaps only
LETTER_SCORE = -19.0
YEARS = range(1000, 2051)

_VOWELS = "aeouy"
_TONES = "\u0300\u0301\u0309\u0303\u0323"  # grave, acute, hook, tilde, dot below


@dataclass(frozen=True, slots=True)
class VocabularySize:
    """How many pieces of each kind, most frequent first."""

    syllables: int  # syllables, foreign words and numbers, as written
    words: int  # of two and more syllables, as written
    folded_words: int  # the same without accents
    subwords: int  # fragments for what is none of these


def text_normalizer() -> normalizers.Normalizer:
    """Lower case, NFC, tone marks in one place (as `vietnamese.unify`), punctuation to a space."""
    steps: list[normalizers.Normalizer] = [
        normalizers.NFC(),
        normalizers.Lowercase(),
        normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
        normalizers.Strip(),
    ]
    steps += [normalizers.Replace(Regex(rf"(?<!q){old}(?!\w)"), new) for old, new in tone_places()]
    return normalizers.Sequence(steps)


def tone_places() -> list[tuple[str, str]]:
    """The open endings whose tone mark `vietnamese.unify` moves, as (old, new)."""
    endings = [
        unicodedata.normalize("NFC", first + second + tone)
        for first in _VOWELS
        for second in _VOWELS
        for tone in _TONES
    ]
    return [(old, unify(old)) for old in endings if unify(old) != old]


def piece(word: str) -> str:
    """A word of syllables with spaces as a piece: "hà nội" → "▁hà▁nội"."""
    return SPACE + word.replace(" ", SPACE)


def word_pieces(counts: WordCounts, size: VocabularySize) -> dict[str, float]:
    """The whole pieces with their log-probabilities."""
    words = dict(counts.words.most_common(size.words))
    singles = dict(counts.syllables.most_common(size.syllables))
    for year in YEARS:
        singles.setdefault(str(year), 2)
    frequency: defaultdict[str, float] = defaultdict(float)
    for word, n in (*words.items(), *singles.items()):
        frequency[word] += n / counts.share if " " in word else n
    folded_words = _folded(counts.words, 1 / counts.share)
    most_common = sorted(folded_words.items(), key=lambda item: -item[1])[: size.folded_words]
    for word, often in (*_folded(singles, 1.0).items(), *most_common):
        frequency[word] += FOLDED_SHARE * often
    total = sum(frequency.values())
    return {piece(word): math.log(n / total) for word, n in frequency.items()}


def _folded(counts: dict[str, int], scale: float) -> dict[str, float]:
    folded: defaultdict[str, float] = defaultdict(float)
    for word, n in counts.items():
        if (bare := fold(word)) != word:
            folded[bare] += n * scale
    return folded


def subwords(counts: WordCounts, known: dict[str, float], size: int) -> list[str]:
    """Fragments (with and without the space before) of the syllables that are no piece."""
    rare = [word for word in counts.syllables if piece(word) not in known]
    trainer = trainers.BpeTrainer(
        vocab_size=size, show_progress=False, special_tokens=[], max_token_length=5
    )
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.Metaspace()
    learner.train_from_iterator(rare, trainer)
    return sorted(learner.get_vocab(with_added_tokens=False))


def make_tokenizer(counts: WordCounts, size: VocabularySize) -> Tokenizer:
    """The Unigram tokenizer of these counts; piece 0 is the unknown."""
    scores = word_pieces(counts, size)
    for fragment in subwords(counts, scores, size.subwords):
        scores.setdefault(fragment, SUBWORD_SCORE if len(fragment) > 1 else LETTER_SCORE)
    for symbol in [SPACE, *"0123456789"]:
        scores.setdefault(symbol, LETTER_SCORE)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    pieces = [(UNKNOWN, LETTER_SCORE), *((text, round(score, 2)) for text, score in ranked)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = text_normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(split=False)
    return tokenizer
