"""Writes moments out as ISO 8601, in UTC and on a client's clock, by the million."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.core.wall import UnknownZone, epoch, offset, zone_named

_DAY, _HOUR = 86_400, 3600
_REST = [f":{second // 60:02}:{second % 60:02}" for second in range(_HOUR)]


def utc_stamp(at: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, to the second; nothing stays nothing. A naive moment raises ValueError."""
    return None if at is None else utc_text(epoch(at))


def local_stamp(at: datetime, zone: str) -> str | None:
    """A moment as ISO 8601 with the offset it had in `zone`; nothing where this machine does not know the zone."""
    return both_texts(epoch(at), zone)[1]


def utc_text(moment: int) -> str:
    """`utc_stamp` of whole seconds since 1970."""
    return f"{_hour(moment // _HOUR)}{_REST[moment % _HOUR]}+00:00"


def both_texts(moment: int, zone: str) -> tuple[str, str | None]:
    """`utc_stamp` and `local_stamp` of whole seconds since 1970."""
    known = _shift(zone, moment // _DAY)
    if known is None:
        return utc_text(moment), _slowly(moment, zone)
    there = moment + known[0]
    local = f"{_hour(there // _HOUR)}{_REST[there % _HOUR]}{known[1]}"
    return f"{_hour(moment // _HOUR)}{_REST[moment % _HOUR]}+00:00", local


@lru_cache(maxsize=1 << 14)
def _hour(hour: int) -> str:
    return datetime.fromtimestamp(hour * _HOUR, UTC).isoformat()[:13]


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
