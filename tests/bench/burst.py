"""Ten thousand nudges come due in one minute while clients type, and Telegram limits what a bot may send."""

import asyncio
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from storage.database import open_database
from storage.tables import OCCURRENCE
from storage.vault import Vault, load_keys
from tests.bench.crowd import Crowd, daytime_zone, gather
from tests.bench.race import Figures, Load, coach_settings, measure
from tests.bench.table import show
from tests.bench.town import open_new, settle

NUDGES = 10_000
TYPISTS = 20
PAUSE = 8.0
"""Seconds between an answer and the next thing a typing client does."""
START = timedelta(seconds=5)
SHORT_LIFE = timedelta(seconds=40)


async def burst(seconds: float) -> None:
    """Watch for so many seconds, then count what became of every nudge."""
    load = Load(people=TYPISTS, warm=10.0, seconds=seconds, pause=PAUSE, limited=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name) / "coach"
        await asyncio.to_thread(_prepare, folder)
        figures = await measure(["-m", "bot", "run"], load, coach_settings(folder), folder)
        _report(figures, _ends(folder))


def _prepare(folder: Path) -> None:
    database = open_new(folder)
    settle(database, TYPISTS, daytime_zone())
    apart = timedelta(minutes=1) / NUDGES
    # Written in a few seconds, so that the first are due when the coach has just started.
    due = datetime.now(UTC) + START
    gather(database, Crowd(people=NUDGES, due=due, apart=apart, short_life=SHORT_LIFE))
    database.close()


def _ends(folder: Path) -> Counter[str]:
    """How many nudges went out within their window, late, expired, or still wait inside their window."""
    database = open_database(f"sqlite:///{folder / 'data' / 'coach.db'}", Vault(load_keys(folder / "key")))
    with database.reading() as conn:
        ends = Counter(_end(*row) for row in conn.execute(select(*_COLUMNS)))
    database.close()
    return ends


_O = OCCURRENCE.c
_COLUMNS = (_O.send_state, _O.outcome, _O.sent_at, _O.expires_at)


def _end(state: str, outcome: str | None, sent: datetime | None, expires: datetime) -> str:
    if sent is not None:
        return "late" if sent > expires else "sent"
    if outcome is not None:
        return outcome
    if state == "planned":
        return "waiting past their window" if expires < datetime.now(UTC) else "waiting in their window"
    return state


def _report(figures: Figures, ends: Counter[str]) -> None:
    became = ", ".join(f"{count:,} {end}" for end, count in sorted(ends.items()))
    show(
        "",
        f"### {NUDGES:,} nudges due in one minute, {TYPISTS} clients typing, 30 messages a second allowed",
        "",
        f"- typing clients: {figures.updates} answers, p50 {figures.p50 * 1000:,.0f} ms, p99 {figures.p99 * 1000:,.0f} ms,"
        f" longest open wait at the end {figures.longest_wait * 1000:,.0f} ms",
        f"- refused with 429 while watched: {figures.refused}",
        f"- after {figures.seconds:.0f} s: {became} (every other nudge has a window of {SHORT_LIFE.seconds} s)",
    )
