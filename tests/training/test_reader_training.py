"""The reader's training: questions made of news, the span network, the confidence."""

import random

import numpy as np
import pytest
import torch

from rag.networks.span_network import ROWS, SpanNetwork
from rag.networks.term_matching import NAMES as TERM_NAMES
from rag.networks.term_network import TermNetwork
from rag.question_files import Asked, QuestionSet
from rag.question_kinds import KINDS
from rag.questions import analyse
from training.askings import names_in, with_another_name
from training.confidence import Outcome, probabilities
from training.confidence import fit as fit_confidence
from training.news import NewsArticle
from training.questions import questions_from
from training.reader import Example as Ranked
from training.reader import first_right
from training.reader import fit as fit_ranker
from training.slips import with_slips
from training.span_examples import Example, examples_of, near_misses
from training.span_network import COMMON_WORDS, Network, batch
from training.spans import common_words, fit, measured, told_apart
from training.term_network import Network as TrainedTermNetwork
from vectorstore.embedding import load_embedded
from vectorstore.vietnamese import fold, has_accents

ARTICLE = NewsArticle(
    id="n1",
    title="Trường Tiểu học Nậm Mòn đón 320 học sinh trở lại lớp",
    lead="Sáng 12/9/2023, thầy Giàng Seo Phử đón 320 học sinh trở lại lớp tại xã Nậm Mòn.",
    body=(
        "Sáng 12/9/2023, Trường Tiểu học Nậm Mòn đón 320 học sinh trở lại lớp sau mưa lũ.",
        "Thầy Giàng Seo Phử cho biết nhà trường phải lùi ngày khai giảng do đường vào bản bị sạt.",
        "Các nhà hảo tâm trao 150 bộ sách giáo khoa cho học sinh nghèo tại xã Nậm Mòn.",
        "Chương trình “Sách cho bản xa” được tổ chức để giúp học sinh vùng cao có đủ sách vở.",
        "Hiệu trưởng Giàng Seo Phử là người đầu tiên của bản tốt nghiệp đại học sư phạm.",
        "Đoàn công tác cũng thăm hỏi, động viên các thầy cô giáo đang bám trường, bám lớp.",
    ),
)


@pytest.fixture(scope="module")
def made() -> QuestionSet:
    sets = [questions_from([ARTICLE] * 8, seed=seed) for seed in range(3)]
    paragraphs = {f"{i}-{k}": t for i, s in enumerate(sets) for k, t in s.paragraphs.items()}
    questions = [
        Asked(f"{i}-{q.id}", q.question, f"{i}-{q.article}", q.answers)
        for i, s in enumerate(sets)
        for q in s.questions
    ]
    return QuestionSet(questions, paragraphs)


def test_a_made_question_asks_for_what_its_paragraph_says(made: QuestionSet) -> None:
    assert len(made.questions) >= 30
    for asked in made.questions:
        assert asked.question.endswith("?")
        assert 5 <= len(asked.question.split()) <= 22
        assert asked.answers[0] in made.paragraphs[asked.article or ""]


def test_several_kinds_of_questions_are_made(made: QuestionSet) -> None:
    kinds = {analyse(asked.question).kind for asked in made.questions}
    assert {"time", "place", "name"} <= kinds


def test_the_same_seed_makes_the_same_questions() -> None:
    assert questions_from([ARTICLE], seed=7) == questions_from([ARTICLE], seed=7)


def test_the_span_network_is_the_trained_one(made: QuestionSet) -> None:
    examples = examples_of(made, made=True)
    torch.manual_seed(0)
    network = Network(common_words(examples, load_embedded().pieces_known))
    for started_at_nought in (network.length, network.about_gain, network.first.about):
        torch.nn.init.normal_(started_at_nought.weight, std=0.3)
    network.eval()
    plain = SpanNetwork(network.tensors())
    for example in examples[:20]:
        given = example.given
        with torch.no_grad():
            spans, alone, among = network(*batch(*([one] for one in given)))
        expected, scores = spans[0].numpy(), plain.scores(*given).spans
        legal = expected > -1e4
        assert (np.isfinite(scores) == legal).all()
        np.testing.assert_allclose(scores[legal], expected[legal], rtol=1e-3, atol=1e-4)
        any_answers = spans.flatten().logsumexp(0)
        told = plain.scores(*given)
        assert told.evidence == pytest.approx(float(any_answers - alone[0]), abs=1e-3)
        assert told.evidence_among == pytest.approx(float(any_answers - among[0]), abs=1e-3)


def test_training_finds_the_answers_it_was_shown(made: QuestionSet) -> None:
    examples = examples_of(made, made=False)
    torch.manual_seed(0)
    network = Network(common_words(examples, load_embedded().pieces_known))
    untrained = measured(SpanNetwork(network.tensors()), examples)
    fit(network, examples, epochs=10, rate=1e-2, seed=0)
    trained = measured(SpanNetwork(network.tensors()), examples)
    assert trained[0] > untrained[0] + 0.3
    assert trained[1] > 0.5


def test_a_near_miss_holds_no_answer(made: QuestionSet) -> None:
    together = 0
    for asked in made.questions[:10]:
        misses = near_misses(QuestionSet([asked], made.paragraphs))
        together += len(misses)
        assert len(misses) <= 3
        for miss in misses:
            assert not miss.answers
            assert not any(answer in miss.sentence.text for answer in asked.answers)
    assert together > 0


def test_training_tells_near_misses_from_what_answers(made: QuestionSet) -> None:
    right, misses = examples_of(made, made=True), near_misses(made)
    torch.manual_seed(0)
    network = Network(common_words(right, load_embedded().pieces_known))
    fit(network, [*right, *misses], epochs=5, rate=5e-3, seed=0, misses=True)
    assert min(told_apart(SpanNetwork(network.tensors()), right, misses)) > 0.8


def test_examples_are_rows_of_the_shipped_width(made: QuestionSet) -> None:
    example: Example = examples_of(made, made=True)[0]
    n = len(example.sentence.places)
    assert example.rows.shape == (n, len(ROWS))
    assert 0 <= example.kind < len(KINDS)
    assert np.count_nonzero(common_words([example], 40_000)) <= COMMON_WORDS


def test_confidence_learns_what_tells_right_from_wrong() -> None:
    chance = np.random.default_rng(0)
    outcomes = [
        Outcome(
            signs=chance.normal(1.0 if right else -1.0, 1.0, 30).astype(np.float32),
            matches=chance.random((1, 7, len(TERM_NAMES))).astype(np.float32),
            kind=0,
            right=bool(right),
            weight=1.0,
        )
        for right in chance.random(400) < 0.5
    ]
    network = fit_confidence(outcomes, epochs=20)
    said = probabilities(TermNetwork(network.tensors()), outcomes)
    right = np.array([o.right for o in outcomes])
    assert said[right].mean() > 0.9 > 0.1 > said[~right].mean()


def test_the_ranker_learns_which_syllable_must_be_said() -> None:
    chance = np.random.default_rng(0)
    examples = [ranked(chance) for _ in range(256)]
    network = TermNetwork(fit_ranker(examples, epochs=15).tensors())
    held_out = [ranked(chance) for _ in range(100)]
    assert first_right(network, held_out, 1) > 0.9
    assert first_right(network, held_out, 4) == 1


def ranked(chance: np.random.Generator) -> Ranked:
    """A question with four candidates: right is the one that says its syllable of a name."""
    rows = np.zeros((4, 9, len(TERM_NAMES)), np.float16)
    name, right = chance.integers(9), np.arange(4) == chance.integers(4)
    rows[:, name, TERM_NAMES.index("name")] = 1
    rows[:, :, TERM_NAMES.index("said")] = chance.random((4, 9)) < 0.5
    rows[:, name, TERM_NAMES.index("said")] = right
    signs = chance.normal(size=(4, 3)).astype(np.float32)
    return Ranked(signs, rows, 0, right)


def test_the_term_network_is_the_trained_one() -> None:
    chance = np.random.default_rng(0)
    signs = chance.normal(size=(60, 5)).astype(np.float32)
    signs[:, 4] = 1  # never varies
    torch.manual_seed(0)
    network = TrainedTermNetwork(signs, width=12, hidden=16, dropout=0.5)
    network.eval()
    plain = TermNetwork(network.tensors())
    matches = [chance.random((20, n, len(TERM_NAMES))).astype(np.float32) for n in (1, 7, 30)]
    parts, kinds = np.split(signs * 3, 3), [0, 3, len(KINDS) - 1]
    with torch.no_grad():
        expected = network(*network.batch(matches, parts, kinds)).numpy()
    scores = [plain.scores(*each) for each in zip(matches, parts, kinds, strict=True)]
    np.testing.assert_allclose(np.concatenate(scores), expected, rtol=1e-3, atol=1e-4)


_IN_2007 = "Vì sao nghỉ năm 2007?"  # the one year of those around of which the article is silent


@pytest.mark.parametrize(
    ("question", "article", "changed"),
    [
        ("Ai thăm Lào Cai?", "Lào Cai đón khách.", "Ai thăm Hà Giang?"),
        ("Ai thăm Lào Cai?", "Lào Cai và Hà Giang đón khách.", None),
        ("Ông Lê Văn Tám sinh ở đâu?", "", "Ông Vũ Thu Hà sinh ở đâu?"),
        ("Vì sao có 1.200 người dự?", "", "Vì sao có 350 người dự?"),
        ("Vì sao nghỉ năm 2003?", "1998 1999 2000 2001 2002 2004 2005 2006 2008", _IN_2007),
        ("ai thăm đâu", "", None),
        ("Tổng thống Ba Lan là ai?", "", None),  # no other country is known
    ],
)
def test_another_name_of_the_kind_takes_the_place_of_one(question, article, changed) -> None:
    names = names_in(
        ["Từ Hà Giang đến Lào Cai", "Bà Vũ Thu Hà và 350 người năm 2001", "Ông Lê Văn Tám"]
    )
    assert with_another_name(question, names, article, random.Random(0)) == changed


def test_slips_change_accents_alone() -> None:
    question = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"
    slipped = {with_slips(question, random.Random(seed)) for seed in range(20)}
    assert len(slipped) > 10
    assert {fold(text) for text in slipped} == {fold(question)}
    assert any(has_accents(text) for text in slipped - {question})
    assert with_slips(question, random.Random(3)) == with_slips(question, random.Random(3))
