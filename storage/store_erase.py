"""Erases a person: every row, and the key without which an older copy of the file cannot be read."""

from sqlalchemy import Connection, Delete, bindparam, delete, update

from storage.store_keys import Store
from storage.tables import (
    ASSIGNMENT,
    CONSENT,
    ENTRY,
    INVITE,
    OCCURRENCE,
    OUTBOX,
    PERSON,
    RUN,
    SAFETY_EVENT,
    TIMER,
)

_WHO = bindparam("who", type_=PERSON.c.id.type)
_ROWS: tuple[Delete, ...] = (
    delete(ENTRY).where(ENTRY.c.client_id == _WHO),
    delete(RUN).where(RUN.c.client_id == _WHO),
    delete(OCCURRENCE).where(OCCURRENCE.c.client_id == _WHO),
    delete(ASSIGNMENT).where(ASSIGNMENT.c.client_id == _WHO),
    delete(TIMER).where(TIMER.c.person_id == _WHO),
    delete(CONSENT).where(CONSENT.c.person_id == _WHO),
    delete(SAFETY_EVENT).where(SAFETY_EVENT.c.person_id == _WHO),
    delete(OUTBOX).where(OUTBOX.c.person_id == _WHO),
    delete(INVITE).where(INVITE.c.therapist_id == _WHO),
)
_FREE = (
    update(ASSIGNMENT).where(ASSIGNMENT.c.therapist_id == _WHO).values(therapist_id=None),
    update(PERSON).where(PERSON.c.therapist_id == _WHO).values(therapist_id=None),
)
_PERSON = delete(PERSON).where(PERSON.c.id == _WHO)


def erase(store: Store, conn: Connection, person_id: str) -> None:
    """Remove a person and all that was theirs. A therapist's clients stay, without a therapist."""
    for statement in (*_ROWS, *_FREE, _PERSON):
        conn.execute(statement, {"who": person_id})
    store.vault.forget()
