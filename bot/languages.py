"""The language that the bot answers in: that of whoever it answers, as far as it is known, else English.

It belongs to the task that an update is handled in, so that texts need not be handed through every call.
"""

from __future__ import annotations

from contextvars import ContextVar

from bot.texts import Texts
from bot.texts.de import GERMAN
from bot.texts.en import ENGLISH
from bot.texts.es import SPANISH
from bot.texts.zh import CHINESE

LANGUAGES = {"en": ENGLISH, "de": GERMAN, "es": SPANISH, "zh": CHINESE}
"""The languages of the interface by their codes (ISO 639-1)."""

_spoken: ContextVar[str] = ContextVar("spoken", default="en")


def speak(code: str | None) -> None:
    """Answer in the language of an IETF tag ("de-AT"), for the rest of this task; English where it is not known."""
    language = (code if isinstance(code, str) else "").lower().split("-")[0]
    _spoken.set(language if language in LANGUAGES else "en")


def language() -> str:
    """Return the code of the language that is spoken."""
    return _spoken.get()


def spoken() -> Texts:
    """Return the texts in the language that is spoken."""
    return LANGUAGES[_spoken.get()]
