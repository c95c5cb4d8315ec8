"""What a client can do in two weeks, played on the phone page scene by scene, by clicks, typing and the clock bar."""

from __future__ import annotations

from dataclasses import replace

from playwright.async_api import expect

from bot.practice import LivePractice
from tests.browser import story_own as own
from tests.browser import story_things as things
from tests.browser.hands import answered
from tests.browser.looking import HERE
from tests.browser.story import Story, show_nothing

SUMMARY = """Homework:
1. Learn from each mistake
2. Values check-in once a week
3. Two things you're proud of that are no achievement, every evening"""
RAIN = "The rain smelled of stone"
PICTURE = HERE.parents[1] / "docs" / "two-phones.png"
AFTER_THE_EVENING = (
    things.plan_is_mentioned, things.noticing_comes, things.senses, own.card, own.notes, own.settings, things.values,
    own.pause, things.plan_is_looked_at, things.check_in, things.held_minutes, things.bell_is_late, own.blocked,
    own.quiet_and_return, own.copy_is_taken, own.erasing,
)  # fmt: skip


async def whole(told: Story, practice: LivePractice) -> None:
    """Every scene in order, from a Monday evening to the day after everything is erased."""
    await begin(told)
    await answers_of_every_kind(told)
    await things_that_are_no_answer(told)
    await things.box_is_stopped_early(told)
    await things.box_rings_after_a_restart(told, practice)
    await things.plan_is_made(told)
    await today_lists_what_is_open(told)
    for scene in AFTER_THE_EVENING:
        await scene(told)


async def begin(told: Story) -> None:
    """Both are in, and three pieces of homework are given; no pictures, the loop has them."""
    quietly = replace(told, show=show_nothing)
    await quietly.therapist_joins_and_invites()
    await quietly.client_is_in_lisbon()
    await quietly.client_opens_the_link()
    await quietly.client_settles_in()
    await told.therapist.write("/assign", then="paste the session summary")
    await told.therapist.write(SUMMARY, then="1 of 3:")
    await told.therapist.tap("Keep", then="2 of 3:")
    await told.therapist.tap("Keep", then="3 of 3:")
    await told.therapist.tap("Keep", then="This is what S.K. will get")
    await told.therapist.tap("Send", then="Sent.")
    await told.client.has("left you three small things.")
    await told.client.tap("Look", then="From Dr. Maren Vale:")
    await told.show("homework")


async def answers_of_every_kind(told: Story) -> None:
    """A photo, a voice message and a round video count where words are asked."""
    me = told.client
    await me.tap("I made a mistake", then="What happened?")
    await me.attach("Sample photo", then="Kept as a file.")
    await told.show("a photo is an answer")
    await me.tap("Stop here", then="Stopped here.")
    await mistake_afresh(told)
    await me.attach("Voice message", then="Kept as a recording.")
    await told.show("a voice message is an answer")
    await me.tap("Stop here", then="Stopped here.")
    await mistake_afresh(told)
    await me.attach("Round video", then="How big")
    await told.show("a round video is an answer")
    await me.tap("Stop here", then="Stopped here.")
    await forwarded_words(told)
    await an_album(told)


async def mistake_afresh(told: Story) -> None:
    """A new note, whatever is asked on the way to it: one was left half way, and the day has seen several."""
    me = told.client
    await me.write("/mistake", then="")
    await expect(me.newest).to_have_attribute("data-from", "bot")
    for label in ("Start fresh", "Note it"):
        if await me.newest.get_by_role("button", name=label).count():
            await told.show(label.lower())
            await me.tap(label, then="")
    await me.sees("What happened?")


async def forwarded_words(told: Story) -> None:
    """Somebody else's words are asked about once."""
    me = told.client
    await mistake_afresh(told)
    await me.phone.get_by_role("button", name="Attach").click()
    await told.page.get_by_role("menuitem", name="Forwarded message").click()
    await told.page.get_by_label("Somebody else's words").fill("You left the door open again")
    await answered(told.page, told.page.get_by_role("button", name="Forward", exact=True).click())
    await me.has("Kept as yours.")
    await told.show("forwarded words")
    await me.tap("Someone else's words", then="How big")
    await told.show("they are somebody else's")
    await me.tap("Stop here", then="Stopped here.")


async def an_album(told: Story) -> None:
    """Several pictures are one thing to keep."""
    me = told.client
    await told.move("ten")
    await me.phone.get_by_role("button", name="Attach").click()
    async with told.page.expect_file_chooser() as opened:
        await told.page.get_by_role("menuitem", name="Photo…").click()
    await answered(told.page, (await opened.value).set_files([PICTURE, PICTURE]))
    await me.has("Shall I keep that?")
    await told.show("an album")
    await me.tap("As a note", then="Kept.")
    await told.show("an album is kept")


async def things_that_are_no_answer(told: Story) -> None:
    """A sticker, a place, a poll, an edit, and a reply to something old."""
    me = told.client
    await told.move("ten")
    await mistake_afresh(told)
    await me.attach("Sticker", then="A word or two")
    await told.show("a sticker")
    await me.attach("Location", then="What happened?")
    await told.show("a location")
    await me.attach("Poll", then="What happened?")
    await told.show("a poll")
    await me.write("Lost the key", then="How big does it feel right now?")
    await me.hold("Lost the key", "Edit")
    await me.write("Lost the keys", then="How big does it feel right now?")
    await told.show("an edited answer")
    await me.tap("Small", then="in a month")
    await me.tap("Tiny", then="about")
    await me.tap("Nothing yet", then="Lost the keys")
    await told.show("a note without a lesson")
    await reply_to_an_old_message(told)


async def reply_to_an_old_message(told: Story) -> None:
    """A reply belongs to what the old message was about."""
    me = told.client
    await told.move("ten")
    await me.write(RAIN, then="Shall I keep that?")
    await told.show("words with nothing open")
    await me.tap("As a note", then="Kept.")
    await told.move("ten")
    await me.hold(RAIN, "Reply")
    await told.show("replying")
    await me.write("and of summer", then="Does that belong to this?")
    await told.show("a reply to something old")
    await me.tap("Add to it", then="It says now:")
    await told.show("added to it")


async def today_lists_what_is_open(told: Story) -> None:
    """The day's card with something open on it."""
    me = told.client
    await mistake_afresh(told)
    await me.tap("Today", then="From Dr. Maren Vale:")
    await told.show("the day's card with something open")
    await me.tap("Go on", then="What happened?")
    await me.tap("Stop here", then="All right.")
    await told.show("nothing to keep")
