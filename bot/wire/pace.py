"""How fast messages may leave: a bucket for nudges, and the pauses that Telegram itself asks for."""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from telegram.error import RetryAfter

NUDGES_PER_SECOND = 25
"""A little under the thirty a second that Telegram allows a bot, so that replies always find room."""
MOST_A_SECOND = 25
"""So many messages leave within any one second before another that came by the clock does: what was held up for a
moment, as by a long commit, must not leave in a bunch."""
ALLOWED = 30
"""So many a second Telegram takes of a bot, about; what goes beyond is refused, and waits a whole second or more."""
SECOND = 1.05
"""Telegram's second as it is counted here: messages do not take the same time to get there."""
HELD = 2 * SECOND
"""So long after a nudge replies count with the nudges: those that had to wait leave within the second after it."""
FLOOD = 1.0
"""When a second chat is told to wait within this many seconds, it is the whole bot that is too fast."""

LONGEST_WAIT = 30.0
"""Seconds between two attempts, however often it has failed."""

Pause = Callable[[float], Awaitable[None]]
Rank = Literal["nudge", "reply", "safety"]
"""Who gives way to whom: what came by the clock to what was asked for, both to what is said to somebody in danger."""


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


@dataclass(slots=True)
class Pace:
    """Keeps count of one bot's sending. Times are the event loop's, in seconds."""

    pause: Pause = asyncio.sleep
    now: Callable[[], float] = _loop_time
    _next_nudge: float = 0.0
    _all_wait_until: float = 0.0
    _told: dict[int, float] = field(default_factory=dict)
    _left: deque[float] = field(default_factory=lambda: deque(maxlen=ALLOWED))
    """When the last messages left, or are to leave."""
    _nudged: float = -math.inf

    async def nudge(self) -> None:
        """Wait for this nudge's place in the queue. Where the whole bot is told to wait meanwhile, the place is taken
        anew behind that: whatever was held up must not leave all at once."""
        at = -1.0
        while at < self._all_wait_until:
            at = max(self._next_nudge, self.now(), self._all_wait_until)
            self._next_nudge = at + 1 / NUDGES_PER_SECOND
            await self._until(at)

    def reply(self) -> None:
        """A reply leaves now, in the place that the next nudge would have had."""
        self._next_nudge = max(self._next_nudge, self.now()) + 1 / NUDGES_PER_SECOND

    async def leave(self, rank: Rank) -> None:
        """Wait for room in this second, and take it.

        A nudge waits until few others have left. A reply waits only where nudges have taken up so much of this second
        that Telegram would refuse it; no reply waits for other replies, which are not ours to space out. What is said to
        somebody in danger waits for nothing.
        """
        while rank == "nudge" and self.now() < self._free_at(MOST_A_SECOND):
            await self._until(self._free_at(MOST_A_SECOND))
        at = self.now()
        if rank == "nudge":
            self._nudged = at
        elif rank == "reply" and at - self._nudged < HELD:
            at = max(at, self._free_at(ALLOWED))
        self._left.append(max(at, self._left[-1]) if self._left else at)
        await self._until(at)

    def _free_at(self, most: int) -> float:
        """From when on fewer than so many have left within a second; long since where there were never so many."""
        return self._left[-most] + SECOND if len(self._left) >= most else -math.inf

    async def room(self) -> None:
        """Wait while the whole bot has to."""
        await self._until(self._all_wait_until)

    async def told_to_wait(self, chat: int, seconds: float) -> None:
        """Telegram said 429 in this chat: wait here, and everywhere when another chat heard the same just now."""
        at = self.now()
        self._told = {who: when for who, when in self._told.items() if at - when < FLOOD}
        if any(who != chat for who in self._told):
            self._all_wait_until = max(self._all_wait_until, at + seconds)
        self._told[chat] = at
        await self.pause(seconds)

    async def _until(self, at: float) -> None:
        if (left := at - self.now()) > 0:
            await self.pause(left)


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return min(LONGEST_WAIT, 0.5 * 2.0 ** min(failures, 10))


def asked_for(error: RetryAfter) -> float:
    """Seconds that Telegram asks us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
