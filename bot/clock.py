"""Tells the time to everything that needs it, and lets the phone page and the tests move it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol


class Clock(Protocol):
    """Whatever knows the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's wall clock, read anew each time, so that a suspended or stepped machine is noticed."""

    def now(self) -> datetime:
        """The machine's time, aware, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that stands where it was put, or runs from there at real speed; safe between threads."""

    def __init__(
        self,
        start: datetime,
        *,
        running: bool = False,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start at an aware instant.

        Args:
            start: where the clock stands first; any zone.
            running: whether it goes on from there.
            elapsed: seconds from any fixed point, never going back.

        Raises:
            ValueError: `start` is naive.
        """
        self._lock = Lock()
        self._elapsed = elapsed
        self._base = _utc(start)
        self._since: float | None = elapsed() if running else None

    def now(self) -> datetime:
        """Where the clock stands, aware, in UTC."""
        with self._lock:
            return self._now()

    def jump_to(self, instant: datetime) -> None:
        """Stand at `instant`, before or after now; a running clock runs on from there.

        Raises:
            ValueError: `instant` is naive.
        """
        target = _utc(instant)
        with self._lock:
            self._move(target)

    def advance(self, by: timedelta) -> datetime:
        """Move by a span, back when it is negative; returns where the clock stands then."""
        with self._lock:
            self._move(self._now() + by)
            return self._base

    def freeze(self) -> datetime:
        """Stop here; returns where the clock stands."""
        with self._lock:
            self._base, self._since = self._now(), None
            return self._base

    def run(self) -> None:
        """Go on from here at real speed."""
        with self._lock:
            self._base, self._since = self._now(), self._elapsed()

    def _now(self) -> datetime:
        if self._since is None:
            return self._base
        return self._base + timedelta(seconds=self._elapsed() - self._since)

    def _move(self, target: datetime) -> None:
        self._base = target
        if self._since is not None:
            self._since = self._elapsed()


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a clock is set to an aware instant")
    return instant.astimezone(UTC)
