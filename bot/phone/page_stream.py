"""One stream of server-sent events for every open page: what changed on the phones, the clock, what is due."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

_ROOM = 5_000


@dataclass(slots=True)
class Stream:
    """Fans numbered events out to the open pages; one that stops reading is cut off and comes back for a whole state."""

    number: int = 0
    _readers: set[asyncio.Queue[str | None]] = field(default_factory=set)

    def send(self, what: Mapping[str, object]) -> None:
        """Number an event and hand it to every reader."""
        self.number += 1
        line = as_event({**what, "seq": self.number})
        for reader in list(self._readers):
            self._give(reader, line)

    def join(self) -> asyncio.Queue[str | None]:
        """A new reader's queue of ready-made event texts; None means the end."""
        reader: asyncio.Queue[str | None] = asyncio.Queue(_ROOM)
        self._readers.add(reader)
        return reader

    def leave(self, reader: asyncio.Queue[str | None]) -> None:
        """Forget a reader."""
        self._readers.discard(reader)

    def close(self) -> None:
        """End every reader's stream."""
        for reader in list(self._readers):
            self._cut(reader)

    @property
    def readers(self) -> Set[asyncio.Queue[str | None]]:
        """Those reading now."""
        return self._readers

    def _give(self, reader: asyncio.Queue[str | None], line: str) -> None:
        if reader.full():
            self._cut(reader)
        else:
            reader.put_nowait(line)

    def _cut(self, reader: asyncio.Queue[str | None]) -> None:
        self.leave(reader)
        while reader.full():
            reader.get_nowait()
        reader.put_nowait(None)


def as_event(what: Mapping[str, object]) -> str:
    """One server-sent event, as text."""
    return f"data: {json.dumps(what, ensure_ascii=False)}\n\n"
