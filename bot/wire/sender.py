"""Sends what the outbox holds: in order within a chat, side by side between chats, each kind by its own promise."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any, TypeVar

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.clock import Clock
from bot.core.turn import Reply
from bot.wire.api import Api
from bot.wire.pace import Pace, asked_for, backoff
from bot.wire.transport import NotSent
from handlers.render import Call, pinning, render
from storage import store
from storage.connection import Connection
from storage.store import Outgoing
from storage.writer import NotStored, Writer, insist

log = logging.getLogger(__name__)
T = TypeVar("T")

TRIES = {"reply": 2, "safety": 5, "nudge": 1, "file": 1}
"""How often a message whose sending is uncertain goes out at most: a nudge and a file never a second time."""
REMEMBERED = 4096
_UNCHANGED = "message is not modified"


class Sender:
    """One lane a chat. What is pushed is sent in that order; every end of it is written down.

    `build` makes the files an export order names, `unreachable` hears of people who closed the chat.
    """

    def __init__(
        self,
        api: Api,
        writer: Writer,
        clock: Clock,
        *,
        build: Callable[[Outgoing], Awaitable[Call | None]],
        unreachable: Callable[[str], None],
        pace: Pace | None = None,
    ) -> None:
        self._api = api
        self._writer = writer
        self._clock = clock
        self._build = build
        self._unreachable = unreachable
        self._pace = pace or Pace()
        self._lanes: dict[int, deque[Outgoing]] = {}
        self._under_way: set[asyncio.Future[Any]] = set()
        self._messages: OrderedDict[str, int] = OrderedDict()
        self._unhurried: set[int] = set()

    @property
    def waiting(self) -> int:
        """How many messages have not left yet."""
        return sum(len(lane) for lane in self._lanes.values())

    @property
    def busy(self) -> bool:
        """Whether anything is on its way or waits to be written down."""
        return bool(self._under_way)

    def push(self, outgoing: Sequence[Outgoing], unasked: bool = False) -> None:
        """Send these, each after whatever its chat is still waiting for.

        What is `unasked` came by the clock. A message changed so, as when a nudge is let go, waits among the nudges:
        thousands of them may be over at the same hour.
        """
        for each in outgoing:
            if unasked and each.reply.edit is not None:
                self._unhurried.add(each.seq)
            lane = self._lanes.get(each.chat)
            if lane is None:
                lane = self._lanes[each.chat] = deque()
                self._go(self._drain(each.chat, lane))
            lane.append(each)

    def courtesy(self, call: Call) -> None:
        """A reaction or a toast: sent once, beside everything else, and missed by nobody if it is lost."""
        self._go(self._once(call))

    async def settled(self) -> None:
        """Return once nothing is on its way and every end is written down."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def abandon(self) -> None:
        """Stop where we are: what is claimed is settled at the next start."""
        for future in tuple(self._under_way):
            future.cancel()

    async def plain(self, chat: int, text: str) -> None:
        """A text that needs no database: tried until it is through, five times at most."""
        for attempt in range(TRIES["safety"]):
            try:
                await self._api.call("sendMessage", {"chat_id": chat, "text": text})
            except TelegramError as error:
                log.warning("a text without the database did not go out: %s", type(error).__name__)
                await self._pace.pause(backoff(attempt))
            else:
                return

    # --- one lane -------------------------------------------------------------------------------

    async def _drain(self, chat: int, lane: deque[Outgoing]) -> None:
        while lane:
            try:
                await self._send(lane[0])
            except OSError as error:  # a file that this machine has no room for
                self._failed(lane[0], error)
                await self._once(Call("sendMessage", {"chat_id": chat, "text": NO_FILE_NOTICE}))
            except Exception as error:  # one message must never hold up a chat for good
                log.exception("a message could not be sent")
                self._failed(lane[0], error)
            self._unhurried.discard(lane.popleft().seq)
        del self._lanes[chat]

    async def _send(self, item: Outgoing) -> None:
        if not await self._may_go(item):
            return
        call = await self._call_for(item)
        if call is None:
            self._sent(item, None)
        else:
            await self._deliver(item, call)

    async def _may_go(self, item: Outgoing) -> bool:
        """Wait for its place. A nudge is claimed last of all, so that one cut short while waiting is still sent."""
        is_nudge = item.reply.kind == "nudge"
        if is_nudge or item.seq in self._unhurried:
            await self._pace.nudge()
        else:
            self._pace.reply()
        await self._pace.room()
        return not is_nudge or await self._stored(lambda conn: store.claim(conn, item.seq))

    async def _call_for(self, item: Outgoing) -> Call | None:
        if item.reply.file is not None:
            return await self._build(item)
        return render(item.chat, item.reply, await self._target(item.reply))

    async def _target(self, reply: Reply) -> int | None:
        named = reply.edit if reply.delete is None else reply.delete
        if not isinstance(named, str):
            return named
        outbox_id = named
        if (known := self._messages.get(outbox_id)) is not None:
            return known
        return await self._stored(lambda conn: store.message_of(conn, outbox_id))

    async def _deliver(self, item: Outgoing, call: Call) -> None:
        """Call until there is an end to write down."""
        uncertain = item.attempts - 1 if item.reply.kind != "nudge" else 0
        for attempt in range(1000):
            try:
                self._sent(item, await self._api.call(call.method, call.params))
            except RetryAfter as error:
                if not await self._later(item, self._pace.told_to_wait(item.chat, asked_for(error))):
                    return None
            except NotSent:
                if not await self._later(item, self._pace.pause(backoff(attempt))):
                    return None
            except Forbidden as error:
                return self._closed(item, error)
            except BadRequest as error:
                return await self._refused(item, call, error)
            except InvalidToken:
                return await self._left(item)
            except NetworkError as error:
                uncertain += 1
                if uncertain >= TRIES[item.reply.kind]:
                    return await self._uncertain(item, error)
                await self._pace.pause(backoff(attempt))
            else:
                return None
        return None

    async def _later(self, item: Outgoing, wait: Awaitable[None]) -> bool:
        """It surely did not arrive: wait and go on. A nudge is handed back first, and goes on only while it is wanted."""
        await self._hand_back(item)
        await wait
        return await self._may_go(item)

    async def _hand_back(self, item: Outgoing) -> None:
        if item.reply.kind == "nudge":
            now = self._clock.now()
            await self._stored(lambda conn: store.retry_later(conn, item.seq, now))

    # --- the ends --------------------------------------------------------------------------------

    def _sent(self, item: Outgoing, result: object) -> None:
        edited = item.reply.edit if isinstance(item.reply.edit, int) else None
        message = result.get("message_id", edited) if isinstance(result, dict) else edited
        if message is not None:
            self._messages[item.id] = message
            if len(self._messages) > REMEMBERED:
                self._messages.popitem(last=False)
            if item.reply.pin:
                self.courtesy(pinning(item.chat, message))
        now = self._clock.now()
        self._mark(lambda conn: store.mark_sent(conn, item.seq, message, now))

    async def _refused(self, item: Outgoing, call: Call, error: BadRequest) -> None:
        """400: an edit that changes nothing is done, one whose message is gone is sent anew, all else is our fault."""
        if _UNCHANGED in error.message.lower():
            return self._sent(item, {"message_id": call.params.get("message_id")})
        if call.method == "editMessageText":
            anew = {name: value for name, value in call.params.items() if name != "message_id"}
            return await self._deliver(item, Call("sendMessage", anew))
        if call.method in ("editMessageReplyMarkup", "deleteMessage", "unpinChatMessage"):
            return self._sent(item, None)
        return self._failed(item, error)

    def _closed(self, item: Outgoing, error: Forbidden) -> None:
        self._failed(item, error)
        if item.person_id is not None:
            self._unreachable(item.person_id)

    async def _left(self, item: Outgoing) -> None:
        """The token was refused: everything stays as it is for the next start, when there may be a better one."""
        log.error("outbox %d was left: Telegram refused the token", item.seq)
        await self._hand_back(item)

    def _failed(self, item: Outgoing, error: Exception) -> None:
        now, name = self._clock.now(), type(error).__name__
        log.warning("outbox %d could not be sent: %s", item.seq, name)
        self._mark(lambda conn: store.mark_failed(conn, item.seq, name, now))

    async def _uncertain(self, item: Outgoing, error: NetworkError) -> None:
        """Nobody can tell whether it arrived: a nudge is never repeated, of a file the reader is told."""
        now, name = self._clock.now(), type(error).__name__
        log.warning("outbox %d may not have arrived: %s", item.seq, name)
        self._mark(lambda conn: store.mark_unknown(conn, item.seq, name, now))
        if item.reply.kind == "file":
            await self._once(Call("sendMessage", {"chat_id": item.chat, "text": FILE_NOTICE}))

    # --- side by side ----------------------------------------------------------------------------

    async def _once(self, call: Call) -> None:
        try:
            await self._api.call(call.method, call.params)
        except TelegramError as error:
            log.debug("%s was refused: %s", call.method, type(error).__name__)

    def _mark(self, job: Callable[[Connection], object]) -> None:
        marking = self._writer.submit(job)
        marking.add_done_callback(partial(self._marked, job))
        self._keep(marking)

    def _marked(self, job: Callable[[Connection], object], marking: "asyncio.Future[object]") -> None:
        """An end that could not be stored just now is written down later: until then nobody else knows of it."""
        if not marking.cancelled() and isinstance(marking.exception(), NotStored):
            self._go(self._stored(job))

    async def _stored(self, job: Callable[[Connection], T]) -> T:
        return await insist(self._writer, job, self._pace.pause)

    def _go(self, work: Coroutine[Any, Any, object]) -> None:
        self._keep(asyncio.get_running_loop().create_task(work))

    def _keep(self, future: "asyncio.Future[Any]") -> None:
        self._under_way.add(future)
        future.add_done_callback(self._over)

    def _over(self, future: "asyncio.Future[Any]") -> None:
        self._under_way.discard(future)
        if not future.cancelled() and (problem := future.exception()) is not None:
            log.error("an end could not be written down: %s", type(problem).__name__)


FILE_NOTICE = "I couldn't confirm that the file arrived. If it isn't here, /export makes it again."
NO_FILE_NOTICE = "I couldn't make that file right now. Ask for it again in a while."
