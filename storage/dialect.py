"""Names in one place what SQLite and PostgreSQL do differently: connecting, beginning, upserting, waiting, checking."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.file import SQLITE, database_file, look_into

__all__ = [
    "BUSY_MILLISECONDS",
    "SQLITE",
    "DatabaseGone",
    "damage",
    "database_file",
    "is_busy",
    "look_into",
    "open_engine",
    "scrub",
    "trouble",
    "upserting",
]

BUSY_MILLISECONDS = 5000
"""How long to wait for another process's write."""

# What SQLite says where nothing can be stored just now, whoever asks; anything else is the statement's own fault.
_TROUBLES = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_NOTADB,
    }
)
_PRAGMAS = ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "secure_delete=on")


class DatabaseGone(Exception):
    """The file that was opened is no longer the one at its place: what is written into it now would be lost."""


def upserting(table: Table) -> Insert:
    """An INSERT that can say what happens on a conflict."""
    return sqlite_insert(table)


def is_busy(problem: BaseException) -> bool:
    """Whether another process held the write lock for longer than we waited."""
    return isinstance(problem, OperationalError) and "locked" in str(problem.orig)


def trouble(problem: BaseException) -> str | None:
    """Why nothing can be stored just now, such as a full disk; None where it is about one statement alone."""
    if isinstance(problem, DatabaseGone):
        return str(problem)
    raw = problem.orig if isinstance(problem, DBAPIError) else problem
    code = getattr(raw, "sqlite_errorcode", None)
    return str(raw) if isinstance(code, int) and code & 0xFF in _TROUBLES else None


def open_engine(url: str, *, busy: int = BUSY_MILLISECONDS, read_only: bool = False) -> Engine:
    """An engine on the file that stands there now, and on no other that may come to its place."""
    file = database_file(url).absolute()
    opened = _identity(file)
    engine = create_engine(
        url,
        hide_parameters=True,
        # An address that makes no new file where the old one has gone.
        creator=lambda: sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, check_same_thread=False),
    )
    pragmas = (f"busy_timeout={busy}", *(("query_only=on",) if read_only else _PRAGMAS))

    @event.listens_for(engine, "connect")
    def set_up(raw: sqlite3.Connection, _record: object) -> None:
        # The driver would otherwise begin by itself, late, and without the write lock.
        raw.isolation_level = None
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "commit")
    def commit(_conn: Connection) -> None:
        # Unlinked or replaced, the file takes everything and keeps nothing.
        if not read_only and _identity(file) != opened:
            raise DatabaseGone("the database file is gone, or another one stands in its place")

    return engine


def _identity(file: Path) -> tuple[int, int] | None:
    """Which file this is, whatever it is called; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def scrub(engine: Engine, *, whole: bool) -> bool:
    """Empty the journal into the file, and with `whole` write the file anew first, outside any transaction.

    Deleted rows are overwritten at once, but pages that were rearranged earlier keep older copies of them.

    Returns:
        Whether nothing is left; False while somebody still reads from the journal.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        if whole:
            cursor.execute("VACUUM")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        raw.close()


def damage(conn: Connection) -> list[str]:
    """What the database itself finds wrong with its file; empty when all is well."""
    found = [str(row[0]) for row in conn.exec_driver_sql("PRAGMA integrity_check")]
    lost = conn.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [line for line in found if line != "ok"] + [
        f"a row of {row[0]} names one that is gone" for row in lost
    ]
