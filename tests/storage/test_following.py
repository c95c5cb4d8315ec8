"""What comes after a run, as rows: planned once, left alone by every new plan, gone with its run; and earlier runs, read back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.appointment import Appointments, moved
from bot.core.changes import (
    Arranged,
    Asked,
    Change,
    EntryRevised,
    FollowUp,
    Heeded,
    OccurrenceEnded,
    OccurrenceStarted,
    RunDeleted,
    RunHidden,
    RunSaved,
    SetAside,
)
from bot.core.inputs import NudgesDue
from bot.core.person import Assignment, Heed
from bot.core.plan import After, Around, Meeting
from bot.core.recalling import Wish
from bot.core.run import Run
from bot.core.turn import Entry
from storage import store
from storage.invariants import broken
from storage.tables import ASSIGNMENT, OCCURRENCE
from tests.storage.practice import CLIENT_USER, DAILY, NOW, THERAPIST_USER, Practice, named, said
from tests.storage.shared import shared

EVENING = NOW + timedelta(hours=7)


def follow_up(about: str = "a run", exercise: str = "second-half", due: datetime = EVENING) -> FollowUp:
    """A nudge that comes after a run."""
    homework = Assignment(id=named(f"after {exercise}"), exercise=exercise, plan=After(), own=True)
    return FollowUp(
        occurrence=named(f"{about} {exercise}"),
        assignment=homework,
        about=named(about),
        local_date=date(2026, 11, 23),
        due=due,
        expires=due + timedelta(hours=2),
    )


def due_at(practice: Practice, now: datetime) -> list[NudgesDue]:
    """The nudges that are due then."""
    with practice.db.reading() as conn:
        return [given for _, given in store.due_nudges(conn, now, 10)]


def is_sound(practice: Practice) -> bool:
    """Whether every promise about the rows holds."""
    with practice.db.reading() as conn:
        return broken(conn, NOW) == []


def test_it_is_there_at_its_hour_and_names_its_run(practice: Practice) -> None:
    practice.take(CLIENT_USER, follow_up())
    assert due_at(practice, EVENING - timedelta(seconds=1)) == []
    (given,) = due_at(practice, EVENING)
    assert [(each.exercise, each.about) for each in given.due] == [("second-half", named("a run"))]
    assert is_sound(practice)


def test_a_repeat_changes_nothing_and_another_run_has_its_own(practice: Practice) -> None:
    practice.take(CLIENT_USER, follow_up())
    practice.take(CLIENT_USER, follow_up())
    practice.take(CLIENT_USER, follow_up("another run"))
    assert sorted(row.slot for row in practice.rows(OCCURRENCE)) == [0, 1]
    assert len([row for row in practice.rows(ASSIGNMENT) if row.kind == "after"]) == 1
    assert is_sound(practice)


def test_its_homework_is_no_piece_that_anybody_gave(practice: Practice) -> None:
    practice.take(CLIENT_USER, follow_up())
    assert practice.load(CLIENT_USER).assignments == ()


def test_planning_anew_and_ahead_leaves_it_where_it_is(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.take(CLIENT_USER, follow_up())
    practice.assign(client, DAILY)
    with practice.db.writing() as conn:
        store.replan(practice.db.store, conn, client, NOW)
        store.plan_ahead(practice.db.store, conn, NOW + timedelta(hours=1), 10)
    (mine,) = (row for row in practice.rows(OCCURRENCE) if row.about)
    assert (mine.due_at, mine.outcome) == (EVENING, None)
    assert is_sound(practice)


def test_deleting_its_run_cancels_it_and_no_other(practice: Practice) -> None:
    practice.take(CLIENT_USER, follow_up(), follow_up("another run"))
    practice.take(CLIENT_USER, RunDeleted(run=named("a run")))
    outcomes = {row.about: (row.outcome, row.send_state) for row in practice.rows(OCCURRENCE)}
    assert outcomes == {named("a run"): ("cancelled", "never"), named("another run"): (None, "planned")}
    assert is_sound(practice)


def test_what_does_not_suit_ends_whoever_gave_it_and_stays_away(practice: Practice) -> None:
    practice.assign(str(practice.load(CLIENT_USER).id), DAILY)
    practice.take(CLIENT_USER, follow_up())
    practice.take(CLIENT_USER, SetAside(exercises=("exercise-0", "second-half")))
    assert {row.outcome for row in practice.rows(OCCURRENCE)} == {"cancelled"}
    assert {row.reason for row in practice.rows(OCCURRENCE)} == {"doesn't suit"}
    practice.take(CLIENT_USER, follow_up("another run"))
    assert due_at(practice, EVENING) == []
    assert practice.load(CLIENT_USER).assignments == ()
    assert is_sound(practice)


# --- by the appointment --------------------------------------------------------------------------------

FRIDAY = Appointments(on=date(2026, 11, 27), at=time(15), zone="Europe/Berlin", every=7)


def planned_on(practice: Practice) -> list[datetime]:
    """When the nudges come that are still to come."""
    return [row.due_at for row in practice.rows(OCCURRENCE) if row.outcome is None]


def test_what_goes_by_the_appointment_moves_with_it_and_goes_with_it(empty: Practice) -> None:
    empty.therapist()
    client = empty.client(evening=time(20))
    empty.assign(client, Meeting(days=-2))
    assert planned_on(empty) == []
    empty.take(THERAPIST_USER, Arranged(client=client, appointments=FRIDAY))
    assert planned_on(empty) == [datetime(2026, 11, 25, 19, tzinfo=UTC)]
    earlier = moved(FRIDAY, datetime(2026, 11, 27, 14, tzinfo=UTC), date(2026, 11, 26), time(15))
    empty.take(THERAPIST_USER, Arranged(client=client, appointments=earlier))
    assert planned_on(empty) == [datetime(2026, 11, 24, 19, tzinfo=UTC)]
    empty.take(THERAPIST_USER, Arranged(client=client, appointments=None))
    assert planned_on(empty) == []


# --- earlier runs --------------------------------------------------------------------------------------


def run_of(
    practice: Practice,
    name: str,
    days_ago: int,
    words: str,
    *changes: Change,
    exercise: str = "first-half",
    outcome: str = "done",
) -> str:
    """A finished run from some days ago."""
    at = NOW - timedelta(days=days_ago)
    run = Run(id=named(name), exercise=exercise, revision=1, trigger="client", started=at)
    entry = Entry(id=named(f"{name} entry"), run=run.id, step="what", at=at, text=words, skipped=not words)
    saved = RunSaved(run=run, language="en", ended=at, outcome="done")
    over = replace(saved, outcome="part") if outcome == "part" else saved
    practice.take(
        CLIENT_USER,
        over if outcome != "open" else replace(saved, ended=None, outcome="open"),
        entries=(entry,),
    )
    practice.take(CLIENT_USER, *changes)
    return run.id


def words_of(practice: Practice, *wishes: Wish) -> list[str]:
    """The first lines of the runs that are recalled."""
    client = str(practice.load(CLIENT_USER).id)
    with practice.db.reading() as conn:
        return [run.entries[0].text for run in store.recalled(practice.db.store, conn, client, wishes)]


def test_the_latest_finished_run_is_recalled_private_and_reworded_ones_too(practice: Practice) -> None:
    run_of(practice, "old", 3, "older")
    run_of(practice, "other", 1, "of another exercise", exercise="else")
    run_of(practice, "blank", 1, "")
    run_of(practice, "open", 0, "not over", outcome="open")
    newest = named("new")
    run_of(
        practice,
        "new",
        2,
        "newer",
        RunHidden(run=newest, private=True),
        EntryRevised(entry=named("new entry"), text="newest"),
    )
    assert words_of(practice, Wish(exercise="first-half")) == ["newest"]
    assert words_of(practice, Wish(exercise="first-half", most=3), Wish(exercise="else")) == [
        "newest",
        "older",
        "of another exercise",
    ]
    assert words_of(practice, Wish(exercise="first-half", run=named("old"))) == ["older"]
    assert words_of(practice, Wish(exercise="gone")) == []


def test_nobody_recalls_the_runs_of_somebody_else(practice: Practice) -> None:
    run_of(practice, "mine", 1, "mine")
    other = practice.client(user=7009)
    with practice.db.reading() as conn:
        assert (
            store.recalled(practice.db.store, conn, other, (Wish(exercise="first-half", run=named("mine")),))
            == ()
        )
        assert store.recalled(practice.db.store, conn, other, (Wish(exercise="first-half"),)) == ()


# --- what is heeded ------------------------------------------------------------------------------------


def test_what_a_therapist_says_is_there_for_the_client_and_on_their_card(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    heed = Heed(flags=("ocd",), confirmed=("ed",))
    practice.take(THERAPIST_USER, Heeded(client=client, heed=heed))
    assert practice.load(CLIENT_USER).heed == heed
    assert practice.load(THERAPIST_USER).clients[0].heed == heed
    assert is_sound(practice)


def test_nobody_but_their_own_therapist_says_what_is_heeded(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.therapist(user=7010, name="Dr. Birch")
    with pytest.raises(store.NotYours):
        practice.take(7010, Heeded(client=client, heed=Heed(flags=("ocd",))))
    with pytest.raises(store.NotYours):
        practice.take(CLIENT_USER, Heeded(client=client, heed=Heed(flags=("ocd",))))
    assert practice.load(CLIENT_USER).heed == Heed()


# --- what is asked around a session --------------------------------------------------------------------


def ask(about: str = "friday") -> Asked:
    """The look back before a session."""
    carrier = Assignment(id=named("session review"), exercise="session-review", plan=Around(), own=True)
    return Asked(
        occurrence=named(f"review {about}"),
        assignment=carrier,
        name="review",
        local_date=date(2026, 11, 23),
        planned=NOW - timedelta(minutes=5),
        due=NOW,
        expires=NOW + timedelta(days=2),
    )


def test_a_message_around_a_session_is_a_nudge_of_its_own_kind(practice: Practice) -> None:
    nudge = said("Something to look back on?", kind="nudge", occurrence=ask().occurrence)
    (sent,) = practice.take(CLIENT_USER, ask(), replies=(nudge,))
    row, carrier = practice.row(OCCURRENCE), practice.row(ASSIGNMENT)
    assert (row.send_state, row.outcome, row.planned_at, row.due_at) == ("sending", None, ask().planned, NOW)
    assert (carrier.kind, carrier.own, carrier.planned_until) == ("session", True, None)
    with practice.db.writing() as conn:
        assert store.claim(conn, sent.seq, NOW)
        store.mark_sent(conn, sent.seq, 77, NOW)
    assert practice.row(OCCURRENCE).send_state == "sent"
    practice.take(CLIENT_USER, OccurrenceStarted(occurrence=ask().occurrence))
    practice.take(CLIENT_USER, OccurrenceEnded(occurrence=ask().occurrence, outcome="done"))
    assert (practice.row(OCCURRENCE).outcome, is_sound(practice)) == ("done", True)


def test_one_that_stays_away_has_its_reason_and_was_never_sent(practice: Practice) -> None:
    ended = OccurrenceEnded(occurrence=ask().occurrence, outcome="held_safety", reason="after the help card")
    practice.take(CLIENT_USER, ask(), ended)
    row = practice.row(OCCURRENCE)
    assert (row.send_state, row.outcome, row.reason) == ("never", "held_safety", "after the help card")
    assert is_sound(practice)


def test_each_session_has_one_of_them_and_a_repeat_makes_none(practice: Practice) -> None:
    for about in ("friday", "friday", "next friday"):
        practice.take(CLIENT_USER, ask(about))
    assert len(practice.rows(OCCURRENCE)) == 2
    assert len(practice.rows(ASSIGNMENT)) == 1


def test_what_it_hangs_on_is_no_homework_of_anybodys(practice: Practice) -> None:
    practice.take(CLIENT_USER, ask())
    assert practice.load(CLIENT_USER).assignments == ()
    with practice.db.writing() as conn:
        store.plan_ahead(practice.db.store, conn, NOW, 10)
    assert len(practice.rows(OCCURRENCE)) == 1


def test_it_is_in_the_table_of_nudges_with_its_kind(practice: Practice) -> None:
    practice.take(CLIENT_USER, ask())
    (record,) = shared(practice.db, None, NOW + timedelta(days=9))
    assert [(each.trigger, each.exercise) for each in record.occurrences] == [("session", "session-review")]
