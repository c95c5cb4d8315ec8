"""One person's phone as a pair of hands finds it: what can be seen, tapped and typed."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Locator, expect


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
        await button.click()
        await self.has(then)

    async def write(self, text: str, then: str) -> None:
        """Type, send, and wait for a message that answers."""
        line = self.phone.get_by_label("Message", exact=True)
        await line.fill(text)
        await line.press("Enter")
        await self.has(then)

    async def has(self, text: str) -> None:
        """Wait until a message of the bot says `text`."""
        bubbles = self.phone.locator("chat-bubble[data-from=bot]")
        await expect(bubbles.filter(has_text=text).last).to_be_visible()
