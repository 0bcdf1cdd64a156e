"""Inline mode: `@bot wang russia` in any chat offers passages to post there."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.errors import LaneError
from bot.languages import spoken
from bot.library import Library
from bot.markup import clip
from bot.message import content, single
from index.errors import QuestionError
from index.schema import Answer, Citation, Reason

logger = logging.getLogger(__name__)

SHORTEST = 3  # characters: less is still being typed
PAUSE = 0.3  # seconds without another letter, after which a query counts as typed
CACHED = 30  # seconds that Telegram may answer the same query itself
PAGE = 10  # passages; Telegram asks for the next ones when somebody scrolls
MAX_TITLE, MAX_DESCRIPTION, MAX_BUTTON = 100, 200, 60


class Inline:
    """Answers inline queries; of those that a person types letter by letter, only the last."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._newest: dict[int, str] = {}

    async def typed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the passages for what was typed."""
        query = update.inline_query
        if query is None:
            return
        user = query.from_user.id
        self._newest[user] = query.id
        await asyncio.sleep(PAUSE)
        if self._newest.get(user) != query.id:
            return
        first = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 4 else 0
        answer = await self._answer(query.query.strip())
        citations = answer.citations if answer else ()
        if self._newest.get(user) == query.id:
            del self._newest[user]
        page = list(enumerate(citations))[first : first + PAGE]
        more = str(first + PAGE) if first + PAGE < len(citations) else ""
        results = [self._result(position, citation) for position, citation in page]
        try:
            # Personal: what is said about a passage is in the language of whoever typed.
            await query.answer(
                results, cache_time=CACHED, is_personal=True, next_offset=more, button=_way_out(answer, results)
            )
        except BadRequest as error:
            logger.info("an inline query could not be answered: %s", type(error).__name__)

    async def _answer(self, words: str) -> Answer | None:
        """Return the answer to a query; whatever is in the way, there is none."""
        if len(words) < SHORTEST:
            return None
        try:
            return await self._library.ask(words)
        except (QuestionError, LaneError) as error:
            logger.info("an inline query got no answer: %s", type(error).__name__)
            return None

    def _result(self, position: int, citation: Citation) -> InlineQueryResultArticle:
        place = f"{position}\0{citation.doc}\0{citation.sha256}\0{citation.start}\0{citation.end}"
        shown = single(citation, spoken())
        return InlineQueryResultArticle(
            id=hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32],
            title=clip(single(citation, spoken(), heading=True).plain, MAX_TITLE),
            description=clip(content(citation), MAX_DESCRIPTION),
            input_message_content=InputTextMessageContent(
                shown.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
            ),
        )


def _way_out(answer: Answer | None, results: Sequence[object]) -> InlineQueryResultsButton | None:
    """Return the button over an empty list: which names fit, or that nothing was found; it leads to the bot itself."""
    if answer is None or results:
        return None
    told = spoken().inline_none
    if answer.reason is Reason.WHICH_SPEAKER and answer.choices:
        told = f"{spoken().abstentions[Reason.WHICH_SPEAKER]} {', '.join(answer.choices)}"
    return InlineQueryResultsButton(clip(told, MAX_BUTTON), start_parameter="inline")
