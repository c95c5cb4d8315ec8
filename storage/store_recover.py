"""Settles what was in flight when the last run ended, once at start and under the file's lock."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, Row, bindparam, case, select, update

from bot.core.text import Rich
from bot.core.turn import Reply
from storage.store_keys import Store
from storage.store_outbox import Outgoing, add_outgoing, mark_failed, mark_unknown, opened, outbox_row
from storage.tables import OCCURRENCE, OUTBOX

TRIES = {"reply": 2, "safety": 5}
"""How often a reply and a safety text are sent at most, over all restarts."""
CUT_SHORT = "CutShort"

_IN_FLIGHT = select(OUTBOX).where(OUTBOX.c.state.in_(("claimed", "due"))).order_by(OUTBOX.c.seq)
_AGAIN = update(OUTBOX).where(OUTBOX.c.seq == bindparam("this")).values(attempts=OUTBOX.c.attempts + 1)
_IS_OVER = select(OCCURRENCE.c.id).where(
    OCCURRENCE.c.id == bindparam("occurrence"), OCCURRENCE.c.expires_at <= bindparam("now")
)
_EXPIRE = (
    update(OCCURRENCE)
    .where(OCCURRENCE.c.id == bindparam("occurrence"), OCCURRENCE.c.outcome.is_(None))
    .values(
        outcome="expired",
        reason="offline",
        ended_at=bindparam("now"),
        send_state=case(
            (OCCURRENCE.c.send_state != "sending", OCCURRENCE.c.send_state),
            (OCCURRENCE.c.sent_at.is_(None), "never"),
            else_="sent",
        ),
    )
)


def recover(store: Store, conn: Connection, now: datetime, file_notice: Rich) -> list[Outgoing]:
    """Decide on every row in flight, and return those to send now, in the order they were made.

    A claimed nudge becomes unknown, since it may have arrived. A claimed reply is sent once more, safety text up to
    five times in all. A claimed file is never repeated by itself: `file_notice` goes to its chat instead. What was
    due stays due, except for nudges that have expired meanwhile.

    Whatever the clock says, nothing in flight is passed over: one that was stepped back since would have it lie ahead.
    """
    begun: set[str] = set()
    for row in conn.execute(_IN_FLIGHT).all():
        # A chat's messages leave one after the other, so only the first in flight can have been on its way.
        if row.state != "claimed" or row.kind not in TRIES or row.person_id not in begun:
            _settle(store, conn, row, now, file_notice)
        if row.state == "claimed" and row.person_id is not None:
            begun.add(row.person_id)
    return opened(store, conn.execute(_IN_FLIGHT))


def _settle(store: Store, conn: Connection, row: Row[Any], now: datetime, file_notice: Rich) -> None:
    match row.state, row.kind:
        case "due", "nudge":
            _expire(conn, row, now)
        case "claimed", "nudge":
            mark_unknown(conn, row.seq, CUT_SHORT, now)
        case "claimed", "file":
            _replace_file(store, conn, row, now, file_notice)
        case "claimed", kind if row.attempts < TRIES[kind]:
            conn.execute(_AGAIN, {"this": row.seq})
        case "claimed", _:
            mark_failed(conn, row.seq, CUT_SHORT, now)


def _expire(conn: Connection, row: Row[Any], now: datetime) -> None:
    given = {"occurrence": row.occurrence_id, "now": now}
    if conn.scalar(_IS_OVER, given) is not None:
        conn.execute(_EXPIRE, given)
        mark_failed(conn, row.seq, "Expired", now)


def _replace_file(store: Store, conn: Connection, row: Row[Any], now: datetime, file_notice: Rich) -> None:
    (lost,) = opened(store, [row])
    mark_failed(conn, row.seq, CUT_SHORT, now)
    notice = outbox_row(
        store,
        reply_id=str(uuid5(UUID(lost.id), "notice")),
        person_id=lost.person_id,
        chat=lost.chat,
        reply=Reply(text=file_notice),
        now=now,
    )
    add_outgoing(conn, [notice])
