"""The messages that become answers: sent, noted, and taken back where nobody can know them.

Whether a message is there cannot be told where a lost connection or a killed process kept away what Telegram made of
it. So that a placeholder may be on its way is noted before it is sent. Once the question has its answer in one that is
known, the ids between the message that asks and that one are looked through for another, which is deleted.
"""

from __future__ import annotations

import logging

from telegram.error import Forbidden, TelegramError

from bot.languages import spoken
from bot.library import Library
from bot.markup import text
from bot.pending import Question
from bot.sending import Sender
from bot.state import State

logger = logging.getLogger(__name__)

LOOKED, LOOKED_PRIVATE = 10, 50  # ids; private chats of a bot share theirs, groups count their own


class Placeholders:
    """Sends the placeholders of questions."""

    def __init__(self, library: Library, state: State, sender: Sender) -> None:
        self._library = library
        self._state = state
        self._sender = sender

    async def send(self, question: Question, *, patient: bool = False) -> Question:
        """Send a placeholder and return the question with it; without it where that failed and is not insisted on.

        Raises:
            Forbidden: the chat is closed to the bot. TelegramError: it failed, and was insisted on.
        """
        ahead = self._library.lane.inside
        words = text(spoken().looking_waiting.format(ahead=ahead) if ahead else spoken().looking)
        astray = question.astray

        def unheard() -> None:
            nonlocal astray
            astray = True

        self._state.pending.place(question, None, astray=True)
        message = None
        try:
            message = await self._sender.send(question.chat, words, question.message, patient=patient, unheard=unheard)
        except TelegramError as error:
            if patient or isinstance(error, Forbidden):
                raise
            logger.warning("a placeholder could not be sent: %s", type(error).__name__)
        finally:
            question = self._state.pending.place(question, message, astray=astray)
        return question

    async def tidy(self, question: Question) -> None:
        """Delete placeholders of a question beside the one that holds its answer."""
        if not question.astray or question.message is None or question.placeholder is None:
            return
        looked = LOOKED_PRIVATE if question.chat > 0 else LOOKED
        for message in range(question.message + 1, min(question.placeholder, question.message + 1 + looked)):
            if self._state.answer_at(question.chat, message) is None:
                try:
                    await self._sender.withdraw(question.chat, message, question.message)
                except TelegramError as error:
                    logger.warning("a placeholder could not be looked for (%s)", type(error).__name__)
                    return
