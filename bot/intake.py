"""What happens to every update before and after it is handled, whichever way it came.

One that cannot be parsed, or that came before, is replaced by its bare number, which is as good as confirming it; of
the others, those of people who may ask are kept until they are dealt with. What a killed process left is taken up.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Sequence
from typing import Any

from telegram import Chat, Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import Application, BaseUpdateProcessor

from bot.access import Access
from bot.addressing import question_in
from bot.inbox import Inbox, Left
from bot.languages import speak, spoken
from bot.markup import text
from bot.sending import Sender

logger = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
LARGEST = 1 << 63  # what SQLite cannot hold any more
KEPT = ("message", "callback_query")  # an inline query is of no use a second later


class Intake:
    """Takes raw updates in."""

    def __init__(self, inbox: Inbox, access: Access) -> None:
        self._inbox = inbox
        self._access = access

    def take(self, raw: object) -> dict[str, Any] | None:
        """Return an update that can be handed on, perhaps nothing but its number; None for what has no number."""
        number = raw.get("update_id") if isinstance(raw, dict) else None
        if not isinstance(raw, dict) or not isinstance(number, int) or isinstance(number, bool):
            return None
        bare = {"update_id": number}
        if abs(number) >= LARGEST:
            return bare
        try:
            update = Update.de_json(raw, None)
            user, chat = (_id(whose) for whose in (update.effective_user, update.effective_chat))
        except Exception as error:  # noqa: BLE001 - whatever the parser trips over, the rest has to go on
            logger.warning("update %s cannot be parsed (%s); skipped", number, type(error).__name__)
            return bare
        if not any(kind in raw for kind in KEPT) or not self._access.admits(user, chat):
            return raw
        return raw if self._inbox.keep(number, user or chat, raw) else bare


def _id(whose: User | Chat | None) -> int | None:
    """Return the id of a user or a chat.

    Raises:
        TypeError: it is none that SQLite can hold.
    """
    id: object = whose.id if whose else None
    if id is not None and (not isinstance(id, int) or isinstance(id, bool) or abs(id) >= LARGEST):
        raise TypeError(f"the id is {type(id).__name__}")
    return id


async def take_up(app: App, found: Sequence[Left], inbox: Inbox, sender: Sender) -> None:
    """Handle what a killed process did not come to; where it had begun, apologise, so that nobody is answered twice.

    `found` is what was in the inbox before this process took anything in.
    """
    for left in found:
        update = Update.de_json(left.raw, app.bot)
        if not left.begun:
            await app.update_queue.put(update)
            continue
        message = update.message
        if message is not None and _expects(message, app.bot.username, app.bot.id):
            speak(message.from_user.language_code if message.from_user else None)
            try:
                await sender.send(message.chat_id, text(spoken().interrupted), message.message_id)
            except TelegramError as error:
                logger.warning("an apology could not be sent: %s", type(error).__name__)
        inbox.settle(update.update_id)


def _expects(message: Message, username: str, bot: int) -> bool:
    """Whether a message was meant for the bot."""
    to_bot = message.chat.type == ChatType.PRIVATE or (message.text or "").startswith("/")
    return to_bot or question_in(message, username, bot) is not None


class Processor(BaseUpdateProcessor):
    """Handles updates side by side, and notes of each when that begins and when it is done."""

    def __init__(self, most: int, inbox: Inbox) -> None:
        super().__init__(most)
        self._inbox = inbox

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update; one that is given up at the end of the process stays in the inbox.

        A bare number says nothing of the update in the inbox that has it, which may be waiting still.
        """
        if not isinstance(update, Update) or (update.message or update.callback_query) is None:
            await coroutine
            return
        self._inbox.begin(update.update_id)
        await coroutine
        self._inbox.settle(update.update_id)

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""
