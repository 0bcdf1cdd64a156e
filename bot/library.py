"""The index as the bot uses it: every call in the lane, on the newest generation."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol, TypeVar

from bot.lane import Lane
from index.errors import IndexMissingError, QuotesError
from index.schema import Answer, Citation, Document, Query, SpeakerEntry
from index.store.corrections import Correction
from index.store.manifest import DocumentEntry, Published

logger = logging.getLogger(__name__)

PASSAGES = 40  # of an answer, to be turned over page by page
WARMING = "hello, what did they say about this?"
T = TypeVar("T")


class Source(Protocol):
    """What the bot needs of an open index."""

    def ask(self, question: str, *, previous: Query | None = None, limit: int = 10) -> Answer:
        """Answer one question, with so many citations at most."""
        ...

    def news(self, question: str, known: Collection[str] = ()) -> Answer:
        """Return every statement that is asked for and stands in no article of `known`, sha256s."""
        ...

    def context(self, citation: Citation, sentences: int = 1) -> str:
        """Return the text around a citation."""
        ...

    def speakers(self) -> list[SpeakerEntry]:
        """Return everyone the corpus mentions, most quoted first."""
        ...

    def document(self, id: str) -> Document:
        """Return one document; KeyError where there is none."""
        ...

    def listing(self) -> list[DocumentEntry]:
        """Return what is known of each document, without the texts."""
        ...

    def published(self) -> Published:
        """Return what the generation in use says of itself."""
        ...

    def correct(self, correction: Correction) -> None:
        """Note who said a statement; it counts from the next refresh on."""
        ...

    def refresh(self) -> bool:
        """Open a newer generation where one was published."""
        ...


Opener = Callable[[Path], Source]


def open_source(path: Path) -> Source:
    """Open the index at `path` with an encoder that is kept when a new generation is opened.

    Raises:
        IndexMissingError: there is none. IndexMismatchError: another encoder or format built it.
        IndexDamagedError: one of its files is broken.
    """
    from index import open_index
    from index.settings import Settings
    from index.store.encoder import SentenceEncoder

    settings = Settings.from_env()
    try:
        return open_index(path, encoder=SentenceEncoder(settings.model), store=settings.store)
    except OSError as error:
        raise IndexMissingError(
            f"the index in {path} cannot be read ({error.strerror}); let the bot's user read it, or set QUOTES_INDEX"
        ) from error


class Library:
    """The index behind its lane."""

    def __init__(self, source: Source, lane: Lane) -> None:
        self._source = source
        self.lane = lane

    async def warm(self) -> None:
        """Load what the first question would otherwise wait for."""
        await self._call(lambda: self._source.ask(WARMING))

    async def ask(self, question: str, previous: Query | None = None) -> Answer:
        """Answer a question, with a few pages of citations.

        Raises:
            QuestionError: it is empty or too long.
            BusyError: too much is waiting. OverdueError: it took too long.
        """
        return await self._call(lambda: self._source.ask(question, previous=previous, limit=PASSAGES))

    async def news(self, question: str, known: Collection[str] = ()) -> Answer:
        """Return every statement that is asked for and stands in no article of `known`, sha256s.

        Raises:
            QuestionError: it is empty or too long.
            BusyError: too much is waiting. OverdueError: it took too long.
        """
        return await self._call(lambda: self._source.news(question, known))

    async def context(self, citation: Citation) -> str | None:
        """Return a citation's sentence with the ones around it; None where its document is gone or has changed."""
        return await self._call(lambda: self._context(citation))

    async def speakers(self) -> list[SpeakerEntry]:
        """Return everyone who is quoted, most quoted first."""
        return await self._call(lambda: [entry for entry in self._source.speakers() if entry.quotes])

    async def documents(self) -> list[DocumentEntry]:
        """Return what is known of each document."""
        return await self._call(self._source.listing)

    async def published(self) -> Published:
        """Return what the generation in use says of itself."""
        return await self._call(self._source.published)

    async def canonical(self, name: str) -> str:
        """Return the speaker of the articles that `name` stands for; the name itself where it is not just one."""
        wanted = " ".join(name.split()).casefold()
        entries = await self._call(self._source.speakers)
        exact = [
            e.speaker.name for e in entries if wanted in (a.casefold() for a in (e.speaker.name, *e.speaker.aliases))
        ]
        return exact[0] if len(exact) == 1 else " ".join(name.split())

    async def correct(self, correction: Correction) -> None:
        """Let a correction count, from the next answer on.

        Raises:
            OSError: it could not be written.
        """
        await self._call(lambda: self._source.correct(correction))

    async def _call(self, work: Callable[[], T]) -> T:
        return await self.lane.run(lambda: self._fresh(work))

    def _fresh(self, work: Callable[[], T]) -> T:
        """Do `work` on the newest generation; while that cannot be opened, on the one before."""
        try:
            if self._source.refresh():
                logger.info("a new generation of the index is in use")
        except QuotesError as error:
            logger.warning("the index could not be opened anew: %s", error)
        return work()

    def _context(self, citation: Citation) -> str | None:
        try:
            document = self._source.document(citation.doc)
            if document.sha256 != citation.sha256:
                return None
            around = self._source.context(citation)
        except LookupError:
            return None
        # The row may be another one's after a rebuild; the sentence by its own offsets is right in any case.
        return around if citation.quote in around else citation.sentence.of(document.text)
