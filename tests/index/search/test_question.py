"""What a question means: a table of wordings, most of them as people type in a chat."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.schema import Intent, Query, Style
from index.search.question import parse
from tests.index.search.invented_people import BLINKEN, BRANDT, CHINA, MOREAU, PEOPLE, PESKOV, PUTIN, US, WANG

SAID, LIST, COUNT, WHO = Intent.SAID_ABOUT, Intent.LIST, Intent.COUNT, Intent.WHO_SAID
CHECK, COMPARE, TIMELINE, WHEN, TALK = (
    Intent.CHECK,
    Intent.COMPARE,
    Intent.TIMELINE,
    Intent.WHEN_WHERE,
    Intent.SMALL_TALK,
)

CASES: list[tuple[str, Intent, tuple[str, ...], str]] = [
    # somebody on something
    ("what did Wang say about trade?", SAID, (WANG,), "trade"),
    ("What did Wang Yi say about trade?", SAID, (WANG,), "trade"),
    ("what did mr wang say about trade", SAID, (WANG,), "trade"),
    ("What has Putin said about the visit?", SAID, (PUTIN,), "the visit"),
    ("what does putin say about gas prices", SAID, (PUTIN,), "gas prices"),
    ("what did putin think about gas prices", SAID, (PUTIN,), "gas prices"),
    ("Peskov on aid", SAID, (PESKOV,), "aid"),
    ("peskov about aid", SAID, (PESKOV,), "aid"),
    ("brandt regarding the budget", SAID, (BRANDT,), "the budget"),
    ("Olga Brandt's view on the budget", SAID, (BRANDT,), "the budget"),
    ("what was moreau's position on the strike", SAID, (MOREAU,), "the strike"),
    ("moreau on whether the strike will end", SAID, (MOREAU,), "whether the strike will end"),
    ("tell me what brandt said about taxes", SAID, (BRANDT,), "taxes"),
    ("did you find anything brandt said about taxes", SAID, (BRANDT,), "taxes"),
    ("what did von der leyen say about tariffs", SAID, ("Ursula von der Leyen",), "tariffs"),
    ("what did leyen say about tariffs", SAID, ("Ursula von der Leyen",), "tariffs"),
    ("wang concerning sanctions", SAID, (WANG,), "sanctions"),
    ("what did the IMF say about growth", SAID, ("International Monetary Fund",), "growth"),
    ("imf on growth", SAID, ("International Monetary Fund",), "growth"),
    ("what did Beijing say about the balloon", SAID, (CHINA,), "the balloon"),
    ("what did china say about the balloon", SAID, (CHINA,), "the balloon"),
    ("what did the US say about the balloon", SAID, (US,), "the balloon"),
    ("what did washington say about the balloon", SAID, (US,), "the balloon"),
    ("what did wang say about the united states", SAID, (WANG,), "the united states"),
    ("what did wang say about putin", SAID, (WANG,), "putin"),
    ("peskov on china and russia", SAID, (PESKOV,), "china and russia"),
    # the topic before the speaker, or set apart from them
    ("will the strike end soon? what does moreau think", SAID, (MOREAU,), "will the strike end soon"),
    ("who will the crews vote for, moreau says?", SAID, (MOREAU,), "who will the crews vote for"),
    ("what happens to the ferry, per brandt", SAID, (BRANDT,), "what happens to the ferry"),
    ("why did prices rise, brandt and moreau", COMPARE, (BRANDT, MOREAU), "why did prices rise"),
    ("moreau, is the offer fair?", SAID, (MOREAU,), "is the offer fair"),
    ("brandt joking after the heckler tried to stop the speech", SAID, (BRANDT,), "joking heckler tried stop speech"),
    # whose man somebody is
    ("harbour club lawyer nora bell on the fees", SAID, ("Nora Bell",), "the fees"),
    ("brandt adviser moreau about pay", SAID, (MOREAU,), "pay"),
    # chat spelling
    ("wat did peskov say about aid", SAID, (PESKOV,), "aid"),
    ("whats wang said abt trade", SAID, (WANG,), "trade"),
    ("rep chafetz on subpoenas", SAID, ("Jason Chaffetz",), "subpoenas"),
    ("whatd wang say abt trade w/ iran", SAID, (WANG,), "trade with iran"),
    ("what did wnag yi say about trade", SAID, (WANG,), "trade"),
    ("what did brinkin say about ukraine", SAID, (BLINKEN,), "ukraine"),
    ("what did blinken say about ukraine", SAID, (BLINKEN,), "ukraine"),
    ("putn on trade", SAID, (PUTIN,), "trade"),
    ("peskof on aid", SAID, (PESKOV,), "aid"),
    ("what did chafitz say about subpoenas", SAID, ("Jason Chaffetz",), "subpoenas"),
    ("olga brant on taxes", SAID, (BRANDT,), "taxes"),
    ("WHAT DID WANG SAY ABOUT TRADE???", SAID, (WANG,), "trade"),
    ("   what   did wang   say about   trade  ", SAID, (WANG,), "trade"),
    ("what did Wang say about trade…", SAID, (WANG,), "trade"),
    ("what did wang’s say about trade", SAID, (WANG,), "trade"),
    # offices and seats
    ("what did the secretary of state say about ukraine", SAID, (BLINKEN,), "ukraine"),
    ("what did the finance minister say about taxes", SAID, (BRANDT,), "taxes"),
    ("the mayor on parking", SAID, ("Ana Stone",), "parking"),
    ("what did the kremlin say about aid", SAID, (PESKOV,), "aid"),
    ("kremlin spokesman on aid", SAID, (PESKOV,), "aid"),
    ("what did the union leader say about pay", SAID, (MOREAU,), "pay"),
    # lists
    ("what did wang say", LIST, (WANG,), ""),
    ("what did wang say?", LIST, (WANG,), ""),
    ("everything brandt said", LIST, (BRANDT,), ""),
    ("give me all quotes by putin", LIST, (PUTIN,), ""),
    ("list quotes from peskov", LIST, (PESKOV,), ""),
    ("show me all statements by moreau", LIST, (MOREAU,), ""),
    ("any quotes from brandt on taxes", LIST, (BRANDT,), "taxes"),
    ("quotes by wang about trade", LIST, (WANG,), "trade"),
    ("wang", LIST, (WANG,), ""),
    # counts
    ("how many times is wang quoted", COUNT, (WANG,), ""),
    ("how many quotes by putin are there?", COUNT, (PUTIN,), ""),
    ("how often does brandt mention taxes", COUNT, (BRANDT,), "taxes"),
    ("how many statements did peskov make about aid", COUNT, (PESKOV,), "aid"),
    # who said it
    ("who said the bridge is safe", WHO, (), "the bridge is safe"),
    ("who said that the bridge is safe?", WHO, (), "the bridge is safe"),
    ('who said "we are late"?', WHO, (), "we are late"),
    ("who called the plan a mistake", WHO, (), "the plan a mistake"),
    ("who denied the report", WHO, (), "the report"),
    ("who is amazed that the ferry still runs", WHO, (), "is amazed that the ferry still runs"),
    (
        "who holds brandt personally responsible for the strike",
        WHO,
        (),
        "holds brandt personally responsible for the strike",
    ),
    ("which minister said taxes would rise", WHO, (), "taxes would rise"),
    ("who claims the vote was rigged", WHO, (), "the vote was rigged"),
    ('whose words are "we are late"?', WHO, (), "we are late"),
    # checks
    ("did wang say trade fell?", CHECK, (WANG,), "trade fell"),
    ("Did Wang say that trade fell?", CHECK, (WANG,), "trade fell"),
    ("did wang ever say trade fell", CHECK, (WANG,), "trade fell"),
    ("did wang really say trade fell", CHECK, (WANG,), "trade fell"),
    ("has brandt said taxes will rise?", CHECK, (BRANDT,), "taxes will rise"),
    ("is it true that brandt said taxes will rise", CHECK, (BRANDT,), "taxes will rise"),
    ("is it true brandt called it a disaster", CHECK, (BRANDT,), "it a disaster"),
    ("so brandt said taxes will rise, right?", CHECK, (BRANDT,), "taxes will rise"),
    ("brandt said taxes will rise, is that true?", CHECK, (BRANDT,), "taxes will rise"),
    ("didn't moreau say the strike is over", CHECK, (MOREAU,), "the strike is over"),
    ("did peskov promise to resign", CHECK, (PESKOV,), "to resign"),
    ("did xi say prices fell", CHECK, ("Xi Jinping",), "prices fell"),
    ('"we are late" - is that quote real?', CHECK, (), "we are late"),
    ("“we are late” is this real", CHECK, (), "we are late"),
    ('is "we are late" a real quote by brandt?', CHECK, (BRANDT,), "we are late"),
    # comparisons
    ("compare putin and wang on trade", COMPARE, (PUTIN, WANG), "trade"),
    ("compare what putin and wang say about trade", COMPARE, (PUTIN, WANG), "trade"),
    ("putin vs wang on trade", COMPARE, (PUTIN, WANG), "trade"),
    ("putin and wang on trade", COMPARE, (PUTIN, WANG), "trade"),
    ("how do putin and wang differ on trade", COMPARE, (PUTIN, WANG), "trade"),
    ("difference between brandt and moreau on pay", COMPARE, (BRANDT, MOREAU), "pay"),
    ("do brandt and moreau agree on pay", COMPARE, (BRANDT, MOREAU), "pay"),
    # time and place
    ("timeline of wang on trade", TIMELINE, (WANG,), "trade"),
    ("what has brandt said over time about taxes", TIMELINE, (BRANDT,), "taxes"),
    ("has brandt changed her mind on taxes", TIMELINE, (BRANDT,), "taxes"),
    ("when did wang talk about trade", WHEN, (WANG,), "trade"),
    ("where did brandt say that about taxes", WHEN, (BRANDT,), "taxes"),
    ("in which article did moreau talk about pay", WHEN, (MOREAU,), "pay"),
    # small talk
    ("thanks!", TALK, (), ""),
    ("thx", TALK, (), ""),
    ("hi", TALK, (), ""),
    ("good morning", TALK, (), ""),
    ("ok cool", TALK, (), ""),
    ("thank you very much", TALK, (), ""),
    ("👍", TALK, (), ""),
    ("...", TALK, (), ""),
    # nobody named
    ("what is said about trade", SAID, (), "trade"),
    ("anything on the bridge", SAID, (), "the bridge"),
]


@pytest.mark.parametrize(("question", "intent", "speakers", "topic"), CASES, ids=[case[0] for case in CASES])
def test_question_is_read_as_intent_speakers_and_topic(
    question: str, intent: Intent, speakers: tuple[str, ...], topic: str
) -> None:
    query = parse(question, PEOPLE)
    assert (query.intent, query.speakers, query.topic) == (intent, speakers, topic)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("moreau quotes from march 2016", "2016-03", "2016-03"),
        ("moreau on pay from march 2016 on", "2016-03", None),
        ("moreau on pay since march 2016", "2016-03", None),
    ],
)
def test_from_a_month_means_in_it_unless_it_goes_on(question: str, since: str, until: str | None) -> None:
    query = parse(question, PEOPLE)
    assert (query.since, query.until) == (since, until)


def test_a_quotation_may_stand_before_who_said_it() -> None:
    query = parse('"the pier is sinking" who said that', PEOPLE)
    assert (query.intent, query.claim) == (WHO, "the pier is sinking")


RESTRICTED = [
    ("what were wang's exact words about trade", {"styles": (Style.DIRECT, Style.MIXED)}),
    ("quote wang verbatim on trade", {"styles": (Style.DIRECT, Style.MIXED)}),
    ("what did wang say through the interpreter", {"mediated": True}),
    ("what did brandt say in a statement about taxes", {"mediated": True}),
    ("what did wang tell lavrov about trade", {"addressee": "Sergey Lavrov"}),
    ("what did wang say to putin about trade", {"addressee": PUTIN}),
    ("what did brandt say in 2016 about taxes", {"since": "2016", "until": "2016"}),
    ("what did brandt say since march 2016 about taxes", {"since": "2016-03", "until": None}),
    ("what did brandt say before 2016-04-02 about taxes", {"since": None, "until": "2016-04-01"}),
    ("what did brandt say on march 5, 2016 about taxes", {"since": "2016-03-05", "until": "2016-03-05"}),
    ("brandt on taxes, march 2016 only", {"since": "2016-03", "until": "2016-03"}),
    ("brandt, october only: taxes", {"since": "2015-10", "until": "2015-10"}),
    ("what did brandt say in november about taxes", {"unresolved_date": "in november"}),
    ("what did brandt tell quay weekly about taxes", {"addressee": "quay weekly"}),
    ("what did brandt say yesterday about taxes", {"since": "2024-02-29", "until": "2024-02-29"}),
    ("what did brandt say last week about taxes", {"since": "2024-02-19", "until": "2024-02-25"}),
    ("what did brandt say last month about taxes", {"since": "2024-02", "until": "2024-02"}),
    ("what did brandt say this year about taxes", {"since": "2024", "until": "2024"}),
    ("what did brandt say before the debate about taxes", {"unresolved_date": "before the debate"}),
]


@pytest.mark.parametrize(("question", "slots"), RESTRICTED, ids=[case[0] for case in RESTRICTED])
def test_restrictions_fill_their_slots_and_leave_speaker_and_topic_alone(
    question: str, slots: dict[str, object]
) -> None:
    query = parse(question, PEOPLE, today=date(2024, 3, 1))
    assert {slot: getattr(query, slot) for slot in slots} == slots
    assert query.speakers in {(WANG,), (BRANDT,)}
    assert query.topic in {"trade", "taxes", ""}


BEFORE = parse("what did wang say about trade", PEOPLE)

FOLLOWUPS = [
    # question, intent, speakers, topic, inherited
    ("and about Russia?", SAID, (WANG,), "russia", ("speaker",)),
    ("and on sanctions", SAID, (WANG,), "sanctions", ("speaker",)),
    ("exact words?", SAID, (WANG,), "trade", ("speaker", "topic")),
    ("exact words please", SAID, (WANG,), "trade", ("speaker", "topic")),
    ("what about Putin?", SAID, (PUTIN,), "trade", ("topic",)),
    ("and Putin?", SAID, (PUTIN,), "trade", ("topic",)),
    ("what about tariffs?", SAID, (WANG,), "tariffs", ("speaker",)),
    ("what did he say about aid", SAID, (WANG,), "aid", ("speaker",)),
    ("when was that?", WHEN, (WANG,), "trade", ("speaker", "topic")),
    ("who said that?", WHO, (), "trade", ("topic",)),
    ("did he deny it?", CHECK, (WANG,), "trade", ("speaker", "topic")),
    ("does he trust putin then", SAID, (WANG,), "trust putin", ("speaker",)),
    ("and the mood of putin", SAID, (WANG,), "the mood of putin", ("speaker",)),
    ("tariffs too?", SAID, (WANG,), "tariffs", ("speaker",)),
    ("what did putin call him", SAID, (PUTIN,), WANG, ("topic",)),
    ("and what did he say later that day", SAID, (WANG,), "trade", ("speaker", "topic")),
    ("what did brandt say about taxes", SAID, (BRANDT,), "taxes", ()),
    ("what did they say?", SAID, (WANG,), "trade", ("speaker", "topic")),
    ("and what did putin say?", SAID, (PUTIN,), "trade", ("topic",)),
    ("what did putin say to that?", SAID, (PUTIN,), "trade", ("topic",)),
    ("how did putin respond?", SAID, (PUTIN,), "trade", ("topic",)),
    ("putin's view?", SAID, (PUTIN,), "trade", ("topic",)),
    ("putin, exact words", SAID, (PUTIN,), "trade", ("topic",)),
    # whole questions
    ("did brandt say taxes will rise", CHECK, (BRANDT,), "taxes will rise", ()),
    ("what did putin say?", LIST, (PUTIN,), "", ()),
    ("what did putin say too?", LIST, (PUTIN,), "", ()),
    ("what did merkel say?", SAID, (), "", ()),
    ("list all quotes by putin", LIST, (PUTIN,), "", ()),
]


@pytest.mark.parametrize(("question", "intent", "speakers", "topic", "inherited"), FOLLOWUPS)
def test_follow_up_takes_over_what_it_leaves_out_and_names_it(
    question: str, intent: Intent, speakers: tuple[str, ...], topic: str, inherited: tuple[str, ...]
) -> None:
    query = parse(question, PEOPLE, BEFORE)
    assert (query.intent, query.speakers, query.topic, query.inherited) == (intent, speakers, topic, inherited)


def test_a_bare_name_is_who_is_asked_next_or_else_what_is_asked_about() -> None:
    query = parse("and Putin?", PEOPLE, BEFORE)
    assert query.otherwise is not None
    assert (query.otherwise.speakers, query.otherwise.topic, query.otherwise.inherited) == (
        (WANG,),
        "putin",
        ("speaker",),
    )


def test_small_talk_in_between_leaves_nothing_to_inherit() -> None:
    assert parse("and about Russia?", PEOPLE, parse("thanks", PEOPLE)).speakers == ()


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_exception(question: str) -> None:
    query = parse(question, PEOPLE, BEFORE)
    assert isinstance(query, Query)
    assert set(query.speakers) | set(query.readings) <= set(PEOPLE.entries)


@given(
    st.lists(
        st.sampled_from(
            "did wang say about \" ' who compare putin and on ? ; -- DROP * NEAR( 2016 \x00 \u202e".split(" ")
        ),
        max_size=25,
    ).map(" ".join)
)
def test_syntax_of_other_languages_is_only_text(question: str) -> None:
    assert parse(question, PEOPLE).text == question
