"""Two numbers of the client's own, side by side and without a verdict; from three such pairs on, both averages."""

from dataclasses import replace

from bot.core.exercise import Exercise
from bot.core.person import Pair, Profile
from bot.core.run import Run
from bot.core.scene import Scene
from bot.core.talk.conditions import number
from bot.core.text import Rich

ENOUGH = 3
"""So many pairs it takes for an average to say anything."""
KEPT = 24
"""So many pairs are kept in all; the oldest go first."""


def compared(scene: Scene, exercise: Exercise, run: Run, profile: Profile) -> tuple[Rich, Profile]:
    """What a finished run says beside its numbers, and the profile that remembers the pair."""
    compare = exercise.closing.compare
    pair = _pair(exercise, run)
    if compare is None or pair is None:
        return Rich(""), profile
    pairs = (*(each for each in profile.pairs if each.run != run.id), pair)[-KEPT:]
    profile = replace(profile, pairs=pairs)
    own = [each for each in pairs if each.exercise == exercise.id]
    if compare.averages is None or len(own) < ENOUGH:
        return scene.fill(compare.say, before=pair.before, after=pair.after), profile
    before, after = _mean([each.before for each in own]), _mean([each.after for each in own])
    return scene.fill(compare.averages, count=len(own), before=before, after=after), profile


def without(profile: Profile, run: str) -> Profile | None:
    """The profile once a run was deleted; None where it had no pair of it."""
    left = tuple(each for each in profile.pairs if each.run != run)
    return None if left == profile.pairs else replace(profile, pairs=left)


def _pair(exercise: Exercise, run: Run) -> Pair | None:
    compare = exercise.closing.compare
    before, after = (number(run, compare.before), number(run, compare.after)) if compare else (None, None)
    return (
        None
        if before is None or after is None
        else Pair(exercise=exercise.id, run=run.id, before=before, after=after)
    )


def _mean(values: list[int]) -> int:
    """To the whole number, a half upwards: more would look like a measurement."""
    return (2 * sum(values) + len(values)) // (2 * len(values))
