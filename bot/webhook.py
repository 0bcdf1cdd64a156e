"""Updates that Telegram brings, in place of asking for them; the only place of Tornado.

The server listens on loopback unless it is told otherwise: a reverse proxy before it holds the certificate. What does
not carry the secret, which is a new one at every start, is refused before it is read. Telegram brings again what it
gets no 200 for, so an update is answered only once it is in the inbox.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

import tornado.httpserver
import tornado.netutil
import tornado.web
from telegram import Update
from telegram.error import TelegramError

from bot.errors import ServiceError
from bot.intake import App, Intake
from bot.settings import Settings

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BODY = 1 << 20  # bytes; an update has some kilobytes
SIDE_BY_SIDE = 40  # connections that Telegram may open


class Webhook:
    """The server for updates, and the address that Telegram knows it by."""

    def __init__(self, app: App, intake: Intake, settings: Settings) -> None:
        self._app = app
        self._intake = intake
        self._url = settings.webhook or ""
        self._host, self._port = settings.listen
        self._secret = secrets.token_urlsafe(32)
        # Everything else that knocks gets 404.
        path = urlsplit(self._url).path or "/"
        rules = [(re.escape(path), _Receiver, {"secret": self._secret, "take": self._take})]
        routes = tornado.web.Application(rules, log_function=lambda _: None)
        self._server = tornado.httpserver.HTTPServer(routes, max_body_size=MAX_BODY)

    async def start(self, kinds: list[str]) -> None:
        """Listen, and tell Telegram where to bring updates of some kinds.

        Raises:
            ServiceError: the port is taken, or Telegram does not accept the address.
        """
        try:
            self._server.add_sockets(tornado.netutil.bind_sockets(self._port, self._host))
        except OSError as error:
            raise ServiceError(
                f"cannot listen on {self._host}:{self._port} ({error.strerror}); set TELEGRAM_WEBHOOK_LISTEN"
            ) from error
        try:
            await self._app.bot.set_webhook(
                self._url, secret_token=self._secret, allowed_updates=kinds, max_connections=SIDE_BY_SIDE
            )
        except TelegramError as error:
            await self.stop()
            raise ServiceError(
                f"Telegram does not bring updates to {self._url} ({error.message}); check TELEGRAM_WEBHOOK_URL"
            ) from error

    async def stop(self) -> None:
        """Take nothing more; Telegram keeps what it cannot bring, for a day."""
        self._server.stop()
        await self._server.close_all_connections()

    def _take(self, raw: object) -> None:
        """Take one update in and have it handled."""
        taken = self._intake.take(raw)
        if taken is not None:
            self._app.update_queue.put_nowait(Update.de_json(taken, self._app.bot))


class _Receiver(tornado.web.RequestHandler):
    """One update from Telegram."""

    def initialize(self, secret: str, take: Callable[[object], None]) -> None:
        """Tornado's constructor."""
        self._secret = secret
        self._take = take

    def prepare(self) -> None:
        """Refuse whoever does not know the secret; the comparison takes as long whatever differs."""
        given = self.request.headers.get(HEADER, "")
        if not secrets.compare_digest(given.encode(), self._secret.encode()):
            raise tornado.web.HTTPError(HTTPStatus.FORBIDDEN)

    def post(self) -> None:
        """Take an update."""
        try:
            raw = json.loads(self.request.body)
        except ValueError:
            raise tornado.web.HTTPError(HTTPStatus.BAD_REQUEST) from None
        self._take(raw)

    def write_error(self, status_code: int, **_: object) -> None:
        """Say no more than the number."""
        self.finish(str(status_code))
