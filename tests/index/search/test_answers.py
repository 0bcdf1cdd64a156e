"""Questions to answers on real text: the seed article and two of our own, with the real rules and the real encoder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import open_index
from index.build import build
from index.change import Change, Difference
from index.errors import QuestionError
from index.schema import Answer, Intent, Kind, Query, Reason, Status, Style, Verdict
from index.search import render
from index.search.engine import Index
from index.search.wire import answer_to_json, query_from_json, query_to_json
from index.store.encoder import SentenceEncoder

ARTICLE = Path(__file__).parents[3] / "seeds/putin-xi-wang.txt"

BRIDGE = """Harbour bridge to open in May, mayor says

Mayor Ana Ruiz said on Monday that the harbour bridge would open in May and could carry 40,000 cars a day.

“The steel is tested and the bridge is safe,” Ruiz told reporters. “Nobody has to worry.”

The bridge cost nine million euros more than planned. That is an embarrassment for the town hall.

Peter Stone, an engineer who resigned in March, denied that the tests were complete.

“They tested half of the bolts,” Stone said. “I would not drive over it.”

Olga Brandt watched the ceremony from the quay.

“Ruiz told me, ‘you will be the first to cross it,’ and I laughed,” said Iva Lenz, a cyclist.
"""

STRIKE = """Rail strike ends after nine days

Union leader Luc Moreau said the strike was over, but that the union would not accept a pay freeze.

“We never asked for a fortune,” Moreau said in a statement. “We asked for 4 percent.”

It was claimed that the company had threatened to close the depot.

Maria Stone, who runs the depot, said that Moreau had told her the workers were tired.

Stone said trains would run again on Friday.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Index:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "strike.txt").write_text(STRIKE, encoding="utf-8")
    root = tmp_path_factory.mktemp("answers") / "index"
    build([folder, ARTICLE], root, encoder)
    return open_index(root, encoder=encoder)


def first(answer: Answer) -> str:
    return answer.citations[0].quote


FOUND = [
    # question, speaker of the first citation, words it must hold
    ("what did the mayor say about the bridge?", "Ana Ruiz", "bridge"),
    ("ana ruiz on cars", "Ana Ruiz", "40,000 cars"),
    ("what did peter stone say about bolts", "Peter Stone", "half of the bolts"),
    ("moreau on pay", "Luc Moreau", "pay freeze"),
    ("what did the union leader want, in percent? moreau on percent", "Luc Moreau", "4 percent"),
    ("what did maria stone say about trains", "Maria Stone", "trains would run"),
    ("wang on third parties", "Wang Yi", "third-party"),
    ("wnag yi on multipolarity", "Wang Yi", "multipolarization"),
    ("brinkin about consequences", "Antony Blinken", "consequences"),
    ("peskov on chinese aid", "Dmitry Peskov", "issue"),
    ('who said "I would not drive over it"?', "Peter Stone", "I would not drive over it"),
    ("who said the bridge is safe", "Ana Ruiz", "the bridge is safe"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "speaker", "words"), FOUND)
def test_first_passage_is_the_asked_speakers_and_on_the_topic(
    index: Index, question: str, speaker: str, words: str
) -> None:
    answer = index.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].speaker == speaker
    assert words in first(answer)


ABSTAINED = [
    ("what did merkel say about trade", Reason.UNKNOWN_SPEAKER),
    ("what did olga brandt say about the ceremony", Reason.NEVER_QUOTED),
    ("what did xi say about the war", Reason.NEVER_QUOTED),
    ("what did luc moreau say about volcanoes", Reason.NOT_ON_THIS),
    ("moreau on the pay freeze before the election", Reason.UNRESOLVED_DATE),
    ("what is said about volcanoes", Reason.NOTHING_FOUND),
    ("что сказал кто-то о погоде", Reason.UNSUPPORTED_LANGUAGE),
    ("Wer hat gesagt, dass die Brücke sicher ist?", Reason.UNSUPPORTED_LANGUAGE),
]


@pytest.mark.parametrize(("question", "reason"), ABSTAINED)
def test_abstention_names_the_part_that_failed_and_cites_nothing(index: Index, question: str, reason: Reason) -> None:
    answer = index.ask(question)
    assert (answer.status, answer.reason, answer.citations) == (Status.ABSTAINED, reason, ())
    assert answer.text


VERDICTS = [
    ('did ruiz say "the bridge is safe"?', Verdict.VERBATIM, "Ana Ruiz"),
    ('did stone say "I would not drive over it"?', None, None),
    ('did peter stone say "I would not drive over it"?', Verdict.VERBATIM, "Peter Stone"),
    ('did luc moreau say "the bridge is safe"?', Verdict.MISATTRIBUTED, "Ana Ruiz"),
    ("did ruiz say the bridge would carry 90,000 cars a day?", Verdict.ALTERED, "Ana Ruiz"),
    ("did ruiz say the harbour bridge would open in May?", Verdict.PARAPHRASE, "Ana Ruiz"),
    ("is it true that ruiz called it an embarrassment for the town hall", Verdict.NARRATION_NOT_QUOTE, None),
    ("did ruiz say penguins can fly?", Verdict.NOT_FOUND, None),
    ('did ruiz really answer "nobody has to worry"?', Verdict.VERBATIM, "Ana Ruiz"),
    ('did ruiz say "the steel is not tested and the bridge is safe"?', Verdict.ALTERED, "Ana Ruiz"),
    ('did moreau say "we asked for 14 percent"?', Verdict.ALTERED, "Luc Moreau"),
    ("did moreau say the union asked for 40 percent?", Verdict.ALTERED, "Luc Moreau"),
    ('did ana ruiz say "you will be the first to cross it"?', Verdict.SECOND_HAND, "Iva Lenz"),
    ('did zelensky say "the bridge is safe"?', Verdict.MISATTRIBUTED, "Ana Ruiz"),
    ("did zelensky say the harbour bridge would open in May?", Verdict.MISATTRIBUTED, "Ana Ruiz"),
    ("did zelensky say penguins can fly?", Verdict.NOT_FOUND, None),
    ('"We never asked for a fortune" - is that quote real?', Verdict.VERBATIM, "Luc Moreau"),
    ("did putin say trade hit $300bn?", Verdict.ALTERED, "Vladimir Putin"),
    ('did putin say relations reached "new ground"?', Verdict.UNDETERMINED, None),
]


@pytest.mark.parametrize(("question", "verdict", "speaker"), VERDICTS)
def test_check_is_graded_and_rests_on_the_passage_it_shows(
    index: Index, question: str, verdict: Verdict | None, speaker: str | None
) -> None:
    answer = index.ask(question)
    assert answer.verdict == verdict
    if speaker is not None:
        assert answer.citations[0].speaker == speaker


def test_a_difference_is_named(index: Index) -> None:
    answer = index.ask("did ruiz say the bridge would carry 90,000 cars a day?")
    assert answer.detail == Difference(Change.OTHER, ("could carry 40,000 cars",), ("90,000",))
    assert "The difference: said “could carry 40,000 cars”, not “90,000”." in answer.text


def test_two_people_of_one_family_name_are_asked_about(index: Index) -> None:
    answer = index.ask("what did stone say?")
    assert answer.status is Status.CLARIFY
    assert set(answer.choices) == {"Peter Stone", "Maria Stone"}


@pytest.mark.parametrize(
    ("question", "speaker"), [("what did stone say about bolts?", "Peter Stone"), ("stone on trains", "Maria Stone")]
)
def test_the_topic_tells_who_is_meant_where_only_one_of_them_speaks_on_it(
    index: Index, question: str, speaker: str
) -> None:
    answer = index.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.query.speakers == (speaker,)
    assert {citation.speaker for citation in answer.citations} == {speaker}


IN_OTHER_LANGUAGES = [
    *("что ван сказал о третьих странах?", "王毅说了什么", "что думает Ван"),
    *("Was hat Wang über Drittparteien gesagt?", "¿Qué dijo Wang sobre terceros?"),
]


@pytest.mark.parametrize("question", IN_OTHER_LANGUAGES)
def test_of_another_language_only_names_are_understood_and_the_answer_says_so(index: Index, question: str) -> None:
    answer = index.ask(question)
    assert (answer.status, answer.query.speakers) == (Status.ANSWERED, ("Wang Yi",))
    assert {citation.speaker for citation in answer.citations} == {"Wang Yi"}
    assert answer.text.startswith(render.ONLY_NAMES)
    assert answer.reason is Reason.UNSUPPORTED_LANGUAGE


def test_pronoun_without_antecedent_is_asked_about(index: Index) -> None:
    assert index.ask("what did he say?").status is Status.CLARIFY


def test_follow_up_keeps_the_speaker_and_says_so(index: Index) -> None:
    before = index.ask("what did moreau say about the strike?")
    answer = index.ask("and about pay?", previous=before.query)
    assert answer.citations[0].speaker == "Luc Moreau"
    assert "taken from the question before" in answer.text


def test_exact_words_cites_no_reported_speech(index: Index) -> None:
    answer = index.ask("what were ruiz's exact words about the bridge?")
    assert {citation.style for citation in answer.citations} <= {Style.DIRECT, Style.MIXED}
    assert answer.citations


def test_comparison_has_both_sides_among_its_first(index: Index) -> None:
    answer = index.ask("compare what ruiz and peter stone say about the bridge")
    assert {citation.speaker for citation in answer.citations[:2]} == {"Ana Ruiz", "Peter Stone"}


def test_comparison_admits_that_one_side_says_nothing_on_it(index: Index) -> None:
    answer = index.ask("compare what luc moreau and ana ruiz say about the pay freeze")
    assert "Nothing of Ana Ruiz’s is about “the pay freeze”." in answer.text
    assert "Nothing of Luc Moreau’s" not in answer.text
    assert "comes nearest" in render.silent("Ana Ruiz", "trains", shown=True)


def test_count_states_its_rule(index: Index) -> None:
    answer = index.ask("how many times is peter stone quoted?")
    assert answer.total == 2
    assert "parts and repeats of one statement count once" in answer.text


def test_however_much_somebody_says_all_of_it_is_counted_and_listed(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.rank.POOL", 1)
    assert index.ask("how many times is wang yi quoted?").total == 6
    assert len(index.ask("give me all quotes by wang yi").citations) == 6


def test_narration_and_unnamed_sources_are_credited_to_nobody(index: Index) -> None:
    for entry in index.speakers():
        answer = index.ask(f"give me all quotes by {entry.speaker.name}")
        for citation in answer.citations:
            assert "embarrassment" not in citation.quote
            assert "threatened to close" not in citation.quote


def test_citations_are_slices_of_their_documents(index: Index) -> None:
    for question, _, _ in FOUND:
        for citation in index.ask(question).citations:
            document = index.generation.document(citation.doc)
            assert citation.quote == document.text[citation.start : citation.end]
            assert citation.sha256 == document.sha256
            assert all(citation.start <= part.start < part.end <= citation.end for part in citation.parts)


def test_every_quoted_passage_of_the_text_stands_in_its_document(index: Index) -> None:
    answer = index.ask("give me all quotes by ana ruiz")
    for citation in answer.citations:
        text = index.generation.document(citation.doc).text
        assert all(part.of(text) for part in citation.parts)
    for shown in re.findall(r"“([^”…]+)”", answer.text):
        assert any(shown in index.generation.document(c.doc).text for c in answer.citations)


def test_context_is_the_text_around_the_passage(index: Index) -> None:
    citation = index.ask("peter stone on bolts").citations[0]
    context = index.context(citation)
    assert citation.quote in context
    assert len(context) > len(citation.quote)


SMALL_TALK = [("thx!", True), ("ok cool", True), ("hi", False), ("👍", False), ("🙂🙂", False), ("...", False)]


@pytest.mark.parametrize(("question", "thanked"), SMALL_TALK)
def test_small_talk_is_told_how_to_ask_and_thanks_are_returned(index: Index, question: str, thanked: bool) -> None:
    answer = index.ask(question)
    assert (answer.status, answer.query.intent, answer.citations) == (Status.ANSWERED, Intent.SMALL_TALK, ())
    assert answer.text == (f"{render.WELCOME}\n{render.GREETING}" if thanked else render.GREETING)


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_refused(index: Index, question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        index.ask(question)


def test_an_endless_question_is_refused(index: Index) -> None:
    with pytest.raises(QuestionError, match="10,000 characters"):
        index.ask("x" * 10_000)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=120).filter(str.strip))
def test_any_text_gets_an_answer_or_an_abstention(index: Index, question: str) -> None:
    answer = index.ask(question)
    assert answer.text
    assert (answer.status is Status.ABSTAINED) <= (answer.citations == ())


ODD = [
    "???",
    "'; DROP TABLE records; --",
    '" OR 1=1',
    "NEAR(a b)",
    "a* AND b*",
    "\x00\x01",
    "😀😀",
    "ﷺ",
    "\u202eabc",
    "ruiz " * 300,
]


@pytest.mark.parametrize("question", ODD)
def test_odd_questions_never_raise(index: Index, question: str) -> None:
    assert index.ask(question).text


def test_query_survives_the_way_through_json(index: Index) -> None:
    query = index.ask("what did wang say in 2016 about trade, exact words?").query
    assert query_from_json(query_to_json(query)) == query


def test_answer_has_the_fixed_keys_on_the_wire(index: Index) -> None:
    fields = answer_to_json("q1", index.ask("wang on third parties"))
    assert list(fields)[:7] == ["id", "status", "intent", "verdict", "reason", "text", "citations"]
    wanted = "doc start end quote sha256 speaker style addressee kind score title outlet date url".split()
    assert list(fields["citations"][0])[: len(wanted)] == wanted
    assert 0 <= fields["citations"][0]["score"] <= 1


def test_checks_of_narration_cite_a_sentence_without_a_speaker(index: Index) -> None:
    (citation, *_) = index.ask("is it true that ruiz called it an embarrassment for the town hall").citations
    assert (citation.kind, citation.speaker) == (Kind.SENTENCE, None)


def test_a_state_with_unknown_keys_is_still_read() -> None:
    fields = query_to_json(Query("x", Intent.LIST)) | {"new": 1}
    assert query_from_json(fields) == Query("x", Intent.LIST)
