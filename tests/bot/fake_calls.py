"""What the fake Bot API server knows of a call: what was asked, what was answered, and what shall go wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Call:
    """A call of the bot, with what it was answered."""

    method: str
    fields: dict[str, Any]
    at: float
    ok: bool = False
    error: str = ""
    held: bool = False
    message: dict[str, Any] | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text as a person reads it, after parsing."""
        return str((self.message or {}).get("text", ""))

    @property
    def buttons(self) -> list[str]:
        markup = (self.message or {}).get("reply_markup") or {"inline_keyboard": []}
        return [button["text"] for row in markup["inline_keyboard"] for button in row]

    @property
    def entities(self) -> list[str]:
        return [entity["type"] for entity in (self.message or {}).get("entities", [])]


@dataclass
class Fault:
    """What happens to the next calls of a method: an error, a lost connection, or no answer.

    `drop` and `hold` are "before" or "after" what the call asks for is done; a call that is held gets no answer until
    the bot gives it up, or is ended.
    """

    method: str
    times: int
    status: int = 0
    description: str = ""
    retry_after: int | None = None
    drop: str = ""
    hold: str = ""
    where: Callable[[dict[str, Any]], bool] = field(default=lambda _: True)
