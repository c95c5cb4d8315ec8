"""Two weeks of one client, simulated: answers, a box over a restart, a pause, a silence, a return, and an erasure."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Practice
from bot.phone.telegram import Message
from bot.practice import LivePractice, close_practice, open_practice
from storage.invariants import broken

HERE = ZoneInfo("Europe/Lisbon")
START = datetime(2026, 11, 16, 11, 0, tzinfo=HERE)
SUMMARY = "Homework:\n1. learn from each mistake\n2. be kind to yourself, every evening"


class Fortnight:
    """Both phones and the clock of one practice."""

    def __init__(self, practice: LivePractice) -> None:
        self.practice = practice
        self.client, self.therapist = (phone.user_id for phone in practice.phones)

    async def say(self, who: int, text: str) -> None:
        self.practice.telegram.say(who, text)
        await self._done()

    async def tap(self, who: int, *labels: str) -> None:
        for label in labels:
            self.practice.telegram.tap_label(who, label)
            await self._done()

    async def until(self, day: int, hour: int, minute: int = 0) -> None:
        """Move to a wall time of the day that many days after the beginning."""
        date = START.date() + timedelta(days=day)
        wall = datetime(date.year, date.month, date.day, hour, minute, tzinfo=HERE)
        await self.practice.move_to(wall.astimezone(UTC))

    def said(self, who: int | None = None) -> list[str]:
        """What the coach's messages on a phone say now."""
        return [message.text or "" for message in self._from_coach(who or self.client)]

    def buttons(self) -> list[str]:
        """The labels under the client's last message that has any."""
        rows = next((m.keyboard for m in reversed(self._from_coach(self.client)) if m.keyboard), [])
        return [button["text"] for row in rows for button in row]

    def files(self) -> list[Message]:
        return [message for message in self._from_coach(self.client) if message.media]

    def _from_coach(self, who: int) -> list[Message]:
        return [message for message in self.practice.telegram.chat(who).messages if message.from_bot]

    async def _done(self) -> None:
        await self.practice.settle()
        self.practice.clock.advance(timedelta(seconds=20))

    async def begin(self) -> None:
        """Therapist and client join, homework is given."""
        self.practice.telegram.start(self.therapist, self.practice.phones[1].invite)
        await self._done()
        await self.say(self.therapist, "/invite")
        await self.say(self.therapist, "A.R.")
        link = re.search(r"start=(\S+)", self.said(self.therapist)[-1])
        assert link is not None
        self.practice.telegram.start(self.client, link[1])
        await self._done()
        await self.tap(self.client, "Go on", "That's fine", "Yes", "No", "Yes", "They match", "10 PM - 7 AM")
        await self.tap(self.client, "8:30 PM", "No, thanks", "Vague")
        await self.say(self.therapist, "/assign")
        await self.say(self.therapist, SUMMARY)
        await self.tap(self.therapist, "Keep", "Keep", "Send")


@pytest.fixture
async def fortnight(tmp_path: Path) -> AsyncIterator[Fortnight]:
    practice = await open_practice(
        load_library(Practice(zone="Europe/Lisbon")), tmp_path / "practice", MovableClock(START)
    )
    lived = Fortnight(practice)
    await lived.begin()
    yield lived
    await close_practice(practice)


async def test_fortnight_of_one_client(fortnight: Fortnight) -> None:
    client = fortnight.client
    await _answers_on_the_first_evening(fortnight)
    await _box_rings_after_a_restart(fortnight)
    await _pause_keeps_quiet_and_ends(fortnight)
    await _silence_thins_out_and_a_word_is_welcome(fortnight)
    with fortnight.practice.app.parts.database.reading() as conn:
        assert broken(conn, fortnight.practice.clock.now()) == []
    await _leaves_with_a_copy(fortnight)
    await fortnight.say(client, "hello")
    assert fortnight.said()[-1].startswith("I work by invitation")


async def _answers_on_the_first_evening(fortnight: Fortnight) -> None:
    await fortnight.until(0, 20, 30)
    assert fortnight.buttons() == ["Yes, now", "Later", "Not today"]
    await fortnight.tap(fortnight.client, "Yes, now")
    await fortnight.say(fortnight.client, "the long meeting")
    await fortnight.say(fortnight.client, "you stayed polite")
    await fortnight.tap(fortnight.client, "Not today")
    assert any("to a friend: you stayed polite" in text for text in fortnight.said())


async def _box_rings_after_a_restart(fortnight: Fortnight) -> None:
    await fortnight.until(1, 9)
    await fortnight.say(fortnight.client, "/box")
    await fortnight.tap(fortnight.client, "Read", "Start")
    rung = len(fortnight.said())
    await fortnight.practice.restart()
    await fortnight.until(1, 9, 15)
    await fortnight.until(1, 10)
    assert len(fortnight.said()) == rung + 1, "the bell rings once"
    assert fortnight.buttons() == ["I stopped", "I'd like to go on"]
    await fortnight.tap(fortnight.client, "I stopped", "Nice")


async def _pause_keeps_quiet_and_ends(fortnight: Fortnight) -> None:
    await fortnight.until(1, 19)
    await fortnight.say(fortnight.client, "/pause")
    await fortnight.tap(fortnight.client, "3 days")
    before = len(fortnight.said())
    await fortnight.until(4, 20)
    assert len(fortnight.said()) == before, "nothing is sent while the pause lasts"
    await fortnight.until(4, 21)
    assert fortnight.said()[-1] == "The pause is over, if you like."
    await fortnight.tap(fortnight.client, "Back to it")


async def _silence_thins_out_and_a_word_is_welcome(fortnight: Fortnight) -> None:
    await fortnight.until(8, 23)
    assert "I'll write less for now. The buttons below always work." in fortnight.said()
    await fortnight.until(13, 23)
    quiet = "I'll stay quiet until you write. Nothing piles up here."
    assert fortnight.said().count(quiet) == 1
    await fortnight.until(20, 12)
    assert fortnight.said()[-1] == quiet, "nothing comes after it"
    await fortnight.say(fortnight.client, "hi")
    assert fortnight.said()[-1].startswith("Good to see you.")


async def _leaves_with_a_copy(fortnight: Fortnight) -> None:
    await fortnight.say(fortnight.client, "/privacy")
    await fortnight.tap(fortnight.client, "Copy of everything", "Send it")
    file = fortnight.files()[-1].media
    assert file is not None
    assert file.file_id is not None
    with ZipFile(BytesIO(fortnight.practice.telegram.file_bytes(file.file_id))) as copy:
        page = next(name for name in copy.namelist() if name.endswith(".html"))
        assert "the long meeting" in copy.read(page).decode()
    await fortnight.say(fortnight.client, "/privacy")
    await fortnight.tap(fortnight.client, "Erase everything", "Erase everything")
    await fortnight.until(22, 12)
    with fortnight.practice.app.parts.database.reading() as conn:
        assert broken(conn, fortnight.practice.clock.now()) == []
