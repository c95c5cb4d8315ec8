"""Homework becomes occurrences: 48 hours ahead, once per date and slot, anew when the clock choices change."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Row, insert
from sqlalchemy.exc import IntegrityError

from bot.core.changes import OccurrenceEnded, OccurrenceMoved, OccurrenceStarted, Outcome, ReasonGiven
from bot.core.inputs import Due, NudgesDue
from bot.core.plan import SENSORY_LIFE, Fixed, OnDemand, Random
from bot.core.turn import Reply
from storage import store as kept
from storage.tables import ASSIGNMENT, OCCURRENCE
from tests.storage.practice import (
    CLIENT_USER,
    DAILY,
    EVENING,
    NOW,
    THERAPIST_USER,
    Practice,
    named,
    opened,
    said,
)

DAY = timedelta(days=1)
Found = Row[tuple[object, ...]]


def client_of(practice: Practice) -> str:
    return str(practice.load(CLIENT_USER).id)


def dates(practice: Practice) -> list[date]:
    return sorted(row.local_date for row in practice.rows(OCCURRENCE))


def plan_ahead(practice: Practice, now: datetime, limit: int = 100) -> int:
    with practice.db.writing() as conn:
        return kept.plan_ahead(practice.db.store, conn, now, limit)


def first(practice: Practice) -> Found:
    return min(practice.rows(OCCURRENCE), key=lambda row: row.planned_at)


def nudge(practice: Practice, occurrence: str, now: datetime = EVENING) -> kept.Outgoing:
    (sent,) = practice.take(
        CLIENT_USER, replies=(said("Ten minutes?", kind="nudge", occurrence=occurrence),), now=now
    )
    return sent


def test_homework_is_planned_for_the_next_two_days(practice: Practice) -> None:
    practice.assign(client_of(practice))
    assert dates(practice) == [date(2026, 11, day) for day in (23, 24, 25)]
    row = first(practice)
    assert (row.due_at, row.planned_at, row.send_state, row.outcome, row.zone) == (
        EVENING,
        EVENING,
        "planned",
        None,
        "Europe/Berlin",
    )
    assert row.expires_at == EVENING + timedelta(hours=2)


def test_homework_given_in_the_evening_begins_the_next_day(practice: Practice) -> None:
    practice.assign(client_of(practice), now=EVENING)
    assert dates(practice)[0] == date(2026, 11, 24)


def test_planning_again_changes_nothing(practice: Practice) -> None:
    practice.assign(client_of(practice))
    before = practice.rows(OCCURRENCE)
    assert plan_ahead(practice, NOW) == 0
    assert practice.rows(OCCURRENCE) == before


def test_each_day_brings_the_next_one(practice: Practice) -> None:
    practice.assign(client_of(practice))
    for days in range(1, 10):
        assert plan_ahead(practice, NOW + days * DAY) == 1
        assert plan_ahead(practice, NOW + days * DAY) == 0
    assert dates(practice) == [date(2026, 11, 23) + n * DAY for n in range(12)]


def test_after_an_outage_each_date_that_passed_has_its_row(practice: Practice) -> None:
    practice.assign(client_of(practice))
    plan_ahead(practice, NOW + 8 * DAY)
    rows = sorted(practice.rows(OCCURRENCE), key=lambda row: row.planned_at)
    assert [row.local_date for row in rows] == [date(2026, 11, 23) + n * DAY for n in range(11)]
    assert [(row.outcome, row.reason, row.send_state) for row in rows] == (
        [(None, "", "planned")] * 3 + [("expired", "offline", "never")] * 5 + [(None, "", "planned")] * 3
    )


def test_homework_on_demand_plans_nothing(practice: Practice) -> None:
    practice.assign(client_of(practice), OnDemand())
    assert practice.rows(OCCURRENCE) == []
    assert plan_ahead(practice, NOW + 8 * DAY) == 0


def test_several_draws_a_day_have_a_slot_each(practice: Practice) -> None:
    practice.assign(client_of(practice), Random(days=tuple(range(7)), start=time(13), end=time(21), count=2))
    rows = practice.rows(OCCURRENCE)
    assert len({(row.local_date, row.slot) for row in rows}) == len(rows)
    assert {row.slot for row in rows} == {0, 1}


def test_nobody_is_nudged_before_the_first_questions_are_through(empty: Practice) -> None:
    empty.therapist()
    client = empty.client(settled=False)
    empty.assign(client)
    plan_ahead(empty, NOW + DAY)
    assert empty.rows(OCCURRENCE) == []
    profile = empty.load(CLIENT_USER).profile
    empty.take(CLIENT_USER, profile=replace(profile, settled=True), now=NOW + 3 * DAY)
    assert dates(empty) == [date(2026, 11, 26) + n * DAY for n in range(3)]
    assert {row.outcome for row in empty.rows(OCCURRENCE)} == {None}


def test_new_evening_moves_what_is_to_come_and_keeps_what_was(practice: Practice) -> None:
    practice.assign(client_of(practice), Fixed(days=tuple(range(7))))
    profile = replace(practice.load(CLIENT_USER).profile, evening=time(20))
    practice.take(CLIENT_USER, profile=profile)
    sent = first(practice).id
    nudge(practice, sent)
    practice.take(CLIENT_USER, profile=replace(profile, evening=time(18, 30)), now=EVENING)
    rows = sorted(practice.rows(OCCURRENCE), key=lambda row: row.planned_at)
    assert [(row.local_date.day, row.due_at.hour, row.due_at.minute) for row in rows] == [
        (23, 19, 0),
        (24, 17, 30),
        (25, 17, 30),
    ]
    assert (rows[0].id, rows[0].send_state) == (sent, "sending")


def test_new_zone_leaves_one_nudge_a_date(practice: Practice) -> None:
    practice.assign(client_of(practice))
    profile = practice.load(CLIENT_USER).profile
    for zone in ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"):
        practice.take(CLIENT_USER, profile=replace(profile, zone=zone))
    found = dates(practice)
    assert len(found) == len(set(found))
    assert {row.zone for row in practice.rows(OCCURRENCE)} == {"Asia/Kathmandu"}


def test_date_and_slot_are_unique_to_the_database_itself(practice: Practice) -> None:
    practice.assign(client_of(practice))
    twin = dict(first(practice)._mapping) | {"id": named("twin")}
    with pytest.raises(IntegrityError), practice.db.writing() as conn:
        conn.execute(insert(OCCURRENCE), twin)


def test_sensory_nudges_live_for_ninety_minutes(tmp_path: Path, settled: Path) -> None:
    practice = opened(tmp_path, settled, lives={"exercise-0": SENSORY_LIFE})
    practice.turns = iter(range(100, 200))
    practice.assign(client_of(practice))
    assert first(practice).expires_at == EVENING + timedelta(minutes=90)
    practice.close()


def test_due_nudges_come_together_for_each_person(practice: Practice) -> None:
    client = client_of(practice)
    practice.client(8002)
    practice.assign(client, DAILY, Fixed(days=(0,), at=time(19)))
    practice.assign(str(practice.load(8002).id), name="other")
    with practice.db.reading() as conn:
        assert kept.due_nudges(conn, EVENING - timedelta(minutes=61), 10) == []
        assert kept.next_due(conn) == EVENING - timedelta(hours=1)
        due = dict(kept.due_nudges(conn, EVENING, 10))
        (limited,) = kept.due_nudges(conn, EVENING, 1)
    assert [each.exercise for each in due[client].due] == ["exercise-1", "exercise-0"]
    assert len(due) == 2
    assert limited == (client, due[client])


def test_due_nudge_knows_when_its_homework_was_last_offered(practice: Practice) -> None:
    practice.assign(client_of(practice))
    row = first(practice)
    expected = Due(
        occurrence=str(row.id),
        assignment=named("first 0"),
        exercise="exercise-0",
        due=EVENING,
        expires=EVENING + timedelta(hours=2),
    )
    with practice.db.reading() as conn:
        assert kept.due_nudges(conn, EVENING, 10) == [(client_of(practice), NudgesDue(due=(expected,)))]
    nudge(practice, str(row.id))
    with practice.db.reading() as conn:
        assert kept.due_nudges(conn, EVENING, 10) == []
        ((_, tomorrow),) = kept.due_nudges(conn, EVENING + DAY, 10)
    assert tomorrow.due[0].offered_before == EVENING


def test_nudge_is_sent_and_then_reminded_of(practice: Practice) -> None:
    practice.assign(client_of(practice))
    occurrence = str(first(practice).id)
    sent = nudge(practice, occurrence)
    assert first(practice).send_state == "sending"
    with practice.db.writing() as conn:
        assert kept.claim(conn, sent.seq, NOW)
        kept.mark_sent(conn, sent.seq, 77, EVENING)
    assert (first(practice).send_state, first(practice).sent_at) == ("sent", EVENING)
    later = EVENING + timedelta(hours=1)
    again = nudge(practice, occurrence, later)
    with practice.db.writing() as conn:
        kept.claim(conn, again.seq, NOW)
        kept.mark_sent(conn, again.seq, 78, later)
    assert (first(practice).sent_at, first(practice).reminder_at) == (EVENING, later)


def test_snoozed_nudge_comes_again_and_keeps_its_first_sending(practice: Practice) -> None:
    practice.assign(client_of(practice))
    occurrence = str(first(practice).id)
    sent = nudge(practice, occurrence)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
        kept.mark_sent(conn, sent.seq, 77, EVENING)
    later = EVENING + timedelta(minutes=20)
    moved = OccurrenceMoved(occurrence=occurrence, due=later, expires=later + DAY, snoozed=True)
    practice.take(CLIENT_USER, moved, now=EVENING)
    with practice.db.reading() as conn:
        ((_, due),) = kept.due_nudges(conn, later, 10)
    assert (due.due[0].due, due.due[0].expires, due.due[0].snoozed) == (later, later + DAY, 1)
    practice.take(
        CLIENT_USER, profile=replace(practice.load(CLIENT_USER).profile, zone="Asia/Tokyo"), now=EVENING
    )
    row = first(practice)
    assert (row.due_at, row.planned_at, row.sent_at) == (later, EVENING, EVENING)
    nudge(practice, occurrence, later)
    assert first(practice).send_state == "sending"
    assert first(practice).reminder_at is None


def test_new_clock_choices_leave_what_was_put_off_where_it_is(practice: Practice) -> None:
    practice.assign(client_of(practice))
    later = EVENING + timedelta(minutes=5)
    practice.take(CLIENT_USER, OccurrenceMoved(occurrence=str(first(practice).id), due=later))
    practice.take(CLIENT_USER, profile=replace(practice.load(CLIENT_USER).profile, zone="Asia/Tokyo"))
    assert (first(practice).due_at, first(practice).zone) == (later, "Europe/Berlin")


def test_new_clock_choices_leave_what_was_sent_where_it_is(practice: Practice) -> None:
    practice.assign(client_of(practice))
    occurrence = str(first(practice).id)
    sent = nudge(practice, occurrence, NOW)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
        kept.mark_sent(conn, sent.seq, 77, NOW)
    practice.take(CLIENT_USER, OccurrenceMoved(occurrence=occurrence, due=EVENING, snoozed=True))
    practice.take(CLIENT_USER, profile=replace(practice.load(CLIENT_USER).profile, zone="Asia/Tokyo"))
    assert (first(practice).sent_at, first(practice).snoozed) == (NOW, 1)


def test_new_clock_choices_leave_what_is_due_already(practice: Practice) -> None:
    practice.assign(client_of(practice), Fixed(days=tuple(range(7))))
    profile = replace(practice.load(CLIENT_USER).profile, evening=time(20))
    practice.take(CLIENT_USER, profile=profile)
    practice.take(CLIENT_USER, profile=replace(profile, evening=time(18)), now=EVENING)
    with practice.db.reading() as conn:
        assert [each.due for _, given in kept.due_nudges(conn, EVENING, 10) for each in given.due] == [
            EVENING
        ]


def test_closed_chat_leaves_an_outcome_that_stands(practice: Practice) -> None:
    practice.assign(client_of(practice))
    occurrence = str(first(practice).id)
    sent = nudge(practice, occurrence)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
    practice.take(CLIENT_USER, OccurrenceEnded(occurrence=occurrence, outcome="declined"), now=EVENING)
    client = client_of(practice)
    with practice.db.writing() as conn:
        kept.mark_unreachable(conn, client, EVENING)
    assert first(practice).outcome == "declined"


def test_nudge_that_waits_keeps_its_expiry(practice: Practice) -> None:
    practice.assign(client_of(practice))
    before = first(practice)
    practice.take(CLIENT_USER, OccurrenceMoved(occurrence=str(before.id), due=EVENING + timedelta(minutes=5)))
    after = first(practice)
    assert (after.expires_at, after.snoozed) == (before.expires_at, 0)


def test_answer_before_the_mark_of_sending_loses_nothing(practice: Practice) -> None:
    practice.assign(client_of(practice))
    occurrence = str(first(practice).id)
    sent = nudge(practice, occurrence)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
    later = EVENING + timedelta(minutes=20)
    practice.take(CLIENT_USER, OccurrenceMoved(occurrence=occurrence, due=later, snoozed=True), now=EVENING)
    with practice.db.writing() as conn:
        kept.mark_sent(conn, sent.seq, 77, EVENING)
    assert (first(practice).send_state, first(practice).sent_at) == ("planned", EVENING)


def test_first_outcome_stands(practice: Practice) -> None:
    practice.assign(client_of(practice))
    occurrence = str(first(practice).id)
    practice.take(CLIENT_USER, OccurrenceEnded(occurrence=occurrence, outcome="declined", reason="no"))
    practice.take(CLIENT_USER, OccurrenceEnded(occurrence=occurrence, outcome="expired", reason="late"))
    row = first(practice)
    assert (row.outcome, row.reason, row.send_state, row.ended_at) == ("declined", "no", "never", NOW)


@pytest.mark.parametrize(("then", "stands"), [("done", "done"), ("part", "part"), ("declined", "expired")])
def test_only_an_answer_replaces_expired(practice: Practice, then: Outcome, stands: str) -> None:
    practice.assign(client_of(practice))
    occurrence = str(first(practice).id)
    practice.take(CLIENT_USER, OccurrenceEnded(occurrence=occurrence, outcome="expired"))
    practice.take(CLIENT_USER, OccurrenceEnded(occurrence=occurrence, outcome=then))
    assert first(practice).outcome == stands


def test_start_and_reason_are_noted(practice: Practice) -> None:
    practice.assign(client_of(practice))
    occurrence = str(first(practice).id)
    practice.take(CLIENT_USER, OccurrenceStarted(occurrence=occurrence))
    practice.take(CLIENT_USER, OccurrenceStarted(occurrence=occurrence), now=EVENING)
    practice.take(CLIENT_USER, ReasonGiven(occurrence=occurrence, reason="energy"))
    assert (first(practice).started_at, first(practice).reason) == (NOW, "energy")


def test_nudge_that_ended_while_it_waited_is_not_sent(practice: Practice) -> None:
    practice.assign(client_of(practice))
    occurrence = str(first(practice).id)
    sent = nudge(practice, occurrence)
    practice.take(CLIENT_USER, OccurrenceEnded(occurrence=occurrence, outcome="done"), now=EVENING)
    with practice.db.writing() as conn:
        assert not kept.claim(conn, sent.seq, NOW)
    assert first(practice).send_state == "never"


def test_nobody_moves_or_ends_what_is_someone_elses(practice: Practice) -> None:
    practice.assign(client_of(practice))
    practice.client(8002)
    before = first(practice)
    occurrence = str(before.id)
    practice.take(
        8002,
        OccurrenceMoved(occurrence=occurrence, due=NOW),
        OccurrenceEnded(occurrence=occurrence, outcome="done"),
        OccurrenceStarted(occurrence=occurrence),
        ReasonGiven(occurrence=occurrence, reason="time"),
        replies=(Reply(kind="nudge", occurrence=occurrence),),
    )
    assert first(practice) == before


def test_closed_chat_ends_what_waits_to_leave_and_nothing_that_lies_ahead(practice: Practice) -> None:
    client = client_of(practice)
    practice.assign(client)
    sent = nudge(practice, str(first(practice).id))
    with practice.db.writing() as conn:
        kept.mark_unreachable(conn, client, EVENING)
        assert not kept.claim(conn, sent.seq, NOW)
    assert [(row.outcome, row.send_state) for row in sorted(practice.rows(OCCURRENCE), key=_due)] == [
        ("undeliverable", "never"),
        (None, "planned"),
        (None, "planned"),
    ]
    assert not practice.load(CLIENT_USER).profile.reachable
    assert not practice.load(THERAPIST_USER).clients[0].reachable


def test_chat_opened_a_minute_later_loses_no_nudge(practice: Practice) -> None:
    practice.assign(client_of(practice))
    before = [(row.id, row.due_at) for row in practice.rows(OCCURRENCE)]
    closed(practice, NOW)
    opened_again(practice, NOW + timedelta(minutes=1))
    assert [(row.id, row.due_at) for row in practice.rows(OCCURRENCE)] == before
    assert {(row.outcome, row.send_state) for row in practice.rows(OCCURRENCE)} == {(None, "planned")}


def test_nothing_more_is_planned_for_a_closed_chat_until_it_is_open_again(practice: Practice) -> None:
    practice.assign(client_of(practice))
    closed(practice, NOW)
    assert plan_ahead(practice, NOW + 5 * DAY) == 0
    assert len(practice.rows(OCCURRENCE)) == 3
    opened_again(practice, NOW + 5 * DAY)
    ahead = [row.local_date.day for row in practice.rows(OCCURRENCE) if row.due_at > NOW + 5 * DAY]
    assert sorted(ahead) == [28, 29, 30]


def closed(practice: Practice, now: datetime) -> None:
    profile = practice.load(CLIENT_USER).profile
    practice.take(CLIENT_USER, profile=replace(profile, reachable=False), now=now)


def opened_again(practice: Practice, now: datetime) -> None:
    profile = practice.load(CLIENT_USER).profile
    practice.take(CLIENT_USER, profile=replace(profile, reachable=True), now=now)


def _due(row: Found) -> datetime:
    due: datetime = row.due_at
    return due


def test_zone_that_is_gone_stops_nobody_else(practice: Practice) -> None:
    practice.client(8002)
    practice.assign(client_of(practice))
    practice.assign(str(practice.load(8002).id), name="other")
    before = len(practice.rows(OCCURRENCE))
    practice.take(CLIENT_USER, profile=replace(practice.load(CLIENT_USER).profile, zone="Mars/Base"))
    assert plan_ahead(practice, NOW + DAY) == 2
    assert plan_ahead(practice, NOW + DAY) == 0
    assert len(practice.rows(OCCURRENCE)) == before - 3 + 1


def test_planning_stops_at_its_limit_and_goes_on_the_next_time(practice: Practice) -> None:
    practice.assign(client_of(practice), DAILY, Fixed(days=(0, 1, 2, 3, 4, 5, 6), at=time(19)))
    assert plan_ahead(practice, NOW + DAY, limit=1) == 1
    assert plan_ahead(practice, NOW + DAY, limit=1) == 1
    assert plan_ahead(practice, NOW + DAY, limit=1) == 0


def test_what_comes_next_is_listed_in_order(practice: Practice) -> None:
    client = client_of(practice)
    practice.assign(client)
    with practice.db.reading() as conn:
        assert kept.upcoming(conn, 2) == [
            (EVENING, client, "nudge", "exercise-0"),
            (EVENING + DAY, client, "nudge", "exercise-0"),
        ]


def test_ended_homework_is_planned_no_further(practice: Practice) -> None:
    practice.assign(client_of(practice))
    practice.assign(client_of(practice), OnDemand(), name="second")
    assert plan_ahead(practice, NOW + 5 * DAY) == 0
    assert {row.planned_until for row in practice.rows(ASSIGNMENT)} == {None}
