"""Logging without secrets: no token in either of its forms, no questions, no ids of users."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType

LAYOUT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# httpx names every address it asks for at INFO, and the address of a Bot API call holds the token.
CHATTY = ("httpx", "httpcore", "telegram", "tornado.access", "sentence_transformers", "transformers", "faiss")


class RedactingFormatter(logging.Formatter):
    """Formats a record and takes the token out of the result, plain and percent-encoded, tracebacks included.

    An exception is shown by its type and its place in the code only: its message may hold what a person wrote.
    """

    def __init__(self, token: str) -> None:
        super().__init__(LAYOUT)
        number, _, secret = token.partition(":")
        self._forms = re.compile(rf"(?:{re.escape(number)}(?::|%3[Aa]))?{re.escape(secret)}")

    def format(self, record: logging.LogRecord) -> str:
        """Format `record` without the token."""
        return self._forms.sub("<token>", super().format(record))

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Tell an exception by its type and its frames."""
        kind, error, trace = ei
        frames = traceback.format_list(traceback.extract_tb(trace)) if error is not None else []
        return "".join(frames) + (kind.__qualname__ if kind is not None else "")


def set_up(token: str) -> None:
    """Send the log to standard error, one redacted handler for everything, what is uncaught included."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logging.getLogger("bot").critical("uncaught", exc_info=(kind, error, trace))

    sys.excepthook = uncaught
