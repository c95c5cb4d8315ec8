"""Killed at every commit and at every call, on either side of each, the coach loses nothing and does nothing twice."""

import asyncio
import logging
import traceback
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.crash.ledger import ledger_of, plan_nudges
from tests.crash.people import NotSeen, client_of, give_homework, therapist_in
from tests.torture.cast import Cast
from tests.torture.checks import check_all
from tests.torture.plays import ask_to_be_erased, begin_a_box
from tests.torture.scenes import SCENES, Play, Scene
from tests.torture.sizes import SEED, chance, size
from tests.torture.victims import NOWHERE, PLACES, Killing, Point, Stage, killing_in

log = logging.getLogger(__name__)

POINTS = size(200, 2000)
SIDE_BY_SIDE = 2
"""How many houses are tormented at once: one waits for its disk while the other works."""
LIFE = timedelta(hours=8)
"""How long a nudge can be answered: long enough to be asked a second time."""
Plan = list[tuple[Scene, Point]]


@dataclass
class Stages:
    """Where the pieces begin: the same people, further or less far."""

    cast: Cast
    kept: dict[str, Stage] = field(default_factory=dict)

    async def build(self) -> None:
        """Play each beginning once, with nobody killed."""
        await self._keep("home")
        await self._after("box", begin_a_box)
        await self._after("leaving", ask_to_be_erased)

    async def _after(self, name: str, play: Play) -> None:
        set_up(self.cast, self.kept["home"], Scene(name=name, play=play))
        await self.cast.house.start()
        await play(self.cast)
        await self.cast.house.finish()
        await self._keep(name)

    async def _keep(self, name: str) -> None:
        self.kept[name] = await asyncio.to_thread(self.cast.house.photograph, name)


async def furnished(house: Killing) -> Cast:
    """A therapist and two clients, one of whom has homework."""
    await house.start()
    therapist = await therapist_in(house)
    wren, robin = [await client_of(therapist, name) for name in ("Wren", "Robin")]
    await give_homework(therapist, wren)
    await house.finish()
    return Cast(house, therapist, wren, robin)


def set_up(cast: Cast, stage: Stage, scene: Scene) -> None:
    """Put the house back to the beginning of a piece."""
    house = cast.house
    house.restore(stage)
    house.ahead = scene.ahead
    cast.typed = {}
    cast.since = {each.user: each.newest for each in (cast.therapist, cast.wren, cast.robin)}
    if scene.nudge:
        with house.database() as database:
            plan_nudges(database, "Wren", [datetime.now(UTC)], life=LIFE)


async def endure(cast: Cast, stage: Stage, scene: Scene, point: Point) -> bool:
    """Play one piece with one death in it, and check everything; whether it came to the death."""
    set_up(cast, stage, scene)
    await cast.house.begin(point)
    await scene.play(cast)
    await cast.house.finish()
    ledger = ledger_of(cast.house)
    check_all(cast, ledger)
    scene.check(cast, ledger)
    return cast.house.killed


async def every_point(cast: Cast, stages: Stages) -> Plan:
    """All points of all pieces: each is played once unharmed to see how many there are."""
    found: Plan = []
    for scene in SCENES:
        await endure(cast, stages.kept[scene.stage], scene, NOWHERE)
        for place in PLACES:
            found += [(scene, Point(place, n + 1)) for n in range(cast.house.counts.get(place, 0))]
    return found


def chosen(every: Plan) -> Plan:
    """As many as asked for: spread over all of them, or all of them again and again."""
    order = [each for _ in range(-(-POINTS // len(every))) for each in every]
    chance("points").shuffle(order)
    return order[: POINTS + POINTS // 20]


async def torment(cast: Cast, stages: Stages, waiting: Plan, reached: Counter[str], wrong: list[str]) -> None:
    """One point after the other, until none is left."""
    while waiting:
        scene, point = waiting.pop()
        try:
            if await endure(cast, stages.kept[scene.stage], scene, point):
                reached[scene.name] += 1
        except (AssertionError, NotSeen, TimeoutError) as problem:
            where = traceback.extract_tb(problem.__traceback__)[-1]
            wrong.append(
                f"{scene.name}, {point.place} {point.number}: {problem!r} at {where.name}:{where.lineno}"
            )
            await cast.house.close()
            await cast.house.open()


async def test_killed_at_every_point_the_coach_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        houses = [
            await stack.enter_async_context(killing_in(tmp_path / f"house {n}")) for n in range(SIDE_BY_SIDE)
        ]
        first = await furnished(houses[0])
        stages = Stages(first)
        await stages.build()
        every = await every_point(first, stages)
        waiting = chosen(every)
        casts = [first, *(moved(first, house) for house in houses[1:])]
        reached: Counter[str] = Counter()
        wrong: list[str] = []
        await asyncio.gather(*(torment(cast, stages, waiting, reached, wrong) for cast in casts))
    log.warning("seed %d: %d of %d points, %s", SEED, reached.total(), len(every), dict(reached))
    assert not wrong, f"seed {SEED}, {len(wrong)} points:\n" + "\n".join(wrong)
    assert reached.total() >= POINTS * 0.9


def moved(cast: Cast, house: Killing) -> Cast:
    """The same people, in another house."""
    people = [replace(each, telegram=house.telegram) for each in (cast.therapist, cast.wren, cast.robin)]
    return Cast(house, people[0], people[1], people[2])
