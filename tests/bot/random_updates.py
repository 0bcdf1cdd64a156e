"""Random updates: every kind that there is, of people who may ask and of strangers, odd in what they say, and broken."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from tests.bot.conftest import GROUP, OTHER_GROUP

KNOWN = range(1000, 3000)
STRANGERS = range(700_000, 702_000)
SECRET = "secret boats"  # noqa: S105 - what people write, to be looked for in the log
Fields = dict[str, Any]

PIECES = (
    *(
        "boats",
        SECRET,
        "which?",
        "many",
        "nobody",
        "long",
        "boom",
        "timeline of",
        "wrong",
        "hello",
        "what did Ada say?",
    ),
    *("/ask", "/quotes", "/start", "/help", "/speakers", "/sources", "/timeline", "/history", "/privacy", "/forget"),
    *(
        "/health",
        "/allow",
        "/deny 5",
        "/feedback",
        "/add",
        "/reindex",
        "/alerts",
        "/language",
        "/nonsense",
        "/",
        "@quotes_bot",
    ),
    *("<b>", "</b>", "&amp;", "&#0;", "<a href='x'>", "*_`[", "{0}", "{name}", "%s%n", "'; DROP TABLE answers; --"),
    *(
        "\u202eabc\u202c",
        "\u200b\u200d\u2060",
        "مرحبا بالعالم",
        "שלום",
        "说了什么",
        "e\u0301\u0302\u0303",
        "🇺🇳👩‍👩‍👧‍👦",
        "🛶" * 40,
    ),
    *(
        "\x00\x07\x1b[31m",
        "\ud800",
        "\udfff",
        "\ufeff",
        "\r\n\n\t",
        "\u2028",
        "1e309",
        "NaN",
        "../../etc/passwd",
        "http://[",
        "this is",
    ),
)
HUGE = (
    "🛶" * 4096,
    "x" * 4096,
    "\u202e" * 4096,
    "a\u0300" * 2048,
    "<" * 4096,
    "boats " * 20_000,
    "\u200b" * 501,
    "&" * 500,
)
SCALARS: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1 << 40,
    -(1 << 70),
    1.5,
    "",
    "x",
    "\ud800",
    [],
    {},
    [[]],
    [None],
    {"a": {}},
)
MEDIA = (
    *(
        "photo",
        "document",
        "audio",
        "video",
        "voice",
        "animation",
        "sticker",
        "video_note",
        "contact",
        "location",
        "venue",
    ),
    *(
        "poll",
        "dice",
        "game",
        "invoice",
        "story",
        "new_chat_members",
        "left_chat_member",
        "pinned_message",
        "web_app_data",
    ),
    *(
        "group_chat_created",
        "migrate_to_chat_id",
        "successful_payment",
        "users_shared",
        "giveaway",
        "paid_media",
        "checklist",
    ),
)
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 10, "file_name": "a.txt", "mime_type": "text/plain"}
SIZED = {
    **FILE,
    "width": 1,
    "height": 1,
    "duration": 1,
    "length": 1,
    "is_animated": False,
    "is_video": False,
    "type": "regular",
}
OTHERS = (
    *("edited_message", "channel_post", "edited_channel_post", "business_message", "deleted_business_messages", "poll"),
    *(
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "message_reaction",
        "message_reaction_count",
    ),
    *("chat_boost", "removed_chat_boost", "pre_checkout_query", "shipping_query", "chosen_inline_result", "unheard_of"),
)


class Updates:
    """A source of random updates."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._number = 10_000

    def one(self) -> tuple[str, Fields, str | None]:
        """Return an update with its kind, and the id of the query in it where there is one."""
        self._number += 1
        makers: tuple[tuple[str, int, Callable[[Fields], Fields]], ...] = (
            ("message", 10, self._message),
            ("callback_query", 4, self._pressed),
            ("inline_query", 2, self._typed),
            (self._dice.choice(OTHERS), 2, self._message),
        )
        [(kind, _, make)] = self._dice.choices(makers, [maker[1] for maker in makers])
        body = make(self._person())
        query = str(body["id"]) if kind in ("callback_query", "inline_query") else None
        if self._dice.random() < 0.3:
            kind_told, body = "broken", self._broken(body)
        else:
            kind_told = kind
        return kind_told, {"update_id": self._number, kind: body}, query

    def _person(self) -> Fields:
        id = self._dice.choice(self._dice.choice((KNOWN, KNOWN, STRANGERS)))
        person = {
            "id": id,
            "is_bot": self._dice.random() < 0.05,
            "first_name": self._words(),
            "last_name": self._words(),
        }
        return {**person, "language_code": self._dice.choice(("en", "de", "zh-hans", "", "xx", "🛶"))}

    def _chat(self, person: Fields) -> Fields:
        if self._dice.random() < 0.7:
            return {"id": person["id"], "type": "private", "first_name": "P"}
        id = GROUP if person["id"] in KNOWN and self._dice.random() < 0.9 else OTHER_GROUP
        if person["id"] in KNOWN:
            id = GROUP  # whoever may ask may do so in any group, where others read along
        return {"id": id, "type": self._dice.choice(("group", "supergroup", "channel")), "title": self._words()}

    def _message(self, person: Fields) -> Fields:
        words = self._words()
        message = {"message_id": self._number, "date": 1, "chat": self._chat(person), "from": person}
        if self._dice.random() < 0.7:
            message |= {"text": words, "entities": self._entities(words)}
        else:
            kind = self._dice.choice(MEDIA)
            message |= {kind: self._medium(kind, person), "caption": self._dice.choice((words, "/add", ""))}
        if self._dice.random() < 0.2:
            replied = {
                "message_id": self._dice.randrange(1, 12_000),
                "date": 1,
                "chat": message["chat"],
                "from": person,
            }
            message["reply_to_message"] = {**replied, "text": self._words(), "document": dict(FILE)}
        if self._dice.random() < 0.1:
            message["forward_origin"] = {"type": "user", "date": 1, "sender_user": person}
        return message

    def _medium(self, kind: str, person: Fields) -> Any:
        if kind == "photo":
            return [dict(SIZED)]
        if kind == "new_chat_members":
            return [person]
        if kind == "left_chat_member":
            return person
        if kind == "location":
            return {"longitude": 1.0, "latitude": 2.0}
        if kind == "contact":
            return {"phone_number": "1", "first_name": "C", "user_id": 5}
        return dict(SIZED)

    def _pressed(self, person: Fields) -> Fields:
        shown = self._message(person) | {"from": {"id": 4711, "is_bot": True, "first_name": "Quotes"}}
        data = self._dice.choice(("c", "p", "v", "o", "x", "e", "q", "t", "w", "d", "u", "l", "zz", "")) + ":"
        data += ":".join(
            str(self._dice.choice((0, 1, 2, 3, 9, 40, 999, "good", "bad", "csv", "²", 10**20))) for _ in range(4)
        )
        query = {"id": self._query(person), "from": person, "message": shown, "chat_instance": "1"}
        return {**query, "data": self._dice.choice((data, data, data, self._words()))}

    def _typed(self, person: Fields) -> Fields:
        return {
            "id": self._query(person),
            "from": person,
            "query": self._words()[:256],
            "offset": self._dice.choice(("", "5", "x", "-1")),
        }

    def _query(self, person: Fields) -> str:
        return f"{'stranger' if person['id'] in STRANGERS else 'known'}{self._number}"

    def _words(self) -> str:
        if self._dice.random() < 0.03:
            return self._dice.choice(HUGE)
        pieces = self._dice.choices(PIECES, k=self._dice.randrange(5))
        return " ".join(pieces) + "".join(
            chr(self._dice.randrange(1, 0x10FFFF)) for _ in range(self._dice.choice((0, 0, 9)))
        )

    def _entities(self, words: str) -> list[Fields]:
        found = []
        if words.startswith("/"):
            found.append({"type": "bot_command", "offset": 0, "length": len(words.split(" ", maxsplit=1)[0])})
        if self._dice.random() < 0.2:
            kind = self._dice.choice(("mention", "url", "bold", "custom_emoji", "text_link", "odd"))
            found.append({"type": kind, "offset": self._dice.randrange(9), "length": self._dice.randrange(99)})
        return found

    def _broken(self, body: Fields) -> Fields:
        """Return `body` with a few of its fields, at any depth, gone or of another type; ids of chats stay."""
        broken = copy.deepcopy(body)
        for _ in range(self._dice.randrange(1, 4)):
            node: Any = broken
            while True:
                keys = list(node) if isinstance(node, dict) else list(range(len(node)))
                if not keys:
                    break
                key = self._dice.choice(keys)
                if isinstance(node[key], (dict, list)) and node[key] and self._dice.random() < 0.7:
                    node = node[key]
                    continue
                if self._dice.random() < 0.4:
                    del node[key]
                else:
                    node[key] = copy.deepcopy(self._dice.choice(SCALARS))
                break
        return broken
