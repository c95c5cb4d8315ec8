"""Plans what comes after a run, once for each run, and notes what was asked around a session, once for each session."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, func, select, update

from bot.core.changes import Asked, FollowUp
from storage.dialect import upserting
from storage.store_homework import assignment_row
from storage.store_people import Member
from storage.tables import ASSIGNMENT, OCCURRENCE

_O, _A = OCCURRENCE.c, ASSIGNMENT.c
_TAKE_UP = upserting(ASSIGNMENT).on_conflict_do_nothing()
_ADD = upserting(OCCURRENCE).on_conflict_do_nothing()
_IS_OPEN = select(_A.id).where(
    _A.id == bindparam("this"), _A.client_id == bindparam("client"), _A.ended_at.is_(None)
)
_NEXT_SLOT = select(func.coalesce(func.max(_O.slot), -1) + 1).where(
    _O.assignment_id == bindparam("this"), _O.local_date == bindparam("day")
)
_CANCEL = (
    update(OCCURRENCE)
    .where(
        _O.client_id == bindparam("client"),
        _O.about == bindparam("run"),
        _O.send_state == "planned",
        _O.outcome.is_(None),
    )
    .values(
        outcome="cancelled",
        reason="deleted",
        ended_at=bindparam("now"),
        send_state=case((_O.sent_at.is_(None), "never"), else_="sent"),
    )
)


def follow_up(conn: Connection, client: Member, zone: str, change: FollowUp, now: datetime) -> None:
    """Plan one nudge after a run; a repeat changes nothing, and what the client set aside stays away."""
    homework = change.assignment
    row = assignment_row(client, homework, now)
    conn.execute(_TAKE_UP, [row | {"own": True, "therapist_id": None}])
    if conn.scalar(_IS_OPEN, {"this": homework.id, "client": client.id}) is None:
        return
    slot = conn.scalar(_NEXT_SLOT, {"this": homework.id, "day": change.local_date})
    conn.execute(_ADD, [_nudge(client, zone, change, slot) | {"about": change.about}])


def ask_around(conn: Connection, client: Member, zone: str, change: Asked, now: datetime) -> None:
    """A row for a message around a session, planned until its message is on its way; a repeat changes nothing."""
    homework = change.assignment
    row = assignment_row(client, homework, now)
    conn.execute(_TAKE_UP, [row | {"own": True, "therapist_id": None}])
    slot = conn.scalar(_NEXT_SLOT, {"this": homework.id, "day": change.local_date})
    conn.execute(_ADD, [_nudge(client, zone, change, slot) | {"planned_at": change.planned}])


def _nudge(client: Member, zone: str, change: FollowUp | Asked, slot: int | None) -> dict[str, object]:
    return {
        "id": change.occurrence,
        "assignment_id": change.assignment.id,
        "client_id": client.id,
        "local_date": change.local_date,
        "slot": slot or 0,
        "zone": zone,
        "planned_at": change.due,
        "due_at": change.due,
        "expires_at": change.expires,
        "send_state": "planned",
        "reason": "",
        "snoozed": 0,
        "about": "",
    }


def cancel_about(conn: Connection, client_id: str, run: str, now: datetime) -> None:
    """What was to come after a run that is gone does not come."""
    conn.execute(_CANCEL, {"client": client_id, "run": run, "now": now})
