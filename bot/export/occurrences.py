"""The table `occurrences`: one row for each planned nudge, so that every rate has its denominator."""

from collections.abc import Iterable, Iterator

from bot.core.record import ExportedOccurrence
from bot.export.cells import Column, Row, local_stamp, utc_stamp
from bot.export.selection import Selection, admitted

COLUMNS = (
    Column("occurrence_id", "One planned nudge."),
    Column("client_code", "The client's random code."),
    Column("exercise_id", "The exercise it was to offer."),
    Column("trigger", "The kind of plan that leads to it. Runs that a client began alone have no row here."),
    Column("planned_utc", "When it was planned for, in UTC; the range of the export goes by this."),
    Column("planned_local", "The same moment on the client's clock; empty when this machine lacks the zone."),
    Column("tz", "The client's time zone when it was planned."),
    Column("window_start", "From when it could be sent, in UTC: later than planned when put off or held."),
    Column("window_end", "Until when it could be answered, in UTC."),
    Column(
        "sent_utc", "When Telegram confirmed it, in UTC; empty when it was never sent or that is not known."
    ),
    Column("send_state", "What became of the sending."),
    Column(
        "first_reaction_utc",
        "When the client first reacted: began it, put it off or declined it; empty when that never happened.",
    ),
    Column("started_utc", "When the client took it up."),
    Column("completed_utc", "When the run that it led to ended, whole or in part."),
    Column("expired_utc", "When it expired unanswered."),
    Column("snoozed_n", "How often the client put it off."),
    Column("snooze_last", "What it was put off to, last; empty when it never was."),
    Column("reminder_utc", "When it was repeated once, silently."),
    Column("outcome", "What became of it in the end; empty while it is open."),
    Column("reason", "Why, in a few fixed words, where there is a why."),
)


def occurrence_rows(occurrences: Iterable[ExportedOccurrence], selection: Selection) -> Iterator[Row]:
    """The rows in the order of COLUMNS, one by one, as the records come: by client code and planned moment."""
    for each in admitted(occurrences, selection):
        yield _row(each)


def _row(each: ExportedOccurrence) -> Row:
    return (
        each.id,
        each.client_code,
        each.exercise,
        each.trigger,
        utc_stamp(each.planned_at),
        local_stamp(each.planned_at, each.zone),
        each.zone,
        utc_stamp(each.due_at),
        utc_stamp(each.expires_at),
        utc_stamp(each.sent_at),
        each.send_state,
        utc_stamp(each.first_reaction_at),
        utc_stamp(each.started_at),
        utc_stamp(each.ended_at) if each.outcome in ("done", "part") else None,
        utc_stamp(each.expires_at) if each.outcome == "expired" else None,
        each.snoozed,
        utc_stamp(each.due_at) if each.snoozed else None,
        utc_stamp(each.reminder_at),
        each.outcome,
        each.reason,
    )
