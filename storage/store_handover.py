"""Ends a therapist's access in one moment, and hands clients over to another therapist once they agree."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.core.changes import HandedOver, HandoverDeclined
from bot.core.person import Offered, Role
from bot.core.session import Session
from storage.store_audit import note_operator
from storage.store_changes import set_timers
from storage.store_keys import NotYours, Store, place
from storage.store_people import Member, member, seal_session
from storage.tables import INVITE, OUTBOX, PERSON, TIMER

LEFT, OFFER, JOINED = "left", "offer", "joined"
"""Timers that tell of it: clients that their therapist left, or who would go on with them, and that therapist of a yes."""

_P = PERSON.c
_WHO = bindparam("who", type_=_P.id.type)
_LEAVE = (
    update(PERSON)
    .where(_P.id == _WHO)
    .values(
        left_at=bindparam("now"),
        reachable=False,
        tg_index=bindparam("nobody"),
        chat_sealed=bindparam("chat"),
        session_sealed=bindparam("session"),
    )
)
_END_INVITES = (
    update(INVITE)
    .where(INVITE.c.therapist_id == _WHO, INVITE.c.used_at.is_(None), INVITE.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
_HOLD_BACK = (
    update(OUTBOX)
    .where(OUTBOX.c.person_id == _WHO, OUTBOX.c.state.in_(("due", "claimed")))
    .values(state="failed", body_sealed=None, error_class="Ended")
)
_NO_TIMERS = delete(TIMER).where(TIMER.c.person_id == _WHO)
_TAKE_BACK = update(PERSON).where(_P.offered_to == _WHO).values(offered_to=None)
_CLIENTS = select(_P.id).where(_P.therapist_id == _WHO, _P.role == Role.CLIENT.value).order_by(_P.code)
_OFFER = update(PERSON).where(_P.id == _WHO).values(offered_to=bindparam("to"))
_ANSWER = (
    update(PERSON)
    .where(_P.id == _WHO, _P.offered_to == bindparam("to", type_=_P.id.type))
    .values(offered_to=None, therapist_id=bindparam("then"))
)


def end_therapist(store: Store, conn: Connection, therapist_id: str, now: datetime) -> int:
    """End all that a therapist can see and do here, at once; returns how many clients are told.

    To the coach their account is a stranger's from this commit on. Their name stays with what they gave. Raises NotYours.
    """
    leaving = _therapist(store, conn, therapist_id)
    chat = leaving.key.seal(b"0", where=place("person", "chat", leaving.id))
    session = seal_session(leaving.key, leaving.id, Session())
    given = {"who": leaving.id, "now": now}
    conn.execute(_LEAVE, given | {"nobody": secrets.token_bytes(32), "chat": chat, "session": session})
    for statement in (_END_INVITES, _HOLD_BACK, _NO_TIMERS, _TAKE_BACK):
        conn.execute(statement, given)
    told = clients_under(conn, leaving.id)
    set_timers(conn, {(client, LEFT, ""): now for client in told})
    note_operator(store, conn, "therapist left", now)
    for client in told:
        note_operator(store, conn, "therapist left", now, client)
    return len(told)


def offer(store: Store, conn: Connection, clients: Sequence[str], to: str, now: datetime) -> None:
    """Have clients asked whether they go on with another therapist; until they agree nothing changes. Raises NotYours."""
    successor = _therapist(store, conn, to)
    for each in clients:
        client = member(store, conn, each)
        if client is None or client.row.role != Role.CLIENT or client.therapist_id == successor.id:
            raise NotYours
        conn.execute(_OFFER, {"who": client.id, "to": successor.id})
        note_operator(store, conn, "offered", now, client.id)
    set_timers(conn, {(client, OFFER, ""): now for client in clients})


def answer_offer(
    conn: Connection, client: Member, change: HandedOver | HandoverDeclined, now: datetime
) -> None:
    """What a client said to it: with a yes, the other therapist is theirs from this commit on.

    Raises:
        NotYours: nobody offered that.
    """
    agreed = isinstance(change, HandedOver)
    then = change.to if agreed else client.therapist_id
    if not conn.execute(_ANSWER, {"who": client.id, "to": change.to, "then": then}).rowcount:
        raise NotYours
    if agreed:
        set_timers(conn, {(change.to, JOINED, client.id): now})


def offered_to(store: Store, conn: Connection, client: Member) -> Offered | None:
    """Who would go on with a client."""
    if client.row.offered_to is None:
        return None
    other = member(store, conn, client.row.offered_to)
    return None if other is None else Offered(id=other.id, name=other.profile().name)


def clients_under(conn: Connection, therapist_id: str) -> list[str]:
    """The ids of a therapist's clients."""
    return list(conn.scalars(_CLIENTS, {"who": therapist_id}))


def _therapist(store: Store, conn: Connection, person_id: str) -> Member:
    found = member(store, conn, person_id)
    if found is None or found.row.role != Role.THERAPIST or found.row.left_at is not None:
        raise NotYours
    return found
