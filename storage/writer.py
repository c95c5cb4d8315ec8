"""Runs all that changes the database in one thread, and commits whatever waits together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from storage.dialect import is_busy, trouble

T = TypeVar("T")
Job = Callable[[Connection], T]

MOST_TOGETHER = 128
TRIES = 3
"""How often a transaction is begun that another process's write keeps out."""
LONGEST_WAIT = 30.0
"""Seconds between two attempts while nothing can be stored."""


class WriterStopped(Exception):
    """The writer has been stopped, and takes no more work."""


class NotStored(Exception):
    """Nothing can be stored just now, as with a full disk; the message says why. The same job may do later."""


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    """A job and who waits for it."""

    job: Job[T]
    future: asyncio.Future[T]
    loop: asyncio.AbstractEventLoop


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of a job: a value, or the exception it ended with."""

    future: asyncio.Future[Any]
    value: Any = None
    problem: Exception | None = None


class Writer:
    """One thread that takes jobs in the order they were submitted.

    Jobs that wait together share one transaction. When one of them raises, all are rolled back and each is done
    again in a transaction of its own, so a job must be able to run twice; only the guilty one's future fails. Where
    the storage itself takes nothing, futures fail with NotStored.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Waiting[Any] | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._open = False

    def start(self) -> None:
        """Begin taking jobs; those submitted before are done first."""
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._open = True
        self._thread.start()

    async def stop(self) -> None:
        """Do all that was submitted, then end the thread."""
        thread, self._thread, self._open = self._thread, None, False
        if thread is not None:
            self._queue.put(None)
            await asyncio.to_thread(thread.join)

    def submit(self, job: Job[T]) -> asyncio.Future[T]:
        """Have `job` done in a transaction; called on the event loop.

        Raises:
            WriterStopped: it was not started, or was stopped.
        """
        if not self._open:
            raise WriterStopped
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue.put(_Waiting(job, future, loop))
        return future

    def run_sync(self, job: Job[T]) -> T:
        """Do `job` at once, in this thread and a transaction of its own."""
        return _in_transaction(self._engine, job)

    def _work(self) -> None:
        while (first := self._queue.get()) is not None:
            waiting, is_last = self._gather(first)
            _deliver(waiting, self._perform(waiting))
            if is_last:
                return

    def _gather(self, first: _Waiting[Any]) -> tuple[list[_Waiting[Any]], bool]:
        waiting = [first]
        while len(waiting) < MOST_TOGETHER:
            try:
                another = self._queue.get_nowait()
            except Empty:
                break
            if another is None:
                return waiting, True
            waiting.append(another)
        return waiting, False

    def _perform(self, waiting: Sequence[_Waiting[Any]]) -> list[_Done]:
        jobs = [each.job for each in waiting]
        try:
            values = _in_transaction(self._engine, lambda conn: [job(conn) for job in jobs])
        except Exception as problem:  # whatever a job raises belongs to its future, never to the thread
            if len(waiting) == 1 or is_busy(problem):
                return [_Done(each.future, problem=not_stored(problem) or problem) for each in waiting]
            return [done for each in waiting for done in self._perform([each])]
        return [_Done(each.future, value) for each, value in zip(waiting, values, strict=True)]


async def insist(writer: Writer, job: Job[T], pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> T:
    """Have `job` done, and again for as long as nothing can be stored. Raises what the job itself raises."""
    for attempt in count():
        try:
            return await writer.submit(job)
        except NotStored:
            await pause(min(2.0**attempt, LONGEST_WAIT))
    raise AssertionError("counting does not end")


def not_stored(problem: BaseException) -> NotStored | None:
    """`problem` as one line, where it says that nothing can be stored just now."""
    why = trouble(problem)
    return None if why is None else NotStored(f"nothing can be stored: {why}")


def _in_transaction(engine: Engine, job: Job[T], tries: int = TRIES) -> T:
    try:
        with engine.begin() as conn:
            return job(conn)
    except OperationalError as problem:
        if tries > 1 and is_busy(problem):
            return _in_transaction(engine, job, tries - 1)
        raise


def _deliver(waiting: Sequence[_Waiting[Any]], done: Sequence[_Done]) -> None:
    """One wake-up of the loop for all of them; a loop that was closed meanwhile has nobody left to tell."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Done]] = {}
    for each, result in zip(waiting, done, strict=True):
        by_loop.setdefault(each.loop, []).append(result)
    for loop, results in by_loop.items():
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_resolve, results)


def _resolve(done: Sequence[_Done]) -> None:
    for each in done:
        if each.future.done():
            continue
        if each.problem is None:
            each.future.set_result(each.value)
        else:
            each.future.set_exception(each.problem)
