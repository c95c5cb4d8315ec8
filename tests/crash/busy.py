"""People who do not let up: each goes on doing what they do until told to stop, whatever the coach is up to."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.phone.refusals import PhoneRefused
from tests.crash.people import NotSeen, Someone

SIZES = ("Tiny", "Small", "Medium", "Big", "Huge")
PACE = 0.5
"""Seconds that somebody who does not wait takes between two bursts, at most."""
SHORT = 6.0
"""Seconds after which somebody goes on without an answer, as people do."""


@dataclass
class Busy:
    """One person at it. `typed` are the words that have to be found again, each exactly once and in this order.

    They are typed behind a command, since what an answer belongs to otherwise depends on what was seen last, and a
    coach that is killed may show a question twice.
    """

    who: Someone
    chance: random.Random
    typed: list[str] = field(default_factory=list)
    files: int = 0
    over: bool = False

    def next_words(self) -> str:
        """Words that nobody has typed before."""
        self.typed.append(f"{self.who.name} {len(self.typed):04}")
        return self.typed[-1]

    async def go_on(self, what: Callable[[], Awaitable[None]]) -> None:
        """Again and again; an answer that does not come is given up, and the next thing begun."""
        while not self.over:
            try:
                await what()
            except (NotSeen, PhoneRefused):
                await asyncio.sleep(0)

    async def hammer(self) -> None:
        """Mistakes by command, several at once, and no waiting for an answer."""
        for _ in range(self.chance.randint(1, 4)):
            self.who.say(f"/mistake {self.next_words()}")
        await asyncio.sleep(self.chance.uniform(0, PACE))

    async def note_a_mistake(self) -> None:
        """One mistake, from the keyboard or not, and with quick taps through all its questions."""
        if self.chance.random() < 0.5:
            self.who.say("I made a mistake")
        newest = self.who.newest
        self.who.say(f"/mistake {self.next_words()}")
        await self.who.sees("How big", after=newest, seconds=SHORT)
        await self.who.tap(self.chance.choice(SIZES), after=newest, seconds=SHORT, times=2)
        await self.who.sees("in a month", after=newest, seconds=SHORT)
        await self.who.tap(self.chance.choice(SIZES), after=newest, seconds=SHORT, times=2)
        await self.who.tap("Nothing yet", after=newest, seconds=SHORT, times=2)

    async def answer_nudges(self) -> None:
        """Declines some, takes some up, lets others be pushed aside by the next."""
        newest = self.who.newest
        await self.who.sees("Yes, now", after=newest, seconds=SHORT)
        choice = self.chance.random()
        if choice < 0.3:
            await self.who.tap("Not today", after=newest, seconds=SHORT)
        elif choice < 0.6:
            await self._take_up(newest)

    async def _take_up(self, newest: int) -> None:
        try:
            await self.who.tap("Yes, now", after=newest, seconds=SHORT, times=2)
            await self.who.tap("Skip", after=newest, seconds=SHORT)
        except NotSeen:
            # Whoever stands in the middle of something gets no nudge for a while.
            self.who.say("Stop here")

    async def export(self) -> None:
        """All logs as one file, by the chat."""
        newest = self.who.newest
        self.who.say("/export")
        for label in ("All of them", "Everything", "JSON", "No"):
            await self.who.tap(label, after=newest, seconds=SHORT)
        chat = self.who.telegram.chat(self.who.user)
        if await self.who.telegram.until(
            lambda: any(each.media for each in chat.messages if each.id > newest), SHORT
        ):
            self.files += 1
