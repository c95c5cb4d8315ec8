"""A served phone page and a Chromium to look at it with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.phone.page import make_page_app, serve_page
from tests.phone.echo_practice import EchoPractice

CHROMIUM = Path("/usr/bin/chromium")
LINK = "once"
# Long, because a loaded machine draws slowly; nothing waits longer than it has to.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all tests of this folder, because they share one Chromium; none of them without it."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
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
    """Debian's Chromium, without a window."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser) -> AsyncIterator[Desk]:
    """The page of a fresh practice, opened with its one-time link; any error on it ends the test."""
    practice = EchoPractice()
    app = make_page_app(practice, secret=LINK)
    runner, port = await serve_page(app, port=0)
    context = await browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("request", lambda asked: faults.append(asked.url) if not _is_local(asked.url) else None)
    await page.goto(f"http://127.0.0.1:{port}/?k={LINK}")
    await page.locator("phone-view").nth(1).wait_for()
    yield Desk(practice, app, page, faults)
    await context.close()
    await runner.cleanup()
    assert faults == []


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "blob:"))
