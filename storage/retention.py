"""Lets go of what is older than the operator wants it kept; where anybody stands, and what they plan, stays."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    func,
    select,
)

from storage.dialect import upserting
from storage.store_guesses import forget_guesses
from storage.store_keys import Store, place
from storage.tables import (
    APPOINTMENT,
    ASSIGNMENT,
    DRAFT,
    ENTRY,
    HOMEMADE,
    INBOX,
    INVITE,
    MEDIA,
    META,
    OCCURRENCE,
    OUTBOX,
    PERSON,
    RUN,
    SAFETY_EVENT,
)
from storage.vault import VaultError

PEOPLE_AT_ONCE = 500
ROWS_AT_ONCE = 2000
SENT_DAYS = 30
"""How long messages that are through are kept, bodiless as they are, unless a nudge that is kept needs them."""
TAKEN_DAYS = 14
"""How long updates that were taken are kept, bodiless as they are."""
AT_LEAST_DAYS = 2
"""Telegram may bring an update again for a day: so long it has to be known."""
LAST_TIME = "forgotten_on"

_PEOPLE: BindParameter[list[str]] = bindparam("people", expanding=True)
_THESE: BindParameter[list[str]] = bindparam("these", expanding=True)
_O, _A, _OUT, _IN = OCCURRENCE.c, ASSIGNMENT.c, OUTBOX.c, INBOX.c
_CUT = bindparam("cut", type_=_O.due_at.type)
_SENT_CUT = bindparam("sent_cut", type_=_O.due_at.type)
_TAKEN_CUT = bindparam("taken_cut", type_=_O.due_at.type)
_THROUGH = _OUT.state.in_(("sent", "failed", "unknown")) & (_OUT.created_at < _SENT_CUT)
_ITS_NUDGE = exists().where(_O.id == _OUT.occurrence_id)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one table that belong to somebody: which are old, and what goes when they go."""

    old: Select[Any]
    gone: tuple[Delete, ...]


def _kind(
    table: Table, whose: ColumnElement[str], *old: ColumnElement[bool], before: Sequence[Delete] = ()
) -> _Kind:
    found = select(table.c.id, whose.label("whose")).where(whose.in_(_PEOPLE), *old).limit(ROWS_AT_ONCE)
    return _Kind(found, (*before, delete(table).where(table.c.id.in_(_THESE))))


_KINDS = (
    _kind(
        RUN,
        RUN.c.client_id,
        func.coalesce(RUN.c.ended_at, RUN.c.started_at) < _CUT,
        before=(
            delete(MEDIA).where(MEDIA.c.entry_id.in_(select(ENTRY.c.id).where(ENTRY.c.run_id.in_(_THESE)))),
            delete(ENTRY).where(ENTRY.c.run_id.in_(_THESE)),
        ),
    ),
    _kind(OCCURRENCE, _O.client_id, _O.outcome.is_not(None), _O.due_at < _CUT),
    _kind(ASSIGNMENT, _A.client_id, _A.ended_at < _CUT, ~exists().where(_O.assignment_id == _A.id)),
    _kind(SAFETY_EVENT, SAFETY_EVENT.c.person_id, SAFETY_EVENT.c.at < _CUT),
    _kind(APPOINTMENT, APPOINTMENT.c.client_id, APPOINTMENT.c.ended_at < _CUT),
    _kind(DRAFT, DRAFT.c.client_id, DRAFT.c.made_at < _CUT),
    # An own exercise goes once nothing is left that was given or done of it.
    _kind(
        HOMEMADE,
        HOMEMADE.c.client_id,
        HOMEMADE.c.made_at < _CUT,
        ~exists().where(_A.client_id == HOMEMADE.c.client_id, _A.exercise == HOMEMADE.c.exercise),
        ~exists().where(RUN.c.client_id == HOMEMADE.c.client_id, RUN.c.exercise == HOMEMADE.c.exercise),
    ),
    _kind(OUTBOX, _OUT.person_id, _THROUGH, ~_ITS_NUDGE),
)
_REST = (
    delete(OUTBOX).where(_OUT.person_id.is_(None), _THROUGH),
    delete(INBOX).where(_IN.state == "done", _IN.received_at < _TAKEN_CUT),
    delete(INBOX).where(_IN.state == "dead", _IN.received_at < _CUT),
    delete(INVITE).where(INVITE.c.expires_at < _CUT),
)
_NEXT = (
    select(PERSON.c.id).where(PERSON.c.id > bindparam("after")).order_by(PERSON.c.id).limit(PEOPLE_AT_ONCE)
)
_STANDING = select(PERSON.c.id, PERSON.c.key_wrapped, PERSON.c.session_sealed, PERSON.c.profile_sealed).where(
    PERSON.c.id.in_(_PEOPLE)
)
_LAST = select(META.c.value).where(META.c.key == LAST_TIME)
_note = upserting(META)
_NOTE = _note.on_conflict_do_update(index_elements=["key"], set_={"value": _note.excluded.value})


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What one step let go of, and after whom to go on; None when everybody was looked at."""

    rows: int
    after: str | None


def last_look(conn: Connection) -> date | None:
    """The day on which everything old was last let go of."""
    noted = conn.scalar(_LAST)
    return None if noted is None else date.fromisoformat(noted.decode())


def forget_old(store: Store, conn: Connection, now: datetime, days: int, after: str = "") -> Forgotten:
    """One step: what is older than `days`, of some people after `after`.

    Whatever a session or a profile names stays, however old. Recordings lose their rows here, and their files when
    the folder is swept.
    """
    people = list(conn.scalars(_NEXT, {"after": after}))
    if not people:
        return Forgotten(_forget_rest(conn, now, days), None)
    gone = sum(_forget(store, conn, kind, people, _cuts(now, days)) for kind in _KINDS)
    return Forgotten(gone, after if gone else people[-1])


def note_looked(conn: Connection, now: datetime) -> None:
    """Everything old is gone for this day."""
    conn.execute(_NOTE, {"key": LAST_TIME, "value": now.date().isoformat().encode()})


def _forget(store: Store, conn: Connection, kind: _Kind, people: list[str], cuts: dict[str, datetime]) -> int:
    old: defaultdict[str, list[str]] = defaultdict(list)
    for row in conn.execute(kind.old, {"people": people} | cuts):
        old[row.whose].append(row.id)
    if not old:
        return 0
    named = _named_by(store, conn, old)
    these = [each for whose, ids in old.items() for each in ids if each.encode() not in named[whose]]
    if these:
        for statement in kind.gone:
            conn.execute(statement, {"these": these})
    return len(these)


def _named_by(store: Store, conn: Connection, people: Iterable[str]) -> dict[str, bytes]:
    """All that somebody's session and profile say, in which any id they need stands as it is."""
    return {row.id: _opened(store, row) for row in conn.execute(_STANDING, {"people": list(people)})}


def _opened(store: Store, row: Any) -> bytes:
    try:
        key = store.vault.open_client_key(row.key_wrapped)
        sealed = {"session": row.session_sealed, "profile": row.profile_sealed}
        return b" ".join(
            key.open(value, where=place("person", name, row.id)) for name, value in sealed.items()
        )
    except VaultError:
        return b""  # what nobody can read needs nothing


def _forget_rest(conn: Connection, now: datetime, days: int) -> int:
    cuts = _cuts(now, days)
    return forget_guesses(conn, now) + sum(conn.execute(statement, cuts).rowcount for statement in _REST)


def _cuts(now: datetime, days: int) -> dict[str, datetime]:
    def before(most: int) -> datetime:
        return now - timedelta(days=max(AT_LEAST_DAYS, min(most, days)))

    return {"cut": now - timedelta(days=days), "sent_cut": before(SENT_DAYS), "taken_cut": before(TAKEN_DAYS)}
