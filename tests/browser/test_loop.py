"""The loop from an invitation to an opened export, lived through on both phones in a real browser."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Practice
from bot.practice import LivePractice, close_practice, open_practice
from tests.browser import story
from tests.browser.conftest import open_desk
from tests.browser.looking import new_page
from tests.browser.story import Story

START = datetime(2026, 11, 23, 19, 5, tzinfo=UTC)  # a Monday, early in Lisbon's evening


@pytest_asyncio.fixture(loop_scope="session")
async def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LivePractice]:
    """The whole coach with its own content, on a clock that runs and can be moved."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    library = load_library(Practice(zone="America/New_York", country="US"))
    opened = await open_practice(library, tmp_path / "practice", MovableClock(START, running=True))
    yield opened
    await close_practice(opened)


@pytest_asyncio.fixture(loop_scope="session")
async def told(browser: Browser, practice: LivePractice) -> AsyncIterator[Story]:
    """The practice on a page of its own; any error on it fails the test."""
    async with new_page(browser, motion="reduce") as page, open_desk(page, practice):
        yield Story(page)


async def test_loop_from_invitation_to_opened_export(told: Story) -> None:
    assert answers_in(await told.whole()) == [
        ("mistake-note", "what", story.MISTAKE, "", "0"),
        ("mistake-note", "size_now", "Huge", "5", "0"),
        ("mistake-note", "size_month", "", "", "1"),
        ("mistake-note", "lesson", story.LESSON, "", "0"),
        ("who-you-are", "like", story.LIKED, "", "0"),
    ]


def answers_in(path: Path) -> list[tuple[str, ...]]:
    """What the archive's table of answers holds: exercise, step, words, number, skipped."""
    archive = zipfile.ZipFile(path)
    assert archive.testzip() is None
    private = (story.HARD, story.TO_A_FRIEND, story.TO_MYSELF, story.HEAVY)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert not [words for words in private if words.encode() in everything]
    table = io.StringIO(archive.read("answers_long.csv").decode("utf-8-sig"))
    columns = ("exercise_id", "step_id", "value_text", "value_number", "skipped")
    return [tuple(row[name] for name in columns) for row in csv.DictReader(table)]
