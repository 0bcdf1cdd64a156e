"""Webhook mode: Telegram brings updates to the bot, which answers as it does when it asks for them."""

from __future__ import annotations

import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.conftest import CANNED, STRANGER, BotProcess, Start, settings_for
from tests.bot.fake_telegram import TOKEN, FakeTelegram
from tests.bot.test_process import unused_port

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def port() -> int:
    return unused_port()


@pytest.fixture
def hook(port: int) -> dict[str, str]:
    """The settings of a bot that has its updates brought."""
    return {"TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/updates", "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}"}


@pytest.fixture
def hooked(start: Start, hook: dict[str, str]) -> Iterator[BotProcess]:
    process = start(**hook)
    yield process
    assert process.stop() == 0


def post(url: str, body: bytes, secret: str | None) -> int:
    """Bring something to the webhook and return the status."""
    headers = {} if secret is None else {HEADER: secret}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as response:  # noqa: S310 - loopback
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_what_is_brought_is_answered(telegram: FakeTelegram, hooked: BotProcess) -> None:
    telegram.user_says("boats")
    assert telegram.wait("editMessageText").text.startswith("Ada Marsh → boats")
    telegram.push(message={"message_id": "?", "text": "secret boats"})
    telegram.user_says("boats", user=STRANGER)
    telegram.user_says("many", user=2)
    assert telegram.wait("editMessageText").text.startswith("Ada Marsh → boats")
    assert telegram.confirmed()
    assert "getUpdates" not in [call.method for call in telegram.calls]
    assert "secret boats" not in hooked.logged()


def test_an_update_that_is_brought_twice_is_answered_once(telegram: FakeTelegram, hooked: BotProcess) -> None:
    telegram.user_says("boats")
    telegram.wait("editMessageText")
    telegram.push_raw({"update_id": 500, "message": telegram.messages[1, 1001]})
    telegram.wait("editMessageText")
    telegram.push_raw({"update_id": 500, "message": telegram.messages[1, 1001]})
    assert telegram.silent() == []


def test_only_who_knows_the_secret_is_let_in(telegram: FakeTelegram, hooked: BotProcess, port: int) -> None:
    assert telegram.hook is not None
    url, secret = telegram.hook
    update = b'{"update_id": 1, "message": {}}'
    for wrong in (None, "", "x", secret[:-1], secret + "x", secret.swapcase(), TOKEN):
        assert post(url, update, wrong) == 403
    for other in ("/", "/updates/", f"/{TOKEN}"):
        assert post(f"http://127.0.0.1:{port}{other}", update, secret) == 404
    assert post(url, b"{", secret) == 400
    for odd in (b"[]", b"7", b"null", b"{}", b'{"update_id": 1}'):
        assert post(url, odd, secret) == 200
    with socket.create_connection(("127.0.0.1", port), timeout=10) as knocking:
        knocking.sendall(f"POST /updates HTTP/1.1\r\n{HEADER}: {secret}\r\nContent-Length: {2 << 20}\r\n\r\n".encode())
        assert knocking.recv(100).startswith(b"HTTP/1.1 400 ")
    telegram.user_says("boats")
    assert telegram.wait("editMessageText").text.startswith("Ada Marsh")


def test_the_server_listens_on_loopback_only(hooked: BotProcess, port: int) -> None:
    sockets = Path(f"/proc/{hooked.process.pid}/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    bound = [
        line.split()[1] for line in sockets if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
    ]
    assert bound == [f"0100007F:{port:04X}"]


def test_a_signal_lets_what_was_brought_finish_and_a_kill_loses_nothing(
    telegram: FakeTelegram, start: Start, hook: dict[str, str]
) -> None:
    bot = start(**hook)
    telegram.user_says("slow 1")
    telegram.wait("sendMessage")
    assert bot.stop() == 0
    assert telegram.wait("editMessageText").text.startswith("Ada Marsh")
    bot = start(**hook)
    telegram.user_says("slow 1", user=2)
    telegram.wait("sendMessage")
    bot.stop(signal.SIGKILL)
    telegram.user_says("boats", user=3)
    bot = start(**hook)
    answered = {telegram.wait("editMessageText").fields["chat_id"] for _ in range(2)}
    assert answered == {"2", "3"}
    assert bot.stop() == 0


def test_an_address_or_a_port_that_cannot_be_used_is_one_line(
    telegram: FakeTelegram, tmp_path: Path, port: int
) -> None:
    state = settings_for(telegram, tmp_path / "state.sqlite")
    plain = {"TELEGRAM_WEBHOOK_URL": "http://bot.example.org/", "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}"}
    with BotProcess(CANNED, tmp_path / "refused", **state, **plain) as refused:
        assert refused.process.wait(30) == 1
    assert "error: Telegram does not bring updates to http://bot.example.org/ (Bad webhook" in refused.logged()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with BotProcess(CANNED, tmp_path / "blocked", **state, **plain) as blocked:
            assert blocked.process.wait(30) == 1
    assert f"error: cannot listen on 127.0.0.1:{port} (Address already in use)" in blocked.logged()
    assert (refused.logged().count("\n"), blocked.logged().count("\n")) == (1, 1)
