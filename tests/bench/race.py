"""Runs one bot against the fake, each in a process of its own on a core of its own, and measures the bot."""

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
TOKEN = "1000001:bench-bench-bench-bench-bench-bench"  # noqa: S105  # opens nothing
PATIENCE = 90.0
TICK = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A bot that did not come up or did not answer; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What the clients do. Times in seconds; `pause` is what lies between an answer and the next thing."""

    people: int = 200
    rtt: float = 0.0
    warm: float = 2.0
    seconds: float = 5.0
    pause: float = 0.0
    limited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one bot did in one round: latencies and waits in seconds, memory in MiB, CPU in seconds."""

    updates: int
    seconds: float
    p50: float
    p99: float
    cpu: float
    memory: float
    calls: dict[str, int]
    refused: int
    longest_wait: float

    @property
    def rate(self) -> float:
        """Updates a second."""
        return self.updates / self.seconds

    @property
    def cpu_per_thousand(self) -> float:
        """CPU seconds per 1,000 updates."""
        return self.cpu * 1000 / self.updates if self.updates else float("nan")


def core(number: int) -> set[int]:
    """One of the cores this process may use; the same one where there is only one."""
    allowed = sorted(os.sched_getaffinity(0))
    return {allowed[number % len(allowed)]}


async def coach(load: Load) -> Figures:
    """The coach as shipped, with everybody enrolled."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name) / "coach"
        await python("-m", "tests.bench.town", str(folder), str(load.people))
        return await measure(["-m", "bot", "run"], load, coach_settings(folder), folder)


async def peer(name: str, load: Load) -> Figures:
    """One of tests/bench/peers, in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = CHECKOUT / "tests" / "bench" / "peers" / f"{name}.py"
        return await measure([str(file), "{url}", TOKEN], load, {}, Path(folder))


def coach_settings(folder: Path) -> dict[str, str]:
    """The environment for a coach whose town was made in `folder`."""
    return {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": "{url}",
        "DATA_DIR": str(folder / "data"),
        "KEY_FILE": str(folder / "key"),
        "TIME_ZONE": "UTC",
        "COUNTRY": "US",
        "LOG_LEVEL": "WARNING",
    }


async def python(*words: str) -> str:
    """One command to its end; its output. Raises Failed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=CHECKOUT, env=environment({}), stdout=PIPE, stderr=PIPE
    )
    out, err = await process.communicate()
    if process.returncode:
        raise Failed(f"{' '.join(words)}: {err.decode()[-2000:]}")
    return out.decode()


async def measure(words: list[str], load: Load, settings: dict[str, str], folder: Path) -> Figures:
    """Start the fake and the bot, and wait for the figures. `{url}` stands for the fake's address. Raises Failed."""
    fake = await start(["-m", "tests.bench.fake", *_flags(load)], {}, CHECKOUT, 0, PIPE)
    try:
        url = f"http://127.0.0.1:{(await event(fake, 'port'))['port']}"
        words = [word.replace("{url}", url) for word in words]
        settings = {name: text.replace("{url}", url) for name, text in settings.items()}
        bot = await start(words, settings, folder, 1, DEVNULL)
        try:
            await event(fake, "begin")
            before = cpu_of(bot.pid)
            told = await event(fake, "end", load.seconds + PATIENCE)
            used, memory = cpu_of(bot.pid) - before, memory_of(bot.pid)
        except (TimeoutError, OSError) as error:
            raise Failed(f"{words}: {type(error).__name__} {(folder / 'log').read_text()[-3000:]}") from error
        finally:
            await end(bot)
    finally:
        await end(fake)
    return _figures(told, used, memory)


async def start(words: list[str], settings: dict[str, str], folder: Path, on: int, out: int) -> Process:
    """A Python process on one core; its errors go to `folder`/log."""
    log = (Path(tempfile.gettempdir()) if folder == CHECKOUT else folder) / "log"
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            cwd=folder,
            env=environment(settings),
            stdout=out,
            stderr=errors,
            limit=1 << 26,
        )
    os.sched_setaffinity(process.pid, core(on))
    return process


async def end(process: Process) -> None:
    """Ask it to stop, and see to it."""
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), 15)
    except TimeoutError:
        process.kill()
        await process.wait()


async def event(process: Process, name: str, patience: float = PATIENCE) -> dict[str, Any]:
    """The next event of this name that a process tells on standard output."""
    assert process.stdout is not None, "its output is read here"
    async with asyncio.timeout(patience):
        while line := await process.stdout.readline():
            told: dict[str, Any] = json.loads(line)
            if told["event"] == name:
                return told
    raise Failed(f"ended before it said {name}")


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used, in user and system mode, with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_of(pid: int) -> float:
    """The most memory a process has held, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def environment(settings: dict[str, str]) -> dict[str, str]:
    """What a process of ours gets to see."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {"PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"} | settings


def remove(folder: Path) -> None:
    """A folder that is not needed any longer."""
    shutil.rmtree(folder, ignore_errors=True)


def _flags(load: Load) -> list[str]:
    named = {"people": load.people, "rtt": load.rtt, "warm": load.warm, "seconds": load.seconds}
    flags = [part for name, value in named.items() for part in (f"--{name}", str(value))]
    return [*flags, "--pause", str(load.pause), *(["--limited"] if load.limited else [])]


def _figures(told: dict[str, Any], cpu: float, memory: float) -> Figures:
    latencies = told["latencies"]
    return Figures(
        updates=len(latencies),
        seconds=told["seconds"],
        p50=quantile(latencies, 0.5),
        p99=quantile(latencies, 0.99),
        cpu=cpu,
        memory=memory,
        calls=told["calls"],
        refused=told["refused"],
        longest_wait=told["longest_wait"],
    )


def quantile(ordered: list[float], share: float) -> float:
    """The value below which so great a share of these lies; not a number where there are none."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")
