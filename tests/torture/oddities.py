"""Updates as no one has seen them: sound ones taken apart and put together wrongly, and every other kind there is."""

import copy
import json
import random
from typing import Any

Json = Any
KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost", "something_new",
)  # fmt: skip
PARTS = (
    "text", "caption", "voice", "video_note", "video", "audio", "photo", "document", "sticker", "animation", "dice",
    "location", "venue", "contact", "poll", "story", "game", "invoice", "pinned_message", "new_chat_title",
    "web_app_data", "users_shared", "forward_origin", "reply_to_message", "media_group_id", "via_bot", "entities",
)  # fmt: skip
WORDS = (
    "", " ", "hello", "/start", "/start c_nothing", "/sos", "/mistake", "/notes x", "/today@between_bot", "/\u202eevil",
    "\u202eright to left", "\u200b\u200d\u2060", "שלום", "👩‍👩‍👧‍👦" * 40, "a" * 4096, "\x00\x07", "½", "\ud83d", "\udc00tail",
    "'); DROP TABLE person; --", "=cmd|' /C calc'!A0", "{words}", "%s%n", "Skip", "Stop here", "Yes, now", "9 PM - 9 PM",
)  # fmt: skip
DATA = (
    "",
    ":",
    "0:",
    "1:",
    "1:zz:pick:1",
    "0:help:safe",
    "0:mine:erase",
    "1:-1:yes",
    "0:" + "x" * 62,
    "0:box:early",
    "2:a:b",
)
ODD: tuple[Json, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, -(2**63) - 1, 10**30, 0.5, 1e308, "", "x", "1", [], {}, [[]], [None],
    {"id": None}, {"id": "1"}, {"file_id": 5}, [{"file_id": "x"}],
)  # fmt: skip


class Oddities:
    """Makes odd updates of one chat, the same for the same chance."""

    def __init__(self, chance: random.Random, user: int) -> None:
        self._chance = chance
        self._user = user

    def update(self, number: int) -> Json:
        """One update with this id: in one of five cases a sound one, in the others changed in one to four places."""
        update = self._sound()
        for _ in range(self._chance.choice((0, 1, 1, 2, 4))):
            self._change(update)
        update["update_id"] = number
        return update if self._chance.random() < 0.9 else self._bent(update, number)

    def _sound(self) -> Json:
        kind = self._chance.choice(KINDS) if self._chance.random() < 0.4 else self._chance.choice(KINDS[:2])
        if self._chance.random() < 0.25:
            return {"callback_query": self._tap()}
        if kind == "my_chat_member":
            status = self._chance.choice(("member", "kicked", "left", "odd"))
            return {kind: self._who() | {"date": 1, "new_chat_member": {"status": status, "user": {"id": 1}}}}
        return {kind: self._message()}

    def _who(self) -> Json:
        chat = {
            "id": self._user,
            "type": self._chance.choice(("private",) * 12 + ("channel", "sender", "odd")),
        }
        person = {
            "id": self._user,
            "is_bot": False,
            "first_name": "W",
            "language_code": self._chance.choice(("en", "es", "??")),
        }
        return {"chat": chat, "from": person}

    def _message(self) -> Json:
        message = self._who() | {"message_id": self._chance.randint(1, 400), "date": 1}
        for part in self._chance.sample(PARTS, self._chance.choice((0, 1, 1, 2))):
            message[part] = self._part(part)
        if self._chance.random() < 0.6:
            message["text"] = self._chance.choice(WORDS)
        return message

    def _part(self, part: str) -> Json:
        match part:
            case "text" | "caption" | "media_group_id" | "new_chat_title":
                return self._chance.choice(WORDS)
            case "photo":
                return [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
            case _:
                return {"file_id": "f", "file_unique_id": "f", "duration": 1}

    def _tap(self) -> Json:
        return {
            "id": str(self._chance.randint(1, 10**9)),
            "from": self._who()["from"],
            "message": self._message(),
            "data": self._chance.choice(DATA),
        }

    def _change(self, value: Json) -> None:
        """Change one place, however deep: another value, none at all, or one of another kind of message."""
        inside = [
            each
            for each in (value.values() if isinstance(value, dict) else value)
            if isinstance(each, dict | list) and each
        ]
        if inside and self._chance.random() < 0.8:
            return self._change(self._chance.choice(inside))
        if not isinstance(value, dict) or not value:
            return None
        key = self._chance.choice(list(value))
        match self._chance.randrange(4):
            case 0:
                del value[key]
            case 1:
                value[key] = copy.deepcopy(value)
            case 2:
                value[self._chance.choice(PARTS)] = copy.deepcopy(self._chance.choice(ODD))
            case _:
                value[key] = copy.deepcopy(self._chance.choice(ODD))
        return None

    def _bent(self, update: Json, number: int) -> Json:
        """The same after bytes of its JSON were changed, where that is still an object."""
        raw = bytearray(
            json.dumps(update, ensure_ascii=self._chance.random() < 0.5).encode("utf-8", "surrogatepass")
        )
        for _ in range(self._chance.randint(1, 3)):
            raw[self._chance.randrange(len(raw))] = self._chance.choice(b'0"x:,-e}{')
        try:
            bent = json.loads(raw)
        except ValueError:
            return update
        return bent | {"update_id": number} if isinstance(bent, dict) else update
