"""What is kept about a person: told, listed, and deleted."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from telegram import Update
from telegram.ext import ContextTypes

from bot import keyboards
from bot.commands import addressed
from bot.languages import spoken
from bot.markup import Markup, clip, join, text
from bot.message import listing
from bot.sending import Sender
from bot.state import KEPT_DAYS, Past, State

LISTED = 10
MAX_QUESTION = 200
Context = ContextTypes.DEFAULT_TYPE


class Keeping:
    """The commands about one's own data."""

    def __init__(self, state: State, sender: Sender) -> None:
        self._state = state
        self._sender = sender

    async def privacy(self, update: Update, _: Context) -> None:
        """Say what is kept."""
        await self._sender.send(addressed(update)[1].chat, text(spoken().privacy.format(days=KEPT_DAYS)))

    async def forget(self, update: Update, _: Context) -> None:
        """Delete what is kept about whoever asks."""
        place = addressed(update)[1]
        self._state.forget(place.user)
        await asyncio.to_thread(self._state.scrubber.scrub)
        await self._sender.send(place.chat, text(spoken().forgotten), place.message)

    async def history(self, update: Update, _: Context) -> None:
        """List one's last questions in this chat, the newest first, with buttons to ask them again."""
        place = addressed(update)[1]
        pasts = self._state.history(place.chat, place.user, LISTED)
        if not pasts:
            await self._sender.send(place.chat, text(spoken().history_none), place.message)
            return
        shown = listing(spoken().history_heading, [self._line(past) for past in pasts], spoken().more, spoken())
        questions = tuple(dict.fromkeys(past.answer.query.text for past in pasts))[: keyboards.MOST_CHOICES]
        offer = self._state.offer(place.chat, place.user, questions)
        await self._sender.send(place.chat, shown, place.message, keyboards.choices(offer, questions))

    def _line(self, past: Past) -> Markup:
        found = len(past.answer.citations)
        told = spoken().count(spoken().statements, found) if found else spoken().history_nothing
        when = datetime.fromtimestamp(past.at, UTC).strftime("%Y-%m-%d %H:%M")
        question = clip(" ".join(past.answer.query.text.split()), MAX_QUESTION)
        return join(" · ", [text(when), text(question), text(told)])
