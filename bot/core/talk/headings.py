"""The headings of a session's summary, and what stands under them, on anybody's screen."""

from collections.abc import Sequence
from itertools import zip_longest

from bot.core.exercise import Exercise
from bot.core.recap import HEADINGS
from bot.core.scene import Scene
from bot.core.steps import AnyStep
from bot.core.text import Rich, clip, joined, marked

LONGEST = 600
"""How much of one heading's text is kept; five of them fit on one screen."""
SHOWN = 160


def exercise_of(scene: Scene) -> Exercise | None:
    """The exercise whose steps are the headings."""
    found = next((each.id for each in scene.library.exercises.values() if each.form == "recap"), None)
    return scene.exercise(found) if found else None


def count(exercise: Exercise) -> int:
    """How many steps are headings that anybody writes under; what comes after them is asked of the client alone."""
    return sum(step.id in HEADINGS for step in exercise.steps)


def standing(texts: Sequence[str], index: int) -> str:
    """What stands under one heading so far."""
    return texts[index] if index < len(texts) else ""


def with_text(texts: Sequence[str], index: int, text: str) -> tuple[str, ...]:
    """`texts` with another one under that heading."""
    wide = [standing(texts, n) for n in range(max(len(texts), index + 1))]
    wide[index] = text[:LONGEST]
    return tuple(wide)


def heading(step: AnyStep, text: str, shown: int = SHOWN) -> Rich:
    """A heading and the beginning of what stands under it."""
    return joined([marked("bold", step.name), marked("quote", clip(text, shown))])


def whole(exercise: Exercise, texts: Sequence[str]) -> Rich:
    """Every heading that has something under it."""
    pairs = zip_longest(exercise.steps, texts[: len(exercise.steps)], fillvalue="")
    lines = [heading(step, text, LONGEST) for step, text in pairs if text and not isinstance(step, str)]
    return joined(lines, "\n\n")
