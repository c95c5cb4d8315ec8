"""Writes moments out as ISO 8601, in UTC and on a client's clock, by the million."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.core.wall import UnknownZone, epoch, offset, zone_named

_QUARTER = 900
"""Seconds. Within a quarter of an hour no clock of today is set, and every zone's offset is a number of quarters."""
_REST = [f":{second // 60:02}:{second % 60:02}" for second in range(3600)]


def utc_stamp(at: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, to the second; nothing stays nothing. A naive moment raises ValueError."""
    return None if at is None else utc_text(epoch(at))


def local_stamp(at: datetime, zone: str) -> str | None:
    """A moment as ISO 8601 with the offset it had in `zone`; nothing where this machine does not know the zone."""
    return local_text(epoch(at), zone)


def utc_text(moment: int) -> str:
    """`utc_stamp` of whole seconds since 1970."""
    hour, second = divmod(moment, 3600)
    return f"{_hour(hour)}{_REST[second]}+00:00"


def local_text(moment: int, zone: str) -> str | None:
    """`local_stamp` of whole seconds since 1970."""
    known = _shift(zone, moment // _QUARTER)
    if known is None:
        return _slowly(moment, zone)
    shift, sign = known
    hour, second = divmod(moment + shift, 3600)
    return f"{_hour(hour)}{_REST[second]}{sign}"


@lru_cache(maxsize=4096)
def _hour(hour: int) -> str:
    return datetime.fromtimestamp(hour * 3600, UTC).isoformat()[:13]


@lru_cache(maxsize=4096)
def _shift(zone: str, quarter: int) -> tuple[int, str] | None:
    """Seconds east of UTC, and how that is written, where it is the same all through a quarter of an hour."""
    clock = _clock(zone)
    if clock is None:
        return None
    begin, end = quarter * _QUARTER, (quarter + 1) * _QUARTER - 1
    shift = offset(begin, clock)
    if shift != offset(end, clock) or shift % 60:
        return None
    return shift, datetime.fromtimestamp(begin, clock).isoformat()[19:]


def _slowly(moment: int, zone: str) -> str | None:
    clock = _clock(zone)
    return None if clock is None else datetime.fromtimestamp(moment, clock).isoformat()


@lru_cache(maxsize=512)
def _clock(zone: str) -> ZoneInfo | None:
    try:
        return zone_named(zone)
    except UnknownZone:
        return None
