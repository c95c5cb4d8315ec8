"""Puts a backup in the database's place: made ready beside it, then swapped in one step, with the old one kept."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bot.core.plan_kinds import Lives
from storage.backup import BackupRefused, copy_into, sync
from storage.checkup import last_sign
from storage.database import Database, one_line, open_database, prepare
from storage.dialect import SQLITE, damage, database_file, look_into
from storage.store_audit import note_operator
from storage.store_erase import mark_clean, unclean
from storage.store_restored import erase_again, expire_passed, hush, skip_turns
from storage.tables import PERSON
from storage.vault import Vault

_SIDECARS = ("-wal", "-journal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was done: `sign` is the last sign of life in the backup, `before` where the old database is kept.

    `nudges` are marked as over, `messages` as not sent, `erased` people were erased again; None where nobody can
    tell who had been.
    """

    sign: datetime | None
    nudges: int
    messages: int
    erased: int | None
    before: Path | None


def restore(
    source: Path,
    url: str,
    vault: Vault,
    *,
    now: datetime,
    lives: Lives,
    replace: bool,
    settle: Callable[[Database], None],
) -> Restored:
    """Make `source` the database at `url`; to be called under the file lock.

    `settle` is given the database-to-be between the marks, before anything in it that waits to be sent is hushed.
    Ended at any moment, this leaves the old database whole or the new one.

    Raises:
        BackupRefused: there is a database and not `replace`, it is in use, or `source` is damaged or not there.
        WrongKey: the key file does not open `source`, or not everybody in it.
        BadDatabase: `source` is something else, or comes from a newer release.
    """
    file = database_file(url).absolute()
    if file.exists() and not replace:
        raise BackupRefused(
            f"{file}: there is a database already; --replace keeps it beside the restored one"
        )
    if not source.is_file():
        raise BackupRefused(f"{source}: there is no such file")
    # Names the file at fault while it still has the name that was given.
    open_database(f"{SQLITE}{source}", vault).close()
    with _draft_of(file) as draft:
        _fill(draft, source)
        sign, nudges, messages, erased = _make_ready(draft, file, vault, now, lives, settle)
        before = _put_in_place(draft, file)
    return Restored(sign=sign, nudges=nudges, messages=messages, erased=erased, before=before)


# --- beside the old one -------------------------------------------------------------------------


@contextmanager
def _draft_of(file: Path) -> Iterator[Path]:
    """A private empty file beside the database, whatever an earlier attempt has left; gone at the end."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.restoring")
    _remove(draft)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield draft
    finally:
        _remove(draft)


def _remove(draft: Path) -> None:
    for suffix in ("", *_SIDECARS):
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _fill(draft: Path, source: Path) -> None:
    url = f"{SQLITE}{source}"
    with one_line(url), closing(look_into(url)) as raw:
        copy_into(draft, raw)


def _make_ready(
    draft: Path,
    file: Path,
    vault: Vault,
    now: datetime,
    lives: Lives,
    settle: Callable[[Database], None],
) -> tuple[datetime | None, int, int, int | None]:
    url = f"{SQLITE}{draft}"
    prepare(url, vault)
    database = open_database(url, vault, lives=lives)
    try:
        with one_line(url), database.reading() as conn:
            _must_be_sound(database, damage(conn))
            sign = last_sign(conn)
        receipts = _receipts_in(file)
        with database.writing() as conn:
            erased = None if receipts is None else erase_again(database.store, conn, receipts)
            nudges = expire_passed(database.store, conn, now)
            skip_turns(database.store, conn)
        settle(database)
        with database.writing() as conn:
            messages = hush(conn)
            note_operator(
                database.store, conn, "restored", now, detail=f"{sign:%Y-%m-%d %H:%M}" if sign else ""
            )
        _clean(database)
    finally:
        database.close()
    _fold(draft)
    return sign, nudges, messages, erased


def _must_be_sound(database: Database, faults: list[str]) -> None:
    if faults:
        raise BackupRefused(f"the backup is damaged ({faults[0].splitlines()[-1]})")
    with database.reading() as conn:
        wrapped = list(conn.scalars(select(PERSON.c.key_wrapped)))
    for key in wrapped:
        database.store.vault.open_client_key(key)


def _receipts_in(file: Path) -> list[tuple[str, datetime]] | None:
    """Who was erased by now, as far as the database that is there can tell."""
    if not file.exists():
        return None
    try:
        with closing(look_into(f"{SQLITE}{file}")) as raw:
            rows = raw.execute("SELECT code, at FROM receipt").fetchall()
    except sqlite3.DatabaseError:
        return None
    return [(str(code), datetime.fromisoformat(at).replace(tzinfo=UTC)) for code, at in rows]


def _clean(database: Database) -> None:
    """No trace of those who were erased again."""
    with database.writing() as conn:
        receipts = unclean(conn)
    if receipts and database.scrub(whole=True):
        with database.writing() as conn:
            mark_clean(conn, receipts)


# --- the swap -----------------------------------------------------------------------------------


def _put_in_place(draft: Path, file: Path) -> Path | None:
    """Swap; whatever stood there is kept beside, with a journal that could not be folded into it."""
    before = _name_for_old(file) if file.exists() else None
    if before is not None and not _is_one_file(file):
        _move_sidecars(file, before)
    elif before is None:
        _move_sidecars(file, _name_for_old(file))
    if before is not None and not before.exists():
        os.link(file, before)
    draft.replace(file)
    sync(file.parent)
    return before


def _is_one_file(file: Path) -> bool:
    """Fold the old database's journal into it; False where it is too damaged for that."""
    try:
        _fold(file)
    except sqlite3.OperationalError as problem:
        raise BackupRefused(f"{file}: the database is in use ({problem})") from None
    except sqlite3.DatabaseError:
        return False
    return True


def _fold(file: Path) -> None:
    """Make a database one file with no journal beside it, on the disk."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as raw:
        (mode,) = raw.execute("PRAGMA journal_mode=delete").fetchone()
    if mode != "delete":
        raise sqlite3.OperationalError("its journal is held")
    sync(file)


def _name_for_old(file: Path) -> Path:
    """The first free name; one that an earlier attempt gave to this very file is as good."""
    names = (file.with_name(f"{file.name}.before-restore{f'-{n}' if n else ''}") for n in range(1000))
    return next(name for name in names if not name.exists() or (file.exists() and name.samefile(file)))


def _move_sidecars(file: Path, before: Path) -> None:
    """A journal of another database would be read into the new one."""
    for suffix in _SIDECARS:
        with suppress(FileNotFoundError):
            file.with_name(file.name + suffix).rename(before.with_name(before.name + suffix))
