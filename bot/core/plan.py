"""Which moments a plan's nudges come at: fixed wall times, draws in a window, outside quiet hours."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.core.hours import (
    Hours,
    Quiet,
    Span,
    after_quiet,
    allowed_on,
    is_quiet,
    next_quiet_start,
    quiet_end_after,
    stands_quiet,
)
from bot.core.wall import (
    DAY,
    HOUR,
    MINUTE,
    UnknownZone,
    instant,
    instant_of,
    local_day,
    second_of_day,
    utc,
    zone_named,
)

__all__ = [
    "After",
    "Fixed",
    "Hours",
    "OnDemand",
    "Plan",
    "Planned",
    "Quiet",
    "Random",
    "UnknownZone",
    "Weekly",
    "after_quiet",
    "closes_at",
    "instant",
    "is_quiet",
    "local_day",
    "next_quiet_start",
    "planned",
    "quiet_end_after",
    "reprompt_at",
]

LEAST_ROOM = 30 * MINUTE
"""A moved or drawn prompt leaves at least these seconds before quiet hours, where there is a choice."""
SENSORY_LIFE = timedelta(minutes=90)
REPROMPT_AFTER = timedelta(hours=2)
REPROMPT_LEAST = timedelta(minutes=30)


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
        _check_days(self.days)
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
        _check_days(self.days)
        if (self.start is None) != (self.end is None):
            raise ValueError("a window has both ends or neither")
        if self.start is not None and self.end is not None and second_of_day(self.start) >= _end(self.end):
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


Plan = OnDemand | Fixed | Random | Weekly | After


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One nudge to come: unique by plan, local date and slot. `due` and `expires` are UTC."""

    local_date: date
    slot: int
    due: datetime
    expires: datetime


def planned(
    plan: Plan, hours: Hours, *, since: date, until: date, seed: str, sensory: bool = False
) -> tuple[Planned, ...]:
    """The plan's nudges on the local dates from `since` up to but without `until`, in order.

    Exactly one for each of the plan's dates and slots, never inside quiet hours. A time inside quiet
    hours, or one that the clock skips, moves to the next allowed minute of that date; when the date
    has none left, back to half an hour before its allowed time ends. A window wholly inside quiet hours
    slides in the same way at its own length; where quiet hours leave too little room for the gap, the
    gap narrows evenly. A date has no nudge when no minute of it is allowed (the date line was
    moved over it), and none has when the client chose no such time. Raises `UnknownZone`.
    """
    dates = (since + timedelta(days=n) for n in range((until - since).days))
    return tuple(nudge for day in dates for nudge in _on(day, plan, hours, seed, sensory))


def reprompt_at(sent: datetime, hours: Hours) -> datetime | None:
    """When to ask once more: two hours on, or half the time left to quiet hours when that is sooner.

    Never under 30 minutes, and None when that does not fit. Without quiet hours, midnight stands for them.
    """
    closes = _closing(sent, hours)
    wait = max(min(REPROMPT_AFTER, (closes - sent) / 2), REPROMPT_LEAST)
    fits = sent + wait < closes and not is_quiet(sent, hours)
    return sent + wait if fits else None


def _on(day: date, plan: Plan, hours: Hours, seed: str, sensory: bool) -> Iterator[Planned]:
    first_slot = plan.slot if isinstance(plan, Fixed) else 0
    for slot, moment in enumerate(_moments(day, plan, hours, seed), first_slot):
        due = utc(moment)
        yield Planned(local_date=day, slot=slot, due=due, expires=closes_at(due, hours, sensory=sensory))


def _moments(day: date, plan: Plan, hours: Hours, seed: str) -> list[int]:
    window = _window(plan, hours)
    if window is None or day.weekday() not in _days(plan, hours):
        return []
    allowed = allowed_on(day, hours)
    if not allowed:
        return []
    wanted = instant_of(day, window[0], zone_named(hours.zone))
    if not isinstance(plan, Random):
        return [_settled(wanted, allowed)]
    inside = _minutes(allowed_on(day, hours, window))
    minutes = inside or _slid(wanted, allowed, (window[1] - window[0]) // MINUTE)
    needed = (plan.count - 1) * plan.gap_minutes + 1
    roomy = [minute for minute in minutes if not _soon_quiet(minute, allowed, hours)]
    return _drawn(roomy if len(roomy) >= needed else minutes, plan, f"{seed}|{day.isoformat()}")


def _days(plan: Plan, hours: Hours) -> tuple[int, ...]:
    match plan:
        case Fixed(days=days) | Random(days=days):
            return days
        case Weekly():
            return (hours.week_day,)
        case OnDemand() | After():
            return ()


def _window(plan: Plan, hours: Hours) -> Span | None:
    """The plan's wall window in seconds of the day (midnight cuts it short); None when the client chose no such time."""
    match plan:
        case Random(start=time() as start, end=time() as end):
            return second_of_day(start), _end(end)
        case Random() if hours.noticing is not None:
            return second_of_day(hours.noticing), second_of_day(hours.noticing) + HOUR
        case Fixed():
            at = plan.at if plan.at is not None else hours.evening
            return None if at is None else (second_of_day(at), second_of_day(at) + MINUTE)
        case Weekly() if hours.week_at is not None:
            return second_of_day(hours.week_at), second_of_day(hours.week_at) + MINUTE
        case _:
            return None


def _settled(wanted: int, allowed: list[Span]) -> int:
    for start, end in allowed:
        if wanted < end:
            return max(start, wanted)
    start, end = allowed[-1]
    return max(start, end - LEAST_ROOM)


def _slid(wanted: int, allowed: list[Span], length: int) -> list[int]:
    minutes = _minutes(allowed)
    later = [minute for minute in minutes if minute >= wanted]
    return later[:length] or minutes[-length - LEAST_ROOM // MINUTE :]


def _minutes(spans: list[Span]) -> list[int]:
    return [minute for start, end in spans for minute in range(start, end, MINUTE)]


def _soon_quiet(moment: int, allowed: list[Span], hours: Hours) -> bool:
    return any(0 < end - moment < LEAST_ROOM and stands_quiet(end, hours) for _, end in allowed)


def _drawn(minutes: list[int], plan: Random, key: str) -> list[int]:
    """Uniform over all ordered choices that keep the gap: drawn without it, then spread apart by it."""
    others = plan.count - 1
    gap = min(plan.gap_minutes, (len(minutes) - 1) // max(others, 1))
    picks = sorted(_roll(f"{key}|{slot}", len(minutes) - gap * others) for slot in range(plan.count))
    return [minutes[pick + gap * slot] for slot, pick in enumerate(picks)]


def _roll(key: str, sides: int) -> int:
    word = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    return word * sides >> 64


def closes_at(due: datetime, hours: Hours, *, sensory: bool) -> datetime:
    """When a prompt lets go: at quiet hours, without them at the end of the date; a `sensory` one after ninety minutes."""
    closes = _closing(due, hours)
    return min(due + SENSORY_LIFE, closes) if sensory else closes


def _closing(at: datetime, hours: Hours) -> datetime:
    return next_quiet_start(at, hours) or utc(allowed_on(local_day(at, hours.zone), hours)[-1][1])


def _end(at: time) -> int:
    return second_of_day(at) or DAY


def _check_days(days: tuple[int, ...]) -> None:
    if len(set(days)) != len(days) or not set(days) <= set(range(7)):
        raise ValueError("days are different weekdays from 0 (Monday) to 6")
