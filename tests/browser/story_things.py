"""Boxes, a plan, noticings and values, played on the phone page: each scene one function."""

from __future__ import annotations

from playwright.async_api import expect

from bot.practice import LivePractice
from tests.browser.story import Story

WARM = "warmer than I thought"
MATTERS = "Being outdoors"
VERSION = "walk once round the pond"


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
    await me.tap("Fewer of these", then="")
    await me.has("Every other day")
    await told.show("fewer of these")
    await me.tap("As before", then="")
    await me.has("As before, then")
    await me.tap("Another kind", then="")
    await me.has("Which senses")
    await told.show("senses")
    await me.tap("● Sound", then="")
    await expect(me.phone.get_by_role("button", name="○ Sound")).to_be_visible()
    await told.show("senses switched")
    await me.tap("Done", then="")
    await me.has("those it is")
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
    await me.sees("The ten minutes you asked for.")
    await told.show("the held minutes")
    await me.tap("Start", then=VERSION)
    await told.show("the held minutes begin")
    await me.tap("Stop early", then="A short box is a box.")
