"""Alerts: new statements on what somebody asked for, sent once each when the index has grown.

What matches is the library's business. That a statement is about to be told is noted before it is sent, and that it was
after that. One whose fate nobody knows, since a process was killed in between or a connection lost, is sent again with
a line that says so: twice is better than never, and Telegram cannot be asked.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from dataclasses import replace

from telegram import CallbackQuery, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot import keyboards
from bot.access import Access
from bot.addressing import question_in
from bot.alerts import Alert
from bot.asking import LONGEST_QUESTION, Place
from bot.commands import Commands, addressed
from bot.errors import LaneError
from bot.keyboards import Press
from bot.languages import language, speak, spoken
from bot.library import Library
from bot.markup import Markup, bold, clip, italic, join, text
from bot.message import abstention, compose, subject
from bot.sending import Sender, uncertain
from bot.state import Kept, State
from index.errors import QuotesError
from index.schema import Answer, Citation, Reason

logger = logging.getLogger(__name__)

MOST_ALERTS = 20  # of one person in a chat
MOST_TOLD = 10  # statements of one message
MAX_WORDS = 120
WANTED = re.compile(
    r"\s*(?:please,? )?(?:(?:tell|notify|alert|inform|warn) me|let me know) (?:when(?:ever)?|if|once|as soon as)"
    r" (.+? (?:says?|speaks?|talks?|comments?|mentions?|(?:is|are) quoted)\b.*)",
    re.IGNORECASE | re.DOTALL,
)


class Alerting:
    """Takes alerts, and tells what is new."""

    def __init__(self, library: Library, state: State, sender: Sender, access: Access, commands: Commands) -> None:
        self._library = library
        self._state = state
        self._sender = sender
        self._access = access
        self._commands = commands
        self._seen: str | None = None

    async def alerts(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Set an alert on the words behind the command, or list those that are set."""
        _, place = addressed(update)
        words = " ".join(context.args or ())
        wanted = WANTED.fullmatch(words)
        if words:
            await self._set(place, wanted[1] if wanted else words)
        else:
            await self._list(place)

    async def worded(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Set an alert that is asked for in plain words, where they are meant for the bot."""
        message, place = addressed(update)
        wanted = WANTED.fullmatch(question_in(message, context.bot.username, context.bot.id) or "")
        if wanted:
            await self._set(place, wanted[1])
        else:
            await self._commands.plain(update, context)

    async def from_answer(self, query: CallbackQuery, _: Press, kept: Kept, chat: int, message: int) -> None:
        """Set an alert on the question of an answer."""
        await self._set(Place(chat, query.from_user.id, message), keyboards.asked(kept.answer.query))

    async def stopped(self, query: CallbackQuery, press: Press, chat: int, message: int) -> str:
        """Stop an alert and return what to say; the list that the button stands under is renewed."""
        alert = self._state.alerts.get(press.id)
        if alert is None or alert.chat != chat:
            return spoken().alert_gone
        if query.from_user.id != alert.user and not self._access.administrates(query.from_user.id):
            return spoken().not_yours
        self._state.alerts.stop(alert.id)
        if press.number(0):
            await self._list(Place(chat, alert.user), inside=message)
        return spoken().alert_stopped.format(words=clip(alert.words, MAX_WORDS))

    async def watch(self, pause: float) -> None:
        """Look for a new generation of the index every `pause` seconds, and tell what is new in it; for ever."""
        while True:
            try:
                await self.look()
            except (QuotesError, TelegramError) as error:
                logger.warning("alerts have to wait (%s)", type(error).__name__)
            except Exception as error:  # the next look may do better
                logger.exception("alerts failed (%s)", type(error).__name__)
            await asyncio.sleep(pause)

    async def look(self) -> None:
        """Tell what is new, where the index is another one than at the last look."""
        generation = (await self._library.published()).generation
        if generation == self._seen:
            return
        articles = {document.sha256 for document in await self._library.documents()}
        old = self._state.alerts.old()
        alerts = self._state.alerts.active() if articles - old else []
        done = [await self._told(alert, old) for alert in alerts]
        if all(done):
            self._state.alerts.age(articles)
            self._seen = generation

    async def _told(self, alert: Alert, old: set[str]) -> bool:
        """Send what an alert has not told yet; False where that has to be tried again."""
        if not self._access.admits(alert.user, alert.chat):
            return True
        try:
            answer = await self._library.news(alert.words, old)
            known = self._state.alerts.told(alert.id)
            new = tuple(citation for citation in answer.citations if statement(citation) not in known)
            if new:
                told = replace(answer, citations=new[:MOST_TOLD], total=len(new))
                await self._tell(alert, told, {statement(citation) for citation in new})
        except (Forbidden, BadRequest, ChatMigrated) as error:
            logger.info("a chat with alerts is closed to the bot (%s)", type(error).__name__)
            self._state.alerts.block(alert.chat, blocked=True)
        except (LaneError, TelegramError) as error:
            logger.warning("an alert has to wait (%s)", type(error).__name__)
            return False
        return True

    async def _tell(self, alert: Alert, answer: Answer, new: set[str]) -> None:
        """Send an answer with what is new, the statements with the keys `new`, and note that before and after."""
        unsure = self._state.alerts.told(alert.id, sure=False)
        self._state.alerts.tell(alert.id, new, sure=False)
        kept = self._state.keep(alert.chat, alert.user, answer)
        try:
            message = await self._send(alert, answer, kept, again=not new.isdisjoint(unsure))
        except TelegramError as error:
            if not uncertain(error):
                self._state.drop(kept)
                self._state.alerts.untell(alert.id, new - unsure)
            raise
        self._state.sent(kept, message)
        self._state.alerts.tell(alert.id, new)

    async def _send(self, alert: Alert, answer: Answer, kept: int, *, again: bool) -> int:
        """Send an answer that is kept under the id `kept`; `again` says that it may have arrived before."""
        speak(alert.language)
        texts = spoken()
        page = compose(answer, texts)
        keyboard = keyboards.under_alert(answer, kept, page, alert.id, texts, inline=self._sender.inline)
        head = bold(texts.alert_news.format(words=clip(alert.words, MAX_WORDS)))
        whole = join("\n", [head, italic(texts.alert_again) if again else Markup(), page.markup])
        return await self._sender.send(alert.chat, whole, keyboard=keyboard, patient=False)

    async def _set(self, place: Place, words: str) -> None:
        """Set an alert, or say why there is none."""
        words = " ".join(words.split())
        if len(words) > LONGEST_QUESTION:
            told = spoken().too_long.format(length=len(words), limit=LONGEST_QUESTION)
        elif len(self._state.alerts.of(place.chat, place.user)) >= MOST_ALERTS:
            told = spoken().alert_most.format(limit=MOST_ALERTS)
        else:
            await self._accept(place, words, await self._library.news(words))
            return
        await self._sender.send(place.chat, text(told), place.message)

    async def _accept(self, place: Place, words: str, answer: Answer) -> None:
        """Set an alert whose question the library has read as that of `answer`."""
        if answer.reason not in {None, Reason.NOTHING_FOUND, Reason.UNKNOWN_SPEAKER}:
            names = await self._commands.names()
            usage = spoken().alert_usage.format(example=names[0] if names else "…")
            await self._sender.send(place.chat, text(usage), place.message)
            return
        texts = spoken()
        known = map(statement, answer.citations)
        alert = self._state.alerts.add(place.chat, place.user, words, language(), known)
        self._state.alerts.block(place.chat, blocked=False)
        nobody = answer.reason is Reason.UNKNOWN_SPEAKER
        read = text(abstention(replace(answer, choices=()), texts)) if nobody else subject(answer, texts)
        told = text(texts.alert_set.format(words=clip(words, MAX_WORDS)))
        keyboard = keyboards.stopping([alert], texts, listed=False)
        await self._sender.send(place.chat, join("\n", [told, read]), place.message, keyboard)

    async def _list(self, place: Place, inside: int | None = None) -> None:
        """Show somebody's alerts, each with a button that stops it."""
        self._state.alerts.block(place.chat, blocked=False)
        alerts = self._state.alerts.of(place.chat, place.user)
        if alerts:
            lines = (text(f"• {clip(alert.words, MAX_WORDS)}") for alert in alerts)
            shown = join("\n", [bold(spoken().alerts_heading), *lines])
            keyboard = keyboards.stopping(alerts, spoken(), listed=True)
        else:
            names = await self._commands.names()
            shown = text(spoken().alert_usage.format(example=names[0] if names else "…"))
            keyboard = None
        if inside is not None:
            await self._sender.edit(place.chat, inside, shown, keyboard)
        else:
            await self._sender.send(place.chat, shown, place.message, keyboard)


def statement(citation: Citation) -> str:
    """Return the key of a statement: the same in every article and every edition of it that says it in these words."""
    words = " ".join(re.findall(r"\w+", citation.quote.casefold()))
    return hashlib.sha256(f"{citation.speaker}\0{words}".encode("utf-8", "replace")).hexdigest()[:16]
