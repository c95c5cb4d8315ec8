"""The table `occurrences`: one row for each planned nudge, so that every rate has its denominator."""

from collections.abc import Iterator

from bot.core.record import ExportedOccurrence, SharedRecord
from bot.core.wall import epoch
from bot.export.cells import Column, Row, utc_stamp
from bot.export.context import Context
from bot.export.moments import both_texts

COLUMNS = (
    Column("occurrence_id", "One planned nudge."),
    Column("client_code", "The client's random code."),
    Column("exercise_id", "The exercise it was to offer."),
    Column("trigger", "The kind of plan that leads to it. Runs that a client began alone have no row here."),
    Column(
        "planned_utc", "When it was planned for, in UTC; the range of the export goes by this.", ours=True
    ),
    Column(
        "planned_local",
        "The same moment on the client's clock; empty when this machine lacks the zone.",
        ours=True,
    ),
    Column("tz", "The client's time zone when it was planned."),
    Column(
        "window_start",
        "From when it could be sent, in UTC: later than planned when put off or held.",
        ours=True,
    ),
    Column("window_end", "Until when it could be answered, in UTC.", ours=True),
    Column(
        "sent_utc",
        "When Telegram confirmed it, in UTC; empty when it was never sent or that is not known.",
        ours=True,
    ),
    Column("send_state", "What became of the sending."),
    Column(
        "first_reaction_utc",
        "When the client first reacted: began it, put it off or declined it; empty when that never happened.",
        ours=True,
    ),
    Column("started_utc", "When the client took it up.", ours=True),
    Column("completed_utc", "When the run that it led to ended, whole or in part.", ours=True),
    Column("expired_utc", "When it expired unanswered.", ours=True),
    Column("snoozed_n", "How often the client put it off.", ours=True),
    Column("snooze_last", "What it was put off to, last; empty when it never was.", ours=True),
    Column("reminder_utc", "When it was repeated once, silently.", ours=True),
    Column("outcome", "What became of it in the end; empty while it is open."),
    Column("reason", "Why, in a few fixed words, where there is a why."),
    Column("assignment_id", "The homework it belongs to; assignments.csv and plans.csv carry the same."),
    Column(
        "delivered",
        "1 when it counts in a rate's denominator: sent, or sent with the confirmation lost, and neither held back after "
        "the help card nor undeliverable; else 0.",
        ours=True,
    ),
)


def rows(record: SharedRecord, _context: Context) -> Iterator[Row]:
    """One client's rows, in the order of COLUMNS, by planned moment."""
    return map(_row, record.occurrences)


def is_delivered(each: ExportedOccurrence) -> bool:
    """Whether a rate has to count this nudge in its denominator."""
    return each.send_state in ("sent", "unknown") and each.outcome not in ("undeliverable", "held_safety")


def _row(each: ExportedOccurrence) -> Row:
    outcome, window = each.outcome, utc_stamp(each.expires_at)
    planned_utc, planned_local = both_texts(epoch(each.planned_at), each.zone)
    due = planned_utc if each.due_at == each.planned_at else utc_stamp(each.due_at)
    return (
        each.id,
        each.client_code,
        each.exercise,
        each.trigger,
        planned_utc,
        planned_local,
        each.zone,
        due,
        window,
        utc_stamp(each.sent_at),
        each.send_state,
        utc_stamp(each.first_reaction_at),
        utc_stamp(each.started_at),
        utc_stamp(each.ended_at) if outcome in ("done", "part") else None,
        window if outcome == "expired" else None,
        each.snoozed,
        due if each.snoozed else None,
        utc_stamp(each.reminder_at),
        outcome,
        each.reason,
        each.assignment_id,
        1 if is_delivered(each) else 0,
    )
