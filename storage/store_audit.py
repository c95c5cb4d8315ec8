"""Which deeds of a turn, of the operator and of looking are noted in the audit, and what a client can read of it."""

import sqlite3
from datetime import datetime

from sqlalchemy import Connection

from bot.core.changes import (
    Change,
    Drafted,
    Enrolled,
    HandedOver,
    HandoverDeclined,
    InviteEnded,
    InviteMade,
    Left,
)
from bot.core.person import Profile, Role, Seen
from storage.audit import By, Deed, about, blind, note, note_look
from storage.store_keys import Store
from storage.store_people import Member

SHOWN = 8
"""So many of the latest deeds a client is shown."""


def raw_of(conn: Connection) -> sqlite3.Connection:
    """The driver's connection under an open transaction."""
    raw = conn.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection), "the file is SQLite's"  # noqa: S101  # nothing from outside
    return raw


def note_turn(store: Store, conn: Connection, actor: Member, change: Change, now: datetime) -> None:
    """Note a change that somebody else may ask about one day; most changes are nobody else's business."""
    match change:
        case Enrolled():
            event, client, detail = "joined", _self(actor), ""
        case InviteMade():
            event, client, detail = "invited", None, ""
        case InviteEnded():
            event, client, detail = "invitation ended", None, ""
        case Drafted(client=client):
            event, detail = "summary written", ""
        case HandedOver():
            event, client, detail = "handed over", _self(actor), "agreed"
        case HandoverDeclined():
            event, client, detail = "handed over", _self(actor), "declined"
        case Left(person=client):
            event, detail = "erased", ""
        case _:
            return
    deed = Deed(at=now, by=_role(actor), who=actor.id, about=client, event=event, detail=detail)
    note(raw_of(conn), store.index, deed)


def note_agreement(store: Store, conn: Connection, actor: Member, profile: Profile, now: datetime) -> None:
    """Note that somebody agreed to something else than before; what to, their consents say."""
    deed = Deed(
        at=now, by=_role(actor), who=actor.id, about=_self(actor), event="agreed", detail=profile.sharing
    )
    note(raw_of(conn), store.index, deed)


def note_reading(
    store: Store, conn: Connection, therapist: str, client: str, what: str, now: datetime
) -> None:
    """Note that a therapist looked at `what` of a client, such as "answers"; once an hour is enough."""
    deed = Deed(at=now, by="therapist", who=therapist, about=client, event="read", detail=what)
    note_look(raw_of(conn), store.index, deed)


def note_operator(
    store: Store, conn: Connection, event: str, now: datetime, client: str | None = None, detail: str = ""
) -> None:
    """Note what the operator did."""
    deed = Deed(at=now, by="operator", about=client, event=event, detail=detail)
    note(raw_of(conn), store.index, deed)


def seen_of(store: Store, conn: Connection, client: Member) -> tuple[Seen, ...]:
    """The latest that was done about a client, newest first; a therapist of before has no name here."""
    names = {blind(store.index, client.id): ""}
    if client.therapist_id is not None:
        names[blind(store.index, client.therapist_id)] = client.therapist_name(store)
    noted = about(raw_of(conn), store.index, client.id, SHOWN)
    return tuple(
        Seen(
            at=each.at, by=each.by, name=names.get(each.who or b"", ""), event=each.event, detail=each.detail
        )
        for each in noted
    )


def _self(actor: Member) -> str | None:
    """The client whom a deed of their own is about; a therapist's own deeds are about nobody."""
    return actor.id if actor.row.role == Role.CLIENT else None


def _role(actor: Member) -> By:
    return "client" if actor.row.role == Role.CLIENT else "therapist"
