"""Has the files of the chat made in processes of their own, so that no turn waits while they are."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

from bot.commission import COMMISSION, WORD, Commission, Word
from bot.core.turn import FileOrder
from bot.exporting import Watch
from bot.scratch import scratch_folder
from storage.database import Database
from storage.file import SQLITE, database_file
from storage.store_keys import NotYours

log = logging.getLogger(__name__)

TOGETHER = 2
"""So many are made at a time; the others wait their turn."""
LONGEST = 900.0
"""Seconds that one may take."""
COMMAND = (sys.executable, "-E", "-s", "-m", "bot.file_maker")
ROOT = Path(__file__).parent.parent


class NotMade(OSError):
    """The process that was to make a file ended without one; the message says how, and quotes nobody."""


class Apart:
    """Makes the files of one database. What `bot.files` does for a caller who waits, without holding up anybody."""

    def __init__(self, database: Database, data: Path) -> None:
        self._keys = database.store.vault.keys
        # The other process begins in a folder of its own.
        self._url = f"{SQLITE}{database_file(database.url).absolute()}"
        self._data = data.absolute()
        self._places = asyncio.Semaphore(TOGETHER)

    async def build_file(
        self, order: FileOrder, now: datetime, *, asker: str | None, watch: Watch
    ) -> tuple[str, bytes]:
        """The one file that answers an order: its name and its bytes. Raises NotYours, OSError."""
        async with self._made(order, now, asker, watch) as path:
            return path.name, await asyncio.to_thread(path.read_bytes)

    async def keep_file(self, order: FileOrder, now: datetime, *, asker: str | None, watch: Watch) -> Path:
        """Where the file lies that is kept on the server. Raises NotYours, OSError."""
        async with self._made(order, now, asker, watch) as path:
            return path

    @asynccontextmanager
    async def _made(
        self, order: FileOrder, now: datetime, asker: str | None, watch: Watch
    ) -> AsyncIterator[Path]:
        async with self._places:
            with scratch_folder() as folder:
                commission = Commission(
                    order=order,
                    asker=asker,
                    now=now,
                    url=self._url,
                    keys=self._keys,
                    data=self._data,
                    folder=folder,
                )
                yield await _carried_out(commission, watch)


async def _carried_out(commission: Commission, watch: Watch) -> Path:
    """Where the file lies. The process ends with this, however this ends."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        cwd=ROOT,
        env={},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdin is not None  # noqa: S101  # it was asked for
    try:
        process.stdin.write(COMMISSION.dump_json(commission) + b"\n")
        async with asyncio.timeout(LONGEST):
            return _file_of(await _last_word(process, watch))
    except TimeoutError:
        raise _not_made("it took too long") from None
    finally:
        # Whatever it has started ends with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.stdin.close()
        await process.wait()


async def _last_word(process: asyncio.subprocess.Process, watch: Watch) -> Word:
    assert process.stdout is not None  # noqa: S101  # it was asked for
    word = Word(failed="it ended without a word")
    async for line in process.stdout:
        word = WORD.validate_json(line)
        if word.everyone:
            watch(word.done, word.everyone)
    return word


def _file_of(word: Word) -> Path:
    if word.not_yours:
        raise NotYours
    if word.made is None:
        raise _not_made(word.failed or "it ended in the middle")
    return word.made


def _not_made(why: str) -> NotMade:
    log.error("a file could not be made: %s", why)
    return NotMade(why)
