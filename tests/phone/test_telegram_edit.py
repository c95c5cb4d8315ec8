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
    bot: Bot, telegram: LocalTelegram, alicia: int
) -> None:
    sent = await bot.send_message(alicia, "1 of 3", reply_markup=KEEP)
    edited = await bot.edit_message_text("2 of 3", alicia, sent.message_id)
    shown = telegram.chat(alicia).messages[-1]
    assert (shown.id, shown.text, shown.keyboard, shown.edited) == (sent.message_id, "2 of 3", [], True)
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None


async def test_edit_to_the_same_is_refused_in_full_words(
    bot: Bot, telegram: LocalTelegram, alicia: int
) -> None:
    sent = await bot.send_message(alicia, "same", reply_markup=KEEP)
    with pytest.raises(BadRequest, match=f"^{NOT_MODIFIED_AS_PTB_SAYS}$"):
        await bot.edit_message_text(" same ", alicia, sent.message_id, reply_markup=KEEP)
    with pytest.raises(BadRequest, match=f"^{NOT_MODIFIED_AS_PTB_SAYS}$"):
        await bot.edit_message_reply_markup(alicia, sent.message_id, reply_markup=KEEP)
    assert not telegram.chat(alicia).messages[-1].edited


async def test_changing_the_keyboard_alone_does_not_say_edited(
    local_bot: Bot, telegram: LocalTelegram, alicia: int
) -> None:
    sent = await local_bot.send_message(alicia, "x", reply_markup=KEEP)
    await local_bot.edit_message_text("x", alicia, sent.message_id)
    await local_bot.edit_message_reply_markup(alicia, sent.message_id, reply_markup=KEEP)
    await local_bot.edit_message_reply_markup(alicia, sent.message_id, reply_markup=None)
    shown = telegram.chat(alicia).messages[-1]
    assert (shown.keyboard, shown.edited) == ([], False)


@pytest.mark.parametrize(
    "markup",
    [ReplyKeyboardMarkup([["A"]]), ReplyKeyboardRemove(), ForceReply()],
    ids=["keyboard", "remove", "force"],
)
async def test_message_sent_with_a_reply_keyboard_can_never_be_edited(
    bot: Bot,
    alicia: int,
    markup: ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply,
) -> None:
    sent = await bot.send_message(alicia, "x", reply_markup=markup)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("y", alicia, sent.message_id)


async def test_persons_message_cannot_be_edited_by_the_bot(
    local_bot: Bot, telegram: LocalTelegram, alicia: int
) -> None:
    said = telegram.say(alicia, "mine")
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await local_bot.edit_message_text("yours", alicia, said)


async def test_cleared_or_deleted_message_is_not_found(
    bot: Bot, telegram: LocalTelegram, alicia: int
) -> None:
    sent = await bot.send_message(alicia, "x")
    telegram.clear(alicia)
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("y", alicia, sent.message_id)


async def test_document_has_a_caption_and_no_text(
    local_bot: Bot, telegram: LocalTelegram, alicia: int
) -> None:
    sent = await local_bot.send_document(alicia, b"rows", filename="a.csv", caption="Yours")
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit$"):
        await local_bot.edit_message_text("y", alicia, sent.message_id)
    await local_bot.edit_message_caption(alicia, sent.message_id, caption="Changed")
    assert telegram.chat(alicia).messages[-1].text == "Changed"


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
    telegram: LocalTelegram, alicia: int, method: str, params: dict[str, Any], description: str
) -> None:
    await telegram.call("sendMessage", {"chat_id": alicia, "text": "x"}, {})
    assert telegram.chat(alicia).messages[-1].id == 2
    status, body = await telegram.call(method, {"chat_id": alicia, **params}, {})
    assert (status, body["description"]) == (400, f"Bad Request: {description}")


async def test_edit_takes_no_reply_keyboard(telegram: LocalTelegram, local_bot: Bot, alicia: int) -> None:
    sent = await local_bot.send_message(alicia, "x")
    params = {
        "chat_id": alicia,
        "message_id": sent.message_id,
        "text": "y",
        "reply_markup": {"keyboard": [["A"]]},
    }
    status, body = await telegram.call("editMessageText", params, {})
    assert (status, body["description"]) == (400, "Bad Request: inline keyboard expected")


async def test_bot_may_edit_after_any_time_but_delete_for_48_hours(
    local_bot: Bot, telegram: LocalTelegram, alicia: int, clock: HandClock
) -> None:
    sent = await local_bot.send_message(alicia, "x")
    clock.move(hours=48)
    await local_bot.edit_message_text("y", alicia, sent.message_id)
    clock.move(seconds=1)
    await local_bot.edit_message_text("z", alicia, sent.message_id)
    with pytest.raises(BadRequest, match=r"^Message can't be deleted for everyone$"):
        await local_bot.delete_message(alicia, sent.message_id)
    assert telegram.chat(alicia).find(sent.message_id)


async def test_bot_deletes_either_sides_message_once(bot: Bot, telegram: LocalTelegram, alicia: int) -> None:
    where = telegram.send_media(alicia, "location")
    assert await bot.delete_message(alicia, where)
    assert telegram.chat(alicia).find(where) is None
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await bot.delete_message(alicia, where)


async def test_bot_deletes_several_at_once_and_passes_over_the_missing(
    bot: Bot, telegram: LocalTelegram, alicia: int
) -> None:
    ids = [telegram.say(alicia, word) for word in ("one", "two", "three")]
    assert await bot.delete_messages(alicia, [ids[0], 999, ids[2]])
    assert [message.text for message in telegram.chat(alicia).messages] == ["/start", "two"]


async def test_tap_is_answered_once_with_its_toast(bot: Bot, telegram: LocalTelegram, alicia: int) -> None:
    await bot.send_message(alicia, "x", reply_markup=KEEP)
    query = telegram.tap_label(alicia, "Keep")
    chat = telegram.chat(alicia)
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
    telegram: LocalTelegram, alicia: int, clock: HandClock, wait_s: float, status: int
) -> None:
    await telegram.call("sendMessage", {"chat_id": alicia, "text": "x", "reply_markup": KEEP.to_dict()}, {})
    query = telegram.tap_label(alicia, "Keep")
    clock.move(seconds=wait_s)
    answered, _ = await telegram.call("answerCallbackQuery", {"callback_query_id": query}, {})
    assert answered == status


async def test_unknown_query_and_long_toast_are_refused(local_bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"^Query is too old"):
        await local_bot.answer_callback_query("nonsense")
    with pytest.raises(BadRequest, match=r"(?i)^MESSAGE_TOO_LONG$"):
        await local_bot.answer_callback_query("1", "x" * 201)


async def test_reaction_is_one_of_telegrams_or_refused(
    bot: Bot, telegram: LocalTelegram, alicia: int
) -> None:
    said = telegram.say(alicia, "I found three")
    await bot.set_message_reaction(alicia, said, "✍")
    assert telegram.chat(alicia).messages[-1].reactions == ["✍"]
    with pytest.raises(BadRequest, match=r"(?i)^REACTION_INVALID$"):
        await bot.set_message_reaction(alicia, said, "✅")
    with pytest.raises(BadRequest, match=r"^Message to react not found$"):
        await bot.set_message_reaction(alicia, 999, "✍")
    await bot.set_message_reaction(alicia, said)
    assert telegram.chat(alicia).messages[-1].reactions == []


async def test_pin_and_unpin(local_bot: Bot, telegram: LocalTelegram, alicia: int) -> None:
    sent = await local_bot.send_message(alicia, "If it rains, then I walk.")
    await local_bot.pin_chat_message(alicia, sent.message_id)
    pinned = (await local_bot.get_chat(alicia)).pinned_message
    assert pinned
    assert pinned.message_id == sent.message_id
    await local_bot.unpin_chat_message(alicia)
    assert not telegram.chat(alicia).messages[-1].pinned
    with pytest.raises(BadRequest, match=r"^Message to unpin not found$"):
        await local_bot.unpin_chat_message(alicia)
