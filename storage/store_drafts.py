"""Keeps what therapists write down of a session for a client, version by version, and reads what stands of it by now."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.core.changes import Drafted
from bot.core.person import Draft, Role
from bot.core.recap import HEADINGS, RECAP
from storage.store_appointments import around
from storage.store_entries import load_value
from storage.store_keys import NotYours, Store, place
from storage.store_people import Member, member
from storage.tables import DRAFT, ENTRY, RUN
from storage.vault import ClientKey

FRESH = timedelta(days=7)
"""What is older than this belongs to an earlier session: the next one begins with nothing."""

_D = DRAFT.c
_ALL = select(DRAFT).where(_D.client_id == bindparam("client")).order_by(_D.version)
_LATEST = (
    select(DRAFT)
    .where(_D.client_id == bindparam("client"), _D.made_at > bindparam("since"))
    .order_by(_D.version.desc())
    .limit(1)
)
_LAST_VERSION = select(func.max(_D.version)).where(_D.client_id == bindparam("client"))
_ADD = insert(DRAFT)
_OWN = (
    select(RUN.c.id, RUN.c.ended_at)
    .where(
        RUN.c.client_id == bindparam("client"),
        RUN.c.exercise == RECAP,
        RUN.c.outcome == "done",
        RUN.c.ended_at > bindparam("since"),
        RUN.c.private.is_(False) | bindparam("all_of_them"),
    )
    .order_by(RUN.c.ended_at.desc())
    .limit(1)
)
_ANSWERS = (
    select(ENTRY).where(ENTRY.c.run_id == bindparam("run"), ENTRY.c.skipped.is_(False)).order_by(ENTRY.c.seq)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVersion:
    """One version that a therapist wrote: `texts` by heading, `met_at` the session it is about where that is known."""

    id: str
    version: int
    made_at: datetime
    met_at: datetime | None
    texts: tuple[str, ...]


def note_draft(store: Store, conn: Connection, therapist_id: str, change: Drafted, now: datetime) -> None:
    """Keep the next version of what a therapist wrote.

    Raises:
        NotYours: the client is somebody else's.
    """
    client = member(store, conn, change.client)
    if client is None or client.therapist_id != therapist_id or client.row.role != Role.CLIENT:
        raise NotYours
    version = (conn.scalar(_LAST_VERSION, {"client": client.id}) or 0) + 1
    this = str(uuid5(UUID(client.id), f"draft:{version}"))
    words = json.dumps(change.texts, ensure_ascii=False).encode()
    row = {
        "id": this,
        "client_id": client.id,
        "therapist_id": therapist_id,
        "version": version,
        "met_at": around(client.appointments(), now)[0],
        "made_at": now,
        "words_sealed": client.key.seal(words, where=place("draft", "words", this)),
    }
    conn.execute(_ADD, row)


def draft_for(conn: Connection, client: Member, now: datetime, *, own: bool) -> Draft | None:
    """What stands of the latest session's summary, whoever wrote last; to a therapist (not `own`) only what is shared."""
    shared = own or client.profile().sharing != "none"
    given = {"client": client.id, "since": now - FRESH}
    theirs = conn.execute(_LATEST, given).one_or_none()
    mine = conn.execute(_OWN, given | {"all_of_them": own}).one_or_none() if shared else None
    if mine is not None and (theirs is None or mine.ended_at > theirs.made_at):
        return Draft(texts=_said(conn, client.key, mine.id), at=mine.ended_at, theirs=False)
    return None if theirs is None else Draft(texts=_texts(client.key, theirs), at=theirs.made_at)


def drafts_of(conn: Connection, client: Member) -> Iterator[DraftVersion]:
    """Every version that was written for a client, the first one first."""
    for row in conn.execute(_ALL, {"client": client.id}):
        yield DraftVersion(
            id=row.id,
            version=row.version,
            made_at=row.made_at,
            met_at=row.met_at,
            texts=_texts(client.key, row),
        )


def _texts(key: ClientKey, row: Any) -> tuple[str, ...]:
    return tuple(json.loads(key.open(row.words_sealed, where=place("draft", "words", row.id))))


def _said(conn: Connection, key: ClientKey, run: str) -> tuple[str, ...]:
    said = {
        row.step: load_value(key, row.id, row.value_sealed).text
        for row in conn.execute(_ANSWERS, {"run": run})
    }
    return tuple(said.get(step, "") for step in HEADINGS)
