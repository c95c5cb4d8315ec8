"""Which steps a run has, and which comes next."""

from bot.core.exercise import Exercise
from bot.core.references import VALUES
from bot.core.run import Run, gone_behind
from bot.core.scene import Scene
from bot.core.session import Answering
from bot.core.steps import AnyStep, PickStep
from bot.core.talk import heeding
from bot.core.talk.conditions import all_hold
from bot.core.talk.quoting import in_words
from bot.core.text import clip

MOST_LINES = 8
"""So many lines can be picked from at most."""
LINE = 200


def steps_of(scene: Scene, exercise: Exercise, run: Run) -> tuple[AnyStep, ...]:
    """The steps of this run: the whole or the half-minute version, without what a flag of the client's leaves out."""
    steps = [step for step in exercise.steps if not run.tiny or step.id in exercise.tiny]
    left_out = heeding.left_out(scene.person.heed, exercise)
    return tuple(step for step in steps if step.id not in left_out) or exercise.steps


def first(scene: Scene, exercise: Exercise, run: Run) -> AnyStep:
    """Where a run begins."""
    steps = steps_of(scene, exercise, run)
    return next((step for step in steps if _is_asked(scene, step, run)), steps[0])


def following(scene: Scene, exercise: Exercise, place: Answering) -> AnyStep | None:
    """The next step that is asked, if there is one."""
    steps = steps_of(scene, exercise, place.run)
    passed = {answer.step for answer in place.run.answers} | {place.step}
    position = next((n for n, step in enumerate(steps) if step.id == place.step), -1)
    later = (step for step in steps[position + 1 :] if step.id not in passed)
    return next((step for step in later if _is_asked(scene, step, place.run)), None)


def before(scene: Scene, exercise: Exercise, place: Answering) -> Answering | None:
    """The step that was answered before, to be answered anew; what was picked without a question goes with it."""
    run = place.run
    itself = {step.id for step in exercise.steps if only_line(scene, step, run) is not None}
    asked = {step.id for step in exercise.steps} - {place.step} - itself
    answered = [answer.step for answer in run.answers]
    target = next((step for step in reversed(answered) if step in asked), None)
    if target is None:
        return None
    anew = {target, place.step, *itself.intersection(answered[answered.index(target) :])}
    gone = tuple(answer for answer in run.answers if answer.step in anew)
    return Answering(run=gone_behind(run, gone), step=target)


def is_shorter(scene: Scene, exercise: Exercise, run: Run) -> bool:
    """Whether the half-minute version asks less than this run may; a minute needs no shorter one."""
    if exercise.minutes == 1:
        return False
    certain = {step.id for step in steps_of(scene, exercise, run) if not step.when}
    return not run.tiny and len(certain - set(exercise.tiny)) > 0


def lines(scene: Scene, step: PickStep, run: Run) -> tuple[str, ...]:
    """What there is to pick from, each line once, in order."""
    found = [clip(line, LINE) for ref in step.of for line in _lines(scene, ref, run)]
    return tuple(dict.fromkeys(line for line in found if line))[:MOST_LINES]


def only_line(scene: Scene, step: AnyStep, run: Run) -> str | None:
    """The one line that an answer of this run left to pick from, where that is all there is: nothing to be asked."""
    if not isinstance(step, PickStep) or any(ref == VALUES or "." in ref for ref in step.of):
        return None
    found = lines(scene, step, run)
    return found[0] if len(found) == 1 else None


def _lines(scene: Scene, ref: str, run: Run) -> tuple[str, ...]:
    if ref == VALUES:
        return scene.profile.values
    return tuple("; ".join(in_words(answer).splitlines()) for answer in run.given(ref))


def _is_asked(scene: Scene, step: AnyStep, run: Run) -> bool:
    is_empty = isinstance(step, PickStep) and not lines(scene, step, run)
    return not is_empty and all_hold(step.when, run)
