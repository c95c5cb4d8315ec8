"""Killed at random moments while several people are busy, the coach loses nothing and does nothing twice."""

import asyncio
import logging
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.crash.busy import Busy
from tests.crash.house import House, house_in
from tests.crash.ledger import Ledger, ledger_of, plan_nudges
from tests.crash.people import Someone, client_of, give_homework, therapist_in
from tests.torture.victims import killing_in

log = logging.getLogger(__name__)

ASKED_FOR = os.environ.get("CRASH_KILLS")
KILLS = int(ASKED_FOR or 25)
LONGEST = float("inf") if ASKED_FOR else 30.0
"""Seconds of killing at most, unless a number of kills was asked for: a busy machine starts a coach slowly."""
SEED = int(os.environ.get("CRASH_SEED") or (random.SystemRandom().randrange(10**6) if ASKED_FOR else 1))
NUDGE_EVERY = 1.3
"""Seconds between two nudges of a client."""
SHORTEST_LIFE, LONGEST_LIFE = 0.1, 0.6
"""Seconds that the coach is left alone, at most, once it listens: while it works off what has piled up, or longer."""
STARTING = 1.5 if ASKED_FOR else 0.2
"""About how long it takes to start: to be forked, unless a number of kills was asked for."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A house on this machine, with nobody in it yet."""
    async with house_in(tmp_path) if ASKED_FOR else killing_in(tmp_path / "house") as opened:
        yield opened


async def test_random_kills_lose_nothing_and_repeat_nothing(house: House) -> None:
    log.warning("seed %d, %d kills", SEED, KILLS)
    chance = random.Random(SEED)  # noqa: S311  # chooses moments, no secrets
    await house.start()
    therapist = await therapist_in(house)
    clients = [await client_of(therapist, name) for name in ("Wren", "Robin", "Lark", "Dove")]
    for client in clients[2:]:
        await give_homework(therapist, client)
    assert await house.end(signal.SIGTERM) == 0
    planned = [each for client in clients[2:] for each in nudges_for(house, client)]

    await house.start()
    people = [Busy(who, random.Random(f"{SEED} {who.name}")) for who in (therapist, *clients)]  # noqa: S311  # as above
    whats = [people[0].export, people[1].hammer, people[2].note_a_mistake]
    whats += [each.answer_nudges for each in people[3:]]
    doing = [asyncio.create_task(each.go_on(what)) for each, what in zip(people, whats, strict=True)]
    await kill_again_and_again(house, chance)
    for each in people:
        each.over = True
    await asyncio.gather(*doing)
    await house.quiet()
    assert await house.end(signal.SIGTERM) == 0
    ledger = ledger_of(house)
    log.warning("%s", tally(house, ledger, people))
    check(house, ledger, people, planned)


async def kill_again_and_again(house: House, chance: random.Random) -> None:
    """Kill and start as often as asked, and leave a coach that listens."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST
    for number in range(KILLS):
        await let_live(house, chance, while_starting=number % 4 == 3)
        assert await house.end(signal.SIGKILL) == -signal.SIGKILL
        await house.spawn()
        if loop.time() > end:
            break
    await house.listening()


async def let_live(house: House, chance: random.Random, *, while_starting: bool) -> None:
    """Wait for a random moment: while the coach starts, or once it listens, in half of the cases very soon."""
    if while_starting:
        await asyncio.sleep(chance.uniform(0, STARTING))
    else:
        await house.listening()
        await asyncio.sleep(chance.uniform(0, chance.choice((SHORTEST_LIFE, LONGEST_LIFE))))


def nudges_for(house: House, client: Someone) -> list[str]:
    """Nudges for as long as the killing takes, one every little while."""
    first = datetime.now(UTC) + timedelta(seconds=STARTING)
    moments = [first + timedelta(seconds=NUDGE_EVERY * number) for number in range(2 * KILLS)]
    with house.database() as database:
        return plan_nudges(database, client.name, moments)


def tally(house: House, ledger: Ledger, people: list[Busy]) -> str:
    """How much the coach has gone through, for whoever wants to know what was tried."""
    nudges = Counter(row.outcome if row.send_state == "never" else row.send_state for row in ledger.nudges)
    messages = Counter(f"{row.state} {row.error_class}".strip() for row in ledger.messages)
    kills = house.exits.count(-signal.SIGKILL)
    return (
        f"{kills} kills, {len(ledger.updates)} updates, {sum(len(each.typed) for each in people)} answers, "
        f"{sum(each.files for each in people)} files, {len(house.telegram.prompts)} prompts, "
        f"nudges {dict(nudges)}, messages {dict(messages)}"
    )


def check(house: House, ledger: Ledger, people: list[Busy], planned: list[str]) -> None:
    """Nothing is lost, nothing twice, everything in order."""
    assert ledger.unhandled(house.telegram.updates.next_id) == {}
    for each in people:
        assert ledger.words(each.who.name, "what") == each.typed, f"seed {SEED}"
    assert ledger.given_twice("what", "size_now", "size_month") == []
    assert ledger.broken == []
    check_nudges(house, ledger, planned)
    assert "Traceback" not in house.log


def check_nudges(house: House, ledger: Ledger, planned: list[str]) -> None:
    """No prompt was accepted twice, and every nudge that was due has come to something."""
    prompts = house.telegram.prompts
    assert len(prompts) == len(set(prompts)), f"seed {SEED}: one turn's prompt was accepted twice"
    assert [nudge for nudge, number in ledger.prompts_of().items() if number > 1] == []
    states = {row.id: row.send_state for row in ledger.nudges if row.id in planned}
    sent = sum(state == "sent" for state in states.values())
    unknown = sum(state == "unknown" for state in states.values())
    assert sent <= len(prompts) <= sent + unknown
    silent = [
        row
        for row in ledger.nudges
        if row.id in planned and row.send_state == "never" and row.outcome is None
    ]
    assert (silent, sent > 0) == ([], True)
