"""Reads a raw update: who it is from, and which input of the core it stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from bot.core.inputs import Commanded, Edited, Input, MediaKind, Odd, Reached, Recorded, Said, Tapped
from bot.core.lookup import RUN_ACTIONS, split

Json = Mapping[str, Any]

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_MEDIA: tuple[MediaKind, ...] = get_args(MediaKind)
_PLAYFUL = ("sticker", "dice")
_SERVICE = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "connected_website",
    "write_access_allowed",
    "chat_background_set",
    "new_chat_title",
)
NAME_LIMIT = 60
_GONE = frozenset({"kicked", "left"})


class Unreadable(Exception):
    """An update that does not have the shape Telegram gives updates; it is parked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An update as far as the coach needs it. `callback` has to be answered; `group` is a chat to leave."""

    user: int
    chat: int
    language: str
    given: Input
    name: str = ""
    username: str = ""
    callback: str | None = None
    message: int | None = None
    group: bool = False


def translate(raw: Json) -> Arrival | None:
    """The update as an input, or None where there is nothing in it for a coach. Raises Unreadable."""
    try:
        return _translated(raw)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(type(error).__name__) from None


def texts_in(raw: object) -> tuple[str, ...]:
    """Whatever a person wrote in an update, however odd its shape: for screening when nothing else works."""
    update = raw if isinstance(raw, dict) else {}
    messages = (update.get("message"), update.get("edited_message"))
    written = (m.get(key) for m in messages if isinstance(m, dict) for key in ("text", "caption"))
    return tuple(clean(text) for text in written if isinstance(text, str))


def chat_in(raw: object) -> int | None:
    """The private chat an update comes from, however odd the rest of it is."""
    update = raw if isinstance(raw, dict) else {}
    for key in ("message", "edited_message"):
        chat = (update.get(key) or {}).get("chat") if isinstance(update.get(key), dict) else None
        if isinstance(chat, dict) and chat.get("type") == "private" and isinstance(chat.get("id"), int):
            return int(chat["id"])
    return None


def clean(text: str) -> str:
    """`text` without halves of characters, which no file and no database can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _translated(raw: Json) -> Arrival | None:
    match raw:
        case {"message": dict(message)}:
            return _arrived(message, _message(message))
        case {"edited_message": dict(message)}:
            return _arrived(message, _edited(message))
        case {"callback_query": dict(query)}:
            return _tap(query)
        case {"my_chat_member": dict(change)}:
            return _arrived(change, Reached(reachable=_status(change) not in _GONE))
        case _:
            return None


def _arrived(source: Json, given: Input | None) -> Arrival | None:
    chat, sender = source["chat"], source.get("from")
    if chat["type"] in ("group", "supergroup"):
        return Arrival(user=0, chat=_whole(chat["id"]), language="en", given=Odd(what="group"), group=True)
    if chat["type"] != "private" or sender is None or sender.get("is_bot") or given is None:
        return None
    return Arrival(
        user=_whole(sender["id"]),
        chat=_whole(chat["id"]),
        language=_language(sender),
        name=_name(sender),
        username=_username(sender),
        given=given,
        message=_number(source),
    )


def _message(message: Json) -> Input | None:
    number = _number(message)
    if any(key in message for key in _SERVICE):
        return None
    if isinstance(text := message.get("text"), str):
        return _text(clean(text), message)
    if any(key in message for key in _PLAYFUL) or "animation" in message:
        return Odd(what="sticker", message=number)
    kind = next((kind for kind in _MEDIA if kind in message), None)
    if kind is not None:
        return Recorded(
            media=kind,
            file=_file(message[kind]),
            caption=clean(message.get("caption") or ""),
            message=number,
            album=_album(message),
            **_paper(message[kind]),
        )
    if "location" in message or "venue" in message:
        return Odd(what="place", message=number)
    if "contact" in message or "users_shared" in message:
        return Odd(what="contact", message=number, user=_account(message))
    return Odd(what="other", message=number)


def _account(message: Json) -> int | None:
    """Telegram's number of somebody who was chosen, or whose contact was sent; None where it has none of them."""
    if "contact" in message:
        user = message["contact"].get("user_id")
    else:
        users = message["users_shared"].get("users") or [{}]
        user = users[0].get("user_id")
    return None if user is None else _whole(user)


def _text(text: str, message: Json) -> Input:
    number = _number(message)
    if (command := _COMMAND.fullmatch(text)) is not None:
        return Commanded(name=command[1].lower(), argument=(command[2] or "").strip(), message=number)
    original = message.get("reply_to_message")
    original = original if isinstance(original, dict) else {}
    return Said(
        text=text,
        message=number,
        forwarded="forward_origin" in message,
        reply_to=_number(original),
        reply_run=_run_of(original),
    )


def _run_of(original: Json) -> str:
    """The run that the buttons of a message are about: what they would change or hide."""
    rows = (original.get("reply_markup") or {}).get("inline_keyboard") or ()
    taps = (_button(button.get("callback_data"))[0] for row in rows for button in row)
    return next((argument for name, argument in map(split, taps) if name in RUN_ACTIONS and argument), "")


def _album(message: Json) -> str:
    album = message.get("media_group_id")
    return clean(album) if isinstance(album, str) else ""


def _edited(message: Json) -> Input | None:
    text = message.get("text") or message.get("caption")
    number = _number(message)
    return Edited(text=clean(text), message=number) if isinstance(text, str) and number is not None else None


def _tap(query: Json) -> Arrival:
    sender, message = query["from"], query.get("message") or {}
    number = _number(message)
    do, nonce = _button(query.get("data"))
    return Arrival(
        user=_whole(sender["id"]),
        chat=_whole((message.get("chat") or sender)["id"]),
        language=_language(sender),
        name=_name(sender),
        username=_username(sender),
        given=Tapped(do=do, nonce=nonce, message=number),
        callback=clean(str(query["id"])),
        message=number,
    )


def _button(data: object) -> tuple[str, int | None]:
    """What a button does and the turn that drew it. One that is not ours belongs to no turn, and so has closed."""
    form, _, rest = clean(data).partition(":") if isinstance(data, str) else ("", "", "")
    if form == "0":
        return rest, None
    nonce, _, do = rest.partition(":")
    return (do, int(nonce, 36)) if form == "1" and re.fullmatch(r"[0-9a-z]{1,10}", nonce) else ("", -1)


def _paper(media: Any) -> dict[str, Any]:
    """What a document is called and how large it is, as far as Telegram says so."""
    name, size = (media.get("file_name"), media.get("file_size")) if isinstance(media, dict) else ("", 0)
    return {
        "name": clean(name)[-NAME_LIMIT:] if isinstance(name, str) else "",
        "size": size if isinstance(size, int) and 0 <= size < 2**63 else 0,
    }


def _file(media: Any) -> str:
    """Telegram's id of the file; of a picture's sizes the last is the largest."""
    return clean(str((media[-1] if isinstance(media, list) else media)["file_id"]))


def _status(change: Json) -> str:
    return str(change["new_chat_member"]["status"])


def _number(message: Json) -> int | None:
    number = message.get("message_id")
    return number if isinstance(number, int) and abs(number) < 2**63 else None


def _whole(value: object) -> int:
    if not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise ValueError("not an id")
    return value


def _name(sender: Json) -> str:
    """What somebody goes by at Telegram."""
    parts = (sender.get("first_name"), sender.get("last_name"))
    return " ".join(clean(part) for part in parts if isinstance(part, str))[:NAME_LIMIT].strip()


def _username(sender: Json) -> str:
    """The name that finds somebody at Telegram, where they have one."""
    username = sender.get("username")
    return username if isinstance(username, str) and re.fullmatch(r"[A-Za-z0-9_]{1,64}", username) else ""


def _language(sender: Json) -> str:
    spoken = sender.get("language_code")
    return (
        spoken if isinstance(spoken, str) and re.fullmatch(r"[A-Za-z]{2,3}([-_]\w{2,8})*", spoken) else "en"
    )
