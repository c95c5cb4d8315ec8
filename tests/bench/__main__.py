"""`make bench`: the coach beside bots of the usual make, in turn, and what else it is to bear."""

import argparse
import asyncio
import os
import platform
from collections.abc import Awaitable, Callable, Iterable
from statistics import median

from tests.bench.burst import burst
from tests.bench.exports import exports
from tests.bench.race import Figures, Load, coach, peer
from tests.bench.scheduled import scheduled
from tests.bench.screening import screened_per_second
from tests.bench.table import compare, show

BURST_SECONDS, BURST_TO_THE_END = 60.0, 480.0
RTTS = (0.0, 0.040)
Bot = Callable[[Load], Awaitable[Figures]]

BOTS: dict[str, Bot] = {
    "coach, mistake note": coach,
    "PTB echo": lambda load: peer("echo", load),
    "PTB ConversationHandler, SQLModel on aiosqlite, the same note": lambda load: peer("conversation", load),
}


async def race(rounds: int, load: Load) -> None:
    """All bots in turn, so often, and the table."""
    found: dict[str, list[Figures]] = {name: [] for name in BOTS}
    for _ in range(rounds):
        for name, bot in BOTS.items():
            found[name].append(await bot(load))
    title = f"{load.people} clients, each waiting for its answer; {load.rtt * 1000:.0f} ms round trip"
    compare(title, dict(found), "PTB echo")


async def main() -> None:
    """Run what was asked for; everything where nothing is named."""
    ask = argparse.ArgumentParser(prog="python -m tests.bench")
    ask.add_argument("what", nargs="*", choices=[*PARTS, *ON_REQUEST, []], help="default: all")
    ask.add_argument("--rounds", type=int, default=3)
    given = ask.parse_args()
    show(_machine())
    for name in given.what or PARTS:
        await (PARTS | ON_REQUEST)[name](given.rounds)
    show("", f"Load average at the end: {_load()}")


async def _race(rounds: int) -> None:
    for rtt in RTTS:
        await race(rounds, Load(rtt=rtt, seconds=6.0 if rtt else 5.0))


async def _burst(_rounds: int) -> None:
    await burst(BURST_SECONDS)


async def _burst_to_the_end(_rounds: int) -> None:
    await burst(BURST_TO_THE_END)


async def _scheduled(_rounds: int) -> None:
    await scheduled()


async def _screening(rounds: int) -> None:
    found = await asyncio.to_thread(screened_per_second, rounds)
    rates = ", ".join(f"{each:,.0f}" for each in found)
    show(
        "",
        "### Crisis screening, one core",
        "",
        f"- messages a second, median {median(found):,.0f} ({rates})",
    )


async def _exports(rounds: int) -> None:
    await exports(rounds, 100)


async def _exports_of_a_thousand(rounds: int) -> None:
    await exports(rounds, 1000)


PARTS: dict[str, Callable[[int], Awaitable[None]]] = {
    "race": _race,
    "burst": _burst,
    "scheduled": _scheduled,
    "screening": _screening,
    "exports": _exports,
}
ON_REQUEST = {"burst-to-the-end": _burst_to_the_end, "exports-of-a-thousand": _exports_of_a_thousand}
"""What takes longer than a bench should; run when it is named."""


def _machine() -> str:
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, {platform.machine()}, Python {platform.python_version()}; load average at the start: {_load()}"


def _load() -> str:
    return _joined(f"{each:.1f}" for each in os.getloadavg())


def _joined(parts: Iterable[str]) -> str:
    return " ".join(parts)


if __name__ == "__main__":
    asyncio.run(main())
