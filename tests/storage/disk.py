"""A disk that can be full, or take nothing at all, while the coach goes on running."""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Any

from sqlalchemy import Engine, event

ROOMY = 1 << 30
"""Pages that no test fills."""


@dataclass
class Disk:
    """What every connection of these engines meets from its next transaction on."""

    engines: tuple[Engine, ...]
    is_full: bool = False
    is_read_only: bool = False
    lasts: int | None = None
    """After so many further transactions it takes nothing; None: as it is now."""
    met: Event = field(default_factory=Event)
    """Set once somebody has tried to write while it takes nothing."""

    turning: Lock = field(default_factory=Lock)

    def mend(self) -> None:
        """From now on it takes everything."""
        with self.turning:
            self.is_full, self.is_read_only, self.lasts = False, False, None

    def __post_init__(self) -> None:
        for engine in self.engines:
            event.listen(engine, "checkout", self._meet)

    def _meet(self, raw: sqlite3.Connection, *_: Any) -> None:
        with self.turning:
            if self.lasts is not None:
                self.is_read_only, self.lasts = self.lasts == 0, max(self.lasts - 1, 0)
            if self.is_read_only:
                self.met.set()
        raw.execute(f"PRAGMA max_page_count={1 if self.is_full else ROOMY}")
        raw.execute(f"PRAGMA query_only={'on' if self.is_read_only else 'off'}")


def file_of(url: str) -> Path:
    """The database's file."""
    return Path(url.removeprefix("sqlite:///"))
