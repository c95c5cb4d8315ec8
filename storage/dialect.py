"""Names in one place what SQLite and PostgreSQL do differently: connecting, beginning, upserting, waiting, checking."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import OperationalError

SQLITE = "sqlite:///"
BUSY_MILLISECONDS = 5000
"""How long to wait for another process's write."""

_PRAGMAS = ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "secure_delete=on")


def upserting(table: Table) -> Insert:
    """An INSERT that can say what happens on a conflict."""
    return sqlite_insert(table)


def is_busy(problem: BaseException) -> bool:
    """Whether another process held the write lock for longer than we waited."""
    return isinstance(problem, OperationalError) and "locked" in str(problem.orig)


def database_file(url: str) -> Path:
    """The file behind a URL."""
    return Path(url.removeprefix(SQLITE))


def open_engine(url: str, *, busy: int = BUSY_MILLISECONDS, read_only: bool = False) -> Engine:
    engine = create_engine(url, hide_parameters=True)
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

    return engine


def look_into(url: str) -> sqlite3.Connection:
    """A bare connection that changes nothing, not even the journal's mode."""
    return sqlite3.connect(f"{database_file(url).absolute().as_uri()}?mode=ro", uri=True)


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
