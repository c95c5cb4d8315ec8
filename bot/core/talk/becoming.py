"""Answers that become a choice in the client's profile once their run is over, as the exercise declares it."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.exercise import Exercise, ListStep
from bot.core.person import Profile
from bot.core.run import Run
from bot.core.scene import Scene
from bot.core.text import clip, unended

LONGEST = 60
"""A value stands on buttons and in questions, so it is kept this short."""


def profile_reworded(scene: Scene, exercise: str, step: str, before: str, now: str) -> Profile | None:
    """The profile after a kept answer was said anew, where its old words stand among the client's choices."""
    found = scene.exercise(exercise)
    asked = found.step(step) if found else None
    old, new = _short(before).casefold(), _short(now)
    is_value = isinstance(asked, ListStep) and asked.becomes == "values"
    if not is_value or not new or old not in {each.casefold() for each in scene.profile.values}:
        return None
    values = _distinct(new if each.casefold() == old else each for each in scene.profile.values)
    return replace(scene.profile, values=values)


def profile_after(scene: Scene, exercise: Exercise, run: Run) -> Profile | None:
    """The profile with what `run` gave to it; None where it gave nothing."""
    names = {step.id for step in exercise.steps if isinstance(step, ListStep) and step.becomes == "values"}
    values = _distinct(_short(each.text) for each in run.answers if each.step in names)
    return replace(scene.profile, values=values) if values else None


def _short(words: str) -> str:
    return unended(clip(words, LONGEST))


def _distinct(given: Iterable[str]) -> tuple[str, ...]:
    values: dict[str, str] = {}
    for each in given:
        values.setdefault(each.casefold(), each)
    values.pop("", None)
    return tuple(values.values())
