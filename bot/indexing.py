"""Indexing in a process of its own: questions are answered meanwhile, and what it takes of memory is given back.

The library does the work there and says how far it is through a pipe. A process that dies leaves the index as it was.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.errors import IndexingError
from index.errors import ConfigError, IndexBusyError, QuotesError, SourceError

if TYPE_CHECKING:
    from index.build import Report, Rules
    from index.store.encoder import Encoder

T = TypeVar("T")
EVERY = 1.0  # seconds between two words on the progress
NICENESS = 10  # of the process: answers come first
BUSY, PATIENCE = 2.0, 300.0  # seconds between tries while another process writes the index, and for all of them


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent: what it holds, and what it is called."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far something is: `what` is "opening", "reading", "comparing" or "encoding"."""

    what: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: documents that are new, changed and gone, and how many there are; `known` where none changed.

    `problems` tell what was left out, each with its reason.
    """

    added: int
    replaced: int
    removed: int
    documents: int
    problems: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether nothing has changed."""
        return not (self.added or self.replaced or self.removed)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the index is as it was; `unreadable` where the file is to blame."""

    reason: str
    unreadable: bool


Tell = Callable[[Step], Awaitable[None]]


class Indexing:
    """Runs one piece of work on the index at `root` at a time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._turn = asyncio.Lock()

    async def run(self, upload: Upload | None, tell: Tell) -> Done | Refused:
        """Add a file to the index, or build it anew, and return what came of it; `tell` hears how far it is.

        Raises:
            IndexingError: the process died.
        """
        async with self._turn:
            context = multiprocessing.get_context("spawn")
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(there, self._root, upload), daemon=False)
            process.start()
            there.close()
            try:
                return await self._heard(here, tell)
            finally:
                process.terminate()
                await asyncio.to_thread(process.join)

    async def _heard(self, pipe: Connection, tell: Tell) -> Done | Refused:
        while True:
            try:
                heard = await asyncio.to_thread(pipe.recv)
            except (EOFError, OSError) as error:
                raise IndexingError("the process that indexes died") from error
            if not isinstance(heard, Step):
                return heard  # type: ignore[no-any-return] # the other end is in this file
            await tell(heard)


def _work(pipe: Connection, root: Path, upload: Upload | None) -> None:
    """Do the work and say what came of it; the signals that end the bot are for the bot."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    with contextlib.suppress(BrokenPipeError):  # nobody is there to hear it any more
        try:
            pipe.send(_patiently(pipe, root, upload))
        except SourceError as error:
            pipe.send(Refused(str(error), unreadable=upload is not None))
        except (QuotesError, OSError) as error:
            pipe.send(Refused(str(error), unreadable=False))


def _patiently(pipe: Connection, root: Path, upload: Upload | None) -> Done:
    """Wait, for a while, where another process writes the index."""
    given_up = time.monotonic() + PATIENCE
    while True:
        try:
            return _added(pipe, root, upload) if upload else _rebuilt(pipe, root)
        except IndexBusyError:
            if time.monotonic() > given_up:
                raise
            time.sleep(BUSY)


def _added(pipe: Connection, root: Path, upload: Upload) -> Done:
    from index.added import keep
    from index.build import grow

    place, new = keep(upload.data, upload.name, root)
    encoder, rules = _way()
    try:
        done = _done(grow(root, encoder, [place], rules=rules, progress=_Progress(pipe)))
        return replace(done, problems=tuple(told.replace(str(place), upload.name) for told in done.problems))
    except IndexBusyError:
        raise
    except BaseException:
        if new:
            place.unlink(missing_ok=True)
        raise


def _rebuilt(pipe: Connection, root: Path) -> Done:
    """Build the index anew of the places that it was built of."""
    from index.build import build
    from index.corpus.address import is_address
    from index.places import places
    from index.store.manifest import Manifest
    from index.store.publish import current

    sources = Manifest.read(current(root)).sources
    gone = [source for source in sources if not is_address(source) and not Path(source).exists()]
    if gone or not sources:
        what = f"{gone[0]} is not there" if gone else "it does not tell what it was built of"
        raise ConfigError(f"{what}; run python -m index build PATH... on the machine")
    encoder, rules = _way()
    return _done(build(places(sources, root), root, encoder, rules=rules, progress=_Progress(pipe)))


def _way() -> tuple[Encoder, Rules]:
    """Return what makes vectors and what finds quotes, as the settings of the library say."""
    from index.build import Rules
    from index.settings import Settings
    from index.store.encoder import SentenceEncoder

    settings = Settings.from_env()
    return SentenceEncoder(settings.model), Rules.default(settings.workers)


def _done(report: Report) -> Done:
    added, replaced, removed = (len(report.changes.get(what, ())) for what in ("added", "replaced", "removed"))
    return Done(added, replaced, removed, report.counts["documents"], tuple(report.problems))


class _Progress:
    """Says through a pipe how far something is."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def __call__(self, items: Iterable[T], what: str, total: int) -> Iterable[T]:
        """Pass `items` on and tell their number, now and then."""
        said = 0.0
        for done, item in enumerate(items):
            if time.monotonic() - said > EVERY:
                said = time.monotonic()
                self._pipe.send(Step(what, done, total))
            yield item
