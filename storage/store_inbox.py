"""Keeps updates as they come, and knows which of them still wait for their turn."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from storage.dialect import upserting
from storage.store_keys import Store, place
from storage.tables import INBOX

ATTEMPTS = 5
"""After this many failures an update is parked: it stays, and nothing waits for it."""

_KEEP = upserting(INBOX).on_conflict_do_nothing(index_elements=["update_id"]).returning(INBOX.c.update_id)
_WAITING = select(INBOX.c.update_id, INBOX.c.body_sealed).where(INBOX.c.state == "new").order_by(INBOX.c.seq)
_STILL_NEW = select(INBOX.c.update_id).where(
    INBOX.c.state == "new", INBOX.c.update_id.in_(bindparam("updates", expanding=True))
)
_THIS = INBOX.c.update_id == bindparam("this")
_DONE = update(INBOX).where(_THIS).values(state="done", body_sealed=None)
_PARK = update(INBOX).where(_THIS).values(state="dead", error_class=bindparam("error"))
_COUNT = (
    update(INBOX)
    .where(_THIS)
    .values(attempts=INBOX.c.attempts + 1, error_class=bindparam("error"))
    .returning(INBOX.c.attempts)
)


def keep_updates(
    store: Store, conn: Connection, updates: Sequence[tuple[int, bytes]], now: datetime
) -> list[int]:
    """Keep raw updates (update id, JSON as it came); one that is there already stays as it is.

    Returns:
        The ids that are new, in the order given.
    """
    if not updates:
        return []
    rows = [
        {
            "update_id": update_id,
            "body_sealed": store.transit.seal(body, where=place("inbox", "body", update_id)),
            "received_at": now,
            "state": "new",
            "attempts": 0,
            "error_class": "",
        }
        for update_id, body in updates
    ]
    kept = set(conn.scalars(_KEEP, rows))
    return [
        update_id for update_id in dict.fromkeys(update_id for update_id, _ in updates) if update_id in kept
    ]


def waiting_updates(store: Store, conn: Connection) -> list[tuple[int, bytes]]:
    """Updates that were kept and not yet taken, in order of arrival."""
    return [
        (row.update_id, store.transit.open(row.body_sealed, where=place("inbox", "body", row.update_id)))
        for row in conn.execute(_WAITING)
    ]


def park_update(conn: Connection, update_id: int, error_class: str) -> None:
    """Give an update up: it is not offered again, and nothing behind it waits."""
    conn.execute(_PARK, {"this": update_id, "error": error_class})


def count_attempt(conn: Connection, update_id: int, error_class: str) -> int:
    """Note that taking an update failed; after ATTEMPTS failures it is parked.

    Returns:
        How often it has failed by now.
    """
    attempts = conn.scalar(_COUNT, {"this": update_id, "error": error_class}) or 0
    if attempts >= ATTEMPTS:
        park_update(conn, update_id, error_class)
    return attempts


def still_new(conn: Connection, updates: Collection[int]) -> set[int]:
    """Which of these updates are there and not yet taken."""
    return set(conn.scalars(_STILL_NEW, {"updates": list(updates)})) if updates else set()


def mark_done(conn: Connection, updates: Sequence[int]) -> None:
    """These updates have been taken: their bodies go."""
    if updates:
        conn.execute(_DONE, [{"this": update_id} for update_id in updates])
