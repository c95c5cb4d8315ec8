"""To be written."""

from bot.core.exercise import Exercise
from bot.core.places import Noticing
from bot.core.run import Trigger
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Due, Resting, TimerOver


def begin(scene: Scene, _exercise: Exercise, _trigger: Trigger) -> Move:
    """Its first message."""
    return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))


def hear(_scene: Scene, _place: Noticing) -> Move:
    """Whatever came in while this stood open."""
    return Move(place=Resting())


def offer(scene: Scene, exercise: Exercise, due: Due) -> Move:
    """A due sensory nudge: the question itself, silent, answerable with one tap."""
    return Move(place=Resting())


def timer(scene: Scene, given: TimerOver) -> Move:
    """The end of an open noticing's life."""
    return Move()


def tapped(scene: Scene, what: str) -> Move:
    """A standing button under an answered noticing."""
    return Move()
