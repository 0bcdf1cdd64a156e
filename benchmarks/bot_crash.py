"""Kill the bot at random moments, with SIGKILL, while many people ask, and look at what each of them got.

    python benchmarks/bot_crash.py [--kills N] [--seed N]

The bot is a real process against the emulated Telegram of tests/, on a made-up index; connections break as well. Each
question has to get one answer or one apology; the bot's file has to be whole after each kill, and empty of open
questions at the end.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Self

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.bot.conftest import USERS, BotProcess, on_files_in
from tests.bot.fake_telegram import FakeTelegram

QUESTIONS = ("boats", "many", "slow 0.1", "slow 0.3", "which?", "nobody knows", "long", "boom", "/ask boats", "/help")
RATE = 6  # questions a second
WORKING = 1.5  # seconds at most from the moment the bot is ready to the kill
STARTING = 2.0  # seconds at most from the start to the kill, where it is killed before it is ready
PATIENCE = 30  # seconds without anybody getting anything, after which the rest is lost
PLACEHOLDER = "Looking it up"
APOLOGIES = ("I was restarted", "Something went wrong", "That took too long", "Too many questions")
REFUSALS = ("One question at a time", "That is a lot of questions")


class Crowd:
    """People who ask at random, each again and again, until they are told to stop."""

    def __init__(self, telegram: FakeTelegram, seed: int) -> None:
        self.asked: dict[tuple[int, int], str] = {}
        self._telegram = telegram
        self._dice = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> Self:
        """Begin to ask."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ask no more."""
        self._stopped.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._stopped.wait(self._dice.expovariate(RATE)):
            user, words = self._dice.choice(USERS), self._dice.choice(QUESTIONS)
            self.asked[user, self._telegram.user_says(words, user=user)] = words


def kill(telegram: FakeTelegram, bot: BotProcess, dice: random.Random) -> None:
    """Kill a bot, one in five before it is ready, and the others while they work and connections break."""
    if dice.random() < 0.2:
        time.sleep(dice.uniform(0, STARTING))
    else:
        bot.ready()
        for method in ("sendMessage", "editMessageText"):
            telegram.fault(method, drop=dice.choice(["before", "after"]))
        time.sleep(dice.uniform(0, WORKING))
    bot.stop(signal.SIGKILL)


def sound(folder: Path) -> bool:
    """Whether the bot's file, as a kill left it, is whole; a copy is opened, so that the bot finds it as it was."""
    with tempfile.TemporaryDirectory() as elsewhere:
        for path in folder.glob("state.sqlite*"):
            shutil.copy(path, elsewhere)
        connection = sqlite3.connect(Path(elsewhere) / "state.sqlite")
        try:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        finally:
            connection.close()


def told(telegram: FakeTelegram) -> dict[tuple[int, int], list[str]]:
    """Return what the bot's messages say now, by the chat and the message that they reply to."""
    replies: dict[tuple[int, int], list[str]] = {}
    for call in telegram.calls:
        reply = json.loads(call.fields.get("reply_parameters", "null"))
        if call.method == "sendMessage" and call.message is not None and reply:
            chat = int(call.fields["chat_id"])
            there = telegram.messages.get((chat, call.message["message_id"]))
            if there is not None:  # the bot deletes placeholders that it could not know of
                replies.setdefault((chat, reply["message_id"]), []).append(there["text"])
    return replies


def judged(texts: list[str]) -> str:
    """Say what somebody got for one question."""
    final = [text for text in texts if not text.startswith(PLACEHOLDER)]
    answers = [text for text in final if not text.startswith((*APOLOGIES, *REFUSALS))]
    apologies = [text for text in final if text.startswith(APOLOGIES)]
    if not final:
        return "LOST"
    if len(answers) > 1 or (answers and apologies):
        return "TWICE"
    return "answered" if answers else f"told: {final[0].split(chr(10))[0].split('.')[0]}"


def settled(telegram: FakeTelegram, crowd: Crowd) -> Counter[str]:
    """Wait while more people get something; /help is no question, and its answer replies to nothing."""
    questions = [place for place, words in crowd.asked.items() if words != "/help"]
    waiting, deadline = len(questions), 0.0
    while True:
        replies = told(telegram)
        outcomes = Counter(judged(replies.get(place, [])) for place in questions)
        if outcomes["LOST"] < waiting:
            waiting, deadline = outcomes["LOST"], time.monotonic() + PATIENCE
        if not outcomes["LOST"] or time.monotonic() > deadline:
            outcomes["placeholders left behind"] = sum(
                text.startswith(PLACEHOLDER) for place in questions for text in replies.get(place, [])
            )
            return outcomes
        time.sleep(0.5)


def unlucky(telegram: FakeTelegram, crowd: Crowd) -> list[str]:
    """Return what was asked and told where somebody got nothing, or more than one answer."""
    replies = told(telegram)
    outcomes = (
        (f"{place} {words}", replies.get(place, [])) for place, words in crowd.asked.items() if words != "/help"
    )
    return [f"{words!r} got {texts}" for words, texts in outcomes if judged(texts) in ("LOST", "TWICE")]


def left_open(folder: Path) -> int:
    """Count what the bot's file says is not dealt with."""
    connection = sqlite3.connect(folder / "state.sqlite")
    try:
        select = "SELECT (SELECT COUNT(*) FROM questions) + (SELECT COUNT(*) FROM updates WHERE raw NOT NULL)"
        return int(connection.execute(select).fetchone()[0])
    finally:
        connection.close()


def main() -> None:
    """Kill, look, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50, help="how often the bot is killed (default: 50)")
    parser.add_argument("--seed", type=int, default=7, help="seed of moments and questions (default: 7)")
    options = parser.parse_args()
    dice = random.Random(options.seed)  # noqa: S311 - a fixed seed, no secret
    with tempfile.TemporaryDirectory() as name, FakeTelegram() as telegram:
        folder = Path(name)
        with Crowd(telegram, options.seed) as crowd:
            for number in tqdm(range(options.kills), desc="kills", disable=None):
                with on_files_in(folder, telegram, log=f"log{number}") as bot:
                    kill(telegram, bot, dice)
                if not sound(folder):
                    raise SystemExit(f"kill {number + 1} damaged the bot's file")
        with on_files_in(folder, telegram, log="last") as bot:
            bot.ready()
            outcomes = settled(telegram, crowd)
            code = bot.stop()
        if code or left_open(folder):
            raise SystemExit(f"the last bot ended with {code} and left {left_open(folder)} open")
    for what, count in outcomes.most_common():
        print(f"{count:>5} {what}")
    if outcomes["LOST"] or outcomes["TWICE"]:
        raise SystemExit("\n".join(["a question got nothing, or more than one answer:", *unlucky(telegram, crowd)]))
    print(f"{options.kills} kills; every question got one answer or one apology, and the file was whole each time")


if __name__ == "__main__":
    main()
