"""A Chromium without a window, a tab in it, and a served phone page on the tab."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Literal

from aiohttp import web
from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request, Response, async_playwright

from bot.phone.page import serve_page

CHROMIUM = Path("/usr/bin/chromium")
HERE = Path(__file__).parent
# Long, because a loaded machine draws slowly; nothing waits longer than it has to.
PATIENCE_MS = 20_000
REFUSED = "Failed to load resource: the server responded with a status of"
WIDTH, HEIGHT = 1280, 900
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, for as long as it is needed."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        await running.close()


@asynccontextmanager
async def new_page(
    browser: Browser, *, motion: Literal["reduce", "no-preference"] = "no-preference"
) -> AsyncIterator[Page]:
    """A tab with cookies of its own, 1280 by 900, in English."""
    context = await browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, locale="en-US", reduced_motion=motion
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    await context.close()


@asynccontextmanager
async def looking_at(page: Page, app: web.Application) -> AsyncIterator[list[str]]:
    """Serve `app`, open it with the link's word `once`, and write down every error and every request to elsewhere."""
    runner, port = await serve_page(app, port=0)
    faults: list[str] = []
    try:
        with _noting(page, faults):
            await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
            await page.goto(f"http://127.0.0.1:{port}/?k=once")
            await page.locator("phone-view").nth(1).wait_for()
            yield faults
            # Left before the server goes, so that its going is no error on the page.
            await page.goto("about:blank")
    finally:
        await page.context.clear_cookies()
        await runner.cleanup()


@contextmanager
def _noting(page: Page, faults: list[str]) -> Iterator[None]:
    def broke(error: Error) -> None:
        faults.append(str(error))

    def logged(line: ConsoleMessage) -> None:
        if line.type == "error" and not line.text.startswith(REFUSED):
            faults.append(line.text)

    # The console's own line about a refusal does not say what was asked.
    def came(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"{response.status} to {response.url}: {response.request.post_data}")

    def asked(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            faults.append(request.url)

    page.on("pageerror", broke)
    page.on("console", logged)
    page.on("response", came)
    page.on("request", asked)
    try:
        yield
    finally:
        page.remove_listener("pageerror", broke)
        page.remove_listener("console", logged)
        page.remove_listener("response", came)
        page.remove_listener("request", asked)
