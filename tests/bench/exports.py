"""How long exports take, how much memory, and how long anybody waits while one is made."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.apart import Apart
from bot.core.turn import FileOrder
from storage.database import open_database
from storage.keyfile import load_keys
from storage.share import reading
from storage.vault import Vault
from storage.writer import Writer
from tests.bench.bare_csv import spread_out
from tests.bench.table import show
from tests.bench.years import ANSWERS, make_years

UNTIL = datetime(2026, 12, 1, tzinfo=UTC)
HANDOVERS = 3
"""So often one turn is handed from the loop to the writer and back."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A process from beginning to end."""

    wall: float
    cpu: float
    memory: float


async def exports(rounds: int, clients: int) -> None:
    """One client's year, the years of `clients`, and the chat meanwhile."""
    with TemporaryDirectory(prefix="coach-bench-") as name:
        folder = Path(name)
        make_years(folder / "one", 1)
        make_years(folder / "all", clients)
        show("", "### Exports", "")
        _one(folder, rounds)
        _all(folder, rounds, clients)
        for form in ("csv", "xlsx", "json", "fhir"):
            await _meanwhile(folder / "all", min(clients, 10), form)


def _one(folder: Path, rounds: int) -> None:
    ran = [_export(folder / "one", folder / f"out-{n}") for n in range(max(rounds, 3))]
    walls = ", ".join(f"{each.wall:.2f}" for each in ran)
    show(f"- a client's year ({ANSWERS:,} answers) as CSV, whole process: {walls} s, CPU {_mid(ran):.2f} s")


def _all(folder: Path, rounds: int, clients: int) -> None:
    out, plain = folder / "out-all", folder / "plain.db"
    first = _export(folder / "all", out)
    spread_out(out, plain)
    pairs: list[tuple[Ran, Ran]] = []
    for number in range(rounds):
        bare = folder / f"bare-{number}"
        bare.mkdir()
        pairs.append((_export(folder / "all", out), _run("-m", "tests.bench.bare_csv", plain, bare)))
    ratios = ", ".join(f"{ours.cpu / bare.cpu:.2f}" for ours, bare in pairs)
    memory = max(first.memory, *(ours.memory for ours, _ in pairs))
    show(
        f"- {clients:,} clients' years as CSV: CPU {_mid([ours for ours, _ in pairs]):.1f} s, {memory:.0f} MiB at most",
        f"- CPU, divided by that of the bare csv module over the same rows in plain, by round: {ratios}",
    )


async def _meanwhile(folder: Path, clients: int, form: str) -> None:
    """A chat whose every turn goes to the writer and back, while a file is made."""
    url, vault = _where(folder), Vault(load_keys(folder / "key"))
    database = open_database(url, vault)
    with reading(url, vault) as view:
        ids = tuple(each.id for each in view.clients())[:clients]
    order = FileOrder(clients=ids, format=form, since=None, until=UNTIL)  # type: ignore[arg-type]  # one of the four
    writer = Writer(database.engine)
    writer.start()
    apart = Apart(database, folder / "data")
    making = asyncio.create_task(apart.build_file(order, UNTIL, asker=None, watch=lambda _done, _all: None))
    waits: list[float] = []
    while not making.done():
        began = time.perf_counter()
        for _ in range(HANDOVERS):
            await writer.submit(lambda _conn: None)
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.02)
    await making
    await writer.stop()
    database.close()
    show(
        f"- while {clients} clients' years are made as {form} in the chat: a turn's {HANDOVERS} hand-overs took "
        f"{median(waits) * 1000:.1f} ms, at most {max(waits) * 1000:.1f} ms ({len(waits)} turns)"
    )


def _export(folder: Path, out: Path) -> Ran:
    return _run("-m", "bot", "export", "--client", "all", "--out", out, env=_settings(folder))


# A process begins with its parent's peak of memory, so a small one stands between the bench and what is measured.
_BETWEEN = """
import os, sys
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
_, status, used = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet), 0)
print(status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def _run(*arguments: str | Path, env: dict[str, str] | None = None) -> Ran:
    command = [sys.executable, "-IS", "-c", _BETWEEN, sys.executable, *map(str, arguments)]
    began = time.perf_counter()
    said = subprocess.run(command, env={**os.environ, **(env or {})}, check=True, capture_output=True)  # noqa: S603
    wall = time.perf_counter() - began
    status, cpu, memory = (float(each) for each in said.stdout.split())
    if status:
        raise RuntimeError(f"{arguments} failed: {said.stderr.decode()}")
    return Ran(wall, cpu, memory)


def _settings(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": _where(folder),
        "DATA_DIR": str(folder / "data"),
        "KEY_FILE": str(folder / "key"),
        "TIME_ZONE": "Europe/Berlin",
        "COUNTRY": "DE",
    }


def _where(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'coach.db'}"


def _mid(ran: Sequence[Ran]) -> float:
    return median(each.cpu for each in ran)
