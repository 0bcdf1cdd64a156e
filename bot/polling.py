"""Polling that one broken update cannot stop.

python-telegram-bot parses a whole batch of updates at once: where one cannot be parsed, the batch is never confirmed
and is fetched again for ever. Here each update goes through the intake before the batch is handed on.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest, RequestData

from bot.intake import Intake

logger = logging.getLogger(__name__)


class GuardedRequest(HTTPXRequest):
    """The transport of `getUpdates`."""

    def __init__(self, intake: Intake, revoked: Callable[[], None], **options: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(**options)
        self._intake = intake
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
        return (HTTPStatus.BAD_GATEWAY if code == HTTPStatus.NOT_FOUND else code), self._sifted(payload)

    def _sifted(self, payload: bytes) -> bytes:
        """Return a response with each of its updates through the intake."""
        try:
            response = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            return payload
        if not isinstance(response, dict) or not isinstance(response.get("result"), list):
            return payload
        taken = (self._intake.take(raw) for raw in response["result"])
        return json.dumps(response | {"result": [raw for raw in taken if raw is not None]}).encode()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse a response; what is none is told without its words."""
        try:
            response = json.loads(payload.decode("utf-8", "replace"))
        except ValueError as error:
            # The library's own way is to write the payload, people's messages, into the log.
            raise TelegramError("Invalid server response") from error
        if not isinstance(response, dict):
            raise TelegramError("Invalid server response")
        return response
