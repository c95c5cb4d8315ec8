"""Reads what one client shares, for a turn that is about it, in that turn's own transaction."""

import sqlite3
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.core.lookup_shared import since
from bot.core.person import Look
from storage.share import Reading, Sharer
from storage.store_appointments import around
from storage.store_audit import note_reading
from storage.store_keys import Store
from storage.store_people import member

A_MOMENT = timedelta(seconds=1)
"""What was kept in this very moment is seen too."""


def look_at(store: Store, conn: Connection, client_id: str, now: datetime) -> Look | None:
    """What a client shares since the two last met; None where there is no such client. Who may look is for the caller."""
    client = member(store, conn, client_id)
    if client is None:
        return None
    begin = since(around(client.appointments(), now)[0], now)
    raw = conn.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection), "share reads straight from SQLite"  # noqa: S101  # nothing from outside
    who = Sharer(client.id, client.row.code, client.key)
    return Look(record=Reading(raw, store.vault).record(who, begin, now + A_MOMENT, now), since=begin)


def note_read(store: Store, conn: Connection, client_id: str, now: datetime) -> None:
    """Note that the client's therapist was shown what they share; the client can read that."""
    client = member(store, conn, client_id)
    if client is not None and client.therapist_id is not None:
        note_reading(store, conn, client.therapist_id, client.id, "answers", now)
