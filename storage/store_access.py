"""Who may have a file made of whom, and the note that it was made, which the client can read."""

from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, insert, select

from bot.core.person import Role
from bot.core.turn import FileOrder
from storage.audit import Deed, note
from storage.store_audit import raw_of
from storage.store_keys import NotYours, Store
from storage.store_people import Member
from storage.tables import ACCESS, PERSON

_CLIENTS: BindParameter[list[str]] = bindparam("clients", expanding=True)
_OWN = select(PERSON.c.id).where(PERSON.c.id.in_(_CLIENTS), PERSON.c.therapist_id == bindparam("therapist"))
_NOTE = insert(ACCESS)


def admit_order(
    store: Store, conn: Connection, actor: Member | None, to: str | None, order: FileOrder, now: datetime
) -> None:
    """Let a person have their own copy, and a therapist the logs of their own clients, which is noted.

    Raises:
        NotYours: it is about anybody else, or goes to anybody else.
    """
    if actor is None or to != actor.id:
        raise NotYours
    if order.format == "copy":
        if actor.row.role != Role.CLIENT or not set(order.clients) <= {actor.id}:
            raise NotYours
        own_copy = Deed(at=now, by="client", who=actor.id, about=actor.id, event="file", detail="copy")
        note(raw_of(conn), store.index, own_copy)
        return
    own = conn.scalars(_OWN, {"clients": list(order.clients), "therapist": actor.id})
    if not set(order.clients) <= set(own):
        raise NotYours
    _note(conn, actor.id, order, now)
    for client in order.clients:
        detail = f"{order.format} on the server" if order.on_server else order.format
        taken = Deed(at=now, by="therapist", who=actor.id, about=client, event="file", detail=detail)
        note(raw_of(conn), store.index, taken)


def _note(conn: Connection, therapist_id: str, order: FileOrder, now: datetime) -> None:
    rows = [_row(client, therapist_id, order, now) for client in order.clients]
    if rows:
        conn.execute(_NOTE, rows)


def _row(client_id: str, therapist_id: str, order: FileOrder, now: datetime) -> dict[str, object]:
    return {
        "client_id": client_id,
        "therapist_id": therapist_id,
        "by": Role.THERAPIST.value,
        "at": now,
        "form": order.format,
        "since": order.since,
        "until": order.until,
    }
