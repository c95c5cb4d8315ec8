"""Takes a backup back: conversations move on past whatever ran out meanwhile, and nobody hears of it."""

from datetime import datetime
from functools import partial
from pathlib import Path

from bot.core.inputs import TimerOver
from bot.core.library import Library
from bot.core.lookup import lookup
from bot.core.take import take
from bot.opening import open_library
from bot.settings import Settings
from storage import store
from storage.connection import Connection
from storage.database import Database, file_lock
from storage.restore import Restored, restore
from storage.store import Address, Taken
from storage.vault import Vault, VaultError, load_keys

ROUNDS = 10
"""A timer may set the next one; so often in a row none does."""
AT_ONCE = 100_000
STILL_TO_COME = "erase"
"""What a client asked for is done and said even if its time has passed."""


def restore_backup(settings: Settings, source: Path, now: datetime, *, replace: bool) -> Restored:
    """Make `source` the database. Raises as `storage.restore.restore`, and AlreadyRunning beside a running coach."""
    library = open_library(settings)
    settings.database_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file_lock(settings.database_path):
        return restore(
            source,
            settings.database_url,
            Vault(load_keys(settings.key_file)),
            now=now,
            lives=library.lives(),
            replace=replace,
            settle=partial(settle, library, now),
        )


def settle(library: Library, now: datetime, database: Database) -> None:
    """Let every timer run out that would have by `now`, so that nobody is left in the middle of what is long over."""
    with database.writing() as conn:
        for _ in range(ROUNDS):
            due = [each for each in store.due_timers(conn, now, AT_ONCE) if each[1].timer != STILL_TO_COME]
            if not [each for each in due if _ran_out(database, conn, library, now, each)]:
                break


def _ran_out(
    database: Database, conn: Connection, library: Library, now: datetime, due: tuple[str, TimerOver]
) -> bool:
    """Take one timer; False for a person whose row cannot be opened."""
    who, given = due
    address = Address(person=who)
    try:
        person = store.load(database.store, conn, address, lookup(given), now)
        turn = take(person, given, library, now)
        timer = (given.timer, given.subject)
        store.save(database.store, conn, Taken(address=address, person=person, turn=turn, timer=timer), now)
    except VaultError:
        return False
    return True
