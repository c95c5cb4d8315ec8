"""The folder of sealed recordings: one file an answer, each whole or not there."""

import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storage.store_keys import Store
from storage.vault import IndexKey


@dataclass(frozen=True, slots=True)
class Shelf:
    """One database's recordings. Its methods raise OSError."""

    folder: Path

    def put(self, entry: str, sealed: bytes) -> None:
        """Write a file for its owner alone; it appears under its name once it is on the disk."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.folder / f".{entry}"
        unfinished.touch(mode=0o600)
        with unfinished.open("wb") as stream:
            stream.write(sealed)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(self.folder / entry)
        self._settle()

    def get(self, entry: str) -> bytes | None:
        """The sealed bytes, or None where there is no such file."""
        with suppress(FileNotFoundError):
            return (self.folder / entry).read_bytes()
        return None

    def drop(self, entry: str) -> None:
        """Remove a file, if it is there."""
        (self.folder / entry).unlink(missing_ok=True)

    def sweep(self, kept: Collection[str]) -> int:
        """Remove every file that belongs to no kept recording, and say how many those were."""
        if not self.folder.is_dir():
            return 0
        strays = [file for file in self.folder.iterdir() if file.name not in kept]
        for file in strays:
            file.unlink(missing_ok=True)
        if strays:
            self._settle()
        return len(strays)

    def _settle(self) -> None:
        """Make the folder's own change last through a power cut."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def shelf_of(store: Store, data: Path) -> Shelf:
    """Where a database keeps its recordings under the data folder: apart from any other database's, which a sweep
    would otherwise take for strays."""
    return shelf_by(store.index, data)


def shelf_by(index: IndexKey, data: Path) -> Shelf:
    """The same, for whoever has no more than the database's index key."""
    return Shelf(data / "media" / index.of("shelf", "media").hex()[:16])
