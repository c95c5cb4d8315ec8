"""Writes moments out as ISO 8601, in UTC and on a client's clock, by the million."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.core.wall import UnknownZone, epoch, offset, zone_named

_DAY, _HOUR = 86_400, 3600
_HOURS = [f"T{hour:02}" for hour in range(24)]
_REST = [f":{second // 60:02}:{second % 60:02}" for second in range(_HOUR)]


def utc_stamp(at: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, to the second; nothing stays nothing. A naive moment raises ValueError."""
    return None if at is None else utc_text(epoch(at))


def local_stamp(at: datetime, zone: str) -> str | None:
    """A moment as ISO 8601 with the offset it had in `zone`; nothing where this machine does not know the zone."""
    return local_text(epoch(at), zone)


def utc_text(moment: int) -> str:
    """`utc_stamp` of whole seconds since 1970."""
    day, second = divmod(moment, _DAY)
    return f"{_date(day)}{_HOURS[second // _HOUR]}{_REST[second % _HOUR]}+00:00"


def local_text(moment: int, zone: str) -> str | None:
    """`local_stamp` of whole seconds since 1970."""
    known = _shift(zone, moment // _DAY)
    if known is None:
        return _slowly(moment, zone)
    shift, sign = known
    day, second = divmod(moment + shift, _DAY)
    return f"{_date(day)}{_HOURS[second // _HOUR]}{_REST[second % _HOUR]}{sign}"


@lru_cache(maxsize=4096)
def _date(day: int) -> str:
    return datetime.fromtimestamp(day * _DAY, UTC).date().isoformat()


@lru_cache(maxsize=4096)
def _shift(zone: str, day: int) -> tuple[int, str] | None:
    """Seconds east of UTC, and how that is written, where no clock is set in `zone` all through a day of UTC."""
    clock = _clock(zone)
    if clock is None:
        return None
    begin = day * _DAY
    shifts = {offset(moment, clock) for moment in range(begin, begin + _DAY + 1, _DAY // 4)}
    if len(shifts) > 1 or next(iter(shifts)) % 60:
        return None
    return next(iter(shifts)), datetime.fromtimestamp(begin, clock).isoformat()[19:]


def _slowly(moment: int, zone: str) -> str | None:
    clock = _clock(zone)
    return None if clock is None else datetime.fromtimestamp(moment, clock).isoformat()


@lru_cache(maxsize=512)
def _clock(zone: str) -> ZoneInfo | None:
    try:
        return zone_named(zone)
    except UnknownZone:
        return None
