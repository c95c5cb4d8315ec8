"""The whole coach played on the phone page, scene by scene, by clicks and typing alone."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.hands import Hands, answered

SUMMARY = """We went over the week and what the deadline did to it.
Homework until next time:
1. Write down one thing to learn from each mistake
2. Practise self-compassion after a hard meeting
3. Look at what went well over dinner
4. Tidy the garden shed"""
MISTAKE = "Sent the invoice to the wrong Jordan"
LESSON = "Read the name aloud before sending"
LIKED = "I waited for my neighbour at the lift"
HARD = "The call with my brother"
TO_A_FRIEND = "You stayed on the line, and that counts"
TO_MYSELF = "Sam, you stayed on the line"
HEAVY = "i don't want to be here anymore"

Show = Callable[[str], Awaitable[None]]


async def show_nothing(_name: str) -> None:
    """For whoever only wants to know that it works."""


@dataclass(frozen=True, slots=True)
class Story:
    """The open page, both phones, and somebody who may want a picture after each step."""

    page: Page
    show: Show = show_nothing

    @property
    def client(self) -> Hands:
        """The client's phone."""
        return Hands(self.page.locator("[data-phone=client]"))

    @property
    def therapist(self) -> Hands:
        """The therapist's phone."""
        return Hands(self.page.locator("[data-phone=therapist]"))

    async def move(self, action: str) -> None:
        """Press a button of the clock bar, and wait until the clock stands still again."""
        await answered(self.page, self.page.locator(f"[data-action={action}]").click())
        await expect(self.page.locator(".clock-note")).to_have_text("")

    async def go_to(self, title: str) -> None:
        """Move to the next thing of that title on the list of what happens next."""
        there = self.page.get_by_role("button", name=f"Go to {title}", exact=True).first
        await answered(self.page, there.click())
        await expect(self.page.locator(".clock-note")).to_have_text("")

    async def whole(self) -> Path:
        """All of it, in order, to the exported file."""
        await self.therapist_joins_and_invites()
        await self.client_is_in_lisbon()
        await self.client_opens_the_link()
        await self.client_settles_in()
        await self.therapist_assigns()
        await self.client_looks()
        await self.client_notes_a_mistake()
        await self.evening_comes()
        await self.client_finds_a_kind_line()
        await self.heavy_words()
        return await self.therapist_exports()

    async def therapist_joins_and_invites(self) -> None:
        """From two empty phones to a link on the therapist's."""
        await self.show("two empty phones")
        await self.therapist.tap("START", then="Hello Dr. Maren Vale.")
        await self.show("the therapist is greeted")
        await self.therapist.write("/invite", then="What shall I call them here?")
        await self.therapist.write("S.K.", then="Link for S.K.")
        await self.show("an invitation")

    async def client_opens_the_link(self) -> None:
        """Tap the link on the therapist's phone and open it on the client's."""

        await self.therapist.newest.get_by_role("button", name="start=c_").click()
        await self.show("the link asks on which phone")
        await self.page.get_by_role("menuitem", name=re.compile("client")).click()
        await self.client.has("I'm a program, not a person.")
        await self.show("the client is greeted")

    async def client_is_in_lisbon(self) -> None:
        """Carry the client's phone to another zone than the therapist's."""
        await self.client.phone.get_by_role("button", name="Zone").click()
        await self.page.get_by_label("Time zone").fill("Europe/Lisbon")
        await self.page.get_by_role("button", name="Travel").click()
        await expect(self.client.phone.locator(".where")).to_contain_text("Lisbon")

    async def client_settles_in(self) -> None:
        """Consent and the first questions, with a city and quiet hours typed rather than tapped."""
        me = self.client
        await me.tap("Go on", then="What you answer is kept for you.")
        await self.show("what is kept")
        await me.tap("Read it in full", then="not end-to-end encrypted")
        await self.show("what is kept, in full")
        await me.tap("That's fine", then="read your answers between sessions?")
        await self.show("sharing")
        await me.tap("Yes", then="sounds unsafe")
        await self.show("the help card's notice")
        await me.tap("Yes, tell Dr. Maren Vale", then="Is your clock the same")
        await self.show("the clock")
        await me.tap("No, elsewhere", then="Which city are you in, or near?")
        await me.write("Lisbon", then="Lisbon says")
        await self.show("a typed city")
        await me.tap("They match", then="When do you want quiet?")
        await self.show("quiet hours")
        await me.tap("Other hours", then="Type it like")
        await me.write("10:30 pm to 7 am", then="When would an evening question suit you?")
        await self.show("the evening")
        await me.tap("8:30 PM", then="small noticing in the day?")
        await self.show("a noticing")
        await me.tap("Around 3 PM", then="lock screen")
        await self.show("the lock screen")
        await me.tap("Vague", then="That's everything.")
        await self.therapist.has("S.K. is in.")
        await self.show("settled in")

    async def therapist_assigns(self) -> None:
        """A pasted summary looked over: kept, other days, another kind, left out; a line added; sent."""
        me = self.therapist
        await me.write("/assign", then="paste the session summary")
        await self.show("assigning")
        await me.write(SUMMARY, then="1 of 4:")
        await self.show("the first piece")
        await me.tap("Keep", then="2 of 4:")
        await me.tap("Other days", then="● Mo")
        await me.phone.get_by_role("button", name="● Mo", exact=True).click()
        await expect(me.phone.get_by_role("button", name="○ Mo", exact=True)).to_be_visible()
        await self.show("other days")
        await me.tap("Done", then="Wed, Fri in the evening.")
        await me.tap("Keep", then="3 of 4:")
        await self.show("a piece that fits no exercise")
        await me.tap("Another kind", then="In my own words")
        await self.show("another kind")
        await me.tap("Who you are", then="Would be: Who you are")
        await me.tap("Other days", then="○ Mo")
        await me.phone.get_by_role("button", name="○ Mo", exact=True).click()
        await expect(me.phone.get_by_role("button", name="● Mo", exact=True)).to_be_visible()
        await me.tap("Done", then="Would be: Who you are, Mon")
        await me.tap("Keep", then="4 of 4:")
        await self.show("a piece to leave out")
        await me.tap("Leave it out", then="This is what S.K. will get")
        await self.show("the preview")
        await me.tap("Add your own line", then="Type the line.")
        await me.write("Go gently this week.", then="With your line:")
        await self.show("the preview with a line")
        await me.tap("Send", then="Sent.")
        await self.client.has("left you three small things.")
        await self.show("homework has arrived")

    async def client_looks(self) -> None:
        """What the homework is, in the client's words."""
        await self.client.tap("Look", then="From Dr. Maren Vale:")
        await self.show("the homework")
        fine = self.client.phone.get_by_role("button", name="Fine", exact=True)
        await fine.click()
        await expect(fine).to_have_count(0)

    async def client_begins_a_mistake_note(self) -> None:
        """By the keyboard, to its first choice."""
        me = self.client
        await me.tap("I made a mistake", then="What happened?")
        await self.show("a mistake")
        await me.write(MISTAKE, then="How big does it feel right now?")
        await self.show("how big")

    async def client_notes_a_mistake(self) -> None:
        """To its end, with a change of mind on the way and a step passed over."""
        me = self.client
        await self.client_begins_a_mistake_note()
        await me.tap("Big", then="And in a month")
        await me.tap("Back", then="How big does it feel right now?")
        await me.tap("Huge", then="And in a month")
        await me.tap("Skip", then="about")
        await self.show("what it leaves")
        await me.tap("Show me an example", then="Someone else wrote")
        await self.show("an example")
        await me.write(LESSON, then="Kept. ")
        await self.show("one more, or enough")
        await me.tap("That's enough", then="Noticing it was the work")
        await self.show("a mistake note kept")

    async def evening_comes(self) -> None:
        """The clock goes to the next moment, and the evening's question is answered."""
        me = self.client
        await self.move("next")
        await me.sees("Yes, now")
        await self.show("the evening prompt")
        await me.tap("Yes, now", then="One is enough, in a few words.")
        await self.show("the evening question")
        await me.tap("Give me a way in", then="Pick a way in.")
        await self.show("ways in")
        await me.tap("How I treat people", then="Whose day")
        await me.write(LIKED, then="Kept. ")
        await self.show("one answer kept")
        await me.tap("That's it", then=f"“{LIKED}”")
        await self.show("the evening is over")

    async def client_finds_a_kind_line(self) -> None:
        """Opened by hand from the day's card, and kept to oneself afterwards."""
        me = self.client
        await me.tap("Today", then="From Dr. Maren Vale:")
        await self.show("the day's card")
        await me.tap("A kind line", then="One line is plenty.")
        await me.write(HARD, then="friend")
        await self.show("a line for a friend")
        await me.write(TO_A_FRIEND, then="your own name in front")
        await me.write(TO_MYSELF, then=f"to myself: {TO_MYSELF}")
        await self.show("a kind line kept")
        await me.tap("Private", then="in no list and no file")
        await self.show("kept private")

    async def heavy_words(self) -> None:
        """What the client writes sounds like danger: the card, and nothing else."""
        await self.client.write(HEAVY, then="What would help first?")
        await self.client.sees("What would help first?")
        await self.therapist.has("I showed S.K. the help card")
        await self.show("the help card")
        await self.client.tap("Breathe with me", then="Feet on the floor.")
        await self.show("breathing")
        await self.nothing_else_opens()

    async def nothing_else_opens(self) -> None:
        """Most of a day passes, the next evening's question among it; the coach looks in once, and says no more."""
        bubbles = self.client.phone.locator("chat-bubble")
        before = await bubbles.count()
        await self.move("tonight")
        await expect(self.page.locator("clock-bar .clock-now")).to_contain_text("Tue, Nov 24")
        await (
            self.page.reload()
        )  # so that what counts is what the practice holds, not what the page has heard so far
        await self.client.sees("Looking in. How is it now?")
        await expect(bubbles).to_have_count(before + 1)
        await self.show("a day later")

    async def therapist_exports(self) -> Path:
        """The logs as a file, asked for in the chat and downloaded."""
        me = self.therapist
        await me.write("/export", then="rom when?")
        await self.show("an export")
        await me.tap("Everything", then="As what?")
        await me.tap("CSV", then="Lock with a password?")
        await self.show("before the file is sent")
        await me.tap("No", then="Here it comes.")
        file = me.phone.get_by_role("link", name=re.compile(r"\.zip"))
        await expect(file).to_be_visible()
        await self.show("the file")
        async with self.page.expect_download() as started:
            await file.click()
        return Path(await (await started.value).path())
