"""Until when a piece of homework goes on: chosen by tap or as a typed date, and said in words."""

from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.core.person import ClientCard
from bot.core.scene import Scene, in_rows
from bot.core.talk.dates import today
from bot.core.text import Rich
from bot.core.therapist_places import Proposal
from bot.core.turn import Button, Rows
from bot.core.words import to_say

Until = date | Literal["appointment"] | None
SESSION, DATE, NONE = "session", "date", "none"
ENDS = to_say(
    {
        SESSION: "Next session",
        "7": "In a week",
        "14": "In two weeks",
        "28": "In four weeks",
        DATE: "A date",
        NONE: "No end",
    }
)
"""The ends there are to tap; a number is so many days away."""


def is_end(argument: str) -> bool:
    """Whether a button stands for an end that needs no more words."""
    return argument in ENDS and argument != DATE


def end_of(scene: Scene, argument: str) -> Until:
    """The end that such a button stands for."""
    if argument.isdecimal():
        return today(scene) + timedelta(days=int(argument))
    return "appointment" if argument == SESSION else None


def rows(scene: Scene, proposal: Proposal) -> Rows:
    """Every end there is to choose, the present one marked."""
    present = next((do for do in ENDS if is_end(do) and end_of(scene, do) == proposal.until), DATE)
    buttons = [
        Button(label=f"{'●' if do == present else '○'} {scene.label(label)}", do=f"end:{do}")
        for do, label in ENDS.items()
    ]
    return (*in_rows(buttons), (scene.button("Back", "back"),))


def line(scene: Scene, proposal: Proposal) -> Rich:
    """The end of one piece as a line of its own."""
    match proposal.until:
        case None:
            return scene.say("It goes on until there is other homework.")
        case "appointment":
            return scene.say("It goes on until the next session.")
        case day:
            return scene.say("It goes on until {day}.", day=named(scene, day))


def behind(scene: Scene, proposal: Proposal, client: ClientCard, piece: Rich) -> Rich:
    """`piece` with its end behind it."""
    meets = client.next_appointment
    match proposal.until:
        case None:
            return scene.say("{piece}, with no end", piece=piece)
        case "appointment" if meets is None:
            return scene.say("{piece}, until the next session", piece=piece)
        case "appointment":
            assert meets is not None, "the case before"
            return scene.say("{piece}, until the next session ({day})", piece=piece, day=scene.day(meets))
        case day:
            return scene.say("{piece}, until {day}", piece=piece, day=named(scene, day))


def named(scene: Scene, day: date) -> str:
    """A date in words, with its weekday."""
    return scene.calendar.day(datetime.combine(day, time()))
