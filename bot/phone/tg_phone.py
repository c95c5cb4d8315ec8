"""What every move on a phone rests on: whose chat, which bubble, how a new message reaches the bot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.phone.refusals import PhoneRefused
from bot.phone.tg_json import chat_json, seconds, user_json
from bot.phone.tg_model import Chat, Json, Message
from bot.phone.tg_world import World


class PhoneSide(World):
    """The ground of the person side."""

    def writable(self, user_id: int) -> Chat:
        """The chat of a person who can write in it."""
        chat = self.chat(user_id)
        if chat.closed:
            raise PhoneRefused("this account was deleted")
        if chat.blocked:
            raise PhoneRefused("the bot is blocked on this phone")
        return chat

    def bubble(self, chat: Chat, message_id: int) -> Message:
        """A message that is still on the phone."""
        message = chat.find(message_id)
        if message is None:
            raise PhoneRefused(f"message {message_id} is not on this phone")
        return message

    def fresh(self) -> dict[str, Any]:
        """What every message of a person starts with."""
        return {"id": self.next_message_id(), "date": self.clock.now(), "from_bot": False}

    def hand_over(self, chat: Chat, message: Message) -> int:
        """Show a person's message and queue it for the bot; answers its id."""
        chat.started = True
        _fold_keyboards(chat)
        self.post(chat, message)
        self.put_update("message", self.as_json(message, chat))
        return message.id

    def put_update(self, kind: str, content: Json) -> None:
        """Queue an update for the bot."""
        self.updates.put(kind, content, self.clock.now())

    def own_bubble(self, chat: Chat, message_id: int) -> Message:
        """A message this person wrote."""
        message = self.bubble(chat, message_id)
        if message.from_bot or message.forwarded_from:
            raise PhoneRefused("this message is not yours to edit")
        return message

    def who(self, chat: Chat) -> Json:
        """Chat, person and time, as updates name them."""
        return {
            "chat": chat_json(chat.account),
            "user": user_json(chat.account),
            "date": seconds(self.clock.now()),
        }


def _fold_keyboards(chat: Chat) -> None:
    chat.force_reply = None
    if chat.reply_keyboard and chat.reply_keyboard.one_time:
        chat.reply_keyboard = replace(chat.reply_keyboard, rows=[])
