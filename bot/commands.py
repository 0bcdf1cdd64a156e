"""The commands: each a short way to a question, or to what is known."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot import keyboards, questions
from bot.access import Access
from bot.addressing import question_in
from bot.asking import Asking, Place
from bot.languages import spoken
from bot.library import Library
from bot.markup import Markup, bold, clip, join, link, text
from bot.message import listing
from bot.pictures import Pictures
from bot.sending import Sender
from bot.state import State
from index.schema import SpeakerEntry
from index.store.manifest import DocumentEntry

EXAMPLES = 3
MAX_ARGUMENT = 100
Context = ContextTypes.DEFAULT_TYPE


class Commands:
    """What people send as messages, and what each becomes."""

    def __init__(
        self, library: Library, state: State, sender: Sender, access: Access, asking: Asking, pictures: Pictures
    ) -> None:
        self._library = library
        self._access = access
        self._state = state
        self._sender = sender
        self._asking = asking
        self._pictures = pictures

    async def start(self, update: Update, _: Context) -> None:
        """Say what this is, with questions to tap that the loaded corpus answers."""
        message, place = addressed(update)
        examples = await self._examples()
        offer = self._state.offer(place.chat, place.user, examples) if examples else None
        group = text(spoken().welcome_group) if message.chat.type != ChatType.PRIVATE else Markup()
        tail = text(spoken().examples) if examples else Markup()
        whole = join("\n\n", [text(spoken().welcome), group, tail])
        keyboard = keyboards.choices(offer, tuple(examples)) if offer is not None else None
        await self._sender.send(place.chat, whole, keyboard=keyboard)

    async def help(self, update: Update, _: Context) -> None:
        """Say how to ask, and to administrators what else they may do."""
        place = addressed(update)[1]
        parts = [text(spoken().help)]
        if self._access.administrates(place.user):
            lines = (text(f"/{name} – {words}") for name, words in spoken().admin_commands.items())
            parts.append(join("\n", [bold(spoken().help_admins), *lines]))
        await self._sender.send(place.chat, join("\n\n", parts))

    async def ask(self, update: Update, context: Context) -> None:
        """Answer the question behind the command."""
        await self._question(update, " ".join(context.args or ()))

    async def quotes(self, update: Update, context: Context) -> None:
        """Answer with the statements of one speaker."""
        words = " ".join(context.args or ())
        if words:
            await self._question(update, questions.quotes(words))
            return
        names = await self.names()
        usage = spoken().quotes_usage.format(example=names[0] if names else "…")
        place = addressed(update)[1]
        await self._sender.send(place.chat, text(usage), place.message)

    async def timeline(self, update: Update, context: Context) -> None:
        """Answer with the statements of one speaker by date, and draw them."""
        words = " ".join(context.args or ())
        place = addressed(update)[1]
        if not words:
            names = await self.names()
            usage = spoken().timeline_usage.format(example=names[0] if names else "…")
            await self._sender.send(place.chat, text(usage), place.message)
            return
        id = await self._asking.ask(place, questions.timeline(words))
        kept = self._state.answer(id, place.chat) if id is not None else None
        if kept is not None:
            await self._pictures.chart(kept.answer, place.chat, place.message)

    async def plain(self, update: Update, context: Context) -> None:
        """Answer a plain message where it is a question to the bot."""
        message = addressed(update)[0]
        words = question_in(message, context.bot.username, context.bot.id)
        if words is not None:
            await self._question(update, words)

    async def other(self, update: Update, _: Context) -> None:
        """Say what can be read, where something else came in a private chat."""
        place = addressed(update)[1]
        await self._sender.send(place.chat, text(spoken().only_text), place.message)

    async def speakers(self, update: Update, context: Context) -> None:
        """List who is quoted, all or those whose name begins as asked."""
        place = addressed(update)[1]
        prefix = clip(" ".join(context.args or ()), MAX_ARGUMENT)
        entries = [entry for entry in await self._library.speakers() if _begins(entry, prefix)]
        none = spoken().speakers_none.format(prefix=prefix) if prefix else spoken().sources_none
        lines = [self._speaker(entry) for entry in entries]
        whole = listing(spoken().speakers_heading, lines, spoken().speakers_more, spoken()) if lines else text(none)
        await self._sender.send(place.chat, whole, place.message)

    async def sources(self, update: Update, _: Context) -> None:
        """List the articles."""
        place = addressed(update)[1]
        lines = [self._source(document) for document in await self._library.documents()]
        whole = (
            listing(spoken().sources_heading, lines, spoken().more, spoken()) if lines else text(spoken().sources_none)
        )
        await self._sender.send(place.chat, whole, place.message)

    async def _question(self, update: Update, words: str) -> None:
        message, place = addressed(update)
        if not words.strip():
            examples = await self._examples()
            usage = spoken().ask_usage.format(example=examples[0] if examples else "…")
            await self._sender.send(place.chat, text(usage), place.message)
            return
        replied = message.reply_to_message.message_id if message.reply_to_message else None
        await self._asking.ask(place, words, self._asking.continued(place.chat, place.user, replied))

    async def names(self) -> list[str]:
        """Return the names of the speakers who are quoted most."""
        return [entry.speaker.name for entry in (await self._library.speakers())[:EXAMPLES]]

    async def _examples(self) -> list[str]:
        return [questions.about(name) for name in await self.names()]

    def _speaker(self, entry: SpeakerEntry) -> Markup:
        counted = spoken().count(spoken().quotes, entry.quotes)
        return join(" · ", [bold(clip(entry.speaker.name, MAX_ARGUMENT)), text(counted)])

    def _source(self, document: DocumentEntry) -> Markup:
        title = link(clip(" ".join((document.title or document.id).split()), MAX_ARGUMENT * 2), document.url)
        details = (text(clip(part or "", MAX_ARGUMENT)) for part in (document.outlet, document.date))
        return text("• ") + join(" · ", [title, *details])


def addressed(update: Update) -> tuple[Message, Place]:
    """Return the message of an update and the place of a question in it; a channel that writes is its own user."""
    message = update.effective_message
    if message is None:
        raise ValueError("an update without a message reached a command")
    user = update.effective_user
    return message, Place(message.chat_id, user.id if user else message.chat_id, message.message_id, update.update_id)


def _begins(entry: SpeakerEntry, prefix: str) -> bool:
    """Whether a word of the speaker's name or aliases begins with `prefix`."""
    wanted = prefix.casefold()
    names: Sequence[str] = (entry.speaker.name, *entry.speaker.aliases)
    return any(f" {name.casefold()}".find(f" {wanted}") >= 0 for name in names)
