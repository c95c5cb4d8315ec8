"""The folder of sealed recordings: one file an answer, each whole or not there."""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

FOLDER = "media"


def shelf_in(data: Path) -> Path:
    """Where recordings lie under the data folder."""
    return data / FOLDER


def put(shelf: Path, entry: str, sealed: bytes) -> None:
    """Write a file for its owner alone; it appears under its name once it is on the disk. Raises OSError."""
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = shelf / f".{entry}"
    unfinished.touch(mode=0o600)
    with unfinished.open("wb") as stream:
        stream.write(sealed)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.rename(shelf / entry)
    _settle(shelf)


def get(shelf: Path, entry: str) -> bytes | None:
    """The sealed bytes, or None where there is no such file."""
    with suppress(FileNotFoundError):
        return (shelf / entry).read_bytes()
    return None


def sweep(shelf: Path, kept: Collection[str]) -> int:
    """Remove every file that belongs to no kept recording, and say how many those were. Raises OSError."""
    if not shelf.is_dir():
        return 0
    strays = [file for file in shelf.iterdir() if file.name not in kept]
    for file in strays:
        file.unlink(missing_ok=True)
    if strays:
        _settle(shelf)
    return len(strays)


def _settle(shelf: Path) -> None:
    """Make the folder's own change last through a power cut."""
    handle = os.open(shelf, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
