"""Looks a database over without changing anything: for the operator, and before a backup is trusted."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Event, Thread
from time import monotonic

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.exc import DatabaseError

from storage.audit import faults
from storage.database import BadDatabase, Database, one_line, refuse_other_releases
from storage.invariants import broken
from storage.retention import last_look
from storage.store_audit import note_operator, raw_of
from storage.store_keys import Store
from storage.store_media import kept_media
from storage.store_people import Member, PersonRow
from storage.tables import INBOX, OUTBOX, PERSON
from storage.vault import VaultError

PATIENCE = 300.0
"""Seconds after which a look that has not come to its end is given up."""
_AGAIN = 0.1
"""Seconds between two attempts to interrupt."""
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_NOT_FOR_ANY_FAULT = ("Ended", "Expired", "Restored", "Unreachable")
"""Why messages are not sent although nothing went wrong."""

_PEOPLE = select(PERSON).execution_options(yield_per=500)
_SIGNS = (
    select(func.max(INBOX.c.received_at)),
    select(func.max(OUTBOX.c.created_at)),
    select(func.max(OUTBOX.c.sent_at)),
    select(func.max(PERSON.c.heard_at)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What was found. `broken` are sentences with how often; `locked` people are those whose rows do not open.

    `failed`, `unknown` and `dead` count messages that could not be sent, those nobody can tell of, and updates that
    were given up; `recordings` name the answers whose recording is noted as kept. `last_look` is the day on which
    what is old was last let go of.
    """

    broken: list[str]
    people: int
    locked: int
    failed: int
    unknown: int
    dead: int
    recordings: set[str]
    last_sign: datetime | None
    last_look: date | None


def examine(database: Database, now: datetime | None, *, patience: float = PATIENCE) -> Checkup:
    """Look at everything in one consistent view, beside whoever writes.

    What is late is late as of `now`; without it as of the last sign of life in there, since nobody is at work on it.

    Raises:
        BadDatabase: it comes from another release, is too damaged to be read, or takes longer than `patience` seconds.
    """
    url = str(database.engine.url)
    refuse_other_releases(url)
    with one_line(url), database.reading() as conn, _bounded(conn, patience):
        people, locked = _open_everybody(database.store, conn)
        sign = last_sign(conn)
        went_wrong = OUTBOX.c.error_class.not_in(_NOT_FOR_ANY_FAULT)
        return Checkup(
            broken=[*broken(conn, now or sign or _LONG_AGO), *faults(raw_of(conn), database.store.index)],
            people=people,
            locked=locked,
            failed=_count(conn, OUTBOX.c.state == "failed", went_wrong),
            unknown=_count(conn, OUTBOX.c.state == "unknown"),
            dead=_count(conn, INBOX.c.state == "dead"),
            recordings=kept_media(conn),
            last_sign=sign,
            last_look=last_look(conn),
        )


def note_checkup(database: Database, broken: int, now: datetime) -> bool:
    """Note in the audit that the operator looked everything over, and how much was broken; False where that fails."""
    try:
        with database.writing() as conn:
            note_operator(database.store, conn, "looked over", now, detail=f"{broken} broken")
    except (DatabaseError, sqlite3.DatabaseError):
        return False
    return True


def last_sign(conn: Connection) -> datetime | None:
    """When something last came in, went out, or was said; None where nothing ever has."""
    return max((at for query in _SIGNS if (at := conn.scalar(query)) is not None), default=None)


def _open_everybody(store: Store, conn: Connection) -> tuple[int, int]:
    """How many people there are, and how many of them cannot be opened."""
    opened = [_opens(store, row) for row in conn.execute(_PEOPLE)]
    return len(opened), opened.count(False)


def _opens(store: Store, row: PersonRow) -> bool:
    try:
        member = Member(row, store.vault.open_client_key(row.key_wrapped))
        member.chat(), member.profile(), member.session(), member.nickname()
    except (VaultError, ValueError):
        return False
    return True


def _count(conn: Connection, *conditions: ColumnElement[bool]) -> int:
    return conn.scalar(select(func.count()).where(*conditions)) or 0


@contextmanager
def _bounded(conn: Connection, patience: float) -> Iterator[None]:
    """Interrupt whatever one statement is at once the time is over, and again, until the block has ended."""
    raw = conn.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection), "the file is SQLite's"  # noqa: S101  # nothing that comes from outside
    end, over = monotonic() + patience, Event()
    too_long = BadDatabase(f"the database took longer than {patience:.0f} s to look over")

    def interrupt() -> None:
        while not over.wait(max(end - monotonic(), _AGAIN)):
            raw.interrupt()

    watching = Thread(target=interrupt, name="patience", daemon=True)
    watching.start()
    try:
        yield
        if monotonic() > end:
            raise too_long
    except DatabaseError as problem:
        if getattr(problem.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise too_long from None
        raise
    finally:
        over.set()
        watching.join()
