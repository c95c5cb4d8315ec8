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
    # Two days ahead are planned, and Sunday is further off.
    await lived.say(lived.therapist, "/assign")
    await lived.say(lived.therapist, "Homework:\n1. be kind to yourself on Sundays")
    await lived.tap(lived.therapist, "Keep", "Send")
    assert "planned" not in {each.why for each in await practice.due()}
    await practice.move_to(practice.clock.now() + timedelta(days=7))
    await practice.settle()
    assert any(text.startswith("Evening.") for text in lived.said()), "Sunday's question came"
    await close_practice(practice)
