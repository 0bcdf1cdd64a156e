"""Questions with gold answers: JSON lines, with the people's other names in `speakers.json` beside them.

A line is `{"id", "question", "category", "expected", "speakers", "gold", "acceptable", "verdict", "thread"}`:
`expected` is answer, abstain or clarify; `gold` and `acceptable` list `{"doc", "start", "end", "speaker"}`.
`speakers.json` is `{"canonical name": ["other name", ...]}`; without it everybody has one name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.evaluate.gold import objects
from index.evaluate.names import Names

ALIASES = "speakers.json"
EXPECTED = ("answer", "abstain", "clarify")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a right answer stands: characters start..end of a document, and who says it."""

    doc: str
    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what it should get. `speakers` are those asked for; `thread` names its conversation."""

    id: str
    text: str
    category: str
    expected: str
    speakers: frozenset[str] = frozenset()
    gold: tuple[Place, ...] = ()
    acceptable: tuple[Place, ...] = ()
    verdict: str | None = None
    thread: str | None = None

    @property
    def right(self) -> tuple[Place, ...]:
        """Every place that is a right answer."""
        return (*self.gold, *self.acceptable)

    @property
    def people(self) -> frozenset[str]:
        """Everybody whose words are a right answer."""
        return self.speakers | {place.speaker for place in self.right}


def read_questions(path: Path) -> tuple[list[Question], Names]:
    """Return the questions of a file, in order, and the names of its people.

    Raises:
        SourceError: a file cannot be read, a line is no question, or there is none.
    """
    questions = [_question(fields, place) for place, fields in objects(path)]
    if not questions:
        raise SourceError(f"{path} holds no question; give one JSON object a line")
    return questions, Names(_aliases(path.parent / ALIASES))


def _question(fields: dict[str, Any], where: str) -> Question:
    try:
        expected = fields["expected"]
        if expected not in EXPECTED:
            raise ValueError(f"expected is {expected!r}, not one of {', '.join(EXPECTED)}")  # noqa: TRY301 - one message
        thread = fields.get("thread")
        return Question(
            id=str(fields["id"]),
            text=fields["question"],
            category=fields["category"],
            expected=expected,
            speakers=frozenset(fields["speakers"]),
            gold=_places(fields["gold"]),
            acceptable=_places(fields["acceptable"]),
            verdict=fields.get("verdict"),
            thread=None if thread is None else str(thread),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(
            f"{where} is no question with a gold answer ({type(error).__name__}: {error}); it needs id, question, "
            "category, expected, speakers, gold and acceptable"
        ) from error


def _places(entries: list[dict[str, Any]]) -> tuple[Place, ...]:
    return tuple(Place(entry["doc"], entry["start"], entry["end"], entry["speaker"]) for entry in entries)


def _aliases(path: Path) -> dict[str, list[str]]:
    try:
        aliases = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read as JSON ({error})") from error
    if not isinstance(aliases, dict) or not all(isinstance(names, list) for names in aliases.values()):
        raise SourceError(f'{path} is not of the form {{"canonical name": ["other name", ...]}}')
    return aliases
