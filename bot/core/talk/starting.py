"""Starting an exercise by its form: step by step, or as a noticing, a check-in, a box or a plan."""

from bot.core.exercise import Exercise
from bot.core.person import Assignment
from bot.core.run import Trigger
from bot.core.scene import Move, Scene
from bot.core.talk import (
    boxing,
    checking_in,
    doing,
    heeding,
    noticing,
    planning,
    prompts,
    recapping,
    reopening,
    reviewing,
)


def begin(scene: Scene, exercise: Exercise, trigger: Trigger, given: Assignment | None = None) -> Move:
    """The first message of an exercise that somebody chose to do: of one of several pieces of homework, where it is
    `given` which. An open nudge for it is taken up by that."""
    if (instead := heeding.off(scene, exercise)) is not None:
        return instead
    nudge = prompts.for_exercise(scene, exercise, given.id if given else None)
    if nudge is not None:
        return prompts.begin(scene, exercise, nudge)
    match exercise.form:
        case "noticing":
            return noticing.begin(scene, exercise, trigger)
        case "values":
            return checking_in.begin(scene, exercise, trigger)
        case "box":
            return boxing.begin(scene, exercise, trigger)
        case "plan":
            return planning.begin(scene, exercise, trigger)
        case "review":
            return reviewing.begin(scene, exercise, trigger)
        case "recap":
            return recapping.begin(scene, exercise, trigger)
        case "steps":
            return reopening.ask(scene, exercise, given) or doing.begin(scene, exercise, trigger, given=given)


def begin_with_words(scene: Scene, exercise: Exercise, trigger: Trigger) -> Move:
    """The same where words came in already: they are the first answer, if it can be one."""
    if (instead := heeding.off(scene, exercise)) is not None:
        return instead
    nudge = prompts.for_exercise(scene, exercise)
    if nudge is not None:
        return prompts.answered(scene, exercise, nudge)
    match exercise.form:
        case "steps":
            return doing.begin_with_answer(scene, *doing.opening(scene, exercise, trigger))
        case "box":
            return boxing.begin_with_words(scene, exercise, trigger)
        case "plan":
            return planning.begin_with_words(scene, exercise, trigger)
        case _:
            return begin(scene, exercise, trigger)
