"""Moments written out by the million are those that the calendar has, in every zone and through every change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.export.moments import local_stamp, utc_stamp

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Antarctica/Troll",
    "America/Nuuk",
)
MOMENTS = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(MOMENTS, st.sampled_from(ZONES))
@settings(max_examples=300, deadline=None)
def test_any_moment_is_what_the_calendar_says(at: datetime, zone: str) -> None:
    assert utc_stamp(at) == at.isoformat(timespec="seconds")
    assert local_stamp(at, zone) == at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_an_hour_of_the_days_on_which_clocks_are_set(zone: str) -> None:
    place = ZoneInfo(zone)
    begin = datetime(2011, 1, 1, tzinfo=UTC)
    days = [begin + timedelta(days=n) for n in range(366 * 2)]
    changing = [
        day
        for day in days
        if day.astimezone(place).utcoffset() != (day + timedelta(days=1)).astimezone(place).utcoffset()
    ]
    for day in changing:
        for quarter in range(96 * 2):
            at = day + timedelta(minutes=15 * quarter - 720, seconds=59)
            assert local_stamp(at, zone) == at.astimezone(place).isoformat(timespec="seconds")


def test_zone_that_nobody_knows_has_no_local_time() -> None:
    assert local_stamp(datetime(2026, 1, 1, tzinfo=UTC), "Mars/Olympus_Mons") is None


def test_part_of_a_second_is_dropped() -> None:
    at = datetime(2026, 1, 1, 0, 0, 0, 999_999, tzinfo=UTC)
    assert utc_stamp(at) == "2026-01-01T00:00:00+00:00"
    assert utc_stamp(None) is None


def test_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        utc_stamp(datetime(2026, 1, 1))  # noqa: DTZ001  # what is refused
