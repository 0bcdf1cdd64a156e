"""What can go wrong, as a caller would want to tell it apart.

    QuotesError              everything below: the message is meant for the person at the keyboard
    ├── ConfigError          a setting is missing or cannot be used
    ├── SourceError          a document cannot be read (missing, empty, binary, not text)
    ├── IndexMissingError    there is no index where one was looked for
    ├── IndexMismatchError   the index was built by another encoder or format
    ├── IndexDamagedError    a file of the index is broken, or disagrees with another one
    ├── IndexBusyError       another process is writing this index
    └── QuestionError        a question that cannot be asked (empty, too long)

Only entry points catch these; they print the message and exit. Programming errors stay what Python raises.
"""


class QuotesError(Exception):
    """The base of every error that is shown to a person."""


class ConfigError(QuotesError):
    """A setting is missing or cannot be used."""


class SourceError(QuotesError):
    """A document cannot be read. `fault` says in a word or two what is wrong with it, for summaries."""

    def __init__(self, message: str, fault: str = "unreadable") -> None:
        super().__init__(message)
        self.fault = fault


class IndexMissingError(QuotesError):
    """There is no index where one was looked for."""


class IndexMismatchError(QuotesError):
    """The index was built by another encoder or format than the one asking."""


class IndexDamagedError(QuotesError):
    """A file of the index is broken, or disagrees with another one. `fault` is the message without the advice in it."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(f"{fault}; run python -m index repair")


class IndexBusyError(QuotesError):
    """Another process is writing this index."""


class QuestionError(QuotesError):
    """A question that cannot be asked."""
