"""A hundred thousand clients with a nudge each: memory, time to be ready, and a thousand due in one second."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.clock import SystemClock
from bot.coach import Coach
from bot.content.library import load_library
from bot.core.library import Practice
from storage import store
from storage.database import Database, open_database
from storage.store import Outgoing
from storage.vault import Vault, load_keys
from storage.writer import Writer
from tests.bench.crowd import Crowd, daytime_zone, gather
from tests.bench.race import core, python
from tests.bench.table import show
from tests.bench.town import open_new, settle

PEOPLE, DUE = 100_000, 1_000
BEAT = 0.001


async def scheduled() -> None:
    """The same process with a thousand clients, and with a hundred thousand."""
    few, many = await _measured(0), await _measured(PEOPLE - DUE)
    show(
        "",
        f"### {PEOPLE:,} clients with a nudge to come",
        "",
        f"- memory when ready: {many['memory']:.1f} MiB, {many['memory'] - few['memory']:+.1f} against {DUE:,} clients",
        f"- ready (opened, recovered, next due time known, first tick over): {many['ready'] * 1000:,.0f} ms,"
        f" with {DUE:,} clients {few['ready'] * 1000:,.0f} ms",
        f"- {DUE:,} due in the same second, taken and handed over in {many['ticks']} ticks:"
        f" {many['handed'] * 1000:,.0f} ms, the first {many['first']} of them after {many['first_after'] * 1000:,.0f} ms",
        f"- longest time the loop was held up meanwhile: {many['blocked'] * 1000:.1f} ms",
    )


async def _measured(others: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name) / "coach"
        await asyncio.to_thread(_prepare, folder, others)
        told: dict[str, Any] = json.loads(await python("-m", "tests.bench.scheduled", str(folder)))
        return told


def _prepare(folder: Path, others: int) -> None:
    database = open_new(folder)
    settle(database, 0, daytime_zone())
    now = datetime.now(UTC)
    if others:
        later = now + timedelta(hours=6)
        gather(
            database,
            Crowd(people=others, due=later, first=DUE, apart=timedelta(seconds=1), blank=True),
        )
    gather(database, Crowd(people=DUE, due=now + timedelta(hours=1)))
    database.close()


class _Shifted(SystemClock):
    """The machine's clock, an hour ahead when told so."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead


async def _run(folder: Path) -> dict[str, Any]:
    library = load_library(Practice(zone="UTC"))
    began = perf_counter()
    database = _opened(folder)
    clock, handed = _Shifted(), list[tuple[float, int]]()
    writer = Writer(database.engine)

    def deliver(outgoing: Sequence[Outgoing], _unasked: bool) -> None:
        handed.append((perf_counter(), len(outgoing)))

    coach = Coach(
        database,
        writer,
        library,
        clock,
        deliver=deliver,
        wake=lambda _at: None,
        trouble=lambda _address, _given, _trouble: None,
    )
    writer.start()
    await writer.submit(store.next_due)
    await coach.tick()
    ready, memory = perf_counter() - began, _resident()
    handed.clear()
    clock.ahead = timedelta(hours=1, seconds=1)
    due = perf_counter()
    ticks, blocked = await _watched(_ticked(coach))
    await writer.stop()
    database.close()
    first = next(each for each in handed if each[1])
    return {
        "ready": ready,
        "memory": memory,
        "ticks": ticks,
        "blocked": blocked,
        "handed": max(at for at, count in handed if count) - due,
        "first": first[1],
        "first_after": first[0] - due,
    }


async def _ticked(coach: Coach) -> int:
    """Tick until nothing is due; how often something was."""
    ticks = 0
    while await coach.tick():
        ticks += 1
    return ticks


async def _watched(work: Awaitable[int]) -> tuple[int, float]:
    """What `work` gives, and the longest the loop was late for a beat meanwhile."""
    late = 0.0

    async def beat() -> None:
        nonlocal late
        while True:
            before = perf_counter()
            await asyncio.sleep(BEAT)
            late = max(late, perf_counter() - before - BEAT)

    beating = asyncio.create_task(beat())
    try:
        return await work, late
    finally:
        beating.cancel()


def _opened(folder: Path) -> Database:
    return open_database(f"sqlite:///{folder / 'data' / 'coach.db'}", Vault(load_keys(folder / "key")))


def _resident() -> float:
    """What this process holds in memory now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


if __name__ == "__main__":
    os.sched_setaffinity(0, core(1))
    sys.stdout.write(json.dumps(asyncio.run(_run(Path(sys.argv[1])))))
