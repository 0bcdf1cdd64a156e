"""Who said what, on sentences of our own: one table for attribution, one for its attributes, one for narration."""

from __future__ import annotations

from functools import cache

import pytest

from index.extract import extract
from index.schema import Document, Polarity, Quote, Style

D, R, M = Style.DIRECT, Style.INDIRECT, Style.MIXED  # R: reported


@cache
def quotes_of(text: str) -> tuple[Quote, ...]:
    (extraction,) = extract([Document("doc", text)])
    return extraction.quotes


def parts(text: str, quote: Quote) -> list[str]:
    return [span.of(text) for span in quote.content]


ATTRIBUTIONS = [
    # text, position, speaker, source, cue, style, content
    ("“The bridge will open in May,” Mayor Ana Ruiz said.", 0, "Ana Ruiz", "Mayor Ana Ruiz", "said", D, ["The bridge will open in May,"]),
    ('"The bridge will open in May," said Mayor Ana Ruiz.', 0, "Ana Ruiz", "Mayor Ana Ruiz", "said", D, ["The bridge will open in May,"]),
    ("Mayor Ana Ruiz said: “The bridge will open in May.”", 0, "Ana Ruiz", "Mayor Ana Ruiz", "said", D, ["The bridge will open in May."]),
    ("«The bridge will open in May», said Mayor Ana Ruiz.", 0, "Ana Ruiz", "Mayor Ana Ruiz", "said", D, ["The bridge will open in May"]),
    ("‘The bridge will open in May,’ Mayor Ana Ruiz said.", 0, "Ana Ruiz", "Mayor Ana Ruiz", "said", D, ["The bridge will open in May,"]),
    ("''The bridge will open in May,'' Mayor Ana Ruiz said.", 0, "Ana Ruiz", "Mayor Ana Ruiz", "said", D, ["The bridge will open in May,"]),
    ("Mayor Ana Ruiz boomed: “The bridge is ours!”", 0, "Ana Ruiz", "Mayor Ana Ruiz", "boomed", D, ["The bridge is ours!"]),
    ("Ana Ruiz said the bridge would open in May.", 0, "Ana Ruiz", "Ana Ruiz", "said", R, ["the bridge would open in May"]),
    ("Ana Ruiz said that the bridge would open in May.", 0, "Ana Ruiz", "Ana Ruiz", "said", R, ["the bridge would open in May"]),
    ("The bridge would open in May, Ana Ruiz said.", 0, "Ana Ruiz", "Ana Ruiz", "said", R, ["The bridge would open in May"]),
    ("Ana Ruiz, who grew up by the river, said the bridge would open in May.", 0, "Ana Ruiz", "Ana Ruiz", "said", R, ["the bridge would open in May"]),
    ("The bridge, according to Ana Ruiz, would open in May.", 0, "Ana Ruiz", "Ana Ruiz", "according to", R, ["The bridge", "would open in May"]),
    ("Exports fell by a third, according to Finance Minister Olga Brandt.", 0, "Olga Brandt", "Finance Minister Olga Brandt", "according to", R, ["Exports fell by a third"]),
    ("According to Olga Brandt, exports fell by a third.", 0, "Olga Brandt", "Olga Brandt", "According to", R, ["exports fell by a third"]),
    ("Olga Brandt called the plan “a serious mistake.”", 0, "Olga Brandt", "Olga Brandt", "called", M, ["the plan “a serious mistake.”"]),
    ("Olga Brandt said she would “fight and win” in court.", 0, "Olga Brandt", "Olga Brandt", "said", M, ["she would “fight and win” in court"]),
    ("The ruling, Luc Moreau said, “changes nothing” for workers.", 0, "Luc Moreau", "Luc Moreau", "said", M, ["The ruling", "“changes nothing” for workers"]),
    ("“We will appeal,” Luc Moreau said. “It will not stand.”", 0, "Luc Moreau", "Luc Moreau", "said", D, ["We will appeal,", "It will not stand."]),
    ("“We will appeal,” Luc Moreau said, “and we will win.”", 0, "Luc Moreau", "Luc Moreau", "said", D, ["We will appeal,", "and we will win."]),
    ("Olga Brandt warned the company against closing the plant.", 0, "Olga Brandt", "Olga Brandt", "warned", R, ["closing the plant"]),
    ("Olga Brandt vowed to close the plant.", 0, "Olga Brandt", "Olga Brandt", "vowed", R, ["to close the plant"]),
    ("Tehran rejected the proposal.", 0, "Iran (government)", "Tehran", "rejected", R, ["the proposal"]),
    ("Ana Ruiz said in a statement that talks went on.", 0, "Ana Ruiz", "Ana Ruiz", "said", R, ["talks went on"]),
    ("Wang Li wrote in a letter that talks went on.", 0, "Wang Li", "Wang Li", "wrote", R, ["talks went on"]),
    ("Ana Ruiz wrote: “We will appeal” 😀", 0, "Ana Ruiz", "Ana Ruiz", "wrote", D, ["We will appeal"]),
    ("😀“We will appeal,” 😀 Ana Ruiz said.", 0, "Ana Ruiz", "Ana Ruiz", "said", D, ["We will appeal,"]),
    ("VELLIN, 4 May 2026 (Northline) - The bridge would open in May, Ana Ruiz said.", 0, "Ana Ruiz", "Ana Ruiz", "said", R, ["The bridge would open in May"]),
    ("VELLIN, Kessia, Feb. 11, 2026 (Northline) — Up to forty boats had left, Ana Ruiz said.", 0, "Ana Ruiz", "Ana Ruiz", "said", R, ["Up to forty boats had left"]),
    ("“No study, no mine,” Luc Moreau wrote on X. Brandt’s ministry said later that Moreau had not been asked.", 1, "Brandt’s ministry", "Brandt’s ministry", "said", R, ["Moreau had not been asked"]),
    ("In a written statement the ferry office said the boats would run until spring.", 0, None, "the ferry office", "said", R, ["the boats would run until spring"]),
    ("Mayor Ana Ruiz on Tuesday said that the bridge would open in May.", 0, "Ana Ruiz", "Mayor Ana Ruiz", "said", R, ["the bridge would open in May"]),
    ("The head of Vellin’s harbour on Wednesday denied that the bridge was closed.", 0, "head of Vellin’s harbour", "The head of Vellin’s harbour", "denied", R, ["the bridge was closed"]),
    ("Councillor Luc Moreau, asked whether he had slept, smiled.", 0, None, None, "asked", R, ["whether he had slept"]),
    ("Ana Ruiz, when asked if the bridge was safe, smiled.", 0, None, None, "asked", R, ["if the bridge was safe"]),
    ("The mayor, Ana Ruiz, asked whether the bridge was safe.", 0, "Ana Ruiz", "The mayor", "asked", R, ["whether the bridge was safe"]),
    ("It was claimed that the tunnel had flooded.", 0, None, None, "was claimed", R, ["the tunnel had flooded"]),
    ("Olga Brandt, speaking in Oslo, criticised the union’s claim that wages had fallen.", 0, "Olga Brandt", "Olga Brandt", "criticised", R, ["the union’s claim that wages had fallen"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "position", "speaker", "source", "cue", "style", "content"), ATTRIBUTIONS)
def test_attribution_has_its_source_cue_content_and_style(  # noqa: PLR0913, PLR0917
    text: str, position: int, speaker: str | None, source: str | None, cue: str, style: Style, content: list[str]
) -> None:
    quote = quotes_of(text)[position]
    found = (
        quote.speaker,
        quote.source.of(text) if quote.source else None,
        quote.cue.of(text) if quote.cue else None,
        quote.style,
        parts(text, quote),
    )
    assert found == (speaker, source, cue, style, content)


SPEAKERS = [
    # text, speakers in order
    ("Helen Park took over.\nPark said the lab was safe.", ["Helen Park"]),
    ("Helen Park took over.\nDr. Park said the lab was safe.", ["Helen Park"]),
    ("Foreign Minister Wang Li arrived.\nWang said the talks went well.", ["Wang Li"]),
    (
        "“The dam is safe,” tweeted Orrin T. Vasklund II.\nVasklund said the talks went well.",
        ["Orrin T. Vasklund II"] * 2,
    ),
    ("Olga Brandt met Luc Moreau.\nShe said the talks went well.", ["Olga Brandt"]),
    ("Olga Brandt met Peter Stone.\nHe said the talks went well.", ["Peter Stone"]),
    ("Mayor Ana Ruiz spoke first.\nThe mayor said the bridge would open.", ["Ana Ruiz"]),
    ("Chinese officials said the talks went well.", ["China (government)"]),
    ("The French government said the talks went well.", ["France (government)"]),
    ("The Kremlin said the talks went well.", ["Russia (government)"]),
    ("A spokesman for Olga Brandt said the talks went well.", ["A spokesman for Olga Brandt"]),
    ("Critics said the talks went badly.", [None]),
    ("A spokeswoman said the talks went well.", [None]),
    ("She said the talks went well.", [None]),
    ("Olga Brandt arrived.\nThe engineer said the talks went well.", [None]),
    ("Antony Brinken arrived.\nBrinken said the talks went well.", ["Antony Blinken"]),
    (
        "“If the water goes, we go,” said Elin Moreau. Moreau said the firm had offered her money for her farm.\nHer neighbour, Gustav Moreau, sold. “I am 71,” he said.",
        ["Elin Moreau", "Elin Moreau", "Gustav Moreau"],
    ),
    (
        "Olga Brandt said the wall would hold.\nDr. Ana Ruiz, asked whether it would, smiled. “Not long,” she said.",
        ["Olga Brandt", None, "Ana Ruiz"],
    ),
    (
        "Harbour master Stone wept. “I told them,” he said.\nDeputy minister Stone said the wall was high. “I was wrong,” she said.",
        ["Harbour master Stone", "Deputy minister Stone", "Deputy minister Stone"],
    ),
    (
        "Mayor Stone called the vote “a good day for us”. She said work would begin.\nCouncillor Stone said he would go to court.",
        ["Mayor Stone", "Mayor Stone", "Councillor Stone"],
    ),
    (
        "President Stone said the wall was safe.\nMr. Stone said it would last.\nCandidate Stone said it was cheap.",
        ["Stone"] * 3,
    ),
    ("Olga Brandt and Luc Moreau said the talks went well.", ["Olga Brandt and Luc Moreau"]),
    (
        "Ana Stone and Peter Stone arrived.\nStone said the talks went well.",
        [None],
    ),  # whichever: the text does not tell
    ("Ana Stone and Peter Stone arrived.\nMr. Stone said the talks went well.", ["Peter Stone"]),
    ("Luc Moreau, who leads the union, arrived. Ruiz met Moreau, who said the strike was over.", ["Luc Moreau"]),
    ("Luc Moreau said the strike was over.\n“Nobody lost. We all won.”", ["Luc Moreau", "Luc Moreau"]),
    ("Luc Moreau issued a statement saying the strike was over.", ["Luc Moreau"]),
    ("Luc Moreau spoke first.\nHe told the crowd, to applause:\n“The strike is over for us all.”", ["Luc Moreau"]),
    (
        "Luc Moreau spoke first.\nOlga Brandt then wrote:\n“The strike is over.\n“It is over for us all.”",
        ["Olga Brandt"],
    ),
    ("Luc Moreau spoke first.\nThere are two reasons:\n“The strike is over for us all.”", [None]),
    (
        "Mira Tolland said the clinics would merge.\nHer brother, the surgeon Jonas Tolland, disagreed. He said it would cost beds and denied that he was consulted.",
        ["Mira Tolland", "Jonas Tolland", "Jonas Tolland"],
    ),
]


@pytest.mark.parametrize(("text", "speakers"), SPEAKERS)
def test_speaker_is_resolved_inside_the_document_or_stays_unknown(text: str, speakers: list[str | None]) -> None:
    assert [quote.speaker for quote in quotes_of(text)] == speakers


ATTRIBUTES = [
    # text, addressee, mediation, polarity, modality
    ("Olga Brandt told Luc Moreau that the plant could close.", "Luc Moreau", None, Polarity.AFFIRMED, "could"),
    ("“The plant will close,” Olga Brandt told reporters.", "reporters", None, Polarity.AFFIRMED, "will"),
    ("Olga Brandt said to Luc Moreau that the plant was safe.", "Luc Moreau", None, Polarity.AFFIRMED, None),
    ("Olga Brandt urged Luc Moreau to resign.", "Luc Moreau", None, Polarity.AFFIRMED, None),
    ("Olga Brandt said through an interpreter that she was ready.", None, "through an interpreter", Polarity.AFFIRMED, None),
    ("Olga Brandt said in a statement that she was ready.", None, "in a statement", Polarity.AFFIRMED, None),
    ("Olga Brandt said in an interview that she was ready.", None, None, Polarity.AFFIRMED, None),
    ("“I am ready,” Olga Brandt said with a smile.", None, None, Polarity.AFFIRMED, None),
    ("Olga Brandt responded to the criticism by saying that she was ready.", None, None, Polarity.AFFIRMED, None),
    ("Speaking through an interpreter, Olga Brandt said that she was ready.", None, "through an interpreter", Polarity.AFFIRMED, None),
    ("Olga Brandt said nobody had been hurt.", None, None, Polarity.NEGATED, None),
    ("Olga Brandt refused to sign the contract.", None, None, Polarity.NEGATED, None),
    ("Olga Brandt denied that she was ready.", None, None, Polarity.DENIED, None),
    ("Olga Brandt rejected the offer.", None, None, Polarity.DENIED, None),
    ("Olga Brandt said she was not ready.", None, None, Polarity.NEGATED, None),
    ("Olga Brandt said the plant would never close.", None, None, Polarity.NEGATED, "would"),
    ("Olga Brandt did not say that she was ready.", None, None, Polarity.NEGATED, None),
    ("Olga Brandt did not deny that she was ready.", None, None, Polarity.AFFIRMED, None),
    ("No one on board believes the ferry has a future.", None, None, Polarity.NEGATED, None),
    ("Nobody in Vellin said that the ferry was safe.", None, None, Polarity.NEGATED, None),
    ("None of the engineers said that the ferry was safe.", None, None, Polarity.NEGATED, None),
    ("Not one minister said that the ferry was safe.", None, None, Polarity.NEGATED, None),
    ("Few believed that the ferry was safe.", None, None, Polarity.NEGATED, None),
    ("Nobody denied that the ferry was safe.", None, None, Polarity.AFFIRMED, None),
    ("Grandmaster Luc Moreau withdrew his claim that the rival had cheated.", None, None, Polarity.DENIED, None),
    ("Olga Brandt took back her claim that the plant was safe.", None, None, Polarity.DENIED, None),
    ("Olga Brandt declined to say whether the plant would close.", None, None, Polarity.NEGATED, "would"),
    ("Olga Brandt did not say whether the plant was safe.", None, None, Polarity.NEGATED, None),
    ("“We are not ready,” Olga Brandt said.", None, None, Polarity.NEGATED, None),
    ("Olga Brandt ruled out a sale of the plant.", None, None, Polarity.DENIED, None),
    ("Olga Brandt doubted that she was ready.", None, None, Polarity.DENIED, None),
    ("Olga Brandt did not doubt that she was ready.", None, None, Polarity.AFFIRMED, None),
    ("Olga Brandt neither confirmed nor denied that she was ready.", None, None, Polarity.NEGATED, None),
    ("Olga Brandt forgot to mention that the plant was old.", None, None, Polarity.NEGATED, None),
    ("Olga Brandt stopped short of saying that the plant was old.", None, None, Polarity.NEGATED, None),
    ("Olga Brandt did not forget to mention that the plant was old.", None, None, Polarity.AFFIRMED, None),
    ("Olga Brandt neither left nor resigned, but said that the plant was old.", None, None, Polarity.AFFIRMED, None),
    ("“The plant is old,” Olga Brandt disagreed.", None, None, Polarity.AFFIRMED, None),
    ("Olga Brandt may say on Friday that the plant is safe.", None, None, Polarity.AFFIRMED, "may"),
    ("Olga Brandt said neither the plant nor the pier was safe.", None, None, Polarity.NEGATED, None),
    ("Olga Brandt said the plant might close if prices fell.", None, None, Polarity.AFFIRMED, "might, if"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "addressee", "mediation", "polarity", "modality"), ATTRIBUTES)
def test_attribution_keeps_addressee_mediation_polarity_and_modality(
    text: str, addressee: str | None, mediation: str | None, polarity: Polarity, modality: str | None
) -> None:
    quote = quotes_of(text)[0]
    assert (quote.addressee, quote.mediation, quote.polarity, quote.modality) == (
        addressee,
        mediation,
        polarity,
        modality,
    )


NARRATION = [
    "The bridge opened in May. It cost nine million euros.",
    "This is a clear blow to the mayor.",
    "The film “Night Train” opened in May.",
    "The so-called “peace dividend” has gone.",
    "The company, known as “the Giant”, made rail cars.",
    "Ruiz walked to the bridge and watched the boats.",
    "said he was concerned that",
    "Olga Brandt thanked her.",
    "Ana Ruiz runs the yard. Does she agree with Luc Moreau that the ferry is too old?",
    "Did Ana Ruiz say that the bridge was safe? Nobody knows.",
    "An article on March 19 misstated the number of hours worked by the crew.",
]


@pytest.mark.parametrize("text", NARRATION)
def test_narration_is_credited_to_nobody(text: str) -> None:
    assert [q.speaker for q in quotes_of(text) if q.speaker] == []


def test_narration_between_two_quotations_stays_outside_their_content() -> None:
    text = "“We will appeal,” Luc Moreau said. The judge left at once. “It will not stand,” he said."
    covered = [span for quote in quotes_of(text) for span in quote.content]
    narration = text.index("The judge")
    assert not any(span.start <= narration < span.end for span in covered)


def test_report_inside_a_report_is_nested_in_it() -> None:
    text = "Olga Brandt said that Luc Moreau had told her the train was late."
    outer, inner = quotes_of(text)
    assert (outer.speaker, outer.nested_in) == ("Olga Brandt", None)
    assert (inner.speaker, inner.nested_in, inner.addressee) == ("Luc Moreau", 0, "Olga Brandt")


def test_denial_relayed_inside_a_quotation_is_nested_and_not_the_speakers_own() -> None:
    text = "Peter Stone said Chinese officials had seen the letter. “They deny it. I have nothing to add.”"
    nested = [quote for quote in quotes_of(text) if quote.nested_in is not None and quote.polarity is Polarity.DENIED]
    assert [quote.speaker for quote in nested] == ["China (government)"]


def test_quotation_over_several_paragraphs_is_one_attribution() -> None:
    text = "“We will appeal, as we must,” Luc Moreau said.\n“The judge was wrong on the law.\n“And on the facts.”"
    (quote,) = quotes_of(text)
    assert parts(text, quote) == ["We will appeal, as we must,", "The judge was wrong on the law.", "And on the facts."]


def test_unclosed_quotation_runs_to_the_end_of_its_paragraph_and_is_warned_about() -> None:
    text = "Luc Moreau said: “We will appeal.\nThe judge left."
    (extraction,) = extract([Document("doc", text)])
    assert parts(text, extraction.quotes[0]) == ["We will appeal."]
    assert extraction.warnings == ("line 1: a quotation mark is never closed",)


def test_every_decision_names_its_rule_and_its_confidence() -> None:
    text = "Olga Brandt met Peter Stone.\nHe said the talks went well.\nOlga Brandt agreed that they had."
    pronoun, name = quotes_of(text)
    assert (pronoun.rule, name.rule) == ("learned; pronoun", "learned; name")
    assert 0 < pronoun.confidence < name.confidence <= 1
