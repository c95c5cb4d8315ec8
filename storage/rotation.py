"""Changes the operator's key: every key in the database is wrapped anew, and only then does the old one leave its file."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Update, bindparam, select, update

from storage.database import Database, one_line, open_database
from storage.keyfile import add_newest_key, drop_drafts, drop_older_keys, load_keys
from storage.store_audit import note_operator
from storage.tables import META, PERSON
from storage.vault import Vault, WrongKey

AT_ONCE = 500
OF_ALL = ("transit_key", "index_key")
"""The wrapped keys that belong to no person."""

_KEYS = select(META.c.key, META.c.value).where(META.c.key.in_(OF_ALL))
_SAVE_KEY = update(META).where(META.c.key == bindparam("this")).values(value=bindparam("wrapped"))
_PEOPLE = (
    select(PERSON.c.id, PERSON.c.key_wrapped)
    .where(PERSON.c.id > bindparam("after"))
    .order_by(PERSON.c.id)
    .limit(AT_ONCE)
)
_SAVE_PERSON = update(PERSON).where(PERSON.c.id == bindparam("this")).values(key_wrapped=bindparam("wrapped"))

Row = tuple[str, bytes]


def rotate(url: str, key_file: Path) -> int:
    """Wrap everything under a new key, to be called under the file lock; returns how many people it was for.

    A file with several keys was left by a rotation that was cut short: its newest key is taken, and no further one is
    made. At any moment the key file opens everything; ended anywhere, another call goes on from there.

    Raises:
        WrongKey: the key file does not open everything that is there; nothing was changed.
        KeyFileMissing, BadKeyFile, BadDatabase: one of the two cannot be read or written.
    """
    _must_open_everything(url, load_keys(key_file))
    if len(load_keys(key_file)) == 1:
        add_newest_key(key_file)
    keys = load_keys(key_file)
    database = open_database(url, Vault(keys))
    try:
        with one_line(url):
            people = _wrap_all(database, Vault(keys[:1]))
            with database.writing() as conn:
                note_operator(database.store, conn, "keys rotated", datetime.now(UTC))
            database.scrub()
    finally:
        database.close()
    _must_open_everything(url, keys[:1])
    drop_older_keys(key_file)
    drop_drafts(key_file)
    return people


def _must_open_everything(url: str, keys: tuple[bytes, ...]) -> None:
    vault = Vault(keys)
    database = open_database(url, vault)
    try:
        with one_line(url), database.reading() as conn:
            locked = sum(not _opens(vault, wrapped) for _, wrapped in _everything(conn))
    finally:
        database.close()
    if locked:
        raise WrongKey(f"the key file does not open {locked} of the wrapped keys; nothing was changed")


def _everything(conn: Connection) -> list[Row]:
    rows = [*conn.execute(_KEYS), *conn.execute(select(PERSON.c.id, PERSON.c.key_wrapped))]
    return [(row[0], row[1]) for row in rows]


def _wrap_all(database: Database, newest: Vault) -> int:
    with database.writing() as conn:
        rows = [(row.key, row.value) for row in conn.execute(_KEYS)]
        _save(conn, _SAVE_KEY, _wrapped_anew(database, newest, rows))
    people, after = 0, ""
    while True:
        with database.writing() as conn:
            rows = [(row.id, row.key_wrapped) for row in conn.execute(_PEOPLE, {"after": after})]
            _save(conn, _SAVE_PERSON, _wrapped_anew(database, newest, rows))
        if not rows:
            return people
        people, after = people + len(rows), rows[-1][0]


def _wrapped_anew(database: Database, newest: Vault, rows: list[Row]) -> list[Row]:
    """Those that are not yet under the newest key."""
    old = [(this, wrapped) for this, wrapped in rows if not _opens(newest, wrapped)]
    return [(this, database.store.vault.rewrap(wrapped)) for this, wrapped in old]


def _save(conn: Connection, statement: Update, rows: list[Row]) -> None:
    if rows:
        conn.execute(statement, [{"this": this, "wrapped": wrapped} for this, wrapped in rows])


def _opens(vault: Vault, wrapped: bytes) -> bool:
    try:
        vault.rewrap(wrapped)
    except WrongKey:
        return False
    return True
