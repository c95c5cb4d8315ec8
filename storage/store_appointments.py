"""Keeps when clients and their therapists meet: each arrangement as a row of its own, the one in force read with the person."""

import logging
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.core.appointment import Appointments, Instead, next_start
from bot.core.wall import UnknownZone
from storage.tables import APPOINTMENT

log = logging.getLogger(__name__)

_A = APPOINTMENT.c
COLUMNS = (
    _A.local_date.label("meet_on"),
    _A.local_time.label("meet_at"),
    _A.zone.label("meet_zone"),
    _A.every_days.label("meet_every"),
    _A.instead.label("meet_instead"),
    _A.before_at.label("meet_before"),
    _A.version.label("meet_version"),
)
"""What to select beside a person, joined on `IN_FORCE`, for `appointments_in`."""
IN_FORCE = _A.ended_at.is_(None)

_INSTEAD = TypeAdapter(tuple[Instead, ...])
_NONE = "[]"


def appointments_in(row: Any) -> Appointments | None:
    """What a row with `COLUMNS` says; None where nothing is arranged."""
    if row.meet_on is None:
        return None
    return Appointments(
        on=row.meet_on,
        at=row.meet_at,
        zone=row.meet_zone,
        every=row.meet_every,
        instead=() if row.meet_instead == _NONE else _INSTEAD.validate_json(row.meet_instead),
        before=row.meet_before,
        version=row.meet_version,
    )
