"""Which deeds of a turn, of the operator and of looking are noted in the audit, and what a client can read of it."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.core.changes import (
    Change,
    Drafted,
    Enrolled,
    HandedOver,
    HandoverDeclined,
    InviteAdmitted,
    InviteEnded,
    InviteLocked,
    InviteMade,
    Left,
)
from bot.core.person import Profile, Role, Seen
from storage.audit import By, Deed, Noted, about, blind, note, note_look
from storage.store_keys import Address, Store
from storage.store_people import Member, member, members

SHOWN = 8
"""So many of the latest deeds a client is shown."""
EVERYTHING = -1
SOMEBODY_ELSES = "somebody else's"
WRONG_CODE, ANOTHERS_LINK = "wrong code", "another account's link"


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
        case InviteLocked():
            event, client, detail = "invitation locked", None, ""
        case InviteAdmitted():
            event, client, detail = "let in", None, ""
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
    deed = Deed(at=now, by=role_of(actor), who=actor.id, about=client, event=event, detail=detail)
    note(raw_of(conn), store.index, deed)


def note_agreement(store: Store, conn: Connection, actor: Member, profile: Profile, now: datetime) -> None:
    """Note that somebody agreed to something else than before; what to, their consents say."""
    deed = Deed(
        at=now, by=role_of(actor), who=actor.id, about=_self(actor), event="agreed", detail=profile.sharing
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


def note_refused(
    store: Store,
    conn: Connection,
    by: By,
    what: str,
    now: datetime,
    *,
    who: Member | None,
    client: str | None,
) -> None:
    """Note that somebody asked for `what` and did not get it; once an hour is enough. `client` is whose it was, as far as
    there is such a client."""
    owner = member(store, conn, client) if client else None
    about = owner.id if owner is not None and owner.row.role == Role.CLIENT else None
    deed = Deed(at=now, by=by, who=who.id if who else None, about=about, event="refused", detail=what)
    note_look(raw_of(conn), store.index, deed)


def note_denied(store: Store, conn: Connection, address: Address, now: datetime) -> None:
    """Note that whoever this came from reached for what is somebody else's, and was stopped."""
    indexes = [] if address.user is None else [store.found_by(address.user)]
    ids = [] if address.person is None else [address.person]
    who = next(iter(members(store, conn, indexes=indexes, ids=ids)), None)
    by = role_of(who) if who else "stranger"
    note_refused(store, conn, by, SOMEBODY_ELSES, now, who=who, client=None)


def seen_of(store: Store, conn: Connection, client: Member) -> tuple[Seen, ...]:
    """The latest that was done about a client, newest first; a therapist of before has no name here."""
    return _told(store, client, about(raw_of(conn), store.index, client.id, SHOWN))


def all_done(store: Store, conn: Connection, client: Member) -> tuple[Seen, ...]:
    """All that was done about a client, oldest first."""
    return _told(store, client, about(raw_of(conn), store.index, client.id, EVERYTHING)[::-1])


def _told(store: Store, client: Member, noted: Sequence[Noted]) -> tuple[Seen, ...]:
    names = {blind(store.index, client.id): ""}
    if client.therapist_id is not None:
        names[blind(store.index, client.therapist_id)] = client.therapist_name(store)
    return tuple(
        Seen(
            at=each.at, by=each.by, name=names.get(each.who or b"", ""), event=each.event, detail=each.detail
        )
        for each in noted
    )


def _self(actor: Member) -> str | None:
    """The client whom a deed of their own is about; a therapist's own deeds are about nobody."""
    return actor.id if actor.row.role == Role.CLIENT else None


def role_of(actor: Member) -> By:
    """As whom somebody is noted."""
    return "client" if actor.row.role == Role.CLIENT else "therapist"
