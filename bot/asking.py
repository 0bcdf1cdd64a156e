"""One question from a chat to its answer: a placeholder, the library's work, and the answer put in its place."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot import keyboards, questions
from bot.access import pseudonym
from bot.errors import BusyError, OverdueError
from bot.figures import Times
from bot.languages import language, speak, spoken
from bot.library import Library
from bot.limits import Buckets, Turns
from bot.markup import Markup, text
from bot.message import View, compose
from bot.pending import Question
from bot.placeholders import Placeholders
from bot.sending import Sender
from bot.state import State
from index.errors import QuotesError
from index.schema import Answer, Intent, Status

logger = logging.getLogger(__name__)

LONGEST_QUESTION = 500
CONVERSATION = 1800.0  # seconds for which a question in a private chat may lean on the answer before it
RESUMED = 600.0  # seconds for which an interrupted question is still answered; an older one gets an apology
USER_QUESTIONS, USER_EVERY = 8, 6.0
CHAT_QUESTIONS, CHAT_EVERY = 12, 5.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: its chat, who asks, the message that the answer replies to, the update that asks it."""

    chat: int
    user: int
    message: int | None = None
    update: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is put in the place of a placeholder, with the id of the kept answer where there is one."""

    markup: Markup
    keyboard: InlineKeyboardMarkup | None = None
    answer: int | None = None


class Asking:
    """Takes questions and sees to it that each gets one answer or one apology."""

    def __init__(self, library: Library, state: State, sender: Sender) -> None:
        self._library = library
        self._state = state
        self._sender = sender
        self._placeholders = Placeholders(library, state, sender)
        self._turns = Turns()
        self._users = Buckets(USER_QUESTIONS, USER_EVERY)
        self._chats = Buckets(CHAT_QUESTIONS, CHAT_EVERY)
        self._working: set[int] = set()
        self.times = Times()

    async def ask(self, place: Place, words: str, previous: int | None = None, inside: int | None = None) -> int | None:
        """Answer a question and return the id of the kept answer, None where there is none.

        `previous` is the answer it continues, `inside` the message to put the answer into.
        """
        refusal = self._refusal(place, words)
        if refusal is not None:
            await self._sender.send(place.chat, text(refusal), place.message)
            return None
        with self._turns.take(place.user) as free:
            if not free:
                await self._sender.send(place.chat, text(spoken().one_at_a_time), place.message)
                return None
            started = time.monotonic()
            question = Question(
                0, place.chat, place.message, place.user, words, inside, previous, time.time(), language()
            )
            question = self._state.pending.begin(question, place.update)
            answer = await self._work(question)
            self.times.add(time.monotonic() - started)
            return answer

    def continued(self, chat: int, user: int, replied: int | None) -> int | None:
        """Return the answer that a question continues: the one it replies to, or the last one of a private chat."""
        kept = self._state.answer_at(chat, replied) if replied is not None else None
        if kept is None and chat > 0:
            kept = self._state.last_answer(chat, user, CONVERSATION)
        return kept.id if kept is not None else None

    async def resume(self) -> None:
        """Answer the questions that a process left open, or an outage that lasted, or apologise for them."""
        for id in [question.id for question in self._state.pending.all()]:
            question = self._state.pending.get(id)  # as it is now: others may have been at it meanwhile
            if question is None or id in self._working:
                continue
            self._working.add(id)
            try:
                await self._finish(question)
            except TelegramError as error:
                logger.warning("an interrupted question stays open (%s)", type(error).__name__)
            finally:
                self._working.discard(id)

    async def _finish(self, question: Question) -> None:
        """Answer a question that was left open, or apologise for it."""
        logger.info("resuming an interrupted question of user %s", pseudonym(question.user))
        speak(question.language)
        if time.time() - question.at < RESUMED:
            await self._answer(question)
        else:
            await self._deliver(question, Outcome(text(spoken().interrupted)))

    def _refusal(self, place: Place, words: str) -> str | None:
        """Return why a question is not taken, None where it is."""
        if len(words) > LONGEST_QUESTION:
            return spoken().too_long.format(length=len(words), limit=LONGEST_QUESTION)
        wait = self._users.take(place.user) or self._chats.take(place.chat)
        return spoken().slow_down.format(seconds=int(wait) + 1) if wait else None

    async def _work(self, question: Question) -> int | None:
        """Answer a question that was just asked, in a message of its own or the one that it was asked inside."""
        self._working.add(question.id)
        try:
            await self._sender.typing(question.chat)
            if question.placeholder is None:
                question = await self._placeholders.send(question)
            return await self._answer(question)
        except Forbidden:
            self._state.pending.finish(question.id)
            raise
        finally:
            self._working.discard(question.id)

    async def _answer(self, question: Question) -> int | None:
        started = time.monotonic()
        outcome = await self._outcome(question)
        await self._deliver(question, outcome)
        who, took = pseudonym(question.user), time.monotonic() - started
        logger.info("user %s: %s in %.2f s", who, "answered" if outcome.answer else "told", took)
        return outcome.answer

    async def _outcome(self, question: Question) -> Outcome:
        """Do the library's work; whatever fails becomes an apology."""
        try:
            answer = await self._library.ask(question.text, self._state.query_of(question.previous))
        except BusyError:
            return Outcome(text(spoken().busy))
        except OverdueError:
            return Outcome(text(spoken().overdue))
        except QuotesError as error:
            return Outcome(text(str(error)))
        except Exception as error:  # one question must not take the bot along
            logger.exception("a question failed (%s)", type(error).__name__)
            return Outcome(text(spoken().failed))
        if not self._state.pending.holds(question.id):
            return Outcome(text(spoken().forgotten))
        return self._present(question, answer)

    def _present(self, question: Question, answer: Answer) -> Outcome:
        page = compose(answer, spoken())
        if answer.query.intent is Intent.SMALL_TALK:  # nothing to look at again, and nothing to go on from
            return Outcome(page.markup)
        id = self._state.keep(question.chat, question.user, answer)
        if answer.citations:
            keyboard = keyboards.under_answer(answer, id, page, View(), spoken(), inline=self._sender.inline)
            return Outcome(page.markup, keyboard, id)
        labels = answer.choices[: keyboards.MOST_CHOICES]
        if not labels:
            return Outcome(page.markup, None, id)
        if answer.status is Status.CLARIFY:
            offer = self._state.offer(question.chat, question.user, labels, id)
        else:
            asked = [questions.about(name) for name in labels]
            offer = self._state.offer(question.chat, question.user, asked)
        return Outcome(page.markup, keyboards.choices(offer, labels), id)

    async def _deliver(self, question: Question, outcome: Outcome) -> None:
        """Put an outcome into its placeholder, or into a new one, and close the question.

        An answer is never sent as such: nobody can tell whether a message whose confirmation was lost is there, and to
        edit one twice does no harm.
        """
        try:
            question = await self._placed(question, outcome)
        except (Forbidden, BadRequest, ChatMigrated) as error:
            logger.info("user %s cannot be answered (%s)", pseudonym(question.user), type(error).__name__)
        else:
            if outcome.answer is not None and question.placeholder is not None:
                self._state.sent(outcome.answer, question.placeholder)
            await self._placeholders.tidy(question)
        self._state.pending.finish(question.id)

    async def _placed(self, question: Question, outcome: Outcome) -> Question:
        """Put an outcome into the placeholder of a question, or a new one, and return the question with that."""
        if not await self._put(question, outcome):
            question = await self._placeholders.send(question, patient=True)
            await self._put(question, outcome)
        return question

    async def _put(self, question: Question, outcome: Outcome) -> bool:
        """Put an outcome into its placeholder; False where that is not there. What is refused becomes an apology."""
        message = question.placeholder
        if message is None:
            return False
        try:
            return await self._sender.edit(question.chat, message, outcome.markup, outcome.keyboard)
        except BadRequest as error:
            logger.error("an answer was refused (%s)", error.message)  # noqa: TRY400 - says where it went wrong, not what
            return await self._sender.edit(question.chat, message, text(spoken().failed))
