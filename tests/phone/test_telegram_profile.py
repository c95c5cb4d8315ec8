"""Commands by scope and language, the bot's own words, its menu button, its chats."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
    MenuButtonDefault,
)
from telegram.error import BadRequest

from bot.phone.telegram import LocalTelegram


def menu(telegram: LocalTelegram, user_id: int) -> list[str]:
    """The commands a phone shows."""
    return [command.command for command in telegram.chat(user_id).commands]


async def test_narrower_scope_and_own_language_win(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    spanish = telegram.add_account("Vale", language_code="es")
    telegram.start(spanish)
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_commands([("ayuda", "Ayuda")], language_code="es")
    assert (menu(telegram, tamsin), menu(telegram, spanish)) == (["help"], ["ayuda"])
    await bot.set_my_commands([("private", "x")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("own", "x")], scope=BotCommandScopeChat(tamsin))
    assert (menu(telegram, tamsin), menu(telegram, spanish)) == (["own"], ["private"])
    await bot.delete_my_commands(scope=BotCommandScopeChat(tamsin))
    assert menu(telegram, tamsin) == ["private"]
    assert [c.command for c in await bot.get_my_commands(language_code="es")] == ["ayuda"]


async def test_menu_follows_the_language_of_the_app(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    await local_bot.set_my_commands([("ayuda", "Ayuda")], language_code="es")
    assert menu(telegram, tamsin) == []
    telegram.set_language(tamsin, "es")
    assert menu(telegram, tamsin) == ["ayuda"]


async def test_scope_of_a_stranger_is_not_found(local_bot: Bot, telegram: LocalTelegram) -> None:
    stranger = telegram.add_account("Stranger")
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await local_bot.set_my_commands([("help", "Help")], scope=BotCommandScopeChat(stranger))


@pytest.mark.parametrize(
    ("commands", "description"),
    [
        ([{"command": "Help", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "ayúda", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "c" * 33, "description": "x"}], "command length must not exceed 32"),
        ([{"command": "help", "description": " "}], "command description must be non-empty"),
        ([{"command": "help", "description": "x" * 257}], "command description length must not exceed 256"),
        ([{"command": "help", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_wrong_commands_are_refused(
    telegram: LocalTelegram, commands: list[Any], description: str
) -> None:
    status, body = await telegram.call("setMyCommands", {"commands": commands}, {})
    assert (status, body["description"]) == (400, f"Bad Request: {description}")


async def test_language_is_two_letters(telegram: LocalTelegram) -> None:
    status, body = await telegram.call("setMyName", {"name": "x", "language_code": "es-MX"}, {})
    assert (status, body["description"]) == (400, "Bad Request: invalid language code specified")


async def test_name_and_descriptions_by_language(bot: Bot, telegram: LocalTelegram) -> None:
    await bot.set_my_name("Coach")
    await bot.set_my_description("Between sessions.")
    await bot.set_my_description("Entre sesiones.", language_code="es")
    await bot.set_my_short_description("Homework.")
    assert (await bot.get_me()).first_name == telegram.bot_name == "Coach"
    assert (await bot.get_my_name()).name == "Coach"
    assert (await bot.get_my_description("es")).description == "Entre sesiones."
    assert (await bot.get_my_description("pt")).description == "Between sessions."
    assert (await bot.get_my_short_description()).short_description == "Homework."


@pytest.mark.parametrize(
    ("method", "field", "limit"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_profile_texts_have_limits(
    telegram: LocalTelegram, method: str, field: str, limit: int
) -> None:
    assert (await telegram.call(method, {field: "x" * limit}, {}))[0] == 200
    assert (await telegram.call(method, {field: "x" * (limit + 1)}, {}))[0] == 400


async def test_menu_button_for_all_and_for_one(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    await bot.set_chat_menu_button(menu_button=MenuButtonDefault())
    await bot.set_chat_menu_button(tamsin, MenuButtonCommands())
    assert telegram.chat(tamsin).menu_button == {"type": "commands"}
    assert (await bot.get_chat_menu_button(tamsin)).type == "commands"
    assert (await bot.get_chat_menu_button()).type == "default"


async def test_chat_tells_who_it_is_and_cannot_be_left(bot: Bot, tamsin: int) -> None:
    chat = await bot.get_chat(tamsin)
    assert (chat.id, chat.first_name, chat.username, chat.type) == (tamsin, "Tamsin", "tamsin", "private")
    with pytest.raises(BadRequest, match=r"^Chat member status can't be changed in private chats$"):
        await bot.leave_chat(tamsin)


async def test_bot_may_log_out_and_close(local_bot: Bot) -> None:
    assert await local_bot.log_out()
    assert await local_bot.close()
