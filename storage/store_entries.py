"""Runs and the answers in them: appended; an answer said anew replaces its sealed value, one taken back empties it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, case, delete, func, or_, select, tuple_, update

from bot.core.changes import EntryRevised, EntryTakenBack, RunDeleted, RunHidden, RunSaved
from bot.core.turn import Entry
from storage.dialect import upserting
from storage.store_keys import place
from storage.tables import ENTRY, MEDIA, RUN
from storage.vault import ClientKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What an answer holds, as it is sealed; `prompt` is which of several questions it answers."""

    text: str = ""
    value: int | None = None
    label: str = ""
    media: str = ""
    file: str = ""
    prompt: str = ""


_VALUE = TypeAdapter(Value)

_run = upserting(RUN)
_SAVE_RUN = _run.on_conflict_do_update(
    index_elements=["id"],
    set_={
        "ended_at": _run.excluded.ended_at,
        "outcome": _run.excluded.outcome,
        # Only RunHidden shows a private run again.
        "private": or_(RUN.c.private, _run.excluded.private),
    },
    where=RUN.c.client_id == _run.excluded.client_id,
)
_entry = upserting(ENTRY)
_SAVE_ENTRY = _entry.on_conflict_do_update(
    index_elements=["id"],
    set_={
        "skipped": _entry.excluded.skipped,
        "value_sealed": _entry.excluded.value_sealed,
        "message": case(
            (ENTRY.c.taken_back, _entry.excluded.message),
            else_=func.coalesce(ENTRY.c.message, _entry.excluded.message),
        ),
        "taken_back": False,
        "revisions": ENTRY.c.revisions + 1,
        "revised_at": _entry.excluded.at,
    },
    where=ENTRY.c.client_id == _entry.excluded.client_id,
)
_OWN_ENTRY = (ENTRY.c.id == bindparam("this")) & (ENTRY.c.client_id == bindparam("client"))
_READ = select(ENTRY.c.value_sealed).where(_OWN_ENTRY)
_REVISE = (
    update(ENTRY)
    .where(_OWN_ENTRY)
    .values(value_sealed=bindparam("sealed"), revisions=ENTRY.c.revisions + 1, revised_at=bindparam("now"))
)
_SAME_PLACE = (
    select(ENTRY.c.id)
    .where(ENTRY.c.client_id == bindparam("client"))
    .where(
        tuple_(ENTRY.c.run_id, ENTRY.c.step, ENTRY.c.number)
        == select(ENTRY.c.run_id, ENTRY.c.step, ENTRY.c.number).where(_OWN_ENTRY).scalar_subquery()
    )
)
_EMPTY = update(ENTRY).where(_OWN_ENTRY).values(value_sealed=bindparam("sealed"), taken_back=True)
_UNRECORD = delete(MEDIA).where(
    MEDIA.c.entry_id == bindparam("this"), MEDIA.c.client_id == bindparam("client")
)
_THIS_RUN = (bindparam("this", type_=RUN.c.id.type), bindparam("client", type_=RUN.c.client_id.type))
_DELETE = (
    delete(MEDIA).where(
        MEDIA.c.entry_id.in_(
            select(ENTRY.c.id).where(ENTRY.c.run_id == _THIS_RUN[0], ENTRY.c.client_id == _THIS_RUN[1])
        )
    ),
    delete(ENTRY).where(ENTRY.c.run_id == _THIS_RUN[0], ENTRY.c.client_id == _THIS_RUN[1]),
    delete(RUN).where(RUN.c.id == _THIS_RUN[0], RUN.c.client_id == _THIS_RUN[1]),
)
_HIDE = (
    update(RUN)
    .where(RUN.c.id == bindparam("this"), RUN.c.client_id == bindparam("client"))
    .values(private=bindparam("hidden"))
)


def run_row(key: ClientKey, client_id: str, zone: str, saved: RunSaved) -> dict[str, Any]:
    """A run as a row; `zone` is the client's."""
    run = saved.run
    return {
        "id": run.id,
        "client_id": client_id,
        "exercise": run.exercise,
        "revision": run.revision,
        "language": saved.language,
        "trigger": run.trigger,
        "assignment_id": run.assignment,
        "occurrence_id": run.occurrence,
        "zone": zone,
        "started_at": run.started,
        "ended_at": saved.ended,
        "outcome": saved.outcome,
        "private": saved.private,
        "words_sealed": key.seal(run.words.encode(), where=place("run", "words", run.id)),
    }


def entry_row(key: ClientKey, client_id: str, entry: Entry) -> dict[str, Any]:
    """An answer as a row."""
    value = Value(
        text=entry.text,
        value=entry.value,
        label=entry.label,
        media=entry.media,
        file=entry.file,
        prompt=entry.prompt,
    )
    return {
        "id": entry.id,
        "client_id": client_id,
        "run_id": entry.run,
        "step": entry.step,
        "number": entry.number,
        "at": entry.at,
        "skipped": entry.skipped,
        "value_sealed": seal_value(key, entry.id, value),
        "message": entry.message,
        "revisions": 0,
        "taken_back": False,
    }


def save_runs(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add runs, or bring those that are there to how they stand now."""
    if rows:
        conn.execute(_SAVE_RUN, rows)


def save_entries(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add answers; one whose id is there already is said anew."""
    if rows:
        conn.execute(_SAVE_ENTRY, rows)


def revise(conn: Connection, key: ClientKey, client_id: str, change: EntryRevised, now: datetime) -> None:
    """Let a kept answer say something else; someone else's stays untouched."""
    sealed = conn.scalar(_READ, {"this": change.entry, "client": client_id})
    if sealed is None:
        return
    value = replace(load_value(key, change.entry, sealed), text=change.text)
    given = {"this": change.entry, "client": client_id, "now": now}
    conn.execute(_REVISE, given | {"sealed": seal_value(key, change.entry, value)})


def take_back(conn: Connection, key: ClientKey, client_id: str, change: EntryTakenBack) -> None:
    """Empty an answer, and what stands beside it in its place; its rows stay, marked."""
    for name in conn.scalars(_SAME_PLACE, {"this": change.entry, "client": client_id}).all():
        own = {"this": name, "client": client_id}
        conn.execute(_EMPTY, own | {"sealed": seal_value(key, name, Value())})
        conn.execute(_UNRECORD, own)


def hide(conn: Connection, client_id: str, change: RunHidden) -> None:
    """Mark one of the client's runs private, or show it again."""
    conn.execute(_HIDE, {"this": change.run, "client": client_id, "hidden": change.private})


def delete_run(conn: Connection, client_id: str, change: RunDeleted) -> None:
    """Remove one of the client's runs with its answers; their recordings are swept up afterwards."""
    for statement in _DELETE:
        conn.execute(statement, {"this": change.run, "client": client_id})


def seal_value(key: ClientKey, entry_id: str, value: Value) -> bytes:
    """An answer's content as it is kept."""
    return key.seal(_VALUE.dump_json(value, exclude_defaults=True), where=place("entry", "value", entry_id))


def load_value(key: ClientKey, entry_id: str, sealed: bytes) -> Value:
    """An answer's content as it was given."""
    return _VALUE.validate_json(key.open(sealed, where=place("entry", "value", entry_id)))
