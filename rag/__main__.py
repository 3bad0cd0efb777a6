"""python -m rag ask | search | eval"""

from dataclasses import asdict
from pathlib import Path

import click

from rag.answering import Answer, Quote, as_fields, ask
from rag.labels import SECTION_LABELS
from rag.retrieval import Passage, retrieve
from vectorstore.build import open_store
from vectorstore.command_line import Doors, json_option, print_json
from vectorstore.settings import load_settings


@click.group(cls=Doors)
def main() -> None:
    """Ask the articles; every answer is quoted from them."""


@main.command("ask")
@click.argument("question")
@click.option("-k", default=8, show_default=True, help="Passages to read.")
@click.option("--article", "articles", multiple=True, help="Only this article; may be repeated.")
@json_option
def ask_command(question: str, k: int, articles: tuple[str, ...], as_json: bool) -> None:
    """Answer QUESTION with quotes, or say that the articles don't."""
    store = open_store(load_settings())
    answer = ask(question, k=k, articles=articles or None, store=store)
    if as_json:
        print_json(as_fields(answer))
    else:
        _print_answer(answer)


@main.command()
@click.argument("question")
@click.option("-k", default=5, show_default=True, help="Passages to find.")
@click.option("--article", "articles", multiple=True, help="Only this article; may be repeated.")
@json_option
def search(question: str, k: int, articles: tuple[str, ...], as_json: bool) -> None:
    """Find the passages nearest to QUESTION."""
    store = open_store(load_settings())
    passages = retrieve(question, k, articles or None, store=store)
    if as_json:
        print_json({"question": question, "passages": [asdict(passage) for passage in passages]})
    else:
        _print_passages(passages)


@main.command("eval")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), help="Ask only so many questions.")
@click.option("--unaccented", is_flag=True, help="Ask every question without its accents.")
@click.option("--own-paragraph", is_flag=True, help="SQuAD form: ask only a question's paragraph.")
@click.option("--show", type=click.IntRange(min=1), help="Tell so many of the worst failures.")
@click.option("--report", "page", type=click.Path(path_type=Path), help="Write an HTML page.")
@json_option
def eval_command(
    file: Path,
    limit: int | None,
    unaccented: bool,
    own_paragraph: bool,
    show: int | None,
    page: Path | None,
    as_json: bool,
) -> None:
    """Measure on a question FILE: .jsonl of the current store, or .json in SQuAD form."""
    from rag.evaluation import evaluate, report, without_accents
    from rag.question_files import read_questions
    from rag.reports.failures import failures
    from rag.reports.text import table, worst

    questions = read_questions(file)
    if questions.passed_over:
        lines = "line tells" if questions.passed_over == 1 else "lines tell"
        click.echo(
            f"{questions.passed_over} {lines} no right answer (disliked): passed over", err=True
        )
    if unaccented:
        questions = without_accents(questions)
    if page:
        from rag.reports.page import require_writable

        require_writable(page)
    outcomes = evaluate(questions, load_settings(), limit, own_paragraph=own_paragraph)
    measured = report(outcomes)
    if as_json:
        print_json({**measured})
    else:
        click.echo(table(measured))
    if show:
        click.echo(f"\n{worst(failures(outcomes), show, len(outcomes))}", err=as_json)
    if page:
        from rag.reports.page import write_page

        how = {"without accents": unaccented, "each of its own paragraph only": own_paragraph}
        write_page(page, outcomes, " · ".join([file.name, *(way for way in how if how[way])]))
        click.echo(f"the report stands in {page}", err=True)


def _print_answer(answer: Answer) -> None:
    if answer.understood:
        click.echo(f"Hiểu là: {answer.understood}\n")
    click.echo(answer.text)
    for quote in answer.quotes:
        click.echo(f"\n[{quote.number}] {_marked(quote)}")
        places = [quote.title, quote.source, SECTION_LABELS[quote.section]]
        click.echo("    " + " · ".join(place for place in places if place))
        click.echo(f"    {quote.article_id} {quote.start}–{quote.end}")
    if not answer.answered and answer.passages:
        click.echo("\nĐoạn gần nhất trong các bài:\n")
        _print_passages(answer.passages[:3])


def _marked(quote: Quote) -> str:
    """The quote with its short answer in bold where the output is a terminal."""
    before, short, after = quote.parts
    return before + (click.style(short, bold=True) if short else "") + after


def _print_passages(passages: list[Passage]) -> None:
    for number, passage in enumerate(passages, 1):
        click.echo(f"{number}. {passage.title} · {SECTION_LABELS[passage.section]}")
        click.echo(f"   {passage.article_id} {passage.start}–{passage.end}")
        click.echo(f"   {' '.join(passage.text.split())}\n")


if __name__ == "__main__":
    main(prog_name="python -m rag")
