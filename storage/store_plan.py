"""Turns homework into rows: occurrences for the next days, anew when the client's clock choices change."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from bot.core.person import Assignment
from bot.core.plan import (
    After,
    Around,
    Hours,
    Meeting,
    OnDemand,
    Planned,
    UnknownZone,
    instant,
    local_day,
    planned,
)
from storage.dialect import upserting
from storage.store_appointments import starts_around
from storage.store_arrange import renew_around
from storage.store_homework import end_passed
from storage.store_keys import Store
from storage.store_load import open_assignment
from storage.store_people import Member, member, members
from storage.tables import ASSIGNMENT, OCCURRENCE, PERSON
from storage.vault import VaultError

log = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
AHEAD = timedelta(hours=48)
"""How far ahead occurrences are there."""

_O, _A = OCCURRENCE.c, ASSIGNMENT.c
_ADD = upserting(OCCURRENCE).on_conflict_do_nothing()
_NOT_YET = (_O.client_id == bindparam("client")) & (_O.send_state == "planned") & _O.outcome.is_(None)
_DROP_FUTURE = delete(OCCURRENCE).where(
    _NOT_YET,
    _O.due_at > bindparam("now"),
    _O.due_at == _O.planned_at,
    _O.sent_at.is_(None),
    # What comes after a run was planned by that run, and by nothing that could be computed anew.
    _O.about == "",
)
_OPEN = select(ASSIGNMENT).where(_A.client_id == bindparam("client"), _A.ended_at.is_(None)).order_by(_A.id)
_PLANNED_UNTIL = update(ASSIGNMENT).where(_A.id == bindparam("this")).values(planned_until=bindparam("until"))
_SHORT = (
    select(ASSIGNMENT)
    .join(PERSON, PERSON.c.id == _A.client_id)
    .where(
        _A.ended_at.is_(None),
        _A.planned_until <= bindparam("horizon"),
        PERSON.c.settled.is_(True),
        PERSON.c.reachable.is_(True),
    )
    .order_by(_A.planned_until)
    .limit(bindparam("most"))
)


def replan(store: Store, conn: Connection, person_id: str, now: datetime) -> None:
    """Compute what is still to come anew, from now on; what was sent, moved or has ended stays as it is.

    For somebody who closed the chat all of it stays: it is computed anew once the chat is open again.
    """
    client = member(store, conn, person_id)
    if client is None or not (client.row.settled and client.row.reachable):
        return
    renew_around(conn, client, now)
    conn.execute(_DROP_FUTURE, {"client": person_id, "now": now})
    for row in conn.execute(_OPEN, {"client": person_id}).all():
        _extend(conn, _homework(store, client, row, now), now, None)


def plan_ahead(store: Store, conn: Connection, now: datetime, limit: int) -> int:
    """Make the occurrences of the next 48 hours where they are missing, and end homework whose end has passed.

    After an outage every date that passed unplanned gets its row, expired with its reason. Homework that cannot be
    opened holds up nobody else's: it waits as it is.

    Returns:
        How many pieces of homework were looked at, `limit` at most.
    """
    rows = conn.execute(_SHORT, {"horizon": now + AHEAD, "most": limit}).all()
    clients = _openable(store, conn, {row.client_id for row in rows})
    for row in rows:
        homework = _readable(store, clients.get(row.client_id), row, now)
        if homework is not None:
            _extend(conn, homework, now, row.planned_until)
    end_passed(conn, now)
    return len(rows)


@dataclass(frozen=True, slots=True)
class _Homework:
    """One piece of homework with what its times depend on."""

    client: str
    assignment: Assignment
    hours: Hours
    life: timedelta | None


def _openable(store: Store, conn: Connection, clients: set[str]) -> dict[str, Member]:
    """Those whose keys open; one wrong key costs a SELECT for each, and only then."""
    try:
        found = members(store, conn, ids=clients)
    except VaultError:
        found = [each for client in clients for each in _alone(store, conn, client)]
    return {each.id: each for each in found}


def _alone(store: Store, conn: Connection, client: str) -> list[Member]:
    try:
        return members(store, conn, ids=[client])
    except VaultError:
        return []


def _readable(store: Store, client: Member | None, row: Row[Any], now: datetime) -> _Homework | None:
    try:
        return None if client is None else _homework(store, client, row, now)
    except VaultError as problem:
        log.warning("a piece of homework cannot be planned: %s", type(problem).__name__)
        return None


def _homework(store: Store, client: Member, row: Row[Any], now: datetime) -> _Homework:
    assignment, hours = open_assignment(client.key, row), client.profile().hours
    if isinstance(assignment.plan, Meeting):
        hours = replace(hours, appointments=starts_around(client.appointments(), now))
    return _Homework(client.id, assignment, hours, assignment.life or store.lives.get(row.exercise))


def _extend(conn: Connection, homework: _Homework, now: datetime, since: datetime | None) -> None:
    """Plan up to the horizon: from `since` on, or without it only what still lies ahead."""
    this = homework.assignment.id
    if isinstance(homework.assignment.plan, OnDemand | After | Around):
        conn.execute(_PLANNED_UNTIL, {"this": this, "until": None})
        return
    try:
        rows, until = _rows(homework, now, since)
    except UnknownZone:
        # A zone that this machine no longer knows stops one client's nudges, not everybody's.
        rows, until = [], now + AHEAD + A_DAY
    if rows:
        conn.execute(_ADD, rows)
    conn.execute(_PLANNED_UNTIL, {"this": this, "until": until})


def _rows(
    homework: _Homework, now: datetime, since: datetime | None
) -> tuple[list[dict[str, Any]], datetime]:
    zone = homework.hours.zone
    first = local_day(now if since is None else since, zone)
    end = local_day(now + AHEAD, zone) + A_DAY
    nudges = planned(
        homework.assignment.plan,
        homework.hours,
        since=first,
        until=end,
        seed=homework.assignment.id,
        life=homework.life,
    )
    ends = homework.assignment.ends_at
    wanted = (
        nudge
        for nudge in nudges
        if (since is not None or nudge.due > now) and (ends is None or nudge.due < ends)
    )
    return [_row(homework, nudge, now) for nudge in wanted], instant(end, time(), zone)


def _row(homework: _Homework, nudge: Planned, now: datetime) -> dict[str, Any]:
    is_past = nudge.expires <= now
    return {
        "id": str(uuid5(UUID(homework.assignment.id), f"{nudge.local_date.isoformat()}:{nudge.slot}")),
        "assignment_id": homework.assignment.id,
        "client_id": homework.client,
        "local_date": nudge.local_date,
        "slot": nudge.slot,
        "zone": homework.hours.zone,
        "planned_at": nudge.due,
        "due_at": nudge.due,
        "expires_at": nudge.expires,
        "send_state": "never" if is_past else "planned",
        "outcome": "expired" if is_past else None,
        "reason": "offline" if is_past else "",
        "ended_at": now if is_past else None,
        "snoozed": 0,
        "about": "",
    }
