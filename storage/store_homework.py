"""Begins and ends homework: what the therapist gives, and what clients take up of their own accord."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, case, insert, or_, select, update

from bot.core.changes import Assigned, PutDown, SetAside, TakenUp
from bot.core.person import Assignment, dump_plan
from bot.core.plan import After, Around, OnDemand
from storage.store_arrange import end_of
from storage.store_homemade import keep_homemade
from storage.store_keys import NotYours, Store, place
from storage.store_people import Member, member
from storage.tables import ASSIGNMENT, OCCURRENCE

_O, _A = OCCURRENCE.c, ASSIGNMENT.c
_EXERCISES: BindParameter[list[str]] = bindparam("exercises", expanding=True)
_OPEN = (_A.client_id == bindparam("client")) & _A.ended_at.is_(None)
_NAMED = _OPEN & _A.exercise.in_(_EXERCISES)
# New homework leaves alone what clients chose for themselves, unless it is that very exercise.
_REPLACED = _OPEN & or_(_A.own.is_(False), _A.exercise.in_(_EXERCISES))
_OWN = _NAMED & _A.own.is_(True)
_GIVEN = select(_A.id).where(_NAMED, _A.own.is_(False)).limit(1)
_GIVE = insert(ASSIGNMENT)

Statements = tuple[Any, Any]


def _ending(which: ColumnElement[bool]) -> Statements:
    """What cancels the planned nudges of `which` homework, and what ends it."""
    cancel = (
        update(OCCURRENCE)
        .where(
            _O.assignment_id.in_(select(_A.id).where(which)),
            _O.send_state == "planned",
            _O.outcome.is_(None),
        )
        .values(
            outcome="cancelled",
            reason=bindparam("why"),
            ended_at=bindparam("now"),
            send_state=case((_O.sent_at.is_(None), "never"), else_="sent"),
        )
    )
    return cancel, update(ASSIGNMENT).where(which).values(ended_at=bindparam("now"), planned_until=None)


_END_REPLACED, _END_OWN, _END_NAMED = _ending(_REPLACED), _ending(_OWN), _ending(_NAMED)
# Dates that a standstill left unplanned get their rows first.
_ALL_PLANNED = or_(_A.planned_until.is_(None), _A.planned_until >= _A.ends_at)
_END_PASSED = _ending(_A.ended_at.is_(None) & (_A.ends_at <= bindparam("now")) & _ALL_PLANNED)


def assign(store: Store, conn: Connection, therapist_id: str, given: Assigned, now: datetime) -> None:
    """Give a client homework in place of all the homework that was open; what was still planned for it is cancelled.

    What the client took up alone stays, unless it is an exercise that is now given.

    Raises:
        NotYours: the client is somebody else's.
    """
    client = member(store, conn, given.client)
    if client is None or client.therapist_id != therapist_id:
        raise NotYours
    _end(conn, _END_REPLACED, client.id, [each.exercise for each in given.assignments], ("new homework", now))
    keep_homemade(conn, client, given.files, now)
    if given.assignments:
        rows = [assignment_row(client, each, now) for each in given.assignments]
        conn.execute(_GIVE, [row | {"position": position} for position, row in enumerate(rows)])


def take_up(conn: Connection, client: Member, taken: TakenUp, now: datetime) -> None:
    """Begin what the client chose alone, in place of an own doing of that exercise; given homework comes first."""
    wanted = taken.assignment
    _end(conn, _END_OWN, client.id, [wanted.exercise], ("chosen anew", now))
    if conn.scalar(_GIVEN, {"client": client.id, "exercises": [wanted.exercise]}) is None:
        conn.execute(_GIVE, [assignment_row(client, wanted, now) | {"own": True, "therapist_id": None}])


def put_down(conn: Connection, client: Member, change: PutDown, now: datetime) -> None:
    """End what the client took up alone; homework that was given stays."""
    _end(conn, _END_OWN, client.id, [change.exercise], ("put down", now))


def set_aside(conn: Connection, client: Member, change: SetAside, now: datetime) -> None:
    """End what does not suit the client, whoever gave it."""
    _end(conn, _END_NAMED, client.id, change.exercises, ("doesn't suit", now))


def end_passed(conn: Connection, now: datetime) -> None:
    """End all homework whose end has passed; what was still planned for it is cancelled."""
    cancel, end = _END_PASSED
    conn.execute(cancel, {"now": now, "why": "its end has passed"})
    conn.execute(end, {"now": now})


def _end(
    conn: Connection,
    statements: Statements,
    client_id: str,
    exercises: Sequence[str],
    why: tuple[str, datetime],
) -> None:
    reason, now = why
    given = {"client": client_id, "exercises": list(exercises), "now": now}
    cancel, end = statements
    conn.execute(cancel, given | {"why": reason})
    conn.execute(end, given)


def assignment_row(client: Member, given: Assignment, now: datetime) -> dict[str, Any]:
    """Homework as a row; given by the therapist, unless said otherwise."""
    return {
        "id": given.id,
        "client_id": client.id,
        "therapist_id": client.therapist_id,
        "own": False,
        "exercise": given.exercise,
        "kind": given.plan.kind,
        "plan_sealed": client.key.seal(dump_plan(given.plan), where=place("assignment", "plan", given.id)),
        "words_sealed": client.key.seal(given.words.encode(), where=place("assignment", "words", given.id)),
        "position": 0,
        "given_at": now,
        "ends_with": given.until.isoformat() if isinstance(given.until, date) else given.until or "",
        "ends_at": end_of(client, given, now),
        "life_seconds": None if given.life is None else int(given.life.total_seconds()),
        "planned_until": None if isinstance(given.plan, OnDemand | After | Around) else now,
    }
