"""Fixtures: a sender at work on a real outbox, with the local Telegram at the other end of a line that can fail."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row

from bot.clock import MovableClock
from bot.core.turn import Reply
from bot.phone.telegram import LocalTelegram
from bot.wire.api import Api
from bot.wire.pace import Pace
from bot.wire.sender import Sender
from handlers.render import Call
from storage.store import Outgoing
from storage.tables import OCCURRENCE, OUTBOX
from storage.writer import Writer
from tests.storage.practice import EVENING, Practice, opened, said
from tests.wire.line import Line, Waiting


@dataclass
class Desk:
    """A practice with one therapist and one client who both have a phone, and the sender between."""

    practice: Practice
    telegram: LocalTelegram
    line: Line
    clock: MovableClock
    writer: Writer
    client: int
    therapist: int
    waiting: Waiting = field(default_factory=Waiting)
    closed: list[str] = field(default_factory=list)
    file: Call | Exception | None = None
    sender: Sender = field(init=False)

    def __post_init__(self) -> None:
        self.sender = Sender(
            self.api(),
            self.writer,
            self.clock,
            build=self._build,
            unreachable=self.closed.append,
            pace=Pace(self.waiting.pause, self.waiting.now),
        )

    def stand_still(self) -> None:
        """From now on waiting moves no clock."""
        self.waiting.moves = False

    def api(self) -> Api:
        return Api(self.line, self.telegram.token, "http://localhost")

    def put_out(self, *replies: Reply, user: int | None = None) -> list[Outgoing]:
        """A turn of the client, or of somebody else, that has these replies."""
        return self.practice.take(user or self.client, replies=replies, now=EVENING)

    def nudge(self) -> Outgoing:
        """The first nudge of a new piece of homework, offered."""
        if not self.practice.rows(OCCURRENCE):
            client = str(self.practice.load(self.client).id)
            self.practice.assign(client, user=self.therapist)
        (sent,) = self.put_out(said("Got two minutes?", kind="nudge", occurrence=self.occurrence().id))
        return sent

    async def send(self, *outgoing: Outgoing) -> None:
        """Send these, and return when every end is written down."""
        self.sender.push(outgoing)
        await self.sender.settled()

    def shown(self, user: int | None = None) -> list[str]:
        """What the coach has said in a chat."""
        chat = self.telegram.chat(user or self.client)
        return [message.text for message in chat.messages if message.from_bot]

    def row(self, item: Outgoing) -> Row[Any]:
        """The row of the outbox behind a message."""
        return next(row for row in self.practice.rows(OUTBOX) if row.seq == item.seq)

    def occurrence(self) -> Row[Any]:
        """The first planned nudge."""
        return min(self.practice.rows(OCCURRENCE), key=lambda row: row.planned_at)

    async def _build(self, _item: Outgoing) -> Call | None:
        if isinstance(self.file, Exception):
            raise self.file
        return self.file


@pytest.fixture(scope="session")
def two_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a therapist and a settled client, whose numbers are the first two of a local Telegram."""
    practice = opened(tmp_path_factory.mktemp("two"))
    practice.therapist(700_000_001)
    practice.client(700_000_002, 700_000_001)
    practice.close()
    return Path(practice.url.removeprefix("sqlite:///"))


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(EVENING)


@pytest.fixture
def telegram(clock: MovableClock) -> LocalTelegram:
    world = LocalTelegram(clock, flood_limits=False)
    for name in ("Vale", "Wren"):
        world.start(world.add_account(name))
    world.updates.queued.clear()
    return world


@pytest.fixture
def practice(tmp_path: Path, two_people: Path) -> Iterator[Practice]:
    practice = opened(tmp_path, two_people)
    for _ in range(50):
        next(practice.turns)
    yield practice
    practice.close()


@pytest.fixture
async def writer(practice: Practice) -> AsyncIterator[Writer]:
    writer = Writer(practice.db.engine)
    writer.start()
    yield writer
    await writer.stop()


@pytest.fixture
def desk(practice: Practice, telegram: LocalTelegram, clock: MovableClock, writer: Writer) -> Desk:
    therapist, client = telegram.chats
    return Desk(practice, telegram, Line(telegram), clock, writer, client, therapist)
