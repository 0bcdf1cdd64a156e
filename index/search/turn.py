"""One question on its way to its answer: what cannot be answered as asked, then what its intent calls for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from index.schema import Answer, Intent, Kind, Query, Reason, Status, Verdict
from index.search import render
from index.search.check import check
from index.search.citing import cite
from index.search.misspelt import corrected
from index.search.order import count, interleaved, style_rank
from index.search.people import People
from index.search.rank import Ranked, Ranker
from index.search.repeats import merged
from index.search.tongue import unserved
from index.search.wording import topic_words
from index.store.filter import Filter

LARGEST = 100  # citations of an answer
_COMPARABLE = 0.15  # least cosine of a statement that stands in for one on the topic of a comparison
_COUNTED = 5  # speakers who are counted where none is named
_COMPARED = 3  # such statements a speaker
_NAMED = 0.6  # share of the words of a name that tell that it is named
_CHECKED = 3  # passages that a verdict rests on


class Turn:
    """One question on its way to its answer."""

    def __init__(self, people: People, ranker: Ranker, query: Query, limit: int) -> None:
        self.people = people
        self.ranker = ranker
        self.generation = ranker.generation
        self.query = query
        self.limit = min(limit, LARGEST)
        self.shown: Sequence[Ranked] = ()

    def answered(self, question: str) -> Answer:
        """Return the answer with its text and the index that gave it."""
        answer, other = self.answer(question), self.query.otherwise
        if other is not None and answer.status is Status.ABSTAINED:
            turn = Turn(self.people, self.ranker, other, self.limit)
            second = turn.answer(question)
            if second.status is Status.ANSWERED:
                answer, self.shown = second, turn.shown
        if answer.status is Status.ABSTAINED:
            answer = self._offering(answer, question)
        if answer.citations and unserved(question):
            answer = replace(answer, head=f"{render.ONLY_NAMES} {answer.head}", reason=Reason.UNSUPPORTED_LANGUAGE)
        return replace(answer, text=render.text(answer), generation=self.generation.id)

    def _offering(self, answer: Answer, question: str) -> Answer:
        """Return an abstention with the same question in other spelling, where that has an answer."""
        query = answer.query
        topic = query.topic if query.quoted else corrected(query.topic, self.generation)
        claim = corrected(query.claim, self.generation) if query.claim is not None else None
        meant = replace(query, topic=topic, claim=claim, otherwise=None)
        if (
            topic == query.topic
            or Turn(self.people, self.ranker, meant, 1).answer(question).status is not Status.ANSWERED
        ):
            return replace(answer, query=replace(query, otherwise=None))
        reason, *more = answer.head.split("\n")
        return replace(
            answer, query=replace(query, otherwise=meant), head="\n".join([reason, render.meant(topic), *more])
        )

    def answer(self, question: str) -> Answer:
        """Return the answer: first what cannot be answered as asked, then what the intent calls for."""
        query = self.query
        if query.intent is Intent.SMALL_TALK:
            return self._found(render.greeting(query.text))
        if query.unresolved_date is not None:
            return self._abstain(Reason.UNRESOLVED_DATE)
        if query.readings:
            meant = self._meant() or self.people.plainly(query.readings)
            if meant is None:
                return self._clarify("Several people fit. Who is meant?", query.readings)
            self.query = query = replace(query, speakers=(meant,), readings=())
        if query.intent is Intent.CHECK:
            return self._checked()
        if unserved(question) and not query.speakers:
            return self._abstain(Reason.UNSUPPORTED_LANGUAGE)
        return self._who_said() if query.intent is Intent.WHO_SAID else self._asked()

    def _meant(self) -> str | None:
        """Return the one of several readings of a name or an office who alone says something on the topic."""
        query = self.query
        if query.intent is Intent.CHECK or not topic_words(query.topic):
            return None  # whether somebody said it cannot tell who is accused of it
        ranked = self.ranker.rank(query.topic, self._filter(query.readings))
        on_it = dict.fromkeys(r.record.speaker for r in ranked if r.on_topic and r.record.speaker)
        return next(iter(on_it)) if len(on_it) == 1 else None

    def _asked(self) -> Answer:
        """Answer a question for somebody's statements."""
        query = self.query
        if query.named and not query.speakers:
            return self._abstain(Reason.UNKNOWN_SPEAKER)
        if not query.speakers:
            return self._without_speaker()
        if not any(self.people.quoted(name) for name in query.speakers):
            return self._abstain(Reason.NEVER_QUOTED)
        return self._said()

    def news(self, known: frozenset[str]) -> Answer:
        """Return all statements whose every place is outside of the articles in `known`."""
        query = self.query
        topic = query.topic if topic_words(query.topic) else ""
        intent = Intent.SAID_ABOUT if topic else Intent.LIST
        self.query = replace(query, speakers=query.speakers or query.readings, readings=(), intent=intent)
        if query.named:
            return self._abstain(Reason.UNKNOWN_SPEAKER)
        if not topic and not self.query.speakers:
            return self._clarify("Who is meant?", self.people.offered())
        cited = (cite(r, self.generation) for r in self._statements(self.query.speakers, topic))
        new = tuple(c for c in cited if known.isdisjoint((c.sha256, *(place.sha256 for place in c.also))))
        if not new:
            return self._abstain(Reason.NOTHING_FOUND)
        return Answer(Status.ANSWERED, self.query, "", new, total=len(new), generation=self.generation.id)

    def _filter(self, speakers: tuple[str, ...]) -> Filter:
        """Return what restricts the candidates; a bare family name of the articles counts for whom it plainly means."""
        query = self.query
        bare = tuple(other for name in speakers for other in self.people.bare(name))
        return Filter(
            speakers=(*speakers, *bare),
            kind=Kind.QUOTE,
            styles=query.styles,
            addressee=query.addressee,
            mediated=True if query.mediated else None,
            outlet=query.outlet,
            since=query.since,
            until=query.until,
        )

    def _said(self) -> Answer:
        """Answer with the statements of the asked speakers: those on the topic, or all."""
        topic = self.query.topic if topic_words(self.query.topic) else ""
        groups = [self._statements((name,), topic) for name in self.query.speakers]
        silent: list[str] = []
        if self.query.intent is Intent.COMPARE and topic:
            silent = [name for name, group in zip(self.query.speakers, groups, strict=True) if not group]
            groups = [g or self._nearest(name, topic) for g, name in zip(groups, self.query.speakers, strict=True)]
        shown = {name for name, group in zip(self.query.speakers, groups, strict=True) if group}
        total = sum(len(group) for group in groups)
        if not total:
            return self._abstain(Reason.NOT_ON_THIS)
        if self.query.intent is Intent.COUNT:
            return self._counted(groups)
        merged = interleaved(groups) if len(groups) > 1 else groups[0]
        answer = self._listed(merged, total)
        notes = [
            *(render.nobody(name) for name in self.query.named),
            *(render.silent(name, topic, shown=name in shown) for name in silent),
        ]
        return replace(answer, head="\n".join([answer.head, *notes]), silent=tuple(silent))

    def _statements(self, speakers: tuple[str, ...], topic: str) -> list[Ranked]:
        where = self._filter(speakers)
        if where.addressee is not None and not len(self.generation.select(where)):
            return self._told(where.addressee, replace(where, addressee=None), topic)
        if topic:
            ranked = [r for r in self.ranker.rank(topic, where) if r.on_topic]
        else:
            ranked = [r for r in self.ranker.read(self.ranker.every(where)) if r.record.parent is None]
            ranked.sort(key=lambda r: (style_rank(r.record), r.row))
        return merged(ranked, self.ranker)

    def _told(self, addressee: str, where: Filter, topic: str) -> list[Ranked]:
        """Return statements beside which somebody is named whom none is known to be addressed to ("told the Quay")."""
        near = {r.row for r in self.ranker.rank(addressee, where) if r.around >= _NAMED}
        found = self.ranker.rank(topic, where) if topic else self.ranker.every(where)
        return merged([r for r in found if r.row in near and (r.on_topic or not topic)], self.ranker)

    def _nearest(self, speaker: str, topic: str) -> list[Ranked]:
        """Return what comes nearest to the topic of a comparison from a speaker who says nothing plainly on it."""
        ranked = (r for r in self.ranker.rank(topic, self._filter((speaker,))) if r.content >= _COMPARABLE)
        return list(islice((r for r in ranked if r.record.parent is None), _COMPARED))

    def _counted(self, groups: Sequence[Sequence[Ranked]]) -> Answer:
        counts = tuple(count(name, group) for name, group in zip(self.query.speakers, groups, strict=True))
        ranked = interleaved([sorted(group, key=lambda r: r.row) for group in groups])
        return self._found(render.count(counts), ranked, counts=counts)

    def _listed(self, ranked: Sequence[Ranked], total: int) -> Answer:
        documents = len({r.record.doc for r in ranked})
        answer = self._found("", ranked, total=total)
        if self.query.intent is Intent.TIMELINE:
            by_date = tuple(sorted(answer.citations, key=lambda c: (c.date is None, c.date or "", c.row)))
            answer = replace(answer, citations=by_date)
        return replace(answer, head=render.heading(self.query, answer.citations, total, documents))

    def _found(self, head: str, ranked: Sequence[Ranked] = (), **more: Any) -> Answer:  # noqa: ANN401 - an Answer's own
        self.shown = ranked[: self.limit]
        citations = tuple(cite(r, self.generation) for r in self.shown)
        fields: dict[str, Any] = {"citations": citations, "total": len(ranked), "head": head} | more
        return Answer(Status.ANSWERED, self.query, "", **fields)

    def _without_speaker(self) -> Answer:
        """Answer a question that names nobody: by its topic, over everybody's statements, or ask back."""
        if self.query.intent is Intent.COUNT:
            return self._most()
        if not topic_words(self.query.topic):
            return self._clarify("Who is meant?", self.people.offered())
        ranked = self._statements((), self.query.topic)
        return self._listed(ranked, len(ranked)) if ranked else self._abstain(Reason.NOTHING_FOUND)

    def _most(self) -> Answer:
        """Answer with those who have the most statements, on a topic or at all, most first."""
        topic = self.query.topic if topic_words(self.query.topic) else ""
        said: dict[str, list[Ranked]] = defaultdict(list)
        for one in self._statements((), topic) if topic else ():
            if one.record.speaker:
                said[one.record.speaker].append(one)
        names = said if topic else self.people.offered(_COUNTED)
        groups = [said[name] if topic else self._statements((name,), "") for name in names]
        groups = sorted(filter(None, groups), key=len, reverse=True)[:_COUNTED]
        if not groups:
            return self._abstain(Reason.NOTHING_FOUND)
        self.query = replace(self.query, speakers=tuple(group[0].record.speaker or "" for group in groups))
        answer = self._counted(groups)
        return replace(answer, head=f"{render.most(topic)}\n{answer.head}")

    def _who_said(self) -> Answer:
        if not self.query.claim:
            return self._clarify("Said what? Please give the words or the topic.", ())
        finding = check(replace(self.query, speakers=()), self.ranker)
        passages = list(finding.passages)
        if finding.verdict in (Verdict.NOT_FOUND, Verdict.ALTERED):
            ranked = self.ranker.rank(self.query.claim, Filter(kind=Kind.QUOTE, addressee=self.query.addressee))
            passages = [r for r in self.ranker.read([r for r in ranked if r.on_topic]) if r.record.speaker]
        passages = merged(passages, self.ranker)
        return self._listed(passages, len(passages)) if passages else self._abstain(Reason.NOTHING_FOUND)

    def _checked(self) -> Answer:
        query = self.query
        if not query.speakers and not query.named and not query.quoted:
            return self._clarify("Who is meant?", self.people.offered())
        finding = check(query, self.ranker)
        if finding.verdict is Verdict.NOT_FOUND:
            reason = Reason.UNKNOWN_SPEAKER if query.named else Reason.NOTHING_FOUND
            if query.speakers:
                quoted = any(self.people.quoted(name) for name in query.speakers)
                reason = Reason.NOT_ON_THIS if quoted else Reason.NEVER_QUOTED
            return replace(self._abstain(reason), verdict=Verdict.NOT_FOUND)
        head = "\n".join([render.verdict(finding.verdict, finding.difference), *map(render.nobody, query.named)])
        passages = merged(finding.passages, self.ranker)[:_CHECKED]
        return self._found(head, passages, verdict=finding.verdict, detail=finding.difference, total=0)

    def _abstain(self, reason: Reason) -> Answer:
        offered = self.people.offered()
        head = render.abstention(self.query, reason, offered)
        return Answer(Status.ABSTAINED, self.query, "", reason=reason, choices=offered, head=head)

    def _clarify(self, text: str, choices: tuple[str, ...]) -> Answer:
        marks = (f"{n}." if choices == self.query.readings else "-" for n in range(1, len(choices) + 1))
        listing = "".join(f"\n{mark} {choice}" for mark, choice in zip(marks, choices, strict=True))
        return Answer(Status.CLARIFY, self.query, "", reason=Reason.WHICH_SPEAKER, choices=choices, head=text + listing)
