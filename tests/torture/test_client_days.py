"""Clients of every kind live with the coach for many days, with faults and crashes: everything comes to one end."""

import json
import logging
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.core.changes import Assigned
from bot.core.person import Assignment
from bot.core.plan import Fixed, Random
from bot.core.speech import speech_of
from bot.exporting import Range, Wanted, export_to_folder
from storage import store
from storage.invariants import broken
from storage.tables import OCCURRENCE
from tests.storage.practice import named
from tests.torture.personas import KINDS, Client
from tests.torture.sizes import SEED, chance, size
from tests.torture.town import Town, cut_short, town_in

log = logging.getLogger(__name__)

CLIENTS, DAYS = size(21, 125), size(48, 292)
"""Fewer days than an answer is kept for: what was deleted in time could not be compared."""
START = datetime(2026, 10, 10, 5, tzinfo=UTC)
"""The European and American clocks change in the first month."""
DAY = timedelta(days=1)
FAULTS = 5
"""Of a hundred calls so many fail."""
EVERY_DAY = tuple(range(7))
HOMEWORK = (
    ("who-you-are", Fixed(days=(1, 3, 5, 6), at=None)),
    ("kind-line", Fixed(days=(0, 2, 4), at=None)),
    ("noticing", Random(days=EVERY_DAY)),
)
CPU_A_DAY = 0.05
"""Seconds of one core that a client's day may take."""


async def settled_in(town: Town) -> list[Client]:
    """A therapist, and clients of all kinds with homework."""
    therapist = town.telegram.add_account("Vale")
    town.telegram.start(therapist)
    town.practice.therapist(therapist, "Vale")
    clients = [await client_in(town, therapist, number) for number in range(CLIENTS)]
    await town.settle()
    for each in clients:
        each.watch()
    return clients


async def client_in(town: Town, therapist: int, number: int) -> Client:
    """One client who is through the first questions."""
    kind = KINDS[number % len(KINDS)]
    name = f"{kind} {number}"
    user = town.telegram.add_account(name)
    town.telegram.start(user)
    await town.settle()
    who = town.practice.client(user, therapist, name, country="DE", evening=wall(20, 30), noticing=wall(15))
    pieces = tuple(
        Assignment(id=named(f"{name} {each}"), exercise=each, plan=plan) for each, plan in HOMEWORK
    )
    town.practice.take(therapist, Assigned(client=who, assignments=pieces), now=town.now)
    return Client(town, user, name, kind, chance(name))


async def live(town: Town, clients: list[Client]) -> None:
    """All days, with a crash on every second one; then three without faults, in which what is open comes to its end."""
    for number in range(DAYS):
        morning = START + number * DAY
        await town.live_until(morning)
        for each in clients:
            each.plan_day()
        if number % 2:
            town.at(morning + timedelta(minutes=town.line._chance.randrange(1440)), town.crash)
    town.line.percent = 0
    await town.live_until(START + DAYS * DAY)
    for each in clients:
        town.watchers.pop(each.user)
    await town.live_until(START + (DAYS + 3) * DAY)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the therapist's file says, by the therapist's name for the client."""

    answers: dict[str, list[str]]
    nudges: dict[str, list[dict[str, Any]]]


def therapists_file(town: Town, folder: Path) -> Seen:
    """Take the logs out as the therapist would."""
    database = town.practice.db
    exercises = list(town.library.exercises.values())
    wanted = Wanted(
        client="all",
        form="json",
        span=Range(None, town.now),
        at=town.now,
        learn=lambda _: (exercises, []),
        speak=lambda _: speech_of(town.library, "en", "UTC"),
    )
    (path,) = export_to_folder(database.url, database.store.vault, wanted, folder)
    with database.reading() as conn:
        names = {card.code: card.nickname for card in store.clients(database.store, conn, None)}
    whole = json.loads(path.read_text())
    seen = Seen({name: [] for name in names.values()}, {name: [] for name in names.values()})
    for row in sorted(whole["answers_long"], key=lambda row: row["answered_utc"]):
        if not row["skipped"]:
            seen.answers[names[row["client_code"]]].append(row["value_text"])
    for row in whole["occurrences"]:
        seen.nudges[names[row["client_code"]]].append(row)
    return seen


async def test_days_of_every_kind_of_client_come_to_one_end_each(tmp_path: Path) -> None:
    town = await town_in(tmp_path, START, chance("faults"), FAULTS)
    clients = await settled_in(town)
    began = time.process_time()
    await live(town, clients)
    a_day = (time.process_time() - began) / (CLIENTS * DAYS)
    seen = therapists_file(town, tmp_path / "out")
    outcomes = Counter(str(row["outcome"]) for rows in seen.nudges.values() for row in rows)
    log.warning(
        "seed %d: %d client-days, %.1f ms each, %d crashes, faults %s, nudges %s",
        SEED,
        CLIENTS * DAYS,
        a_day * 1000,
        town.crashes,
        dict(town.line.failed),
        dict(outcomes),
    )
    with town.practice.db.reading() as conn:
        assert broken(conn, town.now) == []
        rows = conn.execute(select(OCCURRENCE)).all()
    check_every_nudge(town, rows)
    for each in clients:
        assert seen.answers[each.name] == each.given, f"seed {SEED}: {each.name}"
        declined = sum(row["outcome"] == "declined" for row in seen.nudges[each.name])
        assert declined >= each.did["declined"], f"seed {SEED}: {each.name}"
    await cut_short(town.app)
    town.practice.close()
    assert a_day <= CPU_A_DAY


def check_every_nudge(town: Town, rows: Any) -> None:
    """Each nudge whose time is over has one outcome, none was silent, and what was sent was sent in time."""
    over = [row for row in rows if row.expires_at < town.now - DAY]
    assert [row for row in over if row.outcome is None] == []
    late = [
        row
        for row in rows
        if row.sent_at and not row.snoozed and row.sent_at - row.due_at > timedelta(seconds=60)
    ]
    sent = [row for row in rows if row.sent_at]
    assert len(late) <= len(sent) * 0.001
