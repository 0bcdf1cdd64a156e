"""Question → Query: what is asked, of whom, about what; by rules that can be read and explained, without a model.

A question has a head, where its speakers stand ("what did Wang say"), and a tail, its topic ("about third parties").
What is left out is taken over from the turn before, and named in `Query.inherited`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.schema import Intent, Query, Style
from index.search import vocabulary
from index.search.people import Naming, People

_WORD = re.compile(r"[^\W_]+(?:[.,'’&-][^\W_]+)*|[$€£%]+[\d.,]*\w*")
_QUOTED = re.compile(r"[“”\"«»„]([^“”\"«»„]{3,})[“”\"«»„]|(?<!\w)['‘]([^'’]{6,})['’](?!\w)")
_REAL = frozenset(("real", "true", "fake", "accurate", "genuine", "legit", "authentic", "correct", "right", "verified"))
_SPEECH = r"(?:say|said|claim|claimed|call|called|state|stated|tell|told|deny|denied|promise|promised|admit|admitted|predict|predicted|warn|warned|announce|announced|confirm|confirmed|threaten|threatened|suggest|suggested|argue|argued|insist|insisted|vow|vowed|mention|mentioned|describe|described|accuse|accused|describe|urge|urged|refuse|refused|agree|agreed|support|supported|write|wrote|tweet|tweeted|endorse|endorsed|reject|rejected|apologize|apologized|pledge|pledged|ask|asked|compare|compared|blame|blamed|praise|praised)"
_CHECKS = (
    re.compile(rf"^(?:so |and |but )?(?:did|does|has|have|had|didn't|hasn't) (?P<who>.+?) (?:ever |really |actually |just |also |already |once |not )*(?P<cue>{_SPEECH})\b(?P<claim>.*)$"),
    re.compile(rf"^(?:is it (?:true|correct|right|a fact)|it's true|is it really true|true)(?: that)? (?P<who>.+?) (?:ever |really |actually |once |has |had |have |also )*(?P<cue>{_SPEECH}|says|claims|denies|calls|thinks|believes)\b(?P<claim>.*)$"),
    re.compile(rf"^(?:so |and )?(?P<who>.+?) (?:ever |really |actually |once |has |had |also )*(?P<cue>{_SPEECH}|says|claims|denies|calls)\b(?P<claim>.*?),? ?(?:right|correct|true|is that (?:right|true|correct)|isn't it|didn't (?:he|she|they)|did (?:he|she|they))\s*$"),
)  # fmt: skip
_WHO = re.compile(
    rf"^(?:and |so )?(?:who|which \w+)(?: was it that| else| has| had| have| actually| first)* (?P<cue>{_SPEECH}|says|claims|denies|calls|thinks|thought|believes|believed)\b(?P<claim>.*)$"
)
_WHO_PASSIVE = re.compile(r"^(?:and |so )?(?:who is|who was|whose)\b(?P<claim>.*?)(?:words?|quote[d]?|by)?$")
_COUNT = re.compile(
    r"\b(?:how many (?:times|quotes?|statements?|things)|how often|number of (?:quotes?|statements?)|count)\b"
)
_COMPARE = re.compile(
    r"\b(?:compare|comparison|vs|versus|differences?(?: between)?|differ|contrast|agree(?: or disagree)?|disagree)\b"
)
_TIMELINE = re.compile(r"\b(?:timeline|over time|history of|chang(?:e|ed|es|ing)|evolv\w+|since when)\b")
_WHEN_WHERE = re.compile(
    r"^(?:and )?(?:when|where|in which (?:article|source|paper)|on what (?:date|day)|which (?:article|source))\b"
)
_LIST = re.compile(
    r"\b(?:all|every|list|any|show|give me|everything)\b.*\b(?:quotes?|statements?|said|says|say|quotations?)\b|\b(?:quotes?|statements?|quotations?) (?:by|from|of)\b|^everything\b"
)
_EXACT = re.compile(
    r"\b(?:exact(?:ly)?(?: the)? words?|word for word|verbatim|in (?:his|her|their) own words|exact quotes?|direct quotes?|only direct|no paraphrases?|precise words?|literally)\b"
)
_MEDIATED = re.compile(
    r"\b(?:through|via|by) (?:an?|the|his|her|their)? ?(?:interpreter|translator|spokes(?:man|woman|person)|lawyer)\b|\bin (?:a|the|his|her|their) (?:statement|letter|tweet)\b|\bon twitter\b"
)
_TO = re.compile(r"\b(?:to|tell|told|warn|warned|urge|urged)\s+$")
_FOLLOW = re.compile(r"^(?:and|also|what about|how about|ok and|but what about|but)\b")
_DATE = re.compile(r"\b(?:in|since|until|before|after|from|during|on)\s+(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)\b")
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = re.compile(
    rf"\b(?P<how>in|since|until|before|after|during|on|from)\s+(?P<month>{'|'.join(_MONTHS)})(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?)?\s+(?P<year>\d{{4}})\b"
)
_VAGUE_DATE = re.compile(
    r"\b(?:before|after|since|during)\s+(?:the\s+)?(?:\w+\s+)?(?:debate|election|war|summit|meeting|crisis|vote|speech|attack|convention|interview|referendum)\b|\b(?:yesterday|today|last (?:week|month|year|night)|this (?:week|month|year))\b"
)
_CYRILLIC = re.compile(r"[^\W\d_a-zA-ZÀ-ɏ]")


@dataclass(frozen=True, slots=True)
class _Text:
    """A question under reading: lower case, misspellings mended; `quoted` is what stands between quotation marks."""

    raw: str
    plain: str
    quoted: str | None


def parse(question: str, people: People, previous: Query | None = None) -> Query:
    """Return the query that a question asks, with what it leaves out taken over from `previous`.

    Never raises on odd text; a question without any word is small talk.
    """
    text = _read(question)
    reader = _Reader(text, people, previous)
    return reader.query()


def foreign(question: str) -> bool:
    """Tell whether most letters of the question are of another script than the corpus' Latin."""
    letters = [char for char in question if char.isalpha()]
    return bool(letters) and sum(bool(_CYRILLIC.match(char)) for char in letters) > len(letters) / 2


def words_of(text: str) -> list[str]:
    """Return the words of a text, lower case."""
    return [match.group().lower() for match in _WORD.finditer(text)]


def topic_words(text: str) -> list[str]:
    """Return the words that carry a topic, in order."""
    return [
        word for word in words_of(text) if word not in vocabulary.STOP and vocabulary.base(word) not in vocabulary.SAY
    ]


def _read(question: str) -> _Text:
    collapsed = " ".join(question.replace("’", "'").split())
    quoted = _QUOTED.search(collapsed)
    lowered = [vocabulary.MISSPELLINGS.get(w.strip("?!.,;"), None) or w for w in collapsed.lower().split()]
    plain = re.sub(r"\s+", " ", re.sub(r"[?!;]+", " ", " ".join(lowered))).strip(" .,-")
    return _Text(question, plain, next((g for g in quoted.groups() if g), None) if quoted else None)


class _Reader:
    """Reads one question; each method fills the slots of one kind."""

    def __init__(self, text: _Text, people: People, previous: Query | None) -> None:
        self.text = text
        self.plain = text.plain
        self.people = people
        self.previous = previous
        body = self.plain
        for pattern in (_MEDIATED, _EXACT, _DATE, _MONTH, _VAGUE_DATE):
            body = pattern.sub(" ", body)
        self.words = words_of(body)

    def query(self) -> Query:
        if self._small_talk():
            return Query(self.text.raw, Intent.SMALL_TALK)
        query = self._check() or self._who_said() or self._about()
        query = self._restricted(query)
        return self._inherited(query) if self.previous is not None else query

    def _small_talk(self) -> bool:
        words = [word for word in self.words if word not in ("you",)]
        return not self.text.quoted and all(word in vocabulary.SMALL_TALK for word in words)

    def _check(self) -> Query | None:
        """Return the query of "did X say ...?" in its many forms."""
        if self.text.quoted and set(self.words) & _REAL and not _WHO.match(self.plain):
            outside = self.plain.replace(self.text.quoted.lower(), " ")
            named = [n for n in self.people.find(words_of(outside)) if n.readings]
            slots = self._named(named) if named else Query(self.text.raw, Intent.CHECK)
            quoted = self.text.quoted
            return replace(slots, intent=Intent.CHECK, claim=quoted, topic=quoted, quoted=True)
        for pattern in _CHECKS:
            match = pattern.match(self.plain)
            if match and not match["who"].startswith(("what ", "who ", "how ", "why ", "when ", "where ", "which ")):
                claim = self.text.quoted or f"{match['cue']} {match['claim']}"
                whole = self._surface(match["claim"]) if match["claim"].strip() else claim
                query = self._claim(Intent.CHECK, match["who"], whole, cue=match["cue"])
                return (
                    query if query.speakers or query.named or query.readings or self._pointing(match["who"]) else None
                )
        return None

    def _surface(self, claim: str) -> str:
        return claim.strip(" ,.").removeprefix("that ").strip()

    def _pointing(self, who: str) -> bool:
        return bool(set(words_of(who)) & vocabulary.PRONOUNS)

    def _claim(self, intent: Intent, who: str, claim: str, cue: str = "") -> Query:
        slots = self._speakers(words_of(who), always=False)
        denies = vocabulary.base(cue) == "deny"
        return replace(
            slots,
            text=self.text.raw,
            intent=intent,
            claim=f"deny {claim}" if denies else claim,
            topic=claim,
            quoted=self.text.quoted is not None,
        )

    def _who_said(self) -> Query | None:
        match = _WHO.match(self.plain)
        if match is None and self.text.quoted and self.plain.startswith(("who", "whose")):
            return Query(self.text.raw, Intent.WHO_SAID, claim=self.text.quoted, topic=self.text.quoted, quoted=True)
        if match is None:
            return None
        claim = self.text.quoted or self._surface(match["claim"])
        pointing = all(word in vocabulary.POINTERS | vocabulary.STOP for word in words_of(claim))
        topic = "" if pointing and not self.text.quoted else claim
        return Query(
            self.text.raw, Intent.WHO_SAID, claim=topic or None, topic=topic, quoted=self.text.quoted is not None
        )

    def _intent(self) -> Intent:
        if _COUNT.search(self.plain):
            return Intent.COUNT
        if _TIMELINE.search(self.plain):
            return Intent.TIMELINE
        if _COMPARE.search(self.plain):
            return Intent.COMPARE
        if _WHEN_WHERE.search(self.plain):
            return Intent.WHEN_WHERE
        return Intent.LIST if _LIST.search(self.plain) else Intent.SAID_ABOUT

    def _about(self) -> Query:
        """Return the query of everything else: speakers in the head, topic in the tail."""
        intent = self._intent()
        head, tail = self._split()
        slots = self._speakers(head, always=True)
        if not slots.speakers and not slots.readings and not slots.named and tail:
            late = [n for n in self.people.find(tail) if tail[max(0, n.start - 1)] in ("by", "from", "according", "to")]
            if late:
                slots = self._named(late[:1])
        rest = [word for word in self._beyond_speakers(head) if word not in vocabulary.STOP]
        topic = " ".join([*rest, *tail]) if tail else " ".join(rest)
        if self.text.quoted and not topic_words(topic):
            topic = self.text.quoted
        if len(slots.speakers) > 1 and intent is Intent.SAID_ABOUT and self._several(head):
            intent = Intent.COMPARE
        if intent is Intent.SAID_ABOUT and not topic_words(topic) and (slots.speakers or slots.readings):
            intent = Intent.LIST
        return replace(slots, text=self.text.raw, intent=intent, topic=" ".join(topic.split()))

    def _several(self, head: list[str]) -> bool:
        return len(self.people.find(head)) > 1

    def _split(self) -> tuple[list[str], list[str]]:
        """Return the words before and after the first word that opens a topic ("about", "on" ...)."""
        for at, word in enumerate(self.words):
            if (
                word in vocabulary.TOPIC_MARKS
                and at > 0
                and not (word == "on" and self.words[at - 1] in ("based", "later"))
            ):
                return self.words[:at], self.words[at + 1 :]
        if _FOLLOW.match(self.plain) and self.words[:1] != ["what"]:
            return self.words, []
        return self.words, []

    def _speakers(self, head: list[str], *, always: bool) -> Query:
        namings = self.people.find(head)
        asked = [n for n in namings if not (n.start and head[n.start - 1] in ("to", "told", "tell", "with"))] or namings
        if self._say_at(head) is not None and len(asked) > 1 and not _COMPARE.search(self.plain):
            say = self._say_at(head) or 0
            asked = [n for n in asked if n.end <= say] or asked[:1]
        if asked:
            return self._named(asked)
        unknown = self._unknown(head, always=always)
        if unknown:
            near = self.people.nearest(unknown)
            if not near and len(unknown) > 1:
                near = next((n for w in reversed(unknown) if (n := self.people.nearest([w]))), ())
            if near:
                return self._named([Naming(0, 1, near, "spelling")])
            return Query(self.text.raw, Intent.SAID_ABOUT, named=(" ".join(unknown),))
        return Query(self.text.raw, Intent.SAID_ABOUT)

    def _named(self, namings: list[Naming]) -> Query:
        ambiguous = next((n for n in namings if len(n.readings) > 1), None)
        if ambiguous is not None and len(namings) == 1:
            return Query(self.text.raw, Intent.SAID_ABOUT, readings=ambiguous.readings)
        speakers = tuple(dict.fromkeys(name for n in namings for name in n.readings))
        return Query(self.text.raw, Intent.SAID_ABOUT, speakers=speakers)

    def _say_at(self, head: list[str]) -> int | None:
        return next((at for at, word in enumerate(head) if vocabulary.base(word) in vocabulary.SAY), None)

    def _unknown(self, head: list[str], *, always: bool) -> list[str]:
        """Return the words that stand where a speaker does and that no speaker answers to."""
        say = self._say_at(head)
        place = head[:say] if say is not None else head
        if always and say is None and self._split()[1] == [] and not _COUNT.search(self.plain):
            place = head
        words = [w for w in place if w not in vocabulary.STOP and w not in vocabulary.PRONOUNS and not w.isdigit()]
        return words[:4]

    def _beyond_speakers(self, head: list[str]) -> list[str]:
        covered = {at for n in self.people.find(head) for at in range(n.start, n.end)}
        say = self._say_at(head)
        if not covered and say is None and not self._split()[1]:
            return []
        return [
            w
            for at, w in enumerate(head)
            if at not in covered and say is not None and at > say and vocabulary.base(w) not in vocabulary.SAY
        ]

    def _restricted(self, query: Query) -> Query:
        """Fill style, mediation, addressee and dates."""
        styles = (Style.DIRECT, Style.MIXED) if _EXACT.search(self.plain) else ()
        since, until, unresolved = self._dates()
        mediated = _MEDIATED.search(self.plain) is not None and query.intent is not Intent.CHECK
        addressee = self._addressee(query)
        return replace(
            query,
            styles=styles,
            mediated=mediated,
            since=since,
            until=until,
            unresolved_date=unresolved,
            addressee=addressee,
        )

    def _addressee(self, query: Query) -> str | None:
        for naming in self.people.find(self.words):
            before = " ".join(self.words[: naming.start]) + " "
            if (
                naming.start
                and _TO.search(before)
                and naming.readings[0] not in query.speakers
                and len(naming.readings) == 1
            ):
                if query.intent in (Intent.CHECK, Intent.WHO_SAID) and not re.search(
                    r"(?:tell|told|warn\w*|urge\w*|say|said) (?:to )?$", before
                ):
                    continue
                return naming.readings[0]
        return None

    def _dates(self) -> tuple[str | None, str | None, str | None]:
        month = _MONTH.search(self.plain)
        if month is not None:
            day = f"-{int(month['day']):02d}" if month["day"] else ""
            return self._range(month["how"], f"{month['year']}-{_MONTHS.index(month['month']) + 1:02d}{day}")
        year = _DATE.search(self.plain)
        if year is not None:
            return self._range(year.group().split()[0], year["date"])
        vague = _VAGUE_DATE.search(self.plain)
        return None, None, vague.group() if vague is not None else None

    def _range(self, how: str, date: str) -> tuple[str | None, str | None, str | None]:
        if how in ("since", "after", "from"):
            return date, None, None
        return (None, date, None) if how in ("until", "before") else (date, date, None)

    def _inherited(self, query: Query) -> Query:
        """Take over what a follow-up leaves out; a question that names a speaker and a topic takes nothing."""
        before = self.previous
        if before is None or before.intent is Intent.SMALL_TALK:
            return query
        elliptic = (
            bool(_FOLLOW.match(self.plain))
            or bool(set(self.words) & vocabulary.PRONOUNS)
            or not topic_words(query.topic)
        )
        taken: list[str] = []
        if (
            not (query.speakers or query.readings or query.named)
            and elliptic
            and query.intent is not Intent.WHO_SAID
            and before.speakers
        ):
            query, taken = replace(query, speakers=before.speakers), ["speaker"]
        elif (
            query.named
            and _FOLLOW.match(self.plain)
            and before.speakers
            and not self.people.nearest(query.named[0].split())
        ):
            query, taken = (
                replace(query, speakers=before.speakers, named=(), topic=query.named[0], intent=Intent.SAID_ABOUT),
                ["speaker"],
            )
        bare = not topic_words(query.topic) and query.intent is not Intent.COUNT
        if (
            bare
            and before.topic
            and query.intent in (Intent.LIST, Intent.SAID_ABOUT, Intent.WHO_SAID, Intent.WHEN_WHERE)
            and elliptic
        ):
            intent = Intent.SAID_ABOUT if query.intent is Intent.LIST else query.intent
            query = replace(query, topic=before.topic, claim=before.claim or before.topic, intent=intent)
            taken.append("topic")
        if query.intent is Intent.CHECK and not topic_words((query.claim or "").removeprefix("deny ")) and before.topic:
            query = replace(query, topic=before.topic)
            taken.append("topic")
        return replace(query, inherited=tuple(taken))
