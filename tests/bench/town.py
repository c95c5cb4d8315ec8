"""Makes a database for a coach: a therapist and clients who are through their first questions."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.core.changes import Change, Enrolled, InviteMade
from bot.core.lookup import Lookup
from bot.core.person import Profile, Role
from bot.core.session import Session
from bot.core.turn import Turn
from storage import store
from storage.database import Database, open_database, prepare
from storage.keyfile import create_key_file
from storage.store import Address, Taken
from storage.vault import Vault, load_keys
from tests.bench.people import FIRST_USER

THERAPIST = 999_001
PROFILE = Profile(settled=True, consent_version="1", consented_at=datetime(2026, 1, 1, tzinfo=UTC))


def open_new(folder: Path) -> Database:
    """An empty database in `folder`/data with its key in `folder`/key."""
    (folder / "data").mkdir(parents=True)
    create_key_file(folder / "key")
    vault = Vault(load_keys(folder / "key"))
    url = f"sqlite:///{folder / 'data' / 'coach.db'}"
    prepare(url, vault)
    return open_database(url, vault)


def settle(database: Database, people: int, zone: str = "UTC") -> None:
    """A therapist, and so many clients of theirs, whose Telegram ids count up from FIRST_USER."""
    now, keys = SystemClock().now(), database.store
    profile = replace(PROFILE, zone=zone)
    with database.writing() as conn:
        code = store.make_therapist_invite(keys, conn, "Vale", now)
    _take(database, THERAPIST, code, Enrolled(code=code, role=Role.THERAPIST, profile=profile))
    for user in range(FIRST_USER, FIRST_USER + people):
        code = f"c_{user}"
        made = InviteMade(code=code, nickname=f"Client {user}", expires=now + timedelta(days=1))
        _take(database, THERAPIST, "", made)
        _take(database, user, code, Enrolled(code=code, role=Role.CLIENT, profile=profile))


def _take(database: Database, user: int, code: str, change: Change) -> None:
    now, keys, who = SystemClock().now(), database.store, Address(user=user)
    with database.writing() as conn:
        person = store.load(keys, conn, who, Lookup(code=code), now)
        profile = change.profile if isinstance(change, Enrolled) else None
        session = Session() if profile else replace(person.session, turn=person.session.turn + 1)
        turn = Turn(session=session, profile=profile, changes=(change,))
        store.save(keys, conn, Taken(address=who, person=person, turn=turn), now)


if __name__ == "__main__":
    opened = open_new(Path(sys.argv[1]))
    settle(opened, int(sys.argv[2]), *sys.argv[3:4])
    opened.close()
