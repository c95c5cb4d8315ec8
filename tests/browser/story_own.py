"""The client's own card, notes and settings, being away, and leaving, played on the phone page."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.hands import answered
from tests.browser.story import Story

STREET = "Walked home the long way"
FRIEND = "Mara, +351 210 000 000"
SIGN = "I stop answering messages"


async def card(told: Story) -> None:
    """People and a plan of one's own on the help card."""
    me = told.client
    await me.write("/sos", then="Your own, for this card:")
    await told.show("the card asked for")
    await me.tap("Add someone", then="a name and a number")
    await told.show("somebody to call")
    await me.write(FRIEND, then="1. Mara")
    await told.show("somebody is there")
    await me.tap("Done", then="Closed.")
    await me.write("/sos", then="Your own, for this card:")
    await me.tap("Write my plan", then="what tells you")
    await me.write(SIGN, then=f"1. {SIGN}")
    await told.show("a line of one's plan")
    await me.tap("Done", then="Closed.")
    await me.write("/sos", then="Your own, for this card:")
    await told.show("the card with one's own")
    await answered(told.page, me.phone.get_by_role("button", name="My people").nth(-2).click())
    await told.show("my people")


async def notes(told: Story) -> None:
    """A page, a search, one of them opened, changed, put away, deleted."""
    me = told.client
    await told.move("ten")
    await me.write(STREET, then="Shall I keep that?")
    await me.tap("As a note", then="Kept.")
    await me.write("/notes", then="newest first")
    await told.show("notes")
    await me.tap("Older", then="newest first")
    await told.show("older notes")
    await me.tap("Search", then="Which words")
    await told.show("a search")
    await me.write("home", then="With the words")
    await told.show("found")
    await me.tap("1", then=STREET)
    await told.show("a note opened")
    await me.tap("Private", then="in no list and no file")
    await told.show("a note put away")
    await me.tap("Change it", then="Type it the way you want it.")
    await told.show("a note to change")
    await me.write("Walked home by the river", then="It says now:")
    await told.show("a note changed")
    await delete_a_note(told)


async def delete_a_note(told: Story) -> None:
    """Asked once more, then gone."""
    me = told.client
    await me.write("/notes", then="newest first")
    await me.tap("1", then="by the river")
    await me.tap("Delete", then="can't be brought back")
    await told.show("before a note is deleted")
    await me.tap("Delete", then="Deleted.")
    await told.show("a note is deleted")
    await me.tap("Private", then="")
    await me.is_told("That one has closed.")
    await told.show("an old button has closed")


async def settings(told: Story) -> None:
    """Every question of the settings, once."""
    me = told.client
    await me.write("/settings", then="Evening question:")
    await told.show("settings")
    questions = (
        "Evening question",
        "Noticing",
        "Clock",
        "Quiet hours",
        "Weekly check-in",
        "Language",
        "Sharing",
    )
    for name in (*questions, "Lock screen", "Values", "Help card"):
        await me.tap(name, then="")
        await expect(me.newest).not_to_contain_text("Answers shared:")
        await told.show(f"settings, {name.lower()}")
        await me.tap("Back", then="Answers shared:")
    await me.tap("Evening question", then="twice a day at most")
    await me.tap("9:15 PM", then="Kept.")
    await told.show("settings kept")
    await me.tap("Close", then="/settings brings it back")


async def pause(told: Story) -> None:
    """Three days of quiet, and their end."""
    me = told.client
    await me.write("/pause", then="How long?")
    await told.show("a pause")
    await me.tap("3 days", then="Quiet until")
    await told.show("quiet until")
    await told.go_to("End of the pause")
    await me.sees("The pause is over")
    await told.show("the pause is over")
    await me.tap("Back to it", then="Back to it.")
    await told.show("back to it")


async def blocked(told: Story) -> None:
    """The chat is closed from the client's side, and opened again."""
    me = told.client
    await me.phone.get_by_role("button", name="Chat menu").click()
    await answered(told.page, told.page.get_by_role("menuitem", name="Block the bot").click())
    await told.therapist.has("closed the chat with me")
    await told.show("blocked")
    await answered(told.page, me.phone.get_by_role("button", name="UNBLOCK").click())
    await me.write("hi", then="Shall I keep that?")
    await told.show("unblocked")
    await me.tap("No", then="Nothing kept.")


async def quiet_and_return(told: Story) -> None:
    """Days without a word thin everything out; a word is welcome."""
    me = told.client
    await told.move("week")
    await me.has("I'll write less for now.")
    await told.show("less for now")
    await told.move("week")
    await me.has("I'll stay quiet until you write.")
    await told.show("quiet until you write")
    await me.write("hi", then="Good to see you.")
    await told.show("welcome back")
    await me.tap("One small thing", then="?")
    await told.show("one small thing")
    await me.tap_first(then="")
    await told.show("one small thing answered")
    await me.tap("Evening question back", then="Shall the evening question come back?")
    await told.show("shall it come back")
    await me.tap_first(then="As before, then.")
    await told.show("as before")


# --- leaving ------------------------------------------------------------------------------------


async def copy_is_taken(told: Story) -> None:
    """Everything as a file, and sharing stopped."""
    me = told.client
    await me.write("/privacy", then="can read your answers")
    await told.show("privacy")
    await me.tap("Copy of everything", then="Send it?")
    await told.show("before the copy")
    await me.tap("Send it", then="Here it comes.")
    file = me.phone.get_by_role("link", name=re.compile(r"\.zip")).last
    await expect(file).to_be_visible()
    await told.show("the copy")
    async with told.page.expect_download() as started:
        await file.click()
    assert (await (await started.value).path()).stat().st_size > 0
    await me.write("/privacy", then="can read your answers")
    await me.tap("Stop sharing", then="/settings changes it back")
    await told.show("sharing is stopped")
    await told.therapist.has("keeps new answers to themselves")


async def erasing(told: Story) -> None:
    """Asked twice, undone once, and a day later everything is gone."""
    me = told.client
    await me.write("/privacy", then="What you mark private")
    await told.show("privacy once more")
    await me.tap("Erase everything", then="all of it goes")
    await told.show("before erasing")
    await me.tap("Erase everything", then="Until then it can be undone")
    await told.show("a day to undo it")
    await me.tap("Undo", then="Undone.")
    await told.show("undone")
    await me.write("/privacy", then="What you mark private")
    await me.tap("Erase everything", then="all of it goes")
    await me.tap("Erase everything", then="Until then it can be undone")
    await told.move("day")
    await me.has("is erased here")
    await told.show("erased")
    await me.write("hello", then="I work by invitation")
    await told.show("by invitation")
