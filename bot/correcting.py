"""Wrong speakers put right: anyone points them out, an administrator decides, and the library applies it."""

from __future__ import annotations

import logging
import re

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot import keyboards
from bot.access import Access
from bot.commands import Commands
from bot.corrections import Outcome, Proposal
from bot.keyboards import Press
from bot.languages import spoken
from bot.library import Library
from bot.markup import Markup, blockquote, bold, clip, join, text
from bot.sending import Sender
from bot.state import Kept, State
from index.schema import Answer, Citation

logger = logging.getLogger(__name__)

NAMING = re.compile(
    r"\s*(?:(?:this|that|it|das|esto|eso|这|(?P<number>\d{1,2}))(?:\s*(?:is|was|ist|war|es|fue|[’']s)\s+|\s*是\s*)"
    r"|es\s+|是\s*)(?P<name>\S.{0,99}?)[\s.!。]*",
    re.IGNORECASE,
)
MOST_LISTED = 5
MAX_QUOTE = 1000


class Correcting:
    """Takes corrections of speakers."""

    def __init__(self, library: Library, state: State, sender: Sender, access: Access, commands: Commands) -> None:
        self._library = library
        self._state = state
        self._sender = sender
        self._access = access
        self._commands = commands

    async def pointed_out(self, query: CallbackQuery, press: Press, kept: Kept, chat: int, message: int) -> None:
        """Note that the speaker of a passage is wrong, and ask who is right."""
        position = press.number(2)
        if position >= len(kept.answer.citations):
            return
        citation = kept.answer.citations[position]
        proposal = self._state.corrections.propose(chat, message, query.from_user.id, citation)
        asked = join("\n", [self._shown(proposal), text(spoken().correction_how)])
        await self._sender.edit(chat, message, asked, keyboards.back(kept.id, press.view, spoken()))

    async def replied(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take "this is NAME" in reply to an answer; a reply to anything else is a question like any other."""
        message, user = update.effective_message, update.effective_user
        replied = message.reply_to_message if message else None
        named = NAMING.fullmatch(message.text or "") if message else None
        kept = self._state.answer_at(replied.chat.id, replied.message_id) if replied else None
        if message is None or user is None or replied is None or named is None or kept is None:
            await self._commands.plain(update, context)
            return
        speaker = await self._library.canonical(named["name"])
        open_one = self._state.corrections.of_message(message.chat_id, replied.message_id, user.id)
        if named["number"] is None and open_one is not None:
            self._state.corrections.name(open_one.id, speaker)
            proposal = self._state.corrections.get(open_one.id)
        else:
            citation = _meant(kept.answer, named["number"])
            if citation is None:
                which = spoken().correction_which.format(name=clip(named["name"], 60))
                await self._sender.send(message.chat_id, text(which), message.message_id)
                return
            place = (message.chat_id, replied.message_id, user.id)
            proposal = self._state.corrections.propose(*place, citation, speaker)
        if proposal is not None:
            await self._take(proposal, message.chat_id, message.message_id, user.id)

    async def _take(self, proposal: Proposal, chat: int, message: int, user: int) -> None:
        """Apply what an administrator says; what others say waits for one."""
        if self._access.administrates(user):
            await self._sender.send(chat, text(await self._accept(proposal)), message)
        else:
            await self._sender.send(chat, text(spoken().correction_noted), message)

    async def listed(self, chat: int) -> None:
        """Show the proposals that wait for a decision, each with its buttons."""
        waiting = [p for p in self._state.corrections.all() if p.outcome is Outcome.OPEN]
        for proposal in waiting[:MOST_LISTED]:
            keyboard = keyboards.decision(proposal.id, spoken())
            await self._sender.send(chat, self._shown(proposal), keyboard=keyboard)

    async def decided(self, query: CallbackQuery, press: Press, chat: int, message: int) -> None:
        """Do what an administrator decided."""
        proposal = self._state.corrections.get(press.id)
        if not self._access.administrates(query.from_user.id) or proposal is None:
            return
        told = spoken().correction_declined
        if proposal.outcome is Outcome.OPEN and press.rest[:1] == ("yes",):
            told = await self._accept(proposal)
        elif proposal.outcome is Outcome.OPEN:
            self._state.corrections.decide(proposal.id, Outcome.DECLINED)
        else:
            told = spoken().correction_decided
        await self._sender.edit(chat, message, join("\n", [self._shown(proposal), bold(told)]))

    async def _accept(self, proposal: Proposal) -> str:
        """Hand a correction to the library and return what came of it."""
        try:
            await self._library.correct(proposal.correction)
        except OSError as error:
            logger.warning("a correction could not be written (%s)", error.strerror)
            return spoken().correction_failed
        self._state.corrections.decide(proposal.id, Outcome.ACCEPTED)
        return spoken().correction_accepted.format(name=proposal.speaker or spoken().nobody)

    def _shown(self, proposal: Proposal) -> Markup:
        before, after = (clip(name or spoken().nobody, 100) for name in (proposal.said_by, proposal.speaker))
        quoted = blockquote(clip(" ".join(proposal.quote.split()), MAX_QUOTE))
        return join("\n", [bold(f"{before} → {after}"), quoted, text(clip(proposal.doc, 200))])


def _meant(answer: Answer, number: str | None) -> Citation | None:
    """Return the passage that a reply is about: the numbered one, or the only one."""
    if number is None:
        return answer.citations[0] if len(answer.citations) == 1 else None
    return answer.citations[int(number) - 1] if 0 < int(number) <= len(answer.citations) else None


def as_json(proposal: Proposal) -> dict[str, object]:
    """Return a proposal as a line that can be evaluated; who made it is not in it."""
    place = {"doc": proposal.doc, "sha256": proposal.sha256, "start": proposal.start, "end": proposal.end}
    said = {"quote": proposal.quote, "said_by": proposal.said_by, "speaker": proposal.speaker}
    return {**place, **said, "outcome": proposal.outcome, "at": proposal.at}
