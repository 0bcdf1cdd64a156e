"""What administrators do to keep the bot running: let people in or shut them out, and see how it is doing."""

from __future__ import annotations

import re
import time
from datetime import timedelta

from telegram import Message, MessageOriginUser, Update
from telegram.ext import ContextTypes

from bot.access import Access
from bot.commands import addressed
from bot.figures import DAY, Times
from bot.languages import spoken
from bot.library import Library
from bot.markup import text
from bot.sending import Sender
from bot.state import KEPT_DAYS, State

PERIODS = (1, 7, KEPT_DAYS)  # days
Context = ContextTypes.DEFAULT_TYPE


class Operating:
    """The commands of administrators about the bot itself."""

    def __init__(self, library: Library, state: State, sender: Sender, access: Access, times: Times) -> None:
        self._library = library
        self._state = state
        self._sender = sender
        self._access = access
        self._times = times

    async def allow(self, update: Update, context: Context) -> None:
        """Let a user or a group in."""
        await self._decide(update, context, admitted=True)

    async def deny(self, update: Update, context: Context) -> None:
        """Shut a user or a group out, whatever the settings say."""
        await self._decide(update, context, admitted=False)

    async def health(self, update: Update, _: Context) -> None:
        """Say which index answers, how fast, what waits, and since when the bot runs."""
        if not await self._may(update):
            return
        published = await self._library.published()
        p50, p95, p99 = self._times.percentiles()
        told = spoken().health.format(
            generation=published.generation,
            records=spoken().number(published.records),
            documents=spoken().number(published.documents),
            built=published.built_at,
            answered=spoken().number(self._times.answered),
            p50=spoken().seconds(p50),
            p95=spoken().seconds(p95),
            p99=spoken().seconds(p99),
            waiting=self._library.lane.inside,
            room=self._library.lane.room,
            open=len(self._state.pending.all()),
            uptime=timedelta(seconds=int(self._times.uptime)),
        )
        await self._sender.send(addressed(update)[1].chat, text(told))

    async def stats(self, update: Update, _: Context) -> None:
        """Say how much was asked lately, how it ended, and what people think of it."""
        if not await self._may(update):
            return
        lines = []
        for days in PERIODS:
            asked = self._state.asked(time.time() - days * DAY)
            counts = {name: spoken().number(getattr(asked, name)) for name in asked.__slots__}
            lines.append(spoken().stats.format(days=days, **counts))
        votes = self._state.votes()
        good = sum(vote.vote == "good" for vote in votes)
        corrections = len(self._state.corrections.all())
        told = {"good": good, "bad": len(votes) - good, "corrections": corrections}
        lines.append(spoken().stats_votes.format(**{name: spoken().number(many) for name, many in told.items()}))
        await self._sender.send(addressed(update)[1].chat, text("\n".join(lines)))

    async def _decide(self, update: Update, context: Context, *, admitted: bool) -> None:
        if not await self._may(update):
            return
        message, place = addressed(update)
        id = _meant(message, context.args or [])
        if id is None:
            told = spoken().guest_usage
        elif not admitted and self._access.administrates(id):
            told = spoken().guest_admin
        else:
            self._state.guests.decide(id, admitted=admitted)
            told = (spoken().guest_allowed if admitted else spoken().guest_denied).format(id=id)
        await self._sender.send(place.chat, text(told), place.message)

    async def _may(self, update: Update) -> bool:
        """Whether an administrator asks; anyone else is told that it is for them."""
        place = addressed(update)[1]
        if self._access.administrates(place.user):
            return True
        await self._sender.send(place.chat, text(spoken().admins_only), place.message)
        return False


def _meant(message: Message, words: list[str]) -> int | None:
    """Return the id that is written behind the command, or of whom the message it replies to is from."""
    if words:
        return int(words[0]) if len(words) == 1 and re.fullmatch(r"-?\d{1,18}", words[0], re.ASCII) else None
    replied = message.reply_to_message
    if replied is None:
        return None
    if isinstance(replied.forward_origin, MessageOriginUser):
        return replied.forward_origin.sender_user.id
    return replied.contact.user_id if replied.contact else None
