"""Simulated people in simulated time: a whole coach in process, whose clock jumps from one moment to the next."""

import asyncio
import heapq
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.app import App, Parts
from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Library
from bot.core.library import Practice as Defaults
from bot.phone.telegram import Event, LocalTelegram
from bot.wire.pace import Pace
from storage import store
from tests.storage.practice import Practice, opened
from tests.torture.faulty import Faulty
from tests.wire.line import Waiting

FOREVER = datetime.max.replace(tzinfo=UTC)
Act = Callable[[], Awaitable[None] | None]


@dataclass
class Town:
    """The coach and everything around it. `crash` ends the coach where it stands; another takes its place at once."""

    practice: Practice
    telegram: LocalTelegram
    line: Faulty
    clock: MovableClock
    library: Library
    app: App
    crashes: int = 0
    watchers: dict[int, Callable[[], None]] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self.telegram.on_change.append(self._changed)

    @property
    def now(self) -> datetime:
        """Where the clock stands."""
        return self.clock.now()

    def at(self, when: datetime, act: Act) -> None:
        """Have something done at a moment."""
        heapq.heappush(self._agenda, (when, next(self._order), act))

    async def live_until(self, end: datetime) -> None:
        """Go from moment to moment: whatever is due, and whatever somebody wanted to do."""
        while True:
            due, mine = await self._due(), self._agenda[0][0] if self._agenda else FOREVER
            if min(due, mine) > end:
                break
            self.clock.jump_to(max(min(due, mine), self.now))
            await self._pass(is_due=due <= self.now)
        self.clock.jump_to(max(end, self.now))
        await self._pass(is_due=True)

    async def crash(self) -> None:
        """End the coach in the middle of a tick, and start another on the same rows."""
        self.crashes += 1
        tick = asyncio.create_task(self.app.tick())
        for _ in range(self.crashes % 23):
            await asyncio.sleep(0)
        tick.cancel()
        await asyncio.gather(tick, return_exceptions=True)
        await cut_short(self.app)
        self.app = await started(self.practice, self.line, self.clock, self.telegram, self.library)
        await self.settle()

    async def settle(self) -> None:
        """Return once every update was taken and every message has come to an end."""
        while self.app.busy or self.telegram.updates.pending(self.now) > 0:
            await self.app.settled()
            await asyncio.sleep(0.0003)

    async def _due(self) -> datetime:
        return await self.app.writer.submit(store.next_due) or FOREVER

    async def _pass(self, *, is_due: bool) -> None:
        if is_due:
            await self.app.tick()
            await self.settle()
        while self._agenda and self._agenda[0][0] <= self.now:
            _, _, act = heapq.heappop(self._agenda)
            if (doing := act()) is not None:
                await doing
        await self.settle()

    def _changed(self, event: Event) -> None:
        watcher = self.watchers.get(event.user_id)
        if watcher is not None and event.kind in ("message", "edited"):
            watcher()


async def town_in(folder: Path, start: datetime, chance: random.Random, percent: int) -> Town:
    """A town with nobody in it yet."""
    practice = opened(folder)
    clock = MovableClock(start)
    telegram = LocalTelegram(clock, flood_limits=False)
    line = Faulty(telegram, chance, percent)
    library = load_library(Defaults(zone="Europe/Berlin", country="DE", language="en"))
    practice.close()
    practice = opened(folder, lives=library.lives())
    app = await started(practice, line, clock, telegram, library)
    return Town(practice, telegram, line, clock, library, app)


async def started(
    practice: Practice, line: Faulty, clock: MovableClock, telegram: LocalTelegram, library: Library
) -> App:
    """A coach whose pauses take no time; ticks are the town's."""
    folder = Path(practice.url.removeprefix("sqlite:///")).parent
    app = App(
        Parts(
            database=practice.db,
            library=library,
            clock=clock,
            request=line,
            token=telegram.token,
            api_url="http://localhost",
            folder=folder,
        )
    )
    waiting = Waiting()
    app.sender._pace = Pace(waiting.pause, waiting.now)
    await app.start(ticking=False)
    return app


async def cut_short(app: App) -> None:
    """The end of a coach that finishes nothing: what was not committed is gone."""
    assert app._polling is not None
    app._polling.cancel()
    await asyncio.gather(app._polling, return_exceptions=True)
    app.sender.abandon()
    for future in tuple(app._under_way):
        future.cancel()
    await app.writer.stop()
    await app.api.close()


def hours(number: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=number)
