"""An answer as a person reads it: short, plain and honest, every passage a verbatim slice with its place.

Words only; which passages there are, and in which order, was decided before. Nothing here adds to a quotation but the
marks around it.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.schema import Citation, Intent, Kind, Polarity, Query, Reason, Style, Verdict

GREETING = "You are welcome. Ask me who said what, and I show where it is written."
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


def passages(citations: Sequence[Citation], lines: Sequence[int]) -> str:
    """Return the numbered passages; `lines` are their lines in the documents, from 1."""
    return "\n".join(_passage(n, c, line) for n, (c, line) in enumerate(zip(citations, lines, strict=True), 1))


def _passage(number: int, citation: Citation, line: int) -> str:
    place = " · ".join(filter(None, (citation.title or citation.doc, citation.outlet, citation.date, f"line {line}")))
    return f"{number}. {attribution(citation)}\n   {quotation(citation)}\n   {place}"


def attribution(citation: Citation) -> str:
    """Return who said a passage, to whom and how, in a line."""
    if citation.kind is Kind.SENTENCE:
        return "The article’s own sentence, credited to nobody"
    who = citation.speaker or (f"{citation.source} (not named)" if citation.source else "Nobody is named")
    if citation.speaker and citation.source and citation.speaker not in citation.source:
        who += f" (“{citation.source}”)"
    parts = [who]
    if citation.addressee:
        parts.append(f"to {citation.addressee}")
    if citation.mediation:
        parts.append(citation.mediation.lower())
    if citation.reported_by:
        parts.append(f"as passed on by {citation.reported_by}")
    parts.append(HOW[citation.style] if citation.style else "")
    if citation.polarity is Polarity.DENIED:
        parts.append("denied")
    if citation.confidence < _UNSURE and citation.speaker:
        parts.append("not certain: check the source")
    return " · ".join(filter(None, parts))


def quotation(citation: Citation) -> str:
    """Return the passage verbatim, in marks when all of it is quoted; dots stand where narration divides it."""
    offset = citation.start
    pieces = [citation.quote[part.start - offset : part.end - offset] for part in citation.parts]
    text = " … ".join(" ".join(piece.split()) for piece in pieces)
    return f"“{text}”" if citation.style is Style.DIRECT else text


def heading(query: Query, shown: int, total: int, documents: int) -> str:
    """Return the first line over a list of passages."""
    who = " and ".join(query.speakers) or "Who said it"
    topic = f" on {query.topic}" if query.topic and query.intent not in (Intent.LIST, Intent.COUNT) else ""
    articles = f"{documents} article{'s' if documents != 1 else ''}"
    line = f"{who}{topic}: {shown} of {total} statement{'s' if total != 1 else ''}, {articles}"
    return f"{line} ({' and '.join(query.inherited)} taken from the question before)" if query.inherited else line


def count(query: Query, direct: int, mixed: int, indirect: int) -> str:
    """Return the answer to a question for a number, with the rule of counting."""
    total = direct + mixed + indirect
    who = " and ".join(query.speakers)
    styles = f"{direct} quoted directly, {mixed} partly quoted, {indirect} reported"
    return f"{who}: {total} statement{'s' if total != 1 else ''} ({styles}; parts of one statement count once)."


def abstention(query: Query, reason: Reason, offered: Sequence[str], topics: Sequence[str] = ()) -> str:
    """Return what part of the question failed, and what is on offer instead."""
    who = " and ".join(query.speakers) or " and ".join(query.named)
    topic = f"“{query.topic}”" if query.topic else "that"
    texts = {
        Reason.UNKNOWN_SPEAKER: f"Nobody called “{who}” is in the articles.",
        Reason.NEVER_QUOTED: f"{who} is mentioned, but no statement of theirs is quoted or reported.",
        Reason.NOT_ON_THIS: f"{who} is quoted, but nothing of it is about {topic}.",
        Reason.UNRESOLVED_DATE: f"The articles do not tell when “{query.unresolved_date}” is. Please give a date.",
        Reason.NOTHING_FOUND: f"Nothing that anybody is quoted with supports an answer about {topic}.",
        Reason.UNSUPPORTED_LANGUAGE: "Sorry, only questions in English are served so far.",
        Reason.WHICH_SPEAKER: "Who is meant?",
    }
    lines = [texts[reason]]
    if query.inherited:
        lines.append(f"({' and '.join(query.inherited)} taken from the question before)")
    if topics:
        lines.append("Their statements nearest to it, none of which is about it: " + "; ".join(topics))
    if offered:
        lines.append("Quoted in the articles: " + ", ".join(offered) + ".")
    return "\n".join(lines)
