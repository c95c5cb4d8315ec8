"""The bell of a step that asks for nothing but a little time."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import Change, TimerDropped, TimerSet
from bot.core.run import Run
from bot.core.scene import Scene
from bot.core.session import Answering

TIMER = "step"


def begun(scene: Scene, seconds: int, place: Answering) -> tuple[Answering, tuple[Change, ...]]:
    """The place with the time until which the pause lasts, and the timer that rings then."""
    until = scene.now + timedelta(seconds=seconds)
    return replace(place, until=until), (TimerSet(timer=TIMER, subject=place.run.id, at=until),)


def no_bell(run: Run) -> Change:
    """Nothing rings any more."""
    return TimerDropped(timer=TIMER, subject=run.id)
