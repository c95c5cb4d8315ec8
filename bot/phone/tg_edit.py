"""Bot side: methods that change, remove, mark or answer what is already in a chat."""

from __future__ import annotations

from datetime import timedelta

from telegram.constants import ReactionEmoji

from bot.phone.markup import parse_inline
from bot.phone.refusals import NOT_MODIFIED, QUERY_TOO_OLD, bad
from bot.phone.tg_files import Uploads
from bot.phone.tg_model import Chat, Json, Message, Rows, Tap, Toast
from bot.phone.tg_params import Params, flag, integer, string, structure
from bot.phone.tg_send import caption_text, message_text
from bot.phone.tg_world import World

DELETE_LIMIT = timedelta(hours=48)
ANSWER_LIMIT = timedelta(seconds=15)
TOAST_LIMIT = 200
REACTIONS = frozenset(str(emoji) for emoji in ReactionEmoji)


def edit_message_text(world: World, params: Params, _uploads: Uploads) -> Json:
    """editMessageText."""
    chat, message = _editable(world, params)
    text, entities = message_text(params)
    if message.media is not None:
        raise bad("there is no text in the message to edit")
    return _rewrite(world, chat, message, (text, entities, parse_inline(params)))


def edit_message_caption(world: World, params: Params, _uploads: Uploads) -> Json:
    """editMessageCaption."""
    chat, message = _editable(world, params)
    text, entities = caption_text(params)
    if message.media is None or message.media.file is None:
        raise bad("there is no caption in the message to edit")
    return _rewrite(world, chat, message, (text, entities, parse_inline(params)))


def edit_message_reply_markup(world: World, params: Params, _uploads: Uploads) -> Json:
    """editMessageReplyMarkup: the keyboard alone, without the word "edited"."""
    chat, message = _editable(world, params)
    rows = parse_inline(params)
    if rows == message.keyboard:
        raise bad(NOT_MODIFIED)
    world.flood.pass_through(chat.id, world.clock.now())
    message.keyboard = rows
    world.fire("edited", chat, message.id)
    return world.as_json(message, chat)


def delete_message(world: World, params: Params, _uploads: Uploads) -> bool:
    """deleteMessage: either side's messages, for 48 hours."""
    chat = world.known_chat(params)
    message = chat.find(_message_id(params))
    if message is None:
        raise bad("message to delete not found")
    if world.clock.now() - message.date > DELETE_LIMIT:
        raise bad("message can't be deleted for everyone")
    chat.messages.remove(message)
    world.fire("deleted", chat, message.id)
    return True


def delete_messages(world: World, params: Params, uploads: Uploads) -> bool:
    """deleteMessages: those that are not there are passed over."""
    chat = world.known_chat(params)
    try:
        ids = structure(params, "message_ids")
    except ValueError:
        ids = None
    if not isinstance(ids, list):
        raise bad("message identifiers are not specified")
    for message_id in ids:
        if chat.find(integer({"id": message_id}, "id")):
            delete_message(world, {**params, "message_id": message_id}, uploads)
    return True


def answer_callback_query(world: World, params: Params, _uploads: Uploads) -> bool:
    """answerCallbackQuery: once, within 15 seconds of the clock."""
    text = string(params, "text")
    if len(text) > TOAST_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    tap = world.taps.get(string(params, "callback_query_id"))
    if tap is None or tap.answered or world.clock.now() - tap.at > ANSWER_LIMIT:
        raise bad(QUERY_TOO_OLD)
    tap.answered = True
    _show(world, tap, text, alert=flag(params, "show_alert"))
    return True


def set_message_reaction(world: World, params: Params, _uploads: Uploads) -> bool:
    """setMessageReaction: one of Telegram's 73 emoji, or none."""
    chat = world.open_chat(params)
    message = chat.find(_message_id(params))
    if message is None:
        raise bad("message to react not found")
    message.bot_reaction = _reaction(params)
    world.fire("reaction", chat, message.id)
    return True


def pin_chat_message(world: World, params: Params, _uploads: Uploads) -> bool:
    """pinChatMessage."""
    return _pin(world, params, on=True)


def unpin_chat_message(world: World, params: Params, _uploads: Uploads) -> bool:
    """unpinChatMessage: the message named, else the newest pinned one."""
    return _pin(world, params, on=False)


def _editable(world: World, params: Params) -> tuple[Chat, Message]:
    chat = world.open_chat(params)
    message = chat.find(_message_id(params))
    if message is None:
        raise bad("message to edit not found")
    if not message.from_bot or message.locked or message.forwarded_from:
        raise bad("message can't be edited")
    return chat, message


def _message_id(params: Params) -> int:
    message_id = integer(params, "message_id")
    if not message_id:
        raise bad("message identifier is not specified")
    return message_id


def _rewrite(world: World, chat: Chat, message: Message, content: tuple[str, list[Json], Rows]) -> Json:
    if content == (message.text, message.entities, message.keyboard):
        raise bad(NOT_MODIFIED)
    world.flood.pass_through(chat.id, world.clock.now())
    if content[:2] != (message.text, message.entities):
        message.edit_date = world.clock.now()
    message.text, message.entities, message.keyboard = content
    world.fire("edited", chat, message.id)
    return world.as_json(message, chat)


def _show(world: World, tap: Tap, text: str, *, alert: bool) -> None:
    chat = world.chats[tap.user_id]
    now = world.clock.now()
    chat.toasts.append(
        Toast(query_id=tap.query_id, message_id=tap.message_id, text=text, show_alert=alert, at=now)
    )
    world.fire("toast", chat, tap.message_id)


def _reaction(params: Params) -> str | None:
    try:
        wanted = structure(params, "reaction") or []
    except ValueError:
        raise bad("can't parse reaction types JSON object") from None
    if not isinstance(wanted, list) or len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if not wanted:
        return None
    emoji = wanted[0].get("emoji") if isinstance(wanted[0], dict) else None
    if emoji not in REACTIONS:
        raise bad("REACTION_INVALID")
    return str(emoji)


def _pin(world: World, params: Params, *, on: bool) -> bool:
    chat = world.known_chat(params)
    pinned = [message.id for message in chat.messages if message.pinned]
    message = chat.find(integer(params, "message_id") or (pinned[-1] if pinned and not on else 0))
    if message is None:
        raise bad(f"message to {'pin' if on else 'unpin'} not found")
    message.pinned = on
    world.fire("edited", chat, message.id)
    return True
