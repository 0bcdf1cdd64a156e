"""What an answer says beside its passages: who is not there, who speaks most, and which days were asked about."""

from __future__ import annotations

import pytest

from index import open_index
from index.build import build
from index.schema import Reason, Status, Verdict
from index.search import render
from index.search.engine import Index
from index.store.encoder import SentenceEncoder

ARTICLE = """Harbour bridge to open in May

Mayor Ana Ruiz said on Monday that the harbour bridge would open in May. “The bridge is safe,” Ruiz told reporters.

Union leader Luc Moreau said the rail strike was over.

Mayor Ana Ruiz denied that the harbour taxes had to rise. She declined to say whether a library was planned.

“Not all of the bolts of the bridge were tested,” said Peter Stone, an engineer.
"""

PUMPS = """Pumps of the dam are old

“The wall will hold for another century,” Nils Aker, an engineer, said. He said the lower village would flood if the
pumps failed. Aker asked whether the tests were paid for.

Governor Mara Quill rejected claims that the guards slept at night. Quill said the sluice was closed on Monday.
Aker doubted that the lake could be drained. He neither confirmed nor denied that the turbine was cracked. Quill may say next week that the road must be moved.
“Mayor Bach told me that the dredgers are coming,” said Quill.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Index:
    folder = tmp_path_factory.mktemp("turn")
    (folder / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    build([folder / "bridge.txt"], folder / "index", encoder)
    return open_index(folder / "index", encoder=encoder)


@pytest.fixture(scope="module")
def pumps(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Index:
    folder = tmp_path_factory.mktemp("pumps")
    (folder / "pumps.txt").write_text(PUMPS, encoding="utf-8")
    build([folder / "pumps.txt"], folder / "index", encoder)
    return open_index(folder / "index", encoder=encoder)


PARTNERS = [
    ("what did ruiz and merkel say about the bridge", True),
    ("compare ruiz with merkel on the bridge", True),
    ("did ruiz and merkel say the bridge is safe?", True),
    ("compare ruiz with moreau", False),
]


@pytest.mark.parametrize(("question", "told"), PARTNERS)
def test_a_second_speaker_whom_nobody_answers_to_is_told_beside_the_answer(
    index: Index, question: str, told: bool
) -> None:
    answer = index.ask(question)
    assert answer.citations[0].speaker == "Ana Ruiz"
    assert (render.nobody("merkel") in answer.text.split("\n")) == told


def test_those_who_say_most_are_counted_where_nobody_is_named(index: Index) -> None:
    answer = index.ask("who is quoted most?")
    totals = [count.direct + count.mixed + count.indirect for count in answer.counts]
    assert answer.counts[0].speaker == "Ana Ruiz"
    assert totals[0] > totals[1] == totals[2] == 1
    assert {citation.speaker for citation in answer.citations[:3]} == {"Ana Ruiz", "Luc Moreau", "Peter Stone"}


def test_those_who_say_most_on_a_topic_are_counted_by_what_is_on_it(index: Index) -> None:
    assert [count.speaker for count in index.ask("who says the most about bolts?").counts] == ["Peter Stone"]


def test_days_that_were_asked_about_are_told_where_nothing_is_found(index: Index) -> None:
    answer = index.ask("what did ruiz say about the bridge since 2015")
    assert (answer.status, answer.query.since) == (Status.ABSTAINED, "2015")
    assert "(Only articles since 2015 were asked about.)" in answer.text.split("\n")


CHECKS = [
    ("did ruiz say that the harbour taxes had to rise?", Verdict.ALTERED),
    ("did ruiz say that the harbour taxes did not have to rise?", Verdict.PARAPHRASE),
    ("did ruiz deny that the harbour taxes had to rise?", Verdict.PARAPHRASE),
    ("did ruiz say that the bridge is not safe?", Verdict.ALTERED),
    ("did stone say all of the bolts of the bridge were tested?", Verdict.ALTERED),
]


@pytest.mark.parametrize(("question", "verdict"), CHECKS)
def test_a_claim_in_the_very_words_of_its_opposite_is_not_confirmed(
    index: Index, question: str, verdict: Verdict
) -> None:
    answer = index.ask(question)
    assert answer.verdict is verdict
    assert (answer.detail is not None) == (verdict is Verdict.ALTERED)


ASKED = [
    # what is said is not denied
    ("did aker deny that the wall will hold for another century?", Verdict.ALTERED),
    ('did aker deny "the wall will hold"?', Verdict.ALTERED),
    ('did aker say "the wall will hold"?', Verdict.VERBATIM),
    ("did quill deny that the sluice was closed on monday?", Verdict.ALTERED),
    ("did quill deny that the wall will hold for another century?", Verdict.NOT_FOUND),
    # what is rejected
    ("did quill say that the guards slept at night?", Verdict.ALTERED),
    ("did quill deny that the guards slept at night?", Verdict.PARAPHRASE),
    ("did quill reject claims that the guards slept at night?", Verdict.PARAPHRASE),
    # what hangs on something else, or is asked
    ("did aker say that the lower village would flood?", Verdict.ALTERED),
    ("did aker say that the lower village would flood if the pumps failed?", Verdict.PARAPHRASE),
    ("did aker say that the tests were paid for?", Verdict.ALTERED),
    # what is doubted, left open or not said
    ("did aker say that the lake could be drained?", Verdict.ALTERED),
    ("did aker say that the turbine was cracked?", Verdict.ALTERED),
    ("did aker deny that the turbine was cracked?", Verdict.ALTERED),
    ("did quill say that the road must be moved?", Verdict.UNDETERMINED),
    # what is heard of others
    ("did quill say that the dredgers are coming?", Verdict.SECOND_HAND),
    ("did quill say that mayor bach told me that the dredgers are coming?", Verdict.VERBATIM),
]


@pytest.mark.parametrize(("question", "verdict"), ASKED)
def test_what_is_denied_supposed_or_asked_is_not_what_is_said(pumps: Index, question: str, verdict: Verdict) -> None:
    assert pumps.ask(question).verdict is verdict


FIRST_NAMES = [
    ("peter halvorsen on the bolts", Reason.UNKNOWN_SPEAKER),
    ("what did peter halvorsen say about the bolts", Reason.UNKNOWN_SPEAKER),
    ("what did peter publicly say about the bolts", None),
    ("peter stone on the bolts", None),
    ("peter on the bolts", None),
    ("peter ston on the bolts", None),
]


@pytest.mark.parametrize(("question", "reason"), FIRST_NAMES)
def test_who_has_another_family_name_is_not_who_has_that_first_name(
    index: Index, question: str, reason: Reason | None
) -> None:
    assert index.ask(question).reason is reason
