"""Documents that administrators send: fetched, checked, indexed in the background, and citable at once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace

from telegram import Document, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.access import Access
from bot.commands import addressed
from bot.errors import IndexingError
from bot.indexing import Done, Indexing, Refused, Step, Upload
from bot.jobs import Job
from bot.languages import language, speak, spoken
from bot.markup import clip, text
from bot.sending import Sender
from bot.state import State
from index.corpus.formats import READABLE

logger = logging.getLogger(__name__)

MOST_BYTES = 20 * 2**20  # what Telegram lets bots fetch
MEGABYTE = 2**20
MOST_WAITING = 50  # jobs
MAX_NAME, MAX_REASON = 80, 500
MOST_PROBLEMS = 3
EVERY = 2.0  # seconds between two edits of a message that tells the progress


class Adding:
    """Takes files and the wish to index anew, and does one after the other."""

    def __init__(self, state: State, sender: Sender, access: Access, indexing: Indexing) -> None:
        self._state = state
        self._sender = sender
        self._access = access
        self._indexing = indexing
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        for job in state.jobs.open():
            self._jobs.put_nowait(job)

    async def document(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Add a file that an administrator sends or forwards."""
        await self._take(update, addressed(update)[0].document)

    async def add(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Add the file that an administrator replies to."""
        message = addressed(update)[0]
        await self._take(update, message.reply_to_message.document if message.reply_to_message else None)

    async def reindex(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Build the index anew of all that it was built of."""
        place = addressed(update)[1]
        if not self._access.administrates(place.user):
            await self._sender.send(place.chat, text(spoken().admins_only), place.message)
            return
        await self._begin(update, None, "")

    async def work(self) -> None:
        """Do the jobs, those that were interrupted first; for ever."""
        while True:
            job = await self._jobs.get()
            speak(job.language)
            try:
                await self._say(job, await self._outcome(job))
            except TelegramError as error:
                logger.warning("what became of a job could not be told (%s)", type(error).__name__)
            self._state.jobs.finish(job.id)

    async def _take(self, update: Update, document: Document | None) -> None:
        """Check who sends what, as far as that can be known before it is fetched."""
        place = addressed(update)[1]
        if not self._access.administrates(place.user):
            await self._sender.send(place.chat, text(spoken().admins_only), place.message)
        elif document is None:
            await self._sender.send(place.chat, text(spoken().add_usage.format(formats=READABLE)), place.message)
        elif (document.file_size or 0) > MOST_BYTES:
            name = clip(document.file_name or document.file_id, MAX_NAME)
            await self._sender.send(place.chat, text(_too_large(name)), place.message)
        else:
            await self._begin(update, document.file_id, document.file_name or "")

    async def _begin(self, update: Update, file: str | None, name: str) -> None:
        place = addressed(update)[1]
        if self._jobs.qsize() >= MOST_WAITING:
            await self._sender.send(place.chat, text(spoken().busy), place.message)
            return
        name = clip(" ".join(name.split()), MAX_NAME) or spoken().untitled
        begun = spoken().add_waiting.format(name=name) if file else spoken().reindex_waiting
        message = await self._sender.send(place.chat, text(begun), place.message)
        job = Job(0, place.chat, message, place.user, file, name, language())
        self._jobs.put_nowait(replace(job, id=self._state.jobs.begin(job)))

    async def _outcome(self, job: Job) -> str:
        """Do a job and return what came of it, in words."""
        upload = None
        if job.file is not None:
            try:
                content = await self._sender.fetch(job.file, MOST_BYTES)
            except TelegramError as error:
                logger.warning("a file could not be fetched (%s)", type(error).__name__)
                return spoken().add_unfetched.format(name=job.name)
            if content is None:
                return _too_large(job.name)
            upload = Upload(content, job.name)
        try:
            outcome = await self._indexing.run(upload, _Telling(self, job))
        except IndexingError:
            logger.exception("the index could not be built")
            return spoken().add_died
        return _words(job, outcome)

    async def step(self, job: Job, step: Step) -> None:
        """Tell how far a job is."""
        what = spoken().add_steps.get(step.what, step.what)
        name = job.name if job.file else spoken().reindex_name
        await self._say(job, spoken().add_step.format(name=name, what=what, done=step.done, total=step.total))

    async def _say(self, job: Job, words: str) -> None:
        if not await self._sender.edit(job.chat, job.message, text(words)):
            logger.info("the message of a job is gone")


class _Telling:
    """Tells the progress of a job, not more often than people can read."""

    def __init__(self, adding: Adding, job: Job) -> None:
        self._adding = adding
        self._job = job
        self._told = 0.0

    async def __call__(self, step: Step) -> None:
        if time.monotonic() - self._told < EVERY:
            return
        self._told = time.monotonic()
        try:
            await self._adding.step(self._job, step)
        except TelegramError as error:
            logger.info("progress could not be told (%s)", type(error).__name__)


def _too_large(name: str) -> str:
    return spoken().add_too_large.format(name=name, limit=MOST_BYTES // MEGABYTE)


def _words(job: Job, outcome: Done | Refused) -> str:
    """Return what came of a job."""
    texts = spoken()
    if isinstance(outcome, Refused):
        template = texts.add_refused if outcome.unreadable else texts.add_failed
        return template.format(reason=clip(outcome.reason, MAX_REASON))
    told = texts.add_known.format(name=job.name) if job.file else texts.reindex_known
    if not outcome.known:
        told = texts.add_done.format(
            name=job.name if job.file else texts.reindex_name,
            added=outcome.added,
            replaced=outcome.replaced,
            removed=outcome.removed,
            documents=texts.number(outcome.documents),
        )
    return "\n".join([told, *_left_out(outcome.problems)])


def _left_out(problems: Sequence[str]) -> list[str]:
    """Return the first of what was left out, a line each, and how many more there are."""
    if not problems:
        return []
    shown = [f"• {clip(problem, MAX_REASON)}" for problem in problems[:MOST_PROBLEMS]]
    rest = len(problems) - MOST_PROBLEMS
    more = [spoken().more.format(count=spoken().number(rest))] if rest > 0 else []
    return [spoken().add_left_out, *shown, *more]
