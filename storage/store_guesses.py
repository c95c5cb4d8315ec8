"""Counts the invitation codes that stood for nothing, so that nobody finds one by trying."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select

from storage.dialect import upserting
from storage.tables import GUESS

MOST = 5
"""So many wrong codes a Telegram account may send within an hour of the first; after them no code is looked at."""
HOUR = timedelta(hours=1)

_G = GUESS.c
_WHOSE = _G.tg_index == bindparam("whose")
_COUNT = select(_G.tries).where(_WHOSE, _G.since > bindparam("hour_ago"), _G.since <= bindparam("now"))
_note = upserting(GUESS)
_NOTE = _note.on_conflict_do_update(index_elements=["tg_index"], set_={"tries": _G.tries + 1})
_OVER = delete(GUESS).where((_G.since <= bindparam("hour_ago")) | (_G.since > bindparam("now")))
_FORGET = delete(GUESS).where(_WHOSE)


def has_guessed_enough(conn: Connection, index: bytes, now: datetime) -> bool:
    """Whether this account (by its blind index) has sent as many wrong codes as it may for now."""
    found = conn.scalar(_COUNT, {"whose": index, "now": now, "hour_ago": now - HOUR})
    return found is not None and found >= MOST


def note_guess(conn: Connection, index: bytes, now: datetime) -> None:
    """One more wrong code of this account; which one is kept nowhere. Counts that are over go."""
    forget_guesses(conn, now)
    conn.execute(_NOTE, {"tg_index": index, "since": now, "tries": 1})


def forget_guesses(conn: Connection, now: datetime) -> int:
    """Let go of the counts whose hour is over, and of those that a clock stepped back has put ahead; how many."""
    return conn.execute(_OVER, {"now": now, "hour_ago": now - HOUR}).rowcount


def forget_guesses_of(conn: Connection, index: bytes) -> None:
    """Let go of one account's count."""
    conn.execute(_FORGET, {"whose": index})
