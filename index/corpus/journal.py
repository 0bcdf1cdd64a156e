"""What became of everything that was to be read: where each document is from, and what was left out and why.

Each problem is told once, as a warning in the log; the summary of a build counts them.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.corpus.reader import Entry, Skip
from index.schema import Extraction

logger = logging.getLogger(__name__)

LISTED = 5
_LINE = re.compile(r"line (\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document is from. `verbatim` tells whether its lines are the lines of that file."""

    place: str
    verbatim: bool

    def at(self, line: str, problem: str) -> str:
        """Name a problem with its file and line."""
        return (
            f"{self.place}:{line}: {problem}" if self.verbatim else f"{self.place}: {problem} (line {line} of its text)"
        )


class Journal:
    """Collects while documents are read."""

    def __init__(self) -> None:
        self.skipped: list[Skip] = []
        self._noted: set[Skip] = set()
        self._origins: dict[str, Origin] = {}
        self._passed: Counter[str] = Counter()

    def skip(self, skip: Skip) -> None:
        """Note what is left out; the same thing is noted once."""
        if skip not in self._noted:
            self._noted.add(skip)
            self.skipped.append(skip)

    def pass_over(self, paths: Iterable[Path]) -> None:
        """Note files of a folder that are of no known format: they are told, but no fault of anybody's."""
        self._passed.update(path.suffix.lower() or path.name for path in paths)

    def taken(self, id: str) -> str | None:
        """Return where the document of this id is from, None where there is none yet."""
        return self._origins[id].place if id in self._origins else None

    def take(self, id: str, entry: Entry) -> None:
        """Note where a document is from."""
        self._origins[id] = Origin(entry.place, entry.verbatim)

    @property
    def empty(self) -> bool:
        """Whether not one document was read."""
        return not self._origins

    def faults(self) -> dict[str, int]:
        """Count what was left out by fault, most frequent first."""
        return dict(Counter(skip.fault for skip in self.skipped).most_common())

    def problems(self) -> list[str]:
        """Return what was left out, each with its reason, in the order in which it was found."""
        return [skip.message for skip in self.skipped]

    def warn(self) -> None:
        """Log what was left out."""
        if self._passed:
            kinds = [f"{count:,} {kind}" for kind, count in self._passed.most_common(LISTED)]
            more = ", ..." if len(self._passed) > LISTED else ""
            logger.warning(
                "passed over %s of no known format: %s%s", _files(self._passed.total()), ", ".join(kinds), more
            )
        for skip in self.skipped:
            logger.warning("skipped %s", skip.message)

    def warn_of(self, extraction: Extraction) -> None:
        """Log what could not be read inside a document: one line a kind of problem, with the places of all of them."""
        lines: dict[str, list[str]] = {}
        for warning in extraction.warnings:
            found = _LINE.fullmatch(warning)
            lines.setdefault(found[2] if found else warning, []).extend([found[1]] if found else [])
        id = extraction.document.id
        origin = self._origins.get(id, Origin(id, verbatim=False))
        for problem, (first, *others) in ((problem, found or [""]) for problem, found in lines.items()):
            logger.warning("%s%s", origin.at(first, problem) if first else f"{origin.place}: {problem}", _also(others))


def _files(count: int) -> str:
    return f"{count:,} file{'s' if count != 1 else ''}"


def _also(lines: list[str]) -> str:
    """List further lines, the first few by number."""
    if not lines:
        return ""
    listed = ", ".join(lines[:LISTED])
    return f"; and on line{'s' if len(lines) > 1 else ''} {listed}" + (
        f" and {len(lines) - LISTED} more" if len(lines) > LISTED else ""
    )
