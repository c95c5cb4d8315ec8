"""Does beside the conversation what has no turn of its own: what is old goes, traces of it too, recordings are fetched."""

import asyncio
import logging
from datetime import date, datetime
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.core.changes import Left, RunDeleted
from bot.core.turn import Turn
from bot.kept_exports import let_go, let_go_of
from bot.wire.media import Fetcher
from storage import store
from storage.connection import Connection
from storage.database import BadDatabase, Database
from storage.shelf import Shelf
from storage.writer import NotStored, Writer

log = logging.getLogger(__name__)


class Afterwards:
    """One pass at a time: at the start and once a day let go of what is older than `days`, sweep and scrub where
    something was deleted, then fetch what is wanted.

    A pass that cannot do all of it leaves the rest to the next one: what is to do stands in the database.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        fetcher: Fetcher,
        shelf: Shelf,
        clock: Clock,
        *,
        days: int,
        data: Path,
    ) -> None:
        self._database = database
        self._clock = clock
        self._days = days
        self._data = data
        self._looked_on: date | None = None
        self._writer = writer
        self._fetcher = fetcher
        self._shelf = shelf
        self._lock = asyncio.Lock()
        self._deleted = True  # at the start too: the last run may have ended between the two

    def wants(self, turn: Turn) -> bool:
        """Whether a turn that was just kept leaves anything to do here."""
        if any(isinstance(change, Left | RunDeleted) for change in turn.changes):
            self._deleted = True
            return True
        return any(entry.file for entry in turn.entries)

    async def work(self) -> None:
        """Do what there is to do; whoever comes while another pass is under way waits for it and looks again."""
        async with self._lock:
            try:
                await self._forget_old()
                await self._clean()
                await self._fetcher.fetch()
            except NotStored as problem:
                log.info("left for a later pass: %s", problem)

    async def _forget_old(self) -> None:
        """Step by step, so that nobody who writes waits for all of it."""
        now = self._clock.now()
        if self._looked_on == now.date():
            return
        after: str | None = ""
        while after is not None:
            step = await self._writer.submit(partial(self._step, now, after))
            self._deleted |= step.rows > 0
            after = step.after
        await self._writer.submit(lambda conn: store.note_looked(conn, now))
        try:
            await asyncio.to_thread(let_go, self._data, now, self._days)
        except OSError as error:
            log.warning("files kept on the server could not be let go of: %s", type(error).__name__)
        self._looked_on = now.date()

    async def _forget_exports(self) -> None:
        """Files kept on the server hold what was erased too."""
        codes = await self._writer.submit(store.erased_codes)
        await asyncio.to_thread(let_go_of, self._data, codes)

    def _step(self, now: datetime, after: str, conn: Connection) -> store.Forgotten:
        return store.forget_old(self._database.store, conn, now, self._days, after)

    async def _clean(self) -> None:
        receipts = await self._writer.submit(store.unclean)
        if not (receipts or self._deleted):
            return
        self._deleted = False
        try:
            await self._forget_exports()
            kept = await self._writer.submit(store.kept_media)
            await asyncio.to_thread(self._shelf.sweep, kept)
            is_clean = await asyncio.to_thread(self._database.scrub, whole=bool(receipts))
        except (BadDatabase, OSError) as error:
            log.warning("traces of what was deleted are still to be removed: %s", type(error).__name__)
            is_clean = False
        if is_clean:
            await self._writer.submit(lambda conn: store.mark_clean(conn, receipts))
        else:
            self._deleted = True
