"""Wall clocks and quiet hours: instants in every zone, quiet's beginnings and ends, the second prompt."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.plan import (
    Hours,
    Quiet,
    after_quiet,
    instant,
    is_quiet,
    local_day,
    next_quiet_start,
    quiet_end_after,
    reprompt_at,
)

NIGHT = Quiet(time(22), time(7))
NONE = Quiet(time(9), time(9))
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
SECOND = timedelta(seconds=1)

clock = st.builds(time, st.integers(0, 23), st.integers(0, 59))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone


def hours(quiet: Quiet = NIGHT, zone: str = "Europe/Berlin") -> Hours:
    return Hours(zone=zone, quiet=quiet, evening=None, noticing=None)


def wall(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def berlin(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


@given(day=st.dates(date(2000, 1, 1), date(2030, 12, 31)), at=clock, zone=st.sampled_from(ZONES))
@settings(max_examples=300, deadline=None)
def test_instant_is_the_first_that_shows_the_time_or_follows_it(day: date, at: time, zone: str) -> None:
    found, wanted = instant(day, at, zone), datetime.combine(day, at)
    if wall(found, zone) == wanted:
        repeats = (timedelta(minutes=20 * n) for n in range(1, 75))
        assert all(wall(found - back, zone) != wanted for back in repeats)
    else:
        assert wall(found - SECOND, zone) < wanted < wall(found, zone)


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),
        ("America/Nuuk", date(2026, 3, 28), time(23, 30), "2026-03-29T01:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(12), "2011-12-30T10:00"),
        ("America/Havana", date(2026, 3, 8), time(0, 0), "2026-03-08T05:00"),
        ("America/Havana", date(2026, 11, 1), time(0, 30), "2026-11-01T04:30"),
    ],
)
def test_instant_of_lost_and_repeated_times(zone: str, day: date, at: time, utc: str) -> None:
    assert f"{instant(day, at, zone):%Y-%m-%dT%H:%M}" == utc


@given(at=moments, start=clock, end=clock, zone=st.sampled_from(ZONES))
@settings(max_examples=300, deadline=None)
def test_quiet_begins_and_ends_where_it_says(at: datetime, start: time, end: time, zone: str) -> None:
    assume(start != end)
    chosen = hours(Quiet(start, end), zone)
    begins, ends = next_quiet_start(at, chosen), quiet_end_after(at, chosen)
    assert begins is not None
    assert begins > at
    assert is_quiet(begins, chosen)
    assert not is_quiet(begins - SECOND, chosen)
    assert ends > at
    assert is_quiet(ends - SECOND, chosen)
    assert not is_quiet(ends, chosen)


@given(at=moments, start=clock, end=clock, zone=st.sampled_from(ZONES))
@settings(max_examples=200, deadline=None)
def test_after_quiet_is_never_quiet_nor_later_than_needed(
    at: datetime, start: time, end: time, zone: str
) -> None:
    chosen = hours(Quiet(start, end), zone)
    later = after_quiet(at, chosen)
    assert not is_quiet(later, chosen)
    assert (later == at) == (not is_quiet(at, chosen))
    assert all(is_quiet(at + (later - at) * n / 20, chosen) for n in range(20) if later > at)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(21, False), (22, True), (23, True), (0, True), (6, True), (7, False)]
)
def test_quiet_holds_from_its_start_up_to_its_end(hour: int, quiet: bool) -> None:
    assert is_quiet(berlin(4, hour), hours()) is quiet


def test_no_quiet_hours_never_begin_or_end() -> None:
    at = berlin(4, 9)
    assert not is_quiet(at, hours(NONE))
    assert next_quiet_start(at, hours(NONE)) is None
    assert quiet_end_after(at, hours(NONE)) == at


def test_quiet_start_seen_from_within_quiet_is_the_next_one() -> None:
    assert next_quiet_start(berlin(4, 22), hours()) == berlin(5, 22)
    assert next_quiet_start(berlin(4, 21, 59), hours()) == berlin(4, 22)


def test_quiet_lost_to_a_clock_change_begins_the_night_after() -> None:
    short = hours(Quiet(time(2), time(3)))
    assert next_quiet_start(berlin(28, 12, month=3), short) == berlin(30, 2, month=3)


@pytest.mark.parametrize(
    ("sent", "again"),
    [
        ((12, 0), (14, 0)),
        ((18, 0), (20, 0)),
        ((19, 0), (20, 30)),
        ((21, 0), (21, 30)),
        ((21, 20), (21, 50)),
        ((21, 30), None),
        ((21, 59), None),
        ((23, 0), None),
    ],
)
def test_second_prompt_comes_before_quiet_or_not_at_all(
    sent: tuple[int, int], again: tuple[int, int] | None
) -> None:
    expected = None if again is None else berlin(4, *again)
    assert reprompt_at(berlin(4, *sent), hours()) == expected


def test_second_prompt_without_quiet_hours_stays_before_midnight() -> None:
    assert reprompt_at(berlin(4, 12), hours(NONE)) == berlin(4, 14)
    assert reprompt_at(berlin(4, 22), hours(NONE)) == berlin(4, 23)
    assert reprompt_at(berlin(4, 23, 40), hours(NONE)) is None


def test_local_day_is_the_date_on_the_clients_calendar() -> None:
    at = datetime(2026, 1, 1, 11, tzinfo=UTC)
    assert local_day(at, "Pacific/Kiritimati") == date(2026, 1, 2)
    assert local_day(at, "Pacific/Midway") == date(2026, 1, 1)
    assert local_day(at - timedelta(hours=1), "Pacific/Midway") == date(2025, 12, 31)


def test_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - the very thing refused
    with pytest.raises(ValueError, match="zone"):
        is_quiet(naive, hours())
