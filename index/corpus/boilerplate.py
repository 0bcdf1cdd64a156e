"""Lines of a page that are no part of its article: counters, share buttons, cookie notices, captions, bylines.

Text and offsets stay as they are; this decides which sentences become records. A rule takes a whole line or nothing,
and a line in which somebody says something is always kept.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from index.schema import Extraction, Quote, Span

LONGEST = 400
"""A line of more characters is running text, whatever it begins with."""
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: (?:(?:van|von|der|den|de|da|bin|al) )*[A-ZÀ-Þ][\w.'’-]*){1,3}"
_BUTTON = (
    r"(?:share|tweet|post|e-?mail|print|save|copy link|link copied|facebook|twitter|x|whatsapp|telegram|linkedin|reddit"
    r"|bookmark|listen|comments?|gift)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?"
_RULES = {
    "counter": rf"[\d.,]+ ?[km]?(?: (?:shares?|views?|likes?|reactions?|{_BUTTON}))*",
    "button": rf"{_BUTTON}(?:[\s,|·•/&+:-]+(?:{_BUTTON}|on|via|\d[\d.,]*[km]?))*",
    "share": r"(?:share|tweet|send|save|print|listen to) (?:this |the )?(?:full )?(?:article|story|page|post|video)\b"
    r".{0,60}|.*\(opens in (?:a )?new (?:window|tab)\)|save for later|add to (?:favou?rites|bookmarks)|text size|a a a"
    r"|click (?:here )?to \w+\b.{0,40}",
    "player": r"listen\W+\d.{0,20}|\d+:\d\d ?/ ?\d+:\d\d|\d+ seconds? of \d+ \w+.{0,40}|play (?:video|audio|live)"
    r"|(?:video|audio) player is loading\W*|this video can ?not be played\W*|error loading \w+.{0,20}",
    "cookies": r"(?=.*\bcookies?\b)(?=.*\b(?:we|our|you|your|accept|policy|settings|site)\b).*"
    r"|(?:your )?privacy (?:choices|settings)|do not sell .{0,40}information"
    r"|(?:accept|reject|allow) (?:all|cookies|all cookies)|manage (?:my )?(?:preferences|cookies|choices)"
    r"|by (?:clicking|continuing|using|signing up)\b.*\byou (?:agree|accept|consent)\b.*",
    "more": r"(?:read|see|also read|read also|related|more on this|recommended|trending|most read|most viewed"
    r"|up next|don[’']t miss|continue reading|editor[’']s picks?|more from)"
    r"(?: (?:more|also|next|now|stories|story|articles?|news|topics?|for you|in [A-Z]\w+|coverage))*"
    r"(?:\s*[:|>›»→–—-]+.*|\s*[.…]*)"
    r"|read (?:the )?(?:full|whole) (?:story|article)(?: here)?\W*|more like this|what to read next|popular"
    r"|you (?:may|might) also (?:like|be interested in)\W*|(?:latest|top|breaking) (?:news|stories|headlines)",
    "watch": r"(?:watch|listen|video|podcast|in pictures|gallery|explainer)(?: (?:now|live|more))?\s*[:|>›»→]+.*",
    "caption": r"(?:photo|photograph|image|picture|graphic|illustration|file photo|credit|photo credit|image source"
    r"|image caption|photo by|picture by|handout)s?\s*[:|/,—–-]\s*.*"
    r"|.{2,300}[.!?”] (?:photo|photograph|image|picture|credit)s?: .{2,80}|image credits:.*|getty images|shutterstock"
    r"|\(?(?:\w+ ){0,2}(?:photo|file)/\w[\w .’'-]{2,40}\)?|(?:hide|show|toggle) caption|enlarge this image"
    r"|view image in fullscreen|\d+ of \d+|gallery \(\d+\)"
    r"|.*\((?:photo|image|picture|file photo|credit|handout)s?\b[^()]*\)\.?"
    r"|.*[(\[/|]\s?(?:getty images|shutterstock|via getty images|handout|file photo)[)\]]?\.?",
    "updated": rf"(?:first )?(?:published|updated|last updated|last modified|posted|modified)\b(?: on| at)?:?\s+"
    rf"(?:on )?(?:\w+day,? )?(?:\d|{_MONTH} \d|today|yesterday|an? |just now).{{0,60}}",
    "day": rf"(?:\w+day,? )?(?:{_MONTH} \d{{1,2}},?|\d{{1,2}} {_MONTH}),? \d{{4}}"
    r"(?:(?:,| at| /|) ?\d{1,2}[:.]\d\d.{0,12})?|\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?|gmt|utc|[a-z]{2,3}t)|just now",
    "reading time": r"\d+[ -]?min(?:ute)?s?(?: (?:read|listen|watch)| ago)|\d+ (?:hours?|days?) ago",
    "newsletter": r"(?:sign up|subscribe|register)(?: (?:here|now|today|free|for free|to|for|and|with)\b.*|[.!]?)"
    r"|(?:get|receive) .*\b(?:inbox|newsletter|briefing|daily digest)\b.*|.*\b(?:straight|delivered) to your inbox\b.*"
    r"|enter your e-?mail\b.*|(?:already a subscriber|not a subscriber|log in|sign in)\b.{0,60}"
    r"|(?:follow|like|join|find) us (?:on|at)\b.*|download (?:the|our) (?:\w+ )*app\b.*"
    r"|get (?:the )?(?:latest|breaking) .{0,50}(?:alerts|updates)|join our .{0,30}(?:channel|group|community)"
    r"|to continue reading\b.{0,80}|become an? (?:member|subscriber|supporter)\W*|donate(?: now| today| here)?\W*"
    r"|follow (?:[@\w]+ ){1,4}on (?:x|twitter|facebook|instagram|telegram|linkedin|youtube)\b.{0,40}"
    r"|@\w+ on (?:x|twitter|facebook|instagram|telegram)|got a tip\?.{0,80}"
    r"|(?:support|fund) (?:our|independent) journalism.*|(?:our|the|this) newsletter\b.{0,80}[!:]",
    "advertisement": r"advertise?ments?|advert|sponsored(?: content| by .*)?|promoted|paid (?:content|post)|report ad"
    r"|(?:story|article) continues (?:below|after)\b.*|skip (?:ad|advertisement|to (?:main )?content)"
    r"|loading(?: \w+)?\W*",
    "furniture": r"(?:back to top|menu|search|home|show more|load more|view all|see all|next|previous|leave a comment"
    r"|close|sections|scroll (?:down )?for more|(?:next|previous) (?:article|story|page|post)|home(?: ?[>›»/] ?[\w ]+)+"
    r"|(?:view|show|hide|read|see|jump to) (?:all )?(?:\d+ )?comments|comments? \(\d+\)|comments are closed\W*"
    r"|be the first to comment|have your say|corrections? policy"
    r"|(?:\d+ )?comments?|join the conversation|report (?:an error|a typo)|terms of (?:use|service)|privacy policy"
    r"|contact us|about us)(?:[\s|·•,.]+(?:terms of (?:use|service)|privacy policy|contact us|about us))*\.?",
    "copyright": r"(?:©|\(c\) ?(?:19|20)\d\d|copyright\b(?= ?(?:©|\(c\)|(?:19|20)\d\d))).*|.*\ball rights reserved\.?",
    "press": r"[-–—*( ]*ends?[-–—*) ]+|ends|#{3,}|notes? to editors?:?|for immediate release"
    r"|for (?:more|further) information,? (?:please )?(?:contact|visit|call|see)\b.{0,100}"
    r"|(?:(?:press|media) )?contacts?:? \S+@\S+|(?:press|media) contacts?:?",
    "provenance": r"our standards:.*"
    r"|this (?:article|story|report|post) (?:was (?:originally|first) published|has been updated)\b.{0,80}",
    "tags": r"tags|topics|(?:tags?|topics?|filed under|keywords?|categor(?:y|ies)|in this story)\s*:.*",
    "address": r"\S+@\S+\.\w+|@\w+|https?://\S+|www\.\S+",
}
_CASED = {
    "byline": rf"(?:By|Words by|Text by|Story by) {_NAME}(?:(?:,| and| &) {_NAME})*"
    r"(?:(?:,| in| \|| [—–-]) [^.!?]{2,60})?",
    "credits": r"\(?(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|Compiled|Translated|Edited|Written|Posted"
    rf"|Published)(?: and \w+)? by {_NAME}.*",
    "biography": rf"{_NAME} is an? (?:\w+ ){{0,3}}(?:reporter|correspondent|editor|columnist|contributor|writer) "
    rf"(?:at|for|with|based) .{{2,60}}|{_NAME} covers .{{2,40}} for .{{2,40}}",
    "office": r"(?:Staff|Senior|Chief|[A-Z]\w+) (?:\w+ )?(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Ee]ditor)",
    "agency photo": rf"{_NAME} ?/ ?[A-ZÀ-Þ][\w .’-]{{2,40}}|[A-ZÀ-Þ]\w+ ?/ ?{_NAME}",
    "shouted byline": r"BY [A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{4,60}",
}
_BOILERPLATE = re.compile(
    "|".join(f"(?i:{rule})" for rule in _RULES.values()) + "|" + "|".join(f"(?:{rule})" for rule in _CASED.values())
)


def boilerplate(text: str) -> tuple[Span, ...]:
    r"""Return the lines of `text` that are no part of an article, in order, without white space at their ends.

    >>> text = "Ferry sails\n177 shares\nBy Ilse Brandt\nBy Monday it sails."
    >>> [span.of(text) for span in boilerplate(text)]
    ['177 shares', 'By Ilse Brandt']
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        content = line[0].strip()
        if content and len(content) <= LONGEST and _BOILERPLATE.fullmatch(content):
            start = line.start() + len(line[0]) - len(line[0].lstrip())
            spans.append(Span(start, start + len(content)))
    return tuple(spans)


def without_boilerplate(extraction: Extraction) -> Extraction:
    """Return `extraction` without the sentences, and the quoted words that nobody says, of boilerplate lines.

    A line that holds a part of an attribution (its content, its cue) stays whole.
    """
    said = [span for quote in extraction.quotes if quote.cue or quote.speaker for span in _spans(quote)]
    lines = [line for line in boilerplate(extraction.document.text) if not any(line.overlap(span) for span in said)]
    if not lines:
        return extraction
    stay = [i for i, quote in enumerate(extraction.quotes) if not _within(quote.hull, lines)]
    place: dict[int | None, int] = {old: new for new, old in enumerate(stay)}
    quotes = (extraction.quotes[i] for i in stay)
    return replace(
        extraction,
        sentences=tuple(span for span in extraction.sentences if not _within(span, lines)),
        quotes=tuple(replace(quote, nested_in=place.get(quote.nested_in)) for quote in quotes),
    )


def _spans(quote: Quote) -> tuple[Span, ...]:
    return (*quote.content, quote.cue) if quote.cue else quote.content


def _within(span: Span, lines: list[Span]) -> bool:
    return any(line.covers(span) for line in lines)


FINGERPRINT = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
"""A short hash of the rules: an index built by other rules is stale."""
