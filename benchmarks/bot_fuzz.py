"""Send the bot random updates, most of them odd and many of them broken, and look at what it does.

    python benchmarks/bot_fuzz.py [--updates N] [--seed N]

Every kind of message and update comes from people who may ask and from strangers: with control characters,
right-to-left and zero-width ones, 4,096 emoji, markup, lone surrogates, huge strings, and with fields that are missing
or of another type. The bot is a real process against the strict server of tests/; it has to stay alive, to send nothing
that is refused as malformed, to answer no stranger, to keep token and texts out of its log, and to answer a plain
question at the end.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.bot.conftest import ADMIN, GROUP, OTHER_GROUP, BotProcess, on_files_in
from tests.bot.fake_telegram import TOKEN, FakeTelegram, person
from tests.bot.random_updates import KNOWN, SECRET, STRANGERS, Updates

BATCH = 250
PATIENCE = 600  # seconds until all that was sent is worked off
FAST = {"CANNED_TUNING": '{"calls": 2000, "group_calls": 0, "room": 64}'}
HARMLESS = (
    *("message is not modified", "query is too old", "chat not found", "chat_id is empty", "message to edit not found"),
    *("message can't be edited", "bot was blocked"),
)


class Generous(FakeTelegram):
    """A server that hands out every kind of update, wanted or not."""

    async def updates(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        """Hand out updates as ever, but all of them."""
        return await super().updates({**fields, "allowed_updates": None})


def flaws(telegram: FakeTelegram, log: str) -> list[str]:
    """Return what the bot did that it must not do."""
    found = [
        f"{call.method} was refused: {call.error}; {call.fields}"
        for call in telegram.calls
        if not call.ok and not any(told in call.error for told in HARMLESS)
    ]
    hidden = TOKEN.split(":")[1]
    for call in telegram.calls:
        chat = int(call.fields.get("chat_id", 0))
        asked = call.fields.get("callback_query_id", call.fields.get("inline_query_id", ""))
        if chat in STRANGERS or chat == OTHER_GROUP or asked.startswith("stranger"):
            found.append(f"a stranger was answered: {call.fields}")
        if hidden in str(call.fields):
            found.append(f"the token was sent: {call.method}")
    found += ["the token is in the log"] if hidden in log else []
    return found + (["what people wrote is in the log"] if SECRET in log else [])


def fed(telegram: FakeTelegram, updates: Updates, count: int, bot: BotProcess) -> Counter[str]:
    """Send so many updates, some at a time, and count them by kind."""
    kinds: Counter[str] = Counter()
    with tqdm(total=count, desc="updates", disable=None) as bar:
        while (left := count - kinds.total()) > 0:
            for _ in range(min(BATCH, left)):
                kind, update, query = updates.one()
                kinds[kind] += 1
                if query is not None:
                    telegram.queries.add(query)
                telegram.push_raw(update)
                bar.update()
            if not telegram.confirmed(120) or bot.process.poll() is not None:
                raise SystemExit(f"the bot is stuck or dead (exit code {bot.process.poll()}):\n{bot.logged()[-2000:]}")
    return kinds


def ask(telegram: FakeTelegram, bot: BotProcess) -> None:
    """Ask a plain question and wait for its answer."""
    telegram.push_raw({"update_id": 1 << 40, "message": telegram.new_message(ADMIN, "boats", person(ADMIN))})
    try:
        telegram.wait("editMessageText", timeout=PATIENCE, where=lambda call: call.fields["chat_id"] == str(ADMIN))
    except TimeoutError:
        raise SystemExit(f"a plain question was not answered:\n{bot.logged()[-2000:]}") from None


def main() -> None:
    """Send, look, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--updates", type=int, default=20_000, help="how many are sent (default: 20,000)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the updates (default: 7)")
    options = parser.parse_args()
    dice = random.Random(options.seed)  # noqa: S311 - a fixed seed, no secret
    with tempfile.TemporaryDirectory() as name, Generous() as telegram:
        folder = Path(name)
        people = {"QUOTES_USERS": ",".join(map(str, KNOWN)), "QUOTES_GROUPS": str(GROUP), "QUOTES_ADMINS": str(ADMIN)}
        telegram.chats |= {*KNOWN, *STRANGERS, ADMIN, GROUP, OTHER_GROUP}
        with on_files_in(folder, telegram, **people, **FAST) as bot:
            bot.ready()
            kinds = fed(telegram, Updates(dice), options.updates, bot)
            ask(telegram, bot)
            code = bot.stop()
        found = flaws(telegram, bot.logged())
        if code or found:
            raise SystemExit("\n".join([f"exit code {code}, {len(found)} flaws", *found[:20]]))
    calls = Counter(call.method for call in telegram.calls)
    print(f"{kinds.total()} updates of {len(kinds)} kinds, {kinds['broken']} of them broken")
    print(
        f"{calls['sendMessage']} messages, {calls['editMessageText']} edits, "
        f"{calls['answerInlineQuery']} answers to inline queries"
    )
    print("nothing malformed was sent, no stranger was answered, nothing secret is in the log, and the bot goes on")


if __name__ == "__main__":
    main()
