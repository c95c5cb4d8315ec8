"""When client and therapist meet: one wall time that may come again, with single dates moved or left out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count

from bot.core.wall import instant, local_day

MOST_DAYS = 90
"""The longest rhythm, in days."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What became of the appointment that would have been on the date `was`: another date and hour, or without them none."""

    was: date
    on: date | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointments:
    """All appointments of one client, on the therapist's wall clock in `zone`.

    The first is `on` a date `at` an hour; they come again every so many days, or with 0 only once. `before` is when the
    two last met by what was arranged earlier (UTC), `version` counts the arrangements.
    """

    on: date
    at: time
    zone: str
    every: int = 0
    instead: tuple[Instead, ...] = ()
    before: datetime | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.every <= MOST_DAYS:
            raise ValueError("a rhythm has from 0 to 90 days")


def next_start(meetings: Appointments, now: datetime) -> datetime | None:
    """When the first appointment after `now` begins, in UTC; None when there is none. Raises `UnknownZone`."""
    return neighbours(meetings, now)[1]


def last_start(meetings: Appointments, now: datetime) -> datetime | None:
    """When the last appointment up to `now` began, in UTC; None when there was none. Raises `UnknownZone`."""
    return neighbours(meetings, now)[0]


def neighbours(meetings: Appointments, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When the last appointment up to `now` began and when the next one does, in UTC. Raises `UnknownZone`."""
    last, following = _regular_neighbours(meetings, now)
    moved_ones = tuple(moved_starts(meetings)) if meetings.instead else ()
    behind = [start for start in (last, meetings.before, *moved_ones) if start is not None and start <= now]
    ahead = [start for start in (following, *moved_ones) if start is not None and start > now]
    return max(behind, default=None), min(ahead, default=None)


def moved(meetings: Appointments, start: datetime, on: date, at: time) -> Appointments:
    """The same with the one appointment that begins at `start` on another date or hour; the rest stays as it was."""
    return _with_instead(meetings, start, Instead(was=_date_behind(meetings, start), on=on, at=at))


def cancelled(meetings: Appointments, start: datetime) -> Appointments:
    """The same without the one appointment that begins at `start`."""
    return _with_instead(meetings, start, Instead(was=_date_behind(meetings, start)))


def renewed(meetings: Appointments, earlier: Appointments | None, now: datetime) -> Appointments:
    """`meetings` as they follow on what was arranged `earlier`: the next version, which knows when the two last met."""
    if earlier is None:
        return meetings
    return replace(meetings, before=last_start(earlier, now), version=earlier.version + 1)


def _with_instead(meetings: Appointments, start: datetime, new: Instead) -> Appointments:
    """Dates that lie so far back that no question can be about them any more are let go of."""
    oldest = local_day(start, meetings.zone) - timedelta(days=2 * MOST_DAYS)
    kept = (
        each
        for each in meetings.instead
        if each.was != new.was and max(each.was, each.on or each.was) > oldest
    )
    return replace(meetings, instead=(*kept, new))


def _date_behind(meetings: Appointments, start: datetime) -> date:
    """Which of the regular dates the appointment at `start` stands for."""
    for each in meetings.instead:
        if each.on is not None and each.at is not None and instant(each.on, each.at, meetings.zone) == start:
            return each.was
    return local_day(start, meetings.zone)


def _index_of(meetings: Appointments, now: datetime) -> int:
    """The place in the rhythm of a date that is not after `now`; 0 before it begins, and where there is no rhythm."""
    days = (local_day(now, meetings.zone) - meetings.on).days - 1
    return max(0, days // meetings.every) if meetings.every else 0


def _regular_neighbours(meetings: Appointments, now: datetime) -> tuple[datetime | None, datetime | None]:
    first = _index_of(meetings, now)
    last = None
    for start in _starts(meetings, count(first) if meetings.every else iter([0])):
        if start > now:
            return last or next(_starts(meetings, iter(range(first - 1, -1, -1))), None), start
        last = start
    return last, None


def _starts(meetings: Appointments, numbers: Iterator[int]) -> Iterator[datetime]:
    changed = {each.was for each in meetings.instead}
    dates = (meetings.on + number * meetings.every * _A_DAY for number in numbers)
    return (instant(day, meetings.at, meetings.zone) for day in dates if day not in changed)


def moved_starts(meetings: Appointments) -> Iterator[datetime]:
    """When the single appointments begin that were moved somewhere else, in UTC."""
    for each in meetings.instead:
        if each.on is not None and each.at is not None:
            yield instant(each.on, each.at, meetings.zone)
