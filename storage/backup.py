"""Copies the database while it is in use: the copy appears whole, checked and for its owner alone, or not at all."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.database import one_line
from storage.dialect import look_into


class BackupRefused(Exception):
    """Nothing was done; one line says why."""


def back_up(url: str, target: Path) -> None:
    """Write the database at `url` to `target`, as it stands at one moment, beside whoever writes.

    Raises:
        BackupRefused: there is something at `target` already, another backup is being written there, or the database
            is damaged.
        BadDatabase: the database cannot be read, or there is no room.
        OSError: the folder cannot be written.
    """
    if target.exists():
        raise BackupRefused(f"{target}: there is a file already; a backup never overwrites one")
    with _unfinished(target) as part:
        with one_line(url), closing(look_into(url)) as source:
            copy_into(part, source)
        _publish(part, target)


def copy_into(part: Path, source: sqlite3.Connection) -> None:
    """Fill `part` with what `source` holds now, as one file without a journal beside it, on the disk.

    Raises:
        BackupRefused: what `source` holds is damaged.
    """
    with closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=delete")
        faults = [row[0] for row in copy.execute("PRAGMA quick_check")]
    if faults != ["ok"]:
        raise BackupRefused(
            f"the database is damaged ({str(faults[0]).splitlines()[-1]}); `coach doctor` says more"
        )
    sync(part)


def sync(path: Path) -> None:
    """Make a file's content, or a folder's names, last through a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A private empty file beside `target` that nobody else writes, gone at the end."""
    part = target.with_name(f".{target.name}.part")
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(f"{target}: another backup is being written there") from None
        held.truncate()
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)


def _publish(part: Path, target: Path) -> None:
    try:
        os.link(part, target)
    except FileExistsError:
        raise BackupRefused(f"{target}: there is a file already; a backup never overwrites one") from None
    sync(target.parent)
