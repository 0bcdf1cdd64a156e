"""The nouns of the system, as frozen dataclasses; the words are those of PARC 3 and PolNeAR.

Every offset is half-open and counts Unicode code points of the document's text as it was read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from index.change import Difference


class Style(StrEnum):
    """How much of a content stands inside quotation marks: all of it, none, or a part."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Polarity(StrEnum):
    """Whether the source stands by the content as worded (affirmed), words it as a negation, or denies it."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    DENIED = "denied"


class Kind(StrEnum):
    """What a record stands for: an attributed (or unattributed) quote, or a plain sentence."""

    QUOTE = "quote"
    SENTENCE = "sentence"


class Status(StrEnum):
    """The three outcomes of a question."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"
    CLARIFY = "clarify"


class Intent(StrEnum):
    """What a question asks for."""

    SAID_ABOUT = "said_about"
    LIST = "list"
    COUNT = "count"
    WHO_SAID = "who_said"
    CHECK = "check"
    COMPARE = "compare"
    TIMELINE = "timeline"
    WHEN_WHERE = "when_where"
    SMALL_TALK = "small_talk"


class Reason(StrEnum):
    """The part of a question that failed, when nothing is cited."""

    UNKNOWN_SPEAKER = "unknown_speaker"
    NEVER_QUOTED = "never_quoted"
    NOT_ON_THIS = "not_on_this"
    UNRESOLVED_DATE = "unresolved_date"
    NOTHING_FOUND = "nothing_found"
    WHICH_SPEAKER = "which_speaker"
    UNSUPPORTED_LANGUAGE = "unsupported_language"


class Verdict(StrEnum):
    """The grade of a check ("did X say that?"), strongest support first."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    ALTERED = "altered"
    MISATTRIBUTED = "misattributed"
    NARRATION_NOT_QUOTE = "narration_not_quote"
    SECOND_HAND = "second_hand"
    UNDETERMINED = "undetermined"
    NOT_FOUND = "not_found"


class SpeakerKind(StrEnum):
    """What a canonical speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters [start, end) of a document's text."""

    start: int
    end: int

    def __len__(self) -> int:
        """Number of characters."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Slice `text` by this span."""
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """Number of characters shared with `other`."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def covers(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


def hull(spans: tuple[Span, ...]) -> Span:
    """Return the smallest span that covers all of `spans` (at least one, in order)."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its metadata. `sha256` is of the text as read, encoded in UTF-8."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Fingerprint the text; lone surrogates are kept, so that any text has a fingerprint."""
        object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest())


@dataclass(frozen=True, slots=True)
class Quote:
    """An attribution: who (source, speaker) said (cue) what (content), and how.

    `content` has one or more spans in text order; marks that enclose the content are not part of it. `source` is the
    mention that speaks ("Mr Wang", "he"), `speaker` the canonical name or None when the text names nobody. `nested_in`
    is a position in the document's tuple of quotes. `confidence` is in 0..1; `rule` names what decided on the speaker.
    """

    content: tuple[Span, ...]
    style: Style
    cue: Span | None = None
    source: Span | None = None
    speaker: str | None = None
    addressee: str | None = None
    mediation: str | None = None
    polarity: Polarity = Polarity.AFFIRMED
    modality: str | None = None
    nested_in: int | None = None
    confidence: float = 1.0
    rule: str = "none"

    @property
    def hull(self) -> Span:
        """The smallest span that covers the whole content."""
        return hull(self.content)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A canonical person or organisation, quoted or only named; `aliases` are surface forms, the name among them.

    `descriptions` say in the articles' words who it is; `mentions` counts the places that name it.
    """

    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    mentions: int = 0
    descriptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read out of a document; `warnings` tell line and problem, `language` one whose quotes are not read."""

    document: Document
    sentences: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...] = ()
    warnings: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the index: a quote, or a sentence of a document.

    `row` is its position in the vectors. `spans` are the content of a quote, or the one span of the sentence, which
    `sentence` covers. `quote` is None for a sentence; `attributed` tells whether it holds (a part of) any quote.
    `parent` is the row of the quote that this one is nested in, `repeats` that of the same words in a copy of its text.
    """

    row: int
    doc: str
    kind: Kind
    spans: tuple[Span, ...]
    sentence: Span
    quote: Quote | None = None
    attributed: bool = False
    parent: int | None = None
    repeats: int | None = None

    @property
    def hull(self) -> Span:
        """The smallest span that covers the record's spans."""
        return hull(self.spans)

    @property
    def speaker(self) -> str | None:
        """The canonical speaker, None for a sentence and for an unattributed quote."""
        return self.quote.speaker if self.quote else None


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A speaker of the whole corpus with the number of quotes by style."""

    speaker: Speaker
    direct: int = 0
    indirect: int = 0
    mixed: int = 0

    @property
    def quotes(self) -> int:
        """Number of quotes of any style."""
        return self.direct + self.indirect + self.mixed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement is written once more: `quote` is text[start:end] of another document, or of the same."""

    doc: str
    start: int
    end: int
    quote: str
    sha256: str
    line: int = 1
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a passage is written, so that anyone can recheck it: `quote` is text[start:end] of the document.

    `parts`: the exact spans of a content; start..end covers them. `score`: 0..1, the best is 1; `line` counts from 1;
    `also`: where else it is written; `when`: the words that date it; `later`: what replaced or corrects it.
    """

    row: int
    doc: str
    start: int
    end: int
    quote: str
    sha256: str
    kind: Kind
    score: float
    parts: tuple[Span, ...]
    sentence: Span
    speaker: str | None = None
    source: str | None = None
    style: Style | None = None
    addressee: str | None = None
    mediation: str | None = None
    polarity: Polarity | None = None
    modality: str | None = None
    reported_by: str | None = None
    confidence: float = 1.0
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    line: int = 1
    also: tuple[Place, ...] = ()
    when: str | None = None
    later: Place | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many statements of a speaker, by style."""

    speaker: str
    direct: int
    mixed: int
    indirect: int


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was understood.

    `speakers` are canonical names, `named` names nobody bears, `readings` names to choose between, `topic` what is left
    to look for, `claim` the words of a check, `inherited` slots of the turn before, `otherwise` the reading in reserve.
    """

    text: str
    intent: Intent
    speakers: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    topic: str = ""
    claim: str | None = None
    quoted: bool = False
    addressee: str | None = None
    mediated: bool = False
    styles: tuple[Style, ...] = ()
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    unresolved_date: str | None = None
    inherited: tuple[str, ...] = ()
    otherwise: Query | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got: passages, an abstention with its reason, or a question back.

    `text` is what a person reads, `head` the part of it before the passages. `citations` are best first (a timeline: by
    date). `choices` are what to choose between when `status` is clarify, else the nearest on offer; `counts` answer a
    question for a number, `silent` say nothing plainly on the topic of a comparison; `generation` names the index.
    """

    status: Status
    query: Query
    text: str
    citations: tuple[Citation, ...] = ()
    verdict: Verdict | None = None
    reason: Reason | None = None
    detail: Difference | None = None
    silent: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    total: int = 0
    generation: str = ""
    head: str = ""
    counts: tuple[Count, ...] = ()
