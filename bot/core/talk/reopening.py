"""An exercise that was left half way within three days: carry on, start fresh, or let it go."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import RunSaved, TimerSet
from bot.core.exercise import Exercise
from bot.core.inputs import Said, Tapped
from bot.core.person import Assignment
from bot.core.places import Reopening
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Answering, Left, Resting
from bot.core.talk import asking, doing
from bot.core.talk.matching import matching
from bot.core.text import Rich
from bot.core.turn import Rows

KEPT_OPEN = timedelta(days=3)


def ask(scene: Scene, exercise: Exercise, given: Assignment | None = None) -> Move | None:
    """The question, or None where nothing of this exercise, or of this piece of homework, was left half way."""
    left = scene.session.left
    if left is None or not _can_go_on(scene, left, exercise):
        return None
    if given is not None and left.place.run.assignment != given.id:
        return None
    return Move(place=Reopening(exercise=exercise.id), says=(bubble(_begun(scene, left), _rows(scene)),))


def hear(scene: Scene, place: Reopening) -> Move:
    """Which of the three."""
    exercise = scene.exercise(place.exercise)
    left = scene.session.left
    if exercise is None or left is None:
        return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))
    match _chosen(scene):
        case "on":
            return _carry_on(scene, exercise, left)
        case "fresh":
            return replace(doing.begin(scene, exercise, "client"), forget=True)
        case "go":
            said = bubble(scene.say("Let go. What you gave is kept."))
            return Move(place=Resting(), says=(said,), forget=True)
        case _:
            return ask(scene, exercise) or Move(
                place=Resting(), says=(bubble(scene.say("That one has closed.")),)
            )


def _begun(scene: Scene, left: Left) -> Rich:
    at = left.at.astimezone(scene.zone)
    if at.date() == scene.now.astimezone(scene.zone).date():
        return scene.say("You had begun this earlier today.")
    return scene.say("You had begun this on {day}.", day=scene.calendar.full_weekdays[at.weekday()])


def _carry_on(scene: Scene, exercise: Exercise, left: Left) -> Move:
    reopened = RunSaved(run=left.place.run, language=exercise.language)
    idle = TimerSet(timer="idle", subject="", at=scene.now + exercise.expiry.patience)
    said = asking.question(scene, exercise, left.place)
    return Move(place=left.place, says=(said,), changes=(reopened, idle), forget=True)


def _chosen(scene: Scene) -> str:
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            labels = [(button.label, button.do) for row in _rows(scene) for button in row]
            return matching(text, labels, loosely=True) or ""
        case _:
            return ""


def _rows(scene: Scene) -> Rows:
    on, fresh = scene.button("Carry on", "on", style="primary"), scene.button("Start fresh", "fresh")
    return ((on, fresh), (scene.button("Let it go", "go"),))


def _can_go_on(scene: Scene, left: Left, exercise: Exercise) -> bool:
    run = left.place.run
    is_this = run.exercise == exercise.id and run.revision == exercise.revision
    return is_this and scene.now - left.at < KEPT_OPEN and _has_step(exercise, left.place)


def _has_step(exercise: Exercise, place: Answering) -> bool:
    return exercise.step(place.step) is not None and place.run.has_something
