"""What can go wrong in delivery, on top of the tree in `index/errors.py`.

QuotesError
├── StateError      the bot's own file cannot be used (locked, read-only, damaged)
├── ServiceError    Telegram cannot be reached
├── IndexingError   the process that indexes died
├── UndrawableError a text has no picture, because the font has no shapes for its script
└── LaneError       the library could not take or finish a piece of work
    ├── BusyError       too many questions are waiting
    └── OverdueError    the answer took too long
"""

from __future__ import annotations

from index.errors import QuotesError


class StateError(QuotesError):
    """The bot's own file cannot be used."""


class ServiceError(QuotesError):
    """Telegram cannot be reached."""


class IndexingError(QuotesError):
    """The process that indexes died; the index is as it was."""


class UndrawableError(QuotesError):
    """The font has no shapes for a text; the message names its script."""


class LaneError(QuotesError):
    """The library could not take or finish a piece of work."""


class BusyError(LaneError):
    """Too many questions are waiting."""


class OverdueError(LaneError):
    """The answer took too long."""
