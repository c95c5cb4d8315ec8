"""The composition root: settings go in, a running coach comes out; the only file that sees everything."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from telegram.request import BaseRequest

from bot.afterwards import Afterwards
from bot.apart import Apart
from bot.clock import Clock
from bot.coach import Coach
from bot.content.languages import spoken_with
from bot.core.inputs import Reached
from bot.core.library import Library
from bot.core.text import Rich
from bot.core.turn import Document
from bot.hearing import Heard
from bot.scratch import sweep
from bot.ticker import Ticker, seconds_until
from bot.troubles import Troubles
from bot.wire.api import Api
from bot.wire.documents import read_document
from bot.wire.failures import Unreachable
from bot.wire.filing import Filing
from bot.wire.intake import Poller, Update
from bot.wire.media import Fetcher
from bot.wire.sender import FILE_NOTICE, Sender
from handlers import register
from handlers.render import Call
from handlers.translate import Arrival, Unreadable, translate
from storage import store
from storage.connection import Connection
from storage.database import Database
from storage.shelf import shelf_of
from storage.store import Address, Outgoing
from storage.writer import NotStored, Writer, insist

log = logging.getLogger(__name__)

ROOM = 50
"""With this many messages waiting to leave, about two seconds' worth, no more nudges are taken."""
A_WHILE = 1.0
"""Seconds after which it is looked again whether there is room."""
PATIENCE = 3.0
"""Seconds between two attempts to reach Telegram at the start."""
GROUP_LINE = "I only work in a chat between two. Bye."


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a running coach is made of, and what differs between Telegram, the phone page and the tests."""

    database: Database
    library: Library
    clock: Clock
    request: BaseRequest
    token: str
    api_url: str
    folder: Path
    retention_days: int = 365


class App:
    """A running coach: intake, the one door, the sender and the ticker, wired together."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.api = Api(parts.request, parts.token, parts.api_url)
        self.writer = Writer(parts.database.engine)
        self.sender = Sender(
            self.api, self.writer, parts.clock, build=self._file, unreachable=self._unreachable
        )
        self.filing = Filing(
            apart=Apart(parts.database, parts.folder),
            library=parts.library,
            clock=parts.clock,
            retention_days=parts.retention_days,
            denied=self._denied,
        )
        shelf = shelf_of(parts.database.store, parts.folder)
        fetcher = Fetcher(self.api, parts.database, self.writer, parts.clock, shelf)
        self.afterwards = Afterwards(
            parts.database,
            self.writer,
            fetcher,
            shelf,
            parts.clock,
            days=parts.retention_days,
            data=parts.folder,
        )
        self.troubles = Troubles(parts.library, parts.clock, say=self._say, call=self.sender.courtesy)
        self.ticker = Ticker(self.tick)
        self._coach: Coach | None = None
        self._polling: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Future[Any]] = set()

    @property
    def coach(self) -> Coach:
        """The one door; there once the coach has been started."""
        assert self._coach is not None, "start() comes first"  # noqa: S101  # a caller's mistake, not an input
        return self._coach

    async def start(self, *, ticking: bool = True) -> None:
        """Learn our name, settle what the last run left, and begin to listen.

        Raises:
            Refused: Telegram does not know the token.
        """
        await asyncio.to_thread(sweep)
        await self.api.open()
        library = await self._named()
        self.writer.start()
        self._coach = Coach(
            self.parts.database,
            self.writer,
            library,
            self.parts.clock,
            deliver=self.sender.push,
            wake=self._wake,
            trouble=self.troubles.hear,
            room=self._has_room,
        )
        await self._recover()
        self._look_after()
        for call in register.at_start(library):
            self.sender.courtesy(call)
        if ticking:
            self.ticker.start()
        self._polling = asyncio.create_task(self._poller().run())

    async def serve(self) -> None:
        """Run until cancelled. Raises Stopped where polling cannot go on."""
        assert self._polling is not None, "start() comes first"  # noqa: S101  # a caller's mistake, not an input
        await self._polling

    async def stop(self, patience: float = 10.0) -> None:
        """Take no more, finish what was begun, let go of everything."""
        await self.ticker.stop()
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        try:
            async with asyncio.timeout(patience):
                await self.settled()
        except TimeoutError:
            log.warning("stopped with messages still waiting; they go out at the next start")
        self.sender.abandon()
        await self.writer.stop()
        await self.api.close()

    async def tick(self) -> None:
        """Take what is due; nudges only as they can leave."""
        await self.coach.tick()
        self._look_after()

    @property
    def busy(self) -> bool:
        """Whether anything is being taken or sent."""
        return bool(self._under_way) or self.sender.busy

    @property
    def is_listening(self) -> bool:
        """Whether updates are being asked for."""
        return self._polling is not None and not self._polling.done()

    async def settled(self) -> None:
        """Return once everything that came in has been taken and everything that goes out has been sent."""
        while self.busy:
            await asyncio.gather(*self._under_way, return_exceptions=True)
            await self.sender.settled()

    # --- coming in ----------------------------------------------------------------------------

    def arrive(self, update_id: int, raw: Update) -> None:
        """An update that is committed: hand it on, or write down that there is nothing in it for us."""
        try:
            arrival = translate(raw)
        except Unreadable as error:
            log.warning("update %d could not be read: %s", update_id, error)
            name = str(error)
            self._insist(lambda conn: store.park_update(conn, update_id, name))
            return
        if arrival is None or arrival.group:
            self._insist(lambda conn: store.mark_done(conn, [update_id]))
            if arrival is not None:
                self._leave(arrival.chat)
            return
        language = spoken_with(self.parts.library, arrival.language)
        address = Address(user=arrival.user, language=language, name=arrival.name, username=arrival.username)
        heard = self.coach.hear(address, arrival.given, update_id=update_id)
        heard.add_done_callback(partial(self._after, arrival))
        self._keep(heard)

    def _after(self, arrival: Arrival, hearing: "asyncio.Future[Heard | None]") -> None:
        """What is called rather than kept: the reaction and the toast."""
        heard = None if hearing.cancelled() else hearing.result()
        if arrival.callback is not None:
            toast = {"text": heard.turn.toast} if heard and heard.turn.toast else {}
            self.sender.courtesy(
                Call("answerCallbackQuery", {"callback_query_id": arrival.callback, **toast})
            )
        if heard is None:
            return
        if heard.turn.opens is not None:
            self._keep(asyncio.get_running_loop().create_task(self._open(arrival, heard.turn.opens)))
        if self.afterwards.wants(heard.turn):
            self._look_after()
        if heard.turn.reaction and arrival.message is not None and arrival.callback is None:
            reaction = [{"type": "emoji", "emoji": heard.turn.reaction}]
            target = {"chat_id": arrival.chat, "message_id": arrival.message}
            self.sender.courtesy(Call("setMessageReaction", target | {"reaction": reaction}))

    async def _open(self, arrival: Arrival, document: Document) -> None:
        """Hand on what stands in a document, as if it had been said."""
        given = await read_document(self.api, document, self.parts.library)
        await self.coach.hear(Address(user=arrival.user), given)

    def _leave(self, chat: int) -> None:
        self.sender.courtesy(Call("sendMessage", {"chat_id": chat, "text": GROUP_LINE}))
        self.sender.courtesy(Call("leaveChat", {"chat_id": chat}))

    # --- when something cannot be kept ---------------------------------------------------------

    async def _rescue(self, raw: Update) -> None:
        self.troubles.rescue(raw)

    def _say(self, chat: int, text: str) -> None:
        """A text that needs no database, beside everything else that is on its way."""
        self._keep(asyncio.get_running_loop().create_task(self.sender.plain(chat, text)))

    def _insist(self, job: Callable[[Connection], object]) -> None:
        """Have this written down, however long nothing can be stored."""
        self._keep(asyncio.get_running_loop().create_task(insist(self.writer, job)))

    # --- going out ----------------------------------------------------------------------------

    async def _file(self, item: Outgoing) -> Call | None:
        return await self.filing.call_for(self.api, item)

    def _denied(self, address: Address) -> None:
        self.coach.deny(address)

    def _unreachable(self, person: str) -> None:
        self._keep(self.coach.hear(Address(person=person), Reached(reachable=False)))

    # --- wiring -------------------------------------------------------------------------------

    def _poller(self) -> Poller:
        return Poller(
            self.api,
            self.parts.database.store,
            self.writer,
            self.parts.clock,
            hear=self.arrive,
            rescue=self._rescue,
        )

    async def _named(self) -> Library:
        """The library, with the name that Telegram knows this bot by; asked for until Telegram answers."""
        while True:
            try:
                practice = replace(self.parts.library.practice, username=await self.api.username())
            except Unreachable as error:
                log.warning("%s; trying again", error)
                await asyncio.sleep(PATIENCE)
            else:
                return replace(self.parts.library, practice=practice)

    async def _recover(self) -> None:
        """First what was on its way out, then what had come in: both in the order they began."""
        keys, now = self.parts.database.store, self.parts.clock.now()
        again = await self.writer.submit(lambda conn: store.recover(keys, conn, now, Rich(FILE_NOTICE)))
        self.sender.push(again)
        for update_id, raw in await self.writer.submit(lambda conn: store.waiting_updates(keys, conn)):
            self.arrive(update_id, json.loads(raw))

    def _wake(self, at: datetime) -> None:
        seconds = seconds_until(at, self.parts.clock.now())
        self.ticker.within(seconds if self._has_room() else max(seconds, A_WHILE))

    def _has_room(self) -> bool:
        return self.sender.waiting < ROOM

    def _look_after(self) -> None:
        self._keep(asyncio.get_running_loop().create_task(self.afterwards.work()))

    def _keep(self, future: "asyncio.Future[Any]") -> None:
        self._under_way.add(future)
        future.add_done_callback(self._over)

    def _over(self, future: "asyncio.Future[Any]") -> None:
        self._under_way.discard(future)
        problem = None if future.cancelled() else future.exception()
        if isinstance(problem, NotStored):
            log.error("something under way has to wait: %s", problem)
        elif problem is not None:
            log.error("something under way failed: %s", type(problem).__name__, exc_info=problem)
