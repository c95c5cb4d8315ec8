"""A local Telegram, one person on it, and python-telegram-bot's own Bot over each of its faces."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestServer
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.phone.http import make_bot_api_app
from bot.phone.request import LocalRequest
from bot.phone.telegram import LocalTelegram


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Where the hand stands."""
        return self.moment

    def move(self, **by: float) -> None:
        """Turn the hand; the arguments of timedelta."""
        self.moment += timedelta(**by)


@pytest.fixture(autouse=True)
def _durations_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> HandClock:
    """The clock of the local Telegram."""
    return HandClock()


@pytest.fixture
def telegram(clock: HandClock) -> Iterator[LocalTelegram]:
    """A local Telegram nobody has written to yet."""
    world = LocalTelegram(clock)
    yield world
    assert world.updates.poll is None, "a long poll was left behind"


@pytest.fixture
def tamsin(telegram: LocalTelegram) -> int:
    """A person who has pressed START; that update is already confirmed."""
    user_id = telegram.add_account("Tamsin", username="tamsin")
    telegram.start(user_id)
    telegram.updates.queued.clear()
    return user_id


@pytest.fixture
async def server(telegram: LocalTelegram) -> AsyncIterator[TestServer]:
    """The HTTP face on a free loopback port."""
    running = TestServer(make_bot_api_app(telegram, hold_seconds=0))
    async with running:
        yield running


@asynccontextmanager
async def _in_process(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    wire = LocalRequest(telegram)
    async with Bot(telegram.token, request=wire, get_updates_request=LocalRequest(telegram)) as made:
        yield made


@asynccontextmanager
async def _over_http(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    async with TestServer(make_bot_api_app(telegram, hold_seconds=0)) as running:
        made = Bot(
            telegram.token,
            base_url=str(running.make_url("/bot")),
            base_file_url=str(running.make_url("/file/bot")),
            request=HTTPXRequest(),
            get_updates_request=HTTPXRequest(),
        )
        async with made:
            yield made


@pytest.fixture(params=[_in_process, _over_http])
async def bot(request: pytest.FixtureRequest, telegram: LocalTelegram) -> AsyncIterator[Bot]:
    """PTB's Bot over either face; a test that takes it runs on both."""
    async with request.param(telegram) as made:
        yield made


@pytest.fixture
async def local_bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    """PTB's Bot in process alone, for what does not depend on the face."""
    async with _in_process(telegram) as made:
        yield made
