"""Reads, for what a client shares, when sessions were arranged and what was written down of them, straight from the driver."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime

from pydantic_core import from_json

from bot.core.record import Arrangement, WrittenSummary
from storage.vault import ClientKey

_SESSIONS = """
SELECT version, made_at, ended_at, starts_at, local_date, local_time, zone, every_days, instead
FROM appointment WHERE client_id = ? AND coalesce(ended_at, '9999') >= ? AND made_at < ? ORDER BY version
"""
_SUMMARIES = """
SELECT id, version, made_at, met_at, words_sealed
FROM draft WHERE client_id = ? AND made_at >= ? AND made_at < ? ORDER BY version
"""
_HOMEMADE = "SELECT id, words_sealed FROM homemade WHERE client_id = ? ORDER BY made_at, exercise"
Span = tuple[str, str, str]
"""Whose rows, from when until when, as they are stored."""


def sessions(raw: sqlite3.Connection, span: Span) -> Iterator[Arrangement]:
    """The arrangements that stood in the range."""
    for version, made, ended, starts, first, hour, zone, every, others in raw.execute(_SESSIONS, span):
        yield Arrangement(
            version=version,
            made_at=_moment(made),
            ended_at=_moment(ended) if ended else None,
            next_at=_moment(starts) if starts else None,
            first=date.fromisoformat(first),
            hour=hour[:5],
            zone=zone,
            every_days=every,
            others=others,
        )


def summaries(raw: sqlite3.Connection, key: ClientKey, span: Span) -> Iterator[WrittenSummary]:
    """What the therapist wrote in the range, version by version."""
    for name, version, made, met, sealed in raw.execute(_SUMMARIES, span):
        yield WrittenSummary(
            version=version,
            made_at=_moment(made),
            met_at=_moment(met) if met else None,
            texts=tuple(from_json(key.open(sealed, where=f"draft|words|{name}"))),
        )


def homemade(raw: sqlite3.Connection, key: ClientKey, client: str) -> Iterator[str]:
    """The texts of the own exercises that a therapist gave a client, the earliest first. Raises SealBroken."""
    for name, sealed in raw.execute(_HOMEMADE, (client,)):
        yield key.open(sealed, where=f"homemade|words|{name}").decode()


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(f"{stored}+00:00")
