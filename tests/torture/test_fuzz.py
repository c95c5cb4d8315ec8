"""Whatever an update looks like, the coach takes it or parks it, and the next good one is answered."""

import asyncio
import json
import logging
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select
from telegram.request import RequestData

from bot.app import App
from bot.clock import MovableClock
from bot.phone.telegram import Event, LocalTelegram
from storage.invariants import broken
from storage.tables import INBOX
from tests.app.desk import coach_of
from tests.storage.practice import EVENING, opened
from tests.torture.oddities import Oddities
from tests.torture.sizes import SEED, chance, size
from tests.wire.line import Line

log = logging.getLogger(__name__)

UPDATES = size(20_000, 200_000)
TOGETHER = 100
STUCK = 60.0
"""Seconds in which a hundred odd updates are taken, even on a busy machine."""
SOON = 10.0
"""Seconds within which a good update is answered, whatever came before it."""


class Flood(Line):
    """Hands out odd updates, a batch at a time, before it lets the local Telegram have its say."""

    def __init__(self, telegram: LocalTelegram, oddities: Oddities) -> None:
        super().__init__(telegram)
        self._telegram = telegram
        self._oddities = oddities
        self.given = 0

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *rest: object, **more: object
    ) -> tuple[int, bytes]:
        """One call; updates leave in ASCII, as Telegram's do, so that they can hold half a character."""
        if not url.endswith("/getUpdates"):
            return await super().do_request(url, method, request_data, *rest, **more)
        self.asked.append("getUpdates")
        status, body = await self._telegram.call(
            "getUpdates", request_data.parameters if request_data else {}, {}
        )
        return status, json.dumps(body).encode()

    def pour(self, number: int) -> None:
        """Queue so many odd updates."""
        queue = self._telegram.updates
        now = self._telegram.clock.now()
        for _ in range(number):
            raw = self._oddities.update(queue.next_id)
            queue.put("message", {}, now)
            queue.queued[-1].body.clear()
            queue.queued[-1].body.update(raw)
        self.given += number


async def test_no_update_is_too_odd_and_the_next_good_one_is_answered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    practice = opened(tmp_path)
    practice.therapist(700_000_001)
    practice.client(700_000_002, 700_000_001, country="DE")
    clock = MovableClock(EVENING)
    telegram = LocalTelegram(clock, flood_limits=False)
    therapist, client = (telegram.add_account(name) for name in ("Vale", "Wren"))
    for user in (therapist, client):
        telegram.start(user)
    telegram.updates.queued.clear()
    line = Flood(telegram, Oddities(chance("oddities"), client))
    app = coach_of(practice, line, clock, telegram)
    with caplog.at_level(logging.WARNING):
        await app.start(ticking=False)
        for number in range(UPDATES // TOGETHER):
            line.pour(TOGETHER)
            await caught_up(app, telegram)
            if number % 20 == 0:
                await good_one_is_answered(telegram, client)
        polls = line.asked_for("getUpdates")
        await app.stop(patience=5)
    with practice.db.reading() as conn:
        assert broken(conn, clock.now()) == []
        states = Counter(row.state for row in conn.execute(select(INBOX.c.state)))
    practice.close()
    log.warning("seed %d: %s, %d polls", SEED, dict(states), polls)
    assert set(states) == {"done", "dead"}
    assert states.total() >= UPDATES
    assert polls <= UPDATES / TOGETHER * 4
    check_log(caplog.records)


async def caught_up(app: App, telegram: LocalTelegram) -> None:
    """Every update is confirmed and taken."""
    async with asyncio.timeout(STUCK):
        while app.busy or telegram.updates.pending(telegram.clock.now()):
            await app.settled()
            await asyncio.sleep(0.0005)


async def good_one_is_answered(telegram: LocalTelegram, client: int) -> None:
    """/sos brings the card, whatever state the odd ones have left."""
    if telegram.chat(client).blocked:
        telegram.unblock(client)
    telegram.chat(client).messages.clear()
    telegram.say(client, "/sos")
    answered = asyncio.Event()

    def seen(_event: Event) -> None:
        if any("Emergency" in each.text for each in telegram.chat(client).messages if each.from_bot):
            answered.set()

    telegram.on_change.append(seen)
    async with asyncio.timeout(SOON):
        await answered.wait()
    telegram.on_change.remove(seen)


def check_log(records: list[logging.LogRecord]) -> None:
    """No exception was logged but for updates that could not be read, of which the name alone is told."""
    loud = [each for each in records if each.exc_info or each.levelno >= logging.ERROR]
    assert [each.getMessage() for each in loud] == [], f"seed {SEED}: {loud[0].exc_info if loud else ''}"
