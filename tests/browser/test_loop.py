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
from playwright.async_api import Browser, expect

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
    await told.therapist_joins_and_invites()
    await told.client_is_in_lisbon()
    await told.client_opens_the_link()
    await told.client_settles_in()
    await told.therapist_assigns()
    await told.client_looks()
    await told.client_notes_a_mistake()
    await told.evening_comes()
    await told.client_finds_a_kind_line()
    await told.heavy_words()
    await nothing_else_opens(told)
    assert answers_in(await told.therapist_exports()) == [
        ("mistake-note", "what", story.MISTAKE, "", "0"),
        ("mistake-note", "size_now", "Huge", "5", "0"),
        ("mistake-note", "size_month", "", "", "1"),
        ("mistake-note", "lesson", story.LESSON, "", "0"),
        ("who-you-are", "like", story.LIKED, "", "0"),
    ]


async def nothing_else_opens(told: Story) -> None:
    """Most of a day passes, the next evening's question among it, and the card stays the last thing said."""
    bubbles = told.client.phone.locator("chat-bubble")
    before = await bubbles.count()
    await told.page.locator("[data-action=tonight]").click()
    await expect(told.page.locator("clock-bar .clock-now")).to_contain_text("Tue, Nov 24")
    await expect(told.page.locator(".clock-note")).to_have_text("")
    await (
        told.page.reload()
    )  # so that what counts is what the practice holds, not what the page has heard so far
    await told.client.sees("Feet on the floor.")
    await expect(bubbles).to_have_count(before)


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
