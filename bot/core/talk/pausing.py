"""A break: how long, what it leaves working, and the quiet way back."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.changes import TimerDropped, TimerSet
from bot.core.inputs import Said, Tapped
from bot.core.places import Pausing
from bot.core.plan import after_quiet, instant
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.talk import quiet_days
from bot.core.talk.matching import matching
from bot.core.turn import Rows
from bot.core.words import to_say

LENGTHS = to_say((("Until tomorrow", 1), ("3 days", 3), ("A week", 7)))
"""Labels and how many days each is."""


def ask(scene: Scene) -> Move:
    """/pause"""
    return Move(place=Pausing(), says=(bubble(scene.say("How long?"), _rows(scene)),))


def hear(scene: Scene, _place: Pausing) -> Move:
    """A length, or a way out."""
    match _chosen(scene):
        case "open":
            return _begun(scene, None)
        case "not":
            return Move(place=Resting(), says=(bubble(scene.say("All right, everything stays as it is.")),))
        case days if days.isdecimal() and 0 < int(days) <= 31:
            return _begun(scene, _end(scene, int(days)))
        case _:
            return ask(scene)


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of a pause: end it, or make it longer."""
    if what == "longer":
        return ask(scene)
    if what == "more":
        return _begun(scene, _end(scene, 3))
    return over(scene)


def over(scene: Scene) -> Move:
    """Back to it: nothing is said about the time between."""
    profile = replace(scene.profile, paused=False, paused_until=None)
    said = scene.say("Back to it. The next one comes at your usual time.")
    return Move(place=Resting(), says=(bubble(said),), profile=profile, changes=(_forget(),))


def ran_out(scene: Scene) -> Move:
    """The pause is over; asked for silently, at an hour that is not quiet."""
    if not scene.profile.paused:
        return Move()
    if quiet_days.is_on(scene):
        return Move(changes=(TimerSet(timer="pause", subject="", at=quiet_days.next_free(scene)),))
    back = scene.button("Back to it", "pause:over", stands=True, style="primary")
    more = scene.button("3 more days", "pause:more", stands=True)
    said = bubble(scene.say("The pause is over, if you like."), ((back, more),), silent=True)
    return Move(says=(replace(said, kind="nudge"),))


def is_on(scene: Scene) -> bool:
    """Whether nothing is to be offered now."""
    return scene.profile.paused


def _begun(scene: Scene, until: datetime | None) -> Move:
    profile = replace(scene.profile, paused=True, paused_until=until)
    back = scene.button("Come back now", "pause:over", stands=True)
    longer = scene.button("Longer", "pause:longer", stands=True)
    if until is None:
        said = scene.say("Quiet until you say. Your buttons still work.")
        return Move(place=Resting(), says=(bubble(said, ((back,),)),), profile=profile, changes=(_forget(),))
    said = scene.say("Quiet until {day}. Your buttons still work.", day=scene.day(until))
    timer = TimerSet(timer="pause", subject="", at=until)
    return Move(place=Resting(), says=(bubble(said, ((back, longer),)),), profile=profile, changes=(timer,))


def _end(scene: Scene, days: int) -> datetime:
    """So many dates on, at the client's evening hour, never in quiet hours."""
    local = scene.now.astimezone(scene.zone)
    at = instant(
        local.date() + timedelta(days=days), scene.profile.evening or local.time(), scene.profile.zone
    )
    return after_quiet(at, scene.profile.hours)


def _forget() -> TimerDropped:
    return TimerDropped(timer="pause", subject="")


def _chosen(scene: Scene) -> str:
    match scene.given:
        case Tapped(do=do):
            return do.removeprefix("days:")
        case Said(text=text):
            labels = [(button.label, button.do) for row in _rows(scene) for button in row]
            return (matching(text, labels, loosely=True) or "").removeprefix("days:")
        case _:
            return ""


def _rows(scene: Scene) -> Rows:
    lengths = [scene.button(label, f"days:{days}") for label, days in LENGTHS]
    return (*in_rows([*lengths, scene.button("Until I say", "open")]), (scene.button("Rather not", "not"),))
