"""What stands on the phones, as values that JSON can carry to the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel import Locale

from bot.phone.page_contract import Due, Phone, Practice
from bot.phone.telegram import LocalTelegram
from bot.phone.tg_model import Call, Chat, Event, Json, Media, Message, Tap, Toast

_DETAIL_LIMIT = 20_000


def state_json(practice: Practice, due: Sequence[Due], seq: int) -> Json:
    """The whole state: bot, clock, phones with their chats, what is due; `seq` is the last event it contains."""
    telegram = practice.telegram
    return {
        "seq": seq,
        "now": practice.clock.now().isoformat(),
        "bot": {"name": telegram.bot_name, "username": telegram.bot_username},
        "due": due_json(due),
        "phones": [phone_json(telegram, phone) for phone in practice.phones],
    }


def phone_json(telegram: LocalTelegram, phone: Phone) -> Json:
    """One phone with everything on it."""
    chat = telegram.chat(phone.user_id)
    return {
        "user_id": phone.user_id,
        "name": phone.name,
        "role": phone.role,
        "zone": phone.zone,
        "language": phone.language,
        "direction": Locale.parse(phone.language, sep="-").text_direction,
        "invite": phone.invite,
        "description": _description(telegram, phone),
        "messages": [message_json(message) for message in chat.messages],
        **chat_json(chat),
    }


def chat_json(chat: Chat) -> Json:
    """What may change on a phone besides its messages; small, so it goes along with every event."""
    return {
        "started": chat.started,
        "blocked": chat.blocked,
        "keyboard": _keyboard(chat),
        "placeholder": chat.placeholder,
        "force_reply": chat.force_reply.message_id if chat.force_reply else None,
        "commands": [{"command": one.command, "description": one.description} for one in chat.commands],
        "waiting": [_tap(tap) for tap in chat.waiting],
    }


def message_json(message: Message) -> Json:
    """One bubble; `date` in seconds since 1970, entities in UTF-16 units."""
    return {
        "id": message.id,
        "date": int(message.date.timestamp()),
        "from": "bot" if message.from_bot else "person",
        "text": message.text,
        "entities": message.entities,
        "rows": message.keyboard,
        "media": _media(message.media) if message.media else None,
        "reply_to": message.reply_to,
        "quote": message.quote,
        "edited": message.edited,
        "silent": message.silent,
        "protected": message.protected,
        "pinned": message.pinned,
        "album": message.album,
        "forwarded_from": message.forwarded_from,
        "reactions": {"bot": message.bot_reaction, "person": message.person_reaction},
    }


def event_json(telegram: LocalTelegram, phones: Sequence[Phone], event: Event) -> Json | None:
    """What the browser is told about a change; None when it is on no phone of this page."""
    phone = next((phone for phone in phones if phone.user_id == event.user_id), None)
    if phone is None:
        return None
    chat = telegram.chat(event.user_id)
    if event.message_id is None and event.kind in {"message", "edited", "deleted"}:
        return {"kind": "phone", "user_id": event.user_id, "phone": phone_json(telegram, phone)}
    return {
        "kind": event.kind,
        "user_id": event.user_id,
        "message_id": event.message_id,
        "chat": chat_json(chat),
        **_about(chat, event),
    }


def due_json(due: Sequence[Due]) -> list[Json]:
    """What is due, times as ISO 8601."""
    return [{"at": one.at.isoformat(), "who": one.who, "what": one.what, "why": one.why} for one in due]


def call_json(call: Call) -> Json:
    """One API call for the drawer; the token is in no call, file contents are left out."""
    return {
        "method": call.method,
        "params": _shortened(call.params),
        "files": list(call.files),
        "status": call.status,
        "answer": _shortened(call.answer),
        "at": call.at.isoformat(),
    }


def _about(chat: Chat, event: Event) -> Json:
    if event.kind == "toast":
        return {"toast": _toast(chat.toasts[-1])} if chat.toasts else {}
    message = chat.find(event.message_id)
    return {"message": message_json(message)} if message else {}


def _description(telegram: LocalTelegram, phone: Phone) -> str:
    keys = (("description", phone.language[:2]), ("description", ""))
    return next((telegram.profile[key] for key in keys if telegram.profile.get(key)), "")


def _keyboard(chat: Chat) -> Json | None:
    shown = chat.reply_keyboard
    if shown is None:
        return None
    return {
        "message_id": shown.message_id,
        "rows": shown.rows,
        "persistent": shown.persistent,
        "one_time": shown.one_time,
    }


def _media(media: Media) -> Json:
    return {
        "kind": media.kind,
        "file_id": media.file_id,
        "name": media.file_name,
        "mime": media.file.mime_type if media.file else None,
        "size": media.file.size if media.file else None,
        "details": media.details,
    }


def _tap(tap: Tap) -> Json:
    return {"query": tap.query_id, "message_id": tap.message_id, "row": tap.row, "column": tap.column}


def _toast(toast: Toast) -> Json:
    return {"text": toast.text, "alert": toast.show_alert, "query": toast.query_id}


def _shortened(values: Mapping[str, object]) -> Json:
    return {name: _short(value) for name, value in values.items()}


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > _DETAIL_LIMIT:
        return f"{value[:_DETAIL_LIMIT]}…"
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
