"""The writer: one thread, one commit for whatever waits, and guilt that stays with the guilty."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from storage.database import open_database
from storage.vault import Vault
from storage.writer import MOST_TOGETHER, TRIES, NotStored, Writer, WriterStopped
from tests.storage.practice import KEY, Practice


@pytest.fixture
async def writer(empty: Practice) -> AsyncIterator[Writer]:
    with empty.db.writing() as conn:
        conn.execute(text("CREATE TABLE mark (name TEXT UNIQUE)"))
    writer = Writer(empty.db.engine)
    writer.start()
    yield writer
    await writer.stop()


def marking(name: str) -> Callable[[Connection], str]:
    def job(conn: Connection) -> str:
        conn.execute(text("INSERT INTO mark VALUES (:name)"), {"name": name})
        return name

    return job


def marks(practice: Practice) -> list[str]:
    with practice.db.reading() as conn:
        return list(conn.scalars(text("SELECT name FROM mark ORDER BY rowid")))


def commits_of(engine: Engine) -> list[None]:
    counted: list[None] = []
    event.listen(engine, "commit", lambda _: counted.append(None))
    return counted


class Held:
    """A job that keeps the thread until it is let go, so that others gather behind it."""

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()

    def __call__(self, _: Connection) -> None:
        self.begun.set()
        assert self.let_go.wait(30)


async def test_jobs_that_wait_together_share_one_commit(writer: Writer, empty: Practice) -> None:
    commits, held = commits_of(empty.db.engine), Held()
    first = writer.submit(held)
    await asyncio.to_thread(held.begun.wait, 30)
    others = [writer.submit(marking(str(n))) for n in range(20)]
    held.let_go.set()
    await first
    assert await asyncio.gather(*others) == [str(n) for n in range(20)]
    assert marks(empty) == [str(n) for n in range(20)]
    assert len(commits) == 2


async def test_one_transaction_takes_no_more_than_its_cap(writer: Writer, empty: Practice) -> None:
    commits, held = commits_of(empty.db.engine), Held()
    first = writer.submit(held)
    await asyncio.to_thread(held.begun.wait, 30)
    others = [writer.submit(marking(str(n))) for n in range(MOST_TOGETHER + 1)]
    held.let_go.set()
    await asyncio.gather(first, *others)
    assert len(commits) == 3


async def test_only_the_guilty_job_fails(writer: Writer, empty: Practice) -> None:
    def guilty(conn: Connection) -> None:
        marking("never")(conn)
        raise LookupError("guilty")

    held = Held()
    first = writer.submit(held)
    await asyncio.to_thread(held.begun.wait, 30)
    jobs: list[asyncio.Future[Any]] = [
        writer.submit(job) for job in (marking("before"), guilty, marking("after"))
    ]
    held.let_go.set()
    await first
    before, failed, after = await asyncio.gather(*jobs, return_exceptions=True)
    assert (before, after) == ("before", "after")
    assert isinstance(failed, LookupError)
    assert marks(empty) == ["before", "after"]


async def test_two_jobs_that_collide_leave_the_first_done(writer: Writer, empty: Practice) -> None:
    held = Held()
    first = writer.submit(held)
    await asyncio.to_thread(held.begun.wait, 30)
    twice = [writer.submit(marking("same")), writer.submit(marking("same"))]
    held.let_go.set()
    await first
    results = await asyncio.gather(*twice, return_exceptions=True)
    assert results[0] == "same"
    assert isinstance(results[1], Exception)
    assert marks(empty) == ["same"]


async def test_commit_that_fails_is_redone_job_by_job(writer: Writer, empty: Practice) -> None:
    with empty.db.writing() as conn:
        conn.execute(
            text("CREATE TABLE late (name TEXT REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED)")
        )

    def guilty_at_commit(conn: Connection) -> None:
        conn.execute(text("INSERT INTO late VALUES ('nobody')"))

    held = Held()
    first = writer.submit(held)
    await asyncio.to_thread(held.begun.wait, 30)
    jobs: list[asyncio.Future[Any]] = [writer.submit(job) for job in (marking("fine"), guilty_at_commit)]
    held.let_go.set()
    await first
    fine, failed = await asyncio.gather(*jobs, return_exceptions=True)
    assert fine == "fine"
    assert isinstance(failed, Exception)
    assert marks(empty) == ["fine"]


async def test_waiter_that_gave_up_disturbs_nobody(writer: Writer, empty: Practice) -> None:
    held = Held()
    first = writer.submit(held)
    await asyncio.to_thread(held.begun.wait, 30)
    gone, there = writer.submit(marking("gone")), writer.submit(marking("there"))
    gone.cancel()
    held.let_go.set()
    await first
    assert await there == "there"
    assert marks(empty) == ["gone", "there"]


async def test_stopping_does_all_that_was_submitted(writer: Writer) -> None:
    waiting = [writer.submit(marking(str(n))) for n in range(300)]
    await writer.stop()
    assert len(await asyncio.gather(*waiting)) == 300
    with pytest.raises(WriterStopped):
        writer.submit(marking("late"))


async def test_another_process_that_writes_is_waited_for_a_bounded_number_of_times(empty: Practice) -> None:
    impatient = open_database(empty.url, Vault([KEY]), busy=0)
    tried: list[None] = []
    event.listen(impatient.engine, "engine_connect", lambda _: tried.append(None))
    writer = Writer(impatient.engine)
    writer.start()
    with empty.db.writing():
        with pytest.raises(NotStored, match="locked"):
            await writer.submit(lambda conn: conn.scalar(text("SELECT 1")))
        assert len(tried) == TRIES
    assert await writer.submit(lambda conn: conn.scalar(text("SELECT 1"))) == 1
    await writer.stop()
    impatient.close()


async def test_job_of_the_command_line_needs_no_thread(empty: Practice) -> None:
    with empty.db.writing() as conn:
        conn.execute(text("CREATE TABLE mark (name TEXT)"))
    assert Writer(empty.db.engine).run_sync(marking("now")) == "now"
    assert marks(empty) == ["now"]
