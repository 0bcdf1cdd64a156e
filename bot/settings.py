"""What the bot can be told from outside: one frozen object, read from the environment and an optional `.env`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import ConfigError
from index.settings import Settings as LibrarySettings
from index.settings import environment

DEFAULT_STATE = Path(__file__).resolve().parent / ".state" / "bot.sqlite"
LISTEN = ("127.0.0.1", 8080)
TELEGRAM = "https://api.telegram.org"
TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
BOOLEANS = {"true": True, "yes": True, "1": True, "on": True, "": False, "false": False, "no": False, "0": False}
BOOLEANS |= {"off": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the bot.

    Attributes:
        token: what @BotFather gave (`TELEGRAM_BOT_TOKEN`); never shown or logged.
        api: root of the Bot API server, without a path (`TELEGRAM_API_BASE_URL`).
        webhook: the address that Telegram brings updates to (`TELEGRAM_WEBHOOK_URL`); None: they are asked for.
        listen: host and port of the server for them (`TELEGRAM_WEBHOOK_LISTEN`), which a reverse proxy stands before.
        index: folder of the index (`QUOTES_INDEX`).
        state: the bot's own SQLite file (`QUOTES_STATE`).
        public: whether anyone may ask (`QUOTES_PUBLIC`).
        users: ids of users who may ask (`QUOTES_USERS`).
        groups: ids of groups whose members may ask in them (`QUOTES_GROUPS`).
        admins: ids of users who may ask and administrate (`QUOTES_ADMINS`).
    """

    token: str = field(repr=False)
    api: str
    index: Path
    state: Path
    webhook: str | None = None
    listen: tuple[str, int] = LISTEN
    public: bool = False
    users: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    admins: frozenset[int] = frozenset()

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; a variable of the environment wins over the same one in `.env`, an empty one is unset.

        Raises:
            ConfigError: a setting is missing or cannot be used; the message names it and says what to do.
        """
        values = environment() if environ is None else environ
        state = values.get("QUOTES_STATE", "").strip()
        settings = cls(
            token=_token(values.get("TELEGRAM_BOT_TOKEN", "").strip()),
            api=_root(values.get("TELEGRAM_API_BASE_URL", "").strip() or TELEGRAM),
            index=LibrarySettings.from_env(values).index,
            state=Path(state).expanduser() if state else DEFAULT_STATE,
            webhook=_address(values.get("TELEGRAM_WEBHOOK_URL", "").strip()),
            listen=_listen(values.get("TELEGRAM_WEBHOOK_LISTEN", "").strip()),
            public=_boolean("QUOTES_PUBLIC", values.get("QUOTES_PUBLIC", "")),
            users=_ids("QUOTES_USERS", values.get("QUOTES_USERS", "")),
            groups=_ids("QUOTES_GROUPS", values.get("QUOTES_GROUPS", "")),
            admins=_ids("QUOTES_ADMINS", values.get("QUOTES_ADMINS", "")),
        )
        if not (settings.public or settings.users or settings.groups or settings.admins):
            raise ConfigError(
                "nobody is allowed to ask; set QUOTES_USERS or QUOTES_GROUPS to numeric Telegram ids, "
                "or QUOTES_PUBLIC=true to answer everyone",
            )
        return settings


def _token(value: str) -> str:
    """Check the form of a token; the message never holds it."""
    if not value:
        raise ConfigError("no token; get one from @BotFather and set TELEGRAM_BOT_TOKEN, in the environment or in .env")
    if not TOKEN.fullmatch(value):
        raise ConfigError(
            "TELEGRAM_BOT_TOKEN does not look like a token (123456:ABC...); copy it from @BotFather again"
        )
    return value


def _root(value: str) -> str:
    """Check the root of a Bot API server and return it without a trailing slash."""
    try:
        parts = urlsplit(value)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.path.strip("/")
        fits = fits and not parts.query and not parts.fragment and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise ConfigError(
            "TELEGRAM_API_BASE_URL must be the root of a Bot API server, without a path: http://127.0.0.1:8081"
        )
    return value.rstrip("/")


def _address(value: str) -> str | None:
    """Check the address of the webhook; Telegram itself wants https, a server of one's own may be content with less."""
    if not value:
        return None
    try:
        parts = urlsplit(value)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment
        fits = fits and parts.port != 0 and value.isascii() and not re.search(r"\s", value)
    except ValueError:
        fits = False
    if not fits:
        raise ConfigError(
            "TELEGRAM_WEBHOOK_URL must be the public address of the bot, such as https://bot.example.org/updates"
        )
    return value


def _listen(value: str) -> tuple[str, int]:
    """Read host and port of the server for updates."""
    if not value:
        return LISTEN
    host, _, port = value.rpartition(":")
    if not host or not re.fullmatch(r"\d{1,5}", port, re.ASCII) or not 0 < int(port) < 1 << 16:
        raise ConfigError("TELEGRAM_WEBHOOK_LISTEN must be a host and a port, such as 127.0.0.1:8080")
    return host.strip("[]"), int(port)


def _boolean(name: str, value: str) -> bool:
    """Read yes or no."""
    try:
        return BOOLEANS[value.strip().lower()]
    except KeyError:
        raise ConfigError(f"{name} is {value!r}; set it to true or false") from None


def _ids(name: str, value: str) -> frozenset[int]:
    """Read numeric ids, separated by commas or spaces; those of groups are negative."""
    ids = set()
    for word in re.split(r"[\s,;]+", value.strip()):
        if not re.fullmatch(r"-?\d{1,19}|", word, re.ASCII):
            shown = "a token" if TOKEN.fullmatch(word) else repr(word[:40])
            raise ConfigError(f"{name} holds {shown}; it takes numeric Telegram ids, separated by commas")
        if word:
            ids.add(int(word))
    return frozenset(ids)
