"""Asks who somebody is, and who holds an office, by questions made of news.

Who stands at an office is read from the articles by rule. Beside these questions there are some
that no article answers: on names put together of two others, on an office with a district or a
body put in that no article knows, on the deputy of a chief alone and the chief of a deputy alone.
NEWS is a folder of *.jsonl.xz files.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click
import numpy as np

from rag import Answer, ask
from rag.evaluation import store_of
from rag.forms import names
from rag.language.person_names import FAMILY_NAMES
from rag.language.places import PROVINCES
from rag.offices.holders import held_offices
from rag.sentences import Sentence
from training.news import NewsArticle, news_files, read_articles
from training.options import EXISTING
from vectorstore.settings import load_settings
from vectorstore.vietnamese import fold, sentences

_SEED = 5
_PERSONS = 120
_LONGEST_OFFICE = 70  # characters
_DISTRICTS = (
    "Quan Hoá,Bắc Hà,Mường Khương,Văn Bàn,Nậm Pồ,Tủa Chùa,Phong Thổ,Sìn Hồ,Trạm Tấu,Tân Uyên,"
    "Ba Bể,Chợ Đồn,Na Rì,Ngân Sơn,Lộc Bình,Đình Lập,Bình Gia,Hoành Bồ,Tiên Yên"
).split(",")
_BODIES = (
    "Sở Ngoại vụ tỉnh,Hội Nạn nhân chất độc da cam tỉnh,Sở Khoa học và Công nghệ tỉnh,"
    "Hội Người cao tuổi tỉnh,Hội Khuyến học tỉnh,Sở Nội vụ tỉnh,Hội Cựu chiến binh tỉnh"
).split(",")
_DEPUTY = "phó "
_OTHER_RANKS = ("pho", "nguyen", "cuu", "quyen")


@dataclass(frozen=True, slots=True)
class Holder:
    """A person at an office: "giám đốc " of "Sở Y tế ", of the place "Lào Cai"."""

    person: str
    title: str
    body: str
    place: str

    @property
    def office(self) -> str:
        """With what it is of."""
        return self.title + self.body + self.place


def holders_in(article: NewsArticle) -> Iterator[Holder]:
    """Those whose office ends with a name."""
    for sentence in _sentences_of(article):
        for held in held_offices(sentence, _persons(sentence)):
            ends = [run for run in names(sentence) if run[1] == held.end - 1]
            if ends and held.office.end <= ends[0][0]:
                parts = held.office.first, held.office.end, ends[0][0]
                start, body, place = (sentence.places[i][0] for i in parts)
                end = sentence.places[ends[0][1]][1]
                holder = Holder(
                    _words(sentence, held.person),
                    sentence.text[start:body],
                    sentence.text[body:place],
                    sentence.text[place:end],
                )
                if len(holder.office) <= _LONGEST_OFFICE and not set(",(") & set(holder.office):
                    yield holder


def persons_in(article: NewsArticle) -> Iterator[str]:
    """The names of three or four syllables that begin with a family name."""
    for sentence in _sentences_of(article):
        yield from (_words(sentence, run) for run in _persons(sentence))


def _words(sentence: Sentence, run: tuple[int, int]) -> str:
    first, last = run
    return " ".join(sentence.text[slice(*at)] for at in sentence.places[first : last + 1])


def _sentences_of(article: NewsArticle) -> Iterator[Sentence]:
    for line in (article.lead, *article.body):
        for start, end in sentences(line):
            yield Sentence.of(line[start:end], np.zeros(1, np.float32), "", "body", 0)


def _persons(sentence: Sentence) -> list[tuple[int, int]]:
    runs = ((first, last) for first, last in names(sentence) if 2 <= last - first <= 3)
    return [run for run in runs if sentence.syllables[run[0]] in FAMILY_NAMES]


def _tell(what: str, said: Sequence[bool]) -> None:
    click.echo(f"{what:60} {np.mean(said) if said else float('nan'):.2f} of {len(said)}")


@click.command()
@click.option("--news", required=True, type=EXISTING, help="A folder of *.jsonl.xz files.")
@click.option("--articles", default=600, show_default=True)
@click.option("--skip", default=0, show_default=True, help="Articles of the last file.")
@click.option("--unaccented", is_flag=True, help="Ask without accents and capitals.")
def main(news: Path, articles: int, skip: int, unaccented: bool) -> None:
    """Measure how questions on persons and offices are answered and refused."""
    chance = random.Random(_SEED)
    last = [*news_files(news)][-1]
    told = [*islice(read_articles(last), skip, skip + articles)]
    known = fold("\n".join("\n".join((a.title, a.lead, *a.body)) for a in told))
    holders = {holder.office: holder for a in told for holder in holders_in(a)}
    persons = sorted({name for article in told for name in persons_in(article)})
    districts = [name for name in _DISTRICTS if fold(name) not in known]
    corpus = (
        {"id": str(number), "title": article.title, "body": [article.lead, *article.body]}
        for number, article in enumerate(told)
    )
    with store_of(corpus, load_settings()) as store:

        def asked(question: str) -> Answer:
            question = question[:1].upper() + question[1:]
            return ask(fold(question) if unaccented else question, store=store)

        def names_first(answer: Answer, name: str) -> bool:
            return answer.answered and fold(name) in fold(answer.quotes[0].text)

        at_office = sorted({holder.person for holder in holders.values()})
        chosen = chance.sample(at_office, min(_PERSONS, len(at_office)))
        answers = {name: asked(f"Ông {name} là ai?") for name in chosen}
        _tell("persons at an office: named in the first quote", [
            names_first(answer, name) for name, answer in answers.items()
        ])  # fmt: skip
        mixed = [
            " ".join([*one.split()[:-1], other.split()[-1]])
            for one, other in zip(
                chance.sample(persons, _PERSONS), chance.sample(persons, _PERSONS), strict=True
            )
        ]
        unknown = [name for name in mixed if fold(name) not in known]
        _tell("names that no article knows: refused", [
            not asked(f"Ông {name} là ai?").answered for name in unknown
        ])  # fmt: skip
        _tell("offices: the holder named in the first quote", [
            names_first(asked(f"{office} là ai?"), holder.person)
            for office, holder in holders.items()
        ])  # fmt: skip
        _tell("of a district that no article knows: refused", [
            not asked(f"{holder.title}{holder.body}{chance.choice(districts)} là ai?").answered
            for holder in holders.values()
            if len(holder.place.split()) > 1
        ])  # fmt: skip
        without_level = known.replace(" tinh ", " ")
        of_bodies = [
            f"{holder.title}{chance.choice(_BODIES)} {holder.place}"
            for holder in holders.values()
            if holder.body and fold(holder.place) in PROVINCES
        ]
        _tell("of a body that no article knows: refused", [
            not asked(f"{office} là ai?").answered
            for office in of_bodies
            if fold(office.replace(" tỉnh ", " ")) not in without_level
        ])  # fmt: skip
        _tell("the deputy where a chief alone is told of: refused", [
            not asked(f"phó {office} là ai?").answered
            for office in holders
            if not fold(office).startswith(_OTHER_RANKS) and f"pho {fold(office)}" not in known
        ])  # fmt: skip
        deputies = [office for office in holders if office.lower().startswith(_DEPUTY)]
        _tell("the chief where a deputy alone is told of: refused", [
            not asked(f"{chief} là ai?").answered
            for chief in (office[len(_DEPUTY) :] for office in deputies)
            if known.count(fold(chief)) == known.count(f"pho {fold(chief)}")
        ])  # fmt: skip


if __name__ == "__main__":
    main()
