"""The library's front door: an open index that answers questions.

A question goes through three steps, each its own module: it is read (`question`), passages are ranked or a claim is
checked (`rank`, `check`), and the outcome is put into words (`render`). An index never changes what it opened;
`refresh` opens a newer generation when one was published.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.errors import QuestionError
from index.schema import (
    Answer,
    Citation,
    Document,
    Intent,
    Kind,
    Query,
    Reason,
    SpeakerEntry,
    Status,
    Verdict,
)
from index.search import render
from index.search.check import check
from index.search.citing import cite
from index.search.explain import Explanation, explain
from index.search.order import count, interleaved, style_rank
from index.search.people import People
from index.search.question import parse
from index.search.rank import Ranked, Ranker
from index.search.repeats import merged
from index.search.wording import foreign, topic_words
from index.settings import Settings
from index.store import corrections
from index.store.corrections import Correction
from index.store.door import Store, open_store, serving
from index.store.encoder import Encoder
from index.store.filter import Filter
from index.store.manifest import Published

LONGEST_QUESTION = 2_000
"""Characters of a question; a longer one is a document."""

MOST, LARGEST = 10, 100  # citations of an answer, where no limit is asked for and at all
_COMPARABLE = 0.15  # least cosine of a statement that stands in for one on the topic of a comparison
_COMPARED = 3  # such statements a speaker
_NAMED = 0.6  # share of the words of a name that tell that it is named
_CHECKED = 3  # passages that a verdict rests on


def open_index(path: Path | str | None = None, *, encoder: Encoder | None = None, store: str | None = None) -> Index:
    """Open the published index at `path`, by default the one of the settings.

    Args:
        path: folder of the index.
        encoder: what encodes questions; by default the model of the settings.
        store: address of a Milvus that serves in its place (`QUOTES_STORE`); by default, where no path is given, that
            of the settings.

    Raises:
        IndexMissingError: there is none; IndexMismatchError: another encoder or format built it;
        IndexDamagedError: one of its files is broken.
    """
    if path is None:
        settings = Settings.from_env()
        path, store = settings.index, settings.store if store is None else store
    root = Path(path)
    return Index(root, open_store(root, encoder, store or ""), encoder, store or "")


class Index:
    """An open index. Safe to share between threads for asking."""

    def __init__(self, root: Path, generation: Store, encoder: Encoder | None = None, store: str = "") -> None:
        self.root = root
        self._encoder = encoder
        self._store = store
        # What `CURRENT` named last, so that a damaged generation is not tried again, and which corrections are in use.
        self._seen = (generation.id, corrections.stamp(root))
        self._adopt(generation)

    def _adopt(self, generation: Store) -> None:
        self.generation = generation
        self._ranker = Ranker(generation)
        self._people = People(generation.speakers(), generation.outlets(), generation.months())

    def refresh(self) -> bool:
        """Open the newest generation if it or its corrections are not those in use, and tell whether they were."""
        seen = (serving(self.root, self._store), corrections.stamp(self.root))
        if seen == self._seen:
            return False
        before = (self.generation.id, self._seen[1])
        self._adopt(open_store(self.root, self._encoder, self._store))
        self._seen = seen
        return (self.generation.id, seen[1]) != before

    def correct(self, correction: Correction) -> None:
        """Note who really said a statement; it counts from the next `refresh` on.

        Raises:
            OSError: the correction cannot be written.
        """
        corrections.add(self.root, correction)

    def speakers(self) -> list[SpeakerEntry]:
        """Return everyone the corpus mentions by name, the most quoted first."""
        return self.generation.speakers()

    def documents(self) -> list[Document]:
        """Return the documents, with their texts."""
        return self.generation.documents()

    def published(self) -> Published:
        """Return what the generation in use says of itself."""
        counts = self.generation.manifest.counts
        return Published(self.generation.id, self.generation.manifest.built_at, counts["documents"], counts["records"])

    def context(self, citation: Citation, sentences: int = 1) -> str:
        """Return the verbatim text around a citation: its sentence, and so many before and after it."""
        (record,) = self.generation.records([citation.row])
        return self.generation.context(record, sentences).of(self.generation.document(record.doc).text)

    def ask(self, question: str, *, previous: Query | None = None, limit: int = MOST) -> Answer:
        """Answer one question; `previous` is the query of the turn before in the same conversation.

        Raises:
            QuestionError: the question is empty or longer than 2,000 characters.
        """
        return self._turn(question, previous, limit).answered(question)

    def news(self, question: str, known: Collection[str] = ()) -> Answer:
        """Answer with every statement that `question` asks for and that no article in `known`, sha256s, holds.

        Where a name means several people any of them may speak. Raises what `ask` raises.
        """
        return self._turn(question, None, MOST).news(frozenset(known))

    def explain(self, question: str, *, previous: Query | None = None, limit: int = MOST) -> Explanation:
        """Answer one question as `ask` does, and say why the answer is as it is."""
        turn = self._turn(question, previous, limit)
        return explain(turn.answered(question), turn.shown, self._people)

    def _turn(self, question: str, previous: Query | None, limit: int) -> _Turn:
        if not question.strip():
            raise QuestionError('the question is empty; ask something like "what did Wang say about trade?"')
        if len(question) > LONGEST_QUESTION:
            raise QuestionError(
                f"the question has {len(question):,} characters, at most {LONGEST_QUESTION:,} are read; shorten it"
            )
        return _Turn(self, parse(question, self._people, previous), limit)


class _Turn:
    """One question on its way to its answer."""

    def __init__(self, index: Index, query: Query, limit: int) -> None:
        self.index = index
        self.query = query
        self.limit = min(limit, LARGEST)
        self.people = index._people  # noqa: SLF001 - the turn is the engine's own
        self.ranker = index._ranker  # noqa: SLF001 - the same
        self.shown: Sequence[Ranked] = ()

    def answered(self, question: str) -> Answer:
        """Return the answer with its text and the index that gave it."""
        answer, other = self.answer(question), self.query.otherwise
        if other is not None and answer.status is Status.ABSTAINED:
            turn = _Turn(self.index, other, self.limit)
            second = turn.answer(question)
            if second.status is Status.ANSWERED:
                answer, self.shown = second, turn.shown
        return replace(answer, text=render.text(answer), generation=self.index.generation.id)

    def answer(self, question: str) -> Answer:
        """Return the answer: first what cannot be answered as asked, then what the intent calls for."""
        query = self.query
        if query.intent is Intent.SMALL_TALK:
            return self._found(render.GREETING)
        if query.unresolved_date is not None:
            return self._abstain(Reason.UNRESOLVED_DATE)
        if query.readings:
            meant = self._meant() or self.people.plainly(query.readings)
            if meant is None:
                return self._clarify("Several people fit. Who is meant?", query.readings)
            self.query = query = replace(query, speakers=(meant,), readings=())
        if query.intent is Intent.CHECK:
            return self._checked()
        if foreign(question) and not query.speakers:
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
        if query.named:
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
        cited = (cite(r, self.index.generation) for r in self._statements(self.query.speakers, topic))
        new = tuple(c for c in cited if known.isdisjoint((c.sha256, *(place.sha256 for place in c.also))))
        if not new:
            return self._abstain(Reason.NOTHING_FOUND)
        return Answer(Status.ANSWERED, self.query, "", new, total=len(new), generation=self.index.generation.id)

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
        return replace(
            answer, head="\n".join([answer.head, *(render.silent(name, topic, shown=name in shown) for name in silent)])
        )

    def _statements(self, speakers: tuple[str, ...], topic: str) -> list[Ranked]:
        where = self._filter(speakers)
        if where.addressee is not None and not len(self.index.generation.select(where)):
            return self._told(where.addressee, replace(where, addressee=None), topic)
        if topic:
            ranked = [r for r in self.ranker.rank(topic, where) if r.on_topic]
        else:
            ranked = [r for r in self.ranker.every(where) if r.record.parent is None]
            ranked.sort(key=lambda r: (style_rank(r.record), r.record.row))
        return merged(ranked, self.ranker)

    def _told(self, addressee: str, where: Filter, topic: str) -> list[Ranked]:
        """Return statements beside which somebody is named whom none is known to be addressed to ("told the Quay")."""
        near = {r.record.row for r in self.ranker.rank(addressee, where) if r.around >= _NAMED}
        found = self.ranker.rank(topic, where) if topic else self.ranker.every(where)
        return merged([r for r in found if r.record.row in near and (r.on_topic or not topic)], self.ranker)

    def _nearest(self, speaker: str, topic: str) -> list[Ranked]:
        """Return what comes nearest to the topic of a comparison from a speaker who says nothing plainly on it."""
        ranked = [r for r in self.ranker.rank(topic, self._filter((speaker,))) if r.record.parent is None]
        return [r for r in ranked if r.content >= _COMPARABLE][:_COMPARED]

    def _counted(self, groups: Sequence[Sequence[Ranked]]) -> Answer:
        counts = tuple(count(name, group) for name, group in zip(self.query.speakers, groups, strict=True))
        ranked = sorted((r for group in groups for r in group), key=lambda r: r.record.row)
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
        citations = tuple(cite(r, self.index.generation) for r in self.shown)
        fields: dict[str, Any] = {"citations": citations, "total": len(ranked), "head": head} | more
        return Answer(Status.ANSWERED, self.query, "", **fields)

    def _without_speaker(self) -> Answer:
        """Answer a question that names nobody: by its topic, over everybody's statements, or ask back."""
        if not topic_words(self.query.topic):
            return self._clarify("Who is meant?", self.people.offered())
        ranked = self._statements((), self.query.topic)
        return self._listed(ranked, len(ranked)) if ranked else self._abstain(Reason.NOTHING_FOUND)

    def _who_said(self) -> Answer:
        if not self.query.claim:
            return self._clarify("Said what? Please give the words or the topic.", ())
        finding = check(replace(self.query, speakers=()), self.ranker)
        passages = list(finding.passages)
        if finding.verdict in (Verdict.NOT_FOUND, Verdict.ALTERED):
            ranked = self.ranker.rank(self.query.claim, Filter(kind=Kind.QUOTE, addressee=self.query.addressee))
            passages = [r for r in ranked if r.on_topic and r.record.speaker]
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
        head = render.verdict(finding.verdict, finding.difference)
        passages = merged(finding.passages, self.ranker)[:_CHECKED]
        return self._found(head, passages, verdict=finding.verdict, detail=finding.difference, total=0)

    def _abstain(self, reason: Reason) -> Answer:
        offered = self.people.offered()
        head = render.abstention(self.query, reason, offered)
        return Answer(Status.ABSTAINED, self.query, "", reason=reason, choices=offered, head=head)

    def _clarify(self, text: str, choices: tuple[str, ...]) -> Answer:
        listing = "".join(f"\n- {choice}" for choice in choices)
        return Answer(Status.CLARIFY, self.query, "", reason=Reason.WHICH_SPEAKER, choices=choices, head=text + listing)
