"""The desk the phones lie on: one practice, one stream to the browsers, and how news of the one reaches the other."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from bot.phone.page_contract import Due, Phone, Practice
from bot.phone.page_guard import PageRefused
from bot.phone.page_stream import Stream
from bot.phone.page_view import chat_json, due_json, event_json, state_json
from bot.phone.story import Story
from bot.phone.storyteller import play
from bot.phone.telegram import LocalTelegram
from bot.phone.tg_model import Event, Json

BEAT_SECONDS = 1.0


@dataclass(slots=True)
class Desk:
    """A practice with the stream of its news.

    `stale` says that the list of what is due may have changed; `changing` is held by whoever asks the practice or puts
    another story in its place, `loading` is true for the latter alone; `heard` is the local Telegram that is listened to; `title` names the story that was loaded last.
    """

    practice: Practice
    stream: Stream = field(default_factory=Stream)
    moving: asyncio.Lock = field(default_factory=asyncio.Lock)
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    loading: bool = False
    heard: LocalTelegram | None = None
    title: str = "Practice"
    stale: bool = False
    told_now: datetime | None = None
    told_due: list[Json] = field(default_factory=list)

    def phone(self, user_id: int) -> Phone:
        """The phone of that person.

        Raises:
            PageRefused: there is none.
        """
        for phone in self.practice.phones:
            if phone.user_id == user_id:
                return phone
        raise PageRefused(404, "There is no such phone on this page.")

    def listen(self) -> None:
        """Hear of every change on the practice's phones from now on."""
        self.heard = self.practice.telegram
        self.heard.on_change.append(self.hear)

    def stop_listening(self) -> None:
        """Hear of nothing any more."""
        if self.heard is not None:
            self.heard.on_change.remove(self.hear)
        self.heard = None

    async def load(self, story: Story | None) -> None:
        """Let a story take the place of what is on the phones, in silence; without one they are empty.

        Raises:
            StoryStuck: the coach did not go along; the phones show how far it went.
        """
        self.title = story.title if story else "Practice"
        self.loading = True
        try:
            async with self.changing:
                self.stop_listening()
                try:
                    await (play(self.practice, story) if story else self.practice.begin_again(None))
                finally:
                    self.listen()
        finally:
            self.loading = False
        self.stream.send({"kind": "phones"})

    def hear(self, event: Event) -> None:
        """A change on a phone, told at once."""
        self.stale = True
        what = event_json(self.practice.telegram, self.practice.phones, event)
        if what is not None:
            self.stream.send({**what, "now": self._now()})

    def tell_chat(self, user_id: int) -> None:
        """How a chat stands besides its messages, for what changes without an event (an answered tap, a block)."""
        chat = chat_json(self.practice.telegram.chat(user_id))
        self.stream.send({"kind": "chat", "user_id": user_id, "chat": chat, "now": self._now()})

    async def tell_due(self) -> None:
        """What is due, if that changed since it was told last."""
        self.stale = False
        due = due_json(await self._due())
        if due != self.told_due:
            self.told_due = due
            self.stream.send({"kind": "due", "due": due, "now": self._now()})

    async def beat(self) -> None:
        """One heartbeat: the time if it moved, what is due if it may have changed."""
        now = self.practice.clock.now()
        if now != self.told_now:
            self.told_now = now
            self.stream.send({"kind": "clock", "now": now.isoformat()})
            self.stale = self.stale or self._has_passed(now)
        if self.stale:
            await self.tell_due()

    async def state(self) -> Json:
        """The whole state, as of one moment."""
        due = await self._due()
        self.told_due = due_json(due)
        return state_json(self.practice, due, self.stream.number)

    async def _due(self) -> Sequence[Due]:
        async with self.changing:
            return await self.practice.due()

    def _now(self) -> str:
        return self.practice.clock.now().isoformat()

    def _has_passed(self, now: datetime) -> bool:
        return any(datetime.fromisoformat(one["at"]) <= now for one in self.told_due)


DESK = web.AppKey("desk", Desk)


async def keep_in_touch(app: web.Application) -> AsyncIterator[None]:
    """Cleanup context: listen to the local Telegram and beat, for as long as the page is served."""
    desk = app[DESK]
    desk.listen()
    beating = asyncio.create_task(_beat_on(desk))
    yield
    desk.stop_listening()
    beating.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await beating


async def end_streams(app: web.Application) -> None:
    """Shutdown handler: let every open stream end, so that the server can."""
    app[DESK].stream.close()


async def _beat_on(desk: Desk) -> None:
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        await desk.beat()
