"""The questions that the bot words itself: in English, which is what the library reads."""

from __future__ import annotations


def about(name: str) -> str:
    """Return a question that anybody who is quoted has an answer to."""
    return f"What did {name} say?"


def quotes(words: str) -> str:
    """Return the question for all statements; `words` name a speaker, and perhaps a topic."""
    return f"all quotes by {words}"


def timeline(words: str) -> str:
    """Return the question for statements by date; `words` name a speaker, and perhaps a topic."""
    return f"timeline of {words}"
