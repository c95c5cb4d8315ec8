"""When client and therapist meet, as rows: versions, whose it is, and the homework and timers that depend on it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.core.appointment import Appointments, cancelled, moved
from bot.core.changes import Arranged, Assigned
from bot.core.person import Assignment
from bot.core.plan import OnDemand
from storage import store as kept
from storage.tables import APPOINTMENT, ASSIGNMENT, OCCURRENCE, TIMER
from tests.storage.practice import CLIENT_USER, DAILY, NOW, THERAPIST_USER, Practice, named

BERLIN = "Europe/Berlin"
FRIDAY = Appointments(on=date(2026, 11, 27), at=time(15), zone=BERLIN, every=7)
START = datetime(2026, 11, 27, 14, tzinfo=UTC)
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def practice(empty: Practice) -> Practice:
    empty.therapist()
    empty.client(evening=time(20))
    return empty


def client_id(practice: Practice) -> str:
    return str(practice.load(CLIENT_USER).id)


def arrange(practice: Practice, wanted: Appointments | None, now: datetime = NOW) -> None:
    practice.take(THERAPIST_USER, Arranged(client=client_id(practice), appointments=wanted), now=now)


def give(practice: Practice, until: object = "appointment", now: datetime = NOW) -> None:
    piece = Assignment(id=named(f"piece {now}"), exercise="kind-line", plan=DAILY, until=until)  # type: ignore[arg-type]  # the tests name it
    practice.take(THERAPIST_USER, Assigned(client=client_id(practice), assignments=(piece,)), now=now)


def pass_to(practice: Practice, now: datetime) -> None:
    with practice.db.writing() as conn:
        kept.plan_ahead(practice.db.store, conn, now, 100)


def test_both_know_when_they_meet_next_and_when_they_last_met(practice: Practice) -> None:
    assert practice.load(CLIENT_USER).next_appointment is None
    arrange(practice, FRIDAY)
    assert practice.load(CLIENT_USER).next_appointment == START
    assert practice.load(CLIENT_USER).met is None
    after = practice.load(CLIENT_USER, now=START + A_DAY)
    assert (after.met, after.next_appointment) == (START, START + A_WEEK)
    (card,) = practice.load(THERAPIST_USER, now=START + A_DAY).clients
    assert (card.met, card.next_appointment) == (START, START + A_WEEK)
    assert card.appointments == FRIDAY


def test_each_arrangement_is_a_row_and_the_last_one_holds(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    arrange(practice, moved(FRIDAY, START, date(2026, 11, 26), time(9)), NOW + A_DAY)
    assert practice.load(CLIENT_USER).next_appointment == datetime(2026, 11, 26, 8, tzinfo=UTC)
    first, second = practice.rows(APPOINTMENT)
    rows = sorted((first, second), key=lambda row: row.version)
    assert [(row.version, row.ended_at) for row in rows] == [(1, NOW + A_DAY), (2, None)]
    arrange(practice, cancelled(FRIDAY, START), NOW + A_DAY)
    assert practice.load(CLIENT_USER).next_appointment == START + A_WEEK


def test_after_none_the_last_meeting_is_still_known(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    arrange(practice, None, START + A_DAY)
    gone = practice.load(CLIENT_USER, now=START + 3 * A_WEEK)
    assert gone.next_appointment is None
    later = Appointments(on=date(2027, 1, 15), at=time(15), zone=BERLIN)
    arrange(practice, later, START + 3 * A_WEEK)
    anew = practice.load(CLIENT_USER, now=START + 3 * A_WEEK)
    assert anew.met == START
    assert [row.version for row in practice.rows(APPOINTMENT)].count(2) == 1


def test_nobody_arranges_anything_for_a_client_of_somebody_else(practice: Practice) -> None:
    theirs = client_id(practice)
    practice.therapist(user=7009, name="Dr. Brook")
    with pytest.raises(kept.NotYours):
        practice.take(7009, Arranged(client=theirs, appointments=FRIDAY))
    with pytest.raises(kept.NotYours):
        practice.take(CLIENT_USER, Arranged(client=theirs, appointments=FRIDAY))
    assert practice.rows(APPOINTMENT) == []


def test_around_the_appointment_the_clients_timers_stand(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    timers = {row.timer: row.at for row in practice.rows(TIMER)}
    assert timers == {
        "agenda": datetime(2026, 11, 26, 18, tzinfo=UTC),
        "brief": START - timedelta(days=1),
        "recap": START + timedelta(hours=3),
        "review": datetime(2026, 11, 25, 18, tzinfo=UTC),
    }


def test_moving_it_moves_them_and_none_drops_those_that_are_still_to_come(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    arrange(practice, moved(FRIDAY, START, date(2026, 11, 30), time(15)))
    assert {row.subject for row in practice.rows(TIMER)} == {"2026-11-30T14:00:00Z"}
    arrange(practice, FRIDAY)
    arrange(practice, None, START + timedelta(hours=1))
    coming = [(row.timer, row.subject) for row in practice.rows(TIMER) if row.at > START]
    assert coming == [("recap", "2026-11-27T14:00:00Z")]


def test_homework_until_the_session_ends_with_it(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    give(practice)
    (given,) = practice.load(CLIENT_USER).assignments
    assert (given.until, given.ends_at) == ("appointment", START)
    pass_to(practice, START - A_DAY)
    dues = [row.due_at for row in practice.rows(OCCURRENCE)]
    assert dues
    assert max(dues) < START
    pass_to(practice, START)
    assert practice.load(CLIENT_USER, now=START).assignments == ()
    assert practice.row(ASSIGNMENT).ended_at == START
    pass_to(practice, START + A_WEEK)
    assert len(practice.rows(OCCURRENCE)) == len(dues)


def test_what_was_planned_past_an_earlier_end_is_cancelled_with_its_reason(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    give(practice)
    pass_to(practice, START - A_DAY)
    last = next(row for row in practice.rows(OCCURRENCE) if row.local_date == date(2026, 11, 26))
    with practice.db.writing() as conn:
        conn.execute(OCCURRENCE.update().where(OCCURRENCE.c.id == last.id).values(due_at=START + A_DAY))
    pass_to(practice, START)
    with practice.db.reading() as conn:
        ended = conn.execute(select(OCCURRENCE).where(OCCURRENCE.c.id == last.id)).one()
    assert (ended.outcome, ended.reason, ended.send_state) == ("cancelled", "its end has passed", "never")


def test_homework_moves_with_the_session_and_goes_on_without_one(practice: Practice) -> None:
    give(practice)
    assert practice.load(CLIENT_USER).assignments[0].ends_at is None
    arrange(practice, FRIDAY)
    assert practice.load(CLIENT_USER).assignments[0].ends_at == START
    arrange(practice, cancelled(FRIDAY, START))
    assert practice.load(CLIENT_USER).assignments[0].ends_at == START + A_WEEK
    arrange(practice, None)
    assert practice.load(CLIENT_USER).assignments[0].ends_at is None


def test_homework_until_a_date_ends_with_that_date_on_the_clients_calendar(practice: Practice) -> None:
    give(practice, date(2026, 11, 24))
    (given,) = practice.load(CLIENT_USER).assignments
    assert (given.until, given.ends_at) == (date(2026, 11, 24), datetime(2026, 11, 24, 23, tzinfo=UTC))
    assert {row.local_date for row in practice.rows(OCCURRENCE)} == {date(2026, 11, 23), date(2026, 11, 24)}


def test_homework_without_an_end_goes_on(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    give(practice, None)
    pass_to(practice, START + A_WEEK)
    assert len(practice.load(CLIENT_USER, now=START + A_WEEK).assignments) == 1


def test_what_the_client_starts_alone_ends_too(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    piece = Assignment(id=named("box"), exercise="box", plan=OnDemand(), until="appointment")
    practice.take(THERAPIST_USER, Assigned(client=client_id(practice), assignments=(piece,)))
    pass_to(practice, START)
    assert practice.load(CLIENT_USER, now=START).assignments == ()


def test_after_a_standstill_the_dates_before_the_end_still_get_their_rows(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    give(practice)
    pass_to(practice, START + 5 * A_DAY)
    rows = {row.local_date: row.outcome for row in practice.rows(OCCURRENCE)}
    assert set(rows) == {date(2026, 11, day) for day in (23, 24, 25, 26)}
    assert rows[date(2026, 11, 26)] == "expired"
    assert practice.row(ASSIGNMENT).ended_at == START + 5 * A_DAY


def test_an_erased_client_leaves_no_appointment_behind(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    client = client_id(practice)
    with practice.db.writing() as conn:
        kept.erase(practice.db.store, conn, client, NOW)
    assert practice.rows(APPOINTMENT) == []


def test_a_zone_that_is_gone_stops_no_turn(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    with practice.db.writing() as conn:
        conn.execute(APPOINTMENT.update().values(zone="Mars/Olympus"))
    assert practice.load(CLIENT_USER).next_appointment is None
    assert practice.load(THERAPIST_USER).clients[0].next_appointment is None


def test_when_the_clients_hours_change_what_comes_around_it_moves_along(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    profile = practice.load(CLIENT_USER).profile
    practice.take(CLIENT_USER, profile=replace(profile, evening=time(18), zone="Europe/Lisbon"))
    timers = {row.timer: row.at for row in practice.rows(TIMER)}
    assert timers["agenda"] == datetime(2026, 11, 26, 17, tzinfo=UTC)
    assert len(timers) == 4


def test_what_was_not_looked_at_yet_is_planned_before_it_ends(practice: Practice) -> None:
    arrange(practice, FRIDAY)
    pieces = tuple(
        Assignment(id=named(name), exercise=name, plan=DAILY, until="appointment") for name in ("one", "two")
    )
    practice.take(THERAPIST_USER, Assigned(client=client_id(practice), assignments=pieces))
    for _ in range(3):
        with practice.db.writing() as conn:
            kept.plan_ahead(practice.db.store, conn, START + 5 * A_DAY, 1)
    dates = [(row.assignment_id, row.local_date) for row in practice.rows(OCCURRENCE)]
    assert len(dates) == 2 * 4
    assert [row.ended_at for row in practice.rows(ASSIGNMENT)] == [START + 5 * A_DAY] * 2
