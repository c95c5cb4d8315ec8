"""Makes, upgrades and opens the database, or says in one line why it cannot."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.core.plan_kinds import Lives
from storage.dialect import BUSY_MILLISECONDS, database_file, look_into, open_engine, scrub
from storage.file import MIGRATIONS, NEWEST, BadDatabase, revision_of
from storage.store_keys import Store
from storage.tables import META, PERSON
from storage.vault import Vault

__all__ = [
    "NEWEST",
    "AlreadyRunning",
    "BadDatabase",
    "Database",
    "file_lock",
    "initialise",
    "is_running",
    "migrate",
    "one_line",
    "open_database",
    "prepare",
    "refuse_other_releases",
]


class AlreadyRunning(Exception):
    """Another process runs on this database."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one engine that writes, one that only reads, and the keys to what is sealed in it."""

    engine: Engine
    reader: Engine
    store: Store

    @property
    def url(self) -> str:
        """Where it lies."""
        return self.engine.url.render_as_string(hide_password=False)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its beginning; committed at the end."""
        with self.engine.begin() as conn:
            yield conn

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view; writing in it fails."""
        with self.reader.connect() as conn, conn.begin():
            yield conn

    def scrub(self, *, whole: bool = False) -> bool:
        """Remove what deleted rows left in the journal, and with `whole` in the file; False while a reader is in the way.

        Called outside any transaction; other writers wait meanwhile. Raises BadDatabase, as with a full disk.
        """
        with one_line(str(self.engine.url)):
            cleaned = scrub(self.engine, whole=whole)
        self.store.vault.forget()
        return cleaned

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
        self.reader.dispose()


def prepare(url: str, vault: Vault) -> None:
    """Make the database or bring it up to date, and give a new one its keys.

    Raises:
        WrongKey: it is there, and `vault` does not open it; nothing was changed.
        BadDatabase: the file is something else or damaged; nothing was changed.
    """
    if _is_made(url):
        _check(url, vault)
    migrate(url)
    engine = open_engine(url)
    with engine.begin() as conn:
        initialise(conn, vault)
    engine.dispose()


def migrate(url: str) -> None:
    """Bring the tables to the newest revision, all or nothing; makes a private file where there is none.

    Raises:
        BadDatabase: the file is no database, damaged, from a newer release, or cannot be written.
    """
    _make_private_file(database_file(url))
    with one_line(url), closing(look_into(url)) as raw:
        _refuse_strangers(url, raw)
        if _tables(raw) and revision_of(raw) == NEWEST:
            return
    engine = open_engine(url)
    try:
        with one_line(url), engine.begin() as conn:
            _upgrade(url, conn)
    finally:
        engine.dispose()


def initialise(conn: Connection, vault: Vault) -> None:
    """Give a new database its wrapped keys; one that has them keeps them."""
    if conn.scalar(select(META.c.key)) is None:
        keys = {"transit_key": vault.new_client_key(), "index_key": vault.new_index_key()}
        conn.execute(insert(META), [{"key": key, "value": value} for key, value in keys.items()])


def open_database(
    url: str, vault: Vault, *, lives: Lives | None = None, busy: int = BUSY_MILLISECONDS
) -> Database:
    """Open a database that `prepare` made. `lives` says how long nudges stand; `busy` is how
    many milliseconds to wait for another process's write.

    Raises:
        WrongKey: no key of the key file opens it.
        BadDatabase: it is not there, is something else, damaged, or was never made ready.
    """
    transit, index = _check(url, vault)
    store = Store(
        vault=vault,
        transit=vault.open_client_key(transit),
        index=vault.open_index_key(index),
        lives=lives or {},
    )
    return Database(open_engine(url, busy=busy), open_engine(url, busy=busy, read_only=True), store)


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold `<path>.lock` for as long as the block runs.

    Raises:
        AlreadyRunning: another process holds it.
    """
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"{path}: another coach is running on this database") from None
        yield


def refuse_other_releases(url: str) -> None:
    """Raises BadDatabase where the database is not of this very release."""
    with one_line(url), closing(look_into(url)) as raw:
        found = revision_of(raw)
    if found != NEWEST:
        raise BadDatabase(
            f"{database_file(url)}: the database comes from another release; `coach migrate` updates it"
        )


def is_running(path: Path) -> bool:
    """Whether a coach runs on the database at `path`, as `file_lock` would find."""
    try:
        with path.with_name(f"{path.name}.lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


# --- making and checking -----------------------------------------------------------------------


def _upgrade(url: str, conn: Connection) -> None:
    # A coach whose database is up to date never needs alembic, which is a tenth of its memory.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": conn})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise BadDatabase(f"{database_file(url)}: the database comes from a newer release") from None


def _make_private_file(file: Path) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as problem:
        raise BadDatabase(f"{file}: the database cannot be written ({problem.strerror})") from None


def _check(url: str, vault: Vault) -> tuple[bytes, bytes]:
    """The wrapped keys of the database, once it is clear that `vault` opens them."""
    with one_line(url), closing(look_into(url)) as raw:
        _refuse_strangers(url, raw)
        kept = dict(raw.execute("SELECT key, value FROM meta").fetchall()) if _tables(raw) else {}
    if "transit_key" not in kept or "index_key" not in kept:
        raise BadDatabase(f"{database_file(url)}: the database was never made ready")
    vault.open_client_key(kept["transit_key"])
    vault.open_index_key(kept["index_key"])
    return kept["transit_key"], kept["index_key"]


def _is_made(url: str) -> bool:
    """Whether there is a database that already has its keys; false after a start that was cut short."""
    if not database_file(url).exists():
        return False
    with one_line(url), closing(look_into(url)) as raw:
        _refuse_strangers(url, raw)
        return bool(_tables(raw)) and raw.execute("SELECT 1 FROM meta").fetchone() is not None


def _refuse_strangers(url: str, raw: sqlite3.Connection) -> None:
    tables = _tables(raw)
    if tables and not {"alembic_version", META.name, PERSON.name} <= tables:
        raise BadDatabase(f"{database_file(url)}: the database belongs to another program")


def _tables(raw: sqlite3.Connection) -> set[str]:
    return {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


@contextmanager
def one_line(url: str) -> Iterator[None]:
    """What the driver or the migrations complain of, as one line for the operator."""
    file = database_file(url)
    try:
        yield
    except (sqlite3.OperationalError, OperationalError) as problem:
        raise BadDatabase(f"{file}: the database cannot be opened ({_reason(problem)})") from None
    except (sqlite3.DatabaseError, DatabaseError) as problem:
        raise BadDatabase(f"{file}: not a database, or damaged ({_reason(problem)})") from None


def _reason(problem: Exception) -> str:
    return str(problem.orig if isinstance(problem, DatabaseError) else problem)
