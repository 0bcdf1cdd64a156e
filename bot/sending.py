"""Messages out: sent or edited, once, whatever the network and Telegram's parser make of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.markup import Markup

logger = logging.getLogger(__name__)

PAUSES = (0.3, 1.0, 3.0, 10.0, 30.0, 60.0)  # seconds: an outage of a minute or two loses no answer
UNSENT = ("ConnectError", "ConnectTimeout", "PoolTimeout")  # httpx's words for what never reached Telegram
MARK = InlineKeyboardMarkup([[InlineKeyboardButton("…", callback_data="-")]])
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
T = TypeVar("T")


class Sender:
    """Sends and edits messages of the bot."""

    def __init__(self, bot: Bot, pauses: tuple[float, ...] = PAUSES) -> None:
        self._bot = bot
        self._pauses = pauses

    @property
    def inline(self) -> bool:
        """Whether the bot's inline mode is switched on, as Telegram told at the start."""
        return bool(self._bot.supports_inline_queries)

    async def typing(self, chat: int) -> None:
        """Show that an answer is being written, where that costs nothing else; groups have twenty calls a minute."""
        if chat < 0:
            return
        try:
            await self._bot.send_chat_action(chat, ChatAction.TYPING)
        except TelegramError as error:
            logger.info("typing could not be shown: %s", type(error).__name__)

    async def send(
        self,
        chat: int,
        markup: Markup,
        reply_to: int | None = None,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        patient: bool = True,
        unheard: Callable[[], None] | None = None,
    ) -> int:
        """Send a message and return its id; `patient` tries again after a lost connection.

        `unheard` is called when a connection was lost so that the message may be there all the same.

        Raises:
            TelegramError: it could not be sent.
        """

        async def attempt(text: str, mode: str | None) -> Message:
            return await self._bot.send_message(
                chat,
                text,
                parse_mode=mode,
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
                reply_parameters=_reply(reply_to),
            )

        pauses = self._pauses if patient else ()
        return (await _persist(lambda: _readable(attempt, markup), pauses, unheard)).message_id

    async def send_file(self, chat: int, name: str, content: bytes, caption: str, reply_to: int | None = None) -> None:
        """Send a file.

        Raises:
            TelegramError: it could not be sent.
        """
        reply = _reply(reply_to)
        await _persist(
            lambda: self._bot.send_document(chat, content, filename=name, caption=caption, reply_parameters=reply),
            self._pauses,
        )

    async def send_picture(self, chat: int, content: bytes, reply_to: int | None = None) -> None:
        """Send a picture.

        Raises:
            TelegramError: it could not be sent.
        """
        reply = _reply(reply_to)
        await _persist(lambda: self._bot.send_photo(chat, content, reply_parameters=reply), self._pauses)

    async def fetch(self, file: str, most: int) -> bytes | None:
        """Return what a file holds that somebody sent; None where it has more than `most` bytes, as far as is known.

        Raises:
            TelegramError: it could not be fetched.
        """
        try:
            there = await _persist(lambda: self._bot.get_file(file), self._pauses)
        except BadRequest as error:
            if "too big" in error.message.lower():
                return None
            raise
        if (there.file_size or 0) > most:
            return None
        content = bytes(await _persist(there.download_as_bytearray, self._pauses))
        return content if len(content) <= most else None

    async def edit(self, chat: int, message: int, markup: Markup, keyboard: InlineKeyboardMarkup | None = None) -> bool:
        """Put `markup` into a message that was sent; False where it is no longer there to be edited.

        Raises:
            TelegramError: it could not be edited for another reason.
        """

        async def attempt(text: str, mode: str | None) -> Message | bool:
            return await self._bot.edit_message_text(
                text,
                chat_id=chat,
                message_id=message,
                parse_mode=mode,
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
            )

        try:
            await _persist(lambda: _readable(attempt, markup), self._pauses)
        except BadRequest as error:
            told = error.message.lower()
            if "not modified" in told:
                return True
            if "message to edit not found" in told or "can't be edited" in told or "message_id_invalid" in told:
                return False
            raise
        return True

    async def withdraw(self, chat: int, message: int, reply_to: int) -> bool:
        """Delete `message` if it is a text of the bot's in reply to another message; return whether it was.

        Telegram shows a bot its own messages only when it changes them: so one gets a button, for a moment.

        Raises:
            TelegramError: Telegram could not be asked.
        """
        try:
            there = await self._bot.edit_message_reply_markup(chat, message, reply_markup=MARK)
        except BadRequest:  # there is none, or it is somebody else's
            return False
        replied = there.reply_to_message if isinstance(there, Message) and there.text else None
        if replied is None or replied.message_id != reply_to:
            await self._bot.edit_message_reply_markup(chat, message)
            return False
        await self._bot.delete_message(chat, message)
        return True


def uncertain(error: TelegramError) -> bool:
    """Whether what a call asked for may be done although the call failed: it was made, and its answer was lost."""
    lost = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return lost and type(error.__cause__).__name__ not in UNSENT


async def _persist(
    attempt: Callable[[], Awaitable[T]], pauses: Sequence[float], unheard: Callable[[], None] | None = None
) -> T:
    """Try again after a lost connection; what Telegram refused is not tried again."""
    for pause in (*pauses, None):
        try:
            return await attempt()
        except BadRequest:
            raise
        except NetworkError as error:
            if unheard is not None and uncertain(error):
                unheard()
            if pause is None:
                raise
            logger.warning("a message did not get through (%s); trying again", type(error).__name__)
            await asyncio.sleep(pause)
    raise AssertionError  # the last attempt returns or raises


def _reply(message: int | None) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message else None


async def _readable(attempt: Callable[[str, str | None], Awaitable[T]], markup: Markup) -> T:
    """Send with markup, and as plain text where Telegram does not accept the markup."""
    try:
        return await attempt(markup.html, ParseMode.HTML)
    except BadRequest as error:
        if "parse entities" not in error.message.lower():
            raise
        logger.warning("markup was refused; sending plain text")
        return await attempt(markup.plain, None)
