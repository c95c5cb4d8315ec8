"""Fixtures: a coach that runs in process, with a therapist and a client who can write to it."""

from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.phone.telegram import LocalTelegram
from tests.app.desk import Office, coach_of
from tests.storage.practice import EVENING, Practice, opened
from tests.wire.line import Line


@pytest.fixture(scope="session")
def two_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a therapist and a settled client, whose numbers are the first two of a local Telegram."""
    practice = opened(tmp_path_factory.mktemp("two"))
    practice.therapist(700_000_001)
    practice.client(700_000_002, 700_000_001, country="DE")
    practice.close()
    return Path(practice.url.removeprefix("sqlite:///"))


@pytest.fixture
def practice(tmp_path: Path, two_people: Path) -> Iterator[Practice]:
    practice = opened(tmp_path, two_people)
    list(islice(practice.turns, 50))
    yield practice
    practice.close()


@pytest.fixture
async def office(practice: Practice) -> AsyncIterator[Office]:
    """The coach listens; nothing is due by itself, ticks are the test's."""
    clock = MovableClock(EVENING)
    telegram = LocalTelegram(clock, flood_limits=False)
    therapist, client = (telegram.add_account(name) for name in ("Vale", "Wren"))
    for user in (therapist, client):
        telegram.start(user)
    telegram.updates.queued.clear()
    line = Line(telegram)
    app = coach_of(practice, line, clock, telegram)
    await app.start(ticking=False)
    await app.settled()  # what the start leaves to do is not what a test counts
    yield Office(app, practice, telegram, line, clock, therapist, client)
    await app.stop(patience=2)
