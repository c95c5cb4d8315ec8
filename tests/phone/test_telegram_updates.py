"""How updates wait, are confirmed, grow old, and who may fetch them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.phone.telegram import LocalTelegram

if TYPE_CHECKING:
    from tests.phone.conftest import HandClock


async def fetch(telegram: LocalTelegram, **params: Any) -> list[int]:
    """The ids getUpdates hands out."""
    status, body = await telegram.call("getUpdates", params, {})
    assert status == 200, body
    return [update["update_id"] for update in body["result"]]


async def texts(bot: Bot, **params: Any) -> list[str | None]:
    """The texts of the messages getUpdates hands out."""
    return [update.message.text for update in await bot.get_updates(timeout=0, **params) if update.message]


def say(telegram: LocalTelegram, user_id: int, *words: str) -> None:
    """Say several things."""
    for word in words:
        telegram.say(user_id, word)


async def test_updates_come_again_until_an_offset_confirms_them(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    say(telegram, tamsin, "one", "two", "three")
    updates = await bot.get_updates(timeout=0)
    assert await texts(bot) == ["one", "two", "three"]
    assert [update.update_id for update in updates] == list(
        range(updates[0].update_id, updates[0].update_id + 3)
    )
    assert await texts(bot, offset=updates[1].update_id) == ["two", "three"]
    assert await texts(bot, offset=updates[0].update_id) == ["two", "three"]
    assert await texts(bot, offset=updates[2].update_id + 1) == []


async def test_limit_and_negative_offset(local_bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    say(telegram, tamsin, "one", "two", "three")
    assert await texts(local_bot, limit=2) == ["one", "two"]
    assert await texts(local_bot, offset=-1) == ["three"]
    assert await texts(local_bot) == ["three"]


async def test_update_ids_never_repeat(telegram: LocalTelegram, tamsin: int) -> None:
    say(telegram, tamsin, "one")
    [first] = await fetch(telegram)
    assert await fetch(telegram, offset=str(first + 1)) == []
    say(telegram, tamsin, "two")
    assert await fetch(telegram, offset=first + 1) == [first + 1]


async def test_messages_wait_a_day_and_taps_150_seconds(
    telegram: LocalTelegram, tamsin: int, clock: HandClock
) -> None:
    markup = {"inline_keyboard": [[{"text": "Keep", "callback_data": "k"}]]}
    await telegram.call("sendMessage", {"chat_id": tamsin, "text": "x", "reply_markup": markup}, {})
    say(telegram, tamsin, "one")
    telegram.tap_label(tamsin, "Keep")
    clock.move(seconds=149)
    assert len(await fetch(telegram)) == 2
    clock.move(seconds=1)
    assert len(await fetch(telegram)) == 1
    clock.move(hours=24, seconds=-151)
    assert len(await fetch(telegram)) == 1
    clock.move(seconds=1)
    assert await fetch(telegram) == []


async def test_allowed_updates_hold_from_when_the_update_is_made(
    telegram: LocalTelegram, tamsin: int
) -> None:
    say(telegram, tamsin, "kept")
    assert len(await fetch(telegram, allowed_updates='["callback_query"]')) == 1
    say(telegram, tamsin, "never made")
    assert len(await fetch(telegram)) == 1
    assert len(await fetch(telegram, allowed_updates="[]")) == 1
    say(telegram, tamsin, "made again")
    assert len(await fetch(telegram)) == 2


async def test_long_poll_wakes_on_an_update(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    async with asyncio.timeout(5):
        while telegram.updates.poll is None:  # noqa: ASYNC110  over HTTP nothing announces the poll
            await asyncio.sleep(0)
        telegram.say(tamsin, "one")
        [update] = await poll
    assert update.message
    assert update.message.text == "one"


async def test_long_poll_ends_empty_after_its_time(telegram: LocalTelegram) -> None:
    loop = asyncio.get_running_loop()
    begin = loop.time()
    assert await fetch(telegram, timeout=1) == []
    assert 0.9 < loop.time() - begin < 3


async def test_second_poll_ends_the_first_with_a_conflict(
    telegram: LocalTelegram, local_bot: Bot, tamsin: int
) -> None:
    older = asyncio.create_task(local_bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    newer = asyncio.create_task(local_bot.get_updates(timeout=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
        await older
    telegram.say(tamsin, "one")
    assert len(await newer) == 1


async def test_webhook_and_polling_exclude_each_other(local_bot: Bot) -> None:
    poll = asyncio.create_task(local_bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    assert await local_bot.set_webhook("https://coach.example.org/hook", secret_token="abc_-9")  # noqa: S106  a made-up word
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    assert (await local_bot.get_webhook_info()).url == "https://coach.example.org/hook"
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await local_bot.get_updates(timeout=0)
    assert await local_bot.delete_webhook()
    assert await local_bot.get_updates(timeout=0) == ()


async def test_webhook_says_whether_anything_changed(telegram: LocalTelegram) -> None:
    asked = [("setWebhook", "https://example.org"), ("setWebhook", "https://example.org"), ("deleteWebhook", ""), ("deleteWebhook", "")]  # fmt: skip
    answers = [(await telegram.call(method, {"url": url}, {}))[1]["description"] for method, url in asked]
    assert answers == ["Webhook was set", "Webhook is already set", "Webhook was deleted", "Webhook is already deleted"]  # fmt: skip


async def test_pending_updates_can_be_dropped(local_bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    say(telegram, tamsin, "one")
    assert (await local_bot.get_webhook_info()).pending_update_count == 1
    await local_bot.delete_webhook(drop_pending_updates=True)
    assert (await local_bot.get_webhook_info()).pending_update_count == 0


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"url": "http://example.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org:9000/x"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://example.org", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "https://example.org", "secret_token": "ü"}, "secret token contains unallowed characters"),
    ],
)  # fmt: skip
async def test_wrong_webhook_is_refused(
    telegram: LocalTelegram, params: dict[str, str], description: str
) -> None:
    status, body = await telegram.call("setWebhook", params, {})
    assert (status, body["description"]) == (400, f"Bad Request: {description}")


async def test_poll_given_up_by_its_caller_leaves_nothing_behind(
    telegram: LocalTelegram, tamsin: int
) -> None:
    poll = asyncio.create_task(telegram.call("getUpdates", {"timeout": 30}, {}))
    await asyncio.sleep(0)
    poll.cancel()
    with pytest.raises(asyncio.CancelledError):
        await poll
    say(telegram, tamsin, "one")
    assert len(await fetch(telegram, timeout=30)) == 1
