"""Does beside the conversation what its turns leave to do: recordings to fetch, traces of deleted rows to remove."""

import asyncio
import logging

from bot.core.turn import Left, RunDeleted, Turn
from bot.wire.media import Fetcher
from storage import store
from storage.database import BadDatabase, Database
from storage.shelf import Shelf
from storage.writer import NotStored, Writer

log = logging.getLogger(__name__)


class Afterwards:
    """One pass at a time: sweep and scrub where something was deleted, then fetch what is wanted.

    A pass that cannot do all of it leaves the rest to the next one: what is to do stands in the database.
    """

    def __init__(self, database: Database, writer: Writer, fetcher: Fetcher, shelf: Shelf) -> None:
        self._database = database
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
                await self._clean()
                await self._fetcher.fetch()
            except NotStored as problem:
                log.info("left for a later pass: %s", problem)

    async def _clean(self) -> None:
        receipts = await self._writer.submit(store.unclean)
        if not (receipts or self._deleted):
            return
        self._deleted = False
        try:
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
