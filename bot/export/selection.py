"""Which records one export is about, what it is called, and the refusal of records that do not belong in it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid5

from bot.core.record import SharedRecord

_EXPORTS = UUID("5b7d1f0e-3c38-4f53-8f0a-6b1f6f3f7a52")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST = 40


class PrivateRun(ValueError):
    """A run that its client does not share was handed in for export."""


class UnselectedClient(ValueError):
    """A record of a client whom the export is not about was handed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What was asked for. `clients` are codes, all of them spelled out; the range [since, until) is half-open,
    without `since` it reaches back to the beginning. `closed` says, by code, from when on a client's answers wait for the
    day before a session. All moments are aware."""

    clients: tuple[str, ...]
    since: datetime | None
    until: datetime
    made_at: datetime
    app_version: str
    closed: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def export_id(self) -> str:
        """The same for the same request made at the same moment."""
        moments = [at and at.astimezone(UTC).isoformat() for at in (self.since, self.until, self.made_at)]
        return str(uuid5(_EXPORTS, json.dumps([sorted(self.clients), moments, self.app_version])))


def admitted(records: Iterable[SharedRecord], selection: Selection) -> Iterator[SharedRecord]:
    """The records, one by one, as they come.

    Raises UnselectedClient or PrivateRun at the first that must not leave.
    """
    clients = frozenset(selection.clients)
    for record in records:
        if record.code not in clients:
            raise UnselectedClient(f"client {record.code} is not part of this export")
        # Private runs are left out where rows are read; one that calls itself private is a fault there.
        if not all(run.shared for run in record.runs):
            raise PrivateRun(f"a run of client {record.code} is not shared")
        yield record


def file_stem(codes: Sequence[str], made_at: datetime) -> str:
    """A file name without its ending, of ASCII letters, digits, `-` and `_` alone: the client's code, or `all`
    for any other number of clients, and the date on which it was made, in the zone of `made_at`."""
    return f"{safe_name(codes[0] if len(codes) == 1 else 'all') or 'client'}-{made_at.date().isoformat()}"


def safe_name(name: str) -> str:
    """`name` with nothing in it but ASCII letters, digits, `-` and `_`, and not long; "" where none are in it."""
    return _UNSAFE.sub("", name)[:_LONGEST]
