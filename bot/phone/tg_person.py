"""What a person can do on the phone, each as an update the bot gets or as a change only the phone sees."""

from __future__ import annotations

import re
from datetime import timedelta

from telegram.constants import ReactionEmoji

from bot.phone.entities import clean, well_formed
from bot.phone.refusals import PhoneRefused
from bot.phone.tg_json import user_json
from bot.phone.tg_model import Chat, Happening, Json, Message, Tap
from bot.phone.tg_phone import PhoneSide

TEXT_LIMIT = 4096
EDIT_LIMIT = timedelta(hours=48)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BREAK_WINDOW = 96


class PersonSide(PhoneSide):
    """The hands on the phones."""

    def say(self, user_id: int, text: str, *, reply_to: int | None = None) -> int:
        """Write a message; answers the id of the (last) message.

        Over 4096 characters the app sends several, as Telegram's does, breaking at a blank when one is near.

        Raises:
            PhoneRefused: nothing to send, the bot is blocked, or the message replied to is gone.
        """
        chat = self.writable(user_id)
        if reply_to is not None:
            self.bubble(chat, reply_to)
        pieces = split_text(well_formed(text))
        if not pieces:
            raise PhoneRefused("there is nothing to send")
        return [self._say_piece(chat, piece, reply_to) for piece in pieces][-1]

    def start(self, user_id: int, payload: str | None = None) -> int:
        """Open a t.me link and press START; a blocked bot is unblocked by it.

        A payload that no link can carry is dropped by the app, so the bot sees a bare /start.
        """
        if self.chat(user_id).blocked:
            self.unblock(user_id)
        kept = payload if payload and _PAYLOAD.fullmatch(payload) else None
        return self.say(user_id, f"/start {kept}" if kept else "/start")

    def forward(self, user_id: int, text: str, *, sender: str = "A friend") -> int:
        """Forward somebody else's text to the bot; answers the message id."""
        chat = self.writable(user_id)
        cleaned, entities = clean(well_formed(text), [])
        message = Message(**self.fresh(), text=cleaned, entities=entities, forwarded_from=sender)
        return self.hand_over(chat, message)

    def tap(self, user_id: int, message_id: int, row: int, column: int) -> str:
        """Tap an inline button; answers the callback query id, "" for a button that tells the bot nothing.

        Raises:
            PhoneRefused: the message or the button is not there (any more), or the bot is blocked.
        """
        chat = self.writable(user_id)
        message = self.bubble(chat, message_id)
        button = _button(message, row, column)
        if "callback_data" not in button:
            return ""
        tap = Tap(
            query_id=str(4_300_000_000_000_001 + len(self.taps)),
            user_id=user_id,
            message_id=message_id,
            row=row,
            column=column,
            at=self.clock.now(),
            label=str(button["text"]),
        )
        self.taps[tap.query_id] = tap
        chat.taps.append(tap)
        chat.journal.append(Happening(at=tap.at, tap=tap))
        self._put_tap(chat, message, tap, str(button["callback_data"]))
        return tap.query_id

    def tap_label(self, user_id: int, label: str) -> str:
        """Tap the newest button of that label, inline first, then on the keyboard below (which says it as text).

        Answers the callback query id, "" when there is none.
        """
        chat = self.chat(user_id)
        for message in reversed(chat.messages):
            for row, buttons in enumerate(message.keyboard):
                for column, button in enumerate(buttons):
                    if button["text"] == label:
                        return self.tap(user_id, message.id, row, column)
        self._press(chat, label)
        return ""

    def edit(self, user_id: int, message_id: int, text: str) -> None:
        """Edit one's own text or caption, for 48 hours."""
        chat = self.writable(user_id)
        message = self.own_bubble(chat, message_id)
        cleaned, entities = clean(well_formed(text), [])
        if cleaned == message.text or (not cleaned and message.media is None):
            raise PhoneRefused("there is nothing to change")
        if self.clock.now() - message.date > EDIT_LIMIT:
            raise PhoneRefused("this message is too old to be edited")
        message.text, message.entities, message.edit_date = cleaned, entities, self.clock.now()
        self.fire("edited", chat, message_id)
        self.put_update("edited_message", self.as_json(message, chat))

    def delete(self, user_id: int, message_id: int) -> None:
        """Delete a message for both sides. The bot is not told."""
        chat = self.chat(user_id)
        chat.messages.remove(self.bubble(chat, message_id))
        self.fire("deleted", chat, message_id)

    def clear(self, user_id: int) -> None:
        """Clear the chat. The bot is not told; its later edits find nothing."""
        chat = self.chat(user_id)
        chat.messages.clear()
        chat.toasts.clear()
        self.fire("deleted", chat)

    def react(self, user_id: int, message_id: int, emoji: str | None) -> None:
        """React to a message, or take the reaction back. The bot is told only if it asked for reactions."""
        chat = self.writable(user_id)
        message = self.bubble(chat, message_id)
        if emoji is not None and emoji not in set(ReactionEmoji):
            raise PhoneRefused("Telegram has no such reaction")
        before, message.person_reaction = message.person_reaction, emoji
        self.fire("reaction", chat, message_id)
        change = {"old_reaction": _reaction(before), "new_reaction": _reaction(emoji)}
        self.put_update("message_reaction", {**self.who(chat), "message_id": message_id, **change})

    def block(self, user_id: int) -> None:
        """Stop the bot."""
        self._change_membership(user_id, blocked=True)

    def unblock(self, user_id: int) -> None:
        """Let the bot write again."""
        self._change_membership(user_id, blocked=False)

    def close_account(self, user_id: int) -> None:
        """Delete the person's Telegram account; the bot hears of it only when it writes."""
        self.chat(user_id).closed = True

    def set_language(self, user_id: int, language_code: str) -> None:
        """Change the language of the person's app; later updates carry it, and the commands menu follows."""
        chat = self.chat(user_id)
        chat.account.language_code = language_code
        self.refresh_commands()

    def share(self, chat: Chat, button: Json) -> None:
        """Press a keyboard button that shares something; overridden where media can be sent."""
        raise PhoneRefused(f"{chat.account.name}'s phone cannot share what {button['text']!r} asks for")

    def _say_piece(self, chat: Chat, piece: str, reply_to: int | None) -> int:
        cleaned, entities = clean(piece, [])
        return self.hand_over(
            chat, Message(**self.fresh(), text=cleaned, entities=entities, reply_to=reply_to)
        )

    def _put_tap(self, chat: Chat, message: Message, tap: Tap, data: str) -> None:
        query = {
            "id": tap.query_id,
            "from": user_json(chat.account),
            "message": self.as_json(message, chat),
            "chat_instance": str(-7_000_000_000_000_000_000 - chat.id),
            "data": data,
        }
        self.put_update("callback_query", query)

    def _press(self, chat: Chat, label: str) -> None:
        rows = chat.reply_keyboard.rows if chat.reply_keyboard else []
        button = next((b for row in rows for b in row if b["text"] == label), None)
        if button is None:
            raise PhoneRefused(f"there is no button {label!r}")
        if any(name.startswith("request_") or name == "web_app" for name in button):
            self.share(chat, button)
        else:
            self.say(chat.id, label)

    def _change_membership(self, user_id: int, *, blocked: bool) -> None:
        chat = self.chat(user_id)
        if not chat.started or chat.blocked is blocked:
            raise PhoneRefused("there is nothing to block" if blocked else "there is nothing to unblock")
        chat.blocked = blocked
        who = self.who(chat)
        member, kicked = (
            {"user": self.bot, "status": "member"},
            {"user": self.bot, "status": "kicked", "until_date": 0},
        )
        old, new = (member, kicked) if blocked else (kicked, member)
        body = {"chat": who["chat"], "from": who["user"], "date": who["date"]}
        self.put_update("my_chat_member", {**body, "old_chat_member": old, "new_chat_member": new})
        self.fire("keyboard", chat)


def split_text(text: str) -> list[str]:
    """The messages an app makes of a text: at most 4096 characters each, blanks at the ends gone."""
    pieces = []
    rest = text.strip()
    while len(rest) > TEXT_LIMIT:
        window = rest[TEXT_LIMIT - _BREAK_WINDOW : TEXT_LIMIT + 1]
        blank = max(window.rfind("\n"), window.rfind(" "))
        end = TEXT_LIMIT - _BREAK_WINDOW + blank if blank >= 0 else TEXT_LIMIT
        pieces.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [piece for piece in [*pieces, rest] if piece]


def _button(message: Message, row: int, column: int) -> Json:
    if not (0 <= row < len(message.keyboard) and 0 <= column < len(message.keyboard[row])):
        raise PhoneRefused("there is no such button")
    return message.keyboard[row][column]


def _reaction(emoji: str | None) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []
