"""The parts of the bot put together, and each kind of update given to the one that handles it."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.access import Access
from bot.adding import Adding
from bot.admins import Admins
from bot.alerting import WANTED, Alerting
from bot.asking import Asking
from bot.buttons import Buttons
from bot.commands import Commands
from bot.correcting import NAMING, Correcting
from bot.errors import BusyError, LaneError
from bot.indexing import Indexing
from bot.inline import Inline
from bot.keeping import Keeping
from bot.languages import speak, spoken
from bot.library import Library
from bot.markup import text
from bot.operating import Operating
from bot.pictures import Pictures
from bot.sending import Sender
from bot.state import State

logger = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that have something to do without being asked."""

    asking: Asking
    alerting: Alerting
    adding: Adding


def wire(app: App, library: Library, state: State, sender: Sender, access: Access, index: Path) -> Parts:
    """Give every kind of update its handler; the allowlist comes before all of them."""
    asking = Asking(library, state, sender)
    pictures = Pictures(library, sender)
    commands = Commands(library, state, sender, access, asking, pictures)
    new, private = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE
    correcting = Correcting(library, state, sender, access, commands)
    alerting = Alerting(library, state, sender, access, commands)
    adding = Adding(state, sender, access, Indexing(index))
    buttons = Buttons(library, state, sender, asking, correcting, alerting, pictures)
    admins = Admins(state, sender, access, correcting)
    operating = Operating(library, state, sender, access, asking.times)
    keeping = Keeping(state, sender)
    inline = Inline(library)
    app.add_handler(TypeHandler(Update, access.check), group=-2)
    app.add_handler(TypeHandler(Update, _listen), group=-1)
    for name in ("start", "help", "ask", "quotes", "timeline", "speakers", "sources"):
        app.add_handler(CommandHandler(name, getattr(commands, name), filters=new))
    for name in ("privacy", "forget", "history"):
        app.add_handler(CommandHandler(name, getattr(keeping, name), filters=new))
    for name in ("health", "stats", "allow", "deny"):
        app.add_handler(CommandHandler(name, getattr(operating, name), filters=new & private))
    app.add_handler(CommandHandler("alerts", alerting.alerts, filters=new))
    app.add_handler(CommandHandler("add", adding.add, filters=new))
    app.add_handler(CommandHandler("reindex", adding.reindex, filters=new & private))
    app.add_handler(MessageHandler(new & private & filters.Document.ALL, adding.document))
    app.add_handler(CommandHandler("feedback", admins.feedback, filters=new & private))
    app.add_handler(MessageHandler(new & private & filters.COMMAND, commands.help))
    naming = filters.REPLY & filters.Regex(re.compile(rf"^{NAMING.pattern}$", NAMING.flags))
    app.add_handler(MessageHandler(new & naming, correcting.replied))
    app.add_handler(MessageHandler(new & ~filters.COMMAND & filters.Regex(WANTED), alerting.worded))
    app.add_handler(MessageHandler(new & filters.TEXT & ~filters.COMMAND, commands.plain))
    app.add_handler(MessageHandler(new & private & ~filters.StatusUpdate.ALL, commands.other))
    app.add_handler(CallbackQueryHandler(buttons.pressed))
    app.add_handler(InlineQueryHandler(inline.typed))

    async def failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        await _apologise(update, context.error, sender, access)

    app.add_error_handler(failed)
    return Parts(asking, alerting, adding)


async def _listen(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer an update in the language of whoever it is from; the first handler of every update that may pass."""
    speak(update.effective_user.language_code if update.effective_user else None)


async def _apologise(update: object, error: Exception | None, sender: Sender, access: Access) -> None:
    """Log what went wrong with an update and, where Telegram is not what failed, tell whoever sent it."""
    if isinstance(error, Forbidden):
        logger.info("a chat is closed to the bot")
        return
    logger.error("an update failed (%s)", type(error).__name__, exc_info=error)
    if isinstance(error, TelegramError) or not isinstance(update, Update) or update.effective_chat is None:
        return
    if not access.admits(update.effective_user.id if update.effective_user else None, update.effective_chat.id):
        return
    words = spoken().failed
    if isinstance(error, LaneError):
        words = spoken().busy if isinstance(error, BusyError) else spoken().overdue
    try:
        await sender.send(update.effective_chat.id, text(words))
    except TelegramError as second:
        logger.warning("an apology could not be sent: %s", type(second).__name__)
