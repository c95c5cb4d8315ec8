"""The clock that calls: at once, again and again, earlier when asked, and still after the wall clock is set back."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import ClassVar

import pytest

from bot.ticker import Ticker, seconds_until

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PATIENCE = 10.0
SELDOM = 3600.0
"""Seconds between ticks where a test brings about each tick itself."""
OFTEN = 0.02


class Ticks:
    """Counts ticks, and lets a test wait for the next one."""

    def __init__(self) -> None:
        self.number = 0
        self.ended = 0
        self.problem: Exception | None = None
        self.hold: asyncio.Event | None = None
        self._came = asyncio.Condition()

    async def tick(self) -> None:
        async with self._came:
            self.number += 1
            self._came.notify_all()
        if self.hold is not None:
            await self.hold.wait()
        if self.problem is not None:
            raise self.problem
        self.ended += 1

    async def come_to(self, number: int) -> None:
        """Return with the tick of this number; fails when it does not come."""
        async with asyncio.timeout(PATIENCE), self._came:
            await self._came.wait_for(lambda: self.number >= number)


Start = Callable[..., Awaitable[tuple[Ticker, Ticks]]]


@pytest.fixture
async def started() -> AsyncIterator[Start]:
    """Starts a ticker and waits for its first tick."""
    tickers: list[Ticker] = []

    async def start(every: float = SELDOM, silence: float = SELDOM) -> tuple[Ticker, Ticks]:
        ticks = Ticks()
        ticker = Ticker(ticks.tick, every=every, silence=silence)
        tickers.append(ticker)
        ticker.start()
        await ticks.come_to(1)
        return ticker, ticks

    yield start
    for ticker in tickers:
        await ticker.stop()


class SteppedClock(datetime):
    """A wall clock that somebody has set back."""

    back: ClassVar[timedelta] = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # plain datetimes are what callers count with
        return datetime.now(tz) - cls.back


@pytest.fixture
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> type[SteppedClock]:
    """The wall clock as the scheduler and the ticker read it."""
    monkeypatch.setattr(SteppedClock, "back", timedelta(0))
    for module in ("bot.ticker", "apscheduler.schedulers.base", "apscheduler.triggers.interval"):
        monkeypatch.setattr(f"{module}.datetime", SteppedClock)
    return SteppedClock


async def test_first_tick_comes_at_once_and_more_follow(started: Start) -> None:
    _, ticks = await started(every=OFTEN)
    await ticks.come_to(4)


async def test_tick_that_fails_does_not_end_the_ticking(
    started: Start, caplog: pytest.LogCaptureFixture
) -> None:
    _, ticks = await started(every=OFTEN)
    ticks.problem = ValueError("broken")
    await ticks.come_to(ticks.number + 3)
    assert "a tick failed" in caplog.text


async def test_something_due_sooner_brings_the_tick_forward(started: Start) -> None:
    ticker, ticks = await started()
    ticker.within(OFTEN)
    await ticks.come_to(2)


async def test_something_due_already_ticks_at_once(started: Start) -> None:
    ticker, ticks = await started()
    ticker.within(-5)
    await ticks.come_to(2)


async def test_what_is_due_after_the_next_tick_changes_nothing(started: Start) -> None:
    ticker, _ = await started()
    ticker.within(SELDOM)
    assert ticker._early is None


async def test_earliest_of_several_counts(started: Start) -> None:
    ticker, ticks = await started()
    ticker.within(1800)
    ticker.within(OFTEN)
    ticker.within(900)
    await ticks.come_to(2)


async def test_tick_can_be_brought_forward_again_and_again(started: Start) -> None:
    ticker, ticks = await started()
    for number in (2, 3, 4):
        ticker.within(0)
        await ticks.come_to(number)


async def test_tick_asked_for_during_another_is_not_skipped(started: Start) -> None:
    ticker, ticks = await started()
    ticks.hold = asyncio.Event()
    ticker.within(0)
    await ticks.come_to(2)
    ticker.within(0)
    await ticks.come_to(3)
    ticks.hold.set()


async def test_tick_under_way_may_end_before_the_ticker_stops(
    started: Start, caplog: pytest.LogCaptureFixture
) -> None:
    ticker, ticks = await started()
    ticks.hold = asyncio.Event()
    ticker.within(0)
    await ticks.come_to(2)
    stopping = asyncio.create_task(ticker.stop())
    asyncio.get_running_loop().call_soon(ticks.hold.set)
    await stopping
    assert (ticks.ended, caplog.text) == (2, "")


async def test_ticking_goes_on_after_the_wall_clock_was_set_back(
    started: Start, wall_clock: type[SteppedClock]
) -> None:
    _, ticks = await started(every=OFTEN, silence=5 * OFTEN)
    await ticks.come_to(3)
    wall_clock.back = timedelta(hours=1)
    await ticks.come_to(ticks.number + 5)


async def test_nothing_ticks_after_stop(started: Start, caplog: pytest.LogCaptureFixture) -> None:
    ticker, ticks = await started(every=OFTEN)
    ticker.within(OFTEN)
    with caplog.at_level(logging.ERROR):
        await ticker.stop()
        so_far = ticks.number
        ticker.now()
        await asyncio.sleep(0)
        ticker.now()
    assert (ticks.number, caplog.text) == (so_far, "")
    assert not ticker._scheduler.running


@pytest.mark.parametrize(("at", "seconds"), [(90, 90.0), (0, 0.0), (-90, 0.0)])
def test_seconds_until_a_moment_are_never_negative(at: int, seconds: float) -> None:
    assert seconds_until(NOW + timedelta(seconds=at), NOW) == seconds
