"""Pictures of the coach at work: every screen of the loop as a numbered PNG, and all of them on one sheet.

Run by hand: `python -m tests.browser.contact_sheet FOLDER`.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from playwright.async_api import Page, expect

from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Practice
from bot.phone.page import make_page_app
from bot.practice import close_practice, open_practice
from tests.browser.looking import PATIENCE_MS, chromium, looking_at, new_page
from tests.browser.story import Story

START = datetime(2026, 11, 23, 19, 5, tzinfo=UTC)
COLUMNS = 4
HIDE_BANNERS = "document.querySelectorAll('.lock-banner').forEach((banner) => banner.remove())"
STYLE = """
body { margin: 16px; background: #fff; font: 15px system-ui, sans-serif; }
main { display: grid; grid-template-columns: repeat(%d, 640px); gap: 16px; }
figure { margin: 0; } img { width: 640px; border: 1px solid #ccc; display: block; } figcaption { padding: 4px 2px; }
"""


def main() -> None:
    """Draw into the folder named on the command line; it is made if it is not there."""
    if len(sys.argv) != 2:
        sys.exit("python -m tests.browser.contact_sheet FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw(folder))


async def draw(folder: Path) -> None:
    """Live through the whole story, with a picture after each step."""
    async with fresh_page() as page:
        shots = await pictures(page, folder)
    async with chromium() as browser, new_page(browser) as paper:
        await sheet(paper, shots, folder / "sheet.png")


@asynccontextmanager
async def fresh_page() -> AsyncIterator[Page]:
    """The whole coach with its own content on a page nobody has touched; what went wrong on it is said afterwards."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    expect.set_options(timeout=PATIENCE_MS)
    library = load_library(Practice(zone="America/New_York", country="US"))
    clock = MovableClock(START, running=True)
    with tempfile.TemporaryDirectory() as rooms:
        practice = await open_practice(library, Path(rooms) / "practice", clock)
        app = make_page_app(practice, secret="once")  # noqa: S106  # the link's word, not a password
        try:
            async with (
                chromium() as browser,
                new_page(browser, motion="reduce") as page,
                looking_at(page, app) as faults,
            ):
                yield page
        finally:
            await close_practice(practice)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")


async def pictures(page: Page, folder: Path) -> list[Path]:
    """The story's screens, in order."""
    shots: list[Path] = []

    async def show(name: str) -> None:
        plain = re.sub(r"[^a-z]+", "-", name)
        shots.append(folder / f"{len(shots) + 1:02d}-{plain}.png")
        # What a lock screen shows lies over the head of the chat; it matters where something comes by itself.
        if "prompt" not in name:
            await page.evaluate(HIDE_BANNERS)
        await page.screenshot(path=shots[-1])

    await Story(page, show).whole()
    return shots


async def sheet(page: Page, shots: list[Path], path: Path) -> None:
    """All pictures on one, put together by the browser itself."""
    figures = "".join(
        f'<figure><img src="{shot.resolve().as_uri()}"><figcaption>{escape(shot.stem)}</figcaption></figure>'
        for shot in shots
    )
    text = f"<!doctype html><style>{STYLE % COLUMNS}</style><main>{figures}</main>"
    drawing = path.with_suffix(".html")
    await asyncio.to_thread(drawing.write_text, text, "utf-8")
    await page.goto(drawing.resolve().as_uri())
    await page.screenshot(path=path, full_page=True)
    await asyncio.to_thread(drawing.unlink)


if __name__ == "__main__":
    main()
