"""A therapist's own exercise among the homework: shown as the client would meet it, then a piece like any other."""

from dataclasses import replace

from bot.core.exercise import AnyStep, ChoiceStep, Exercise, ManyStep, PauseStep, ScaleStep
from bot.core.homemade import beside, exercise_in
from bot.core.scene import Move, Scene
from bot.core.talk import assigning_review as review
from bot.core.text import Rich, clip, fill, joined, marked
from bot.core.therapist_places import Assigning, Proposal

STEPS_SHOWN = 2400
"""How many characters of questions a preview of an exercise holds in all."""


def begin(scene: Scene, place: Assigning, exercise: Exercise, text: str) -> Move:
    """The exercise from first to last, and the piece it becomes; an earlier file of the same exercise gives way."""
    others = (each for each in place.files if not _is(each, exercise))
    here = replace(place, files=(*others, text))
    there = replace(scene, library=beside(scene.library, here.files))
    piece = Proposal(
        words=exercise.title, exercise=exercise.id, days=exercise.rhythm.days, rhythm=exercise.rhythm.kind
    )
    known = tuple(each for each in place.proposals if each.exercise != exercise.id)
    # Whatever was being looked at, this piece comes first now.
    ready = replace(here, step="pick", proposals=known)
    return review.begin(there, ready, (piece,), _shown(scene, exercise))


def _is(text: str, exercise: Exercise) -> bool:
    found = exercise_in(text)
    return found is None or found.id == exercise.id


def _shown(scene: Scene, exercise: Exercise) -> Rich:
    room = STEPS_SHOWN // len(exercise.steps)
    names = {step.id: f"[{step.name}]" for step in exercise.steps}
    steps = [_step(step, names, room) for step in exercise.steps]
    head = scene.say("“{title}” can be used. Step by step it says:", title=exercise.title)
    return joined([head, marked("folded_quote", joined([exercise.why, *steps], "\n\n"))])


def _step(step: AnyStep, names: dict[str, str], room: int) -> str:
    """The first wording of a question, and what there is to tap."""
    asked = fill(step.ask[0], **names).text
    return clip(" ".join([asked, *_taps(step)]), room)


def _taps(step: AnyStep) -> list[str]:
    match step:
        case ChoiceStep() | ManyStep():
            return [f"[{option.label}]" for option in step.options]
        case ScaleStep():
            return [f"[{step.least}–{step.most}]"]
        case PauseStep():
            return [f"[{step.seconds} s]"]
        case _:
            return []
