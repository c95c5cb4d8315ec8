"""A second half that comes only if the client wants it: planned by a tap, some time after its first half is over."""

from bot.core.exercise import Exercise
from bot.core.person import KeptRun
from bot.core.scene import Move, Scene, bubble
from bot.core.talk import following


def do(scene: Scene, exercise: Exercise, offered: str, run: str) -> str:
    """What the button of an offer does: it starts what is offered, or plans it if it comes later and is to be asked for."""
    other = scene.exercise(offered)
    is_later = other is not None and other.rhythm.asked and other.rhythm.exercise == exercise.id
    return f"later:{run}" if is_later else f"offer:{offered}"


def plan(scene: Scene, run: KeptRun) -> Move:
    """Plan what may come after this run; a second tap plans nothing more."""
    planned = following.asked_for(scene, run)
    if not planned:
        return Move(toast=scene.label("That one has closed."))
    day = scene.day(planned[0].due)
    return Move(
        says=(bubble(scene.say("All right. I ask once, on {day}.", day=day)),), fresh=True, changes=planned
    )
