"""What the fake Bot API server does for each method, and what it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.bot.telegram_html import Entity, ParseError, parse, units

if TYPE_CHECKING:
    from tests.bot.fake_calls import Call
    from tests.bot.fake_telegram import FakeTelegram

MAX_UNITS, MAX_RAW, MAX_ENTITIES, MAX_DATA = 4096, 32 * 1024, 100, 64
Fields = dict[str, Any]
Method = Callable[["FakeTelegram", Fields, "Call"], Awaitable[object]]


class Refused(Exception):  # noqa: N818 - the server's word
    """The call is answered with an error."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def to_json(self) -> dict[str, Any]:
        prefix = {400: "Bad Request: ", 403: "Forbidden: "}.get(self.code, "")
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": prefix + self.description}
        return body | ({"parameters": {"retry_after": self.retry_after}} if self.retry_after else {})


async def get_me(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    from tests.bot.fake_telegram import BOT

    return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}


async def get_updates(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    return await telegram.updates({name: _json(value) for name, value in fields.items()})


async def accept(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    return True


async def set_webhook(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    secret = fields.get("secret_token", "")
    if not re.fullmatch(r"[\w-]{1,256}", secret, re.ASCII):
        raise Refused(400, "secret token contains unallowed characters")
    if not fields["url"].startswith(("https://", "http://127.0.0.1")):
        raise Refused(400, "bad webhook: An HTTPS URL must be provided for webhook")
    telegram.hook = (fields["url"], secret)
    return True


async def delete_webhook(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    telegram.hook = None
    return True


async def chat_action(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    _chat(telegram, fields)
    return True


async def send_message(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    from tests.bot.fake_telegram import BOT

    chat = _chat(telegram, fields)
    body = _body(fields)
    reply = _json(fields.get("reply_parameters", "null"))
    if reply and not reply.get("allow_sending_without_reply") and (chat, reply["message_id"]) not in telegram.messages:
        raise Refused(400, "message to be replied not found")
    message = telegram.new_message(chat, "", dict(BOT))
    message.update(body)
    if reply and isinstance(reply["message_id"], int) and (chat, reply["message_id"]) in telegram.messages:
        message["reply_to_message"] = telegram.messages[chat, reply["message_id"]]
    call.message = dict(message)
    return message


async def edit_message_text(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    message = _own(telegram, fields)
    body = _body(fields)
    if all(message.get(key) == body.get(key) for key in ("text", "entities", "reply_markup")):
        raise Refused(
            400, "message is not modified: specified new message content and reply markup are exactly the same"
        )
    message.pop("reply_markup", None)
    message.update(body)
    call.message = dict(message)
    return message


async def edit_message_reply_markup(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    message = _own(telegram, fields)
    keyboard = _keyboard(_json(fields["reply_markup"])) if "reply_markup" in fields else None
    if message.get("reply_markup") == keyboard:
        raise Refused(400, "message is not modified")
    message.pop("reply_markup", None)
    message.update({"reply_markup": keyboard} if keyboard else {})
    return message


async def delete_message(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    if telegram.messages.pop((_chat(telegram, fields), int(fields["message_id"])), None) is None:
        raise Refused(400, "message to delete not found")
    return True


async def answer_callback_query(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    if fields.get("callback_query_id") not in telegram.queries:
        raise Refused(400, "query is too old and response timeout expired or query ID is invalid")
    telegram.queries.discard(fields["callback_query_id"])
    if units(fields.get("text", "")) > 200:
        raise Refused(400, "MESSAGE_TOO_LONG")
    return True


async def set_my_commands(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    for command in _json(fields["commands"]):
        if not 1 <= len(command["command"]) <= 32 or not 1 <= len(command["description"]) <= 256:
            raise Refused(400, "BOT_COMMAND_INVALID")
    return True


async def send_document(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    from tests.bot.fake_telegram import BOT

    message = telegram.new_message(_chat(telegram, fields), "", dict(BOT))
    [(name, content)] = call.files.items()
    if units(fields.get("caption", "")) > 1024:
        raise Refused(400, "message caption is too long")
    message["document"] = {"file_id": "1", "file_unique_id": "1", "file_name": name, "file_size": len(content)}
    return message


async def get_file(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    content = telegram.uploads.get(fields["file_id"])
    if content is None:
        raise Refused(400, "wrong file_id or the file is temporarily unavailable")
    if len(content) > 20 * 2**20:
        raise Refused(400, "file is too big")
    id = fields["file_id"]
    return {"file_id": id, "file_unique_id": id, "file_size": len(content), "file_path": f"documents/{id}"}


async def send_photo(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    from tests.bot.fake_telegram import BOT

    message = telegram.new_message(_chat(telegram, fields), "", dict(BOT))
    [content] = call.files.values()
    with Image.open(BytesIO(content)) as picture:
        width, height = picture.size
    if len(content) > 10 * 2**20 or width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise Refused(400, "PHOTO_INVALID_DIMENSIONS")
    photo = {"file_id": "2", "file_unique_id": "2", "width": width, "height": height}
    message["photo"] = [photo]
    return message


async def answer_inline_query(telegram: FakeTelegram, fields: Fields, call: Call) -> object:
    if fields.get("inline_query_id") not in telegram.queries:
        raise Refused(400, "query is too old and response timeout expired or query ID is invalid")
    results = _json(fields["results"])
    ids = [result["id"] for result in results]
    if len(results) > 50 or len(set(ids)) != len(ids) or any(not 1 <= len(id.encode()) <= 64 for id in ids):
        raise Refused(400, "RESULT_ID_DUPLICATE")
    for result in results:
        _body({**result["input_message_content"], "text": result["input_message_content"]["message_text"]})
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "sendChatAction": chat_action,
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "setMyCommands": set_my_commands,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "getFile": get_file,
    "answerInlineQuery": answer_inline_query,
}


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _chat(telegram: FakeTelegram, fields: Fields) -> int:
    if not re.fullmatch(r"-?\d+", fields.get("chat_id", "")):
        raise Refused(400, "chat_id is empty")
    chat = int(fields["chat_id"])
    if chat in telegram.blocked:
        raise Refused(403, "bot was blocked by the user")
    if chat not in telegram.chats:
        raise Refused(400, "chat not found")
    return chat


def _own(telegram: FakeTelegram, fields: Fields) -> dict[str, Any]:
    """Return the message of the bot that is to be edited."""
    from tests.bot.fake_telegram import BOT

    message = telegram.messages.get((_chat(telegram, fields), int(fields["message_id"])))
    if message is None:
        raise Refused(400, "message to edit not found")
    if message["from"]["id"] != BOT["id"]:
        raise Refused(400, "message can't be edited")
    return message


def _body(fields: Fields) -> dict[str, Any]:
    """Return text, entities and keyboard of a message, checked."""
    raw = fields.get("text", "")
    if len(raw.encode()) > MAX_RAW:
        raise Refused(400, "message is too long")
    text, entities = _parsed(raw, fields.get("parse_mode"))
    text = text.strip()
    if not text:
        raise Refused(400, "message text is empty")
    if units(text) > MAX_UNITS:
        raise Refused(400, "message is too long")
    if len(entities) > MAX_ENTITIES:
        raise Refused(400, "too many entities")
    body: dict[str, Any] = {"text": text, "entities": [entity.to_json() for entity in entities]}
    if "reply_markup" in fields:
        body["reply_markup"] = _keyboard(_json(fields["reply_markup"]))
    return body


def _parsed(raw: str, mode: str | None) -> tuple[str, list[Entity]]:
    if mode is None:
        return raw, []
    if mode != "HTML":
        raise Refused(400, "unsupported parse_mode")
    try:
        return parse(raw)
    except ParseError as error:
        raise Refused(400, f"can't parse entities: {error}") from error


def _keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    for row in markup["inline_keyboard"]:
        for button in row:
            actions = set(button) - {"text"}
            if not button.get("text") or len(actions) != 1:
                raise Refused(400, "can't parse inline keyboard button: exactly one action is needed")
            if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MAX_DATA:
                raise Refused(400, "BUTTON_DATA_INVALID")
            copied = button.get("copy_text", {"text": "x"})["text"]
            if not 1 <= units(copied) <= 256 or units(button.get("switch_inline_query", "")) > 256:
                raise Refused(400, "BUTTON_TEXT_INVALID")
            if "url" in button and not button["url"].startswith(("http://", "https://")):
                raise Refused(400, "BUTTON_URL_INVALID")
    return markup
