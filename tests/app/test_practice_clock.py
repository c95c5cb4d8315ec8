"""The practice's clock: a move of any length passes nothing that was to happen on the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Practice
from bot.practice import close_practice, open_practice
from tests.app.test_fortnight import Fortnight

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)


async def test_long_move_passes_no_nudge_although_nothing_is_planned_for_days(tmp_path: Path) -> None:
    library = load_library(Practice(zone="Europe/Lisbon"))
    practice = await open_practice(library, tmp_path / "practice", MovableClock(MONDAY))
    lived = Fortnight(practice)
    await lived.begin()
    # What was planned ends when the chat is closed, and more is planned only once its time comes nearer.
    practice.telegram.block(lived.client)
    await practice.settle()
    practice.telegram.unblock(lived.client)
    await lived.say(lived.client, "hi")
    await lived.tap(lived.client, "No")
    assert await practice.due() == []
    await practice.move_to(practice.clock.now() + timedelta(days=6))
    await practice.settle()
    assert "I'll write less for now. The buttons below always work." in lived.said()
    await close_practice(practice)
