"""Looking back before an appointment, on the screen."""

from bot.core.exercise import AnyStep, ChoiceStep, Exercise, ManyStep, ScaleStep
from bot.core.inputs import Said
from bot.core.meeting_places import Reviewing
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk.quoting import filled
from bot.core.text import Rich, joined, marked
from bot.core.turn import Button, Rows

PER_PIECE = ("went", "way", "helped", "next")
ONCE = ("showed", "first")
A_ROW = 6
"""So many numbers stand in one row."""


def ask(scene: Scene, exercise: Exercise, place: Reviewing, before: Rich | None = None) -> Move:
    """To `place`, with its question."""
    step = exercise.step(place.step)
    assert step is not None, "hear() has looked it up"
    title = place.pieces[place.index].title if place.step in PER_PIECE else ""
    question = filled(scene, scene.variant(step.ask), place.run)
    said = joined([before or "", marked("bold", title), question, ends(scene, step)])
    return Move(place=place, says=(bubble(said, rows(scene, exercise, place)),))


def hint(scene: Scene) -> Rich | None:
    """Why the question is there again; a tap needs no reason."""
    return scene.say("Tap one, or type it your way.") if isinstance(scene.given, Said) else None


def rows(scene: Scene, exercise: Exercise, place: Reviewing) -> Rows:
    """The buttons of the question."""
    step = exercise.step(place.step)
    back = (scene.button("Back", "back"),) if place.run.answers else ()
    out = (*back, scene.button("Skip", "skip"), scene.button("Stop here", "stop"))
    match step:
        case ChoiceStep(options=options):
            return (*in_rows([Button(label=each.label, do=f"pick:{each.id}") for each in options]), out)
        case ManyStep(options=options):
            signs = [("●" if each.id in place.ticked else "○", each) for each in options]
            ticks = [Button(label=f"{sign} {each.label}"[:24], do=f"tick:{each.id}") for sign, each in signs]
            return (*in_rows(ticks), (scene.button("Done", "ticked", style="primary"),), out)
        case ScaleStep():
            return (*numbers(step), out)
        case _:
            return (out,)


def numbers(step: AnyStep) -> Rows:
    """A button for each number of a scale; none for any other question."""
    if not isinstance(step, ScaleStep):
        return ()
    return in_rows([Button(label=str(n), do=f"pick:{n}") for n in range(step.least, step.most + 1)], A_ROW)


def ends(scene: Scene, step: AnyStep) -> Rich | str:
    """What the ends of a scale mean, where its step says so."""
    if not isinstance(step, ScaleStep) or step.low is None or step.high is None:
        return ""
    return scene.say(
        "{least} is {low}, {most} is {high}.", least=step.least, low=step.low, most=step.most, high=step.high
    )
