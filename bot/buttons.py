"""What happens when a button is pressed; the answer it belongs to is found in the bot's file, restarts or not."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import keyboards
from bot.alerting import Alerting
from bot.asking import Asking, Place
from bot.correcting import Correcting
from bot.exports import NAMES, exported
from bot.keyboards import Press
from bot.languages import spoken
from bot.library import Library
from bot.markup import bold, clean, clip, text
from bot.message import compose, passage
from bot.pictures import Pictures
from bot.sending import Sender
from bot.state import Kept, State

logger = logging.getLogger(__name__)

MAX_CAPTION = 500
Action = Callable[[CallbackQuery, Press, Kept, int, int], Awaitable[None]]


class Buttons:
    """The buttons under the bot's messages."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of the bot
        self,
        library: Library,
        state: State,
        sender: Sender,
        asking: Asking,
        correcting: Correcting,
        alerting: Alerting,
        pictures: Pictures,
    ) -> None:
        self._library = library
        self._state = state
        self._sender = sender
        self._asking = asking
        self._pictures = pictures
        self._correcting = correcting
        self._alerting = alerting
        self._inline = sender.inline
        self._actions: dict[str, Action] = {
            "c": self._passage,
            "p": self._page,
            "e": self._export,
            "x": self._export,
            "q": self._card,
            "t": self._chart,
            "w": correcting.pointed_out,
            "a": alerting.from_answer,
        }

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what a button says."""
        query = update.callback_query
        if query is None:
            return
        press = Press.read(query.data)
        if press is None or query.message is None:
            await self._toast(query, spoken().expired)
        elif press.verb == "o":
            await self._choose(update.update_id, query, press, query.message.chat.id, query.message.message_id)
        elif press.verb == "u":
            told = await self._alerting.stopped(query, press, query.message.chat.id, query.message.message_id)
            await self._toast(query, told)
        elif press.verb == "d":
            await self._toast(query)
            await self._correcting.decided(query, press, query.message.chat.id, query.message.message_id)
        else:
            kept = self._state.answer(press.id, query.message.chat.id)
            if kept is None:
                await self._toast(query, spoken().expired)
                return
            await self._look(query, press, kept, query.message.chat.id, query.message.message_id)

    async def _choose(self, update: int, query: CallbackQuery, press: Press, chat: int, message: int) -> None:
        """Ask what was chosen; a question back is replaced by the answer, any other message stays."""
        offer = self._state.offered(press.id, chat)
        position = press.number(0)
        if offer is None or position >= len(offer.texts):
            await self._toast(query, spoken().expired)
            return
        if offer.previous is not None and offer.user != query.from_user.id:
            await self._toast(query, spoken().not_yours)
            return
        await self._toast(query)
        inside = message if offer.previous is not None else None
        place = Place(chat, query.from_user.id, update=update)
        await self._asking.ask(place, offer.texts[position], offer.previous, inside)

    async def _look(self, query: CallbackQuery, press: Press, kept: Kept, chat: int, message: int) -> None:
        """Show another part of an answer, a passage in its place, or take a vote."""
        if press.verb == "v":
            await self._vote(query, press, kept, chat, message)
            return
        formatted = press.verb != "x" or bool(set(press.rest[2:]) & set(NAMES))
        action = self._actions.get(press.verb) if formatted else None
        await self._toast(query, None if action else spoken().expired)
        if action is not None:
            await action(query, press, kept, chat, message)

    async def _page(self, _: CallbackQuery, press: Press, kept: Kept, chat: int, message: int) -> None:
        page = compose(kept.answer, spoken(), press.view)
        keyboard = keyboards.under_answer(kept.answer, kept.id, page, press.view, spoken(), inline=self._inline)
        await self._sender.edit(chat, message, page.markup, keyboard)

    async def _passage(self, _: CallbackQuery, press: Press, kept: Kept, chat: int, message: int) -> None:
        position = press.number(2)
        if position >= len(kept.answer.citations):
            return
        citation = kept.answer.citations[position]
        around = await self._library.context(citation)
        shown = text(spoken().context_gone) if around is None else passage(citation, around, spoken())
        keyboard = keyboards.under_passage(kept.id, position, citation, press.view, spoken())
        await self._sender.edit(chat, message, shown, keyboard)

    async def _card(self, _: CallbackQuery, press: Press, kept: Kept, chat: int, message: int) -> None:
        await self._pictures.card(kept.answer, press.number(2), chat, message, dark=bool(press.number(3)))

    async def _chart(self, _: CallbackQuery, press: Press, kept: Kept, chat: int, message: int) -> None:
        await self._pictures.chart(kept.answer, chat, message, dark=bool(press.number(0)))

    async def _export(self, _: CallbackQuery, press: Press, kept: Kept, chat: int, message: int) -> None:
        """Offer the formats in place of the buttons, or send the answer as a file."""
        if press.verb == "e":
            page = compose(kept.answer, spoken(), press.view)
            keyboard = keyboards.formats(kept.id, press.view, spoken())
            await self._sender.edit(chat, message, page.markup, keyboard)
            return
        file = exported(kept.answer, press.rest[2])
        question = clip(clean(kept.answer.query.text), MAX_CAPTION)
        await self._sender.send_file(chat, file.name, file.content, question, message)

    async def _vote(self, query: CallbackQuery, press: Press, kept: Kept, chat: int, message: int) -> None:
        """Take a vote; after a bad one ask what is wrong, and after that show the answer again."""
        word = press.rest[0] if press.rest else ""
        if word in ("good", "bad"):
            self._state.vote(kept.id, query.from_user.id, word)
        elif word in spoken().reasons:
            self._state.vote(kept.id, query.from_user.id, "bad", word)
        await self._toast(query, spoken().thanks if word != "bad" else None)
        if word == "bad":
            await self._sender.edit(chat, message, bold(spoken().why), keyboards.reasons(kept.id, spoken()))
        elif word in spoken().reasons:
            await self._page(query, Press("p", kept.id), kept, chat, message)

    async def _toast(self, query: CallbackQuery, words: str | None = None) -> None:
        """Stop the button's spinner, with a word where there is one to say; where that fails the rest is done."""
        try:
            await query.answer(words)
        except TelegramError as error:
            logger.info("a button could not be acknowledged: %s", type(error).__name__)
