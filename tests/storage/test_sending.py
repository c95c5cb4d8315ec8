"""From the outbox to Telegram: claimed once, marked once, and settled by the next start when it was cut short."""

from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
from sqlalchemy import Row

from bot.core.text import Rich
from bot.core.turn import FileOrder, Reply
from storage import store as kept
from storage.tables import OCCURRENCE, OUTBOX
from tests.storage.practice import CLIENT_USER, EVENING, NOW, Practice, said

NOTICE = Rich("The file was not confirmed.")
A_MINUTE = timedelta(minutes=1)


def recover(practice: Practice, now: datetime = NOW) -> list[kept.Outgoing]:
    with practice.db.writing() as conn:
        return kept.recover(practice.db.store, conn, now, NOTICE)


def out(practice: Practice, seq: int) -> Row[Any]:
    return next(row for row in practice.rows(OUTBOX) if row.seq == seq)


def occurrence(practice: Practice) -> Row[Any]:
    return min(practice.rows(OCCURRENCE), key=lambda row: row.planned_at)


def nudged(practice: Practice, now: datetime = EVENING) -> kept.Outgoing:
    if not practice.rows(OCCURRENCE):
        practice.assign(str(practice.load(CLIENT_USER).id))
    reply = said("Ten minutes?", kind="nudge", occurrence=occurrence(practice).id)
    (sent,) = practice.take(CLIENT_USER, replies=(reply,), now=now)
    return sent


def claimed(practice: Practice, kind: Literal["reply", "safety", "file"] = "reply") -> kept.Outgoing:
    (sent,) = practice.take(CLIENT_USER, replies=(said("Words", kind=kind),))
    return sent


def test_row_is_claimed_once(practice: Practice) -> None:
    sent = nudged(practice)
    with practice.db.writing() as conn:
        assert kept.claim(conn, sent.seq, NOW)
        assert not kept.claim(conn, sent.seq, NOW)
    assert (out(practice, sent.seq).state, out(practice, sent.seq).attempts) == ("claimed", 1)


def test_sent_message_is_found_by_its_row_and_its_body_goes(practice: Practice) -> None:
    sent = claimed(practice)
    with practice.db.writing() as conn:
        assert kept.message_of(conn, sent.id) is None
        kept.mark_sent(conn, sent.seq, 501, NOW)
        assert kept.message_of(conn, sent.id) == 501
        assert kept.message_of(conn, "no such row") is None
    row = out(practice, sent.seq)
    assert (row.state, row.body_sealed, row.sent_at) == ("sent", None, NOW)


def test_refused_row_waits_for_its_time(practice: Practice) -> None:
    sent = claimed(practice)
    with practice.db.writing() as conn:
        kept.retry_later(conn, sent.seq, NOW + A_MINUTE)
        assert kept.outgoing_waiting(practice.db.store, conn, NOW) == []
        (again,) = kept.outgoing_waiting(practice.db.store, conn, NOW + A_MINUTE)
        assert kept.claim(conn, again.seq, NOW)
    assert (again.reply.text.text, out(practice, sent.seq).attempts) == ("Words", 2)


def test_waiting_rows_come_in_the_order_they_were_made(practice: Practice) -> None:
    practice.take(CLIENT_USER, replies=tuple(said(str(n), kind="nudge") for n in range(5)))
    with practice.db.writing() as conn:
        waiting = kept.outgoing_waiting(practice.db.store, conn, NOW)
    assert [each.reply.text.text for each in waiting] == ["0", "1", "2", "3", "4"]


def test_failed_nudge_ends_as_undeliverable(practice: Practice) -> None:
    sent = nudged(practice)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
        kept.mark_failed(conn, sent.seq, "BadRequest", EVENING)
    row = out(practice, sent.seq)
    assert (row.state, row.body_sealed, row.error_class) == ("failed", None, "BadRequest")
    assert (occurrence(practice).send_state, occurrence(practice).outcome) == ("failed", "undeliverable")


def test_failed_reminder_leaves_the_nudge_open(practice: Practice) -> None:
    sent = nudged(practice)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
        kept.mark_sent(conn, sent.seq, 5, EVENING)
    again = nudged(practice, EVENING + A_MINUTE)
    with practice.db.writing() as conn:
        kept.claim(conn, again.seq, NOW)
        kept.mark_failed(conn, again.seq, "BadRequest", EVENING)
    assert (occurrence(practice).send_state, occurrence(practice).outcome) == ("sent", None)


def test_nudge_whose_window_closed_while_it_waited_has_expired(practice: Practice) -> None:
    sent = nudged(practice)
    late = occurrence(practice).expires_at
    with practice.db.writing() as conn:
        assert not kept.claim(conn, sent.seq, late)
        assert kept.has_failed(conn, sent.id)
    row = out(practice, sent.seq)
    assert (row.state, row.error_class, row.body_sealed) == ("failed", "Expired", None)
    over = occurrence(practice)
    assert (over.send_state, over.outcome, over.reason) == ("never", "expired", "waited too long")
    assert over.ended_at == late


def test_nudge_that_came_once_and_is_too_late_to_be_asked_again_is_left_to_its_timer(
    practice: Practice,
) -> None:
    sent = nudged(practice)
    with practice.db.writing() as conn:
        assert kept.claim(conn, sent.seq, EVENING)
        kept.mark_sent(conn, sent.seq, 5, EVENING)
    again = nudged(practice, EVENING + A_MINUTE)
    with practice.db.writing() as conn:
        assert not kept.claim(conn, again.seq, occurrence(practice).expires_at)
    assert (out(practice, again.seq).error_class, occurrence(practice).outcome) == ("Expired", None)
    assert occurrence(practice).sent_at == EVENING


def test_nudge_put_off_that_is_too_late_stays_sent_and_is_left_to_its_timer(practice: Practice) -> None:
    sent = nudged(practice)
    late = occurrence(practice).expires_at
    with practice.db.writing() as conn:
        conn.execute(OCCURRENCE.update().values(send_state="sending", sent_at=EVENING))
        assert not kept.claim(conn, sent.seq, late)
    assert (occurrence(practice).send_state, occurrence(practice).outcome) == ("sent", None)


def test_uncertain_nudge_is_unknown_and_can_still_be_answered(practice: Practice) -> None:
    sent = nudged(practice)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
        kept.mark_unknown(conn, sent.seq, "TimedOut", EVENING)
        assert not kept.claim(conn, sent.seq, NOW)
    assert (occurrence(practice).send_state, occurrence(practice).outcome) == ("unknown", None)
    assert out(practice, sent.seq).body_sealed is None


def test_nudge_cut_short_is_never_sent_again(practice: Practice) -> None:
    sent = nudged(practice)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
    assert recover(practice, EVENING) == []
    assert (out(practice, sent.seq).state, occurrence(practice).send_state) == ("unknown", "unknown")
    assert out(practice, sent.seq).body_sealed is None


def test_nudge_not_yet_claimed_is_still_sent(practice: Practice) -> None:
    sent = nudged(practice)
    (again,) = recover(practice, EVENING)
    assert (again.seq, again.state, again.attempts) == (sent.seq, "due", 0)


def test_nudge_whose_time_has_passed_expires_unsent(practice: Practice) -> None:
    sent = nudged(practice)
    late = EVENING + timedelta(hours=2)
    assert recover(practice, late) == []
    assert (out(practice, sent.seq).state, out(practice, sent.seq).body_sealed) == ("failed", None)
    row = occurrence(practice)
    assert (row.send_state, row.outcome, row.reason, row.ended_at) == ("never", "expired", "offline", late)


@pytest.mark.parametrize(("kind", "sendings"), [("reply", 2), ("safety", 5)])
def test_reply_cut_short_is_repeated_a_bounded_number_of_times(
    practice: Practice, kind: Literal["reply", "safety"], sendings: int
) -> None:
    sent = claimed(practice, kind)
    for attempt in range(2, sendings + 1):
        (again,) = recover(practice)
        assert (again.seq, again.attempts, again.reply) == (sent.seq, attempt, sent.reply)
    assert recover(practice) == []
    assert (out(practice, sent.seq).state, out(practice, sent.seq).body_sealed) == ("failed", None)


def test_only_the_first_reply_in_flight_counts_as_begun(practice: Practice) -> None:
    first, second, third = practice.take(CLIENT_USER, replies=tuple(said(str(n)) for n in range(3)))
    assert [each.seq for each in recover(practice)] == [first.seq, second.seq, third.seq]
    assert [each.seq for each in recover(practice)] == [second.seq, third.seq]
    with practice.db.writing() as conn:
        kept.mark_sent(conn, second.seq, 5, NOW)
    (last,) = recover(practice)
    assert (last.seq, last.attempts, out(practice, first.seq).state) == (third.seq, 2, "failed")


def test_file_cut_short_is_replaced_by_a_line(practice: Practice) -> None:
    order = FileOrder(clients=(), format="csv", since=None, until=NOW)
    (sent,) = practice.take(CLIENT_USER, replies=(Reply(kind="file", file=order),))
    (notice,) = recover(practice)
    assert out(practice, sent.seq).state == "failed"
    assert (notice.reply, notice.chat, notice.person_id) == (Reply(text=NOTICE), CLIENT_USER, sent.person_id)
    assert (notice.state, notice.attempts) == ("claimed", 1)
    (again,) = recover(practice)
    assert again.seq == notice.seq


def test_a_clock_stepped_back_passes_nothing_over(practice: Practice) -> None:
    sent, put_off, asked = claimed(practice), claimed(practice), nudged(practice, NOW)
    with practice.db.writing() as conn:
        kept.retry_later(conn, put_off.seq, NOW + A_MINUTE)
    again = recover(practice, NOW - timedelta(hours=3))
    assert [each.seq for each in again] == [sent.seq, put_off.seq, asked.seq]


def test_what_is_through_does_not_come_back(practice: Practice) -> None:
    first, second = claimed(practice), claimed(practice, "safety")
    with practice.db.writing() as conn:
        kept.mark_sent(conn, first.seq, 1, NOW)
        kept.mark_failed(conn, second.seq, "Forbidden", NOW)
    assert recover(practice) == []


def test_recovered_rows_keep_their_order(practice: Practice) -> None:
    practice.take(CLIENT_USER, replies=tuple(said(str(n)) for n in range(4)))
    assert [each.reply.text.text for each in recover(practice)] == ["0", "1", "2", "3"]
