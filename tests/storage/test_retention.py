"""What is older than it is to be kept goes, with all that belongs to it; where somebody stands, and their plan, stays."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.changes import CardShown, RunSaved
from bot.core.person import IfThen
from bot.core.run import Run
from bot.core.safety import Tier
from bot.core.session import Answering, Session
from bot.core.turn import Entry, Turn
from storage import store as kept
from storage.invariants import broken
from storage.tables import (
    ASSIGNMENT,
    ENTRY,
    INBOX,
    INVITE,
    MEDIA,
    OCCURRENCE,
    OUTBOX,
    PERSON,
    RUN,
    SAFETY_EVENT,
)
from tests.storage.practice import CLIENT_USER, EVENING, NOW, Practice, named, said

DAYS = 365
A_DAY = timedelta(days=1)
A_YEAR = NOW + DAYS * A_DAY
LATER = A_YEAR + 10 * A_DAY


def forget(practice: Practice, now: datetime = LATER, days: int = DAYS) -> int:
    """All steps; returns how many rows went."""
    rows, after = 0, ""
    while True:
        with practice.db.writing() as conn:
            step = kept.forget_old(practice.db.store, conn, now, days, after)
        rows += step.rows
        if step.after is None:
            return rows
        after = step.after


def stands(practice: Practice, session: Session) -> None:
    """The client stands there now."""
    person = practice.load(CLIENT_USER)
    turn = Turn(session=replace(session, turn=next(practice.turns)))
    taken = kept.Taken(address=kept.Address(user=CLIENT_USER), person=person, turn=turn)
    with practice.db.writing() as conn:
        kept.save(practice.db.store, conn, taken, NOW)


def recorded(practice: Practice) -> str:
    """A run with one recording; returns the run."""
    run = Run(id=named("old run"), exercise="mistake-note", revision=1, trigger="client", started=NOW)
    entry = Entry(id=named("old entry"), run=run.id, step="what", at=NOW, media="voice", file="f")
    practice.take(CLIENT_USER, RunSaved(run=run, language="en", ended=NOW, outcome="done"), entries=(entry,))
    return run.id


def test_answers_go_when_they_are_older_than_they_are_to_be_kept(practice: Practice) -> None:
    recorded(practice)
    practice.take(CLIENT_USER, CardShown(tier=Tier.EXPLICIT, at=NOW))
    forget(practice, A_YEAR - A_DAY)
    assert [len(practice.rows(table)) for table in (RUN, ENTRY, MEDIA, SAFETY_EVENT)] == [1, 1, 1, 1]
    forget(practice, A_YEAR + A_DAY)
    assert [len(practice.rows(table)) for table in (RUN, ENTRY, MEDIA, SAFETY_EVENT)] == [0, 0, 0, 0]
    assert len(practice.rows(PERSON)) == 2


def test_what_is_younger_stays_beside_what_goes(practice: Practice) -> None:
    recorded(practice)
    young = Run(id=named("young"), exercise="mistake-note", revision=1, trigger="client", started=LATER)
    practice.take(CLIENT_USER, RunSaved(run=young, language="en", ended=LATER, outcome="done"), now=LATER)
    forget(practice)
    assert [row.id for row in practice.rows(RUN)] == [young.id]


def test_run_that_somebody_stands_in_stays_with_its_answers(practice: Practice) -> None:
    name = recorded(practice)
    run = Run(id=name, exercise="mistake-note", revision=1, trigger="client", started=NOW)
    stands(practice, Session(place=Answering(run=run, step="what")))
    forget(practice)
    assert [len(practice.rows(table)) for table in (RUN, ENTRY, MEDIA)] == [1, 1, 1]
    stands(practice, Session())
    forget(practice)
    assert practice.rows(RUN) == []


def test_plan_in_front_stays_with_the_run_it_came_from(practice: Practice) -> None:
    name = recorded(practice)
    profile = practice.load(CLIENT_USER).profile
    plan = IfThen(cue="tea", act="breathe", kept_at=NOW, run=name)
    practice.take(CLIENT_USER, profile=replace(profile, plan=plan))
    forget(practice)
    assert practice.load(CLIENT_USER).profile.plan == plan
    assert [row.id for row in practice.rows(RUN)] == [name]


def test_run_that_was_never_ended_goes_too(practice: Practice) -> None:
    run = Run(id=named("left"), exercise="mistake-note", revision=1, trigger="client", started=NOW)
    practice.take(CLIENT_USER, RunSaved(run=run, language="en", ended=None, outcome="open"))
    forget(practice)
    assert practice.rows(RUN) == []


def test_passed_nudges_and_ended_homework_go_and_open_homework_stays(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.assign(client, name="first")
    practice.assign(client, name="second", now=NOW + timedelta(hours=1))
    with practice.db.writing() as conn:
        kept.plan_ahead(practice.db.store, conn, LATER, 500)
        over = OCCURRENCE.update().where(OCCURRENCE.c.due_at < LATER)
        conn.execute(over.values(outcome="expired", send_state="never"))
    forget(practice)
    (open_one,) = practice.rows(ASSIGNMENT)
    assert open_one.ended_at is None
    assert {row.assignment_id for row in practice.rows(OCCURRENCE)} == {open_one.id}
    assert min(row.due_at for row in practice.rows(OCCURRENCE)) >= LATER - DAYS * A_DAY


def test_nudge_without_an_end_stays_however_old(practice: Practice) -> None:
    practice.assign(str(practice.load(CLIENT_USER).id))
    before = practice.rows(OCCURRENCE)
    forget(practice)
    assert practice.rows(OCCURRENCE) == before


# --- messages and updates -----------------------------------------------------------------------------


def test_sent_messages_go_after_thirty_days_and_those_in_flight_never(practice: Practice) -> None:
    sent, waiting = practice.take(CLIENT_USER, replies=(said("one"), said("two")))
    with practice.db.writing() as conn:
        kept.mark_sent(conn, sent.seq, 5, NOW)
    forget(practice, NOW + 29 * A_DAY)
    assert len(practice.rows(OUTBOX)) == 2
    forget(practice, NOW + 31 * A_DAY)
    assert [row.seq for row in practice.rows(OUTBOX)] == [waiting.seq]


def test_message_that_carries_the_open_question_stays(practice: Practice) -> None:
    (sent,) = practice.take(CLIENT_USER, replies=(said("one"),))
    with practice.db.writing() as conn:
        kept.mark_sent(conn, sent.seq, 5, NOW)
    stands(practice, Session(anchor=sent.id))
    forget(practice)
    assert practice.row(OUTBOX).message_id == 5


def test_message_of_a_nudge_stays_as_long_as_the_nudge(practice: Practice) -> None:
    practice.assign(str(practice.load(CLIENT_USER).id))
    nudge = min(practice.rows(OCCURRENCE), key=lambda row: row.planned_at).id
    (sent,) = practice.take(CLIENT_USER, replies=(said("Now?", kind="nudge", occurrence=nudge),), now=EVENING)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
        kept.mark_sent(conn, sent.seq, 5, EVENING)
    forget(practice, NOW + 31 * A_DAY)
    assert practice.row(OUTBOX).seq == sent.seq
    with practice.db.reading() as conn:
        assert not [line for line in broken(conn, NOW) if "message" in line]


@pytest.mark.parametrize(
    ("state", "days", "stays"),
    [
        ("done", 13, True),
        ("done", 15, False),
        ("dead", 15, True),
        ("dead", DAYS + 1, False),
        ("new", DAYS + 1, True),
    ],
)
def test_updates_go_by_what_became_of_them(practice: Practice, state: str, days: int, *, stays: bool) -> None:
    with practice.db.writing() as conn:
        kept.keep_updates(practice.db.store, conn, [(1, b"{}")], NOW)
        if state == "done":
            kept.mark_done(conn, [1])
        if state == "dead":
            kept.park_update(conn, 1, "X")
    forget(practice, NOW + days * A_DAY)
    assert bool(practice.rows(INBOX)) == stays


def test_updates_are_known_for_two_days_however_little_is_to_be_kept(practice: Practice) -> None:
    with practice.db.writing() as conn:
        kept.keep_updates(practice.db.store, conn, [(1, b"{}")], NOW)
        kept.mark_done(conn, [1])
    forget(practice, NOW + timedelta(hours=47), days=1)
    assert len(practice.rows(INBOX)) == 1
    forget(practice, NOW + timedelta(hours=49), days=1)
    assert practice.rows(INBOX) == []


def test_old_invitations_go(practice: Practice) -> None:
    practice.invited(nickname="never came", code="c_never")
    forget(practice)
    assert practice.rows(INVITE) == []


# --- all of it ------------------------------------------------------------------------------------------


def test_more_rows_than_fit_into_one_step_all_go(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    with practice.db.writing() as conn:
        rows = [
            {"id": named(str(n)), "person_id": client, "tier": "explicit", "at": NOW, "exercise": ""}
            for n in range(5000)
        ]
        conn.execute(SAFETY_EVENT.insert(), rows)
    assert forget(practice) >= 5000
    assert practice.rows(SAFETY_EVENT) == []


def test_row_that_cannot_be_opened_keeps_nobody_elses(practice: Practice) -> None:
    recorded(practice)
    practice.client(7003, nickname="Robin")
    practice.kept_run(7003)
    with practice.db.writing() as conn:
        conn.execute(PERSON.update().where(PERSON.c.id == practice_id(practice)).values(session_sealed=b"\0"))
    forget(practice)
    assert practice.rows(RUN) == []


def practice_id(practice: Practice) -> str:
    return next(str(row.id) for row in practice.rows(PERSON) if row.role == "client")


def test_promises_hold_afterwards(practice: Practice) -> None:
    recorded(practice)
    practice.assign(str(practice.load(CLIENT_USER).id))
    with practice.db.writing() as conn:
        kept.plan_ahead(practice.db.store, conn, LATER, 500)
    forget(practice)
    with practice.db.reading() as conn:
        assert [line for line in broken(conn, NOW) if "late" not in line] == []


def test_last_look_is_remembered(practice: Practice) -> None:
    with practice.db.writing() as conn:
        assert kept.last_look(conn) is None
        kept.note_looked(conn, NOW)
        kept.note_looked(conn, LATER)
        assert kept.last_look(conn) == LATER.date()
