"""Answers that become a choice in the client's profile once their run is over, as the exercise declares it."""

from dataclasses import replace

from bot.core.exercise import Exercise, ListStep
from bot.core.person import Profile
from bot.core.run import Run
from bot.core.scene import Scene
from bot.core.text import clip

LONGEST = 60
"""A value stands on buttons and in questions, so it is kept this short."""


def profile_after(scene: Scene, exercise: Exercise, run: Run) -> Profile | None:
    """The profile with what `run` gave to it; None where it gave nothing."""
    names = {step.id for step in exercise.steps if isinstance(step, ListStep) and step.becomes == "values"}
    given = [clip(each.text, LONGEST) for each in run.answers if each.step in names]
    values: dict[str, str] = {}
    for each in given:
        values.setdefault(each.casefold(), each)
    values.pop("", None)
    return replace(scene.profile, values=tuple(values.values())) if values else None
