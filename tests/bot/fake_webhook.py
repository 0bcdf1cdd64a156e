"""How the fake Bot API server brings updates to the bot's webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import tornado.httpclient


async def bring(update: dict[str, Any], hook: Callable[[], tuple[str, str] | None]) -> None:
    """Bring an update to the address that `hook` names, with its secret, again and again until it is accepted."""
    client = tornado.httpclient.AsyncHTTPClient()
    while (known := hook()) is not None:
        url, secret = known
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
        try:
            await client.fetch(url, method="POST", headers=headers, body=json.dumps(update))
        except (tornado.httpclient.HTTPError, OSError):
            await asyncio.sleep(0.1)
        else:
            return
