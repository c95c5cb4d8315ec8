"""Plans that come every so many days, on drawn days, by the appointment: exact over zones, clock changes and repeats."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.plan import (
    After,
    Every,
    Hours,
    Meeting,
    Plan,
    Quiet,
    SomeDays,
    is_quiet,
    local_day,
    planned,
)

SINCE, UNTIL = date(2026, 3, 1), date(2026, 5, 1)
"""Over the night the clocks change, in the north and in the south."""
QUIET = Quiet(time(22), time(7))
ZONES = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"])


def hours(zone: str = "America/New_York", *appointments: datetime) -> Hours:
    """A client whose evening is half past eight."""
    return Hours(zone=zone, quiet=QUIET, evening=time(20, 30), noticing=None, appointments=appointments)


def dates(plan: Plan, chosen: Hours, seed: str = "a", since: date = SINCE, until: date = UNTIL) -> list[date]:
    """The local dates a plan comes on."""
    return [each.local_date for each in planned(plan, chosen, since=since, until=until, seed=seed)]


@given(zone=ZONES, every=st.integers(2, 20), data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_so_many_days_leaves_no_date_out_and_none_twice(
    zone: str, every: int, data: st.DataObject
) -> None:
    phase = data.draw(st.integers(0, every - 1))
    found = dates(Every(every=every, phase=phase), hours(zone))
    assert found == [
        SINCE + timedelta(days=n)
        for n in range(61)
        if (SINCE + timedelta(days=n)).toordinal() % every == phase
    ]


@given(
    zone=ZONES, count=st.integers(1, 5), days=st.sets(st.integers(0, 6), min_size=5), seed=st.text(max_size=5)
)
@settings(max_examples=40, deadline=None)
def test_some_days_are_so_many_each_week_out_of_those_that_were_chosen(
    zone: str, count: int, days: set[int], seed: str
) -> None:
    plan = SomeDays(count=count, days=tuple(sorted(days)))
    monday = date(2026, 3, 2)
    for week in range(8):
        start = monday + timedelta(days=7 * week)
        found = dates(plan, hours(zone), seed, start, start + timedelta(days=7))
        assert len(found) == count
        assert {each.weekday() for each in found} <= days


def test_the_drawn_days_differ_by_week_and_by_seed_and_are_the_same_whoever_asks_when() -> None:
    plan = SomeDays(count=2)
    whole = dates(plan, hours())
    assert whole == [
        day
        for n in range(61)
        for day in dates(plan, hours(), "a", SINCE + timedelta(days=n), SINCE + timedelta(days=n + 1))
    ]
    assert (
        len(
            {
                tuple(day.weekday() for day in whole if day.isocalendar().week == week)
                for week in range(10, 17)
            }
        )
        > 2
    )
    assert whole != dates(plan, hours(), "b")


def test_days_before_an_appointment_come_in_the_evening() -> None:
    start = datetime(2026, 3, 10, 18, tzinfo=UTC)
    (found,) = planned(Meeting(days=-2), hours("America/New_York", start), since=SINCE, until=UNTIL, seed="")
    assert found.local_date == date(2026, 3, 8)
    # The night before, the clocks went forward.
    assert found.due == datetime(2026, 3, 9, 0, 30, tzinfo=UTC)


def test_hours_after_an_appointment_wait_for_the_end_of_quiet_hours() -> None:
    start = datetime(2026, 3, 11, 0, 0, tzinfo=UTC)  # eight in the evening
    (found,) = planned(
        Meeting(minutes=240), hours("America/New_York", start), since=SINCE, until=UNTIL, seed=""
    )
    assert found.due == datetime(2026, 3, 11, 11, 0, tzinfo=UTC)
    assert found.local_date == date(2026, 3, 11)


def test_minutes_before_an_appointment_stay_before_it() -> None:
    start = datetime(2026, 3, 10, 14, tzinfo=UTC)
    (found,) = planned(
        Meeting(minutes=-90), hours("America/New_York", start), since=SINCE, until=UNTIL, seed=""
    )
    assert found.due == start - timedelta(minutes=90)


def test_an_appointment_that_moves_takes_its_nudge_along() -> None:
    first, second = (datetime(2026, 3, day, 18, tzinfo=UTC) for day in (10, 17))
    assert dates(Meeting(days=-1), hours("UTC", first)) == [date(2026, 3, 9)]
    assert dates(Meeting(days=-1), hours("UTC", second)) == [date(2026, 3, 16)]
    assert dates(Meeting(days=-1), hours("UTC", first, second)) == [date(2026, 3, 9), date(2026, 3, 16)]
    assert dates(Meeting(days=-1), hours("UTC")) == []


@given(
    zone=ZONES,
    starts=st.lists(st.integers(0, 74 * 24 * 60), max_size=4),
    plan=st.builds(lambda days: Meeting(days=days), st.integers(-7, 7)) | st.builds(lambda m: Meeting(minutes=m), st.sampled_from([-300, -60, 60, 240, 600])),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_nothing_by_an_appointment_comes_in_quiet_hours_or_twice(
    zone: str, starts: list[int], plan: Meeting
) -> None:
    chosen = hours(zone, *(datetime(2026, 2, 20, tzinfo=UTC) + timedelta(minutes=start) for start in starts))
    found = planned(plan, chosen, since=SINCE, until=UNTIL, seed="")
    assert len({(each.local_date, each.slot) for each in found}) == len(found)
    assert all(
        not is_quiet(each.due, chosen) and local_day(each.due, zone) == each.local_date for each in found
    )


def test_what_comes_after_a_run_is_planned_by_no_date() -> None:
    assert dates(After(), hours()) == []


def test_a_life_of_a_day_or_more_passes_quiet_hours_and_a_shorter_one_does_not() -> None:
    def life(of: timedelta | None) -> timedelta:
        (first, *_) = planned(Every(every=2), hours(), since=SINCE, until=UNTIL, seed="", life=of)
        return first.expires - first.due

    assert life(None) == timedelta(minutes=90)  # until ten
    assert life(timedelta(hours=1)) == timedelta(hours=1)
    assert life(timedelta(hours=6)) == timedelta(minutes=90)
    assert life(timedelta(days=2)) == timedelta(days=2)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Every(every=0),
        lambda: Every(every=2, phase=2),
        lambda: SomeDays(count=0),
        lambda: SomeDays(count=3, days=(1, 2)),
        lambda: SomeDays(count=1, days=(7,)),
        Meeting,
        lambda: Meeting(days=1, minutes=1),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(wrong: Callable[[], Plan]) -> None:
    with pytest.raises(ValueError, match=r"at least 1|different weekdays|either days or minutes"):
        wrong()
