"""Nudges come at the moments the client chose, moved only where clocks or quiet hours ask for it."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from pydantic import TypeAdapter, ValidationError

from bot.core.plan import (
    SENSORY_LIFE,
    Fixed,
    Hours,
    OnDemand,
    Plan,
    Planned,
    Quiet,
    Random,
    UnknownZone,
    Weekly,
    planned,
)

EVERY_DAY = tuple(range(7))
NIGHT = Quiet(time(22), time(7))
NONE = Quiet(time(0), time(0))
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
MINUTE = timedelta(minutes=1)


def hours(
    zone: str = "Europe/Berlin",
    quiet: Quiet = NIGHT,
    evening: time | None = time(20, 30),
    noticing: time | None = time(15),
) -> Hours:
    return Hours(zone=zone, quiet=quiet, evening=evening, noticing=noticing)


def local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def walls(nudges: Iterable[Planned], zone: str) -> list[str]:
    return [f"{local(nudge.due, zone):%d %H:%M}" for nudge in nudges]


def test_random_gap_holds_around_quiet_hours_inside_the_window() -> None:
    siesta = hours(quiet=Quiet(time(13), time(15)))
    plan = Random(days=EVERY_DAY, start=time(11), end=time(18), count=3)
    nudges = planned(plan, siesta, since=date(2026, 1, 1), until=date(2026, 3, 1), seed="a")
    by_date = [nudges[n : n + 3] for n in range(0, len(nudges), 3)]
    gaps = [later.due - sooner.due for day in by_date for sooner, later in pairwise(day)]
    assert min(gaps) >= timedelta(minutes=90)


def test_random_nudges_stay_in_the_part_of_the_window_that_is_not_quiet() -> None:
    siesta = hours(quiet=Quiet(time(13), time(15)))
    plan = Random(days=EVERY_DAY, start=time(11), end=time(14))
    nudges = planned(plan, siesta, since=date(2026, 1, 1), until=date(2026, 3, 1), seed="a")
    assert {local(nudge.due, "Europe/Berlin").hour for nudge in nudges} == {11, 12}


def test_random_nudges_of_one_day_are_drawn_apart_from_each_other() -> None:
    plan = Random(days=EVERY_DAY, start=time(9), end=time(18), count=2)
    nudges = planned(plan, hours(), since=date(2026, 1, 1), until=date(2026, 2, 1), seed="a")
    assert len({later.due - sooner.due for sooner, later in zip(nudges[::2], nudges[1::2], strict=True)}) > 20


def test_noticing_hour_before_midnight_is_cut_short_by_it() -> None:
    chosen = hours(quiet=Quiet(time(2), time(9)), noticing=time(23, 30))
    nudges = planned(Random(days=EVERY_DAY), chosen, since=date(2026, 1, 1), until=date(2026, 3, 1), seed="a")
    assert all(local(nudge.due, "Europe/Berlin").time() >= time(23, 30) for nudge in nudges)


def test_random_gap_narrows_evenly_when_the_window_is_too_short() -> None:
    plan = Random(days=EVERY_DAY, start=time(9), end=time(10, 1), count=3)
    nudges = planned(plan, hours(), since=date(2026, 1, 1), until=date(2026, 1, 2), seed="a")
    assert walls(nudges, "Europe/Berlin") == ["01 09:00", "01 09:30", "01 10:00"]


def test_random_nudges_fall_evenly_over_the_window() -> None:
    plan = Random(days=EVERY_DAY, start=time(12), end=time(16))
    nudges = planned(plan, hours("UTC"), since=date(2024, 1, 1), until=date(2028, 1, 1), seed="a")
    quarters = Counter(nudge.due.hour for nudge in nudges)
    assert set(quarters) == {12, 13, 14, 15}
    assert all(0.22 < share / len(nudges) < 0.28 for share in quarters.values())


def test_random_nudges_depend_on_seed_and_date_alone() -> None:
    plan = Random(days=EVERY_DAY, start=time(9), end=time(18), count=2)
    since, until = date(2026, 1, 1), date(2026, 2, 1)
    month = planned(plan, hours(), since=since, until=until, seed="a")
    one_by_one = [
        nudge
        for n in range(31)
        for nudge in planned(
            plan, hours(), since=since + timedelta(days=n), until=since + timedelta(days=n + 1), seed="a"
        )
    ]
    assert list(month) == one_by_one
    assert planned(plan, hours(), since=since, until=until, seed="b") != month
    assert len({local(nudge.due, "Europe/Berlin").time() for nudge in month}) > 40


def test_random_nudge_leaves_half_an_hour_before_quiet_where_it_can() -> None:
    plan = Random(days=EVERY_DAY, start=time(21), end=time(22))
    nudges = planned(plan, hours(), since=date(2026, 1, 1), until=date(2026, 6, 1), seed="a")
    assert max(local(nudge.due, "Europe/Berlin").time() for nudge in nudges) == time(21, 30)


def test_window_inside_quiet_slides_after_it_or_else_before() -> None:
    early = Random(days=EVERY_DAY, start=time(4), end=time(5))
    late = Random(days=EVERY_DAY, start=time(23), end=time(0))
    first = planned(early, hours(), since=date(2026, 1, 1), until=date(2026, 3, 1), seed="a")
    last = planned(late, hours(), since=date(2026, 1, 1), until=date(2026, 3, 1), seed="a")
    assert {local(nudge.due, "Europe/Berlin").hour for nudge in first} == {7}
    shown = sorted(local(nudge.due, "Europe/Berlin").time() for nudge in last)
    assert time(20, 30) <= shown[0] < time(20, 45)
    assert time(21, 15) < shown[-1] <= time(21, 30)


@pytest.mark.parametrize(
    ("at", "shown"), [(time(6), "07:00"), (time(23), "21:30"), (time(21, 59), "21:59"), (time(22), "21:30")]
)
def test_fixed_time_in_quiet_moves_within_its_date(at: time, shown: str) -> None:
    [nudge] = planned(
        Fixed(days=EVERY_DAY, at=at), hours(), since=date(2026, 5, 4), until=date(2026, 5, 5), seed=""
    )
    assert walls([nudge], "Europe/Berlin") == [f"04 {shown}"]


@pytest.mark.parametrize(
    ("zone", "day", "at", "due"),
    [
        ("Europe/Berlin", date(2026, 3, 28), time(20, 30), "2026-03-28T19:30"),
        ("Europe/Berlin", date(2026, 3, 29), time(20, 30), "2026-03-29T18:30"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T07:00"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-03T15:30"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04T14:45"),
        ("Asia/Kathmandu", date(2026, 6, 1), time(20, 30), "2026-06-01T14:45"),
        ("Africa/Casablanca", date(2026, 2, 15), time(2, 30), "2026-02-15T01:30"),
        ("Africa/Casablanca", date(2026, 3, 22), time(2, 30), "2026-03-22T02:00"),
        ("Antarctica/Troll", date(2026, 3, 29), time(2, 0), "2026-03-29T01:00"),
        ("Antarctica/Troll", date(2026, 10, 25), time(1, 30), "2026-10-24T23:30"),
        ("America/Nuuk", date(2026, 3, 28), time(23, 30), "2026-03-29T00:30"),
        ("Pacific/Apia", date(2011, 12, 31), time(9), "2011-12-30T19:00"),
    ],
)
def test_fixed_time_on_known_clocks(zone: str, day: date, at: time, due: str) -> None:
    [nudge] = planned(
        Fixed(days=EVERY_DAY, at=at), hours(zone, NONE), since=day, until=day + timedelta(days=1), seed=""
    )
    assert f"{nudge.due:%Y-%m-%dT%H:%M}" == due
    assert local(nudge.due, zone).date() == day


def test_date_that_the_date_line_skips_has_no_nudge() -> None:
    chosen = hours("Pacific/Apia")
    for plan in (Fixed(days=EVERY_DAY), Random(days=EVERY_DAY)):
        nudges = planned(plan, chosen, since=date(2011, 12, 29), until=date(2012, 1, 1), seed="a")
        assert [nudge.local_date.day for nudge in nudges] == [29, 31]


def test_plan_without_a_chosen_time_has_no_nudge() -> None:
    never = hours(evening=None, noticing=None)
    for plan in (OnDemand(), Fixed(days=EVERY_DAY), Random(days=EVERY_DAY), Fixed(days=(), at=time(9))):
        assert planned(plan, never, since=date(2026, 1, 1), until=date(2026, 2, 1), seed="a") == ()


def test_plan_keeps_to_its_weekdays_and_slot() -> None:
    plan = Fixed(days=(0, 3), slot=2)
    nudges = planned(plan, hours(), since=date(2026, 11, 16), until=date(2026, 11, 23), seed="a")
    assert [(nudge.local_date.day, nudge.slot) for nudge in nudges] == [(16, 2), (19, 2)]


def test_noticing_around_three_comes_between_three_and_four() -> None:
    nudges = planned(
        Random(days=EVERY_DAY), hours(), since=date(2026, 1, 1), until=date(2026, 5, 1), seed="a"
    )
    shown = [local(nudge.due, "Europe/Berlin").time() for nudge in nudges]
    assert time(15) <= min(shown) < time(15, 10)
    assert time(15, 50) < max(shown) < time(16)


def test_homework_closes_at_quiet_and_sensory_after_ninety_minutes() -> None:
    def life(at: time, quiet: Quiet, sensory: bool) -> timedelta:
        [nudge] = planned(
            Fixed(days=EVERY_DAY, at=at),
            hours("UTC", quiet),
            since=date(2026, 1, 1),
            until=date(2026, 1, 2),
            seed="",
            life=SENSORY_LIFE if sensory else None,
        )
        return nudge.expires - nudge.due

    assert life(time(19), NIGHT, False) == timedelta(hours=3)
    assert life(time(19), NIGHT, True) == timedelta(minutes=90)
    assert life(time(21), NIGHT, True) == timedelta(hours=1)
    assert life(time(19), NONE, False) == timedelta(hours=5)


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "", "America", "../etc/passwd", "localtime", "Factory", "a\0b"]
)
def test_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(UnknownZone):
        planned(Fixed(days=EVERY_DAY), hours(name), since=date(2026, 1, 1), until=date(2026, 1, 2), seed="")


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "fixed", "days": [7]}',
        '{"kind": "fixed", "days": [1, 1]}',
        '{"kind": "fixed", "days": [1], "slot": -1}',
        '{"kind": "random", "days": [1], "start": "09:00"}',
        '{"kind": "random", "days": [1], "start": "09:00", "end": "09:00"}',
        '{"kind": "random", "days": [1], "count": 0}',
        '{"kind": "random", "days": [1], "gap_minutes": -1}',
        '{"kind": "monthly", "days": [1]}',
    ],
)
def test_impossible_plan_is_refused(text: str) -> None:
    adapter: TypeAdapter[Plan] = TypeAdapter(Plan)
    with pytest.raises(ValidationError):
        adapter.validate_json(text)


def test_weekly_plan_follows_the_clients_own_day_and_hour() -> None:
    hours = Hours(
        zone="Europe/Lisbon",
        quiet=Quiet(time(22), time(7)),
        evening=time(20),
        noticing=None,
        week_day=2,
        week_at=time(18, 30),
    )
    found = planned(Weekly(), hours, since=date(2026, 11, 16), until=date(2026, 11, 30), seed="x")
    assert [(each.local_date, each.due) for each in found] == [
        (date(2026, 11, 18), datetime(2026, 11, 18, 18, 30, tzinfo=UTC)),
        (date(2026, 11, 25), datetime(2026, 11, 25, 18, 30, tzinfo=UTC)),
    ]


def test_weekly_plan_without_an_hour_has_no_nudges() -> None:
    hours = Hours(zone="UTC", quiet=Quiet(time(22), time(7)), evening=None, noticing=None)
    assert planned(Weekly(), hours, since=date(2026, 11, 16), until=date(2026, 11, 30), seed="x") == ()
