"""A Bot API server for tests: as strict as the real one, driven by method calls from the test.

    with FakeTelegram() as telegram:
        ... start the bot with TELEGRAM_API_BASE_URL=telegram.url ...
        telegram.user_says("what did Wang say?")
        telegram.wait("editMessageText").text

It runs in a thread of its own. What it leaves out: media, payments, and everything else the bot never calls.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any, Self

import tornado.httpserver
import tornado.netutil
import tornado.web

from tests.bot.fake_calls import Call, Fault
from tests.bot.fake_methods import METHODS, Refused
from tests.bot.fake_webhook import bring
from tests.bot.telegram_html import units

TOKEN = "4711:AAtheSecretHalfOfTheTokenIsHere_0123456"  # noqa: S105 - nobody's
BOT = {"id": 4711, "is_bot": True, "first_name": "Quotes", "username": "quotes_bot"}


class FakeTelegram:
    """The server, and what the world outside of it does."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.chats: set[int] = set()
        self.blocked: set[int] = set()
        self.uploads: dict[str, bytes] = {}
        self.queries: set[str] = set()
        self.token_valid = True
        self.hook: tuple[str, str] | None = None
        self._updates: list[dict[str, Any]] = []
        self._faults: list[Fault] = []
        self._numbers = 1000
        self._seen = 0
        self._changed = threading.Condition()

    # --- running ---

    def __enter__(self) -> Self:
        started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(started)), daemon=True)
        self._thread.start()
        assert started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self, started: threading.Event) -> None:
        self._loop, self._stop, self._news = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        handlers: list[Any] = [
            (r"/bot([^/]+)/(\w+)", _Handler, {"telegram": self}),
            (r"/file/bot([^/]+)/documents/(\w+)", _Download, {"telegram": self}),
        ]
        server = tornado.httpserver.HTTPServer(tornado.web.Application(handlers, log_function=lambda _: None))
        sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
        self.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        server.add_sockets(sockets)
        started.set()
        await self._stop.wait()
        server.stop()
        await server.close_all_connections()

    # --- what people do ---

    def user_says(
        self,
        words: str,
        *,
        user: int = 1,
        chat: int | None = None,
        reply_to: int | None = None,
        language: str = "en",
        **more: Any,
    ) -> int:
        """Send a message to the bot and return its id; a negative chat is a group."""
        message = self.new_message(chat or user, words, sender=person(user) | {"language_code": language})
        message["entities"] = entities_of(words)
        if reply_to is not None:
            message["reply_to_message"] = self.messages[chat or user, reply_to]
        self.push(message=message | more)
        return int(message["message_id"])

    def sends_file(self, content: bytes, name: str | None, *, user: int, size: int | None = None, **more: Any) -> int:
        """Send a file to the bot, which may claim to have another size than it has; return the id of the message."""
        file = f"file{self._number()}"
        self.uploads[file] = content
        document = {"file_id": file, "file_unique_id": file, "file_size": len(content) if size is None else size}
        document |= {"file_name": name} if name is not None else {}
        message = self.user_says("", user=user, text=None, document=document, **more)
        self.messages[more.get("chat", user), message].update(document=document)
        return message

    def edits(self, message: int, words: str, *, user: int = 1) -> None:
        """Edit a message that a person sent."""
        self.push(edited_message=self.messages[user, message] | {"text": words, "edit_date": int(time.time())})

    def presses(self, label: str, *, message: int, user: int = 1, chat: int | None = None) -> str:
        """Press the button of a message whose label contains `label`; return the id of the query."""
        shown = self.messages[chat or user, message]
        buttons = [button for row in shown["reply_markup"]["inline_keyboard"] for button in row]
        data = next(button["callback_data"] for button in buttons if label in button["text"])
        return self.presses_data(data, message=message, user=user, chat=chat)

    def presses_data(self, data: str, *, message: int, user: int = 1, chat: int | None = None) -> str:
        """Press a button that carries `data`, whether it is there or not."""
        query = f"query{self._number()}"
        self.queries.add(query)
        shown = self.messages[chat or user, message]
        fields = {"id": query, "from": person(user), "message": shown, "chat_instance": "1", "data": data}
        self.push(callback_query=fields)
        return query

    def types_inline(self, words: str, *, user: int = 1, offset: str = "") -> str:
        """Type a query behind the bot's name, or scroll to `offset`; return the id of the query."""
        query = f"query{self._number()}"
        self.queries.add(query)
        self.push(inline_query={"id": query, "from": person(user), "query": words, "offset": offset})
        return query

    def push(self, **update: Any) -> None:
        """Queue an update, whatever it holds."""
        self.push_raw({"update_id": self._number(), **update})

    def push_raw(self, update: dict[str, Any]) -> None:
        """Queue an update as it is, its number included, or bring it to the webhook where there is one."""
        self._updates.append(update)
        bring = self._news.set if self.hook is None else lambda: self._loop.create_task(self._bring(update))
        self._loop.call_soon_threadsafe(bring)

    async def _bring(self, update: dict[str, Any]) -> None:
        await bring(update, lambda: self.hook)
        if self.hook is not None:
            self._updates.remove(update)

    def fault(self, method: str, *, times: int = 1, **what: Any) -> None:
        """Let the next calls of a method fail; see `Fault`."""
        self._faults.append(Fault(method, times, **what))

    # --- what the test sees ---

    def wait(
        self, method: str, *, timeout: float = 15, ok: bool = True, where: Callable[[Call], bool] = lambda _: True
    ) -> Call:
        """Return the next call of a method since the last one waited for."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                for at in range(self._seen, len(self.calls)):
                    call = self.calls[at]
                    if call.method == method and call.ok == ok and where(call):
                        self._seen = at + 1
                        return call
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    since = [(c.method, c.ok, c.error or c.text[:60]) for c in self.calls[self._seen :]]
                    raise TimeoutError(f"no {method} within {timeout} s; since the last one: {since}")

    def silent(self, seconds: float = 0.5) -> list[str]:
        """Return what the bot calls within `seconds`, fetching and menus aside; those calls need not be waited for."""
        begin = len(self.calls)
        time.sleep(seconds)
        self._seen = len(self.calls)
        aside = ("getUpdates", "setMyCommands")
        return [call.method for call in self.calls[begin : self._seen] if call.method not in aside]

    def settled(self, condition: Callable[[], bool], timeout: float = 15) -> None:
        """Wait until `condition` holds, which is looked at after every call."""
        with self._changed:
            assert self._changed.wait_for(condition, timeout), "nothing came of it"
            self._seen = len(self.calls)

    def confirmed(self, timeout: float = 5) -> bool:
        """Whether the bot confirms every update within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while self._updates and time.monotonic() < deadline:
            time.sleep(0.02)
        return not self._updates

    # --- inside ---

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def new_message(self, chat: int, text: str, sender: dict[str, Any]) -> dict[str, Any]:
        """Store a message and return it."""
        id = self._number()
        kind = {"type": "private", "first_name": "P"} if chat > 0 else {"type": "supergroup", "title": "G"}
        message = {
            "message_id": id,
            "date": int(time.time()),
            "chat": {"id": chat, **kind},
            "from": sender,
            "text": text,
        }
        self.messages[chat, id] = message
        self.chats.add(chat)
        return message

    def take_fault(self, method: str, fields: dict[str, Any]) -> Fault | None:
        for fault in self._faults:
            if fault.method == method and fault.times and fault.where(fields):
                fault.times -= 1
                return fault
        return None

    def record(self, call: Call) -> None:
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()

    async def updates(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        """Hand out updates as Telegram does: those below the offset are confirmed, the rest comes again."""
        offset, allowed = int(fields.get("offset", 0)), fields.get("allowed_updates")
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        deadline = time.monotonic() + float(fields.get("timeout", 0))
        while True:
            self._news.clear()
            found = [u for u in self._updates if not allowed or any(key in allowed for key in u) or len(u) == 1]
            left = deadline - time.monotonic()
            if found or left <= 0:
                return sorted(found, key=lambda u: int(u["update_id"]))[: int(fields.get("limit", 100))]
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                return []


class _Handler(tornado.web.RequestHandler):
    """One call of the bot."""

    def initialize(self, telegram: FakeTelegram) -> None:
        self.telegram = telegram
        self.given_up = asyncio.Event()

    def on_connection_close(self) -> None:
        self.given_up.set()

    async def post(self, token: str, method: str) -> None:
        fields = {name: values[-1].decode() for name, values in self.request.body_arguments.items()}
        call = Call(method, fields, time.monotonic())
        call.files = {file.filename: file.body for files in self.request.files.values() for file in files}
        try:
            self.write({"ok": True, "result": await self._result(token, call)})
        except Refused as refused:
            call.error = refused.description
            self.set_status(refused.code)
            self.write(refused.to_json())
        except ConnectionError:
            call.error = call.error or "dropped"
            self._auto_finish = False
            self.request.connection.stream.close()  # type: ignore[union-attr]
        finally:
            if not call.held:
                self.telegram.record(call)

    async def _result(self, token: str, call: Call) -> object:
        """Do what a call asks, unless a fault or the token is in the way."""
        fault = self.telegram.take_fault(call.method, call.fields)
        if fault is not None:
            await self._broken(call, fault, "before")
        if token.replace("%3A", ":") != TOKEN or not self.telegram.token_valid:
            raise Refused(401, "Unauthorized")
        if fault is not None and fault.status:
            raise Refused(fault.status, fault.description, fault.retry_after)
        result = await METHODS[call.method](self.telegram, call.fields, call)
        call.ok = True
        if fault is not None:
            await self._broken(call, fault, "after")
        return result

    async def _broken(self, call: Call, fault: Fault, when: str) -> None:
        """Let a call end without an answer, where it shall end so."""
        if fault.hold == when:
            call.held = True
            self.telegram.record(call)
            await self.given_up.wait()
        if when in (fault.hold, fault.drop):
            raise ConnectionError


class _Download(tornado.web.RequestHandler):
    """A file that somebody sent."""

    def initialize(self, telegram: FakeTelegram) -> None:
        self.telegram = telegram

    def get(self, token: str, file: str) -> None:
        fault = self.telegram.take_fault("download", {})
        if token.replace("%3A", ":") != TOKEN or file not in self.telegram.uploads or (fault and fault.status):
            self.set_status(404)
        else:
            self.write(self.telegram.uploads[file])


def person(user: int) -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": f"User {user}", "language_code": "en"}


def entities_of(words: str) -> list[dict[str, Any]]:
    """Return the commands and mentions of a text, as Telegram finds them."""
    found, at = [], 0
    for word in words.split(" "):
        stripped = word.rstrip(",:.?!")
        if stripped[:1] in ("/", "@") and len(stripped) > 1:
            kind = "bot_command" if stripped[0] == "/" else "mention"
            found.append({"type": kind, "offset": units(words[:at]), "length": units(stripped)})
        at += len(word) + 1
    return found
