"""How far a long file is: shown once it takes a while, moved in place, and gone with the end."""

import asyncio
from collections.abc import Callable

import pytest

from bot.wire.progress import shown_progress
from tests.wire.conftest import Desk
from tests.wire.line import refused


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110  # what is awaited tells nobody
            await asyncio.sleep(0)


def shown(desk: Desk) -> list[str]:
    return [message.text for message in desk.telegram.chat(desk.therapist).messages]


async def test_quick_file_shows_nothing(desk: Desk) -> None:
    async with shown_progress(desk.api(), desk.therapist, patience=60) as watch:
        watch(1, 2)
    assert desk.line.asked == []


async def test_long_file_shows_how_far_it_is_in_one_message_that_goes_again(desk: Desk) -> None:
    before = shown(desk)
    async with shown_progress(desk.api(), desk.therapist, patience=0) as watch:
        await asyncio.to_thread(watch, 3, 10)
        await until(lambda: shown(desk)[-1:] == ["▰▰▰▱▱▱▱▱▱▱ 3 / 10"])
        await asyncio.to_thread(watch, 10, 10)
        await until(lambda: shown(desk)[-1:] == ["▰▰▰▰▰▰▰▰▰▰ 10 / 10"])
        assert len(shown(desk)) == len(before) + 1
    assert shown(desk) == before
    assert desk.line.asked_for("sendMessage") == 1


async def test_bar_that_telegram_refuses_stops_no_file(desk: Desk) -> None:
    desk.line.plan("sendMessage", refused(429, "Too Many Requests: retry after 5"))
    async with shown_progress(desk.api(), desk.therapist, patience=0) as watch:
        watch(1, 2)
        await until(lambda: desk.line.asked_for("sendMessage") == 1)
        watch(2, 2)
        await until(lambda: desk.line.asked_for("sendMessage") == 2)


async def broken_off(desk: Desk, before: list[str]) -> None:
    """A file that fails once its bar stands there."""
    async with shown_progress(desk.api(), desk.therapist, patience=0) as watch:
        watch(1, 2)
        await until(lambda: len(shown(desk)) > len(before))
        raise OSError("full")


async def test_bar_goes_when_the_file_cannot_be_made(desk: Desk) -> None:
    before = shown(desk)
    with pytest.raises(OSError, match="full"):
        await broken_off(desk, before)
    assert shown(desk) == before
