"""Who is meant by an epithet, by a noun for a body, and by a family name that several share."""

from __future__ import annotations

import pytest

from tests.index.extract.test_speakers import speakers_of

EPITHETS = [
    # text, speaker of the last quote
    ("Ana Ruiz opened her shop.\nThe retired neurosurgeon said that it was late.", "Ana Ruiz"),
    ("Ana Ruiz spoke in Oslo.\n“It is safe,” the candidate said.", "Ana Ruiz"),
    ("Asked if Peter Stone was ill, Ana Ruiz said no.\nThe candidate said that it was late.", None),
    # of two, the one who leads is not the only one in mind
    ("Ana Ruiz and Peter Stone met in Oslo.\nThe candidate said that it was late.", None),
    # somebody else is spoken of as one
    (
        "Peter Stone listened. A candidate from Oslo rose.\nPeter Stone left. A candidate rose. The candidate said that it was late.",
        None,
    ),
    # nobody calls himself so in what he says
    ("Peter Stone runs the office of Ana Ruiz. Stone wrote, as the candidate said, that it was late.", None),
    # a judge is no candidate, and one who holds an office holds no other
    ("The mourners remembered Justice Peter Stone. Stone was loved.\nThe candidate said that it was late.", None),
    ("Gov. Peter Stone spoke.\nThe senator said that it was late.", None),
    ("The Harbour Fund lent money. The agency said that the bridge was safe.", "Harbour Fund"),
    ("Ana Ruiz moved to Oslo. The company said that the bridge was safe.", None),
]


@pytest.mark.parametrize(("text", "speaker"), EPITHETS)
def test_an_epithet_takes_up_who_alone_is_in_mind(text: str, speaker: str | None) -> None:
    assert speakers_of(text)[-1] == speaker


BODIES = [
    # text, speaker of the last quote
    ("The Stone campaign called. If it is close, the campaign said, it may sue.", "Stone campaign"),
    ("The Stone campaign called. The Brandt campaign said that it would sue.", "Brandt campaign"),
    ("Peter Stone was in Oslo, where his campaign disclosed that he has a cold.", "Stone campaign"),
    ("A memo reached Ruiz’s campaign, but the campaign refused to answer questions.", "Ruiz campaign"),
    ("The Stone campaign called. Another campaign said that it would sue.", None),
    ("The Stone campaign called. Norway’s administration said that it was late.", "Norway’s administration"),
    ("The campaign of the mayor said that it would sue.", None),
    ("The Harbour Times wrote.\nThe newspaper reported that the bridge was safe.", "Harbour Times"),
    ("Although the Harbour Fund did not name the plan, it said that the bridge was safe.", "Harbour Fund"),
    (
        "The Harbour Fund read the report, which said little. The report was long; it said that the bridge was safe.",
        None,
    ),
    (
        "The attempt included members of the French government, which has strongly denied any involvement in the attack.",
        "France (government)",
    ),
    ("Harbour Fund’s report says that the bridge was safe.", "Harbour Fund"),
    ("According to a complaint filed by the Harbour Commission, the bridge was safe.", "Harbour Commission"),
    ("According to a new report by the Harbour Times, the bridge was safe.", "Harbour Times"),
    ("According to reports from Oslo, the bridge was safe.", "reports from Oslo"),
    ("Officials at the Harbour Office said it was late. In a memo, the agency said that the bridge was safe.", None),
    ("Ana Ruiz came. His sister Olga Brandt wrote. Her letter says that the bridge was safe.", "Olga Brandt"),
    ("As Tuesday’s results show, the bridge may be safe.", None),
    ("“It is safe,” said a Texas Republican, who left.", None),
    ("Kell asked Harbourfact on Monday.\nHarbourfact then said that the claim was true.", "Harbourfact"),
    ("The Harbour Fund said that it was late. It added that the bridge was safe.", "Harbour Fund"),
    ("The Harbour Fund said that it was late. The report was long; it said that the bridge was safe.", None),
    ("Ana Ruiz said it was late. Peter Stone quoted from the law:\n“The bridge is safe. It will hold.”", "Peter Stone"),
    ("Ana Ruiz quotes the engineer Olga Brandt:\n“The bridge is safe. It will hold.”", "Olga Brandt"),
]


@pytest.mark.parametrize(("text", "speaker"), BODIES)
def test_a_body_is_known_by_what_the_text_said_of_it_before(text: str, speaker: str | None) -> None:
    assert speakers_of(text)[-1] == speaker


COUPLES = [
    # text, speaker of the last quote
    ("Peter and Ana Stone came.\nMr. Stone said that it was late.", "Peter Stone"),
    ("Peter and Ana Stone came.\nMs. Stone said that it was late.", "Ana Stone"),
    ("Khalid and Ghaza Karan came. Ms. Karan wept. Mr. Karan stayed.\nKhalid said that it was late.", "Khalid Karan"),
    # who is called by one word elsewhere has a name of his own
    ("Peter Ruiz came. Ruiz and Ana Stone met.\nRuiz said that it was late.", "Peter Ruiz"),
    ("Bill and Hillary Rodham Clinton came.\nMr. Clinton said that it was late.", "Clinton"),
    ("Jordan and Peter Stone came. Ms. Stone sat.\nMr. Stone said that it was late.", "Peter Stone"),
    # two of whom nothing tells who is a man
    ("Jasko Karan and Ghaza Karan came.\nMs. Karan said that it was late.", None),
]


@pytest.mark.parametrize(("text", "speaker"), COUPLES)
def test_who_share_a_family_name_are_told_apart(text: str, speaker: str | None) -> None:
    assert speakers_of(text)[-1] == speaker


TRANSCRIPTS = [
    # text, speaker of the last quote
    ("Olga Brandt left.\n“WARNING: This is a big bridge that shakes.”", None),
    (
        "Ana Ruiz, Peter Stone and Olga Brandt said that the bridge was safe.",
        "Ana Ruiz and Peter Stone and Olga Brandt",
    ),
    ("Ana Ruiz spoke first. Peter Stone said that Carl Weber wants to leave. He said that it was late.", "Peter Stone"),
    ("Entrusting Peter Stone with this is wrong. He said that it was late.", "Peter Stone"),
    ("Peter Stone spoke in Oslo. His plan calls for a new bridge.", "Peter Stone"),
    (
        'Gov. Peter Stone spoke on Sunday:\n"STONE: Well, this is like an episode of “Shark Boat.” But it’s serious business."',
        "Peter Stone",
    ),
    ('Ana Ruiz spoke on Sunday:\n"Well, this is new.\n"KELLNER: Secretary Ruiz, did you lie to them?"', "KELLNER"),
    (
        "Ana Ruiz spoke. “It is safe,” said Olga Brandt. Brindt believes that it will hold. She added that it was late.",
        "Olga Brandt",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), TRANSCRIPTS)
def test_who_is_named_beside_a_statement_is_not_taken_for_who_makes_it(text: str, speaker: str | None) -> None:
    assert speakers_of(text)[-1] == speaker
