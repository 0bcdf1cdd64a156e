"""Pictures of what was said, drawn off the event loop and sent as replies; what cannot be drawn is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.errors import UndrawableError
from bot.languages import spoken
from bot.library import Library
from bot.markup import text
from bot.sending import Sender
from index.schema import Answer


class Pictures:
    """Sends quote cards and timelines."""

    def __init__(self, library: Library, sender: Sender) -> None:
        self._library = library
        self._sender = sender

    async def card(self, answer: Answer, position: int, chat: int, message: int | None, *, dark: bool) -> None:
        """Send one passage of an answer as a card."""
        from bot.card import card
        from bot.drawing import DARK, LIGHT

        if position < len(answer.citations):
            citation = answer.citations[position]
            await self._send(partial(card, citation, spoken(), DARK if dark else LIGHT), chat, message)

    async def chart(self, answer: Answer, chat: int, message: int | None, *, dark: bool = False) -> None:
        """Send the passages of an answer as a timeline."""
        from bot.chart import chart
        from bot.drawing import DARK, LIGHT

        if answer.citations:
            await self._send(partial(chart, answer, spoken(), DARK if dark else LIGHT), chat, message)

    async def _send(self, draw: Callable[[], bytes], chat: int, message: int | None) -> None:
        try:
            picture = await self._library.lane.run(draw)
        except UndrawableError as error:
            await self._sender.send(chat, text(spoken().undrawable.format(script=error)), message)
            return
        await self._sender.send_picture(chat, picture, message)
