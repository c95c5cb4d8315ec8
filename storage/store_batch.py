"""Gathers the rows of several turns, and writes each table once for all of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, update

from bot.core.turn import Reply
from storage.store_changes import TimerKey, offer_nudges, set_timers
from storage.store_entries import save_entries, save_runs
from storage.store_inbox import mark_done
from storage.store_media import want_media
from storage.store_outbox import Outgoing, add_outgoing
from storage.tables import PERSON

_THIS = PERSON.c.id == bindparam("who")
_SAVE_SESSION = (
    update(PERSON)
    .where(_THIS)
    .values(
        session_sealed=bindparam("session"),
        heard_at=func.coalesce(bindparam("heard", type_=PERSON.c.heard_at.type), PERSON.c.heard_at),
    )
)
_SAVE_PROFILE = (
    update(PERSON)
    .where(_THIS)
    .values(profile_sealed=bindparam("profile"), settled=bindparam("ready"), reachable=bindparam("open"))
)


@dataclass(slots=True)
class Batch:
    """What the turns so far have to write. `recorded` and `written` name the answers (answer, client) with and
    without a recording; `later` is done once runs and answers are there; `replies` holds the
    number of the turn, the chat, the reply and its row; `timers` the last word on each, None to drop it."""

    sessions: list[dict[str, Any]] = field(default_factory=list)
    profiles: list[dict[str, Any]] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    recorded: list[tuple[str, str]] = field(default_factory=list)
    written: list[tuple[str, str]] = field(default_factory=list)
    later: list[Callable[[], None]] = field(default_factory=list)
    nudges: list[tuple[str, str]] = field(default_factory=list)
    replies: list[tuple[int, int, Reply, dict[str, Any]]] = field(default_factory=list)
    updates: list[int] = field(default_factory=list)
    timers: dict[TimerKey, datetime | None] = field(default_factory=dict)


def write(conn: Connection, batch: Batch, turns: int, now: datetime) -> list[list[Outgoing]]:
    """Write all that was gathered; returns the outgoing messages of each of the `turns`, in order."""
    if batch.sessions:
        conn.execute(_SAVE_SESSION, batch.sessions)
    if batch.profiles:
        conn.execute(_SAVE_PROFILE, batch.profiles)
    set_timers(conn, batch.timers)
    save_runs(conn, batch.runs)
    save_entries(conn, batch.entries)
    want_media(conn, batch.written, batch.recorded, now)
    for act in batch.later:
        act()
    offer_nudges(conn, batch.nudges, now)
    mark_done(conn, batch.updates)
    return _put_out(conn, batch, turns)


def _put_out(conn: Connection, batch: Batch, turns: int) -> list[list[Outgoing]]:
    numbers = add_outgoing(conn, [row for *_, row in batch.replies])
    outgoing: list[list[Outgoing]] = [[] for _ in range(turns)]
    for seq, (turn, chat, reply, row) in zip(numbers, batch.replies, strict=True):
        outgoing[turn].append(
            Outgoing(
                seq=seq,
                id=row["id"],
                person_id=row["person_id"],
                chat=chat,
                reply=reply,
                attempts=row["attempts"],
                state=row["state"],
            )
        )
    return outgoing
