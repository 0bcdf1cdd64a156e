"""Whom a question means: names, first names, offices, descriptions, and names that nobody bears."""

from __future__ import annotations

import pytest

from index.schema import Intent
from index.search.question import parse
from tests.index.search.invented_people import BRANDT, MOREAU, PEOPLE, PESKOV, PUTIN, WANG

UNKNOWN = [
    ("what did zelensky say about trade", ("zelensky",)),
    ("did merkel say trade fell", ("merkel",)),
    ("angela merkel on trade", ("angela merkel",)),
    ("boris stone on parking", ("boris stone",)),
    ("what did helen moreau say about pay", ("helen moreau",)),
]


@pytest.mark.parametrize(("question", "named"), UNKNOWN)
def test_a_name_that_nobody_answers_to_is_kept_and_not_replaced(question: str, named: tuple[str, ...]) -> None:
    query = parse(question, PEOPLE)
    assert (query.speakers, query.named) == ((), named)


PARTNERS = [
    ("what did moreau and merkel say about pay", ("merkel",)),
    ("what did merkel and moreau say about pay", ("merkel",)),
    ("moreau and merkel on pay", ("merkel",)),
    ("compare moreau with merkel on pay", ("merkel",)),
    ("compare moreau vs merkel", ("merkel",)),
    ("how does merkel differ from moreau on pay", ("merkel",)),
    ("how does moreau differ from merkel on pay", ("merkel",)),
    ("differences between merkel and moreau", ("merkel",)),
    ("what did moreau and his wife say about pay", ()),
    ("what did moreau tell reporters about pay", ()),
    ("moreau and the pay freeze", ()),
]


@pytest.mark.parametrize(("question", "named"), PARTNERS)
def test_a_name_joined_to_a_speakers_that_nobody_answers_to_is_kept_beside_it(
    question: str, named: tuple[str, ...]
) -> None:
    query = parse(question, PEOPLE)
    assert (query.speakers, query.named) == ((MOREAU,), named)


def test_a_family_name_of_two_people_has_two_readings() -> None:
    query = parse("what did stone say about parking", PEOPLE)
    assert (query.speakers, query.readings) == ((), ("Ana Stone", "Peter Stone"))


@pytest.mark.parametrize(
    ("question", "speaker"), [("ana stone on parking", "Ana Stone"), ("the engineer on steel", "Peter Stone")]
)
def test_a_full_name_or_an_office_tells_namesakes_apart(question: str, speaker: str) -> None:
    assert parse(question, PEOPLE).speakers == (speaker,)


DESCRIBED = [
    ("harbour club attorney on the pier", ("Nora Bell",)),
    ("what did the harbour club's lawyer say about the pier", ("Nora Bell",)),
    ("what did the former us ambassador in moscow say about gas", ("Omar Lutz",)),
    ("night pilots union on pay", ("Association of Night Pilots",)),
    ("fallen sailor's mom on the inquiry", ("Elsa Prinz",)),
]


@pytest.mark.parametrize(("question", "speakers"), DESCRIBED)
def test_a_speaker_may_be_described_in_other_words_than_the_articles(question: str, speakers: tuple[str, ...]) -> None:
    assert parse(question, PEOPLE).speakers == speakers


GIVEN = [
    ("dmitry on aid", (PESKOV,)),
    ("what does olga say about taxes", (BRANDT,)),
    ("olga brandd on taxes", (BRANDT,)),
    ("olga brent why do taxes rise", (BRANDT,)),
]


@pytest.mark.parametrize(("question", "speakers"), GIVEN)
def test_a_first_name_or_a_misspelt_full_one_is_enough_where_one_bears_it(
    question: str, speakers: tuple[str, ...]
) -> None:
    assert parse(question, PEOPLE).speakers == speakers


@pytest.mark.parametrize("question", ["harbour club plumber on the pier", "what did the pier lawyer say about rent"])
def test_a_description_of_nobody_is_not_stretched_to_somebody(question: str) -> None:
    assert "Nora Bell" not in parse(question, PEOPLE).speakers


@pytest.mark.parametrize(
    "question",
    ["brandt's old lawyer on the fees", "putins press secretary on aid", "what did moreau's boss say about pay"],
)
def test_whose_man_somebody_is_does_not_make_him_the_one_asked(question: str) -> None:
    query = parse(question, PEOPLE)
    assert not {BRANDT, PUTIN, MOREAU} & set(query.speakers)
    assert query.named or query.speakers


@pytest.mark.parametrize(
    "question", ["mayor zuckermann on parking", "what did union leader halvorsen say about pay", "prof okonkwo: taxes"]
)
def test_an_office_with_a_name_that_nobody_bears_is_not_its_holder(question: str) -> None:
    query = parse(question, PEOPLE)
    assert (query.speakers, query.readings) == ((), ())
    assert query.named


OFFICES = [
    ("engineer stone on steel", ("Peter Stone",)),
    ("what did mayor ana stone say about parking", ("Ana Stone",)),
    ("rep chaffetz on trade", ("Jason Chaffetz",)),
    ("the chinese diplomat on trade", (WANG,)),
    ("china's foreign minister on trade", (WANG,)),
    ("chinas foreign minister on trade", (WANG,)),
    ("the union leader moreau on pay", (MOREAU,)),
]


@pytest.mark.parametrize(("question", "speakers"), OFFICES)
def test_an_office_beside_a_name_or_a_country_is_one_person(question: str, speakers: tuple[str, ...]) -> None:
    query = parse(question, PEOPLE)
    assert (query.speakers, query.readings) == (speakers, ())


@pytest.mark.parametrize(
    "question", ["mexico's foreign minister on trade", "what did the french president say about trade"]
)
def test_an_office_of_a_country_without_a_holder_is_nobody_elses(question: str) -> None:
    assert not parse(question, PEOPLE).speakers


@pytest.mark.parametrize(
    ("question", "outlet"),
    [
        ("wang quotes from the quay", "The Quay"),
        ("what did wang say in the harbour post about trade", "harbour-post"),
        ("wang quotes in harb post", "harbour-post"),
        ("wang, but only from harbourpost", "harbour-post"),
        ("what did wang say about the quay", None),
    ],
)
def test_an_outlet_is_where_it_was_written_and_never_who_said_it(question: str, outlet: str | None) -> None:
    query = parse(question, PEOPLE)
    assert (query.speakers, query.outlet) == ((WANG,), outlet)


@pytest.mark.parametrize(
    ("question", "speakers", "topic"),
    [
        ("does brandt want a levy in case china closes the port", (BRANDT,), "levy case china closes port"),
        ("how did the union leader rate the imf offer", (MOREAU,), "rate imf offer"),
        ("the imf director brandt on taxes", (BRANDT,), "taxes"),
        ("brandt's reaction to the strike", (BRANDT,), "strike"),
    ],
)
def test_only_who_is_joined_to_the_speaker_is_asked_as_well(
    question: str, speakers: tuple[str, ...], topic: str
) -> None:
    query = parse(question, PEOPLE)
    assert (query.intent, query.speakers, query.topic) == (Intent.SAID_ABOUT, speakers, topic)


def test_words_that_go_on_after_a_name_are_no_addressee() -> None:
    assert parse("what did wang say should happen to china traders", PEOPLE).addressee is None
