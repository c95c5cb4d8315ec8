"""One Chromium for all, and for each test a freshly served page in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, expect

from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Practice as Place
from bot.phone.page import Practice, make_page_app
from bot.practice import LivePractice, close_practice, open_practice
from tests.browser.looking import CHROMIUM, HERE, PATIENCE_MS, chromium, looking_at, new_page
from tests.browser.story import Story
from tests.phone.echo_practice import EchoPractice

START = datetime(2026, 11, 23, 19, 5, tzinfo=UTC)  # a Monday, early in Lisbon's evening

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop and one process for all tests of this folder, which share a Chromium; none without it."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.xdist_group("chromium"))
            item.add_marker(pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"))


@dataclass(frozen=True, slots=True)
class Desk:
    """A practice, its open page, and what went wrong on it."""

    practice: EchoPractice
    app: web.Application
    page: Page
    faults: list[str]

    @property
    def client(self) -> Locator:
        """The client's phone."""
        return self.page.locator("[data-phone=client]")

    @property
    def therapist(self) -> Locator:
        """The therapist's phone."""
        return self.page.locator("[data-phone=therapist]")

    async def start(self) -> None:
        """Press START on the client's phone and wait for the bot's question."""
        await self.client.get_by_role("button", name="START", exact=True).click()
        await expect(self.client.get_by_role("button", name="Go on")).to_be_visible()

    async def write(self, text: str) -> None:
        """Type on the client's phone and send."""
        await self.client.get_by_label("Message", exact=True).fill(text)
        await self.client.get_by_label("Message", exact=True).press("Enter")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, without a window."""
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """One tab; making another costs more than most tests do."""
    async with new_page(browser) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def desk(page: Page) -> AsyncIterator[Desk]:
    """The page of a fresh practice, opened with its one-time link; any error on it fails the test."""
    practice = EchoPractice()
    async with open_desk(page, practice) as (app, faults):
        yield Desk(practice, app, page, faults)


@pytest_asyncio.fixture(loop_scope="session")
async def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LivePractice]:
    """The whole coach with its own content, on a clock that runs and can be moved."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    library = load_library(Place(zone="America/New_York", country="US"))
    opened = await open_practice(library, tmp_path / "practice", MovableClock(START, running=True))
    yield opened
    await close_practice(opened)


@pytest_asyncio.fixture(loop_scope="session")
async def told(browser: Browser, practice: LivePractice) -> AsyncIterator[Story]:
    """The practice on a page of its own; any error on it fails the test."""
    async with new_page(browser, motion="reduce") as page, open_desk(page, practice):
        yield Story(page)


@asynccontextmanager
async def open_desk(page: Page, practice: Practice) -> AsyncIterator[tuple[web.Application, list[str]]]:
    """Serve `practice` and look at it; afterwards nothing may have gone wrong on the page."""
    app = make_page_app(practice, secret="once")  # noqa: S106  # the link's word, not a password
    async with looking_at(page, app) as faults:
        yield app, faults
    assert faults == []
