"""The one door: whatever happens to a person comes in here, is taken to a turn, and is kept before anyone hears of it."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count
from typing import TypeVar

from bot.clock import Clock
from bot.core.changes import Assigned, FollowUp, OccurrenceMoved, TakenUp, TimerSet
from bot.core.homemade import beside
from bot.core.inputs import Input, NudgesDue, Reached, TimerOver
from bot.core.library import Library
from bot.core.lookup import lookup
from bot.core.lookup_shared import shared_of
from bot.core.person import Person, Role
from bot.core.recalling import wanted
from bot.core.take import take
from bot.core.turn import Turn
from bot.hearing import Heard, Hearing, Trouble, in_rounds
from storage import store
from storage.connection import Connection
from storage.database import Database
from storage.store import Address, Outgoing, Taken
from storage.vault import VaultError
from storage.writer import NotStored, Writer

log = logging.getLogger(__name__)
T = TypeVar("T")

PLANS_AT_ONCE = 50
DUE_AT_ONCE = 25
"""So many people's nudges and so many timers are taken in one transaction: whoever writes meanwhile waits for no more."""
ONE_BY_ONE = 300
"""So many are looked at in a tick in which one cannot be read."""
ROUNDS = 40
"""How often a tick goes on with what is left; then it ends, and another follows at once."""


class Coach:
    """Loads, takes and saves; everything that waits is taken together, in the order it came.

    `deliver` is given what each batch sends, after the commit, and whether it came by the clock; `wake` the moment at which something is due next;
    `room` says whether more nudges may be taken, each of which is composed no earlier than it can leave;
    `trouble` hears of whatever could not be taken, as it happens to it: somebody in danger needs an answer even then.
    While nothing can be stored, inputs wait in their order, and each tick tries again.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        library: Library,
        clock: Clock,
        *,
        deliver: Callable[[Sequence[Outgoing], bool], None],
        wake: Callable[[datetime], None],
        trouble: Callable[[Address, Input, Trouble], None],
        room: Callable[[], bool] = lambda: True,
    ) -> None:
        self._keys = database.store
        self._writer = writer
        self._library = library
        self._clock = clock
        self._deliver = deliver
        self._wake = wake
        self._trouble = trouble
        self._room = room
        self._waiting: list[Hearing] = []
        self._numbers = count()
        self._held: list[Hearing] | None = None
        """Inputs that wait until something can be stored again; None while all is well."""

    def hear(
        self, address: Address, given: Input, *, update_id: int | None = None
    ) -> asyncio.Future[Heard | None]:
        """Take one input. Resolves once it is kept; with None where it had to be parked instead."""
        loop = asyncio.get_running_loop()
        hearing = Hearing(address, given, update_id, loop.create_future(), next(self._numbers))
        self._waiting.append(hearing)
        if len(self._waiting) == 1:
            loop.call_soon(self._flush)
        return hearing.future

    async def tick(self) -> int:
        """Take everything that is due, a little at a time; returns how much that was.

        It is nothing while nothing can be stored. Nudges stay where they are while there is no room for them.
        """
        self._try_again()
        taken = 0
        for _ in range(ROUNDS):
            try:
                heard, then, is_all = await self._some_due()
            except NotStored as problem:
                _log_failure(problem)
                return taken
            taken += len(heard)
            self._kept([], heard, then if is_all else None)
            if is_all:
                return taken
        self._wake(self._clock.now())
        return taken

    async def _some_due(self) -> tuple[list[Heard], datetime | None, bool]:
        try:
            return await self._writer.submit(partial(self._take_due, self._room()))
        except NotStored:
            raise
        except Exception as problem:  # one row that cannot be read must not silence everybody
            _log_failure(problem)
            return await self._take_due_apart(), None, True

    async def _take_due_apart(self) -> list[Heard]:
        """Everything that is due, each in a transaction of its own; what fails is tried again at the next tick."""
        await self._attempt(self._plan)
        heard: list[Heard] = []
        for person, given in await self._writer.submit(self._due):
            heard += await self._attempt(partial(self._take, [(Address(person=person), given, None)])) or []
        return heard

    async def _attempt(self, job: Callable[[Connection], T]) -> T | None:
        try:
            return await self._writer.submit(job)
        except Exception as problem:  # whatever it is, the next person is not touched by it
            _log_failure(problem)
            return None

    def _flush(self) -> None:
        batch, self._waiting = self._waiting, []
        if self._held is None:
            self._submit(batch)
        else:
            self._hold(batch)

    def _submit(self, batch: Sequence[Hearing]) -> None:
        kept = self._writer.submit(partial(self._take_all, batch))
        kept.add_done_callback(partial(self._after, batch))

    def _after(
        self, batch: Sequence[Hearing], kept: "asyncio.Future[tuple[list[Heard], datetime | None]]"
    ) -> None:
        problem = kept.exception()
        if isinstance(problem, NotStored):
            _log_failure(problem)
            self._hold(batch)
            return
        if problem is None:
            self._kept(batch, *kept.result())
        elif len(batch) > 1:
            for each in batch:
                self._submit([each])
        else:
            self._failed(batch[0], problem)
        self._release()

    def _kept(self, batch: Sequence[Hearing], heard: Sequence[Heard], then: datetime | None) -> None:
        self._deliver([outgoing for each in heard for outgoing in each.outgoing], not batch)
        for hearing, result in zip(batch, heard, strict=False):
            if not hearing.future.done():
                hearing.future.set_result(result)
        if then is not None:
            self._wake(then)

    # --- in the writer's thread ----------------------------------------------------------------

    def _take_all(self, batch: Sequence[Hearing], conn: Connection) -> tuple[list[Heard], datetime | None]:
        heard: dict[int, Heard] = {}
        for group in in_rounds(batch):
            inputs = [(each.address, each.given, each.update_id) for each in group]
            heard |= {id(each): result for each, result in zip(group, self._take(inputs, conn), strict=True)}
        results = [heard[id(each)] for each in batch]
        return results, store.next_due(conn) if any(_moves_time(each.turn) for each in results) else None

    def _take_due(self, room: bool, conn: Connection) -> tuple[list[Heard], datetime | None, bool]:
        """Read some of what is due and take it in the same transaction, so that nothing can overtake it; whether
        that was all."""
        is_all = self._plan(conn) < PLANS_AT_ONCE
        now = self._clock.now()
        nudges = store.due_nudges(conn, now, DUE_AT_ONCE) if room else []
        heard = self._take([(Address(person=person), given, None) for person, given in nudges], conn)
        timers = store.due_timers(conn, now, DUE_AT_ONCE)
        for person, given in timers:
            heard += self._take([(Address(person=person), given, None)], conn)
        is_all = is_all and max(len(nudges), len(timers)) < DUE_AT_ONCE
        return heard, store.next_due(conn), is_all

    def _plan(self, conn: Connection) -> int:
        return store.plan_ahead(self._keys, conn, self._clock.now(), PLANS_AT_ONCE)

    def _due(self, conn: Connection) -> list[tuple[str, NudgesDue | TimerOver]]:
        now = self._clock.now()
        nudges = store.due_nudges(conn, now, ONE_BY_ONE)
        return [*nudges, *store.due_timers(conn, now, ONE_BY_ONE)]

    def _take(self, inputs: Sequence[tuple[Address, Input, int | None]], conn: Connection) -> list[Heard]:
        now = self._clock.now()
        loaded = store.load_many(self._keys, conn, [(who, lookup(given)) for who, given, _ in inputs], now)
        people = [
            self._looking(conn, self._recalling(conn, person, given), given, now)
            for person, (_, given, _) in zip(loaded, inputs, strict=True)
        ]
        taken = [
            Taken(
                address=who,
                person=person,
                turn=take(person, given, self._library, now),
                update_id=update_id,
                timer=(given.timer, given.subject) if isinstance(given, TimerOver) else None,
                heard=not isinstance(given, NudgesDue | TimerOver | Reached),
            )
            for (who, given, update_id), person in zip(inputs, people, strict=True)
        ]
        for each in taken:
            if each.person.look is not None and each.turn.replies:
                store.note_read(self._keys, conn, each.person.look.record.id, now)
        sent = store.save_many(self._keys, conn, taken, now)
        return [Heard(each.turn, tuple(rows)) for each, rows in zip(taken, sent, strict=True)]

    def _recalling(self, conn: Connection, person: Person, given: Input) -> Person:
        """The person with the earlier runs that the input may quote; most inputs quote none."""
        library = beside(self._library, person.homemade)
        wishes = wanted(person, given, library) if person.role is Role.CLIENT and person.id else ()
        if not wishes or person.id is None:
            return person
        return replace(person, recalled=store.recalled(self._keys, conn, person.id, wishes))

    def _looking(self, conn: Connection, person: Person, given: Input, now: datetime) -> Person:
        """The person with what a client shares, where the input is about that."""
        client = shared_of(person, given)
        return (
            person if client is None else replace(person, look=store.look_at(self._keys, conn, client, now))
        )

    # --- while nothing can be stored -----------------------------------------------------------

    def _hold(self, batch: Sequence[Hearing]) -> None:
        """Let these wait for better times, in the order they came; nothing of theirs counts as an attempt."""
        self._held = sorted([*(self._held or []), *batch], key=lambda each: each.number)
        for hearing in batch:
            if not hearing.is_told:
                hearing.is_told = True
                self._trouble(hearing.address, hearing.given, "waiting")

    def _try_again(self) -> None:
        """One attempt for all that wait; whatever comes meanwhile waits behind them."""
        if self._held:
            batch, self._held = self._held, []
            self._submit(batch)

    def _release(self) -> None:
        """Something was stored again: what came in behind goes on."""
        held, self._held = self._held, None
        if held:
            self._submit(held)

    # --- what could not be taken ---------------------------------------------------------------

    def _failed(self, hearing: Hearing, problem: BaseException) -> None:
        """One input that makes the transaction fail: tried again a few times, then parked; the rest goes on."""
        _log_failure(problem)
        hearing.failures += 1
        if hearing.failures == 1:
            self._trouble(hearing.address, hearing.given, "failing")
            if isinstance(problem, store.NotYours):
                self.deny(hearing.address)
        if hearing.update_id is None:
            self._given_up(hearing)
            return
        counting = self._writer.submit(partial(_count, hearing.update_id, type(problem).__name__))
        counting.add_done_callback(partial(self._counted, hearing))

    def deny(self, address: Address) -> None:
        """Have it noted that somebody reached for what is not theirs."""
        noting = self._writer.submit(
            lambda conn: store.note_denied(self._keys, conn, address, self._clock.now())
        )
        noting.add_done_callback(_log_unless_done)

    def _counted(self, hearing: Hearing, counting: "asyncio.Future[int]") -> None:
        problem = counting.exception()
        if isinstance(problem, NotStored):
            self._hold([hearing])
        elif problem is None and counting.result() < store.ATTEMPTS:
            self._submit([hearing])
        else:
            self._given_up(hearing)

    def _given_up(self, hearing: Hearing) -> None:
        self._trouble(hearing.address, hearing.given, "given up")
        if not hearing.future.done():
            hearing.future.set_result(None)


def _moves_time(turn: Turn) -> bool:
    return turn.profile is not None or any(
        isinstance(c, TimerSet | OccurrenceMoved | Assigned | TakenUp | FollowUp) for c in turn.changes
    )


def _log_failure(problem: BaseException) -> None:
    if isinstance(problem, NotStored):
        log.error("%s; it is tried again", problem)
        return
    # A row that does not open says all there is to say by its name, and may say it at every tick.
    traced = None if isinstance(problem, VaultError) else problem
    log.error("an input could not be taken: %s", type(problem).__name__, exc_info=traced)


def _log_unless_done(noting: "asyncio.Future[None]") -> None:
    if (problem := noting.exception()) is not None:
        _log_failure(problem)


def _count(update_id: int, error_class: str, conn: Connection) -> int:
    return store.count_attempt(conn, update_id, error_class)
