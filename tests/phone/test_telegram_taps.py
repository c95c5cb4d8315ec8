"""Buttons, keyboards and media on the local phone, and what the bot gets of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonPollType,
    KeyboardButtonRequestUsers,
    Message,
    ReplyKeyboardMarkup,
    Update,
)

from bot.phone.refusals import PhoneRefused
from bot.phone.telegram import LocalTelegram
from bot.phone.tg_model import MediaKind

if TYPE_CHECKING:
    pass

KINDS = [kind for kind in get_args(MediaKind) if kind != "users_shared"]


async def newest(bot: Bot) -> Update:
    """The last update that waits, as PTB reads it; it confirms the others."""
    return (await bot.get_updates(offset=-1, timeout=0))[-1]


async def message_of(bot: Bot) -> Message:
    """The message of the newest update."""
    message = (await newest(bot)).message
    assert message is not None
    return message


async def test_tap_arrives_with_data_and_whole_message(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Keep", callback_data="k:1")]])
    sent = await bot.send_message(tamsin, "Keep it?", reply_markup=markup)
    query_id = telegram.tap(tamsin, sent.message_id, 0, 0)
    query = (await newest(bot)).callback_query
    assert query
    assert (query.id, query.data, query.from_user.id) == (query_id, "k:1", tamsin)
    assert isinstance(query.message, Message)
    assert (query.message.message_id, query.message.text, query.message.reply_markup) == (
        sent.message_id,
        "Keep it?",
        markup,
    )
    assert query.chat_instance


async def test_link_and_copy_buttons_tell_the_bot_nothing(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Open", url="https://t.me/x")]])
    sent = await local_bot.send_message(tamsin, "x", reply_markup=markup)
    assert telegram.tap(tamsin, sent.message_id, 0, 0) == ""
    assert await local_bot.get_updates(timeout=0) == ()


async def test_button_that_went_away_cannot_be_tapped(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Keep", callback_data="k")]])
    sent = await local_bot.send_message(tamsin, "x", reply_markup=markup)
    for row, column in [(0, 1), (1, 0), (-1, 0)]:
        with pytest.raises(PhoneRefused):
            telegram.tap(tamsin, sent.message_id, row, column)
    await local_bot.edit_message_text("y", tamsin, sent.message_id)
    with pytest.raises(PhoneRefused):
        telegram.tap(tamsin, sent.message_id, 0, 0)
    with pytest.raises(PhoneRefused):
        telegram.tap_label(tamsin, "Keep")


async def test_label_finds_the_newest_button(local_bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    for data in ("old", "new"):
        other = InlineKeyboardButton("Skip", callback_data="skip")
        markup = InlineKeyboardMarkup([[other, InlineKeyboardButton("Keep", callback_data=data)]])
        await local_bot.send_message(tamsin, "x", reply_markup=markup)
    telegram.tap_label(tamsin, "Keep")
    query = (await newest(local_bot)).callback_query
    assert query
    assert query.data == "new"


async def test_label_on_the_keyboard_below_is_said_as_text(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    keyboard = ReplyKeyboardMarkup([["A mistake", KeyboardButton("My area", request_location=True)]])
    await local_bot.send_message(tamsin, "x", reply_markup=keyboard)
    assert telegram.tap_label(tamsin, "A mistake") == ""
    assert (await message_of(local_bot)).text == "A mistake"
    telegram.tap_label(tamsin, "My area")
    assert (await message_of(local_bot)).location


async def test_keyboard_button_shares_the_person_who_came_last(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    telegram.add_account("Wren")
    other = telegram.add_account("Vale")
    button = KeyboardButton("Choose", request_users=KeyboardButtonRequestUsers(7))
    await local_bot.send_message(tamsin, "x", reply_markup=ReplyKeyboardMarkup([[button]]))
    telegram.tap_label(tamsin, "Choose")
    shared = (await message_of(local_bot)).users_shared
    assert shared
    assert (shared.request_id, shared.users[0].user_id) == (7, other)


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_media_is_readable_for_ptb(
    bot: Bot, telegram: LocalTelegram, tamsin: int, kind: MediaKind
) -> None:
    telegram.send_media(tamsin, kind, data=b"bytes of it", filename=None)
    message = await message_of(bot)
    content: Any = getattr(message, kind)
    assert content
    assert message.text is None
    sent = telegram.chat(tamsin).messages[-1].media
    if sent and sent.file_id:
        attachment = content[-1] if kind == "photo" else content
        file = await bot.get_file(attachment.file_id)
        assert bytes(await file.download_as_bytearray()) == b"bytes of it"
        assert telegram.file_bytes(attachment.file_id) == b"bytes of it"


async def test_album_and_caption(local_bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    telegram.send_media(tamsin, "photo", caption="first", media_group_id="9")
    message = await message_of(local_bot)
    assert (message.caption, message.media_group_id) == ("first", "9")
    with pytest.raises(PhoneRefused):
        telegram.send_media(tamsin, "sticker", caption="no")
    with pytest.raises(PhoneRefused):
        telegram.send_media(tamsin, "photo", caption="x" * 1025)


async def test_keyboard_shares_only_what_this_phone_has(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    buttons = [
        KeyboardButton("Number", request_contact=True),
        KeyboardButton("Person", request_users=KeyboardButtonRequestUsers(7)),
        KeyboardButton("Poll", request_poll=KeyboardButtonPollType()),
    ]
    await local_bot.send_message(tamsin, "x", reply_markup=ReplyKeyboardMarkup([buttons]))
    telegram.tap_label(tamsin, "Number")
    assert (await message_of(local_bot)).contact
    for label in ("Person", "Poll"):
        with pytest.raises(PhoneRefused):
            telegram.tap_label(tamsin, label)


def test_phone_cannot_send_what_telegram_does_not_know(telegram: LocalTelegram, tamsin: int) -> None:
    with pytest.raises(PhoneRefused):
        telegram.send_media(tamsin, "hologram")  # type: ignore[arg-type]  # the point of the test


async def test_one_time_keyboard_folds_after_use_and_others_stay(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    for one_time, left in ((True, 0), (False, 1)):
        keyboard = ReplyKeyboardMarkup([["A"]], one_time_keyboard=one_time)
        await local_bot.send_message(tamsin, "x", reply_markup=keyboard)
        telegram.tap_label(tamsin, "A")
        shown = telegram.chat(tamsin).reply_keyboard
        assert shown
        assert len(shown.rows) == left
