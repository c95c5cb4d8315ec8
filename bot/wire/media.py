"""Fetches what clients recorded from Telegram, seals it, and puts it on the shelf."""

import asyncio
import logging
import re
from datetime import timedelta
from pathlib import PurePosixPath

from telegram.error import RetryAfter, TelegramError

from bot.clock import Clock
from bot.wire.api import Api
from bot.wire.download import NotGiven, download
from bot.wire.pace import asked_for
from storage import store
from storage.connection import Connection
from storage.database import Database
from storage.shelf import Shelf
from storage.store import Recording
from storage.writer import Writer

log = logging.getLogger(__name__)

TOGETHER = 20
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440))
"""How long to wait after each attempt; the last wait stays. So often a refusal is taken for a no."""
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


class Fetcher:
    """Brings wanted recordings home one by one. What fails is tried again at a later pass, never by waiting here."""

    def __init__(self, api: Api, database: Database, writer: Writer, clock: Clock, shelf: Shelf) -> None:
        self._api = api
        self._keys = database.store
        self._writer = writer
        self._clock = clock
        self._shelf = shelf

    async def fetch(self) -> None:
        """Try each recording whose time has come, until none is left for now."""
        while waiting := await self._writer.submit(self._wanted):
            for recording in waiting:
                await self._attempt(recording)

    def _wanted(self, conn: Connection) -> list[Recording]:
        return store.wanted_media(self._keys, conn, self._clock.now(), TOGETHER)

    async def _attempt(self, recording: Recording) -> None:
        """One try, with its end written down whatever it is."""
        try:
            name, content = await self._download(recording)
            await self._keep(recording, name, content)
        except NotGiven as refusal:
            if refusal.for_good or recording.attempts + 1 >= len(WAITS):
                await self._writer.submit(lambda conn: store.give_up_media(conn, recording))
            else:
                await self._later(recording, _wait_after(recording))
        except RetryAfter as error:
            await self._later(recording, timedelta(seconds=asked_for(error)))
        except (TelegramError, OSError) as error:
            log.warning("a recording could not be fetched: %s", type(error).__name__)
            await self._later(recording, _wait_after(recording))

    async def _download(self, recording: Recording) -> tuple[str, bytes]:
        """Its name for people, and its bytes. Raises NotGiven, TelegramError."""
        path, content = await download(self._api, recording.file)
        return f"{recording.kind}{_suffix(path)}", content

    async def _keep(self, recording: Recording, name: str, content: bytes) -> None:
        """Put it on the shelf first and note it then: a file nobody noted is swept away, a note without a file is a lie."""
        await asyncio.to_thread(_put, self._shelf, recording, content)
        kept = await self._writer.submit(
            lambda conn: store.keep_media(self._keys, conn, recording, name, len(content))
        )
        if not kept:
            await asyncio.to_thread(self._shelf.drop, recording.entry)

    async def _later(self, recording: Recording, wait: timedelta) -> None:
        until = self._clock.now() + wait
        await self._writer.submit(lambda conn: store.postpone_media(conn, recording, until))


def _put(shelf: Shelf, recording: Recording, content: bytes) -> None:
    shelf.put(recording.entry, recording.seal(content))


def _wait_after(recording: Recording) -> timedelta:
    return WAITS[min(recording.attempts, len(WAITS) - 1)]


def _suffix(path: str) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""
