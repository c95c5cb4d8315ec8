"""Homework that comes around the client's noticing hour, given to a client who has chosen none: it is asked for."""

from collections.abc import Iterable

from bot.core.inputs import Tapped
from bot.core.plan import Plan, Random
from bot.core.scene import Move, Scene
from bot.core.session import Settling
from bot.core.talk import lingering
from bot.core.talk.settling_steps import ask
from bot.core.turn import Button, Reply

DO = "hour"


def needed(plans: Iterable[Plan]) -> bool:
    """Whether one of the plans waits for a noticing hour."""
    return any(isinstance(plan, Random) and plan.days for plan in plans)


def is_missing(scene: Scene) -> bool:
    """Whether homework of this client waits for an hour they have not chosen."""
    return scene.profile.noticing is None and needed(each.plan for each in scene.person.assignments)


def buttons(scene: Scene) -> list[Button]:
    """The way to choose it, while it is missing."""
    return [scene.button("Choose an hour", DO, stands=True)] if is_missing(scene) else []


def tapped(scene: Scene, _argument: str) -> Move:
    """Homework was taken up, or the hour is to be chosen now; during the first questions it comes up by itself."""
    if lingering.is_settling_in(scene) or not is_missing(scene):
        message = scene.given.message if isinstance(scene.given, Tapped) else None
        return Move(says=(Reply(edit=message, bare=True),), toast=scene.label("Done"))
    return ask(scene, Settling(step="noticing", alone=True, homework=True))
