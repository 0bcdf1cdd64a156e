"""Who a source is, on sentences of our own: one table a way in which the press refers to people and organisations."""

from __future__ import annotations

from functools import cache

import pytest

from index.extract import extract
from index.schema import Document, Quote


@cache
def quotes_of(text: str) -> tuple[Quote, ...]:
    (extraction,) = extract([Document("doc", text)])
    return extraction.quotes


def speakers_of(text: str) -> list[str | None]:
    return [quote.speaker for quote in quotes_of(text)]


HEADLINES = [
    # text: a headline in capitals, and the article's sentence; who is quoted in both
    ("Olga Brandt Defends Her Record Against Critics\nOlga Brandt said the plant was safe.", "Olga Brandt"),
    ("Plant Safe for Workers, Says Olga Brandt\nBrandt said the plant was safe.", "Olga Brandt"),
    ("Brandt Tells Workers the Plant Is Safe\nOlga Brandt said the plant was safe.", "Olga Brandt"),
    ("OLGA BRANDT: The plant is safe, and it will stay open.\nBRANDT: We will not close it.", "Olga Brandt"),
]


@pytest.mark.parametrize(("text", "speaker"), HEADLINES)
def test_a_name_in_capitals_is_the_name_of_the_text_below(text: str, speaker: str) -> None:
    assert set(speakers_of(text)) == {speaker}


NAMES = [
    # text, speaker of the last quote
    ("Olga Brandt runs the plant.\n“It is safe,” Olga said.", "Olga Brandt"),
    ("Robert Stone runs the plant.\n“It is safe,” Bob Stone said.", "Robert Stone"),
    ("Shipowner Robert Stone disagreed.\n“It is safe,” Stone said.", "Robert Stone"),
    ("Margarita Vasilopoulos runs the plant.\n“It is safe,” Vasilopuolos said.", "Margarita Vasilopoulos"),
    ("Tyra McAllenby and Jo Rask spoke.\n“It is safe,” McAlenby said.", "Tyra McAllenby"),
    ("The Norwegian Harbour Association met in Oslo.\nThe NHA said that the bridge was safe.", "Norwegian Harbour Association"),
    ("The Harbour Times called.\nThe Times reported that the bridge was safe.", "Harbour Times"),
    ("Prince Karim Bin Tarouk arrived.\n“It is safe,” Prince Karim said.", "Karim Bin Tarouk"),
    ("Lawyer and former mayor Ana Ruiz said the bridge was safe.", "Ana Ruiz"),
    ("The Stones came by boat. Peter Stone met them.\n“It is safe,” he said.", "Peter Stone"),
    ("Party contender and former surgeon Luc Moreau said the bridge was safe.", "Luc Moreau"),
    ("An email from Neera Tanden tells more. Tanden wrote that it was late.", "Neera Tanden"),
    ("Amadou Magassa sold water.\nAmadou estimated that he sold 40 bottles.", "Amadou Magassa"),
    ("“It is safe,” his friend Mahamat Saleh Oumar said.", "Mahamat Saleh Oumar"),
    ("A spokeswoman for the police, Sergeant Mona Vik, said that the bridge was closed.", "Mona Vik"),
    ("A spokeswoman for the Harbour Police, Sergeant Mona Vik, said that the bridge was closed.", "Mona Vik"),
    ("A pilot who saw the accident, Callum Reyes, said that the bridge was closed.", "Callum Reyes"),
    ("Ana Ruiz -- “We will appeal the ruling, and we will win in the end.”", "Ana Ruiz"),
    ("“We will appeal the ruling, and we will win in the end.” — Ana Ruiz", "Ana Ruiz"),
    ("“We will appeal the ruling, and we will win in the end.” ― Ana Ruiz.", "Ana Ruiz"),
    # a name that nothing tells to be a person's is not taken, but neither is the speaker before
    ("“It is late,” Peter Stone said.\n“We will appeal the ruling, and we will win in the end.” ― Jaklyn Zzyx", None),
    ("Peter Stone left.\nANA RUIZ -- ''We will appeal the ruling, and we will win in the end.''", "Ana Ruiz"),
    ("The Kessian Water Board met on Monday.\nThe Board said that the water was safe.", "Kessian Water Board"),
    ("The Kessian Water Board met on Monday.\nThe Water Board said that the water was safe.", "Kessian Water Board"),
    ("The Port of Kessia closed.\nThe Port of Kessia said that the pier was safe.", "Port of Kessia"),
    ("“The bridge is safe,” said engineer Luc Moreau, who added that it would open in May.", "Luc Moreau"),
    # a country is called so, too
    ("Rep. Jim Jordan arrived.\nThe bridge was safe, Jordan said.", "Jim Jordan"),
    ("Rep. Jim Jordan left for Chad.\nJordan said on Monday that the bridge was safe.", "Jim Jordan"),
    ("Georgia said on Monday that the bridge was safe.", "Georgia (government)"),
    # what somebody is in short is no name; a relative clause behind an apposition is about whom that is of
    ("Brandt funded Bridge45, a super PAC that says the bridge is safe.", "Bridge45"),
    ("The prize went to Olga Brandt, an engineer from Oslo who said the bridge was safe.", "Olga Brandt"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), NAMES)
def test_a_part_or_a_variant_of_a_name_is_its_bearer(text: str, speaker: str) -> None:
    assert speakers_of(text)[-1] == speaker


NAMESAKES = [
    ("Peter Stone opened the plant.\n“It is safe,” Peter Stone Jr. said.", "Peter Stone Jr."),
    ("Peter Stone Jr. opened the plant.\nPeter Stone said that it was late.", "Peter Stone"),
    ("Peter Stone Jr. opened the plant.\nStone said that it was late.", "Peter Stone Jr."),
    ("Stone Sees a Personal Insult in the Vote\n“It’s about me,” President Stone said.\nMr. Stone left. He is helped by the first lady, Ana Stone.", "Stone"),
    # text, speaker of the last quote
    # the name was hers before he came up
    ("Ana Stone won the vote.\nStone had run before.\nHer brother Peter Stone watched.\nStone said it was late.", "Ana Stone"),
    # the subject just named in full
    ("Ana Stone won the vote.\nStone had run before.\nPeter Stone watched. Stone said it was late.", "Peter Stone"),
    # brought in first, and named more often
    ("Peter Stone came home.\nPeter Stone greeted his wife, Ana Stone.\n“It is late,” Stone said.", "Peter Stone"),
    # he is never named in full, and is not the one who is
    ("Mr. Stone came home and greeted Ana Stone.\n“It is late,” Mr. Stone said.", "Stone"),
    ("President Stone came home.\nHis wife, Ana Stone, was out.\n“It is late,” Stone said.", "Stone"),
    ("Senator Ana Stone met Judge Peter Stone.\nSenator Stone said it was late.", "Ana Stone"),
    ("Senator Ana Stone met Judge Peter Stone.\nMr. Stone said it was late.", "Peter Stone"),
    ("Ana Stone and Peter Stone own the mill.\nMrs. Stone said it was late.", "Ana Stone"),
    # how the text goes on about her; a relative who is named in passing does not take over
    ("Ana Ruiz won.\nShe left for Oslo.\nIt was a long way.\nThe doctor Peter Ruiz came.\nRuiz fell out with her party and said it was late.", "Ana Ruiz"),
    ("Ana Ruiz won. Ana Ruiz left.\nIt was late.\nThe hall was full.\nHer husband, the doctor Peter Ruiz, was out.\nRuiz said it was late.", "Ana Ruiz"),
    # which of them is not told
    ("Ana Stone and Peter Stone own the mill.\nStone said it was late.", None),
    ("Ana Stone owns the mill. Peter Stone runs it.\n“It is late,” Stone wrote.", None),
    ("Ana Stone and Peter Stone own the mill.\nStone and Olga Brandt said it was late.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), NAMESAKES)
def test_of_two_bearers_of_a_name_the_text_tells_which(text: str, speaker: str | None) -> None:
    assert speakers_of(text)[-1] == speaker


PRONOUNS = [
    # text, speaker of the last quote
    ("Peter Stone leads the union.\n“If Carl Weber wants to close the plant, we will strike,” he said.", "Peter Stone"),
    ("Peter Stone leads the union. The strike is legal, he said after a talk with Weber aides, because he said the law allowed it.\nCarl Weber left.", "Peter Stone"),
    ("Ana Ruiz said the bridge was safe.\nOne critic is Olga Brandt, an engineer from Oslo. She said the bridge would fall.", "Olga Brandt"),
    ("Ana Ruiz’s engineer, Olga Brandt, came later. She said the bridge would fall.", "Olga Brandt"),
    # who is called "she" once is no "he" later
    ("The planner Aster Lindqvist came. “It is late,” she said.\nLindqvist left. He said it was early.", None),
    ("My father bought a Luc Moreau boat.\n“It floats,” my father often said.\nHe also said the bridge would fall.", None),
    ("My father bought a Luc Moreau boat. He said the bridge would fall.", None),
    # the engineer, whoever that is, stands nearer
    ("Peter Stone came. The engineer shook his head. He said the bridge would fall.", None),
    ("The Harbour Times praised the bridge. “It is safe,” it said.", "Harbour Times"),
    ("Peter Stone spoke for an hour. He met the union man Carl Weber. He said the strike would go on.", "Peter Stone"),
    # he was just brought in, behind what he is
    ("Peter Stone runs the port. A pilot who saw it, Callum Reyes, told the court that the light was out.\n“I could not see the pier,” he wrote.", "Callum Reyes"),
    ("Peter Stone spoke for an hour.\nThe crowd waved flags.\nHe said the strike would go on.", "Peter Stone"),
    # a role noun in this paragraph comes before who spoke in the one before
    ("President Peter Stone arrived.\nLuc Moreau, one of the president’s aides, recalled that Stone liked books.\nThe president’s early years came up as well. In Oslo last week, he told a meeting that few people knew the bridge.", "Peter Stone"),
    ("The Harbour Times did a check on Monday. On Tuesday they announced that the bridge was safe.", "Harbour Times"),
    ("The Harbour Times asked two guards on Monday. On Tuesday they announced that the bridge was safe.", None),
    # things say nothing
    ("Peter Stone’s promises were many. On Tuesday they said that the bridge was safe.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), PRONOUNS)
def test_a_pronoun_is_the_one_whom_the_text_has_in_mind(text: str, speaker: str) -> None:
    assert speakers_of(text)[-1] == speaker


ROLES = [
    # text, speaker of the last quote
    ("Gov. Ana Ruiz arrived.\nThe governor said the bridge was safe.", "Ana Ruiz"),
    ("Rep. Peter Stone arrived.\nThe congressman said the bridge was safe.", "Peter Stone"),
    ("Luc Moreau, a structural engineer, arrived.\nThe engineer said the bridge was safe.", "Luc Moreau"),
    ("Sen. Ana Ruiz (D-Vt.) met Sen. Peter Stone of Texas.\nThe Texas senator said the bridge was safe.", "Peter Stone"),
    ("Sen. Ana Ruiz (D-Vt.) met Sen. Peter Stone of Texas.\nThe Vermont senator said the bridge was safe.", "Ana Ruiz"),
    ("Sen. Ana Ruiz (D-Vt.) met Sen. Peter Stone of Texas.\nThe Ohio senator said the bridge was safe.", None),
    ("Vice President Luc Moreau arrived.\nThe president said the bridge was safe.", None),
    ("Vice President Luc Moreau arrived.\nThe vice president said the bridge was safe.", "Luc Moreau"),
    ("Former President Luc Moreau met President Olga Brandt.\nThe president said the bridge was safe.", "Olga Brandt"),
    ("Former President Luc Moreau met President Olga Brandt.\nThe former president said the bridge was safe.", "Luc Moreau"),
    ("Sen. Ana Ruiz met the press.\nThe Democratic senator said the bridge was safe.", "Ana Ruiz"),
    ("Democratic Sen. Ana Ruiz met the press.\nThe Republican senator said the bridge was safe.", None),
    ("Mayor Ana Ruiz met the press.\nThe mayor of Oslo said the bridge was safe.", None),
    ("A spokesman for Mayor Ana Ruiz arrived.\nThe spokesman said the bridge was safe.", None),
    ("Congressman Peter Stone arrived.\nThe congresswoman said the bridge was safe.", None),
    ("The Harbour City Council met on Monday.\nThe council said the bridge was safe.", "Harbour City Council"),
    ("Ana Ruiz wrote to the Society of Norwegian Engineers.\nThe society said the bridge was safe.", "Society of Norwegian Engineers"),
    ("Helen Brandt, the transport minister, opened the bridge. The transport minister said the bridge was safe.", "Helen Brandt"),
    ("The Port of Kessia reopened.\nThe port said the bridge was safe.", "Port of Kessia"),
    ("The Dockers’ Union struck on Monday.\nThe union said the bridge was safe.", "Dockers’ Union"),
    ("Norrland Ferries Ltd reopened.\nThe company said the bridge was safe.", "Norrland Ferries Ltd"),
    ("In a talk with the hosts Luc Moreau and Ana Ruiz, the Norwegian candidate said the bridge was safe.", None),
    ("Ana Ruiz runs the Kessian Institute for Climate Impact Research.\nThe research showed that the bridge was safe.", None),
    ("Ana Ruiz runs the Kessian Institute for Climate Impact Research.\nThe institute said the bridge was safe.", "Kessian Institute for Climate Impact Research"),
    ("The Harbour Group left. A group for ferry users stayed, and the group said the bridge was safe.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), ROLES)
def test_a_definite_noun_is_its_bearer_if_nothing_speaks_against_it(text: str, speaker: str | None) -> None:
    assert speakers_of(text)[-1] == speaker


DESCRIBED = [
    # text, speaker of the last quote
    ("Stone’s lawyers said the bridge was safe.", "Stone’s lawyers"),
    ("Engineers in Norway, who know the bridge, said it was safe.", "Engineers in Norway"),
    ("Norwegian engineers said the bridge was safe.", "Norwegian engineers"),
    ("Harbour magazine wrote that the bridge was safe.", "Harbour magazine"),
    ("Republicans, worried about the vote, said the bridge was safe.", "Republicans"),
    ("Residents said the bridge was safe.", None),
    ("Few said the bridge was safe.", None),
    ("Grandmaster says the bridge is safe", None),
    ("Residents, including Ana Ruiz, said the bridge was safe.", None),
    ("BERGEN - Norwegian engineers said Friday that the bridge was safe.", "Norwegian engineers"),
    ("The head of Harbour Pictures Television and Brandt’s big, big boss said the bridge was safe.", "head of Harbour Pictures Television and Brandt’s big, big boss"),
    ("New Poll Shows Bridge Popular Among Voters\nIt was late.", None),
    ("Luc Moreau was never charged with a crime.", None),
    ("A new poll, Ruiz against Brandt, shows that the bridge is safe.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), DESCRIBED)
def test_a_group_keeps_its_description_if_that_names_something(text: str, speaker: str | None) -> None:
    assert speakers_of(text)[-1] == speaker


FIRST_PERSON = [
    # text, speaker of the report inside the quotation
    ("“I told the board that the bridge was safe,” Ana Ruiz said.", "Ana Ruiz"),
    ("“He told the board that the bridge was safe,” said Peter Stone of Luc Moreau.", None),
    ("“We told the board that the bridge was safe,” the Kremlin said.", "Russia (government)"),
    ("“We told the board that the bridge was safe,” Ana Ruiz said.", None),
    ("ANA RUIZ: I told the board that the bridge was safe.", "Ana Ruiz"),
    # nobody outside of the quotation
    ("Norwegians came to the hall.\n“I am not going to let them say that the bridge is safe,” Ana Ruiz said.", None),
    ("Luc Moreau left the hall.\n“He says that the bridge is safe, and it is not,” Ana Ruiz said.", None),
    ("“Luc Moreau is wrong. He says that the bridge is safe, and it is not,” Ana Ruiz said.", "Luc Moreau"),
]


@pytest.mark.parametrize(("text", "speaker"), FIRST_PERSON)
def test_who_says_i_is_who_is_quoted_and_who_is_he_is_somebody_else(text: str, speaker: str | None) -> None:
    reported = [quote for quote in quotes_of(text) if quote.nested_in is not None]
    assert {quote.speaker for quote in reported} <= {speaker}
    assert "Peter Stone" not in {quote.speaker for quote in reported}


def test_a_verb_without_a_source_of_its_own_shares_the_subject_of_the_one_before() -> None:
    text = "Luc Moreau brought up the old tunnel and later said, “It was never safe.”"
    assert speakers_of(text)[-1] == "Luc Moreau"


def test_who_is_made_to_say_something_is_who_says_it() -> None:
    text = "“It was never safe,” Ana Ruiz said, and forced Luc Moreau to admit that the tunnel had leaked."
    quote = next(quote for quote in quotes_of(text) if quote.cue and quote.cue.of(text).endswith("admit"))
    assert quote.speaker == "Luc Moreau"


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said taxes would rise.\nTaxes will not fall, Olga Brandt said.",
        "Grandmaster says the ferry is safe\nGrandmaster left at once.",
        "Ferry fares rose in May. Ferry crews had asked for more, and the ferry was full.",
    ],
)
def test_a_word_that_only_opens_a_sentence_is_nobodys_name(text: str) -> None:
    (extraction,) = extract([Document("doc", text)])
    assert {speaker.name for speaker in extraction.speakers} <= {"Olga Brandt"}


CLAUSES_BESIDE = [
    # text, speaker of the last quote
    ("It is odd that Brandt demands open books from the harbour board, yet refuses to show his own accounts.", "Brandt"),
    ("The Norwegians, who were never asked to come, mocked the treaty as empty, but Mr. Moreau learned from it.", "Norwegians"),
    ("On Sunday in Oslo, Norway, Mr. Moreau and Mr. Li solemnly bound their towns to the treaty.", "Moreau and Li"),
    ("Stone says Brandt right in saying that pilots were worn out.", "Brandt"),
    ("Brandt says Moreau was wrong in saying the bridge was safe.", "Moreau"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), CLAUSES_BESIDE)
def test_of_the_names_in_a_sentence_the_one_of_the_clause_speaks(text: str, speaker: str) -> None:
    assert speakers_of(text)[-1] == speaker


NAMED_THINGS = [
    "On Harbour TV’s “Night Desk,” Ana Ruiz was asked about the bridge.",
    "Ana Ruiz took a course called “Bridges” in Oslo.",
    "Ana Ruiz posted the “Bridges” syllabus on Monday.",
]


@pytest.mark.parametrize("text", NAMED_THINGS)
def test_a_name_in_quotation_marks_is_nobodys_statement(text: str) -> None:
    marked = [span.of(text) for quote in quotes_of(text) for span in quote.content if quote.style == "direct"]
    assert marked == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Olga Brandt said it was safe.", "name"),
        ("Olga Brandt left.\nOlga said it was safe.", "first name"),
        ("Olga Brandt left.\nShe said it was safe.", "pronoun"),
        ("Mayor Olga Brandt left.\nThe mayor said it was safe.", "role"),
        ("Brandt’s lawyers said it was safe.", "description"),
        ("Chinese officials said it was safe.", "government"),
        ("Residents said it was safe.", "unknown"),
        ("Ana Stone met Peter Stone.\nStone said it was safe.", "ambiguous name"),
    ],
)
def test_the_rule_of_each_decision_is_named(text: str, rule: str) -> None:
    assert quotes_of(text)[-1].rule.split("; ")[1] == rule
