"""To be written."""

from bot.core.exercise import Exercise
from bot.core.places import Planning
from bot.core.run import Trigger
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting


def begin(scene: Scene, _exercise: Exercise, _trigger: Trigger) -> Move:
    """Its first message."""
    return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))


def hear(_scene: Scene, _place: Planning) -> Move:
    """Whatever came in while this stood open."""
    return Move(place=Resting())


def show(scene: Scene) -> Move:
    """The plan in front, or how to make one."""
    return Move()


def timer(scene: Scene, name: str) -> Move:
    """The hour to mention the plan, or the five-day question."""
    return Move()


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of a plan: keep, tweak, drop."""
    return Move()
