"""A clock that calls: every few seconds, and earlier when something is due earlier."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import STATE_RUNNING

log = logging.getLogger(__name__)

EVERY = 15
"""Seconds between ticks."""
SILENCE = 30.0
"""After this many seconds without a tick the clock was stepped back, and the next one is set to now."""


class Ticker:
    """One interval job on APScheduler, which keeps nothing: what is due stands in the database.

    The scheduler counts by the wall clock and stops ticking when that is stepped back, so a watcher that counts by
    the monotonic clock sets it going again.
    """

    def __init__(
        self, tick: Callable[[], Awaitable[object]], *, every: float = EVERY, silence: float = SILENCE
    ) -> None:
        self._tick = tick
        self._every = every
        self._silence = silence
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._last = 0.0
        self._early: asyncio.TimerHandle | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Future[Any]] = set()

    def start(self) -> None:
        """Begin, with a tick at once."""
        self._scheduler.add_job(
            self._run,
            "interval",
            seconds=self._every,
            id="tick",
            next_run_time=datetime.now(UTC),
            coalesce=True,
            # A tick asked for during another may have to see what the first one came too early for.
            max_instances=2,
            misfire_grace_time=None,
        )
        self._last = asyncio.get_running_loop().time()
        self._scheduler.start()
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self, patience: float = 10.0) -> None:
        """No more ticks; one that is running may end by itself within `patience` seconds."""
        if self._early is not None:
            self._early.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if self._scheduler.running:
            self._scheduler.pause()
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=patience)
            self._scheduler.shutdown(wait=False)

    def within(self, seconds: float) -> None:
        """Something is due in so many seconds: tick then, if that is before the next tick anyway."""
        if seconds >= self._every:
            return
        loop = asyncio.get_running_loop()
        at = loop.time() + max(seconds, 0)
        if (
            self._early is not None
            and not self._early.cancelled()
            and loop.time() <= self._early.when() <= at
        ):
            return
        if self._early is not None:
            self._early.cancel()
        self._early = loop.call_at(at, self.now)

    def now(self) -> None:
        """Tick as soon as possible."""
        if self._scheduler.state == STATE_RUNNING:
            self._scheduler.modify_job("tick", next_run_time=datetime.now(UTC))

    async def _run(self) -> None:
        self._last = asyncio.get_running_loop().time()
        task = asyncio.current_task()
        assert task is not None, "the scheduler runs this as a task"  # noqa: S101  # nothing that comes from outside
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            await self._tick()
        except Exception:  # a tick that fails must not end the ticking
            log.exception("a tick failed")

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._every)
            if loop.time() - self._last > self._silence:
                self.now()


def seconds_until(at: datetime, now: datetime) -> float:
    """Seconds from now until `at`, zero when it has passed."""
    return max((at - now) / timedelta(seconds=1), 0.0)
