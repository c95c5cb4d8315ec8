"""What a person can do on the local phone without buttons, and what the bot gets to see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyKeyboardMarkup,
    Update,
)

from bot.phone.refusals import PhoneRefused
from bot.phone.telegram import LocalTelegram
from bot.phone.tg_model import Event
from bot.phone.tg_person import split_text

if TYPE_CHECKING:
    from tests.phone.conftest import HandClock


async def newest(bot: Bot) -> Update:
    """The last update that waits, as PTB reads it; it confirms the others."""
    return (await bot.get_updates(offset=-1, timeout=0))[-1]


async def message_of(bot: Bot) -> Message:
    """The message of the newest update."""
    message = (await newest(bot)).message
    assert message is not None
    return message


async def test_invite_link_arrives_as_start_command(bot: Bot, telegram: LocalTelegram) -> None:
    user = telegram.add_account("Tamsin", language_code="es", username="tamsin")
    telegram.start(user, "c_0123456789abcdefghijkl")
    message = await message_of(bot)
    assert message.text == "/start c_0123456789abcdefghijkl"
    assert message.parse_entity(message.entities[0]) == "/start"
    assert message.from_user
    assert (message.from_user.language_code, message.from_user.username) == ("es", "tamsin")
    assert (message.chat.id, message.chat.type) == (user, "private")


@pytest.mark.parametrize("payload", ["has blank", "ü", "x" * 65, ""])
def test_payload_no_link_can_carry_is_dropped(telegram: LocalTelegram, payload: str) -> None:
    user = telegram.add_account("Tamsin")
    telegram.start(user, payload)
    assert telegram.chat(user).messages[-1].text == "/start"


async def test_long_text_is_split_as_the_app_does(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    telegram.say(tamsin, "x" * 9000)
    texts = [update.message.text for update in await bot.get_updates(timeout=0) if update.message]
    assert [len(text or "") for text in texts] == [4096, 4096, 808]


def test_split_prefers_a_near_blank_and_loses_no_word() -> None:
    words = "word " * 2000
    pieces = split_text(words)
    assert all(4000 <= len(piece) <= 4096 for piece in pieces[:-1])
    assert " ".join(pieces).split() == words.split()


def test_blank_text_cannot_be_sent(telegram: LocalTelegram, tamsin: int) -> None:
    with pytest.raises(PhoneRefused):
        telegram.say(tamsin, " \n ")


async def test_edit_arrives_as_edited_message(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    said = telegram.say(tamsin, "frist")
    telegram.edit(tamsin, said, "first")
    edited = (await newest(bot)).edited_message
    assert edited
    assert (edited.message_id, edited.text) == (said, "first")
    assert edited.edit_date
    with pytest.raises(PhoneRefused):
        telegram.edit(tamsin, said, "first")


async def test_only_own_young_messages_can_be_edited(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int, clock: HandClock
) -> None:
    sent = await local_bot.send_message(tamsin, "x")
    said = telegram.say(tamsin, "mine")
    with pytest.raises(PhoneRefused):
        telegram.edit(tamsin, sent.message_id, "y")
    clock.move(hours=49)
    with pytest.raises(PhoneRefused):
        telegram.edit(tamsin, said, "y")


async def test_deleting_and_clearing_is_not_told_to_the_bot(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    sent = await local_bot.send_message(tamsin, "x")
    telegram.delete(tamsin, sent.message_id)
    with pytest.raises(PhoneRefused):
        telegram.delete(tamsin, sent.message_id)
    telegram.clear(tamsin)
    assert telegram.chat(tamsin).messages == []
    assert await local_bot.get_updates(timeout=0) == ()


async def test_blocking_and_coming_back_arrive_as_membership(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    telegram.block(tamsin)
    gone = (await newest(bot)).my_chat_member
    assert gone
    assert (gone.old_chat_member.status, gone.new_chat_member.status) == ("member", "kicked")
    for act in (lambda: telegram.say(tamsin, "x"), lambda: telegram.block(tamsin)):
        with pytest.raises(PhoneRefused):
            act()
    telegram.start(tamsin)
    back, started = await bot.get_updates(offset=-2, timeout=0)
    assert back.my_chat_member
    assert back.my_chat_member.new_chat_member.status == "member"
    assert started.message
    assert started.message.text == "/start"


async def test_forwarded_text_names_its_origin(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    telegram.forward(tamsin, "From somebody else")
    message = await message_of(bot)
    assert message.forward_origin
    assert message.forward_origin.type == "hidden_user"


async def test_reaction_reaches_the_bot_only_when_asked_for(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    said = telegram.say(tamsin, "x")
    telegram.react(tamsin, said, "👍")
    assert [u.message_reaction for u in await local_bot.get_updates(timeout=0)] == [None]
    await local_bot.get_updates(timeout=0, allowed_updates=["message", "message_reaction"])
    telegram.react(tamsin, said, None)
    reaction = (await newest(local_bot)).message_reaction
    assert reaction
    assert [r.type for r in reaction.old_reaction] == ["emoji"]
    assert reaction.new_reaction == ()
    with pytest.raises(PhoneRefused):
        telegram.react(tamsin, said, "✅")


def test_reply_needs_a_message_that_is_there(telegram: LocalTelegram, tamsin: int) -> None:
    with pytest.raises(PhoneRefused):
        telegram.say(tamsin, "x", reply_to=999)


def test_nobody_else_has_a_phone(telegram: LocalTelegram) -> None:
    with pytest.raises(PhoneRefused):
        telegram.say(1, "x")


async def test_every_visible_change_is_announced(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    seen: list[Event] = []
    telegram.on_change.append(seen.append)
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Keep", callback_data="k")]])
    sent = await local_bot.send_message(tamsin, "x", reply_markup=markup)
    await local_bot.answer_callback_query(telegram.tap_label(tamsin, "Keep"))
    await local_bot.edit_message_text("y", tamsin, sent.message_id)
    await local_bot.set_message_reaction(tamsin, sent.message_id, "❤")
    await local_bot.delete_message(tamsin, sent.message_id)
    below = await local_bot.send_message(tamsin, "z", reply_markup=ReplyKeyboardMarkup([["A"]]))
    await local_bot.set_my_commands([("help", "Help")])
    assert [(event.kind, event.message_id) for event in seen] == [
        ("message", sent.message_id),
        ("toast", sent.message_id),
        ("edited", sent.message_id),
        ("reaction", sent.message_id),
        ("deleted", sent.message_id),
        ("message", below.message_id),
        ("keyboard", below.message_id),
        ("commands", None),
    ]
    assert {event.user_id for event in seen} == {tamsin}


async def test_plain_message_carries_no_marks_it_does_not_have(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    telegram.say(tamsin, "plain")
    telegram.send_media(tamsin, "photo")
    said, pictured = [update.to_dict()["message"] for update in await local_bot.get_updates(timeout=0)]
    marks = {
        "forward_origin",
        "edit_date",
        "media_group_id",
        "has_protected_content",
        "reply_markup",
        "quote",
        "caption",
    }
    assert not marks & {name for message in (said, pictured) for name, value in message.items() if value}
