"""Bot side: who the bot is, its commands by scope and language, its words in the empty chat, its menu button."""

from __future__ import annotations

import re
from typing import Any

from bot.phone.refusals import Refusal, bad, unparsable
from bot.phone.tg_files import Uploads
from bot.phone.tg_json import chat_json, file_json
from bot.phone.tg_model import Command, Json
from bot.phone.tg_params import Params, integer, mapping, string, structure
from bot.phone.tg_world import World

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LIMITS = {"name": 64, "description": 512, "short_description": 120}
_WIDE_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})


def get_me(world: World, _params: Params, _uploads: Uploads) -> Json:
    """getMe."""
    abilities = {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**world.bot, "first_name": world.bot_name, **abilities}


def get_chat(world: World, params: Params, _uploads: Uploads) -> Json:
    """getChat, of a person's private chat."""
    chat = world.known_chat(params)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        True,
    )
    pinned = next((message for message in reversed(chat.messages) if message.pinned), None)
    return {
        **chat_json(chat.account),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
        **({"pinned_message": world.as_json(pinned, chat)} if pinned else {}),
    }


def leave_chat(world: World, params: Params, _uploads: Uploads) -> bool:
    """leaveChat: a bot cannot leave a private chat."""
    world.known_chat(params)
    raise bad("chat member status can't be changed in private chats")


def get_file(world: World, params: Params, _uploads: Uploads) -> Json:
    """getFile."""
    file = world.files.for_download(string(params, "file_id"))
    return {**file_json(file), "file_path": file.path}


def yes(_world: World, _params: Params, _uploads: Uploads) -> bool:
    """logOut, close: agreed to, with no effect here."""
    return True


def set_my_commands(world: World, params: Params, _uploads: Uploads) -> bool:
    """setMyCommands."""
    key = _scope(world, params), _language(params)
    commands = [_command(raw) for raw in _listed(params)]
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    if commands:
        world.commands[key] = commands
    else:
        world.commands.pop(key, None)
    world.refresh_commands()
    return True


def delete_my_commands(world: World, params: Params, _uploads: Uploads) -> bool:
    """deleteMyCommands."""
    world.commands.pop((_scope(world, params), _language(params)), None)
    world.refresh_commands()
    return True


def get_my_commands(world: World, params: Params, _uploads: Uploads) -> list[Json]:
    """getMyCommands: exactly this scope and language, no falling back."""
    commands = world.commands.get((_scope(world, params), _language(params)), [])
    return [{"command": c.command, "description": c.description} for c in commands]


def set_profile_text(world: World, params: Params, field: str) -> bool:
    """setMyName, setMyDescription, setMyShortDescription; `field` is name, description or short_description."""
    text = string(params, field)
    if len(text) > _LIMITS[field]:
        raise bad(f"{field.replace('_', ' ')} is too long")  # own wording
    world.profile[field, _language(params)] = text
    return True


def get_profile_text(world: World, params: Params, field: str) -> Json:
    """getMyName, getMyDescription, getMyShortDescription, falling back to the text without a language."""
    default = world.bot["first_name"] if field == "name" else ""
    text = world.profile.get((field, _language(params))) or world.profile.get((field, "")) or default
    return {field: text}


def set_chat_menu_button(world: World, params: Params, _uploads: Uploads) -> bool:
    """setChatMenuButton, for one chat or for all."""
    button = mapping(params, "menu_button") or {"type": "default"}
    if button.get("type") not in {"commands", "web_app", "default"}:
        raise unparsable("menu button", "Unsupported type specified")  # own wording after the first colon
    if string(params, "chat_id"):
        chat = world.known_chat(params)
        chat.menu_button = button
        world.fire("commands", chat)
    else:
        world.menu_button = button
    return True


def get_chat_menu_button(world: World, params: Params, _uploads: Uploads) -> Json:
    """getChatMenuButton."""
    own = world.known_chat(params).menu_button if string(params, "chat_id") else {"type": "default"}
    return own if own["type"] != "default" else world.menu_button


def _scope(world: World, params: Params) -> str:
    scope = mapping(params, "scope") or {"type": "default"}
    kind = scope.get("type")
    if kind == "chat":
        return f"chat:{world.known_chat({'chat_id': scope.get('chat_id')}).id}"
    if kind in _WIDE_SCOPES:
        return str(kind)
    if kind in {"chat_administrators", "chat_member"}:
        raise bad(f"can't use specified scope in private chat {integer(scope, 'chat_id')}")  # own wording
    raise unparsable("BotCommandScope", "Unsupported type specified")


def _language(params: Params) -> str:
    code = string(params, "language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("Invalid language code specified")
    return code


def _listed(params: Params) -> list[Any]:
    try:
        raw = structure(params, "commands")
    except ValueError:
        raise bad("can't parse commands JSON object") from None
    if raw is not None and not isinstance(raw, list):
        raise bad("expected an Array of BotCommand")
    return raw or []


def _command(raw: Any) -> Command:
    if not isinstance(raw, dict):
        raise unparsable("BotCommand", "expected an Object")
    name = str(raw.get("command", "")).removeprefix("/")
    description = str(raw.get("description", "")).strip()
    if refusal := _wrong_command(name, description):
        raise refusal
    return Command(name, description)


def _wrong_command(name: str, description: str) -> Refusal | None:
    if not name:
        return bad("command must be non-empty")
    if len(name) > 32:
        return bad("command length must not exceed 32")
    if not description:
        return bad("command description must be non-empty")
    if len(description) > 256:
        return bad("command description length must not exceed 256")
    return None if _NAME.fullmatch(name) else bad("BOT_COMMAND_INVALID")
