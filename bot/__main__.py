"""The bot's command line: `python -m bot`. Only the exit codes and `--help` are here; nothing heavy is imported."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from index.errors import ConfigError, QuotesError

STOPPED, FAILED, MISCONFIGURED, INTERRUPTED = 0, 1, 2, 130
EPILOG = """settings come from the environment and from .env; .env.example explains each of them.
exit codes: 0 stopped by a signal, 1 error (index, state file, Telegram), 2 usage, or a setting is missing or wrong"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bot until it is told to stop; every expected error becomes one line on standard error."""
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answer questions about who said what over Telegram, until stopped.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(argv)
    try:
        from bot.settings import Settings

        settings = Settings.from_env()
        from bot.app import run

        run(settings)
    except ConfigError as error:
        print(f"error: {error}", file=sys.stderr)
        return MISCONFIGURED
    except QuotesError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return STOPPED


if __name__ == "__main__":
    sys.exit(main())
