"""Messages on their way out: what waits, what is in flight, and what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Update, bindparam, case, exists, func, insert, select, update

from bot.core.turn import Reply
from storage.store_keys import Store, place
from storage.tables import OCCURRENCE, OUTBOX, PERSON


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the body of an outbox row says: which chat, and what to show there."""

    chat: int
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A row of the outbox, opened. `attempts` counts the requests begun, this one included once it is claimed."""

    seq: int
    id: str
    person_id: str | None
    chat: int
    reply: Reply
    attempts: int
    state: str


_PARCEL = TypeAdapter(Parcel)
_ADD = insert(OUTBOX).returning(OUTBOX.c.seq, sort_by_parameter_order=True)
_THIS = OUTBOX.c.seq == bindparam("this")
_GONE: dict[str, Any] = {"body_sealed": None, "error_class": bindparam("error")}
_ITS_NUDGE_HAS_ENDED = exists().where(
    OCCURRENCE.c.id == OUTBOX.c.occurrence_id, OCCURRENCE.c.outcome.is_not(None)
)
_ITS_TIME_IS_OVER = exists().where(
    OCCURRENCE.c.id == OUTBOX.c.occurrence_id, OCCURRENCE.c.expires_at <= bindparam("now")
)
_CLAIM = (
    update(OUTBOX)
    .where(_THIS, OUTBOX.c.state == "due", ~_ITS_NUDGE_HAS_ENDED, ~_ITS_TIME_IS_OVER)
    .values(state="claimed", attempts=OUTBOX.c.attempts + 1)
    .returning(OUTBOX.c.seq)
)
_GIVE_UP = (
    update(OUTBOX)
    .where(_THIS, OUTBOX.c.state == "due", _ITS_NUDGE_HAS_ENDED | _ITS_TIME_IS_OVER)
    .values(
        state="failed", body_sealed=None, error_class=case((_ITS_NUDGE_HAS_ENDED, "Ended"), else_="Expired")
    )
    .returning(OUTBOX.c.occurrence_id)
)
_SENT = (
    update(OUTBOX)
    .where(_THIS)
    .values(state="sent", body_sealed=None, message_id=bindparam("message"), sent_at=bindparam("now"))
    .returning(OUTBOX.c.kind, OUTBOX.c.occurrence_id)
)
_FAILED = (
    update(OUTBOX)
    .where(_THIS)
    .values(state="failed", **_GONE)
    .returning(OUTBOX.c.kind, OUTBOX.c.occurrence_id)
)
_UNKNOWN = (
    update(OUTBOX)
    .where(_THIS)
    .values(state="unknown", **_GONE)
    .returning(OUTBOX.c.kind, OUTBOX.c.occurrence_id)
)
_LATER = update(OUTBOX).where(_THIS).values(state="due", not_before=bindparam("at"))
_MESSAGE = select(OUTBOX.c.message_id).where(OUTBOX.c.id == bindparam("id"))
_FAILED_ALREADY = select(OUTBOX.c.seq).where(OUTBOX.c.id == bindparam("id"), OUTBOX.c.state == "failed")
_DUE = (
    select(OUTBOX)
    .where(OUTBOX.c.state == "due", OUTBOX.c.not_before <= bindparam("now"))
    .order_by(OUTBOX.c.seq)
)

_ON_ITS_WAY = (OCCURRENCE.c.id == bindparam("occurrence")) & (OCCURRENCE.c.send_state == "sending")
# The client may have answered, or put it off, before the mark of its sending was made.
_NUDGE_SENT = (
    update(OCCURRENCE)
    .where(OCCURRENCE.c.id == bindparam("occurrence"), OCCURRENCE.c.send_state.in_(("sending", "planned")))
    .values(
        send_state=case((OCCURRENCE.c.send_state == "sending", "sent"), else_=OCCURRENCE.c.send_state),
        sent_at=func.coalesce(OCCURRENCE.c.sent_at, bindparam("now", type_=OCCURRENCE.c.sent_at.type)),
    )
)
# One that was put off had come once already.
_NUDGE_NEVER_LEFT = (
    update(OCCURRENCE)
    .where(_ON_ITS_WAY)
    .values(send_state=case((OCCURRENCE.c.sent_at.is_(None), "never"), else_="sent"))
)
# One that reached the client once, and was only to be asked again, is let go by its own timer.
_NUDGE_TOO_LATE = (
    update(OCCURRENCE)
    .where(_ON_ITS_WAY, OCCURRENCE.c.sent_at.is_(None), OCCURRENCE.c.outcome.is_(None))
    .values(outcome="expired", reason="waited too long", ended_at=bindparam("now"))
)
_NUDGE_UNKNOWN = update(OCCURRENCE).where(_ON_ITS_WAY).values(send_state="unknown")
_NUDGE_FAILED = update(OCCURRENCE).where(_ON_ITS_WAY).values(send_state="failed")
_UNDELIVERED = (
    update(OCCURRENCE)
    .where(OCCURRENCE.c.id == bindparam("occurrence"), OCCURRENCE.c.outcome.is_(None))
    .values(outcome="undeliverable", reason=bindparam("why"), ended_at=bindparam("now"))
)

_CLOSED = update(PERSON).where(PERSON.c.id == bindparam("person")).values(reachable=False)
_NUDGES_OFF = (
    update(OUTBOX)
    .where(OUTBOX.c.person_id == bindparam("person"), OUTBOX.c.kind == "nudge", OUTBOX.c.state == "due")
    .values(state="failed", **_GONE)
)
_WAITS = exists().where(
    OUTBOX.c.occurrence_id == OCCURRENCE.c.id, OUTBOX.c.kind == "nudge", OUTBOX.c.state == "due"
)
_WAITING_OFF = (
    update(OCCURRENCE)
    .where(
        OCCURRENCE.c.client_id == bindparam("person"),
        OCCURRENCE.c.outcome.is_(None),
        OCCURRENCE.c.send_state == "sending",
        _WAITS,
    )
    .values(
        outcome="undeliverable",
        reason="chat closed by the client",
        ended_at=bindparam("now"),
        send_state=case((OCCURRENCE.c.sent_at.is_(None), "never"), else_="sent"),
    )
)


def outbox_row(
    store: Store, *, reply_id: str, person_id: str | None, chat: int, reply: Reply, now: datetime
) -> dict[str, Any]:
    """A reply as a row. Only a nudge waits to be claimed: anything else is sent at once and may be repeated."""
    is_nudge = reply.kind == "nudge"
    body = _PARCEL.dump_json(Parcel(chat, reply), exclude_defaults=True)
    return {
        "id": reply_id,
        "person_id": person_id,
        "body_sealed": store.transit.seal(body, where=place("outbox", "body", reply_id)),
        "kind": reply.kind,
        "state": "due" if is_nudge else "claimed",
        "not_before": now,
        "attempts": 0 if is_nudge else 1,
        "occurrence_id": reply.occurrence,
        "created_at": now,
        "error_class": "",
    }


def add_outgoing(conn: Connection, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Put rows into the outbox; returns their numbers in the same order."""
    return list(conn.scalars(_ADD, rows)) if rows else []


def opened(store: Store, rows: Iterable[Row[Any]]) -> list[Outgoing]:
    """Rows of the outbox with their bodies read."""
    return [_open(store, row) for row in rows]


def claim(conn: Connection, seq: int, now: datetime) -> bool:
    """Take a due row just before its request; False when it is no longer due.

    The message of a nudge that has ended meanwhile is over too: nobody is asked what is settled already. One whose
    window closed while it waited is not sent late: it has expired.
    """
    if conn.scalar(_CLAIM, {"this": seq, "now": now}) is not None:
        return True
    over = conn.scalar(_GIVE_UP, {"this": seq, "now": now})
    if over is not None:
        conn.execute(_NUDGE_TOO_LATE, {"occurrence": over, "now": now})
        conn.execute(_NUDGE_NEVER_LEFT, {"occurrence": over})
    return False


def mark_sent(conn: Connection, seq: int, message_id: int | None, now: datetime) -> None:
    """Telegram has it, as this message where it made one; the nudge it carried counts as sent."""
    _settle(conn, _SENT, {"this": seq, "message": message_id, "now": now}, _NUDGE_SENT, {"now": now})


def mark_failed(conn: Connection, seq: int, error_class: str, now: datetime) -> None:
    """It cannot be sent; a nudge that so never reached the client ends as undeliverable."""
    occurrence = _settle(conn, _FAILED, {"this": seq, "error": error_class}, _NUDGE_FAILED, {})
    if occurrence is not None:
        conn.execute(_UNDELIVERED, {"occurrence": occurrence, "why": "sending failed", "now": now})


def mark_unknown(conn: Connection, seq: int, error_class: str, now: datetime) -> None:
    """Nobody can tell whether it arrived; it is not sent again."""
    _settle(conn, _UNKNOWN, {"this": seq, "error": error_class, "now": now}, _NUDGE_UNKNOWN, {})


def retry_later(conn: Connection, seq: int, not_before: datetime) -> None:
    """Telegram refused it for now: it is due again from `not_before` on."""
    conn.execute(_LATER, {"this": seq, "at": not_before})


def message_of(conn: Connection, outbox_id: str) -> int | None:
    """Telegram's number of the message that an outbox row became; None when there is none."""
    return conn.scalar(_MESSAGE, {"id": outbox_id})


def has_failed(conn: Connection, outbox_id: str) -> bool:
    """Whether an outbox row was given up, so that there is no message of it."""
    return conn.scalar(_FAILED_ALREADY, {"id": outbox_id}) is not None


def outgoing_waiting(store: Store, conn: Connection, now: datetime) -> list[Outgoing]:
    """The rows that are due, in the order they were made."""
    return opened(store, conn.execute(_DUE, {"now": now}))


def mark_unreachable(conn: Connection, person_id: str, now: datetime) -> None:
    """The person closed the chat: no nudge waits to leave any longer, and those that did are undeliverable.

    What is planned stays planned: it ends when it comes due, unless the chat is open again by then.
    """
    given = {"person": person_id, "now": now, "error": "Unreachable"}
    conn.execute(_CLOSED, given)
    conn.execute(_WAITING_OFF, given)
    conn.execute(_NUDGES_OFF, given)


def _settle(
    conn: Connection, row: Update, values: dict[str, Any], nudge: Update, more: dict[str, Any]
) -> str | None:
    """Mark a row; when it carried a nudge's first message, mark the occurrence too and return its id."""
    marked = conn.execute(row, values).one_or_none()
    if marked is None or marked.kind != "nudge" or marked.occurrence_id is None:
        return None
    changed = conn.execute(nudge, {"occurrence": marked.occurrence_id, **more}).rowcount
    return str(marked.occurrence_id) if changed else None


def _open(store: Store, row: Row[Any]) -> Outgoing:
    body = store.transit.open(row.body_sealed, where=place("outbox", "body", row.id))
    parcel = _PARCEL.validate_json(body)
    return Outgoing(
        seq=row.seq,
        id=row.id,
        person_id=row.person_id,
        chat=parcel.chat,
        reply=parcel.reply,
        attempts=row.attempts,
        state=row.state,
    )
