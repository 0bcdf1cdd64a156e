"""The real bot on a real index, as a process that looks for a new generation of it all the time. Settings as usual."""

from __future__ import annotations

import sys

from bot.app import Tuning, run
from bot.settings import Settings
from index.errors import QuotesError

if __name__ == "__main__":
    try:
        run(Settings.from_env(), tuning=Tuning(look=0.2))
    except QuotesError as error:
        sys.exit(f"error: {error}")
