"""Writes down who did what to whom, in a chain that shows when a row was changed, taken out or put in.

Plain SQL without SQLAlchemy, since the export writes here too. The database refuses to change or delete a row; whoever
gets round that breaks a link, which nobody can make anew without the key of the blind indexes.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from storage.vault import IndexKey

By = Literal["client", "therapist", "operator", "stranger"]
AGAIN = timedelta(hours=1)
"""Looking at the same thing again within this time is one look."""
LAST = "audit_last"
"""Where the last link stands besides, so that rows missing at the end are noticed."""

_FIRST = b""
_READ = "SELECT seq, at, by, who, about, event, detail, link FROM audit ORDER BY seq"
_END = "SELECT seq FROM audit ORDER BY seq DESC LIMIT 1"
_ADD = "INSERT INTO audit (seq, at, by, who, about, event, detail, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_SET_LAST = (
    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_GET_LAST = "SELECT value FROM meta WHERE key = ?"
_RECENT = "SELECT 1 FROM audit WHERE about IS ? AND who IS ? AND event = ? AND detail = ? AND at > ? LIMIT 1"
_ABOUT = "SELECT at, by, who, event, detail FROM audit WHERE about = ? ORDER BY seq DESC LIMIT ?"

Row = tuple[int, str, str, bytes | None, bytes | None, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that was done: by which role, by which person (an id, none for the operator and for a stranger), about which
    client."""

    at: datetime
    by: By
    event: str
    who: str | None = None
    about: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A deed about a client as it was noted; `who` is a blind index."""

    at: datetime
    by: str
    who: bytes | None
    event: str
    detail: str


def note(raw: sqlite3.Connection, index: IndexKey, deed: Deed) -> None:
    """Add a deed at the end of the chain, in the transaction that is open.

    It is tied to the last link that was ever made: where rows at the end were taken out, that shows for good.
    """
    before, last = raw.execute(_END).fetchone(), raw.execute(_GET_LAST, (LAST,)).fetchone()
    seq, link = (1 if before is None else before[0] + 1), (_FIRST if last is None else last[0])
    row: Row = (
        seq,
        _stored(deed.at),
        deed.by,
        _named(index, deed.who),
        _named(index, deed.about),
        deed.event,
        deed.detail,
    )
    tied = _link(index, link, row)
    raw.execute(_ADD, (*row, tied))
    raw.execute(_SET_LAST, (LAST, tied))


def note_look(raw: sqlite3.Connection, index: IndexKey, deed: Deed) -> None:
    """Add a look at what a client shares, or a try at it, unless the same person did the same just before."""
    who, about = _named(index, deed.who), _named(index, deed.about)
    since = _stored(deed.at - AGAIN)
    if raw.execute(_RECENT, (about, who, deed.event, deed.detail, since)).fetchone() is None:
        note(raw, index, deed)


def about(raw: sqlite3.Connection, index: IndexKey, client: str, most: int) -> list[Noted]:
    """The latest that was noted about a client, newest first."""
    rows = raw.execute(_ABOUT, (blind(index, client), most))
    return [Noted(at=_moment(at), by=by, who=who, event=event, detail=d) for at, by, who, event, d in rows]


def faults(raw: sqlite3.Connection, index: IndexKey) -> list[str]:
    """Where the chain is broken, as sentences; empty where every row is as it was written and none is missing."""
    link, expected = _FIRST, 1
    for *row, found in raw.execute(_READ):
        seq = row[0]
        if seq != expected:
            return [f"the audit breaks at row {expected}: it is missing"]
        if found != _link(index, link, tuple(row)):
            return [f"the audit breaks at row {seq}: it was changed"]
        link, expected = found, seq + 1
    last = raw.execute(_GET_LAST, (LAST,)).fetchone()
    if (last[0] if last else _FIRST) != link:
        return [f"the audit breaks after row {expected - 1}: rows at the end are missing"]
    return []


def blind(index: IndexKey, person: str) -> bytes:
    """How a person is named in the audit."""
    return index.of("audit", person)


def _named(index: IndexKey, person: str | None) -> bytes | None:
    return blind(index, person) if person else None


def _link(index: IndexKey, before: bytes, row: Row) -> bytes:
    plain = [each.hex() if isinstance(each, bytes) else each for each in (before, *row)]
    return index.of("audit link", json.dumps(plain))


def _stored(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(f"{stored}+00:00")
