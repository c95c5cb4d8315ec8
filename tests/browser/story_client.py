"""What a client can do in two weeks, played on the phone page scene by scene, by clicks, typing and the clock bar."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from playwright.async_api import expect

from bot.practice import LivePractice
from tests.browser.hands import answered
from tests.browser.story import Story, show_nothing

SUMMARY = """Homework:
1. Learn from each mistake
2. Values check-in once a week
3. Two things you're proud of that are no achievement, every evening"""
WARM = "warmer than I thought"
MATTERS = "Being outdoors"
VERSION = "walk once round the pond"
RAIN = "The rain smelled of stone"
STREET = "Walked home the long way"
FRIEND = "Mara, +351 210 000 000"
SIGN = "I stop answering messages"

Scene = Callable[[Story], Awaitable[None]]


async def whole(told: Story, practice: LivePractice) -> None:
    """Every scene in order, from a Monday evening to the day after everything is erased."""
    await begin(told)
    await answers_of_every_kind(told)
    await things_that_are_no_answer(told)
    await box_is_stopped_early(told)
    await box_rings_after_a_restart(told, practice)
    await plan_is_made(told)
    await today_lists_what_is_open(told)
    await plan_is_mentioned(told)
    for scene in (noticing_comes, senses, own_card, notes, settings, values, pause, plan_is_looked_at):
        await scene(told)
    for scene in (
        check_in,
        held_minutes,
        bell_is_late,
        bot_is_blocked,
        quiet_and_return,
        copy_is_taken,
        erasing,
    ):
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


# --- the first evening --------------------------------------------------------------------------


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
    drawn = Path(__file__).parents[2] / "docs" / "two-phones.png"
    await answered(told.page, (await opened.value).set_files([drawn, drawn]))
    await me.has("Shall I keep that?")
    await told.show("an album")
    await me.tap("As a note", then="Kept.")
    await told.show("an album is kept")


async def things_that_are_no_answer(told: Story) -> None:
    """A sticker, a place, an edit, a reply to something old, and a button that has had its day."""
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
    await old_button(told)
    await reply_to_an_old_message(told)


async def old_button(told: Story) -> None:
    """A button of a flow that is over says so."""
    old = told.client.phone.get_by_role("button", name="As a note", exact=True)
    assert await old.count() == 0
    await answered(told.page, told.client.phone.get_by_role("button", name="Change it").first.click())
    await told.show("an old button")


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


# --- boxes and plans ----------------------------------------------------------------------------


async def box_is_stopped_early(told: Story) -> None:
    """Ten minutes, ended after none."""
    me = told.client
    await me.tap("Ten minutes", then="Ten minutes for what?")
    await told.show("ten minutes")
    await me.tap("Read", then="Reading. I ring")
    await told.show("before it starts")
    await me.tap("Start", then="Reading until")
    await told.show("a box runs")
    await me.tap("Stop early", then="A short box is a box.")
    await told.show("stopped early")


async def box_rings_after_a_restart(told: Story, practice: LivePractice) -> None:
    """The coach is started anew while a box runs; it rings once, and the client goes on."""
    me = told.client
    await me.write("/box", then="Ten minutes for what?")
    await me.tap("Something else", then="?")
    await told.show("ten minutes of one's own")
    await me.write("Sort the photos", then="Sort the photos")
    await me.tap("Start", then="until")
    await practice.restart()
    await told.move("next")
    await me.sees("I'd like to go on")
    await told.show("the bell")
    await me.tap("I'd like to go on", then="With a clock, or without?")
    await told.show("going on")
    await me.tap("Ten more, with the bell", then="until")
    await told.move("next")
    await me.tap("I stopped", then="How was that?")
    await told.show("how it was")
    await me.tap("Restless", then="Kept.")
    await told.show("how it was is kept")


async def bell_is_late(told: Story) -> None:
    """The computer sleeps while a box runs."""
    me = told.client
    await me.write("/box", then="Ten minutes for what?")
    await me.tap("Draw", then="I ring")
    await me.tap("Start", then="until")
    await told.move("lid")
    await me.sees("This bell is late")
    await told.show("the bell is late")
    await me.tap("I'd like to go on", then="With a clock, or without?")
    await me.tap("No clock", then="It ends when you say so.")
    await told.show("no clock")


async def plan_is_made(told: Story) -> None:
    """Both halves tapped, read once, kept on top of the chat."""
    me = told.client
    await me.write("/plan", then="when does it get hard?")
    await told.show("a plan")
    await me.tap("Before a meeting", then="then I will")
    await told.show("the other half")
    await me.tap("My own words", then="?")
    await told.show("the other half in own words")
    await me.write("put both feet on the floor", then="Tie it to something")
    await me.tap("When I stand up", then="Does it sound like you?")
    await told.show("the plan is read")
    await me.tap("Keep it", then="Kept and pinned.")
    await expect(me.phone.locator(".pinned-bar")).to_contain_text("Your plan")
    await told.show("the plan is pinned")
    await me.tap("Weekdays 8:55 AM", then="Weekdays at 8:55 AM")
    await told.show("when it is mentioned")


async def plan_is_mentioned(told: Story) -> None:
    """The next weekday morning."""
    me = told.client
    await told.go_to("Plan")
    await me.sees("put both feet on the floor")
    await told.show("the plan is mentioned")
    await me.tap("No more of these", then="It stays on top of the chat")
    await told.show("no more of these")


async def plan_is_looked_at(told: Story) -> None:
    """Five days on: keep, change or drop."""
    me = told.client
    await told.go_to("Plan")
    await me.sees("Does it stay, change or go?")
    await told.show("the plan after five days")
    await me.tap("Keep", then="Has its moment come up?")
    await told.show("has it come up")
    await me.tap("It did, and I didn't", then="A plan only waits")
    await told.show("a plan only waits")
    await me.write("/plan", then="Your plan")
    await told.show("a plan asked for")


async def today_lists_what_is_open(told: Story) -> None:
    """The day's card with something open on it."""
    me = told.client
    await mistake_afresh(told)
    await me.tap("Today", then="From Dr. Maren Vale:")
    await told.show("the day's card with something open")
    await me.tap("Go on", then="What happened?")
    await me.tap("Stop here", then="All right.")
    await told.show("nothing to keep")


# --- noticing, values ---------------------------------------------------------------------------


async def noticing_comes(told: Story) -> None:
    """At its hour; put off, answered, a word added."""
    me = told.client
    await told.go_to("A small noticing")
    await me.sees("Not now")
    await told.show("a noticing")
    await me.tap("Later", then="When?")
    await told.show("a noticing for later")
    await me.tap("20 min", then="knock again")
    await told.show("it knocks again")
    await told.move("next")
    await me.sees("Here it is again.")
    await told.show("it is there again")
    await me.tap_first(then="")
    await told.show("a noticing answered")
    await me.tap("Add a word or photo", then="A word, a photo")
    await told.show("a word asked for")
    await me.write(WARM, then="Kept with it.")
    await told.show("a word added")


async def senses(told: Story) -> None:
    """Fewer of them, as before, and which senses they are about."""
    me = told.client
    await me.tap("Fewer of these", then="Every other day")
    await told.show("fewer of these")
    await me.tap("As before", then="As before, then")
    await me.tap("Another kind", then="Which senses")
    await told.show("senses")
    await me.tap("● Sound", then="Which senses")
    await expect(me.phone.get_by_role("button", name="○ Sound")).to_be_visible()
    await told.show("senses switched")
    await me.tap("Done", then="those it is")
    await told.show("senses done")


async def values(told: Story) -> None:
    """What matters, set from the day's card through the weekly check-in's door."""
    me = told.client
    await me.write("/today", then="From Dr. Maren Vale:")
    await told.show("today")
    await me.tap("Values check-in", then="What matters to you")
    await told.show("what matters")
    await me.tap("Give me a way in", then="Pick a way in.")
    await told.show("ways into what matters")
    await me.tap("Home and nature", then="?")
    await me.write(MATTERS, then="are those the ones?")
    await told.show("one that matters")
    await me.tap("Those are mine", then="if nobody ever knew?")
    await told.show("unseen")
    await me.tap("Yes", then="Did someone show you")
    await told.show("who showed it")
    await me.tap("Leave it blank", then="Kept as directions")
    await told.show("values are set")
    await me.tap("Done", then="Kept as directions")


async def check_in(told: Story) -> None:
    """The weekly look, and ten minutes held for a step."""
    me = told.client
    await told.go_to("Values check-in")
    await me.sees("Not this week")
    await told.show("the weekly check-in")
    await me.tap("Yes", then="How near was it")
    await told.show("how near")
    await me.tap("Some way", then="a little closer this week?")
    await told.show("one to bring closer")
    await me.tap(MATTERS, then="ten minutes")
    await told.show("ten minutes of it")
    await me.tap("Show ideas", then="•")
    await told.show("ideas")
    await me.write(VERSION, then="Shall I hold ten minutes")
    await told.show("an hour for it")
    await me.tap("Pick a time", then="Type a day and a time")
    await told.show("pick a time")
    await me.write("tomorrow at 6 pm", then="Held:")
    await told.show("ten minutes are held")


async def held_minutes(told: Story) -> None:
    """The hour that was held comes."""
    me = told.client
    await told.go_to("Ten minutes")
    await me.sees(VERSION)
    await told.show("the held minutes")
    await me.tap_first(then="")
    await told.show("the held minutes begin")


# --- the client's own ---------------------------------------------------------------------------


async def own_card(told: Story) -> None:
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


async def bot_is_blocked(told: Story) -> None:
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
    await me.has("Shall the evening question come back?")
    await me.tap("Yes, 9:15 PM", then="As before, then.")
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
    await me.tap("Stop sharing with Dr. Maren Vale", then="/settings changes it back")
    await told.show("sharing is stopped")
    await told.therapist.has("keeps new answers to themselves")


async def erasing(told: Story) -> None:
    """Asked twice, undone once, and a day later everything is gone."""
    me = told.client
    await me.write("/privacy", then="Your answers are kept to you.")
    await told.show("privacy without sharing")
    await me.tap("Erase everything", then="all of it goes")
    await told.show("before erasing")
    await me.tap("Erase everything", then="Until then it can be undone")
    await told.show("a day to undo it")
    await me.tap("Undo", then="Undone.")
    await told.show("undone")
    await me.write("/privacy", then="Your answers are kept to you.")
    await me.tap("Erase everything", then="all of it goes")
    await me.tap("Erase everything", then="Until then it can be undone")
    await told.move("day")
    await me.has("is erased here")
    await told.show("erased")
    await me.write("hello", then="I work by invitation")
    await told.show("by invitation")
