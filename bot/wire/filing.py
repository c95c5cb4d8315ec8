"""Answers an order of the chat for a file: with the file, or with word of where it lies on the server."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from telegram import InputFile

from bot.apart import Apart
from bot.clock import Clock
from bot.core.library import Library
from bot.core.speech import speech_of
from bot.core.talk.exporting_order import where_it_lies
from bot.core.turn import FileOrder, Reply
from bot.exporting import Watch
from bot.kept_exports import days_kept
from bot.wire.api import Api
from bot.wire.progress import shown_progress
from handlers.render import Call, render
from storage import store
from storage.store import Address, Outgoing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What it takes to answer an order."""

    apart: Apart
    library: Library
    clock: Clock
    retention_days: int
    denied: Callable[[Address], None]
    """Hears of an order for what is not, or no longer, theirs."""

    async def call_for(self, api: Api, item: Outgoing) -> Call | None:
        """What answers a row that orders a file; None where its clients are no longer theirs. Raises OSError."""
        order = item.reply.file
        assert order is not None, "the sender asks for orders only"  # noqa: S101  # a caller's mistake, not an input
        try:
            async with shown_progress(api, item.chat) as watch:
                make = self._kept if order.on_server else self._sent
                return await make(item, order, watch)
        except store.NotYours:
            log.warning("a file was ordered whose clients are somebody else's by now; it was not made")
            self.denied(Address(person=item.person_id))
            return None

    async def _sent(self, item: Outgoing, order: FileOrder, watch: Watch) -> Call | None:
        now, asker = self.clock.now(), item.person_id
        name, content = await self.apart.build_file(order, now, asker=asker, watch=watch)
        return Call("sendDocument", {"chat_id": item.chat, "document": InputFile(content, filename=name)})

    async def _kept(self, item: Outgoing, order: FileOrder, watch: Watch) -> Call | None:
        now, asker = self.clock.now(), item.person_id
        path = await self.apart.keep_file(order, now, asker=asker, watch=watch)
        speech = speech_of(self.library, order.language, order.zone)
        said = where_it_lies(speech, str(path.absolute()), days_kept(self.retention_days))
        return render(item.chat, Reply(text=said), None)
