"""A client's quiet hours: when they hold, begin and end, and which part of a local date they leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.wall import DAY, epoch, local_day, midnight, offset, second_of_day, stretches, utc, zone_named

Span = tuple[int, int]
"""A stretch of time in whole seconds: from the first, up to but without the second."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Local wall times between which nothing is sent; may pass midnight; start == end means none."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A client's own clock choices; `None` for a time the client wanted no nudge at.

    `noticing` 15:00 is "around 3 PM": from 15:00 up to 16:00. `week_day` (0 is Monday) and `week_at` are for what comes
    once a week. `appointments` are the starts of those that plans may go by, in UTC.
    """

    zone: str
    quiet: Quiet
    evening: time | None
    noticing: time | None
    week_day: int = 6
    week_at: time | None = None
    appointments: tuple[datetime, ...] = ()


def is_quiet(at: datetime, hours: Hours) -> bool:
    """Whether the client's wall clock stands in quiet hours."""
    return stands_quiet(epoch(at), hours)


def next_quiet_start(after: datetime, hours: Hours) -> datetime | None:
    """The first beginning of quiet hours strictly after `after`; None when there are no quiet hours."""
    moment = epoch(after)
    ends = (end for _, end in _open_from(after, hours))
    found = next((end for end in ends if end > moment and stands_quiet(end, hours)), None)
    return None if found is None else utc(found)


def quiet_end_after(at: datetime, hours: Hours) -> datetime:
    """The first end of quiet hours strictly after `at`; `at` itself when there are no quiet hours."""
    moment = epoch(at)
    starts = (start for start, _ in _open_from(at, hours))
    found = next((start for start in starts if start > moment and stands_quiet(start - 1, hours)), None)
    return at if found is None else utc(found)


def after_quiet(at: datetime, hours: Hours) -> datetime:
    """`at` itself outside quiet hours, else the end of those it falls in."""
    return quiet_end_after(at, hours) if is_quiet(at, hours) else at


def _open_from(at: datetime, hours: Hours) -> Iterator[Span]:
    """Allowed time from the date of `at` on, far enough to pass one night that a clock change swallowed."""
    first = local_day(at, hours.zone)
    for ahead in range(4):
        yield from allowed_on(first + timedelta(days=ahead), hours)


def allowed_on(day: date, hours: Hours, window: Span = (0, DAY)) -> list[Span]:
    """The stretches, in order, in which the client's clock shows `day`, stands in `window` and not in quiet hours."""
    dawn = midnight(day)
    pieces = [
        (max(begin, dawn + start - east), min(finish, dawn + end - east))
        for begin, finish, east in stretches(day, zone_named(hours.zone))
        for start, end in _clipped(_open_clock(hours.quiet), window)
    ]
    return [(start, end) for start, end in pieces if start < end]


def stands_quiet(moment: int, hours: Hours) -> bool:
    """Like `is_quiet`, for a moment in seconds since 1970 UTC."""
    second = (moment + offset(moment, zone_named(hours.zone))) % DAY
    return not any(start <= second < end for start, end in _open_clock(hours.quiet))


def _open_clock(quiet: Quiet) -> tuple[Span, ...]:
    """The seconds of a wall clock's day outside quiet hours."""
    start, end = second_of_day(quiet.start), second_of_day(quiet.end)
    if start == end:
        return ((0, DAY),)
    return ((0, start), (end, DAY)) if start < end else ((end, start),)


def _clipped(spans: tuple[Span, ...], window: Span) -> list[Span]:
    return [(max(start, window[0]), min(end, window[1])) for start, end in spans]
