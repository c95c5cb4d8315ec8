"""Writes down what became of each message, however long nothing can be stored."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from bot.clock import Clock
from storage import store
from storage.connection import Connection
from storage.store import Outgoing
from storage.writer import NotStored, Writer, insist

log = logging.getLogger(__name__)
T = TypeVar("T")


class Ends:
    """The outbox as the sender changes it, and all that is under way beside the lanes.

    `pause` waits so many seconds between two attempts to store something.
    """

    def __init__(self, writer: Writer, clock: Clock, pause: Callable[[float], Awaitable[None]]) -> None:
        self._writer = writer
        self._clock = clock
        self._pause = pause
        self._under_way: set[asyncio.Future[Any]] = set()

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._under_way)

    def go(self, work: Coroutine[Any, Any, object]) -> None:
        """Have this done beside everything else."""
        self._keep(asyncio.get_running_loop().create_task(work))

    async def settled(self) -> None:
        """Return once nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def abandon(self) -> None:
        """Stop all of it where it is."""
        for future in tuple(self._under_way):
            future.cancel()

    # --- before the request ----------------------------------------------------------------------

    async def claim(self, item: Outgoing) -> bool:
        """Take a nudge just before its request; False where it is settled or too late."""
        now = self._clock.now()
        return await self.stored(lambda conn: store.claim(conn, item.seq, now))

    async def hand_back(self, item: Outgoing) -> None:
        """A nudge that surely did not leave waits again."""
        if item.reply.kind == "nudge":
            now = self._clock.now()
            await self.stored(lambda conn: store.retry_later(conn, item.seq, now))

    async def stored(self, job: Callable[[Connection], T]) -> T:
        """What a job gives, asked for until something can be stored."""
        return await insist(self._writer, job, self._pause)

    # --- after it ----------------------------------------------------------------------------------

    def sent(self, item: Outgoing, message: int | None) -> None:
        """It is there, as this message where it is one."""
        now = self._clock.now()
        self._mark(lambda conn: store.mark_sent(conn, item.seq, message, now))

    def failed(self, item: Outgoing, error: Exception) -> None:
        """It cannot be sent."""
        now, name = self._clock.now(), type(error).__name__
        log.warning("outbox %d could not be sent: %s", item.seq, name)
        self._mark(lambda conn: store.mark_failed(conn, item.seq, name, now))

    def unknown(self, item: Outgoing, error: Exception) -> None:
        """Nobody can tell whether it arrived."""
        now, name = self._clock.now(), type(error).__name__
        log.warning("outbox %d may not have arrived: %s", item.seq, name)
        self._mark(lambda conn: store.mark_unknown(conn, item.seq, name, now))

    # --- what is under way -------------------------------------------------------------------------

    def _mark(self, job: Callable[[Connection], object]) -> None:
        marking = self._writer.submit(job)
        marking.add_done_callback(partial(self._marked, job))
        self._keep(marking)

    def _marked(self, job: Callable[[Connection], object], marking: "asyncio.Future[object]") -> None:
        """An end that could not be stored just now is written down later: until then nobody else knows of it."""
        if not marking.cancelled() and isinstance(marking.exception(), NotStored):
            self.go(self.stored(job))

    def _keep(self, future: "asyncio.Future[Any]") -> None:
        self._under_way.add(future)
        future.add_done_callback(self._over)

    def _over(self, future: "asyncio.Future[Any]") -> None:
        self._under_way.discard(future)
        if not future.cancelled() and (problem := future.exception()) is not None:
            log.error("an end could not be written down: %s", type(problem).__name__)
