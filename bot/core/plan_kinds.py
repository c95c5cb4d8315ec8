"""The kinds of plans there are: when homework comes, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Literal

from bot.core.wall import DAY, second_of_day

Lives = Mapping[str, timedelta]
"""How long a nudge of an exercise stands, by exercise; the others stand until quiet hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDemand:
    """Never nudges; the client starts it."""

    kind: Literal["on_demand"] = "on_demand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """On these weekdays (0 = Monday) at a wall time; `at=None` is the client's evening time."""

    kind: Literal["fixed"] = "fixed"
    days: tuple[int, ...]
    at: time | None = None
    slot: int = 0

    def __post_init__(self) -> None:
        check_days(self.days)
        if self.slot < 0:
            raise ValueError("slot is below 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Random:
    """`count` moments a day, drawn in [start, end), at least `gap_minutes` apart; slots 0 to count - 1.

    Both ends `None` is the client's noticing hour. An end of 00:00 is the midnight after.
    """

    kind: Literal["random"] = "random"
    days: tuple[int, ...]
    start: time | None = None
    end: time | None = None
    count: int = 1
    gap_minutes: int = 90

    def __post_init__(self) -> None:
        check_days(self.days)
        if (self.start is None) != (self.end is None):
            raise ValueError("a window has both ends or neither")
        if self.start is not None and self.end is not None and second_of_day(self.start) >= end_of(self.end):
            raise ValueError("a window ends after it starts, on the same date")
        if self.count < 1 or self.gap_minutes < 0:
            raise ValueError("count is below 1 or gap_minutes below 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """Once a week, at the day and hour the client chose for it."""

    kind: Literal["weekly"] = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """Comes after runs of another exercise, each time by itself; nothing of it is planned by dates."""

    kind: Literal["after"] = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What comes by itself around a session: the look back, the list, what to keep of it. Nothing of it is planned by dates."""

    kind: Literal["session"] = "session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """Every so many days, in the evening or `at` a wall time: on the dates whose number leaves `phase` over."""

    kind: Literal["every"] = "every"
    every: int
    phase: int = 0
    at: time | None = None
    slot: int = 0

    def __post_init__(self) -> None:
        if self.every < 1 or not 0 <= self.phase < self.every:
            raise ValueError("every is at least 1, and phase below it")


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeDays:
    """On `count` of these weekdays (0 = Monday), drawn anew each week, in the evening or `at` a wall time."""

    kind: Literal["some_days"] = "some_days"
    count: int
    days: tuple[int, ...] = tuple(range(7))
    at: time | None = None
    slot: int = 0

    def __post_init__(self) -> None:
        check_days(self.days)
        if not 1 <= self.count <= len(self.days):
            raise ValueError("count is at least 1, and no more than there are days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """From the start of an appointment: so many `days` before (-) or after it in the evening, or so many `minutes`."""

    kind: Literal["appointment"] = "appointment"
    days: int | None = None
    minutes: int | None = None

    def __post_init__(self) -> None:
        if (self.days is None) == (self.minutes is None):
            raise ValueError("either days or minutes")


Plan = OnDemand | Fixed | Random | Weekly | Every | SomeDays | Meeting | After | Around


def end_of(at: time) -> int:
    """The second of the day at which a window ends; 00:00 is the midnight after."""
    return second_of_day(at) or DAY


def check_days(days: tuple[int, ...]) -> None:
    """Raises ValueError unless these are different weekdays."""
    if len(set(days)) != len(days) or not set(days) <= set(range(7)):
        raise ValueError("days are different weekdays from 0 (Monday) to 6")
