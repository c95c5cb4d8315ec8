"""When client and therapist next meet: rhythms, single dates moved or left out, and what a clock change does to them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.appointment import (
    Appointments,
    Instead,
    cancelled,
    last_start,
    moved,
    next_start,
    renewed,
)
from bot.core.hours import Hours, Quiet
from bot.core.nearing import moment, subject_of, timers
from bot.core.wall import UnknownZone

NEW_YORK, BERLIN, APIA = "America/New_York", "Europe/Berlin", "Pacific/Apia"
MONDAY = date(2026, 11, 30)
WEEKLY = Appointments(on=MONDAY, at=time(14), zone=NEW_YORK, every=7)
FIRST = datetime(2026, 11, 30, 19, tzinfo=UTC)
A_WEEK = timedelta(days=7)
HOURS = Hours(zone=NEW_YORK, quiet=Quiet(time(22), time(7)), evening=time(20, 30), noticing=None)


def test_one_appointment_is_ahead_until_it_begins_and_behind_from_then_on() -> None:
    once = Appointments(on=MONDAY, at=time(14), zone=NEW_YORK)
    assert next_start(once, FIRST - timedelta(seconds=1)) == FIRST
    assert next_start(once, FIRST) is None
    assert last_start(once, FIRST - timedelta(seconds=1)) is None
    assert last_start(once, FIRST + 500 * A_WEEK) == FIRST


def test_a_rhythm_begins_with_its_first_date_and_goes_on_for_years() -> None:
    assert next_start(WEEKLY, FIRST - 30 * A_WEEK) == FIRST
    assert last_start(WEEKLY, FIRST - timedelta(days=1)) is None
    assert next_start(WEEKLY, FIRST) == FIRST + A_WEEK
    years = datetime(2031, 6, 2, 12, tzinfo=UTC)  # a Monday in summer: 14:00 in New York is 18:00 UTC
    assert next_start(WEEKLY, years) == datetime(2031, 6, 2, 18, tzinfo=UTC)
    assert last_start(WEEKLY, years) == datetime(2031, 5, 26, 18, tzinfo=UTC)


def test_the_hour_stands_on_the_wall_clock_when_the_clocks_change() -> None:
    before = Appointments(on=date(2026, 10, 19), at=time(9), zone=BERLIN, every=7)
    assert next_start(before, datetime(2026, 10, 24, tzinfo=UTC)) == datetime(2026, 10, 26, 8, tzinfo=UTC)
    assert last_start(before, datetime(2026, 10, 24, tzinfo=UTC)) == datetime(2026, 10, 19, 7, tzinfo=UTC)


def test_an_hour_that_a_clock_change_swallows_comes_right_after_it() -> None:
    night = Appointments(on=date(2027, 3, 28), at=time(2, 30), zone=BERLIN)
    assert next_start(night, datetime(2027, 3, 27, tzinfo=UTC)) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_every_two_weeks_leaves_out_the_week_between() -> None:
    other = Appointments(on=MONDAY, at=time(14), zone=NEW_YORK, every=14)
    assert next_start(other, FIRST) == FIRST + 2 * A_WEEK
    assert last_start(other, FIRST + A_WEEK) == FIRST


def test_moving_one_leaves_the_others_where_they_are() -> None:
    wednesday = moved(WEEKLY, FIRST, date(2026, 12, 2), time(9))
    there = datetime(2026, 12, 2, 14, tzinfo=UTC)
    assert next_start(wednesday, FIRST - A_WEEK) == there
    assert next_start(wednesday, there) == FIRST + A_WEEK
    assert last_start(wednesday, there) == there


def test_one_can_be_moved_past_the_next_and_be_moved_again() -> None:
    late = moved(WEEKLY, FIRST, date(2026, 12, 8), time(9))
    there = datetime(2026, 12, 8, 14, tzinfo=UTC)
    assert next_start(late, FIRST - A_WEEK) == FIRST + A_WEEK
    assert next_start(late, FIRST + A_WEEK) == there
    again = moved(late, there, MONDAY, time(16))
    assert again.instead == (Instead(was=MONDAY, on=MONDAY, at=time(16)),)
    assert next_start(again, FIRST - A_WEEK) == FIRST + timedelta(hours=2)


def test_leaving_one_out_leaves_the_next_one() -> None:
    out = cancelled(WEEKLY, FIRST)
    assert next_start(out, FIRST - A_WEEK) == FIRST + A_WEEK
    assert last_start(out, FIRST + timedelta(days=1)) is None
    assert next_start(cancelled(out, FIRST + A_WEEK), FIRST - A_WEEK) == FIRST + 2 * A_WEEK


def test_the_only_one_left_out_leaves_none() -> None:
    once = Appointments(on=MONDAY, at=time(14), zone=NEW_YORK)
    assert next_start(cancelled(once, FIRST), FIRST - A_WEEK) is None


def test_what_was_arranged_earlier_is_still_known_as_the_last_meeting() -> None:
    new = Appointments(on=date(2026, 12, 10), at=time(10), zone=NEW_YORK)
    follows = renewed(new, WEEKLY, FIRST + timedelta(days=1))
    assert follows.version == 2
    assert last_start(follows, FIRST + timedelta(days=2)) == FIRST
    assert renewed(new, None, FIRST) == new


def test_old_single_dates_are_let_go_of() -> None:
    many = WEEKLY
    for week in range(200):
        many = cancelled(many, FIRST + week * A_WEEK + (timedelta(0)))
    assert len(many.instead) < 60


def test_a_date_that_a_zone_left_out_begins_with_the_next_one() -> None:
    skipped = Appointments(on=date(2011, 12, 30), at=time(9), zone=APIA)
    start = next_start(skipped, datetime(2011, 12, 28, tzinfo=UTC))
    assert start == datetime(2011, 12, 30, 10, tzinfo=UTC)  # the first minute of the 31st there


def test_a_zone_that_is_not_known_here_is_said() -> None:
    with pytest.raises(UnknownZone):
        next_start(Appointments(on=MONDAY, at=time(14), zone="Mars/Olympus"), FIRST)


def test_a_rhythm_has_a_longest_and_none_below_zero() -> None:
    for days in (-1, 91):
        with pytest.raises(ValueError, match="rhythm"):
            Appointments(on=MONDAY, at=time(14), zone=NEW_YORK, every=days)


@given(
    st.integers(0, 90),
    st.sampled_from([NEW_YORK, BERLIN, APIA, "Asia/Kathmandu", "Australia/Lord_Howe"]),
    st.integers(0, 1439),
    st.integers(-400, 1500),
    st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(-5, 9)), max_size=3),
)
def test_next_and_last_are_neighbours_whatever_was_changed(
    every: int, zone: str, minute: int, days: int, changes: list[tuple[int, bool, int]]
) -> None:
    at = time(minute // 60, minute % 60)
    meetings = Appointments(on=MONDAY, at=at, zone=zone, every=every)
    for skip, is_moved, shift in changes:
        start: datetime | None = FIRST - A_WEEK
        for _ in range(skip + 1):
            start = next_start(meetings, start) if start else None
        if start is not None:
            day = start.date() + timedelta(days=shift)
            meetings = moved(meetings, start, day, time(8)) if is_moved else cancelled(meetings, start)
    now = FIRST + timedelta(days=days)
    after, before = next_start(meetings, now), last_start(meetings, now)
    assert before is None or before <= now
    if after is not None:
        assert after > now
        assert next_start(meetings, after - timedelta(seconds=1)) == after
        assert last_start(meetings, after) == after
        assert last_start(meetings, after - timedelta(seconds=1)) == before
    elif every:
        pytest.fail("a rhythm never ends")


def test_around_an_appointment_come_a_look_back_the_list_and_what_to_keep() -> None:
    coming = timers(FIRST, HOURS, FIRST - A_WEEK)
    assert [(each.timer, each.at.astimezone(UTC)) for each in coming] == [
        ("review", datetime(2026, 11, 29, 0, 30, tzinfo=UTC)),  # Saturday, half past seven in the evening
        ("agenda", datetime(2026, 11, 30, 0, 30, tzinfo=UTC)),
        ("recap", FIRST + timedelta(hours=3)),
        ("brief", FIRST - timedelta(days=1)),  # looks then at the hour that the therapist chose
    ]
    assert {each.subject for each in coming} == {"2026-11-30T19:00:00Z"}


def test_what_would_have_come_already_is_left_out() -> None:
    assert [each.timer for each in timers(FIRST, HOURS, FIRST - timedelta(hours=2))] == ["recap"]
    assert timers(FIRST, HOURS, FIRST + timedelta(days=1)) == ()


def test_nothing_around_it_comes_in_quiet_hours() -> None:
    late = datetime(2026, 12, 1, 1, tzinfo=UTC)  # eight in the evening
    assert moment("recap", late, HOURS) == datetime(2026, 12, 1, 12, tzinfo=UTC)
    early_to_bed = Hours(zone=NEW_YORK, quiet=Quiet(time(18), time(7)), evening=None, noticing=None)
    assert moment("agenda", FIRST, early_to_bed) == datetime(2026, 11, 30, 12, tzinfo=UTC)
    at_six = datetime(2026, 11, 30, 11, tzinfo=UTC)
    assert moment("agenda", at_six, early_to_bed) is None


def test_without_a_known_clock_nothing_comes_before_it() -> None:
    nowhere = Hours(zone="Mars/Olympus", quiet=Quiet(time(0), time(0)), evening=None, noticing=None)
    assert moment("agenda", FIRST, nowhere) is None


def test_names_of_appointments_sort_as_they_come() -> None:
    assert subject_of(FIRST) < subject_of(FIRST + timedelta(seconds=1)) < subject_of(FIRST + A_WEEK)
