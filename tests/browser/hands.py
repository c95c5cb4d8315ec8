"""One person's phone as a pair of hands finds it: what can be seen, tapped and typed."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from playwright.async_api import Locator, Page, Response, expect

NEWEST_TWO = "xpath=(.//chat-bubble[@data-from='bot'])[position() > last() - 2]"


@dataclass(frozen=True, slots=True)
class Hands:
    """One person's phone, and what can be seen and done on it."""

    phone: Locator

    @property
    def newest(self) -> Locator:
        """The last message."""
        return self.phone.locator("chat-bubble").last

    async def sees(self, text: str) -> None:
        """Wait until the newest message says `text`."""
        await expect(self.newest).to_contain_text(text)

    async def tap(self, label: str, then: str) -> None:
        """Tap the newest button of that label, and wait for a message that answers."""
        button = self.phone.get_by_role("button", name=label, exact=True).last
        await answered(self.phone.page, button.click())
        await self.is_answered(then)

    async def tap_first(self, then: str) -> None:
        """Tap the first button under the newest message that has any, whatever its label, and wait for an answer."""
        keyboard = self.phone.locator("chat-bubble .inline-keyboard").last
        await answered(self.phone.page, keyboard.get_by_role("button").first.click())
        await self.is_answered(then)

    async def write(self, text: str, then: str) -> None:
        """Type, send, and wait for a message that answers."""
        line = self.phone.get_by_label("Message", exact=True)
        await line.fill(text)
        await answered(self.phone.page, line.press("Enter"))
        await self.is_answered(then)

    async def attach(self, item: str, then: str) -> None:
        """Send something other than words, and wait for a message that answers."""
        await self.phone.get_by_role("button", name="Attach").click()
        choice = self.phone.page.get_by_role("menuitem", name=item)
        await answered(self.phone.page, choice.click())
        await self.is_answered(then)

    async def hold(self, words: str, item: str) -> None:
        """Hold one's own message that says `words`, and pick from what can be done with it."""
        bubble = self.phone.locator("chat-bubble[data-from=person]").filter(has_text=words).last
        await bubble.locator(".bubble").click(button="right")
        await self.phone.page.get_by_role("menuitem", name=item).click()

    async def is_told(self, text: str) -> None:
        """Wait for the short notice over the chat."""
        await expect(self.phone.locator(".pill")).to_contain_text(text)

    async def is_answered(self, text: str) -> None:
        """Wait until one of the bot's two newest messages says `text`."""
        await expect(self.phone.locator(NEWEST_TWO).filter(has_text=text).last).to_be_attached()

    async def has(self, text: str) -> None:
        """Wait until a message of the bot says `text`."""
        bubbles = self.phone.locator("chat-bubble[data-from=bot]")
        await expect(bubbles.filter(has_text=text).last).to_be_visible()


async def answered(page: Page, done: Awaitable[None]) -> None:
    """Do something on the page, and wait until the practice has dealt with it."""
    async with page.expect_response(_is_done):
        await done


def _is_done(response: Response) -> bool:
    return response.request.method == "POST"
