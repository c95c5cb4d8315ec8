"""Starting an exercise by its form: step by step, or as a noticing, a check-in, a box or a plan."""

from bot.core.exercise import Exercise
from bot.core.run import Trigger
from bot.core.scene import Move, Scene
from bot.core.talk import boxing, checking_in, doing, noticing, planning, recapping, reopening, reviewing


def begin(scene: Scene, exercise: Exercise, trigger: Trigger) -> Move:
    """The first message of an exercise that somebody chose to do."""
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
            return reopening.ask(scene, exercise) or doing.begin(scene, exercise, trigger)


def begin_with_words(scene: Scene, exercise: Exercise, trigger: Trigger) -> Move:
    """The same where words came in already: they are the first answer, if it can be one."""
    match exercise.form:
        case "steps":
            return doing.begin_with_answer(scene, *doing.opening(scene, exercise, trigger))
        case "box":
            return boxing.begin_with_words(scene, exercise, trigger)
        case "plan":
            return planning.begin_with_words(scene, exercise, trigger)
        case _:
            return begin(scene, exercise, trigger)
