"""Listing and reading a corpus: what is left out is named, what is beside it is read."""

import json
import os
from pathlib import Path

import pytest

from vectorstore.articles import Article, ArticleFile, read_article, scan_corpus
from vectorstore.errors import ArticleError, CorpusError

PAGE = "Cầu mới thông xe\n\nCầu dài 300 m bắc qua sông.\n\nXe qua cầu từ hôm nay. Không thu phí.\n"


def write(path: Path, data: str | bytes = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read_all(corpus: Path, max_bytes: int = 10_000) -> tuple[dict[str, Article], list[str]]:
    """The articles of a corpus by id, and the errors of those left out."""
    articles, errors = {}, []
    for file in scan_corpus(corpus, max_bytes):
        try:
            articles[file.id] = read_article(file, max_bytes)
        except ArticleError as fault:
            errors.append(str(fault))
    return articles, errors


def test_folders_are_read_in_order_hidden_and_other_files_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.TXT", ".hidden.txt", ".git/d.txt", "sub/note.md"):
        write(tmp_path / name)
    articles, errors = read_all(tmp_path)
    assert list(articles) == ["a", "b", "sub/c"]
    assert errors == []
    assert articles["a"].title == "Cầu mới thông xe"


def test_ids_are_nfc_whatever_the_file_system_keeps(tmp_path: Path) -> None:
    write(tmp_path / "ha\u0300 no\u0323\u0302i.txt")
    assert list(read_all(tmp_path)[0]) == ["hà nội"]


def test_one_file_is_a_corpus(tmp_path: Path) -> None:
    assert list(read_all(write(tmp_path / "a.txt"))[0]) == ["a"]


@pytest.mark.parametrize("name", ["missing", "empty", "page.html"])
def test_no_corpus_is_an_error_of_its_own(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "page.html")
    with pytest.raises(CorpusError, match=name):
        list(scan_corpus(tmp_path / name, 10_000))


def test_two_files_of_one_id_are_reported_and_the_first_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "x.TXT", "Chữ hoa\n")
    write(tmp_path / "x.txt", "Chữ thường\n")
    write(tmp_path / "y.jsonl", '{"id": "x", "text": "Dòng"}\n{"id": "y", "text": "Dòng"}\n')
    articles, errors = read_all(tmp_path)
    assert {article.title for article in articles.values()} == {"Chữ hoa", "Dòng"}
    assert [error.split(":")[0].rsplit("/")[-1] for error in errors] == ["x.txt", "y.jsonl, line 1"]
    assert all('"x" is already that of' in error for error in errors)


def test_links_are_followed_only_inside_the_corpus(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    write(corpus / "a.txt")
    write(tmp_path / "outside/secret.txt")
    (corpus / "inside.txt").symlink_to(corpus / "a.txt")
    (corpus / "outside.txt").symlink_to(tmp_path / "outside/secret.txt")
    (corpus / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (corpus / "loop.txt").symlink_to(corpus / "loop.txt")
    (corpus / "folder").symlink_to(tmp_path / "outside")
    (corpus / "cycle").symlink_to(corpus)
    articles, errors = read_all(corpus)
    assert list(articles) == ["a", "inside"]
    reasons = {Path(error.split(":")[0]).name: error for error in errors}
    assert "leads nowhere" in reasons["broken.txt"]
    assert "leads nowhere" in reasons["loop.txt"]
    assert "leads out of the corpus" in reasons["outside.txt"]
    assert "leads out of the corpus" in reasons["folder"]
    assert len(errors) == 4


def test_a_file_is_named_by_its_path_inside_the_corpus(tmp_path: Path) -> None:
    lines = write(tmp_path / "sub/n.jsonl", '{"id": "a", "text": "A"}\n{"id": "a"}\n{')
    for corpus, name in ((tmp_path, "sub/n.jsonl"), (lines.parent, "n.jsonl"), (lines, "n.jsonl")):
        twice, broken = read_all(corpus)[1]
        assert broken.startswith(f"{name}, line 3: ")
        assert twice.startswith(f"{name}, line 2: ")
        assert f"that of {name}, line 1;" in twice


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    articles, errors = read_all(tmp_path)
    assert list(articles) == ["a"]
    assert "not a regular file" in errors[0]


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as large:
        large.truncate(50_000_000)
    write(tmp_path / "small.txt")
    articles, errors = read_all(tmp_path)
    assert list(articles) == ["small"]
    assert "large.txt: 50,000,000 bytes" in errors[0]
    assert "RAG_MAX_ARTICLE_BYTES" in errors[0]


@pytest.mark.parametrize("data", ["", " \r\n\t", "\u200b\ufeff"])
def test_a_file_without_text_is_reported(tmp_path: Path, data: str) -> None:
    file = ArticleFile("a", write(tmp_path / "a.txt", data))
    with pytest.raises(ArticleError, match=r"a\.txt: holds no text"):
        read_article(file)


def test_an_unreadable_file_is_reported_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt")
    locked = write(tmp_path / "locked.txt")
    opened = Path.open

    def refuse(path: Path, *args: object, **kwargs: object) -> object:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    articles, errors = read_all(tmp_path)
    assert list(articles) == ["a"]
    assert "locked.txt: can't be read (Permission denied)" in errors[0]


def test_a_file_gone_since_the_listing_is_reported(tmp_path: Path) -> None:
    files = list(scan_corpus(write(tmp_path / "a.txt"), 10_000))
    (tmp_path / "a.txt").unlink()
    with pytest.raises(ArticleError, match=r"a\.txt: can't be read"):
        read_article(files[0])


def test_a_line_file_changed_since_the_listing_is_reported(tmp_path: Path) -> None:
    lines = write(tmp_path / "n.jsonl", '{"id": "a", "text": "A"}\n')
    files = list(scan_corpus(tmp_path, 10_000))
    write(lines, '{"id": "b", "text": "B"}\n')
    with pytest.raises(ArticleError, match=r"n\.jsonl, line 1: changed while"):
        read_article(files[0])


def test_lines_of_both_forms_become_articles(tmp_path: Path) -> None:
    whole = {"id": "một", "text": PAGE, "url": "https://a.vn/1", "date": "2024-03-12"}
    parts = {
        "id": 2,
        "title": "Chợ nổi họp sớm",
        "lead": "Chợ nổi họp từ ba giờ sáng.",
        "body": [
            "Ghe về từ nhiều tỉnh.",
            "Ghe dưa hấu trên sông Hậu.",
            "Người mua rất đông.",
            "Lê An",
        ],
        "captions": ["Ghe dưa hấu trên sông Hậu.", "Bến tàu lúc bình minh."],
        "source": "Báo Sông Hậu",
    }
    lines = "\ufeff" + "\n\n".join(json.dumps(line, ensure_ascii=False) for line in (whole, parts))
    articles, errors = read_all(write(tmp_path / "news.jsonl", lines))
    assert errors == []
    first, second = articles["một"], articles["2"]
    assert (first.text, first.url, first.date_number) == (PAGE, "https://a.vn/1", 20240312)
    assert [(s.kind, second.text[s.start : s.end]) for s in second.sections] == [
        ("title", "Chợ nổi họp sớm"),
        ("lead", "Chợ nổi họp từ ba giờ sáng."),
        ("body", "Ghe về từ nhiều tỉnh."),
        ("caption", "Ghe dưa hấu trên sông Hậu."),
        ("body", "Người mua rất đông."),
        ("byline", "Lê An"),
        ("caption", "Bến tàu lúc bình minh."),
    ]
    assert (second.title, second.author, second.source) == (
        "Chợ nổi họp sớm",
        "Lê An",
        "Báo Sông Hậu",
    )


BROKEN_LINES = {
    "{": "not JSON",
    "[1]": "no JSON object",
    '{"text": "Không tên"}': 'no "id"',
    '{"id": true, "text": "Chữ"}': 'no "id"',
    '{"id": "b", "text": 5}': '"text" is no text',
    '{"id": "b", "body": [1]}': '"body" is no list of texts',
    '{"id": "b"}': "holds no text",
    '{"id": "b", "text": "\\u200b"}': "holds no text",
    '{"id": "b", "text": "\\ud800 nửa"}': "lone surrogate",
    '{"id": "b", "text": "B", "source": "\\udfff"}': "lone surrogate",
    '{"id": "b", "text": "B", "date": "\\ud800"}': "lone surrogate",
    '{"id": "b", "body": ["B"], "captions": ["\\ud800"]}': "lone surrogate",
    '{"id": "\\ud800", "text": "B"}': '"id" holds',
    '{"id": "a\\u0000b", "text": "B"}': '"id" holds',
    '{"id": "a\\nb", "text": "B"}': '"id" holds',
    '{"id": "b", "text": "' + "dài " * 3000 + '"}': "RAG_MAX_ARTICLE_BYTES",
    "[" * 9000: "not JSON",
}


@pytest.mark.parametrize("line", BROKEN_LINES, ids=lambda line: line[:24])
def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path, line: str) -> None:
    good = [json.dumps({"id": name, "text": PAGE}) for name in ("a", "c")]
    articles, errors = read_all(write(tmp_path / "n.jsonl", f"{good[0]}\n{line}\n\n{good[1]}"))
    assert list(articles) == ["a", "c"]
    assert len(errors) == 1
    assert "n.jsonl, line 2: " in errors[0]
    assert BROKEN_LINES[line] in errors[0]


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    articles, errors = read_all(
        write(tmp_path / "n.jsonl", b'{"id": "a", "text": "\xff"}\n{"id": "b", "text": "B"}')
    )
    assert list(articles) == ["b"]
    assert "n.jsonl, line 1: the line is not UTF-8" in errors[0]


def test_a_file_name_that_is_not_utf8_still_has_an_id(tmp_path: Path) -> None:
    try:
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")))
    except OSError:
        pytest.skip("this file system takes no such name")
    assert list(read_all(tmp_path)[0]) == ["\ufffd"]


def test_an_empty_line_file_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "n.jsonl", "\n\n")
    articles, errors = read_all(tmp_path)
    assert list(articles) == ["a"]
    assert "n.jsonl: holds no line" in errors[0]


def test_listing_keeps_no_article_in_memory_and_begins_at_once(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", '{"id": "a", "text": "A"}\n' + "{" * 5)
    listed = scan_corpus(tmp_path, 10_000)
    first = next(listed)
    assert (first.id, first.line, first.problem) == ("a", 1, None)
