"""A plan's promises hold in every zone, over every clock change and for any quiet hours."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.core.plan import SENSORY_LIFE, Fixed, Hours, OnDemand, Plan, Planned, Quiet, Random, planned

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


def in_quiet(at: datetime, chosen: Hours) -> bool:
    wall, start, end = local(at, chosen.zone).time(), chosen.quiet.start, chosen.quiet.end
    if start <= end:
        return start <= wall < end
    return wall >= start or wall < end


def check_promises(
    plan: Fixed | Random, chosen: Hours, since: date, until: date, life: timedelta | None
) -> None:
    nudges = planned(plan, chosen, since=since, until=until, seed="p1", life=life)
    slots = range(plan.count) if isinstance(plan, Random) else [plan.slot]
    dates = [since + timedelta(days=n) for n in range((until - since).days)]
    wanted = [(day, slot) for day in dates if day.weekday() in plan.days for slot in slots]
    assert [(nudge.local_date, nudge.slot) for nudge in nudges] == wanted
    assert [nudge.due for nudge in nudges] == sorted(nudge.due for nudge in nudges)
    for nudge in nudges:
        assert local(nudge.due, chosen.zone).date() == nudge.local_date
        assert not in_quiet(nudge.due, chosen)
        check_life(nudge, chosen, life)


def check_life(nudge: Planned, chosen: Hours, life: timedelta | None) -> None:
    assert nudge.due.tzinfo is UTC
    assert nudge.due < nudge.expires
    assert not in_quiet(nudge.expires - MINUTE, chosen)
    if life:
        assert nudge.expires - nudge.due <= timedelta(minutes=90)
    elif chosen.quiet.start == chosen.quiet.end:
        assert local(nudge.expires - MINUTE, chosen.zone).date() == nudge.local_date
    else:
        assert in_quiet(nudge.expires, chosen)
    moment = nudge.due
    while moment < nudge.expires:
        assert not in_quiet(moment, chosen)
        moment += timedelta(minutes=41)


def clock_changes() -> list[tuple[str, date]]:
    """Each local date of 2024 to 2030 around which a zone sets its clocks, once per distinct behaviour."""
    found: dict[tuple[object, ...], tuple[str, date]] = {}
    weeks = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(weeks=n) for n in range(366)]
    for zone in ZONES:
        offsets = [week.astimezone(ZoneInfo(zone)).utcoffset() for week in weeks]
        for week, (before, after) in zip(weeks, pairwise(offsets), strict=False):
            if before != after:
                first = next(n for n in range(169) if offset_at(week + timedelta(hours=n), zone) != before)
                change = week + timedelta(hours=first)
                found.setdefault((change, before, after), (zone, local(change, zone).date()))
    return list(found.values())


def offset_at(at: datetime, zone: str) -> timedelta | None:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


clock = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 29, 30, 45, 59]))
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
fixed = st.builds(Fixed, days=weekdays, at=st.none() | clock, slot=st.integers(0, 2))
windows = st.tuples(clock, clock).filter(lambda ends: ends[0] < ends[1])
random_at = st.builds(
    lambda on, ends, count, gap: Random(days=on, start=ends[0], end=ends[1], count=count, gap_minutes=gap),
    weekdays,
    windows | st.just((None, None)),
    st.integers(1, 4),
    st.integers(0, 240),
)
quiet_hours = st.builds(Quiet, clock, clock)
choices = st.builds(
    Hours, zone=st.sampled_from(ZONES), quiet=quiet_hours, evening=clock, noticing=clock
).filter(lambda chosen: allowed_minutes(chosen.quiet) > 130)


def allowed_minutes(quiet: Quiet) -> int:
    """At least as many minutes as no clock change of these years (two hours at most) can swallow."""
    start, end = quiet.start.hour * 60 + quiet.start.minute, quiet.end.hour * 60 + quiet.end.minute
    return (start - end) % 1440 or 1440


@given(plan=fixed | random_at, chosen=choices, day=days, life=st.sampled_from([None, SENSORY_LIFE]))
@settings(max_examples=150, deadline=None)
def test_plan_keeps_its_promises_anywhere(
    plan: Fixed | Random, chosen: Hours, day: date, life: timedelta | None
) -> None:
    check_promises(plan, chosen, day, day + timedelta(days=3), life)


def test_plan_keeps_its_promises_on_every_clock_change() -> None:
    changes = clock_changes()
    assert len({zone for zone, _ in changes}) > 10
    for number, (zone, day) in enumerate(changes):
        at = time(number * 7 % 24, 30)
        quiet = [NONE, NIGHT, Quiet(time(0), time(3)), Quiet(time(2, 15), time(2, 45))][number % 4]
        since, until = day - timedelta(days=1), day + timedelta(days=2)
        for plan in (Fixed(days=EVERY_DAY, at=time(2, 30)), Fixed(days=EVERY_DAY, at=time(0, 15))):
            check_promises(plan, hours(zone, quiet), since, until, life=None)
        check_promises(
            Random(days=EVERY_DAY), hours(zone, quiet, noticing=at), since, until, life=SENSORY_LIFE
        )


@given(
    count=st.integers(1, 4),
    gap=st.integers(0, 160),
    day=days,
    zone=st.sampled_from(ZONES),
    seed=st.text(max_size=9),
)
@settings(max_examples=150, deadline=None)
def test_random_nudges_keep_their_gap_and_window(
    count: int, gap: int, day: date, zone: str, seed: str
) -> None:
    plan = Random(days=EVERY_DAY, start=time(9), end=time(18), count=count, gap_minutes=gap)
    nudges = planned(plan, hours(zone), since=day, until=day + timedelta(days=1), seed=seed)
    assert len(nudges) == count
    assert all(time(9) <= local(nudge.due, zone).time() < time(18) for nudge in nudges)
    assert all(later.due - sooner.due >= gap * MINUTE for sooner, later in pairwise(nudges))


@given(plan=fixed | random_at | st.just(OnDemand()))
@settings(max_examples=50)
def test_plan_survives_json(plan: Plan) -> None:
    adapter: TypeAdapter[Plan] = TypeAdapter(Plan)
    assert adapter.validate_json(adapter.dump_json(plan)) == plan
