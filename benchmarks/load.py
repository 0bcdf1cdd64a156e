"""Many chats ask the bot at once: how long answers take, whether any is lost, what memory does, and Telegram's limits.

    python benchmarks/load.py [--index DIR] [--chats N] [--rate N] [--seconds N]

The bot is a process of its own on an index of seeds/ (or another); Telegram is the server of the tests, which counts
what reaches it. A fifth of the chats are groups. The chats take turns; each question is one of tests/gold.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.languages import LANGUAGES
from tests.bot.conftest import BotProcess, on_files_in
from tests.bot.fake_calls import Call
from tests.bot.fake_telegram import FakeTelegram

PATIENCE = 60.0  # seconds after which a question counts as lost
SAMPLE = 1.0  # seconds between looks at the memory
MOST_A_SECOND, MOST_A_MINUTE = 30, 20  # Telegram's limits: of all messages, and of those in one group
MESSAGES = ("sendMessage", "editMessageText", "sendDocument", "sendPhoto")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: in which chat, and when."""

    chat: int
    at: float


def main() -> None:
    """Ask, wait, and print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, help="folder of an index (default: one of seeds/, built for it)")
    parser.add_argument("--chats", type=int, default=50, help="chats that ask (default: 50)")
    parser.add_argument("--rate", type=float, default=5.0, help="questions a second, in total (default: 5)")
    parser.add_argument("--seconds", type=float, default=300.0, help="how long (default: 300)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as telegram:
        index = options.index or built(Path(folder) / "index")
        with on_files_in(Path(folder), telegram, "bot", QUOTES_INDEX=str(index), QUOTES_PUBLIC="true") as bot:
            warm(telegram, bot, options.chats + 1)
            asked, memory = ask(telegram, bot, options.chats, options.rate, options.seconds)
            finish(telegram, asked)
            code = bot.stop()
        calls = [call for call in telegram.calls if call.ok]
    report(asked, calls, memory)
    if code != 0:
        raise SystemExit(f"the bot ended with {code}")


def built(root: Path) -> Path:
    """Build an index of seeds/ in `root` and return it."""
    command = [sys.executable, "-m", "index", "build", "seeds", "--index", str(root)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return root


def warm(telegram: FakeTelegram, bot: BotProcess, user: int) -> None:
    """Wait until the bot has answered somebody."""
    bot.ready()
    telegram.user_says("what did Wang say?", user=user)
    telegram.wait("editMessageText", timeout=60)


def ask(
    telegram: FakeTelegram, bot: BotProcess, chats: int, rate: float, seconds: float
) -> tuple[list[Asked], list[float]]:
    """Ask for a while; return what was asked, and the bot's memory in MiB, a number every `SAMPLE` seconds."""
    lines = (ROOT / "tests/gold/questions.jsonl").read_text(encoding="utf-8").splitlines()
    dice = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    questions = itertools.cycle(dice.sample([json.loads(line)["question"] for line in lines], len(lines)))
    turns = itertools.cycle(dice.sample([-user if user % 5 == 0 else user for user in range(1, chats + 1)], chats))
    asked: list[Asked] = []
    memory: list[float] = []
    begun = time.monotonic()
    while (now := time.monotonic() - begun) < seconds:
        if len(memory) <= now / SAMPLE:
            memory.append(resident(bot.process.pid))
        if len(asked) <= now * rate:
            chat, words = next(turns), next(questions)
            telegram.user_says(words if chat > 0 else f"/ask {words}", user=abs(chat), chat=chat)
            asked.append(Asked(chat, time.monotonic()))
        time.sleep(0.01)
    return asked, memory


def finish(telegram: FakeTelegram, asked: Sequence[Asked]) -> None:
    """Wait until everything is answered, or for `PATIENCE`."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and None in outcomes(asked, telegram.calls):
        time.sleep(0.5)


def resident(process: int) -> float:
    """Return the memory that a process holds, in MiB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def outcomes(asked: Sequence[Asked], calls: Sequence[Call]) -> list[Call | None]:
    """Return what ended each question: the edit of its placeholder, a polite refusal, or None."""
    replies: dict[int, list[Call]] = defaultdict(list)
    for call in calls:
        if call.ok and (call.method == "editMessageText" or (call.method == "sendMessage" and polite(call))):
            replies[int(call.fields["chat_id"])].append(call)
    found: list[Call | None] = []
    for question in asked:
        later = replies[question.chat]
        while later and later[0].at < question.at:
            later.pop(0)
        found.append(later.pop(0) if later else None)
    return found


def polite(call: Call) -> bool:
    """Whether a message asks for patience."""
    texts = LANGUAGES["en"]
    told = (texts.slow_down, texts.busy, texts.overdue, texts.one_at_a_time)
    return any(call.text.startswith(words.split("{", maxsplit=1)[0]) for words in told)


def most(times: Sequence[float], window: float) -> int:
    """Return the largest number of `times`, which ascend, inside any `window` of seconds."""
    first, largest = 0, 0
    for last, at in enumerate(times):
        while times[first] <= at - window:
            first += 1
        largest = max(largest, last - first + 1)
    return largest


def report(asked: Sequence[Asked], calls: Sequence[Call], memory: Sequence[float]) -> None:
    """Print what was counted."""
    ends = outcomes(asked, calls)
    waits = sorted(end.at - question.at for question, end in zip(asked, ends, strict=True) if end and not polite(end))
    queued = sum(end is not None and polite(end) for end in ends)
    messages = sorted((call.at, int(call.fields["chat_id"])) for call in calls if call.method in MESSAGES)
    groups = {chat for _, chat in messages if chat < 0}
    fullest = max((most([at for at, chat in messages if chat == group], 60) for group in groups), default=0)
    print(f"{len(asked)} questions: {len(waits)} answered, {queued} asked to wait, {ends.count(None)} lost")
    if len(waits) > 1:
        cuts = statistics.quantiles(waits, n=100, method="inclusive")
        print(
            f"seconds until answered: p50 {cuts[49]:.2f}, p95 {cuts[94]:.2f}, p99 {cuts[98]:.2f}, max {waits[-1]:.2f}"
        )
    print(f"messages in a second, at most: {most([at for at, _ in messages], 1)} of {MOST_A_SECOND}")
    print(f"messages of a group in a minute, at most: {fullest} of {MOST_A_MINUTE}")
    quarter = max(1, len(memory) // 4)
    second, last = statistics.median(memory[quarter : 2 * quarter] or memory), statistics.median(memory[-quarter:])
    print(f"memory: {second:.0f} MiB in the second quarter, {last:.0f} MiB in the last, at most {max(memory):.0f} MiB")


if __name__ == "__main__":
    main()
