"""One plain question the morning after the help card: how it is; no exercise, no cheer, and never twice."""

from datetime import time, timedelta

from bot.core.changes import TimerDropped, TimerSet
from bot.core.hours import after_quiet, is_quiet
from bot.core.person import Role
from bot.core.scene import Move, Scene, bubble
from bot.core.turn import Rows
from bot.core.wall import instant, local_day

NAME = "lookin"
MORNING = time(10)
STILL_NIGHT = timedelta(hours=4)
"""A card before four in the morning belongs to the evening before."""


def planned(scene: Scene) -> tuple[TimerSet, ...]:
    """When to look in, for a client who was shown the card; a later card moves it."""
    if scene.person.role is not Role.CLIENT:
        return ()
    day = local_day(scene.now - STILL_NIGHT, scene.profile.zone) + timedelta(days=1)
    at = after_quiet(instant(day, MORNING, scene.profile.zone), scene.profile.hours)
    return (TimerSet(timer=NAME, subject="", at=at),)


def timer(scene: Scene) -> Move:
    """The morning has come. It waits for the end of quiet hours, and stays away where nothing may come at all.

    Either way the words that brought the card are forgotten.
    """
    if not scene.profile.reachable or scene.profile.erasing_at is not None:
        return Move(of_card="")
    if is_quiet(scene.now, scene.profile.hours):
        later = after_quiet(scene.now, scene.profile.hours)
        return Move(changes=(TimerSet(timer=NAME, subject="", at=later),))
    return Move(
        says=(bubble(scene.say("Looking in. How is it now?"), _rows(scene), silent=True),), of_card=""
    )


def heard(scene: Scene) -> Move:
    """Better, or the same."""
    return Move(says=(bubble(scene.say("Thank you for telling me. /sos has the card, whatever the hour.")),))


def dropped(scene: Scene) -> Move:
    """The client would rather not be asked. With the question goes what it would have forgotten in the morning."""
    said = scene.say("All right, I won't. /sos has the card, whatever the hour.")
    return Move(says=(bubble(said),), changes=(TimerDropped(timer=NAME, subject=""),), of_card="")


def _rows(scene: Scene) -> Rows:
    better = scene.button("Better", "help:better", stands=True)
    same = scene.button("The same", "help:same", stands=True)
    worse = scene.button("Worse", "help:worse", stands=True)
    return ((better, same, worse),)
