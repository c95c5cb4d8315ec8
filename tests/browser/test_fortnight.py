"""A fortnight of one client, shortened, lived on the page by clicks and the clock bar, from joining to being erased."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from bot.practice import LivePractice
from storage.invariants import broken
from tests.browser import story_client, story_own, story_things
from tests.browser.story import LIKED, Story


async def test_fortnight_is_lived_by_clicks_and_the_clock_bar(told: Story, practice: LivePractice) -> None:
    await story_client.begin(told)
    await _answers_in_the_evening(told)
    await _box_rings_once_over_a_restart(told, practice)
    await story_own.pause(told)
    await story_own.quiet_and_return(told)
    assert _broken(practice) == []
    await story_own.erasing(told)
    assert _broken(practice) == []
    await expect(_from_bot(told, LIKED)).to_have_count(1)  # what Telegram holds, the client deletes


async def _answers_in_the_evening(told: Story) -> None:
    await told.move("tonight")
    await told.client.tap("Yes, now", then="?")
    await told.client.write(LIKED, then="Kept.")
    await told.client.tap("That's it", then=LIKED)


async def _box_rings_once_over_a_restart(told: Story, practice: LivePractice) -> None:
    await story_things.box_rings_after_a_restart(told, practice)
    # Two boxes, each with its bell; what they leave behind is their line and what was said about the second.
    await expect(_from_bot(told, "“Sort the photos” until")).to_have_count(2)
    await expect(_from_bot(told, "Time. ")).to_have_count(0)


def _from_bot(told: Story, text: str) -> Locator:
    return told.client.phone.locator("chat-bubble[data-from=bot]").filter(has_text=text)


def _broken(practice: LivePractice) -> list[str]:
    with practice.app.parts.database.reading() as conn:
        return broken(conn, practice.clock.now())
