"""Updates are kept before they are confirmed, whatever Telegram, the line or the database does."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text
from telegram.error import NetworkError, TimedOut

from bot.wire.failures import Stopped
from bot.wire.intake import Poller, Update
from storage import store
from storage.tables import INBOX
from tests.wire.conftest import Desk
from tests.wire.line import answered, refused

FULL = "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END"
FREE = "DROP TRIGGER full"


@dataclass
class Listening:
    """A poller at work, what it handed on, and what it could only rescue."""

    desk: Desk
    heard: list[tuple[int, Update]] = field(default_factory=list)
    rescued: list[Update] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    enough: int = 1
    more: asyncio.Event = field(default_factory=asyncio.Event)

    async def until_heard(self, number: int) -> list[str]:
        """Poll until so many updates were handed on; returns their texts."""
        self.enough = number
        self.more.clear()
        polling = asyncio.create_task(self.poller().run())
        arriving = asyncio.create_task(self.more.wait())
        await asyncio.wait({polling, arriving}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        for task in (polling, arriving):
            task.cancel()
        ended = await asyncio.gather(polling, arriving, return_exceptions=True)
        if isinstance(ended[0], Exception):
            raise ended[0]
        return [text_of(update) for _, update in self.heard]

    def poller(self) -> Poller:
        return Poller(
            self.desk.api(),
            self.desk.practice.db.store,
            self.desk.writer,
            self.desk.clock,
            hear=self._hear,
            rescue=self._rescue,
            pause=self.desk.waiting.pause,
        )

    def kept(self) -> list[tuple[int, str]]:
        return [(row.update_id, row.state) for row in self.desk.practice.rows(INBOX)]

    def pending(self) -> int:
        """How many updates Telegram still keeps for us."""
        return self.desk.telegram.updates.pending(self.desk.clock.now())

    def _hear(self, number: int, update: Update) -> None:
        self.states += [state for kept, state in self.kept() if kept == number]
        self.left.append(self.pending())
        self.heard.append((number, update))
        if len(self.heard) >= self.enough:
            self.more.set()

    async def _rescue(self, update: Update) -> None:
        self.rescued.append(update)
        self.left.append(self.pending())


@pytest.fixture
def listening(desk: Desk) -> Listening:
    return Listening(desk)


def said(number: int, words: str) -> dict[str, Any]:
    """An update as Telegram writes it, as far as the poller looks."""
    return {"update_id": number, "message": {"text": words}}


def text_of(update: Update) -> str:
    """The words of a message, where there are any."""
    message = update.get("message")
    return str(message.get("text", "")) if isinstance(message, dict) else ""


def database_does(desk: Desk, statement: str) -> None:
    with desk.practice.db.writing() as conn:
        conn.execute(text(statement))


async def test_update_is_in_the_inbox_before_anybody_hears_of_it(listening: Listening) -> None:
    listening.desk.telegram.say(listening.desk.client, "hello")
    assert await listening.until_heard(1) == ["hello"]
    assert listening.states == ["new"]


async def test_updates_are_heard_in_the_order_they_came(listening: Listening) -> None:
    for number in range(150):
        listening.desk.telegram.say(listening.desk.client, f"{number}")
    assert await listening.until_heard(150) == [f"{number}" for number in range(150)]


async def test_update_is_confirmed_only_after_it_is_kept(listening: Listening) -> None:
    listening.desk.telegram.say(listening.desk.client, "hello")
    await listening.until_heard(1)
    assert listening.left == [1]


async def test_restart_hears_nothing_twice_that_was_not_confirmed(listening: Listening) -> None:
    line = listening.desk.line
    line.plan("getUpdates", answered([said(7, "first")]))
    await listening.until_heard(1)
    line.plan("getUpdates", answered([said(7, "first"), said(8, "second")]))
    assert await listening.until_heard(2) == ["first", "second"]


async def test_update_that_is_delivered_twice_is_heard_once(listening: Listening) -> None:
    listening.desk.line.plan(
        "getUpdates", answered([said(7, "one"), said(7, "one")]), answered([said(7, "one"), said(8, "two")])
    )
    assert await listening.until_heard(2) == ["one", "two"]
    assert listening.kept() == [(7, "new"), (8, "new")]


async def test_number_that_starts_again_lower_is_heard_too(listening: Listening) -> None:
    listening.desk.line.plan("getUpdates", answered([said(900, "before")]), answered([said(3, "after")]))
    assert await listening.until_heard(2) == ["before", "after"]


@pytest.mark.parametrize("odd", [{"update_id": 5}, {"update_id": 5, "message": ["not", "a", "message"]}])
async def test_update_of_an_odd_shape_is_kept_like_any_other(
    listening: Listening, odd: dict[str, Any]
) -> None:
    listening.desk.line.plan("getUpdates", answered([odd]))
    await listening.until_heard(1)
    assert listening.kept() == [(5, "new")]


@pytest.mark.parametrize(
    "nothing", [["no update"], [{"message": {}}], [{"update_id": -1}], {"a": 1}, "words"]
)
async def test_answer_without_an_update_is_not_asked_for_again_at_once(
    listening: Listening, nothing: object
) -> None:
    listening.desk.line.plan("getUpdates", *[answered(nothing)] * 3)
    listening.desk.telegram.say(listening.desk.client, "hello")
    assert await listening.until_heard(1) == ["hello"]
    assert listening.desk.waiting.waits == [1, 2, 4]


# --- a database that does not take it ---------------------------------------------------------------


async def test_what_cannot_be_kept_is_not_confirmed_and_heard_once_it_can(listening: Listening) -> None:
    desk = listening.desk
    database_does(desk, FULL)
    desk.telegram.say(desk.client, "hello")
    desk.waiting.meanwhile = lambda: database_does(desk, FREE)
    assert await listening.until_heard(1) == ["hello"]
    assert listening.left == [1, 1]
    assert listening.kept() == [(900_000_003, "new")]


async def test_what_cannot_be_kept_is_rescued_once_however_long_it_lasts(listening: Listening) -> None:
    desk = listening.desk
    database_does(desk, FULL)
    desk.telegram.say(desk.client, "first")

    def again() -> None:
        desk.telegram.say(desk.client, "second")
        desk.waiting.meanwhile = lambda: database_does(desk, FREE)

    desk.waiting.meanwhile = again
    assert await listening.until_heard(2) == ["first", "second"]
    assert [text_of(update) for update in listening.rescued] == ["first", "second"]


async def test_log_says_that_nothing_was_kept_and_none_of_the_words(
    listening: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    desk = listening.desk
    database_does(desk, FULL)
    desk.telegram.say(desk.client, "a canary")
    desk.waiting.meanwhile = lambda: database_does(desk, FREE)
    await listening.until_heard(1)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "canary" not in caplog.text


# --- a Telegram that does not answer ----------------------------------------------------------------


async def test_failures_in_a_row_are_waited_out_longer_each_time(listening: Listening) -> None:
    desk = listening.desk
    desk.line.plan("getUpdates", TimedOut(), NetworkError("x"), refused(502, "Bad Gateway"), TimedOut())
    desk.telegram.say(desk.client, "hello")
    assert await listening.until_heard(1) == ["hello"]
    assert desk.waiting.waits == [1, 2, 4, 8]


async def test_success_ends_the_row_of_failures(listening: Listening) -> None:
    desk = listening.desk
    desk.line.plan(
        "getUpdates", TimedOut(), answered([said(1, "one")]), TimedOut(), answered([said(2, "two")])
    )
    await listening.until_heard(2)
    assert desk.waiting.waits == [1, 1]


async def test_told_to_wait_waits_as_long_as_asked(listening: Listening) -> None:
    desk = listening.desk
    desk.line.plan("getUpdates", refused(429, "Too Many Requests: retry after 9", retry_after=9))
    desk.telegram.say(desk.client, "hello")
    await listening.until_heard(1)
    assert desk.waiting.waits == [9]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (refused(409, "Conflict: terminated by other getUpdates request"), "another program polls"),
        (refused(401, "Unauthorized"), "refused the token"),
        (refused(404, "Not Found"), "refused the token"),
    ],
)
async def test_polling_that_cannot_go_on_stops_with_one_line(
    listening: Listening, fault: Any, why: str
) -> None:
    listening.desk.line.plan("getUpdates", fault)
    with pytest.raises(Stopped, match=why):
        await listening.until_heard(1)
    assert listening.desk.line.asked_for("getUpdates") == 1


async def test_parked_update_is_offered_to_no_later_start(listening: Listening) -> None:
    desk = listening.desk
    desk.line.plan("getUpdates", answered([said(1, "poison"), said(2, "good")]))
    await listening.until_heard(2)
    with desk.practice.db.writing() as conn:
        for _ in range(store.ATTEMPTS):
            store.count_attempt(conn, 1, "ValueError")
        waiting = store.waiting_updates(desk.practice.db.store, conn)
    assert [number for number, _ in waiting] == [2]
