"""Writes what the local Telegram remembers in the shapes of the Bot API's JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.phone.entities import units
from bot.phone.tg_model import Account, Chat, Json, Media, Message, StoredFile


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970."""
    return int(moment.timestamp())


def user_json(account: Account) -> Json:
    """A User."""
    named = {"username": account.username} if account.username else {}
    return {
        "id": account.id,
        "is_bot": False,
        "first_name": account.name,
        **named,
        "language_code": account.language_code,
    }


def chat_json(account: Account) -> Json:
    """A Chat of type private."""
    named = {"username": account.username} if account.username else {}
    return {"id": account.id, "first_name": account.name, **named, "type": "private"}


def message_json(message: Message, chat: Chat, bot: Json, *, nested: bool = True) -> Json:
    """A Message; `nested` says whether the message it replies to is inside."""
    body: Json = {
        "message_id": message.id,
        "from": bot if message.from_bot else user_json(chat.account),
        "chat": chat_json(chat.account),
        "date": seconds(message.date),
        **_content(message),
        **_marks(message),
    }
    original = chat.find(message.reply_to) if nested else None
    if original:
        body["reply_to_message"] = message_json(original, chat, bot, nested=False)
        body |= _quote(message, original)
    return body


def _content(message: Message) -> Json:
    if message.media is None:
        return {"text": message.text} | ({"entities": message.entities} if message.entities else {})
    body = media_json(message.media)
    if message.text:
        body["caption"] = message.text
        body |= {"caption_entities": message.entities} if message.entities else {}
    return body


def _marks(message: Message) -> Json:
    marks: dict[str, Any] = {
        "edit_date": message.edit_date and seconds(message.edit_date),
        "media_group_id": message.album,
        "effect_id": message.effect,
        "has_protected_content": message.protected or None,
        "reply_markup": {"inline_keyboard": message.keyboard} if message.keyboard else None,
        "forward_origin": _origin(message),
    }
    return {name: value for name, value in marks.items() if value is not None}


def _quote(message: Message, original: Message) -> Json:
    if not message.quote or message.quote not in original.text:
        return {}
    before = original.text[: original.text.index(message.quote)]
    return {"quote": {"text": message.quote, "position": units(before), "is_manual": True}}


def _origin(message: Message) -> Json | None:
    if message.forwarded_from is None:
        return None
    return {"type": "hidden_user", "sender_user_name": message.forwarded_from, "date": seconds(message.date)}


def file_json(file: StoredFile) -> Json:
    """The part every kind of file has in common."""
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}


def media_json(media: Media) -> Json:
    """The field of a Message that carries this media, and the fields Telegram puts beside it."""
    if media.file is None:
        return {media.kind: media.details}
    part = {**file_json(media.file), **media.details}
    named = {"mime_type": media.file.mime_type} | ({"file_name": media.file.name} if media.file.name else {})
    match media.kind:
        case "photo":
            return {"photo": [part]}
        case "sticker" | "video_note":
            return {media.kind: part}
        case "voice":
            return {"voice": {**part, "mime_type": media.file.mime_type}}
        case "animation":
            return {"animation": {**part, **named}, "document": {**file_json(media.file), **named}}
    return {media.kind: {**part, **named}}
