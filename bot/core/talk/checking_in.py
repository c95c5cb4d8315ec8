"""To be written."""

from bot.core.exercise import Exercise
from bot.core.places import CheckingIn
from bot.core.run import Trigger
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Prompted, Resting


def begin(scene: Scene, _exercise: Exercise, _trigger: Trigger) -> Move:
    """Its first message."""
    return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))


def take_up(scene: Scene, exercise: Exercise, _place: Prompted) -> Move:
    """Its first message, after a nudge was answered with yes."""
    return begin(scene, exercise, "nudge")


def hear(_scene: Scene, _place: CheckingIn) -> Move:
    """Whatever came in while this stood open."""
    return Move(place=Resting())
