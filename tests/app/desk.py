"""A whole coach in process, on a local Telegram with two people who are set up already."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from bot.app import App, Parts
from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Library
from bot.core.library import Practice as Defaults
from bot.phone.telegram import Event, LocalTelegram
from storage.tables import INBOX
from tests.storage.practice import Practice
from tests.wire.line import Line

PATIENCE = 15.0


def library() -> Library:
    """Everything reviewed, for a practice in Berlin."""
    return load_library(Defaults(zone="Europe/Berlin", country="DE", language="en"))


@dataclass
class Office:
    """The coach, the line to its Telegram, and the rows behind it."""

    app: App
    practice: Practice
    telegram: LocalTelegram
    line: Line
    clock: MovableClock
    therapist: int
    client: int
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.telegram.on_change.append(self._seen)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return once this holds of what the phones show, and nothing is under way; fails when it never does."""
        await self.as_soon_as(holds)
        await self.app.settled()

    async def as_soon_as(self, holds: Callable[[], bool]) -> None:
        """Return once this holds of what the phones show, whatever is still under way."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self.changed.clear()
                await self.changed.wait()

    async def until_shown(self, words: str, user: int | None = None) -> None:
        """Return once the coach has said this, or something that begins so, to its client."""
        await self.until(lambda: any(each.startswith(words) for each in self.shown(user)))

    def shown(self, user: int | None = None) -> list[str]:
        """What the coach has said in a chat."""
        chat = self.telegram.chat(user or self.client)
        return [message.text for message in chat.messages if message.from_bot]

    def kept(self) -> dict[int, str]:
        """The state of each update in the inbox."""
        return {row.update_id: row.state for row in self.practice.rows(INBOX)}

    def database(self, statement: str, **given: object) -> None:
        """Have the database do something behind the coach's back."""
        with self.practice.db.writing() as conn:
            conn.execute(text(statement), given)

    def _seen(self, _event: Event) -> None:
        self.changed.set()


def coach_of(practice: Practice, line: Line, clock: MovableClock, telegram: LocalTelegram) -> App:
    """A coach on these rows, not started yet."""
    parts = Parts(
        database=practice.db,
        library=library(),
        clock=clock,
        request=line,
        token=telegram.token,
        api_url="http://localhost",
        folder=Path(practice.url.removeprefix("sqlite:///")).parent,
    )
    return App(parts)
