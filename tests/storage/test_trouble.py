"""While nothing can be stored, nothing counts as stored; and once it can be, it is, without a restart."""

import filecmp
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from storage import store as kept
from storage.tables import INBOX
from storage.writer import NotStored, Writer, insist, not_stored
from tests.storage.disk import Disk, file_of
from tests.storage.practice import NOW, Practice

LONG = b"x" * 10_000
"""More than fits into any page that has room left."""


@pytest.fixture
async def writer(practice: Practice) -> AsyncIterator[Writer]:
    writer = Writer(practice.db.engine)
    writer.start()
    yield writer
    await writer.stop()


@pytest.fixture
def disk(practice: Practice) -> Disk:
    return Disk((practice.db.engine,))


class Keeping:
    """A job that keeps one update."""

    def __init__(self, practice: Practice, number: int = 1, body: bytes = LONG) -> None:
        self.keys = practice.db.store
        self.rows = [(number, body)]

    def __call__(self, conn: Connection) -> list[int]:
        return kept.keep_updates(self.keys, conn, self.rows, NOW)


async def test_full_disk_keeps_nothing_and_takes_it_once_there_is_room(
    writer: Writer, practice: Practice, disk: Disk
) -> None:
    disk.is_full = True
    with pytest.raises(NotStored, match="full"):
        await writer.submit(Keeping(practice))
    assert practice.rows(INBOX) == []
    disk.is_full = False
    assert await writer.submit(Keeping(practice)) == [1]


async def test_read_only_disk_keeps_nothing(writer: Writer, practice: Practice, disk: Disk) -> None:
    disk.is_read_only = True
    with pytest.raises(NotStored, match="readonly"):
        await writer.submit(Keeping(practice))
    assert practice.rows(INBOX) == []


async def test_full_disk_fails_the_jobs_that_need_room_and_no_others(
    writer: Writer, practice: Practice, disk: Disk
) -> None:
    disk.is_full = True
    jobs = (Keeping(practice), lambda conn: conn.scalar(text("SELECT 7")))
    waiting = [writer.submit(job) for job in jobs]
    with pytest.raises(NotStored):
        await waiting[0]
    assert await waiting[1] == 7


async def test_lost_file_keeps_nothing_until_it_is_back_and_none_is_made(
    writer: Writer, practice: Practice
) -> None:
    await writer.submit(Keeping(practice, 1))
    file = file_of(practice.url)
    aside = file.rename(file.with_name("aside"))
    with pytest.raises(NotStored, match="gone"):
        await writer.submit(Keeping(practice, 2))
    practice.db.engine.dispose()
    with pytest.raises(NotStored, match="unable to open"):
        await writer.submit(Keeping(practice, 2))
    assert not file.exists()
    aside.rename(file)
    assert await writer.submit(Keeping(practice, 2)) == [2]


async def test_another_file_in_its_place_is_left_alone(
    writer: Writer, practice: Practice, settled: Path
) -> None:
    file = file_of(practice.url)
    await writer.submit(Keeping(practice))
    file.rename(file.with_name("aside"))
    shutil.copy(settled, file)
    with pytest.raises(NotStored, match="another"):
        await writer.submit(Keeping(practice, 2))
    assert filecmp.cmp(file, settled, shallow=False)


async def test_fault_of_one_statement_is_no_trouble_of_the_storage(writer: Writer) -> None:
    with pytest.raises(OperationalError) as raised:
        await writer.submit(lambda conn: conn.execute(text("SELECT * FROM nowhere")))
    assert not_stored(raised.value) is None


async def test_job_that_is_insisted_on_is_done_once_there_is_room(
    writer: Writer, practice: Practice, disk: Disk
) -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)
        disk.is_full = len(waits) < 7

    disk.is_full = True
    assert await insist(writer, Keeping(practice), pause) == [1]
    assert waits == [1, 2, 4, 8, 16, 30, 30]
