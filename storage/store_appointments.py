"""Reads when clients and their therapists meet: the arrangement in force, beside the person it belongs to."""

import logging
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from bot.core.appointment import Appointments, Instead, neighbours, next_start
from bot.core.wall import UnknownZone
from storage.tables import APPOINTMENT, PERSON

log = logging.getLogger(__name__)

FAR = timedelta(days=21)
"""So far ahead lie the appointments that nudges of the next days may go by."""

_A = APPOINTMENT.c
MEETING = (
    _A.local_date.label("meet_on"),
    _A.local_time.label("meet_at"),
    _A.zone.label("meet_zone"),
    _A.every_days.label("meet_every"),
    _A.instead.label("meet_instead"),
    _A.before_at.label("meet_before"),
    _A.version.label("meet_version"),
)
"""What to select beside a person for `appointments_in`, joined on `MET_BY`."""
MET_BY = (_A.client_id == PERSON.c.id) & _A.ended_at.is_(None)

_INSTEAD = TypeAdapter(tuple[Instead, ...])
_NOTHING = "[]"


def appointments_in(row: Any) -> Appointments | None:
    """What a row with the columns of `MEETING` says; None where nothing is arranged."""
    if row.meet_on is None:
        return None
    return Appointments(
        on=row.meet_on,
        at=row.meet_at,
        zone=row.meet_zone,
        every=row.meet_every,
        instead=() if row.meet_instead == _NOTHING else _INSTEAD.validate_json(row.meet_instead),
        before=row.meet_before,
        version=row.meet_version,
    )


def around(appointments: Appointments | None, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When the two last met and when they meet next, in UTC; a zone this machine no longer knows tells neither."""
    if appointments is None:
        return None, None
    try:
        return neighbours(appointments, now)
    except UnknownZone:
        log.warning("an appointment stands in a zone that is not known here")
        return appointments.before, None


def starts_around(appointments: Appointments | None, now: datetime) -> tuple[datetime, ...]:
    """The start of the last appointment, and of those to come that something planned now may go by, in UTC."""
    last, following = around(appointments, now)
    found = [start for start in (last, following) if start is not None]
    while appointments is not None and following is not None and following < now + FAR:
        following = next_start(appointments, following)
        found += [following] if following is not None else []
    return tuple(found)


def dump_instead(appointments: Appointments) -> str:
    """The single dates as the row keeps them."""
    return _INSTEAD.dump_json(appointments.instead).decode() if appointments.instead else _NOTHING
