"""A practice with real rows to test the store on: a therapist, her clients, and turns made by hand."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Row, Table, select

from bot.core.changes import Assigned, Change, Enrolled, InviteMade, RunSaved
from bot.core.lookup import Lookup
from bot.core.person import Assignment, Person, Profile, Role
from bot.core.plan import Fixed, Plan
from bot.core.run import Run
from bot.core.text import Rich
from bot.core.turn import Entry, Reply, Turn
from storage import store as kept
from storage.database import Database, open_database, prepare
from storage.vault import Vault

KEY = b"A" * 43 + b"="
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
EVENING = datetime(2026, 11, 23, 19, tzinfo=UTC)  # 20:00 in Berlin
DAILY = Fixed(days=(0, 1, 2, 3, 4, 5, 6), at=time(20))
THERAPIST_USER, CLIENT_USER = 7001, 7002


def named(what: str) -> str:
    """An id that is the same in every run of the tests."""
    return str(uuid5(NAMESPACE_URL, what))


def said(words: str, **more: Any) -> Reply:
    """A reply that says this."""
    return Reply(text=Rich(words), **more)


@dataclass
class Practice:
    """An open database, and short ways to have people do things in it."""

    db: Database
    url: str
    turns: Iterator[int] = field(default_factory=lambda: count(1))

    def load(self, user: int, hint: Lookup | None = None, now: datetime = NOW) -> Person:
        with self.db.writing() as conn:
            return kept.load(self.db.store, conn, kept.Address(user=user), hint or Lookup(), now)

    def take(
        self,
        user: int,
        *changes: Change,
        replies: tuple[Reply, ...] = (),
        entries: tuple[Entry, ...] = (),
        profile: Profile | None = None,
        hint: Lookup | None = None,
        now: datetime = NOW,
        username: str = "",
        name: str = "",
        **more: Any,
    ) -> list[kept.Outgoing]:
        """One turn of this Telegram user, whatever it is."""
        person = self.load(user, hint, now)
        session = replace(person.session, turn=next(self.turns))
        turn = Turn(session=session, profile=profile, replies=replies, entries=entries, changes=changes)
        address = kept.Address(user=user, username=username, name=name)
        taken = kept.Taken(address=address, person=person, turn=turn, **more)
        with self.db.writing() as conn:
            return kept.save(self.db.store, conn, taken, now)

    def rows(self, table: Table) -> list[Row[Any]]:
        with self.db.reading() as conn:
            return list(conn.execute(select(table).order_by(*table.primary_key.columns)))

    def row(self, table: Table) -> Row[Any]:
        (only,) = self.rows(table)
        return only

    def therapist(self, user: int = THERAPIST_USER, name: str = "Dr. Adler") -> str:
        with self.db.writing() as conn:
            code = kept.make_therapist_invite(self.db.store, conn, name, NOW)
        profile = Profile(name=name, zone="Europe/Berlin", country="DE", settled=True)
        self.take(user, Enrolled(code=code, role=Role.THERAPIST, profile=profile))
        return str(self.load(user).id)

    def invited(
        self, user: int = THERAPIST_USER, nickname: str = "Nightingale", code: str = "c_first"
    ) -> str:
        self.take(user, InviteMade(code=code, nickname=nickname, expires=NOW + timedelta(days=3)))
        return code

    def client(
        self,
        user: int = CLIENT_USER,
        therapist: int = THERAPIST_USER,
        nickname: str = "Nightingale",
        **chosen: Any,
    ) -> str:
        code = self.invited(therapist, nickname, f"c_{user}")
        profile = Profile(
            name="Wren", zone="Europe/Berlin", settled=True, consent_version="1", consented_at=NOW
        )
        self.take(user, Enrolled(code=code, role=Role.CLIENT, profile=replace(profile, **chosen)))
        return str(self.load(user).id)

    def assign(
        self, client: str, *plans: Plan, user: int = THERAPIST_USER, now: datetime = NOW, name: str = "first"
    ) -> None:
        pieces = tuple(
            Assignment(
                id=named(f"{name} {n}"), exercise=f"exercise-{n}", plan=plan, words="Ten minutes a day"
            )
            for n, plan in enumerate(plans or (DAILY,))
        )
        self.take(user, Assigned(client=client, assignments=pieces), now=now)

    def kept_run(self, user: int = CLIENT_USER, **more: Any) -> tuple[str, str]:
        """A run that is over with one typed answer; returns the ids of both."""
        run = Run(
            id=named(f"run {user}"),
            exercise="mistake-note",
            revision=3,
            trigger="client",
            started=NOW,
            words="his own words",
        )
        entry = Entry(
            id=named(f"entry {user}"), run=run.id, step="what", at=NOW, text="I forgot the file", message=41
        )
        over = RunSaved(run=run, language="en", ended=NOW, outcome="done", **more)
        self.take(user, over, entries=(entry,))
        return run.id, entry.id

    def close(self) -> None:
        self.db.close()


def opened(folder: Path, made: Path | None = None, key: bytes = KEY, **more: Any) -> Practice:
    """A practice with nobody in it, in a new database or a copy of one just `made`."""
    file = folder / "coach.db"
    url = f"sqlite:///{file}"
    if made is None:
        prepare(url, Vault([key]))
    else:
        shutil.copy(made, file)
    return Practice(open_database(url, Vault([key]), **more), url)
