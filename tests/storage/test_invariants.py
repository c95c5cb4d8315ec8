"""The checks of `doctor`: silent on what the store itself writes, and each one speaks up when it is broken."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from storage import store as kept
from storage.invariants import broken
from storage.tables import OCCURRENCE
from tests.storage.practice import CLIENT_USER, EVENING, NOW, Practice, said


def found(practice: Practice, now: datetime = NOW) -> list[str]:
    with practice.db.reading() as conn:
        return broken(conn, now)


@pytest.fixture
def busy(practice: Practice) -> Practice:
    """With a bit of everything: homework, a nudge on its way, a sent one, a run, updates, timers."""
    practice.assign(str(practice.load(CLIENT_USER).id))
    practice.kept_run()
    nudge = min(practice.rows(OCCURRENCE), key=lambda row: row.planned_at).id
    (sent,) = practice.take(CLIENT_USER, replies=(said("Now?", kind="nudge", occurrence=nudge),))
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
        kept.mark_sent(conn, sent.seq, 5, NOW)
        kept.keep_updates(practice.db.store, conn, [(1, b"{}"), (2, b"{}")], NOW)
    practice.take(CLIENT_USER, replies=(said("Reply"),), update_id=1)
    return practice


def test_all_is_well_after_ordinary_days(busy: Practice) -> None:
    assert found(busy) == []


def test_all_is_well_in_an_empty_database(empty: Practice) -> None:
    assert found(empty) == []


@pytest.mark.parametrize(
    ("harm", "complaint"),
    [
        (
            "UPDATE occurrence SET expires_at = '2020-01-01' WHERE send_state = 'sent'",
            "long over without an outcome",
        ),
        ("UPDATE occurrence SET outcome = 'lost', send_state = 'never'", "an outcome nobody knows"),
        ("UPDATE occurrence SET outcome = 'done' WHERE send_state = 'planned'", "still planned"),
        ("UPDATE occurrence SET send_state = 'sending'", "no message on its way"),
        ("UPDATE occurrence SET send_state = 'unknown' WHERE send_state = 'planned'", "without a message"),
        ("UPDATE outbox SET message_id = NULL", "without Telegram's number"),
        (
            "UPDATE outbox SET state = 'due', body_sealed = x'01' WHERE kind = 'nudge'; "
            "UPDATE occurrence SET expires_at = '2020-01-01', outcome = 'done', send_state = 'never'",
            "after their time",
        ),
        ("UPDATE outbox SET not_before = '2020-01-01'", "in flight for too long"),
        ("UPDATE outbox SET body_sealed = NULL", "in flight have no body"),
        ("UPDATE outbox SET body_sealed = x'01' WHERE state = 'sent'", "through still have a body"),
        ("UPDATE inbox SET received_at = '2020-01-01'", "wait for too long"),
        ("UPDATE inbox SET body_sealed = NULL", "waiting updates have no body"),
        ("UPDATE inbox SET body_sealed = x'01'", "taken still have a body"),
        ("INSERT INTO timer SELECT id, 'idle', '', '2020-01-01' FROM person LIMIT 1", "nothing came of it"),
        (
            "UPDATE entry SET client_id = (SELECT id FROM person WHERE role = 'therapist')",
            "someone else's run",
        ),
        (
            "INSERT INTO media SELECT entry.id, person.id, 'wanted', '', 0, 0, '2026-11-23' FROM entry, person "
            "WHERE person.role = 'therapist'",
            "someone else's answer",
        ),
        (
            "UPDATE run SET client_id = (SELECT id FROM person WHERE role = 'therapist'), "
            "occurrence_id = (SELECT id FROM occurrence LIMIT 1)",
            "someone else's nudge",
        ),
        ("UPDATE run SET ended_at = NULL", "over without an end"),
        ("UPDATE person SET therapist_id = NULL", "have no therapist"),
        ("UPDATE entry SET value_sealed = x'7B7D'", "entry.value_sealed are not sealed"),
        ("UPDATE person SET chat_sealed = '7002'", "person.chat_sealed are not sealed"),
        ("PRAGMA foreign_keys=off; DELETE FROM run", "names one that is gone"),
    ],
)
def test_each_broken_promise_is_found(busy: Practice, harm: str, complaint: str) -> None:
    for statement in harm.split("; "):
        with busy.db.engine.connect() as conn:
            # Outside a transaction, where alone a pragma takes hold.
            assert conn.connection.dbapi_connection is not None
            conn.connection.dbapi_connection.execute(statement)
    assert any(complaint in line for line in found(busy)), found(busy)


def test_a_day_without_the_coach_is_noticed(busy: Practice) -> None:
    lines = found(busy, EVENING + timedelta(days=2))
    assert any("long over" in line for line in lines)
    assert any("wait for too long" in line for line in lines)


def test_complaints_quote_nobody(busy: Practice) -> None:
    with busy.db.writing() as conn:
        conn.execute(text("UPDATE entry SET value_sealed = 'secret words'"))
    assert not any("secret" in line for line in found(busy))
