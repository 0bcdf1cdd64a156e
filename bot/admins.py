"""What administrators may do besides asking."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from telegram import Update
from telegram.ext import ContextTypes

from bot import correcting
from bot.access import Access
from bot.correcting import Correcting
from bot.corrections import Outcome
from bot.languages import spoken
from bot.markup import text
from bot.sending import Sender
from bot.state import State, Vote


class Admins:
    """The commands of administrators."""

    def __init__(self, state: State, sender: Sender, access: Access, corrections: Correcting) -> None:
        self._state = state
        self._sender = sender
        self._access = access
        self._correcting = corrections

    async def feedback(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Send votes and corrections as files of JSON lines without names, and show what waits for a decision."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None:
            return
        if not self._access.administrates(user.id):
            await self._sender.send(chat.id, text(spoken().admins_only))
            return
        votes, proposals = self._state.votes(), self._state.corrections.all()
        if not votes and not proposals:
            await self._sender.send(chat.id, text(spoken().feedback_none))
        if votes:
            good = sum(vote.vote == "good" for vote in votes)
            caption = spoken().feedback.format(good=good, bad=len(votes) - good)
            await self._sender.send_file(chat.id, "feedback.jsonl", _lines(map(as_json, votes)), caption)
        if proposals:
            waiting = sum(proposal.outcome is Outcome.OPEN for proposal in proposals)
            caption = spoken().corrections.format(all=len(proposals), open=waiting)
            content = _lines(map(correcting.as_json, proposals))
            await self._sender.send_file(chat.id, "corrections.jsonl", content, caption)
            await self._correcting.listed(chat.id)


def _lines(objects: Iterable[dict[str, object]]) -> bytes:
    return "".join(f"{json.dumps(fields)}\n" for fields in objects).encode()


def as_json(vote: Vote) -> dict[str, object]:
    """Return a vote with the question and the places that were cited, as a line that can be evaluated."""
    answer = vote.answer
    cited = [{"doc": c.doc, "start": c.start, "end": c.end, "speaker": c.speaker} for c in answer.citations]
    return {
        "vote": vote.vote,
        "reason": vote.reason,
        "at": datetime.fromtimestamp(vote.at, UTC).isoformat(timespec="seconds"),
        "question": answer.query.text,
        "status": answer.status,
        "citations": cited,
    }
