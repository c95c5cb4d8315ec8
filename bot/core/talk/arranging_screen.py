"""Arranging appointments on the screen: the questions, their buttons, and when somebody is met in words."""

from datetime import time, timedelta

from bot.core.appointment import moved_starts
from bot.core.meeting_places import Arranging
from bot.core.person import BRIEF_BEFORE, ClientCard
from bot.core.scene import MOST_PICKS, Move, Scene, bubble, in_rows
from bot.core.talk.dates import day_button, days_from, today
from bot.core.text import Rich, clip, joined
from bot.core.turn import Button, Rows
from bot.core.words import to_say

DAYS_SHOWN = 8
HOURS = (9, 10, 11, 12, 14, 15, 16, 17)
LEADS = to_say({60: "An hour before", 120: "Two hours before", 1440: "A day before", 0: "Not by itself"})
"""When the brief comes, in minutes before an appointment."""
RHYTHMS = to_say({0: "Once", 7: "Every week", 14: "Every two weeks"})


def show(scene: Scene, place: Arranging, before: Rich | None = None) -> Move:
    """The question that `place` stands at, after a line where there is one."""
    said = joined([before or "", words(scene, place)])
    return Move(place=place, says=(bubble(said, rows(scene, place)),))


def words(scene: Scene, place: Arranging) -> Rich:
    """What is asked."""
    client = card_of(scene, place.client)
    name = client.nickname if client else ""
    match place.step:
        case "who":
            return scene.say("Whose sessions?")
        case "menu" if client is not None:
            return meets(scene, client)
        case "day":
            return scene.say("{client}: on which day? Tap one, or type a date.", client=name)
        case "hour":
            return scene.say("At what time? Tap one, or type it.")
        case "brief":
            return scene.say(
                "When shall the brief come by itself? Now: {when}.", when=scene.label(_lead(scene))
            )
        case "days":
            return scene.say("After how many days does it come again? Type a number from 1 to 90.")
        case _:
            return scene.say("Does it come again?")


def rows(scene: Scene, place: Arranging) -> Rows:
    """The buttons under it."""
    stop = (scene.button("Stop here", "stop"),)
    match place.step:
        case "who":
            return (*in_rows(_clients(scene)), stop)
        case "menu":
            return _menu(scene, place)
        case "day":
            days = [day_button(scene, day) for day in days_from(today(scene) + timedelta(days=1), DAYS_SHOWN)]
            return (*in_rows(days), stop)
        case "hour":
            hours = [Button(label=scene.calendar.hour(time(h)), do=f"at:{h:02d}:00") for h in HOURS]
            same = (scene.button("Same time", "same"),) if place.moving else ()
            return (*in_rows(hours, 4), (*same, scene.button("Back", "back"), *stop))
        case "brief":
            leads = [scene.button(label, f"lead:{minutes}") for minutes, label in LEADS.items()]
            return (*in_rows(leads), (scene.button("Back", "back"), *stop))
        case "days":
            return ((scene.button("Back", "back"), *stop),)
        case _:
            ways = [scene.button(label, f"every:{days}") for days, label in RHYTHMS.items()]
            other = scene.button("Another rhythm", "other")
            return (*in_rows([*ways, other]), (scene.button("Back", "back"), *stop))


def _menu(scene: Scene, place: Arranging) -> Rows:
    client = card_of(scene, place.client)
    summary = scene.button("Session summary", "summary")
    close = scene.button("Close", "close")
    if client is None or client.next_appointment is None:
        return ((scene.button("Set day and hour", "change", style="primary"),), (summary, close))
    return (
        (scene.button("Move this one", "move"), scene.button("Cancel this one", "cancel")),
        (scene.button("Other day and hour", "change"), scene.button("No more sessions", "none")),
        (scene.button("When the brief comes", "brief"),),
        (summary, close),
    )


def _lead(scene: Scene) -> str:
    return LEADS.get(scene.profile.brief_before, LEADS[BRIEF_BEFORE])


def meets(scene: Scene, client: ClientCard) -> Rich:
    """When a client is met next, and how often."""
    if client.next_appointment is None:
        return scene.say("{client}: no session is set.", client=client.nickname)
    return scene.say(
        "{client}: {day}, {time}, {rhythm}.",
        client=client.nickname,
        day=scene.day(client.next_appointment),
        time=scene.clock(client.next_appointment),
        rhythm=rhythm(scene, _every(client)),
    )


def _every(client: ClientCard) -> int | None:
    """The rhythm of the next appointment; None for one that was moved and so comes this once."""
    meetings = client.appointments
    if meetings is None:
        return 0
    return None if client.next_appointment in tuple(moved_starts(meetings)) else meetings.every


def rhythm(scene: Scene, every: int | None) -> Rich:
    """How often, in words."""
    match every:
        case None:
            return scene.say("this once")
        case 0:
            return scene.say("once")
        case 7:
            return scene.say("every week")
        case 14:
            return scene.say("every two weeks")
        case _:
            return scene.counted("every day", "every {days} days", every, days=every)


def card_of(scene: Scene, client: str | None) -> ClientCard | None:
    """The therapist's own client of that id."""
    return next((each for each in scene.person.clients if each.id == client), None)


def _clients(scene: Scene) -> list[Button]:
    return [
        Button(label=clip(each.nickname, 24), do=f"who:{each.id}")
        for each in scene.person.clients[:MOST_PICKS]
    ]
