"""To be written."""

from bot.core.exercise import Exercise
from bot.core.places import Boxing
from bot.core.run import Trigger
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting


def begin(scene: Scene, _exercise: Exercise, _trigger: Trigger) -> Move:
    """Its first message."""
    return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))


def hear(_scene: Scene, _place: Boxing) -> Move:
    """Whatever came in while this stood open."""
    return Move(place=Resting())


def bell(scene: Scene) -> Move:
    """The running box is over."""
    return Move()


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of a box: stop early, stopped, go on."""
    return Move()


def hold(scene: Scene, label: str) -> Move:
    """The hour has come that ten minutes were to be held for."""
    return Move()
