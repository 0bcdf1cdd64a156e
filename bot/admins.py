"""What administrators may do besides asking."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from telegram import Update
from telegram.ext import ContextTypes

from bot.access import Access
from bot.markup import text
from bot.sending import Sender
from bot.state import State, Vote
from bot.texts import Texts


class Admins:
    """The commands of administrators."""

    def __init__(self, state: State, sender: Sender, access: Access, texts: Texts) -> None:
        self._state = state
        self._sender = sender
        self._access = access
        self._texts = texts

    async def feedback(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Send the votes on answers as a file of JSON lines; who voted is not in it."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None:
            return
        if not self._access.administrates(user.id):
            await self._sender.send(chat.id, text(self._texts.admins_only))
            return
        votes = self._state.votes()
        if not votes:
            await self._sender.send(chat.id, text(self._texts.feedback_none))
            return
        good = sum(vote.vote == "good" for vote in votes)
        caption = self._texts.feedback.format(good=good, bad=len(votes) - good)
        content = "".join(f"{json.dumps(as_json(vote))}\n" for vote in votes).encode()
        await self._sender.send_file(chat.id, "feedback.jsonl", content, caption)


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
