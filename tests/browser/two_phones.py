"""Draws the README's picture, docs/two-phones.png: a mistake note on one phone, an export on the other.

Run by hand: `python -m tests.browser.two_phones`.
"""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.browser.contact_sheet import HIDE_BANNERS, fresh_page
from tests.browser.looking import HERE
from tests.browser.story import Story

PICTURE = HERE.parents[1] / "docs" / "two-phones.png"


async def draw() -> None:
    """Play as far as the picture needs it, and take it."""
    async with fresh_page() as (page, _, _):
        told = Story(page)
        await told.therapist_joins_and_invites()
        await told.client_is_in_lisbon()
        await told.client_opens_the_link()
        await told.client_settles_in()
        await told.therapist_assigns()
        await told.client_looks()
        await told.evening_comes()
        await told.therapist_exports()
        await told.client_begins_a_mistake_note()
        await told.client.tap("Big", then="in a month")
        await expect(told.client.phone.locator(".pill")).to_be_hidden()
        await page.mouse.move(640, 8)
        await page.evaluate(HIDE_BANNERS)
        await page.screenshot(path=PICTURE)


if __name__ == "__main__":
    asyncio.run(draw())
