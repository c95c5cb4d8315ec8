"""Erases a person: every row, and the key without which an older copy of the file cannot be read."""

import re
from datetime import datetime

from sqlalchemy import Connection, Delete, bindparam, delete, func, insert, select, update

from storage.store_guesses import forget_guesses_of
from storage.store_keys import Store, place
from storage.store_people import Member, member
from storage.tables import (
    ACCESS,
    APPOINTMENT,
    ASSIGNMENT,
    CONSENT,
    DRAFT,
    ENTRY,
    HOMEMADE,
    INBOX,
    INVITE,
    MEDIA,
    OCCURRENCE,
    OUTBOX,
    PERSON,
    RECEIPT,
    RUN,
    SAFETY_EVENT,
    TIMER,
)

_WHO = bindparam("who", type_=PERSON.c.id.type)
_ROWS: tuple[Delete, ...] = (
    delete(MEDIA).where(MEDIA.c.client_id == _WHO),
    delete(ENTRY).where(ENTRY.c.client_id == _WHO),
    delete(RUN).where(RUN.c.client_id == _WHO),
    delete(OCCURRENCE).where(OCCURRENCE.c.client_id == _WHO),
    delete(ASSIGNMENT).where(ASSIGNMENT.c.client_id == _WHO),
    delete(APPOINTMENT).where(APPOINTMENT.c.client_id == _WHO),
    delete(DRAFT).where(DRAFT.c.client_id == _WHO),
    delete(HOMEMADE).where(HOMEMADE.c.client_id == _WHO),
    delete(ACCESS).where(ACCESS.c.client_id == _WHO),
    delete(TIMER).where(TIMER.c.person_id == _WHO),
    delete(CONSENT).where(CONSENT.c.person_id == _WHO),
    delete(SAFETY_EVENT).where(SAFETY_EVENT.c.person_id == _WHO),
    delete(OUTBOX).where(OUTBOX.c.person_id == _WHO),
    delete(INVITE).where((INVITE.c.used_by == _WHO) | (INVITE.c.therapist_id == _WHO)),
)
_FREE = (
    update(APPOINTMENT).where(APPOINTMENT.c.therapist_id == _WHO).values(therapist_id=None),
    update(DRAFT).where(DRAFT.c.therapist_id == _WHO).values(therapist_id=None),
    update(HOMEMADE).where(HOMEMADE.c.therapist_id == _WHO).values(therapist_id=None),
    update(ASSIGNMENT).where(ASSIGNMENT.c.therapist_id == _WHO).values(therapist_id=None),
    update(ACCESS).where(ACCESS.c.therapist_id == _WHO).values(therapist_id=None),
    update(PERSON).where(PERSON.c.therapist_id == _WHO).values(therapist_id=None),
    update(PERSON).where(PERSON.c.offered_to == _WHO).values(offered_to=None),
)
_PERSON = delete(PERSON).where(PERSON.c.id == _WHO)
_OWNED = {"runs": RUN, "answers": ENTRY, "nudges": OCCURRENCE, "recordings": MEDIA}
_COUNTS = {
    name: select(func.count()).select_from(table).where(table.c.client_id == _WHO)
    for name, table in _OWNED.items()
}
_RECEIPT = insert(RECEIPT)
_PARKED = select(INBOX.c.update_id, INBOX.c.body_sealed).where(
    INBOX.c.state == "dead", INBOX.c.body_sealed.is_not(None)
)
_EMPTY = update(INBOX).where(INBOX.c.update_id == bindparam("this")).values(body_sealed=None)
_UNCLEAN = select(RECEIPT.c.seq).where(RECEIPT.c.clean.is_(False))
_ERASED_CODES = select(RECEIPT.c.code).where(RECEIPT.c.clean.is_(False))
_CLEANED = update(RECEIPT).where(RECEIPT.c.seq == bindparam("this")).values(clean=True)


def erase(store: Store, conn: Connection, person_id: str, now: datetime) -> None:
    """Remove a person and all that was theirs, but for a receipt: their code, when, and how much it was.

    A therapist's clients stay, without a therapist. Recordings lose their rows here and their files when the folder
    is swept; `Database.scrub` removes what the file itself still shows of the rows, until when the receipt is not clean.
    """
    leaving = member(store, conn, person_id)
    if leaving is None:
        return
    counts = {name: conn.scalar(query, {"who": person_id}) or 0 for name, query in _COUNTS.items()}
    for statement in (*_ROWS, *_FREE, _PERSON):
        conn.execute(statement, {"who": person_id})
    forget_guesses_of(conn, leaving.row.tg_index)
    _empty_parked(store, conn, leaving)
    conn.execute(_RECEIPT, {"code": leaving.row.code, "at": now, "clean": False} | counts)
    store.vault.forget()


def unclean(conn: Connection) -> list[int]:
    """The receipts of erased people of whom the database's file may still show traces."""
    return list(conn.scalars(_UNCLEAN))


def erased_codes(conn: Connection) -> list[str]:
    """The codes of those erased people."""
    return list(conn.scalars(_ERASED_CODES))


def mark_clean(conn: Connection, receipts: list[int]) -> None:
    """The file was scrubbed after these people's rows had gone."""
    if receipts:
        conn.execute(_CLEANED, [{"this": seq} for seq in receipts])


def _empty_parked(store: Store, conn: Connection, leaving: Member) -> None:
    """Updates that were given up keep their bodies: those that name this person lose theirs."""
    named = re.compile(rb"(?<!\d)%d(?!\d)" % leaving.chat())
    for row in conn.execute(_PARKED).all():
        body = store.transit.open(row.body_sealed, where=place("inbox", "body", row.update_id))
        if named.search(body):
            conn.execute(_EMPTY, {"this": row.update_id})
