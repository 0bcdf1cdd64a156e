"""Conversations side by side: each question leans on the one before it in its own thread."""

from __future__ import annotations

from index.errors import QuestionError
from index.schema import Answer, Intent, Query, Status
from index.search.engine import Index
from index.search.explain import Explanation

_KEPT = 200  # characters of a question that cannot be asked


class Threads:
    """Answers questions that come in many conversations at once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._before: dict[str, Query] = {}

    def ask(self, question: str, thread: str | None = None) -> Answer:
        """Answer a question of a conversation, or of none; one that cannot be asked is abstained from, saying why."""
        return self.explain(question, thread).answer

    def explain(self, question: str, thread: str | None = None) -> Explanation:
        """Answer as `ask` does, and say why the answer is as it is."""
        before = self._before.get(thread) if thread is not None else None
        try:
            explanation = self._index.explain(question, previous=before)
        except QuestionError as error:
            query = Query(question[:_KEPT], Intent.SMALL_TALK)
            return Explanation(Answer(Status.ABSTAINED, query, str(error), head=str(error)))
        if thread is not None:
            self._before[thread] = explanation.answer.query
        return explanation
