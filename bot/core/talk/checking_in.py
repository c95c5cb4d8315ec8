"""The values check-in: how near each value was, then one to bring closer or none, and perhaps ten minutes for it."""

from dataclasses import replace
from uuid import UUID, uuid5

from bot.core.changes import TimerSet
from bot.core.exercise import ChoiceStep, Exercise
from bot.core.inputs import Said, Tapped
from bot.core.places import CheckingIn
from bot.core.run import Answer, Run, Trigger, gone_behind
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Prompted, Resting
from bot.core.talk import asking, begun, closing, doing, kept
from bot.core.talk import checking_in_screen as screen
from bot.core.talk import checking_in_step as step
from bot.core.talk.matching import matching
from bot.core.turn import Entry

VALUES = "values"
"""The exercise that is done first where no values are kept yet."""


def begin(scene: Scene, exercise: Exercise, trigger: Trigger) -> Move:
    """The client starts it; one that is open already goes on."""
    place = scene.session.place
    if isinstance(place, CheckingIn):
        return screen.ask(scene, exercise, place)
    return _begun(scene, exercise, begun.new_run(scene, exercise, trigger))


def take_up(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    """A nudge for it was answered with yes."""
    run = begun.new_run(scene, exercise, "nudge", place.occurrence)
    return _begun(scene, exercise, replace(run, assignment=place.assignment))


def hear(scene: Scene, place: CheckingIn) -> Move:
    """Whatever came in while it was open."""
    exercise = scene.exercise(place.run.exercise)
    near = screen.options(exercise) if exercise else None
    if exercise is None or near is None or not _stands(scene, exercise, place):
        return closing.content_is_gone(scene, place)
    chosen = _chosen(scene, exercise, place)
    name, _, argument = chosen.partition(":")
    if name == "stop":
        return closing.stop(scene, exercise, place)
    if name == "back":
        before = _before(place)
        # Values can be taken off in the settings while a check-in waits.
        return screen.ask(scene, exercise, before if _stands(scene, exercise, before) else place)
    match place.view:
        case "near":
            return _rated(scene, exercise, near, place, name, argument)
        case "pick":
            return step.picked(scene, exercise, place, name, argument)
        case "version":
            return step.version(scene, exercise, place, name)
        case _:
            return step.when(scene, exercise, place, name, argument)


def _begun(scene: Scene, exercise: Exercise, run: Run) -> Move:
    if not scene.profile.values:
        return _values_first(scene, run)
    place = CheckingIn(run=run)
    if not _stands(scene, exercise, place):
        return _closed(scene, run)
    idle = TimerSet(timer="idle", subject="", at=scene.now + doing.IDLE)
    changes = (*begun.taken_up(run), begun.opened(scene, run), idle)
    return replace(screen.ask(scene, exercise, place), changes=changes)


def _values_first(scene: Scene, run: Run) -> Move:
    """Nothing to look at yet: the values themselves come first, and this nudge is done with them."""
    exercise = scene.exercise(VALUES)
    if exercise is None:
        return _closed(scene, run)
    place, changes = doing.opening(
        scene, exercise, run.trigger, assignment=run.assignment, occurrence=run.occurrence
    )
    first = scene.say("First the things themselves.")
    return Move(place=place, says=(asking.question(scene, exercise, place, before=first),), changes=changes)


def _closed(scene: Scene, run: Run) -> Move:
    """There is nothing to ask with."""
    said = bubble(scene.say("That one has closed."))
    return Move(place=Resting(), says=(said,), changes=begun.cannot_begin(run))


def _stands(scene: Scene, exercise: Exercise, place: CheckingIn) -> bool:
    """Whether the question can still be asked: its words are there, and so is its value."""
    has_value = place.view != "near" or 0 <= place.index < len(scene.profile.values)
    return exercise.form == "values" and screen.options(exercise) is not None and has_value


def _chosen(scene: Scene, exercise: Exercise, place: CheckingIn) -> str:
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            labels = [(b.label, b.do) for row in screen.rows(scene, exercise, place) for b in row]
            return matching(text, labels, loosely=place.view != "version") or ""
        case _:
            return ""


def _before(place: CheckingIn) -> CheckingIn:
    """One step back; what was answered there is asked for anew, and stands until it is given."""
    match place.view:
        case "near":
            return _rating(place, max(place.index - 1, 0))
        case "pick":
            return _rating(place, max(len(_ratings(place.run)) - 1, 0))
        case "version":
            return replace(place, view="pick", run=_behind(place.run, "pick"), picked="")
        case "when":
            return replace(place, view="version", run=_behind(place.run, "version"), version="")
        case "time":
            return replace(place, view="when")


# --- how near each was --------------------------------------------------------------------------


def _rated(
    scene: Scene, exercise: Exercise, near: ChoiceStep, place: CheckingIn, name: str, argument: str
) -> Move:
    value = scene.profile.values[place.index]
    option = next((each for each in near.options if each.id == argument), None)
    if name == "skip":
        return _next_value(scene, exercise, place, Answer(step="near", text=value, skipped=True))
    if name != "pick" or option is None:
        return screen.ask(scene, exercise, place, screen.hint(scene))
    answer = Answer(step="near", text=value, choice=option.id, label=option.label, value=option.value)
    return _next_value(scene, exercise, place, answer)


def _next_value(scene: Scene, exercise: Exercise, place: CheckingIn, answer: Answer) -> Move:
    """Keep one rating in its place of the list; after the last comes the question for one to bring closer."""
    number = place.index
    row: Entry = replace(
        kept.entry(scene, place.run, answer),
        id=str(uuid5(UUID(place.run.id), f"near:{number}")),
        number=number,
        text="" if answer.skipped else answer.text,
        message=None,
    )
    anew = tuple(each for each in place.run.behind if each.entry == row.id)
    behind = tuple(each for each in place.run.behind if each not in anew)
    answers = (*place.run.answers, replace(answer, entry=row.id))
    there = replace(place, run=replace(place.run, answers=answers, behind=behind), index=number + 1)
    if there.index >= len(scene.profile.values):
        there = replace(there, view="pick")
    return replace(screen.ask(scene, exercise, there), entries=(row,))


def _ratings(run: Run) -> tuple[Answer, ...]:
    return tuple(answer for answer in run.answers if answer.step == "near")


def _rating(place: CheckingIn, number: int) -> CheckingIn:
    """At the value of that number, with what was said of it and of those after it taken off the list."""
    run = gone_behind(place.run, _ratings(place.run)[number:])
    return replace(place, view="near", index=number, picked="", run=run)


def _behind(run: Run, step_: str) -> Run:
    return gone_behind(run, tuple(answer for answer in run.answers if answer.step == step_))
