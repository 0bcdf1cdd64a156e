"""Which messages are questions to the bot: in private every text; in groups a mention, or a reply to the bot."""

from __future__ import annotations

from telegram import Message
from telegram.constants import ChatType, MessageEntityType


def question_in(message: Message, username: str, bot: int) -> str | None:
    """Return the question that a plain message asks of the bot, without the mention; None if it asks nothing of it."""
    words = message.text or ""
    if message.chat.type == ChatType.PRIVATE:
        return words.strip() or None
    if message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    rest = _without_mention(message, username)
    if rest is not None:
        return rest.strip(" ,:;\n")
    return words.strip() if _replies_to(message, bot) else None


def _without_mention(message: Message, username: str) -> str | None:
    """Return the text without the mention of the bot, None where it is not mentioned."""
    mention = f"@{username}".casefold()
    for entity, words in message.parse_entities([MessageEntityType.MENTION]).items():
        if words.casefold() == mention:
            # Offsets of entities are in UTF-16 units.
            encoded = (message.text or "").encode("utf-16-le")
            start, end = entity.offset * 2, (entity.offset + entity.length) * 2
            before, after = (encoded[:start], encoded[end:])
            return " ".join(part.decode("utf-16-le", "replace").strip() for part in (before, after)).strip()
    return None


def _replies_to(message: Message, bot: int) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot
