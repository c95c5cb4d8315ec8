"""What the local Telegram does and refuses when the bot changes, removes, marks or answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest

from bot.phone.refusals import NOT_MODIFIED
from bot.phone.telegram import LocalTelegram

if TYPE_CHECKING:
    from tests.phone.conftest import HandClock

KEEP = InlineKeyboardMarkup([[InlineKeyboardButton("Keep", callback_data="k")]])
NOT_MODIFIED_AS_PTB_SAYS = NOT_MODIFIED[0].upper() + NOT_MODIFIED[1:]


async def test_edit_replaces_text_in_place_and_drops_the_keyboard(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    sent = await bot.send_message(tamsin, "1 of 3", reply_markup=KEEP)
    edited = await bot.edit_message_text("2 of 3", tamsin, sent.message_id)
    shown = telegram.chat(tamsin).messages[-1]
    assert (shown.id, shown.text, shown.keyboard, shown.edited) == (sent.message_id, "2 of 3", [], True)
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None


async def test_edit_to_the_same_is_refused_in_full_words(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    sent = await bot.send_message(tamsin, "same", reply_markup=KEEP)
    with pytest.raises(BadRequest, match=f"^{NOT_MODIFIED_AS_PTB_SAYS}$"):
        await bot.edit_message_text(" same ", tamsin, sent.message_id, reply_markup=KEEP)
    with pytest.raises(BadRequest, match=f"^{NOT_MODIFIED_AS_PTB_SAYS}$"):
        await bot.edit_message_reply_markup(tamsin, sent.message_id, reply_markup=KEEP)
    assert not telegram.chat(tamsin).messages[-1].edited


async def test_changing_the_keyboard_alone_does_not_say_edited(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    sent = await local_bot.send_message(tamsin, "x", reply_markup=KEEP)
    await local_bot.edit_message_text("x", tamsin, sent.message_id)
    await local_bot.edit_message_reply_markup(tamsin, sent.message_id, reply_markup=KEEP)
    await local_bot.edit_message_reply_markup(tamsin, sent.message_id, reply_markup=None)
    shown = telegram.chat(tamsin).messages[-1]
    assert (shown.keyboard, shown.edited) == ([], False)


@pytest.mark.parametrize(
    "markup",
    [ReplyKeyboardMarkup([["A"]]), ReplyKeyboardRemove(), ForceReply()],
    ids=["keyboard", "remove", "force"],
)
async def test_message_sent_with_a_reply_keyboard_can_never_be_edited(
    bot: Bot,
    tamsin: int,
    markup: ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply,
) -> None:
    sent = await bot.send_message(tamsin, "x", reply_markup=markup)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("y", tamsin, sent.message_id)


async def test_persons_message_cannot_be_edited_by_the_bot(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    said = telegram.say(tamsin, "mine")
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await local_bot.edit_message_text("yours", tamsin, said)


async def test_cleared_or_deleted_message_is_not_found(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    sent = await bot.send_message(tamsin, "x")
    telegram.clear(tamsin)
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("y", tamsin, sent.message_id)


async def test_document_has_a_caption_and_no_text(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    sent = await local_bot.send_document(tamsin, b"rows", filename="a.csv", caption="Yours")
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit$"):
        await local_bot.edit_message_text("y", tamsin, sent.message_id)
    await local_bot.edit_message_caption(tamsin, sent.message_id, caption="Changed")
    assert telegram.chat(tamsin).messages[-1].text == "Changed"


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        (
            "editMessageCaption",
            {"message_id": 2, "caption": "x"},
            "there is no caption in the message to edit",
        ),
        (
            "setMessageReaction",
            {"message_id": 2, "reaction": [{"type": "emoji", "emoji": "👍"}] * 2},
            "REACTIONS_TOO_MANY",
        ),
        ("setMessageReaction", {"message_id": 2, "reaction": ["👍"]}, "REACTION_INVALID"),
        ("deleteMessages", {"message_ids": "x"}, "message identifiers are not specified"),
    ],
)
async def test_incomplete_call_is_refused(
    telegram: LocalTelegram, tamsin: int, method: str, params: dict[str, Any], description: str
) -> None:
    await telegram.call("sendMessage", {"chat_id": tamsin, "text": "x"}, {})
    assert telegram.chat(tamsin).messages[-1].id == 2
    status, body = await telegram.call(method, {"chat_id": tamsin, **params}, {})
    assert (status, body["description"]) == (400, f"Bad Request: {description}")


async def test_edit_takes_no_reply_keyboard(telegram: LocalTelegram, local_bot: Bot, tamsin: int) -> None:
    sent = await local_bot.send_message(tamsin, "x")
    params = {
        "chat_id": tamsin,
        "message_id": sent.message_id,
        "text": "y",
        "reply_markup": {"keyboard": [["A"]]},
    }
    status, body = await telegram.call("editMessageText", params, {})
    assert (status, body["description"]) == (400, "Bad Request: inline keyboard expected")


async def test_bot_may_edit_after_any_time_but_delete_for_48_hours(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int, clock: HandClock
) -> None:
    sent = await local_bot.send_message(tamsin, "x")
    clock.move(hours=48)
    await local_bot.edit_message_text("y", tamsin, sent.message_id)
    clock.move(seconds=1)
    await local_bot.edit_message_text("z", tamsin, sent.message_id)
    with pytest.raises(BadRequest, match=r"^Message can't be deleted for everyone$"):
        await local_bot.delete_message(tamsin, sent.message_id)
    assert telegram.chat(tamsin).find(sent.message_id)


async def test_bot_deletes_either_sides_message_once(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    where = telegram.send_media(tamsin, "location")
    assert await bot.delete_message(tamsin, where)
    assert telegram.chat(tamsin).find(where) is None
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await bot.delete_message(tamsin, where)


async def test_bot_deletes_several_at_once_and_passes_over_the_missing(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    ids = [telegram.say(tamsin, word) for word in ("one", "two", "three")]
    assert await bot.delete_messages(tamsin, [ids[0], 999, ids[2]])
    assert [message.text for message in telegram.chat(tamsin).messages] == ["/start", "two"]


async def test_tap_is_answered_once_with_its_toast(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    await bot.send_message(tamsin, "x", reply_markup=KEEP)
    query = telegram.tap_label(tamsin, "Keep")
    chat = telegram.chat(tamsin)
    assert [tap.query_id for tap in chat.waiting] == [query]
    await bot.answer_callback_query(query, "Kept.", show_alert=True)
    assert [(toast.text, toast.show_alert) for toast in chat.toasts] == [("Kept.", True)]
    assert chat.waiting == []
    with pytest.raises(
        BadRequest, match=r"^Query is too old and response timeout expired or query id is invalid$"
    ):
        await bot.answer_callback_query(query)


@pytest.mark.parametrize(("wait_s", "status"), [(15, 200), (15.5, 400)])
async def test_tap_waits_fifteen_seconds_for_its_answer(
    telegram: LocalTelegram, tamsin: int, clock: HandClock, wait_s: float, status: int
) -> None:
    await telegram.call("sendMessage", {"chat_id": tamsin, "text": "x", "reply_markup": KEEP.to_dict()}, {})
    query = telegram.tap_label(tamsin, "Keep")
    clock.move(seconds=wait_s)
    answered, _ = await telegram.call("answerCallbackQuery", {"callback_query_id": query}, {})
    assert answered == status


async def test_unknown_query_and_long_toast_are_refused(local_bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"^Query is too old"):
        await local_bot.answer_callback_query("nonsense")
    with pytest.raises(BadRequest, match=r"(?i)^MESSAGE_TOO_LONG$"):
        await local_bot.answer_callback_query("1", "x" * 201)


async def test_reaction_is_one_of_telegrams_or_refused(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    said = telegram.say(tamsin, "I found three")
    await bot.set_message_reaction(tamsin, said, "✍")
    assert telegram.chat(tamsin).messages[-1].reactions == ["✍"]
    with pytest.raises(BadRequest, match=r"(?i)^REACTION_INVALID$"):
        await bot.set_message_reaction(tamsin, said, "✅")
    with pytest.raises(BadRequest, match=r"^Message to react not found$"):
        await bot.set_message_reaction(tamsin, 999, "✍")
    await bot.set_message_reaction(tamsin, said)
    assert telegram.chat(tamsin).messages[-1].reactions == []


async def test_pin_and_unpin(local_bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    sent = await local_bot.send_message(tamsin, "If it rains, then I walk.")
    await local_bot.pin_chat_message(tamsin, sent.message_id)
    pinned = (await local_bot.get_chat(tamsin)).pinned_message
    assert pinned
    assert pinned.message_id == sent.message_id
    await local_bot.unpin_chat_message(tamsin)
    assert not telegram.chat(tamsin).messages[-1].pinned
    with pytest.raises(BadRequest, match=r"^Message to unpin not found$"):
        await local_bot.unpin_chat_message(tamsin)
