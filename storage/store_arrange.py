"""Arranges when a client and a therapist meet, and moves what depends on it: the ends of homework, what comes around it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update

from bot.core.appointment import Appointments, renewed
from bot.core.changes import Arranged, TimerSet
from bot.core.nearing import NAMES, all_timers, subject_of, timers
from bot.core.person import Assignment
from bot.core.wall import UnknownZone, instant
from storage.store_appointments import MEETING, appointments_in, around, dump_instead
from storage.store_changes import set_timers
from storage.store_keys import NotYours, Store
from storage.store_people import Member, member
from storage.tables import APPOINTMENT, ASSIGNMENT, TIMER

WITH_APPOINTMENT = "appointment"
A_DAY = timedelta(days=1)

_M, _A = APPOINTMENT.c, ASSIGNMENT.c
_CLIENT: BindParameter[str] = bindparam("client")
_LATEST = select(*MEETING, _M.ended_at).where(_M.client_id == _CLIENT).order_by(_M.version.desc()).limit(1)
_END = (
    update(APPOINTMENT)
    .where(_M.client_id == _CLIENT, _M.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
_ADD = insert(APPOINTMENT)
_MOVE_ENDS = (
    update(ASSIGNMENT)
    .where(_A.client_id == _CLIENT, _A.ended_at.is_(None), _A.ends_with == WITH_APPOINTMENT)
    .values(ends_at=bindparam("ends", type_=_A.ends_at.type))
)
# What is still to come of an appointment that has begun stays.
_DROP_TIMERS = delete(TIMER).where(
    TIMER.c.person_id == _CLIENT, TIMER.c.timer.in_(NAMES), TIMER.c.subject > bindparam("now_subject")
)


def arrange(store: Store, conn: Connection, therapist_id: str, change: Arranged, now: datetime) -> None:
    """Put an arrangement in the place of the one there was.

    Raises:
        NotYours: the client is somebody else's.
    """
    client = member(store, conn, change.client)
    if client is None or client.therapist_id != therapist_id:
        raise NotYours
    arranged = _following(conn, client, change.appointments, now)
    conn.execute(_END, {"client": client.id, "now": now})
    start = _kept(conn, client, arranged, now) if arranged else None
    conn.execute(_MOVE_ENDS, {"client": client.id, "ends": start})
    conn.execute(_DROP_TIMERS, {"client": client.id, "now_subject": subject_of(now)})
    _set_around(conn, client, all_timers(start, client.profile().hours, now) if start else ())


def renew_around(conn: Connection, client: Member, now: datetime) -> None:
    """What comes around the next appointment, at the hours that the client has by now."""
    start = around(client.appointments(), now)[1]
    _set_around(conn, client, timers(start, client.profile().hours, now) if start else ())


def end_of(client: Member, given: Assignment, now: datetime) -> datetime | None:
    """When homework that is given now is over, as far as that is known."""
    if not isinstance(given.until, date):
        return around(client.appointments(), now)[1] if given.until else None
    try:
        return instant(given.until + A_DAY, time(), client.profile().zone)
    except UnknownZone:
        return None


def _set_around(conn: Connection, client: Member, coming: Iterable[TimerSet]) -> None:
    set_timers(conn, {(client.id, each.timer, each.subject): each.at for each in coming})


def _following(
    conn: Connection, client: Member, wanted: Appointments | None, now: datetime
) -> Appointments | None:
    """`wanted` as the next version after whatever was arranged last, in force or not."""
    row = conn.execute(_LATEST, {"client": client.id}).one_or_none()
    if wanted is None or row is None:
        return wanted
    return renewed(wanted, appointments_in(row), min(now, row.ended_at or now))


def _kept(conn: Connection, client: Member, arranged: Appointments, now: datetime) -> datetime | None:
    start = around(arranged, now)[1]
    row = {
        "id": str(uuid5(UUID(client.id), f"appointment:{arranged.version}")),
        "client_id": client.id,
        "therapist_id": client.therapist_id,
        "version": arranged.version,
        "starts_at": start,
        "local_date": arranged.on,
        "local_time": arranged.at,
        "zone": arranged.zone,
        "every_days": arranged.every,
        "instead": dump_instead(arranged),
        "before_at": arranged.before,
        "made_at": now,
    }
    conn.execute(_ADD, row)
    return start
