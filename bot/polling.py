"""Polling that one broken update cannot stop.

python-telegram-bot parses a whole batch of updates at once: where one cannot be parsed, the batch is never confirmed
and is fetched again for ever. Here each update is tried alone before the batch is handed on, and one that cannot be
parsed is replaced by its bare number, which confirms it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.request import HTTPXRequest, RequestData

logger = logging.getLogger(__name__)


class GuardedRequest(HTTPXRequest):
    """The transport of `getUpdates`."""

    def __init__(self, revoked: Callable[[], None], **options: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(**options)
        self._revoked = revoked

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,  # noqa: ANN401 - handed on
        **more: Any,  # noqa: ANN401 - handed on
    ) -> tuple[int, bytes]:
        """Ask as usual; a token that is refused while polling is told, and a stray 404 counts as an outage."""
        code, payload = await super().do_request(url, method, request_data, *timeouts, **more)
        if code == HTTPStatus.UNAUTHORIZED:
            self._revoked()
        # The library takes 404 for a wrong token and gives up for good; the token was accepted at the start.
        return (HTTPStatus.BAD_GATEWAY if code == HTTPStatus.NOT_FOUND else code), payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse a response and replace the updates in it that cannot be parsed."""
        try:
            response: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        except ValueError as error:
            # The library's own way is to write the payload, people's messages, into the log.
            raise TelegramError("Invalid server response") from error
        if isinstance(response.get("result"), list):
            response["result"] = [sound(raw) for raw in response["result"] if _number(raw) is not None]
        return response


def sound(raw: dict[str, Any]) -> dict[str, Any]:
    """Return `raw` if it can be parsed as an update, else an update with nothing but its number."""
    try:
        Update.de_json(raw, None)
    except Exception as error:  # noqa: BLE001 - whatever the parser trips over, polling has to go on
        logger.warning("update %s cannot be parsed (%s); skipped", _number(raw), type(error).__name__)
        return {"update_id": _number(raw)}
    return raw


def _number(raw: object) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None
