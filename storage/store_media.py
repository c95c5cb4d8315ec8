"""Recordings: which still have to be fetched from Telegram, which are kept, and the key that seals each."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.dialect import upserting
from storage.store_entries import load_value
from storage.store_keys import Store, place
from storage.tables import ENTRY, MEDIA, PERSON
from storage.vault import ClientKey, VaultError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording that an answer waits for. `file` is Telegram's id of it, `kind` what it is, such as voice."""

    entry: str
    file: str
    kind: str
    attempts: int
    key: ClientKey

    def seal(self, content: bytes) -> bytes:
        """The bytes as they lie in the folder."""
        return self.key.seal(content, where=place("media", "bytes", self.entry))


_want = upserting(MEDIA)
_WANT = _want.on_conflict_do_update(
    index_elements=["entry_id"],
    set_={
        "state": "wanted",
        "attempts": 0,
        "name": "",
        "size": 0,
        "not_before": _want.excluded.not_before,
    },
    where=MEDIA.c.client_id == _want.excluded.client_id,
)
_THIS = MEDIA.c.entry_id == bindparam("this")
_DROP = delete(MEDIA).where(_THIS, MEDIA.c.client_id == bindparam("client"))
_VALUE = (
    select(MEDIA.c.entry_id, MEDIA.c.attempts, MEDIA.c.client_id, ENTRY.c.value_sealed, PERSON.c.key_wrapped)
    .join(ENTRY, ENTRY.c.id == MEDIA.c.entry_id)
    .join(PERSON, PERSON.c.id == MEDIA.c.client_id)
    .where(MEDIA.c.state == "wanted")
)
_WANTED = (
    _VALUE.where(MEDIA.c.not_before <= bindparam("now")).order_by(MEDIA.c.not_before).limit(bindparam("most"))
)
_STILL = _VALUE.where(_THIS)
_KEEP = (
    update(MEDIA).where(_THIS).values(state="kept", name=bindparam("called"), size=bindparam("bytes_in_all"))
)
_LATER = (
    update(MEDIA)
    .where(_THIS, MEDIA.c.state == "wanted")
    .values(attempts=MEDIA.c.attempts + 1, not_before=bindparam("at"))
)
_GIVE_UP = update(MEDIA).where(_THIS, MEDIA.c.state == "wanted").values(state="gone")
_KEPT = select(MEDIA.c.entry_id).where(MEDIA.c.state == "kept")


def want_media(
    conn: Connection, answers: Sequence[tuple[str, str]], recordings: Sequence[tuple[str, str]], now: datetime
) -> None:
    """Note (answer, client) pairs whose recordings are to be fetched, and those that have none any longer."""
    if answers:
        conn.execute(_DROP, [{"this": entry, "client": client} for entry, client in answers])
    if recordings:
        rows = [{"entry_id": entry, "client_id": client, "not_before": now} for entry, client in recordings]
        conn.execute(_WANT, [row | {"state": "wanted", "name": "", "size": 0, "attempts": 0} for row in rows])


def wanted_media(store: Store, conn: Connection, now: datetime, limit: int) -> list[Recording]:
    """Recordings to fetch now, the longest waiting first."""
    rows = conn.execute(_WANTED, {"now": now, "most": limit}).all()
    return [found for row in rows if (found := _opened(store, conn, row)) is not None]


def keep_media(store: Store, conn: Connection, recording: Recording, name: str, size: int) -> bool:
    """Its bytes lie sealed in the folder; False when nobody waits for them any longer, and they have to go."""
    row = conn.execute(_STILL, {"this": recording.entry}).one_or_none()
    if row is None:
        return False
    key = store.vault.open_client_key(row.key_wrapped)
    if load_value(key, row.entry_id, row.value_sealed).file != recording.file:
        return False
    conn.execute(_KEEP, {"this": recording.entry, "called": name, "bytes_in_all": size})
    return True


def _opened(store: Store, conn: Connection, row: Any) -> Recording | None:
    """What is wanted; an answer that cannot be read any more has nothing to fetch."""
    try:
        key = store.vault.open_client_key(row.key_wrapped)
        value = load_value(key, row.entry_id, row.value_sealed)
    except VaultError as problem:
        log.warning("a recording's answer cannot be opened: %s", type(problem).__name__)
        conn.execute(_GIVE_UP, {"this": row.entry_id})
        return None
    return Recording(entry=row.entry_id, file=value.file, kind=value.media, attempts=row.attempts, key=key)


def postpone_media(conn: Connection, recording: Recording, until: datetime) -> None:
    """It could not be fetched for now."""
    conn.execute(_LATER, {"this": recording.entry, "at": until})


def give_up_media(conn: Connection, recording: Recording) -> None:
    """Telegram has it no longer, or gives it to no bot; the answer stays without it."""
    conn.execute(_GIVE_UP, {"this": recording.entry})


def kept_media(conn: Connection) -> set[str]:
    """The answers whose recordings lie in the folder; any other file there is to go."""
    return set(conn.scalars(_KEPT))
