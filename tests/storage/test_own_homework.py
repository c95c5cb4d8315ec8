"""What a client takes up alone stands beside the therapist's homework, and what they delete is gone."""

from datetime import time, timedelta

import pytest

from bot.core.changes import (
    Assigned,
    Change,
    OccurrenceEnded,
    OccurrenceMoved,
    OccurrenceStarted,
    PutDown,
    RunDeleted,
    TakenUp,
)
from bot.core.lookup import Lookup
from bot.core.person import Assignment
from bot.core.plan import Fixed, OnDemand, Plan, Weekly
from bot.core.turn import Entry
from storage.invariants import broken
from storage.tables import ASSIGNMENT, ENTRY, MEDIA, OCCURRENCE, RUN
from tests.storage.practice import CLIENT_USER, DAILY, NOW, THERAPIST_USER, Practice, named

EARLY = Fixed(days=(0, 1, 2, 3, 4, 5, 6), at=time(15))


def taken_up(name: str = "own", exercise: str = "noticing", plan: Plan = EARLY) -> TakenUp:
    return TakenUp(assignment=Assignment(id=named(name), exercise=exercise, plan=plan, own=True))


def open_ones(practice: Practice) -> set[tuple[str, bool]]:
    return {(each.exercise, each.own) for each in practice.load(CLIENT_USER).assignments}


def planned_for(practice: Practice) -> set[str]:
    names = {row.id: row.exercise for row in practice.rows(ASSIGNMENT)}
    rows = practice.rows(OCCURRENCE)
    return {names[row.assignment_id] for row in rows if row.send_state == "planned" and not row.outcome}


def test_what_a_client_takes_up_is_theirs_and_is_planned_at_once(practice: Practice) -> None:
    practice.take(CLIENT_USER, taken_up())
    (own,) = practice.load(CLIENT_USER).assignments
    assert (own.exercise, own.plan, own.own, own.given_at) == ("noticing", EARLY, True, NOW)
    assert planned_for(practice) == {"noticing"}
    assert practice.row(ASSIGNMENT).therapist_id is None


def test_a_therapist_knows_whether_homework_of_theirs_is_open(practice: Practice) -> None:
    def is_given() -> list[bool]:
        return [each.given for each in practice.load(THERAPIST_USER).clients if each.id == client]

    client = str(practice.load(CLIENT_USER).id)
    practice.take(CLIENT_USER, taken_up())
    assert is_given() == [False]
    practice.assign(client)
    assert is_given() == [True]
    practice.take(THERAPIST_USER, Assigned(client=client, assignments=()))
    assert is_given() == [False]


def test_taking_up_again_takes_the_place_of_the_own_one_alone(practice: Practice) -> None:
    practice.take(CLIENT_USER, taken_up(), taken_up("values", "values-check-in", DAILY))
    practice.take(CLIENT_USER, taken_up("later", plan=DAILY))
    assert {(each.id, each.plan) for each in practice.load(CLIENT_USER).assignments} == {
        (named("later"), DAILY),
        (named("values"), DAILY),
    }
    ended = {row.outcome for row in practice.rows(OCCURRENCE) if row.assignment_id == named("own")}
    assert ended == {"cancelled"}


def test_new_homework_leaves_what_the_client_took_up(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.assign(client, DAILY)
    practice.take(CLIENT_USER, taken_up())
    practice.assign(client, OnDemand(), name="second")
    assert open_ones(practice) == {("exercise-0", False), ("noticing", True)}
    assert planned_for(practice) == {"noticing"}


def test_homework_of_the_same_exercise_takes_the_place_of_the_own_one(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.take(CLIENT_USER, taken_up(), taken_up("box", "box"))
    given = Assignment(id=named("given"), exercise="noticing", plan=DAILY)
    practice.take(THERAPIST_USER, Assigned(client=client, assignments=(given,)))
    assert open_ones(practice) == {("noticing", False), ("box", True)}
    outcomes = {row.outcome for row in practice.rows(OCCURRENCE) if row.assignment_id == named("own")}
    assert outcomes == {"cancelled"}


def test_homework_that_is_given_already_is_not_taken_up_beside_it(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    given = Assignment(id=named("given"), exercise="noticing", plan=DAILY)
    practice.take(THERAPIST_USER, Assigned(client=client, assignments=(given,)))
    practice.take(CLIENT_USER, taken_up())
    assert open_ones(practice) == {("noticing", False)}


def test_putting_down_ends_the_own_one_and_nothing_else(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.assign(client, DAILY)
    practice.take(CLIENT_USER, taken_up())
    practice.take(CLIENT_USER, PutDown(exercise="exercise-0"), PutDown(exercise="noticing"))
    assert open_ones(practice) == {("exercise-0", False)}
    assert planned_for(practice) == {"exercise-0"}
    put_down = [row for row in practice.rows(OCCURRENCE) if row.assignment_id == named("own")]
    assert {(row.outcome, row.reason, row.send_state) for row in put_down} == {
        ("cancelled", "put down", "never")
    }
    with practice.db.reading() as conn:
        assert broken(conn, NOW) == []


def test_weekly_check_in_moves_with_its_day_and_hour(practice: Practice) -> None:
    practice.take(CLIENT_USER, taken_up(plan=Weekly()))
    profile = practice.load(CLIENT_USER).profile
    assert not practice.rows(OCCURRENCE)
    for day, at in ((1, time(9)), (1, time(11)), (2, time(11))):
        fields = {each: getattr(profile, each) for each in profile.__dataclass_fields__}
        practice.take(CLIENT_USER, profile=type(profile)(**fields | {"week_day": day, "week_at": at}))
        (planned,) = practice.rows(OCCURRENCE)
        local = planned.due_at + timedelta(hours=1)  # Berlin in November
        assert (local.weekday(), local.time()) == (day, at)


@pytest.mark.parametrize("first", ["started", "put off", "declined", "answered"])
def test_first_reaction_of_the_client_is_noted_once(practice: Practice, first: str) -> None:
    practice.take(CLIENT_USER, taken_up())
    this = practice.rows(OCCURRENCE)[0].id
    later = NOW + timedelta(hours=4)
    changes: dict[str, Change] = {
        "started": OccurrenceStarted(occurrence=this),
        "put off": OccurrenceMoved(occurrence=this, due=later, snoozed=True),
        "declined": OccurrenceEnded(occurrence=this, outcome="declined"),
        "answered": OccurrenceEnded(occurrence=this, outcome="done"),
    }
    practice.take(CLIENT_USER, changes[first], now=NOW + timedelta(hours=3))
    practice.take(CLIENT_USER, OccurrenceStarted(occurrence=this), now=later)
    practice.take(CLIENT_USER, OccurrenceEnded(occurrence=this, outcome="done"), now=later)
    row = next(row for row in practice.rows(OCCURRENCE) if row.id == this)
    assert row.first_reaction_at == NOW + timedelta(hours=3)


def test_what_the_coach_does_by_itself_is_no_reaction(practice: Practice) -> None:
    practice.take(CLIENT_USER, taken_up())
    this = practice.rows(OCCURRENCE)[0].id
    practice.take(CLIENT_USER, OccurrenceMoved(occurrence=this, due=NOW + timedelta(hours=4)))
    practice.take(CLIENT_USER, OccurrenceEnded(occurrence=this, outcome="expired"))
    assert {row.first_reaction_at for row in practice.rows(OCCURRENCE)} == {None}


def test_deleted_run_is_gone_with_its_answers_and_its_recording(practice: Practice) -> None:
    run, _ = practice.kept_run()
    recorded = Entry(id=named("voice"), run=run, step="more", at=NOW, media="voice", file="a-file")
    practice.take(CLIENT_USER, entries=(recorded,))
    assert practice.rows(MEDIA)
    practice.take(CLIENT_USER, RunDeleted(run=run))
    assert [practice.rows(table) for table in (RUN, ENTRY, MEDIA)] == [[], [], []]
    assert practice.load(CLIENT_USER, Lookup(run=run)).run is None


def test_nobody_deletes_someone_elses_run(practice: Practice) -> None:
    practice.client(7003)
    run, _ = practice.kept_run()
    practice.take(7003, RunDeleted(run=run))
    practice.take(THERAPIST_USER, RunDeleted(run=run))
    assert practice.rows(RUN)
    assert practice.rows(ENTRY)
