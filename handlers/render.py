"""Writes a reply the way the Bot API wants it: one call with plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.text import Rich, Span, utf16_length
from bot.core.turn import Button, Reply

LONGEST = 4096
"""What one message holds, in characters."""
LONGEST_CAPTION = 1024
"""What the words under a picture hold, in characters."""
LONGEST_LINE = 256
"""What a command's line holds, in characters."""

_ENTITY = {
    "bold": "bold",
    "italic": "italic",
    "code": "code",
    "quote": "blockquote",
    "folded_quote": "expandable_blockquote",
    "spoiler": "spoiler",
    "moment": "date_time",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One method of the Bot API and its parameters."""

    method: str
    params: Mapping[str, Any]


def render(chat: int, reply: Reply, target: int | None) -> Call | None:
    """The call that puts `reply` on the screen; `target` is the message to change. None where nothing is left to do."""
    if reply.leave:
        return Call("leaveChat", {"chat_id": chat})
    if reply.commands is not None:
        return _commands_call(chat, reply.commands)
    if reply.delete is not None:
        return Call("deleteMessage", {"chat_id": chat, "message_id": target}) if target else None
    if reply.unpin:
        return Call("unpinChatMessage", {"chat_id": chat, "message_id": target}) if target else None
    if reply.bare:
        return Call("editMessageReplyMarkup", {"chat_id": chat, "message_id": target}) if target else None
    if reply.contact is not None:
        number, name = reply.contact
        card = {"chat_id": chat, "phone_number": number, "first_name": name[:64]}
        return Call("sendContact", card | _flags(reply))
    return _text_call(chat, reply, target)


def pinning(chat: int, message: int) -> Call:
    """The call that puts a message on top of the chat, without a sound."""
    return Call("pinChatMessage", {"chat_id": chat, "message_id": message, "disable_notification": True})


def captioned(reply: Reply) -> dict[str, Any]:
    """What goes beside a picture: the reply's words as its caption, its buttons, and what a message is told."""
    text = _text(reply.text, LONGEST_CAPTION)
    named = {"text": "caption", "entities": "caption_entities"}
    markup = _markup(reply)
    shown = {named[name]: value for name, value in text.items()}
    return shown | ({"reply_markup": markup} if markup is not None else {}) | _flags(reply)


def _commands_call(chat: int, commands: Sequence[tuple[str, str]]) -> Call:
    scope = {"scope": {"type": "chat", "chat_id": chat}}
    if not commands:
        return Call("deleteMyCommands", scope)
    listed = [{"command": name, "description": what[:LONGEST_LINE]} for name, what in commands]
    return Call("setMyCommands", scope | {"commands": listed})


def _text_call(chat: int, reply: Reply, target: int | None) -> Call:
    params: dict[str, Any] = {
        "chat_id": chat,
        **_text(reply.text),
        "link_preview_options": {"is_disabled": True},
    }
    markup = _markup(reply)
    if markup is not None:
        params["reply_markup"] = markup
    if target is not None:
        return Call("editMessageText", params | {"message_id": target})
    return Call("sendMessage", params | _flags(reply))


def _flags(reply: Reply) -> dict[str, Any]:
    """What a message is told once and for all as it is sent: no edit can change it."""
    flags = {"disable_notification": reply.silent, "protect_content": reply.protected}
    return {name: True for name, on in flags.items() if on}


def _text(text: Rich, longest: int = LONGEST) -> dict[str, Any]:
    shown = text.text if len(text.text) <= longest else text.text[: longest - 1] + "…"
    entities = [_entity(shown, span) for span in text.spans if span.start < min(span.end, len(shown))]
    return {"text": shown, "entities": entities} if entities else {"text": shown}


def _entity(text: str, span: Span) -> dict[str, Any]:
    marked = {
        "type": _ENTITY[span.kind],
        "offset": utf16_length(text[: span.start]),
        "length": utf16_length(text[span.start : span.end]),
    }
    return marked | ({"unix_time": span.at, "date_time_format": span.form} if span.kind == "moment" else {})


_SOMEBODY = {"request_id": 1, "user_is_bot": False, "max_quantity": 1}
"""What Telegram is asked for by the button with which somebody is chosen."""


def _markup(reply: Reply) -> dict[str, Any] | None:
    if reply.chooser:
        others = [[{"text": words} for words in row] for row in reply.keyboard]
        rows = [[{"text": reply.chooser, "request_users": _SOMEBODY}], *others]
        return {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}
    if reply.keyboard:
        return {
            "keyboard": [[{"text": words} for words in row] for row in reply.keyboard],
            "is_persistent": True,
            "resize_keyboard": True,
            **({"input_field_placeholder": reply.hint} if reply.hint else {}),
        }
    if reply.keyless:
        return {"remove_keyboard": True}
    if not reply.rows:
        return None
    return {
        "inline_keyboard": [[_button(button, reply.nonce) for button in row] for row in reply.rows if row]
    }


def _button(button: Button, nonce: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": button.label}
    if button.style:
        shown["style"] = button.style
    if button.link:
        return shown | {"url": button.link}
    if button.copy:
        return shown | {"copy_text": {"text": button.copy}}
    return shown | {"callback_data": f"0:{button.do}" if button.stands else f"1:{_base36(nonce)}:{button.do}"}


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
