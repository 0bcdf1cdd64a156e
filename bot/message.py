"""Answer → message: what a person reads in the chat, never longer than Telegram takes, items whole or left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.markup import Markup, blockquote, bold, clip, italic, join, link, text
from bot.texts import Texts
from index.change import Difference
from index.schema import Answer, Citation, Count, Intent, Kind, Place, Polarity, Reason, Status, Style
from index.search.render import beside
from index.search.wording import thanks

MAX_UNITS = 3800
MAX_BYTES = 30_000
MAX_ENTITIES = 95
PAGE = 5
MAX_CONTENT = 1200
MAX_CONTEXT = 3000
MAX_NAME = 120
MAX_TOPIC = 200
MOST_PLACES = 3  # of the others that carry a statement


@dataclass(frozen=True, slots=True)
class View:
    """What of an answer is looked at: the position of the first citation shown, and whether only direct ones are."""

    first: int = 0
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A message with the positions, in the answer, of the citations that it shows, and the number that there are."""

    markup: Markup
    shown: tuple[int, ...] = ()
    available: int = 0


def compose(answer: Answer, texts: Texts, view: View = View()) -> Page:
    """Return the message for an answer, or for a part of it."""
    if not answer.citations:
        return Page(_lead(answer, texts) + text(abstention(answer, texts)))
    chosen = [i for i, c in enumerate(answer.citations) if not view.direct or c.style is Style.DIRECT]
    page = chosen[view.first : view.first + PAGE]
    total = len(chosen) if view.direct else max(answer.total, len(chosen))
    while page:
        markup = _assemble(answer, page, _shown(view.first, page, total, answer, texts), texts)
        if fits(markup):
            return Page(markup, tuple(page), len(chosen))
        page = page[:-1]
    return Page(text(texts.expired), (), len(chosen))


def passage(citation: Citation, context: str, texts: Texts) -> Markup:
    """Return one passage in its place: the sentences around it, and where they are written."""
    heading = bold(f"{clip(citation.speaker or texts.nobody, MAX_NAME)} · {texts.context_heading}")
    quoted = blockquote(clip(context.strip(), MAX_CONTEXT))
    return join("\n", [heading, quoted, _source(citation, texts), *_beyond(citation, texts)])


def single(citation: Citation, texts: Texts, *, heading: bool = False) -> Markup:
    """Return one passage on its own, or only its heading: who said it, and how."""
    facts = [bold(clip(citation.speaker or texts.nobody, MAX_NAME)), *manner(citation, texts)]
    head = join(" · ", facts) if citation.kind is Kind.QUOTE else italic(texts.narration)
    if heading:
        return head
    said = blockquote(clip(content(citation), MAX_CONTENT))
    return join("\n", [head, said, _source(citation, texts), *_beyond(citation, texts)])


def fits(markup: Markup) -> bool:
    """Whether Telegram takes a message, with some room to spare."""
    return markup.units <= MAX_UNITS and markup.size <= MAX_BYTES and markup.entities <= MAX_ENTITIES


def listing(heading: str, lines: Sequence[Markup], more: str, texts: Texts) -> Markup:
    """Return a list under a heading; lines that do not fit are counted in `more`, not shown."""
    whole = bold(heading)
    for shown, line in enumerate(lines):
        longer = whole + text("\n") + line
        rest = text("\n" + more.format(count=texts.number(len(lines) - shown)))
        if not fits(longer + rest):
            return whole + rest
        whole = longer
    return whole


def content(citation: Citation) -> str:
    """Return what was said as it is written, with marks around what is quoted and dots where narration interrupts."""
    parts = [citation.quote[part.start - citation.start : part.end - citation.start] for part in citation.parts]
    pieces = [" ".join(piece.split()) for piece in (parts or [citation.quote])]
    if citation.style is Style.DIRECT:
        pieces = [f"“{piece}”" for piece in pieces]
    return " … ".join(pieces)


def _assemble(answer: Answer, page: Sequence[int], shown: Markup, texts: Texts) -> Markup:
    counted = answer.query.intent is Intent.COUNT and len(page) == answer.total
    between = "\n" if len(answer.counts) > 1 else " · "
    heading = join(between, [subject(answer, texts), Markup() if counted else shown])
    head = join(
        "\n",
        [
            _lead(answer, texts),
            heading,
            *_strangers(answer, texts),
            *_notes(answer, texts),
            italic(_days(answer, texts)),
        ],
    )
    items = [_item(answer, position, texts) for position in page]
    return head + text("\n") + join("\n", [*items, italic(texts.caution)])


def _strangers(answer: Answer, texts: Texts) -> list[Markup]:
    """Return who else was asked about, whom nobody answers to."""
    named = [clip(_as_typed(name, answer.query.text), MAX_NAME) for name in answer.query.named]
    words = texts.abstentions[Reason.UNKNOWN_SPEAKER]
    return [italic(words.format(who=name, topic="", date="")) for name in named]


def _notes(answer: Answer, texts: Texts) -> list[Markup]:
    """Return who in a comparison is silent on its topic, and whose passages are only the nearest."""
    sides = beside(answer) if answer.silent else {}
    topic = texts.marks.format(words=clip(answer.query.topic, MAX_TOPIC))
    told = ((name, texts.nearest if sides.get(name) else texts.silent) for name in answer.silent)
    return [italic(words.format(who=clip(name, MAX_NAME), topic=topic)) for name, words in told]


def abstention(answer: Answer, texts: Texts) -> str:
    """Return the words of an answer without citations: what part of the question failed; choices stand on buttons."""
    query = answer.query
    if answer.reason is None:
        return f"{texts.thanked}\n{texts.greeting}" if thanks(query.text) else texts.greeting
    if answer.reason is Reason.WHICH_SPEAKER and not answer.choices:
        return texts.said_what
    words = texts.abstentions[answer.reason].format(
        who=clip(texts.both.join(query.speakers or [_as_typed(name, query.text) for name in query.named]), MAX_NAME),
        topic=texts.marks.format(words=clip(query.topic, MAX_TOPIC)) if query.topic else texts.that,
        date=clip(query.unresolved_date or "", MAX_NAME),
    )
    instead = texts.instead if answer.choices and answer.status is Status.ABSTAINED else ""
    other = texts.marks.format(words=clip(query.otherwise.topic, MAX_TOPIC)) if query.otherwise else ""
    meant = texts.meant.format(topic=other) if other else ""
    return "\n".join(filter(None, (words, _days(answer, texts), meant, instead)))


def _days(answer: Answer, texts: Texts) -> str:
    """Return from which days the articles are that a question asks about, "" where from any."""
    since, until = answer.query.since, answer.query.until
    if since and since == until:
        return texts.during.format(since=since)
    if since and until:
        return texts.between.format(since=since, until=until)
    return texts.since.format(since=since) if since else texts.until.format(until=until) if until else ""


def _as_typed(name: str, question: str) -> str:
    """Return a name with the capitals that it has in the question."""
    found = re.search(re.escape(name), question, re.IGNORECASE)
    return found[0] if found else name


def _lead(answer: Answer, texts: Texts) -> Markup:
    """Return what comes first: the verdict of a check, and what was taken over from the turn before."""
    lines = [bold(texts.verdicts[answer.verdict])] if answer.verdict is not None and answer.citations else []
    if lines and answer.detail:
        lines.append(text(_different(answer.detail, texts)))
    if answer.citations and answer.reason is Reason.UNSUPPORTED_LANGUAGE:
        lines.append(italic(texts.only_names))
    if "speaker" in answer.query.inherited and answer.query.speakers:
        speakers = clip(", ".join(answer.query.speakers), MAX_NAME)
        lines.append(italic(texts.continued.format(speakers=speakers)))
    if "topic" in answer.query.inherited and answer.query.topic:
        lines.append(italic(texts.continued_topic.format(topic=clip(answer.query.topic, MAX_TOPIC))))
    whole = join("\n", lines)
    return whole + text("\n\n") if whole and not answer.citations else whole


def _different(difference: Difference, texts: Texts) -> str:
    """Return what a claim changes about the statement, in the words of both."""
    said, claimed = (
        texts.both.join(texts.marks.format(words=clip(words, MAX_NAME)) for words in side[:MOST_PLACES])
        for side in (difference.said, difference.claimed)
    )
    return texts.difference.format(difference=texts.changes[difference.change].format(said=said, claimed=claimed))


def subject(answer: Answer, texts: Texts) -> Markup:
    """Return whose statements on what these are; a number that was asked for is told instead."""
    query = answer.query
    if query.intent is Intent.COUNT:
        return bold("\n".join(_counted(count, texts) for count in answer.counts))
    speakers = clip(", ".join(query.speakers), MAX_NAME)
    topic = clip(query.topic, MAX_TOPIC)
    if query.intent is Intent.CHECK:
        return bold(speakers)
    if not (speakers and topic) and query.intent not in (Intent.WHO_SAID, Intent.WHEN_WHERE):
        return bold(speakers or topic)
    return bold(texts.headings[query.intent].format(speakers=speakers, topic=topic).rstrip(": "))


def _counted(count: Count, texts: Texts) -> str:
    total = texts.count(texts.statements, count.direct + count.mixed + count.indirect)
    who = clip(count.speaker, MAX_NAME)
    return texts.counted.format(who=who, total=total, direct=count.direct, mixed=count.mixed, indirect=count.indirect)


def _shown(first: int, page: Sequence[int], total: int, answer: Answer, texts: Texts) -> Markup:
    """Return how many statements are shown of how many, and from how many articles."""
    number = texts.shown.format(first=first + 1, last=first + len(page), total=total)
    if len(page) == total:
        number = texts.count(texts.statements, total)
    articles = len({answer.citations[position].doc for position in page})
    return text(f"{number} · {texts.count(texts.articles, articles)}")


def _item(answer: Answer, position: int, texts: Texts) -> Markup:
    citation = answer.citations[position]
    head = bold(f"{position + 1}.") + text(" ") + join(" · ", _facts(answer, citation, texts))
    said = clip(content(citation), MAX_CONTENT)
    return join("\n", [head, blockquote(said), _source(citation, texts), *_beyond(citation, texts)])


def _facts(answer: Answer, citation: Citation, texts: Texts) -> list[Markup]:
    """Return how it was said: by whom (unless the heading tells), to whom, through what, and in which style."""
    if citation.kind is Kind.SENTENCE:
        return [italic(texts.narration)]
    named = (citation.speaker,) == answer.query.speakers
    who = Markup() if named else text(clip(citation.speaker or texts.nobody, MAX_NAME))
    return [who, *manner(citation, texts)]


def manner(citation: Citation, texts: Texts) -> list[Markup]:
    """Return to whom, when, through what, by whose report and in which style something was said or denied."""
    facts = []
    if citation.addressee:
        facts.append(texts.told.format(addressee=clip(citation.addressee, MAX_NAME)))
    if citation.when:
        facts.append(clip(citation.when, MAX_NAME))
    if citation.mediation:
        facts.append(clip(citation.mediation, MAX_NAME))
    if citation.reported_by:
        facts.append(texts.reported_by.format(name=clip(citation.reported_by, MAX_NAME)))
    denied = [bold(texts.denied)] if citation.polarity is Polarity.DENIED else []
    style = [italic(texts.styles[citation.style])] if citation.style else []
    return [*denied, *map(text, facts), *style]


def _source(where: Citation | Place, texts: Texts) -> Markup:
    title = link(clip(" ".join((where.title or texts.untitled).split()), MAX_TOPIC), where.url)
    outlet, date = (text(clip(" ".join(part.split()), MAX_NAME)) for part in (where.outlet or "", where.date or ""))
    return join(" · ", [title, outlet, date])


def _beyond(citation: Citation, texts: Texts) -> list[Markup]:
    """Return where else the statement is written, and what replaced its article or corrects it."""
    return [_also(citation, texts), replaced(citation, texts)]


def replaced(citation: Citation, texts: Texts) -> Markup:
    """Return what replaced the article of a passage, or corrects it; nothing where nothing does."""
    return text(f"{texts.later} ") + _source(citation.later, texts) if citation.later else Markup()


def _also(citation: Citation, texts: Texts) -> Markup:
    """Return where else the statement is written; what is beyond the first few is counted."""
    if not citation.also:
        return Markup()
    places = join("; ", [_source(place, texts) for place in citation.also[:MOST_PLACES]])
    more = len(citation.also) - MOST_PLACES
    return text(f"{texts.also} ") + places + (text(f" {texts.more.format(count=more)}") if more > 0 else Markup())
