"""Keeps files that therapists had made on the server: readable by the operator's account alone, and not for long."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import count
from os import utime
from pathlib import Path
from shutil import copyfile, rmtree

from bot.export.whole import all_or_none

FOLDER = "exports"
"""Where they lie, under the data."""
MOST_DAYS = 30
"""So long a file is kept at most; not as long where entries are kept for less."""
_EVERYBODYS = "all-"
"""What the name of a file about several clients begins with."""


def days_kept(retention_days: int) -> int:
    """How many days such a file stays."""
    return min(MOST_DAYS, retention_days)


def keep(made: Path, data: Path, now: datetime) -> Path:
    """Copy a file that was made to where it stays, whole or not at all; returns where that is. Raises OSError."""
    folder = data / FOLDER
    target = next(each for each in _names(folder, made) if not each.exists())
    with all_or_none(folder, (target.name,)) as hidden:
        copied = hidden / target.name
        copied.touch(mode=0o600)
        copyfile(made, copied)
        utime(copied, (now.timestamp(), now.timestamp()))
    return target


def let_go(data: Path, now: datetime, retention_days: int) -> None:
    """Delete those whose days are over, and what an end in the middle has left. Raises OSError."""
    old = now - timedelta(days=days_kept(retention_days))
    for each in _there(data):
        if each.stat().st_mtime >= old.timestamp():
            continue
        if each.is_dir():
            rmtree(each)
        else:
            each.unlink()


def let_go_of(data: Path, codes: Collection[str]) -> None:
    """Delete those that hold something of the clients with these codes, who were erased. Raises OSError."""
    begins = (_EVERYBODYS, *(f"{code}-" for code in codes))
    for each in _there(data) if codes else ():
        if each.is_file() and each.name.startswith(begins):
            each.unlink()


def _there(data: Path) -> list[Path]:
    folder = data / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _names(folder: Path, made: Path) -> Iterator[Path]:
    yield folder / made.name
    yield from (folder / f"{made.stem}-{number}{made.suffix}" for number in count(2))
