"""Which moments a plan's nudges come at: fixed wall times, draws in a window, outside quiet hours."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

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
from bot.core.plan_kinds import (
    After,
    Around,
    Every,
    Fixed,
    Meeting,
    OnDemand,
    Plan,
    Random,
    SomeDays,
    Weekly,
    end_of,
)
from bot.core.wall import (
    HOUR,
    MINUTE,
    UnknownZone,
    epoch,
    instant,
    instant_of,
    local_day,
    second_of_day,
    utc,
    zone_named,
)

__all__ = [
    "After",
    "Around",
    "Every",
    "Fixed",
    "Hours",
    "Meeting",
    "OnDemand",
    "Plan",
    "Planned",
    "Quiet",
    "Random",
    "SomeDays",
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
A_DAY = timedelta(days=1)
REPROMPT_AFTER = timedelta(hours=2)
REPROMPT_LEAST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One nudge to come: unique by plan, local date and slot. `due` and `expires` are UTC."""

    local_date: date
    slot: int
    due: datetime
    expires: datetime


def planned(
    plan: Plan, hours: Hours, *, since: date, until: date, seed: str, life: timedelta | None = None
) -> tuple[Planned, ...]:
    """The plan's nudges on the local dates from `since` up to but without `until`, in order.

    Exactly one for each of the plan's dates and slots, never inside quiet hours. A time inside quiet
    hours, or one that the clock skips, moves to the next allowed minute of that date; when the date
    has none left, back to half an hour before its allowed time ends. A window wholly inside quiet hours
    slides in the same way at its own length; where quiet hours leave too little room for the gap, the
    gap narrows evenly. A date has no nudge when no minute of it is allowed (the date line was
    moved over it), and none has when the client chose no such time. What comes some time after an appointment waits for
    the end of quiet hours, on whichever date that is. `life` is how long a nudge stands. Raises `UnknownZone`.
    """
    dates = (since + timedelta(days=n) for n in range((until - since).days))
    return tuple(nudge for day in dates for nudge in _on(day, plan, hours, seed, life))


def reprompt_at(sent: datetime, hours: Hours) -> datetime | None:
    """When to ask once more: two hours on, or half the time left to quiet hours when that is sooner.

    Never under 30 minutes, and None when that does not fit. Without quiet hours, midnight stands for them.
    """
    closes = _closing(sent, hours)
    wait = max(min(REPROMPT_AFTER, (closes - sent) / 2), REPROMPT_LEAST)
    fits = sent + wait < closes and not is_quiet(sent, hours)
    return sent + wait if fits else None


def _on(day: date, plan: Plan, hours: Hours, seed: str, life: timedelta | None) -> Iterator[Planned]:
    first_slot = plan.slot if isinstance(plan, Fixed | Every | SomeDays) else 0
    for slot, moment in enumerate(_moments(day, plan, hours, seed), first_slot):
        due = utc(moment)
        yield Planned(local_date=day, slot=slot, due=due, expires=closes_at(due, hours, life=life))


def _moments(day: date, plan: Plan, hours: Hours, seed: str) -> list[int]:
    if isinstance(plan, Meeting):
        return sorted(_by_appointments(day, plan, hours))
    window = _window(plan, hours)
    if window is None or not _is_on(day, plan, hours, seed):
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


def _is_on(day: date, plan: Plan, hours: Hours, seed: str) -> bool:
    match plan:
        case Fixed(days=days) | Random(days=days):
            return day.weekday() in days
        case Weekly():
            return day.weekday() == hours.week_day
        case Every(every=every, phase=phase):
            return day.toordinal() % every == phase
        case SomeDays():
            return day.weekday() in _drawn_days(day, plan, seed)
        case OnDemand() | After() | Around() | Meeting():
            return False


def _drawn_days(day: date, plan: SomeDays, seed: str) -> list[int]:
    """The weekdays of that week, the same whichever of its dates is asked about."""
    year, week, _ = day.isocalendar()
    shuffled = sorted(plan.days, key=lambda each: _roll(f"{seed}|{year}|{week}|{each}", 1 << 32))
    return shuffled[: plan.count]


def _by_appointments(day: date, plan: Meeting, hours: Hours) -> set[int]:
    """The moments of that date that lie the plan's stretch away from one of the appointments."""
    found = (_away_from(start, plan, hours) for start in hours.appointments)
    return {each for each in found if each is not None and local_day(utc(each), hours.zone) == day}


def _away_from(start: datetime, plan: Meeting, hours: Hours) -> int | None:
    if plan.minutes is not None:
        at = start + timedelta(minutes=plan.minutes)
        return epoch(after_quiet(at, hours)) if plan.minutes > 0 else _back_on(at, hours)
    on = local_day(start, hours.zone) + timedelta(days=plan.days or 0)
    allowed = allowed_on(on, hours)
    if hours.evening is None or not allowed:
        return None
    return _settled(instant_of(on, second_of_day(hours.evening), zone_named(hours.zone)), allowed)


def _back_on(at: datetime, hours: Hours) -> int | None:
    allowed = allowed_on(local_day(at, hours.zone), hours)
    return _settled(epoch(at), allowed) if allowed else None


def _window(plan: Plan, hours: Hours) -> Span | None:
    """The plan's wall window in seconds of the day (midnight cuts it short); None when the client chose no such time."""
    match plan:
        case Random(start=time() as start, end=time() as end):
            return second_of_day(start), end_of(end)
        case Random() if hours.noticing is not None:
            return second_of_day(hours.noticing), second_of_day(hours.noticing) + HOUR
        case Fixed(at=own) | Every(at=own) | SomeDays(at=own):
            at = own if own is not None else hours.evening
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


def closes_at(
    due: datetime, hours: Hours, *, sensory: bool = False, life: timedelta | None = None
) -> datetime:
    """When a prompt lets go: at quiet hours, without them at the end of the date, or before that when its `life` is over;
    a `sensory` one lives for ninety minutes. Only a life of a day or more passes quiet hours."""
    life = SENSORY_LIFE if sensory else life
    if life is not None and life >= A_DAY:
        return due + life
    closes = _closing(due, hours)
    return min(due + life, closes) if life else closes


def _closing(at: datetime, hours: Hours) -> datetime:
    return next_quiet_start(at, hours) or utc(allowed_on(local_day(at, hours.zone), hours)[-1][1])
