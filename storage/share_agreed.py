"""Reads what may be told of what is not shared: how much was kept private, and the help card as far as was agreed."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from bot.core.record import SharedConsent

_PRIVATE = """
SELECT count(*) FROM run WHERE client_id = ? AND private AND started_at >= ? AND started_at < ?
AND EXISTS (SELECT 1 FROM entry WHERE entry.run_id = run.id AND NOT entry.skipped AND NOT entry.taken_back)
"""
_CARDS = "SELECT at FROM safety_event WHERE person_id = ? AND at >= ? AND at < ? ORDER BY at"
Span = tuple[str, str, str]
"""Whose rows, from when until when, as they are stored."""


def kept_private(raw: sqlite3.Connection, span: Span) -> int:
    """How many runs with something in them were marked private: the number, and nothing else of them."""
    (count,) = raw.execute(_PRIVATE, span).fetchone()
    return int(count)


def cards(
    raw: sqlite3.Connection, span: Span, agreed: Sequence[SharedConsent]
) -> tuple[datetime, ...] | None:
    """When the help card was shown while the client agreed to have that told; None where they do not agree now."""
    if not agreed or not _may_tell(agreed[-1]):
        return None
    shown = (datetime.fromisoformat(f"{at}+00:00") for (at,) in raw.execute(_CARDS, span))
    return tuple(at for at in shown if _was_told(at, agreed))


def _was_told(at: datetime, agreed: Sequence[SharedConsent]) -> bool:
    standing = [each for each in agreed if each.at <= at]
    return bool(standing) and _may_tell(standing[-1])


def _may_tell(consent: SharedConsent) -> bool:
    return bool(consent.choices.get("tell_therapist"))
