"""Folders, pages and feeds kept an eye on: an index that follows them, round after round."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.build import Report
from index.corpus import Place, snapshot
from index.errors import IndexBusyError, SourceError

logger = logging.getLogger(__name__)

EVENTS = {"added": "new", "replaced": "changed", "removed": "removed"}
"""What happened to a document, by what a report calls it."""


def watch(
    look: Callable[[], Sequence[Path | Place]],
    build: Callable[[Sequence[Path | Place]], Report],
    rest: Callable[[], bool],
) -> Iterator[Report]:
    """Build whenever something has changed, and yield what each build did.

    A round that fails is told in the log, and the next one tries again; the index stays as it was.

    Args:
        look: gives the places, ready to be read once more.
        build: makes the index hold just the documents of places.
        rest: waits between two rounds; false ends it.

    Raises:
        SourceError, IndexBusyError: the first round failed.
        ConfigError: something cannot be written.
    """
    places = look()
    seen = _state(places)
    yield build(places)
    while rest():
        places = look()
        state = _state(places)
        if state == seen:
            continue
        try:
            _all_there(places)
            report = build(places)
        except (SourceError, IndexBusyError) as error:
            logger.warning("the index stays as it is: %s", error)
        else:
            seen = state
            yield report


def _all_there(places: Sequence[Path | Place]) -> None:
    """Take a path that has vanished for a disk that is not connected, and not for documents that are removed.

    Raises:
        SourceError: a path is not there.
    """
    for place in places:
        if isinstance(place, Path) and not place.exists():
            raise SourceError(f"{place} is not there; connect its disk again, or watch without it", "missing")


def _state(places: Sequence[Path | Place]) -> tuple[object, ...]:
    """Return what differs once anything has changed."""
    return tuple(snapshot(place) if isinstance(place, Path) else hash(tuple(place.read())) for place in places)


def events(report: Report) -> Iterator[tuple[str, str]]:
    """Yield what happened to which document: "new", "changed" or "removed", and its id."""
    for change, event in EVENTS.items():
        for id in report.changes.get(change, ()):
            yield event, id
