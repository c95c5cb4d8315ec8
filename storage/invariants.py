"""What must hold of the rows at any time, as queries: each one counts what breaks it."""

from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import ColumnElement, Connection, FromClause, Select, bindparam, exists, func, select

from bot.core.changes import Outcome
from storage.dialect import damage
from storage.tables import ENTRY, INBOX, MEDIA, METADATA, OCCURRENCE, OUTBOX, PERSON, RUN, TIMER
from storage.vault import SEAL_VERSION

SOON = timedelta(hours=1)
"""By then a running coach has dealt with whatever was due."""
LATE = timedelta(days=1)
"""By then whoever took a nudge up has come to its end, or was let go."""

_O, _OUT, _IN = OCCURRENCE.c, OUTBOX.c, INBOX.c
_SOON_AGO, _LATE_AGO = (bindparam(name, type_=_O.due_at.type) for name in ("soon_ago", "late_ago"))
_IN_FLIGHT = ("due", "claimed")


_OUTCOMES = get_args(Outcome)


def _rows(table: FromClause, *conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(table).where(*conditions)


_carries_it = exists().where(_OUT.occurrence_id == _O.id, _OUT.state.in_(_IN_FLIGHT))
_has_its_row = exists().where(_OUT.occurrence_id == _O.id)
_runs_nudge = OCCURRENCE.join(RUN, RUN.c.occurrence_id == _O.id)
_answered_run = ENTRY.join(RUN, RUN.c.id == ENTRY.c.run_id)
_recorded = MEDIA.join(ENTRY, ENTRY.c.id == MEDIA.c.entry_id)
_nudge_row = OUTBOX.join(OCCURRENCE, _OUT.occurrence_id == _O.id)

_BROKEN: dict[str, Select[int]] = {
    "nudges are long over without an outcome": _rows(
        OCCURRENCE, _O.outcome.is_(None), _O.expires_at < _LATE_AGO
    ),
    "nudges have an outcome nobody knows": _rows(
        OCCURRENCE, _O.outcome.is_not(None), _O.outcome.not_in(_OUTCOMES)
    ),
    "nudges have an outcome and are still planned": _rows(
        OCCURRENCE, _O.outcome.is_not(None), _O.send_state == "planned"
    ),
    "nudges are being sent with no message on its way": _rows(
        OCCURRENCE, _O.send_state == "sending", ~_carries_it
    ),
    "nudges count as sent without a message": _rows(
        OCCURRENCE, _O.send_state.in_(("sent", "unknown", "failed")), ~_has_its_row
    ),
    "nudges were sent without Telegram's number": _rows(
        OUTBOX, _OUT.kind == "nudge", _OUT.state == "sent", _OUT.message_id.is_(None)
    ),
    "nudges wait to be sent after their time": _rows(
        _nudge_row, _OUT.kind == "nudge", _OUT.state == "due", _O.expires_at < _SOON_AGO
    ),
    "messages are in flight for too long": _rows(
        OUTBOX, _OUT.state == "claimed", _OUT.not_before < _SOON_AGO
    ),
    "messages in flight have no body": _rows(OUTBOX, _OUT.state.in_(_IN_FLIGHT), _OUT.body_sealed.is_(None)),
    "messages that are through still have a body": _rows(
        OUTBOX, _OUT.state.not_in(_IN_FLIGHT), _OUT.body_sealed.is_not(None)
    ),
    "updates wait for too long": _rows(INBOX, _IN.state == "new", _IN.received_at < _SOON_AGO),
    "waiting updates have no body": _rows(INBOX, _IN.state == "new", _IN.body_sealed.is_(None)),
    "updates that were taken still have a body": _rows(
        INBOX, _IN.state == "done", _IN.body_sealed.is_not(None)
    ),
    "timers ran out and nothing came of it": _rows(TIMER, TIMER.c.at < _SOON_AGO),
    "answers belong to someone else's run": _rows(_answered_run, ENTRY.c.client_id != RUN.c.client_id),
    "recordings belong to someone else's answer": _rows(_recorded, MEDIA.c.client_id != ENTRY.c.client_id),
    "runs belong to someone else's nudge": _rows(_runs_nudge, RUN.c.client_id != _O.client_id),
    "runs are over without an end": _rows(RUN, RUN.c.outcome != "open", RUN.c.ended_at.is_(None)),
    "clients have no therapist": _rows(PERSON, PERSON.c.role == "client", PERSON.c.therapist_id.is_(None)),
}
_UNSEALED: dict[str, Select[int]] = {
    f"values of {table.name}.{column.name} are not sealed": _rows(
        table, func.substr(column, 1, len(SEAL_VERSION)) != SEAL_VERSION
    )
    for table in METADATA.sorted_tables
    for column in table.c
    if column.name.endswith("_sealed")
}


def broken(conn: Connection, now: datetime) -> list[str]:
    """Every promise that does not hold, as a sentence with how often; empty when all is well."""
    given = {"soon_ago": now - SOON, "late_ago": now - LATE}
    found = ((what, conn.scalar(query, given) or 0) for what, query in (_BROKEN | _UNSEALED).items())
    return damage(conn) + [f"{number} {what}" for what, number in found if number]
