"""A ready-made story is chosen on the page, stands on both phones, and is saved."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.async_api import expect

from bot.practice import LivePractice
from tests.browser.hands import answered
from tests.browser.story import Story


async def test_story_is_loaded_with_one_click_and_saved_as_markdown(
    told: Story, practice: LivePractice
) -> None:
    await practice.add_phone("Ines")
    await told.page.reload()
    await expect(told.page.locator("phone-view")).to_have_count(3)
    await told.page.get_by_role("button", name="Stories").click()
    chosen = told.page.get_by_role("menuitem", name="A first day")
    await answered(told.page, chosen.click())
    await expect(told.page.locator("phone-view")).to_have_count(2)
    await told.client.sees("What sat heavily today?")
    await expect(told.page.locator("clock-bar .clock-now")).to_contain_text("Mon, Nov 23")
    await told.therapist.has("R.B. is in.")
    await told.client.write("The last hour", then="friend")
    async with told.page.expect_download() as started:
        await told.page.get_by_role("link", name="Save as Markdown").click()
    saved = await started.value
    assert saved.suggested_filename == "A first day.md"
    text = await asyncio.to_thread(Path(await saved.path()).read_text, "utf-8")
    assert "> The last hour" in text
