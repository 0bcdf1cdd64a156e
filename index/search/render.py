"""An answer as a person reads it: short, plain and honest, every passage a verbatim slice with its place.

Words only; which passages there are, and in which order, was decided before. Nothing here adds to a quotation but the
marks around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.change import Difference
from index.schema import Answer, Citation, Count, Intent, Kind, Place, Polarity, Query, Reason, Style, Verdict
from index.search.columns import WIDTH, side_by_side
from index.search.wording import thanks

WELCOME = "You are welcome."
GREETING = "Ask me who said what, and I show where it is written: “What did NAME say about TOPIC?”"
ONLY_NAMES = "Only names are understood in this language, not what is asked about them."
UNDATED = "no date given"
NOTHING = "(nothing found)"
LATER = "corrected or replaced by:"
_PLACES = 8  # other places of a statement that are listed; Markdown, CSV and JSON list all of them
_UNSURE = 0.5  # confidence under which a passage is marked

HOW = {
    Style.DIRECT: "quoted",
    Style.INDIRECT: "reported",
    Style.MIXED: "reported, partly quoted",
}

VERDICTS = {
    Verdict.VERBATIM: "Yes, in these very words.",
    Verdict.PARAPHRASE: "Yes in substance, but not in these words.",
    Verdict.ALTERED: "Not like that: the statement was different.",
    Verdict.MISATTRIBUTED: "No: somebody else said it.",
    Verdict.NARRATION_NOT_QUOTE: "No: that is the article’s own sentence, credited to nobody.",
    Verdict.SECOND_HAND: "Not as their own statement: it is passed on from somebody else.",
    Verdict.UNDETERMINED: "It cannot be told from the text.",
    Verdict.NOT_FOUND: "No such statement was found.",
}

Numbered = tuple[int, Citation]


def text(answer: Answer, width: int = WIDTH) -> str:
    """Return the whole answer: its head, then the passages, side by side or by date where the question asks for it.

    Only what stands side by side keeps to `width`, in characters; passages are otherwise never cut into lines.
    """
    if not answer.citations:
        return answer.head
    if compares(answer):
        sides = {name: [_cell(one) for one in side] or [NOTHING] for name, side in beside(answer).items()}
        return f"{answer.head}\n{side_by_side(list(sides), list(sides.values()), width)}"
    if answer.query.intent is Intent.TIMELINE:
        blocks = ["\n".join((date, *map(_passage, day))) for date, day in by_date(answer)]
    else:
        blocks = [_passage(one) for one in enumerate(answer.citations, start=1)]
    return "\n".join((answer.head, *blocks))


def greeting(question: str) -> str:
    """Return the answer to small talk: how to ask, after thanks where there were any."""
    return f"{WELCOME}\n{GREETING}" if thanks(question) else GREETING


def compares(answer: Answer) -> bool:
    """Tell whether an answer holds two speakers against each other."""
    return answer.query.intent is Intent.COMPARE and len(answer.query.speakers) == 2


def beside(answer: Answer) -> dict[str, list[Numbered]]:
    """Return the numbered passages of each speaker asked for, best first; a bare family name counts for its bearer."""
    sides: dict[str, list[Numbered]] = {name: [] for name in answer.query.speakers}
    for number, citation in enumerate(answer.citations, start=1):
        speaker = citation.speaker or ""
        bearer = next((name for name in sides if speaker in name), next(iter(sides)))
        sides[speaker if speaker in sides else bearer].append((number, citation))
    return sides


def by_date(answer: Answer) -> list[tuple[str, list[Numbered]]]:
    """Return the numbered passages by the date of their article, in the order of the answer."""
    days: dict[str, list[Numbered]] = {}
    for number, citation in enumerate(answer.citations, start=1):
        days.setdefault(citation.date or UNDATED, []).append((number, citation))
    return list(days.items())


def _passage(numbered: Numbered) -> str:
    number, citation = numbered
    lines = [attribution(citation), quotation(citation), place(citation), *beyond(citation)]
    return f"{number}. " + "\n   ".join(lines)


def _cell(numbered: Numbered) -> str:
    """Return a passage under the name of its speaker."""
    number, citation = numbered
    lines = [f"{number}. {' · '.join(manner(citation))}", quotation(citation), place(citation), *beyond(citation)]
    return "\n".join([*lines, ""])


def place(where: Citation | Place) -> str:
    """Return where something is written: title, outlet, date and line."""
    return " · ".join(filter(None, (where.title or where.doc, where.outlet, where.date, f"line {where.line}")))


def beyond(citation: Citation) -> list[str]:
    """Return, a line each, where else a statement is written, and what replaced its article or corrects it."""
    others = "; ".join(place(other) for other in citation.also[:_PLACES])
    more = f" and {len(citation.also) - _PLACES} more" if len(citation.also) > _PLACES else ""
    lines = [f"also in: {others}{more}"] if others else []
    return [*lines, f"{LATER} {place(citation.later)}"] if citation.later else lines


def attribution(citation: Citation) -> str:
    """Return who said a passage, to whom and how, in a line."""
    return " · ".join((speaker(citation), *manner(citation)))


def speaker(citation: Citation) -> str:
    """Return who said a passage, with the mention that stands for them in the text."""
    if citation.kind is Kind.SENTENCE:
        return "The article’s own sentence, credited to nobody"
    who = citation.speaker or (f"{citation.source} (not named)" if citation.source else "Nobody is named")
    mentioned = citation.speaker and citation.source and citation.speaker not in citation.source
    return f"{who} (“{citation.source}”)" if mentioned else who


def manner(citation: Citation) -> list[str]:
    """Return to whom, when, through whom and how a passage was said."""
    facts = (
        f"to {citation.addressee}" if citation.addressee else "",
        citation.when or "",
        (citation.mediation or "").lower(),
        f"as passed on by {citation.reported_by}" if citation.reported_by else "",
        HOW[citation.style] if citation.style else "",
        "denied" if citation.polarity is Polarity.DENIED else "",
        "not certain: check the source" if citation.confidence < _UNSURE and citation.speaker else "",
    )
    return [fact for fact in facts if fact]


def quotation(citation: Citation) -> str:
    """Return the passage verbatim, in marks when all of it is quoted; dots stand where narration divides it."""
    offset = citation.start
    pieces = [citation.quote[part.start - offset : part.end - offset] for part in citation.parts]
    words = " … ".join(" ".join(piece.split()) for piece in pieces)
    return f"“{words}”" if citation.style is Style.DIRECT else words


def heading(query: Query, citations: Sequence[Citation], total: int, documents: int) -> str:
    """Return the first lines over a list of passages; a question for dates gets those of the articles."""
    who = " and ".join(query.speakers) or "Who said it"
    topic = f" on {query.topic}" if query.topic and query.intent not in (Intent.LIST, Intent.COUNT) else ""
    articles = f"{documents} article{'s' if documents != 1 else ''}"
    line = f"{who}{topic}{_of_days(query)}: {len(citations)} of {_statements(total)}, {articles}"
    if query.inherited:
        line += f" ({' and '.join(query.inherited)} taken from the question before)"
    return f"{line}\n{dates(citations)}" if query.intent in (Intent.TIMELINE, Intent.WHEN_WHERE) else line


def _of_days(query: Query) -> str:
    """Return from which days the articles are that a question asks about, "" where from any."""
    if query.since and query.until:
        return f" in {query.since}" if query.since == query.until else f" from {query.since} to {query.until}"
    return f" since {query.since}" if query.since else f" until {query.until}" if query.until else ""


def nobody(name: str) -> str:
    """Return that nobody bears a name."""
    return f"Nobody who speaks in the articles is called “{name}”."


def meant(topic: str) -> str:
    """Return the question for a topic in other spelling, which has an answer."""
    return f"Did you mean “{topic}”?"


def silent(name: str, topic: str, *, shown: bool) -> str:
    """Return that somebody in a comparison says nothing on its topic, or nothing plainly, though something is shown."""
    if not shown:
        return f"Nothing of {name}’s is about “{topic}”."
    return f"Nothing of {name}’s is plainly about “{topic}”; what is shown of theirs comes nearest to it."


def dates(citations: Iterable[Citation]) -> str:
    """Return from when the articles of passages are, or that they do not tell."""
    given = [date for c in citations for date in (c.date, *(place.date for place in c.also))]
    known = sorted({date for date in given if date is not None})
    if not known:
        return "The articles give no date." if len(given) > 1 else "The article gives no date."
    of = f"The article is of {known[0]}" if len(given) == 1 else f"The articles are of {known[0]}"
    until = f" to {known[-1]}" if len(known) > 1 else ""
    undated = f"; {given.count(None)} of {len(given)} give no date" if None in given else ""
    return f"{of}{until}{undated}. When it was said may be earlier."


def most(topic: str) -> str:
    """Return the line over the counts of those who speak most."""
    return f"Those with the most statements on {topic}:" if topic else "Those with the most statements:"


def count(counts: Sequence[Count]) -> str:
    """Return the answer to a question for a number, with the rule of counting."""
    return "\n".join(map(_count, counts))


def _count(one: Count) -> str:
    total = _statements(one.direct + one.mixed + one.indirect)
    styles = f"{one.direct} quoted directly, {one.mixed} partly quoted, {one.indirect} reported"
    return f"{one.speaker}: {total} ({styles}; parts and repeats of one statement count once)."


def _statements(number: int) -> str:
    return f"{number} statement{'s' if number != 1 else ''}"


def verdict(grade: Verdict, difference: Difference | None) -> str:
    """Return the answer to a check, with what differs between the claim and the statement."""
    return f"{VERDICTS[grade]} The difference: {difference}." if difference else VERDICTS[grade]


def abstention(query: Query, reason: Reason, offered: Sequence[str], topics: Sequence[str] = ()) -> str:
    """Return what part of the question failed, and what is on offer instead."""
    who = " and ".join(query.speakers) or " and ".join(query.named)
    are = "are" if len(query.speakers) > 1 else "is"
    topic = f"“{query.topic}”" if query.topic else "that"
    texts = {
        Reason.UNKNOWN_SPEAKER: nobody(who),
        Reason.NEVER_QUOTED: f"{who} {are} mentioned, but no statement of theirs is quoted or reported.",
        Reason.NOT_ON_THIS: f"{who} {are} quoted, but nothing of it is about {topic}.",
        Reason.UNRESOLVED_DATE: f"The articles do not tell when “{query.unresolved_date}” is. Please give a date.",
        Reason.NOTHING_FOUND: f"Nothing that anybody is quoted with supports an answer about {topic}.",
        Reason.UNSUPPORTED_LANGUAGE: "Sorry, only questions in English are served so far.",
        Reason.WHICH_SPEAKER: "Who is meant?",
    }
    lines = [texts[reason]]
    if (query.since or query.until) and reason is not Reason.UNRESOLVED_DATE:
        lines.append(f"(Only articles{_of_days(query)} were asked about.)")
    if query.inherited:
        lines.append(f"({' and '.join(query.inherited)} taken from the question before)")
    if topics:
        lines.append("Their statements nearest to it, none of which is about it: " + "; ".join(topics))
    if offered:
        lines.append("Quoted in the articles: " + ", ".join(offered) + ".")
    return "\n".join(lines)
