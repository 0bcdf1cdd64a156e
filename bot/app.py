"""The bot as a process: parts put together, polling started, and everything stopped in order."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    ApplicationBuilder,
)
from telegram.request import HTTPXRequest

from bot import logs
from bot.access import Access
from bot.asking import Asking
from bot.errors import ServiceError
from bot.intake import Intake, Processor, take_up
from bot.lane import Lane
from bot.languages import LANGUAGES
from bot.library import Library, Opener, open_source
from bot.polling import GuardedRequest
from bot.sending import Sender
from bot.settings import Settings
from bot.state import State
from bot.webhook import Webhook
from bot.wiring import App, wire
from index.errors import ConfigError

logger = logging.getLogger(__name__)

GRACE = 25.0  # seconds for answers in flight when the process is told to stop
CONCURRENT = 64
SWEEP = 720  # looks for what an outage left open: twelve hours
RETRIES = 20  # of a call that Telegram answers with 429
UPDATES = ["message", "callback_query", "inline_query"]
IN_GROUPS = ("ask", "quotes", "timeline", "alerts", "speakers", "sources", "history", "help")


@dataclass(frozen=True, slots=True)
class Tuning:
    """What tests set shorter.

    Attributes:
        room: pieces of library work that may wait.
        deadline: seconds for one of them, waiting included.
        look: seconds between looks for a new generation of the index.
        calls: calls a second, which Telegram counts.
        group_calls: calls a minute in one group, which Telegram counts as well; 0 for as many as there are.
        poll: seconds that Telegram holds a request for updates.
        patience: seconds without an answer after which a call has failed.
        care: seconds between looks for what an outage left open.
    """

    room: int = 50
    deadline: float = 30.0
    look: float = 20.0
    calls: float = 30.0
    group_calls: float = 20.0
    poll: int = 20
    patience: float = 20.0
    care: float = 60.0


def run(settings: Settings, opener: Opener = open_source, tuning: Tuning = Tuning()) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises:
        StateError: the state file cannot be used.
        IndexMissingError: there is no index. IndexMismatchError, IndexDamagedError: it cannot be used.
        ServiceError: Telegram cannot be reached.
        ConfigError: Telegram refuses the token.
    """
    logs.set_up(settings.token)
    state = State.open(settings.state)
    try:
        state.sweep()
        state.scrubber.scrub()
        library = Library(opener(settings.index), Lane(room=tuning.room, deadline=tuning.deadline))
        try:
            asyncio.run(_serve(settings, library, state, tuning))
        finally:
            library.lane.close()
    finally:
        state.close()


async def _serve(settings: Settings, library: Library, state: State, tuning: Tuning) -> None:
    stop, revoked = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    def refuse() -> None:
        revoked.set()
        stop.set()

    access = Access(settings, state.guests)
    intake = Intake(state.inbox, access)
    app = _build(settings, state, intake, tuning, refuse)
    await _reach(app, settings)
    try:
        sender = Sender(app.bot)
        parts = wire(app, library, state, sender, access, settings.index)
        found = state.inbox.left()
        await app.start()
        webhook = await _receive(app, settings, intake, tuning.poll)
        app.create_task(take_up(app, found, state.inbox, sender), name="take up")
        app.create_task(parts.asking.resume(), name="resume")
        watching = (parts.alerting.watch(tuning.look), parts.adding.work())
        upkeep = (_warm(library), _announce(app, settings), _look_after(app, state, parts.asking, refuse, tuning.care))
        background = [asyncio.create_task(work) for work in (*upkeep, *watching)]
        logger.info("ready: @%s answers", app.bot.username)
        await stop.wait()
        logger.info("stopping: answers in flight are finished first")
        for task in background:
            task.cancel()
        await _stop(app, webhook)
    finally:
        await app.shutdown()
    if revoked.is_set():
        raise ConfigError("Telegram no longer accepts the token; set TELEGRAM_BOT_TOKEN to the new one")


def _build(settings: Settings, state: State, intake: Intake, tuning: Tuning, revoked: Callable[[], None]) -> App:
    wait = tuning.patience
    # The library adds the time that Telegram holds a request for updates.
    polling = GuardedRequest(intake, revoked, connection_pool_size=1, read_timeout=wait, connect_timeout=10)
    sending = HTTPXRequest(
        connection_pool_size=CONCURRENT, read_timeout=wait, write_timeout=wait, connect_timeout=10, pool_timeout=60
    )
    return (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(f"{settings.api}/bot")
        .base_file_url(f"{settings.api}/file/bot")
        .request(sending)
        .get_updates_request(polling)
        .rate_limiter(AIORateLimiter(tuning.calls, group_max_rate=tuning.group_calls, max_retries=RETRIES))
        .concurrent_updates(Processor(CONCURRENT, state.inbox))
        .build()
    )


async def _reach(app: App, settings: Settings) -> None:
    """Ask Telegram who the bot is."""
    try:
        await app.initialize()
    except InvalidToken as error:
        raise ConfigError(
            "Telegram does not accept the token; copy it from @BotFather again and set TELEGRAM_BOT_TOKEN"
        ) from error
    except TelegramError as error:
        raise ServiceError(
            f"Telegram cannot be reached at {settings.api} ({type(error).__name__}); "
            "check the network and TELEGRAM_API_BASE_URL"
        ) from error


async def _receive(app: App, settings: Settings, intake: Intake, poll: int) -> Webhook | None:
    """Begin to receive updates: ask for them, or have them brought to the webhook that is returned."""
    webhook = Webhook(app, intake, settings) if settings.webhook else None
    try:
        await (webhook.start(UPDATES) if webhook else _poll(app, poll))
    except ServiceError:
        await app.stop()
        raise
    return webhook


async def _poll(app: App, seconds: int) -> None:
    def trouble(error: TelegramError) -> None:
        logger.warning("updates could not be fetched (%s); trying again", type(error).__name__)

    try:
        await _updater(app).start_polling(
            timeout=seconds, bootstrap_retries=3, allowed_updates=UPDATES, error_callback=trouble
        )
    except TelegramError as error:
        raise ServiceError(f"Telegram cannot be polled ({type(error).__name__}); check the network") from error


async def _stop(app: App, webhook: Webhook | None) -> None:
    """Receive no more updates and finish those that were received, for a while."""
    await (webhook.stop() if webhook else _updater(app).stop())
    try:
        await asyncio.wait_for(app.stop(), GRACE)
    except TimeoutError:
        logger.warning("some answers were not finished within %g s; they are at the next start", GRACE)


def _updater(app: App) -> Any:  # noqa: ANN401 - the builder always makes one
    return app.updater


async def _warm(library: Library) -> None:
    try:
        await library.warm()
    except Exception as error:  # noqa: BLE001 - the first question will tell
        logger.warning("the library could not be warmed up (%s)", type(error).__name__)


async def _look_after(app: App, state: State, asking: Asking, revoked: Callable[[], None], pause: float) -> None:
    """Now and then answer what an outage left open, delete what is old, and see whether the token is still good."""
    for turn in count(1):
        await asyncio.sleep(pause)
        try:
            await app.bot.get_me()
        except InvalidToken:
            revoked()
        except TelegramError as error:
            logger.warning("Telegram cannot be reached (%s)", type(error).__name__)
        await asking.resume()
        if turn % SWEEP == 0:
            state.sweep()
            await asyncio.to_thread(state.scrubber.scrub)


async def _announce(app: App, settings: Settings) -> None:
    """Tell Telegram the commands, for its menus, in each language; the bot does without them where that fails."""
    for code, texts in LANGUAGES.items():
        everything = [BotCommand(name, words) for name, words in texts.commands.items()]
        groups = [command for command in everything if command.command in IN_GROUPS]
        scopes: list[tuple[BotCommandScope, list[BotCommand]]]
        scopes = [(BotCommandScopeAllPrivateChats(), everything), (BotCommandScopeAllGroupChats(), groups)]
        more = [BotCommand(name, words) for name, words in texts.admin_commands.items()]
        scopes += [(BotCommandScopeChat(admin), everything + more) for admin in settings.admins]
        shown_to = None if code == "en" else code  # without a language: for everyone whose own there is not
        for scope, commands in scopes:
            try:
                await app.bot.set_my_commands(commands, scope=scope, language_code=shown_to)
            except TelegramError as error:  # an administrator who never wrote to the bot has no chat with it
                logger.warning("a menu of commands could not be set (%s)", type(error).__name__)
