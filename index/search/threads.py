"""Conversations side by side: each question leans on the one before it in its own thread."""

from __future__ import annotations

from index.errors import QuestionError
from index.schema import Answer, Intent, Query, Status
from index.search.engine import Index

_KEPT = 200  # characters of a question that cannot be asked


class Threads:
    """Answers questions that come in many conversations at once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._before: dict[str, Query] = {}

    def ask(self, question: str, thread: str | None = None) -> Answer:
        """Answer a question of a conversation, or of none; one that cannot be asked is abstained from, saying why."""
        before = self._before.get(thread) if thread is not None else None
        try:
            answer = self._index.ask(question, previous=before)
        except QuestionError as error:
            return Answer(Status.ABSTAINED, Query(question[:_KEPT], Intent.SMALL_TALK), str(error))
        if thread is not None:
            self._before[thread] = answer.query
        return answer
