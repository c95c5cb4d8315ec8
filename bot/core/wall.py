"""Wall clocks: from a local date and time to an instant and back, over every change of the clocks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

MINUTE, HOUR, DAY = 60, 3600, 86_400

_BEGINNING, _SECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(seconds=1)
_WIDEST_OFFSET = 16 * HOUR
_PROBE = 3 * HOUR
_NOT_A_PLACE = ("localtime", "Factory", "posixrules", "posix/", "right/")


class UnknownZone(ValueError):
    """The zone's name is not one of the IANA names this machine knows."""


def instant(day: date, at: time, zone: str) -> datetime:
    """When a wall clock in `zone` shows `at` on `day`, in UTC.

    A time that does not exist is the first one after that does; of one that comes twice, the first.
    """
    return utc(instant_of(day, second_of_day(at), zone_named(zone)))


def local_day(at: datetime, zone: str) -> date:
    """The date on a wall calendar in `zone`."""
    return datetime.fromtimestamp(epoch(at), zone_named(zone)).date()


def instant_of(day: date, second: int, zone: ZoneInfo) -> int:
    """Like `instant`, with and in seconds: of the day, and since 1970 UTC."""
    wall = datetime.combine(day, time()) + timedelta(seconds=second)
    first, second_reading = (epoch(wall.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    skipped = datetime.fromtimestamp(first, zone).replace(tzinfo=None) != wall
    return _change(second_reading, first, zone) if skipped else first


def stretches(day: date, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    """Stretches of one offset that cover the date wherever it is: from, until, seconds east of UTC."""
    begin, finish = midnight(day) - _WIDEST_OFFSET, midnight(day) + DAY + _WIDEST_OFFSET
    for low, high in pairwise(range(begin, finish + _PROBE, _PROBE)):
        if offset(low, zone) != offset(high, zone):
            change = _change(low, high, zone)
            yield begin, change, offset(low, zone)
            begin = change
    yield begin, finish, offset(finish, zone)


def _change(low: int, high: int, zone: ZoneInfo) -> int:
    """The second in (low, high] at which the clocks are set."""
    before = offset(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle, zone) == before else (low, middle)
    return high


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises `UnknownZone`, also for names that mean another zone on each machine."""
    if name.startswith(_NOT_A_PLACE):
        raise UnknownZone(name)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as problem:
        raise UnknownZone(name) from problem


def offset(moment: int, zone: ZoneInfo) -> int:
    """Seconds east of UTC at a moment in seconds since 1970 UTC."""
    shift = datetime.fromtimestamp(moment, zone).utcoffset()
    return 0 if shift is None else int(shift.total_seconds())


def epoch(at: datetime) -> int:
    """Whole seconds since 1970 UTC; a naive `at` raises ValueError."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return (at - _BEGINNING) // _SECOND


def utc(moment: int) -> datetime:
    """The moment that many seconds after 1970 UTC."""
    return datetime.fromtimestamp(moment, UTC)


def midnight(day: date) -> int:
    """Seconds since 1970 at which the date begins in UTC."""
    return epoch(datetime.combine(day, time(), UTC))


def second_of_day(at: time) -> int:
    """Seconds since 00:00 on a wall clock; parts of a second are dropped."""
    return at.hour * HOUR + at.minute * MINUTE + at.second
