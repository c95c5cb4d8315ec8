"""Sends what the outbox holds: in order within a chat, side by side between chats, each kind by its own promise."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.clock import Clock
from bot.core.turn import Reply
from bot.wire.api import Api
from bot.wire.drawing import pictured
from bot.wire.ends import Ends
from bot.wire.pace import Pace, Rank, asked_for, backoff
from bot.wire.scanning import scannable
from bot.wire.transport import NotSent
from handlers.render import Call, pinning, render
from storage import store
from storage.store import Outgoing
from storage.writer import Writer

log = logging.getLogger(__name__)

TRIES = {"reply": 2, "safety": 5, "nudge": 1, "file": 1}
"""How often a message whose sending is uncertain goes out at most: a nudge and a file never a second time."""
LULL = {"reply": 2.5}
"""Seconds before the one repetition, at least: it outlasts a hiccup at Telegram's, and is an answer still."""
REMEMBERED = 4096
_UNCHANGED = "message is not modified"


@dataclass(slots=True)
class Lane:
    """What one chat waits for, in order, and whether somebody waits for an answer behind what came by the clock."""

    items: deque[Outgoing] = field(default_factory=deque)
    hurry: asyncio.Event = field(default_factory=asyncio.Event)


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
        self._build = build
        self._unreachable = unreachable
        self._pace = pace or Pace()
        self._ends = Ends(writer, clock, self._pause)
        self._lanes: dict[int, Lane] = {}
        self._messages: OrderedDict[str, int] = OrderedDict()
        self._unhurried: set[int] = set()

    @property
    def waiting(self) -> int:
        """How many messages have not left yet."""
        return sum(len(lane.items) for lane in self._lanes.values())

    @property
    def busy(self) -> bool:
        """Whether anything is on its way or waits to be written down."""
        return self._ends.busy

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
                lane = self._lanes[each.chat] = Lane()
                self._ends.go(self._drain(each.chat, lane))
            lane.items.append(each)
            if self._is_asked_for(each):
                lane.hurry.set()

    def courtesy(self, call: Call) -> None:
        """A reaction or a toast: sent once, beside everything else, and missed by nobody if it is lost."""
        self._ends.go(self._once(call))

    async def settled(self) -> None:
        """Return once nothing is on its way and every end is written down."""
        await self._ends.settled()

    def abandon(self) -> None:
        """Stop where we are: what is claimed is settled at the next start."""
        self._ends.abandon()

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

    async def _pause(self, seconds: float) -> None:
        await self._pace.pause(seconds)

    # --- one lane -------------------------------------------------------------------------------

    async def _drain(self, chat: int, lane: Lane) -> None:
        while lane.items:
            item = lane.items[0]
            try:
                await self._send(item, lane)
            except OSError as error:  # a file that this machine has no room for
                self._ends.failed(item, error)
                await self._once(Call("sendMessage", {"chat_id": chat, "text": NO_FILE_NOTICE}))
            except Exception as error:  # one message must never hold up a chat for good
                log.exception("a message could not be sent")
                self._ends.failed(item, error)
            self._leaves(lane)
        del self._lanes[chat]

    def _leaves(self, lane: Lane) -> None:
        self._unhurried.discard(lane.items.popleft().seq)
        if not any(map(self._is_asked_for, lane.items)):
            lane.hurry.clear()

    def _is_asked_for(self, item: Outgoing) -> bool:
        """Whether somebody waits for it, because of something they did."""
        return item.reply.kind != "nudge" and item.seq not in self._unhurried

    def _rank(self, item: Outgoing) -> Rank:
        if not self._is_asked_for(item):
            return "nudge"
        return "safety" if item.reply.kind == "safety" else "reply"

    async def _send(self, item: Outgoing, lane: Lane) -> None:
        if not await self._may_go(item, lane):
            return
        call = await self._call_for(item)
        if call is None:
            self._ends.sent(item, None)
        else:
            await self._deliver(item, lane, call)

    async def _may_go(self, item: Outgoing, lane: Lane) -> bool:
        """Wait for its place. A nudge is claimed last of all, so that one cut short while waiting is still sent."""
        await self._place(item, lane)
        await self._pace.room()
        if item.reply.kind == "nudge" and not await self._ends.claim(item):
            return False
        await self._pace.leave(self._rank(item))
        return True

    async def _place(self, item: Outgoing, lane: Lane) -> None:
        """What was asked for leaves now. What came by the clock waits in the queue of all such, until somebody waits
        behind it: then both go at once, in their order."""
        if self._is_asked_for(item) or lane.hurry.is_set():
            return self._pace.reply()
        turn, hurry = asyncio.ensure_future(self._pace.nudge()), asyncio.ensure_future(lane.hurry.wait())
        try:
            await asyncio.wait((turn, hurry), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not turn.done():
                self._pace.reply()
            for each in (turn, hurry):
                each.cancel()
        return None

    async def _call_for(self, item: Outgoing) -> Call | None:
        if item.reply.file is not None:
            return await self._build(item)
        if item.reply.scan:
            return scannable(item.chat, item.reply)
        if item.reply.picture is not None:
            return await pictured(item.chat, item.reply, item.reply.picture)
        target = await self._target(item.reply)
        if target is None and await self._never_came(item):
            return None
        return render(item.chat, item.reply, target)

    async def _never_came(self, item: Outgoing) -> bool:
        """Whether the clock wants a message changed that was given up: nobody is told of what they never saw."""
        edited = item.reply.edit
        if item.seq not in self._unhurried or not isinstance(edited, str):
            return False
        return await self._ends.stored(lambda conn: store.has_failed(conn, edited))

    async def _target(self, reply: Reply) -> int | None:
        named = reply.edit if reply.delete is None else reply.delete
        if not isinstance(named, str):
            return named
        outbox_id = named
        if (known := self._messages.get(outbox_id)) is not None:
            return known
        return await self._ends.stored(lambda conn: store.message_of(conn, outbox_id))

    async def _deliver(self, item: Outgoing, lane: Lane, call: Call) -> None:
        """Call until there is an end to write down."""
        uncertain = item.attempts - 1 if item.reply.kind != "nudge" else 0
        for attempt in range(1000):
            try:
                self._sent(item, await self._api.call(call.method, call.params))
            except RetryAfter as error:
                if not await self._later(item, lane, self._pace.told_to_wait(item.chat, asked_for(error))):
                    return None
            except NotSent:
                if not await self._later(item, lane, self._pace.pause(backoff(attempt))):
                    return None
            except Forbidden as error:
                return self._closed(item, error)
            except BadRequest as error:
                return await self._refused(item, lane, call, error)
            except InvalidToken:
                return await self._left(item)
            except NetworkError as error:
                uncertain += 1
                if uncertain >= TRIES[item.reply.kind]:
                    return await self._uncertain(item, error)
                await self._pace.pause(max(LULL.get(item.reply.kind, 0.0), backoff(attempt)))
            else:
                return None
        return None

    async def _later(self, item: Outgoing, lane: Lane, wait: Awaitable[None]) -> bool:
        """It surely did not arrive: wait and go on. A nudge is handed back first, and goes on only while it is wanted."""
        await self._ends.hand_back(item)
        await wait
        return await self._may_go(item, lane)

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
        self._ends.sent(item, message)

    async def _refused(self, item: Outgoing, lane: Lane, call: Call, error: BadRequest) -> None:
        """400: an edit that changes nothing is done, one whose message is gone is sent anew, all else is our fault."""
        if _UNCHANGED in error.message.lower():
            return self._sent(item, {"message_id": call.params.get("message_id")})
        if call.method == "editMessageText" and (anew := render(item.chat, item.reply, None)) is not None:
            return await self._deliver(item, lane, anew)
        if call.method in ("editMessageReplyMarkup", "deleteMessage", "unpinChatMessage"):
            return self._sent(item, None)
        return self._ends.failed(item, error)

    def _closed(self, item: Outgoing, error: Forbidden) -> None:
        self._ends.failed(item, error)
        if item.person_id is not None:
            self._unreachable(item.person_id)

    async def _left(self, item: Outgoing) -> None:
        """The token was refused: everything stays as it is for the next start, when there may be a better one."""
        log.error("outbox %d was left: Telegram refused the token", item.seq)
        await self._ends.hand_back(item)

    async def _uncertain(self, item: Outgoing, error: NetworkError) -> None:
        """Nobody can tell whether it arrived: a nudge is never repeated, of a file the reader is told."""
        self._ends.unknown(item, error)
        if item.reply.kind == "file":
            await self._once(Call("sendMessage", {"chat_id": item.chat, "text": FILE_NOTICE}))

    async def _once(self, call: Call) -> None:
        try:
            await self._api.call(call.method, call.params)
        except TelegramError as error:
            log.debug("%s was refused: %s", call.method, type(error).__name__)


FILE_NOTICE = "I couldn't confirm that the file arrived. If it isn't here, /export makes it again."
NO_FILE_NOTICE = "I couldn't make that file right now. Ask for it again in a while."
