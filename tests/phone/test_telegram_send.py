"""What the local Telegram does and refuses when the bot sends."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, ForceReply, MessageEntity, ReplyKeyboardMarkup, ReplyKeyboardRemove, ReplyParameters
from telegram.error import BadRequest, Forbidden

from bot.phone.telegram import LocalTelegram


async def refused(telegram: LocalTelegram, method: str, **params: Any) -> tuple[int, str]:
    """Status and description of a raw call that must be refused."""
    status, body = await telegram.call(method, params, {})
    assert body["ok"] is False
    assert body["error_code"] == status
    return status, body["description"]


async def test_message_reaches_the_phone_and_comes_back_to_ptb(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    sent = await bot.send_message(
        tamsin, "  Good morning \n", disable_notification=True, protect_content=True
    )
    shown = telegram.chat(tamsin).messages[-1]
    assert (sent.message_id, sent.text, sent.chat_id, sent.from_user and sent.from_user.is_bot) == (
        shown.id,
        "Good morning",
        tamsin,
        True,
    )
    assert (shown.from_bot, shown.silent, shown.protected, shown.edited) == (True, True, True, False)
    assert sent.has_protected_content


async def test_text_that_is_a_number_stays_text(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    await bot.send_message(tamsin, "7")
    assert telegram.chat(tamsin).messages[-1].text == "7"


async def test_message_ids_rise_over_all_chats(telegram: LocalTelegram, local_bot: Bot, tamsin: int) -> None:
    other = telegram.add_account("Vale")
    telegram.start(other)
    ids = [(await local_bot.send_message(chat, "x")).message_id for chat in (tamsin, other, tamsin)]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]


async def test_person_who_never_wrote_cannot_be_reached(bot: Bot, telegram: LocalTelegram) -> None:
    stranger = telegram.add_account("Stranger")
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(stranger, "hello")


async def test_blocked_bot_is_forbidden_until_unblocked(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    telegram.block(tamsin)
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(tamsin, "hello")
    telegram.unblock(tamsin)
    await bot.send_message(tamsin, "hello")


async def test_deleted_account_is_forbidden(local_bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    telegram.close_account(tamsin)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await local_bot.send_message(tamsin, "hello")


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n\t "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x" * 32769}, "text is too long"),
        ({"text": "x", "parse_mode": "Klingon"}, "unsupported parse_mode"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "x", "message_effect_id": "1"}, "EFFECT_ID_INVALID"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "entities": "["}, "can't parse entities JSON object"),
        ({"text": "half \ud83d"}, "strings must be encoded in UTF-8"),
    ],
)
async def test_send_message_refuses_in_telegrams_words(
    telegram: LocalTelegram, tamsin: int, params: dict[str, Any], description: str
) -> None:
    before = len(telegram.chat(tamsin).messages)
    answer = await refused(telegram, "sendMessage", chat_id=tamsin, **params)
    assert answer == (400, f"Bad Request: {description}")
    assert len(telegram.chat(tamsin).messages) == before


async def test_chat_id_may_not_be_absent(telegram: LocalTelegram) -> None:
    assert await refused(telegram, "sendMessage", text="x") == (400, "Bad Request: chat_id is empty")


async def test_limit_counts_code_points_not_utf16(telegram: LocalTelegram, tamsin: int) -> None:
    status, _ = await telegram.call("sendMessage", {"chat_id": str(tamsin), "text": "🌱" * 4096}, {})
    assert status == 200


async def test_method_names_know_no_case_and_unknown_ones_are_not_found(telegram: LocalTelegram) -> None:
    status, body = await telegram.call("GETME", {}, {})
    assert (status, body["result"]["username"]) == (200, "between_bot")
    assert await refused(telegram, "sendTelepathy") == (404, "Not Found: method not found")


async def test_reply_and_quote_show_the_original(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    said = telegram.say(tamsin, "I waited a minute before I answered")
    reply = ReplyParameters(said, quote="waited a minute")
    sent = await bot.send_message(tamsin, "Change it?", reply_parameters=reply)
    shown = telegram.chat(tamsin).messages[-1]
    assert (shown.reply_to, shown.quote) == (said, "waited a minute")
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "I waited a minute before I answered"
    assert sent.quote
    assert (sent.quote.text, sent.quote.position) == ("waited a minute", 2)


async def test_reply_to_a_missing_message_may_be_sent_without(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    reply = ReplyParameters(999, allow_sending_without_reply=True)
    await local_bot.send_message(tamsin, "x", reply_parameters=reply)
    assert telegram.chat(tamsin).messages[-1].reply_to is None


async def test_quote_must_stand_in_the_original(local_bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    said = telegram.say(tamsin, "one two")
    with pytest.raises(BadRequest, match=r"(?i)^QUOTE_TEXT_INVALID$"):
        await local_bot.send_message(tamsin, "x", reply_parameters=ReplyParameters(said, quote="three"))


async def test_reply_keyboard_stays_until_removed(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    keyboard = ReplyKeyboardMarkup(
        [["I noticed it", "A mistake"]], is_persistent=True, input_field_placeholder="Write here"
    )
    await bot.send_message(tamsin, "These stay below.", reply_markup=keyboard)
    await bot.send_message(tamsin, "Something else.")
    chat = telegram.chat(tamsin)
    assert chat.reply_keyboard
    assert [[b["text"] for b in row] for row in chat.reply_keyboard.rows] == [["I noticed it", "A mistake"]]
    assert (chat.reply_keyboard.persistent, chat.placeholder) == (True, "Write here")
    await bot.send_message(tamsin, "Gone.", reply_markup=ReplyKeyboardRemove())
    assert telegram.chat(tamsin).reply_keyboard is None
    assert telegram.chat(tamsin).placeholder is None


async def test_force_reply_lasts_until_the_person_writes(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    await bot.send_message(tamsin, "What?", reply_markup=ForceReply(input_field_placeholder="A few words"))
    assert telegram.chat(tamsin).placeholder == "A few words"
    telegram.say(tamsin, "this")
    assert telegram.chat(tamsin).force_reply is None


async def test_entities_given_by_ptb_arrive(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    bold = MessageEntity(MessageEntity.BOLD, offset=3, length=4)
    sent = await bot.send_message(tamsin, "🌱 bold", entities=[bold])
    assert sent.parse_entity(sent.entities[0]) == "bold"
    assert telegram.chat(tamsin).messages[-1].entities == [{"type": "bold", "offset": 3, "length": 4}]


async def test_typing_is_shown_and_unknown_actions_are_refused(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    seen = []
    telegram.on_change.append(lambda event: seen.append((event.kind, event.user_id)))
    await local_bot.send_chat_action(tamsin, "typing")
    assert seen == [("typing", tamsin)]
    assert await refused(telegram, "sendChatAction", chat_id=tamsin, action="juggling") == (
        400,
        "Bad Request: wrong parameter action in request",
    )


async def test_contact_card_is_shown(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    sent = await bot.send_contact(tamsin, phone_number="000", first_name="A line")
    assert sent.contact
    assert sent.contact.phone_number == "000"
    media = telegram.chat(tamsin).messages[-1].media
    assert media
    assert (media.kind, media.details) == ("contact", {"phone_number": "000", "first_name": "A line"})
