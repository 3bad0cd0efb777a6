import numpy as np
import pytest

from rag.questions import analyse
from rag.retrieval import LONGEST_QUESTION, join, retrieve, standard_scores
from rag.thesaurus import load_thesaurus
from vectorstore.errors import QuestionError, UnknownArticleError
from vectorstore.generations import Store

CHAIRWOMAN = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"


def test_the_passage_that_answers_comes_first(seed_store: Store) -> None:
    first = retrieve(CHAIRWOMAN, store=seed_store)[0]
    assert first.article_id == "001_223f45bc4153651f"
    assert "Nông Bích Thuận" in first.text


def test_accents_are_not_needed(seed_store: Store) -> None:
    first = retrieve("chu tich hoi chu thap do tinh lang son la ai", store=seed_store)[0]
    assert "Nông Bích Thuận" in first.text


def test_passages_are_verbatim_ranked_and_titled(seed_store: Store) -> None:
    passages = retrieve(CHAIRWOMAN, k=20, store=seed_store)
    for passage in passages:
        article = seed_store.generation().article(passage.article_id)
        assert article.text[passage.start : passage.end] == passage.text
        assert passage.title == article.title
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True)


def test_k_bounds_the_number_of_passages(seed_store: Store) -> None:
    assert len(retrieve(CHAIRWOMAN, k=3, store=seed_store)) == 3


def test_articles_filter(seed_store: Store) -> None:
    only = ["003_896749be57fa1feb"]
    passages = retrieve(CHAIRWOMAN, k=10, articles=only, store=seed_store)
    assert passages
    assert {passage.article_id for passage in passages} == set(only)


def test_sections_filter(seed_store: Store) -> None:
    passages = retrieve("thời tiết Lào Cai", k=10, sections=["teaser"], store=seed_store)
    assert "Đài Khí tượng" in passages[0].text
    assert {passage.section for passage in passages} == {"teaser"}


def test_both_halves_together_equal_an_exact_computation(seed_store: Store) -> None:
    """The scores are those of every chunk scored exactly, joined by the documented formula."""
    generation, embedder = seed_store.generation(), seed_store.embedder
    chunk_count = generation.manifest.chunks
    vector = embedder.embed_queries([CHAIRWOMAN])[0]
    everything = dict(generation.similarities(vector, range(chunk_count)))
    nearest = sorted(everything, key=lambda i: -everything[i])[:60]
    also = load_thesaurus().also(analyse(CHAIRWOMAN))
    lexical = dict(generation.lexical.search(CHAIRWOMAN, 60, also=also))
    expected = join(lexical, {i: everything[i] for i in nearest}, 0.65)
    best = max(expected, key=lambda i: expected[i])
    place = generation.places([best])[best]
    first = retrieve(CHAIRWOMAN, store=seed_store)[0]
    assert (first.article_id, first.start, first.end) == (place.article_id, place.start, place.end)
    assert first.score == pytest.approx(expected[best], abs=1e-3)


def test_an_equal_passage_of_the_own_text_stands_above_a_teaser(make_corpus, open_corpus) -> None:
    sentence = "Lễ hội hoa đào năm nay được tổ chức tại xã Mậu A trong ba ngày liền."
    store = open_corpus(
        make_corpus(
            {
                "own.txt": f"Tin địa phương\n\nMột câu mở đầu ngắn gọn về xã.\n\n{sentence}\n",
                "other.txt": (
                    "Chuyện khác hẳn ở bản làng\n\nNgười dân ra đồng từ sáng sớm để gặt lúa.\n\n"
                    f"An Bình\n\nTin liên quan\n\nLễ hội hoa đào\n\n{sentence}\n"
                ),
            }
        )
    )
    passages = retrieve("Lễ hội hoa đào tổ chức ở đâu?", k=5, store=store)
    sections = [passage.section for passage in passages if sentence in passage.text]
    assert sections[0] == "body"


def test_passages_that_say_the_same_are_given_once(make_corpus, open_corpus) -> None:
    text = "Lũ quét ở xã Nậm Tum cuốn trôi 12 ngôi nhà và làm 3 người mất tích trong đêm mùng 5."
    store = open_corpus(
        make_corpus({f"{n}.txt": f"Bản tin số {n}\n\nTin nhanh.\n\n{text}\n" for n in range(4)})
    )
    passages = retrieve("Lũ quét cuốn trôi bao nhiêu ngôi nhà?", k=10, store=store)
    assert sum(text in passage.text for passage in passages) == 1


@pytest.mark.parametrize("empty", ["", "   ", "?!…", "\u200b"])
def test_a_question_without_words_has_no_passages(seed_store: Store, empty: str) -> None:
    assert retrieve(empty, store=seed_store) == []


def test_an_unknown_article_is_an_error(seed_store: Store) -> None:
    with pytest.raises(UnknownArticleError, match="no-such"):
        retrieve(CHAIRWOMAN, articles=["no-such"], store=seed_store)


def test_an_unknown_section_is_an_error_that_lists_the_known(seed_store: Store) -> None:
    with pytest.raises(QuestionError, match=r"footer.*title, lead, body"):
        retrieve(CHAIRWOMAN, sections=["footer"], store=seed_store)


def test_bounds_on_k_and_length(seed_store: Store) -> None:
    with pytest.raises(QuestionError, match="ask for 1"):
        retrieve(CHAIRWOMAN, k=0, store=seed_store)
    with pytest.raises(QuestionError, match="shorten"):
        retrieve("a" * (LONGEST_QUESTION + 1), store=seed_store)


def test_more_passages_than_there_are_may_be_asked_for(seed_store: Store) -> None:
    found = retrieve("Đại sứ Bỉ", 10**13, store=seed_store)
    assert found == retrieve("Đại sứ Bỉ", 1000, store=seed_store)


def test_standard_scores() -> None:
    scores = standard_scores({1: 1.0, 2: 2.0, 3: 3.0})
    assert np.mean(list(scores.values())) == pytest.approx(0)
    assert np.std(list(scores.values())) == pytest.approx(1)
    assert standard_scores({1: 5.0, 2: 5.0}) == {1: 0.0, 2: 0.0}
    assert standard_scores({}) == {}


def test_join_gives_an_unfound_candidate_the_lowest_score() -> None:
    joined = join({1: 3.0, 2: 1.0}, {1: 0.9, 3: 0.1}, 0.5)
    assert joined[1] == pytest.approx(1.0)
    assert joined[2] == joined[3] == pytest.approx(-1.0)


def test_slips_of_typing_are_mended_as_in_an_answer(seed_store: Store) -> None:
    mistyped = CHAIRWOMAN.replace("Chủ tịch", "Chủ tihc")
    assert retrieve(mistyped, store=seed_store) == retrieve(CHAIRWOMAN, store=seed_store)
