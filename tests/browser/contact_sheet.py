"""Pictures of the coach at work: every screen of the loop, of a client's two weeks and of each exercise in each language
as a numbered PNG, and each run's on sheets.

Run by hand: `python -m tests.browser.contact_sheet FOLDER [loop] [client] [exercises]`.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from html import escape
from pathlib import Path

from playwright.async_api import Page, expect

from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Practice
from bot.phone.page import make_page_app
from bot.phone.page_desk import DESK, Desk
from bot.practice import LivePractice, close_practice, open_practice
from tests.browser import story_around, story_client, story_exercises
from tests.browser.looking import PATIENCE_MS, chromium, looking_at, new_page
from tests.browser.story import Story
from tests.browser.story_exercises import Driver

START = datetime(2026, 11, 23, 19, 5, tzinfo=UTC)
HIDE_BANNERS = "document.querySelectorAll('.lock-banner').forEach((banner) => banner.remove())"
STYLE = """
body { margin: 8px; background: #fff; font: 13px system-ui, sans-serif; }
main { display: grid; grid-template-columns: repeat(%d, %dpx); gap: 8px; }
figure { margin: 0; } img { width: 100%%; border: 1px solid #ccc; display: block; } figcaption { padding: 4px 2px; }
"""
HIDE_TOASTS = "document.querySelectorAll('.pill').forEach((pill) => { pill.hidden = true; })"
TOASTS = ("somebody else's", "old button")
"""Names of screens that are about the short notice over the chat."""
AT_ONCE = 6
"""So many exercises are lived through on one page."""
NARROW, WIDE = (5, 10, 330), (3, 6, 640)
"""Pictures a row, pictures a sheet, and how wide each is, so that a sheet can be read as it is."""
COMES_BY_ITSELF = ("prompt", "bell", "comes", "again", "mentioned", "over")
"""Names of screens whose banner of a lock screen matters."""


@dataclass(slots=True)
class Album:
    """Pictures of one run, taken in order into a folder; of the client's phone alone where `narrow`."""

    page: Page
    folder: Path
    narrow: bool
    shots: list[Path] = field(default_factory=list)

    async def show(self, name: str) -> None:
        """Take the next picture."""
        plain = re.sub(r"[^a-z]+", "-", name)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.shots.append(self.folder / f"{len(self.shots) + 1:02d}-{plain}.png")
        # What a lock screen shows lies over the head of the chat; it matters where something comes by itself.
        if not any(word in name for word in COMES_BY_ITSELF):
            await self.page.evaluate(HIDE_BANNERS)
        if not any(word in name for word in TOASTS):
            await self.page.evaluate(HIDE_TOASTS)
        seen = self.page.locator("[data-phone=client]") if self.narrow else self.page
        await seen.screenshot(path=self.shots[-1])


def main() -> None:
    """Draw into the folder named on the command line, all of it or the parts that are named."""
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(PARTS):
        sys.exit("python -m tests.browser.contact_sheet FOLDER [loop] [client] [exercises]")
    asyncio.run(draw(Path(sys.argv[1]), sys.argv[2:] or list(PARTS)))


async def draw(folder: Path, parts: list[str]) -> None:
    """Live through the parts, with a picture after each step."""
    for part in parts:
        await PARTS[part](folder / part)


async def draw_loop(folder: Path) -> None:
    """From an invitation to an export, on both phones."""
    async with fresh_page() as (page, _, _):
        loop = Album(page, folder, narrow=False)
        await drawn(loop, Story(page, loop.show).whole())


async def draw_client(folder: Path) -> None:
    """A client's two weeks."""
    async with fresh_page() as (page, practice, _):
        client = Album(page, folder, narrow=True)
        await drawn(client, story_client.whole(Story(page, client.show), practice))


async def draw_exercises(folder: Path) -> None:
    """Every exercise in every language: those that can be given with their later halves, then what comes around a session."""
    for language in story_exercises.LANGUAGES:
        async with fresh_page() as (page, practice, desk):
            library = practice.app.parts.library
            given = library.offered(language)
            for number, first in enumerate(range(0, len(given), AT_ONCE), start=1):
                album = Album(page, folder / f"{language}-{number}", narrow=True)
                driver = Driver(desk, library, language, partial(show_anew, album))
                await drawn(album, driver.lives(given[first : first + AT_ONCE]))
            album = Album(page, folder / f"{language}-around", narrow=True)
            driver = Driver(desk, library, language, partial(show_anew, album))
            await drawn(album, story_around.around(driver))


async def show_anew(album: Album, name: str) -> None:
    """A picture of what the practice holds, whatever the page has heard so far."""
    await album.page.reload()
    await album.page.locator("phone-view").nth(1).wait_for()
    await album.show(name)


async def drawn(album: Album, played: Awaitable[object]) -> None:
    """Play, and put the pictures on a sheet; where the play stops, so does the sheet."""
    try:
        await played
    except Exception:
        await album.show("it stopped here")
        raise
    finally:
        async with chromium() as browser, new_page(browser) as paper:
            await sheets(paper, album)


PARTS = {"loop": draw_loop, "client": draw_client, "exercises": draw_exercises}


@asynccontextmanager
async def fresh_page() -> AsyncIterator[tuple[Page, LivePractice, Desk]]:
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
                yield page, practice, app[DESK]
        finally:
            await close_practice(practice)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")


async def sheets(page: Page, album: Album) -> None:
    """All pictures on a few, put together by the browser itself."""
    columns, most, width = NARROW if album.narrow else WIDE
    drawing = album.folder / "sheet.html"
    for number, first in enumerate(range(0, len(album.shots), most), start=1):
        figures = "".join(map(_figure, album.shots[first : first + most]))
        text = f"<!doctype html><style>{STYLE % (columns, width)}</style><main>{figures}</main>"
        await asyncio.to_thread(drawing.write_text, text, "utf-8")
        await page.goto(drawing.resolve().as_uri())
        await page.screenshot(path=album.folder / f"sheet-{number}.png", full_page=True)
    await asyncio.to_thread(drawing.unlink, missing_ok=True)


def _figure(shot: Path) -> str:
    return (
        f'<figure><img src="{shot.resolve().as_uri()}"><figcaption>{escape(shot.stem)}</figcaption></figure>'
    )


if __name__ == "__main__":
    main()
