"""Doing an exercise: from its first question, through its steps in both directions, to its end."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import Change, EntryRevised, OccurrenceStarted, RunSaved, TimerSet
from bot.core.exercise import AnyStep, ChoiceStep, Exercise, ListStep, Written
from bot.core.inputs import Recorded, Said, Tapped
from bot.core.run import Answer, Run, Trigger
from bot.core.scene import Move, Scene
from bot.core.session import Answering, LastKept, Resting
from bot.core.talk import asking, closing, kept
from bot.core.talk.conditions import all_hold
from bot.core.talk.matching import matching
from bot.core.text import Rich

IDLE = timedelta(hours=2)
"""A run that hears nothing for this long is kept as far as it went."""


def opening(
    scene: Scene,
    exercise: Exercise,
    trigger: Trigger,
    *,
    assignment: str | None = None,
    occurrence: str | None = None,
    words: str = "",
    tiny: bool = False,
) -> tuple[Answering, tuple[Change, ...]]:
    """A new run at its first step, and the rows that open it."""
    run = Run(
        id=scene.id("run"),
        exercise=exercise.id,
        revision=exercise.revision,
        trigger=trigger,
        started=scene.now,
        assignment=assignment or _assigned(scene, exercise),
        occurrence=occurrence,
        words=words,
        tiny=tiny,
        turn=scene.turn,
    )
    place = Answering(run=run, step=_steps(exercise, run)[0].id)
    started = (OccurrenceStarted(occurrence=occurrence),) if occurrence else ()
    return place, (*started, *_opened(scene, exercise, run))


def begin(
    scene: Scene, exercise: Exercise, trigger: Trigger, *, words: str = "", rested: bool = False
) -> Move:
    """Open a run with its first question, or with a breather where the day has been heavy and none was taken."""
    place, changes = opening(scene, exercise, trigger, words=words or _words_given(scene, exercise))
    if _is_heavy(scene, exercise) and not rested:
        return Move(place=replace(place, view="breather"), says=(closing.breather(exercise),))
    return Move(place=place, says=(asking.question(scene, exercise, place),), changes=changes)


def begin_with_answer(scene: Scene, place: Answering, changes: tuple[Change, ...]) -> Move:
    """Open a run whose first answer is already there: the words that came in."""
    move = hear(scene, place)
    return replace(move, changes=(*changes, *move.changes))


def hear(scene: Scene, place: Answering) -> Move:
    """Whatever came in while a step was open."""
    exercise = scene.exercise(place.run.exercise)
    step = exercise.step(place.step) if exercise else None
    if exercise is None or step is None:
        return closing.content_is_gone(scene, place)
    if place.view == "breather":
        return _after_breather(scene, exercise, place)
    match scene.given:
        case Tapped(do=do):
            return tapped(scene, exercise, step, place, do)
        case Said(text=text):
            return _typed(scene, exercise, step, place, text)
        case Recorded() if isinstance(step, Written):
            return _keep(scene, exercise, step, place, Answer(step=step.id), recorded=scene.given)
        case Recorded():
            return again(scene, exercise, place, kept.unasked_line(scene))
        case _ if isinstance(step, Written):
            return again(scene, exercise, place, scene.say("Got that. A word or two as well, if you like."))
        case _:
            return again(scene, exercise, place)


def tapped(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering, do: str) -> Move:
    """A button of the open step."""
    name, _, argument = do.partition(":")
    match name:
        case "pick" if isinstance(step, ChoiceStep):
            return _picked(scene, exercise, step, place, argument)
        case "skip":
            return _keep(scene, exercise, step, place, Answer(step=step.id, skipped=True))
        case "stop":
            return closing.stop(scene, exercise, place)
        case "back":
            return _back(scene, exercise, place)
        case "undo":
            return _undo(scene, exercise, place)
        case "enough":
            return _onward(scene, exercise, place)
        case "door" if argument.isdecimal():
            return _look(
                scene, exercise, place, Answering(run=place.run, step=place.step, door=int(argument))
            )
        case "doors" | "example":
            view = replace(place, view="doors" if name == "doors" else "example")
            return _look(scene, exercise, place, view)
        case "another" | "ask":
            return _look(scene, exercise, place, Answering(run=place.run, step=place.step))
        case _:
            return again(scene, exercise, place)


def again(scene: Scene, exercise: Exercise, place: Answering, before: Rich | None = None) -> Move:
    """The open question once more, after a line that says why."""
    return Move(place=place, says=(asking.question(scene, exercise, place, before=before),))


def _look(scene: Scene, exercise: Exercise, place: Answering, wanted: Answering) -> Move:
    """The same step seen another way; a view that the step does not have leaves it as it is."""
    step = exercise.step(place.step)
    has_doors = isinstance(step, Written) and bool(step.doors)
    is_odd = (wanted.view == "doors" or wanted.door is not None) and not has_doors
    return again(scene, exercise, place if is_odd or isinstance(step, ChoiceStep) else wanted)


def _typed(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering, text: str) -> Move:
    labels = _labels(scene, exercise, place)
    if (do := matching(text, labels, loosely=isinstance(step, ChoiceStep))) is not None:
        return tapped(scene, exercise, step, place, do)
    if isinstance(step, ChoiceStep):
        return _added(scene, exercise, place, text) or again(
            scene, exercise, place, scene.say("Tap one, or type it your way.")
        )
    return _keep(scene, exercise, step, place, Answer(step=step.id, text=text))


def _added(scene: Scene, exercise: Exercise, place: Answering, text: str) -> Move | None:
    """A text that came on the heels of an answer belongs to it, even where a button is asked for by now."""
    last = scene.session.last_kept
    if last is None or last.run != place.run.id or last.until < scene.now:
        return None
    return _reworded(scene, exercise, place, replace(last, text=f"{last.text}\n{text}", before=last.text))


def _reworded(scene: Scene, exercise: Exercise, place: Answering, last: LastKept) -> Move:
    answers = tuple(replace(a, text=last.text) if a.entry == last.entry else a for a in place.run.answers)
    here = replace(place, run=replace(place.run, answers=answers))
    undoing = last.before is None
    note = scene.say("Taken out again.") if undoing else scene.say("Added to the last one.")
    asked = asking.question(scene, exercise, here, before=note)
    if not undoing:
        asked = replace(asked, rows=(*asked.rows, (scene.button("Undo", "undo"),)))
    changes = (EntryRevised(entry=last.entry, text=last.text),)
    return Move(place=here, says=(asked,), changes=changes, last_kept=last, reaction=None if undoing else "✍")


def _undo(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    last = scene.session.last_kept
    if last is None or last.before is None or last.run != place.run.id:
        return again(scene, exercise, place)
    return _reworded(scene, exercise, place, replace(last, text=last.before, before=None))


def _labels(scene: Scene, exercise: Exercise, place: Answering) -> list[tuple[str, str]]:
    rows = asking.question(scene, exercise, place).rows
    return [(button.label, button.do) for row in rows for button in row]


def _picked(scene: Scene, exercise: Exercise, step: ChoiceStep, place: Answering, name: str) -> Move:
    option = next((each for each in step.options if each.id == name), None)
    if option is None:
        return again(scene, exercise, place)
    answer = Answer(step=step.id, choice=option.id, label=option.label, value=option.value)
    return _keep(scene, exercise, step, place, answer)


def _keep(
    scene: Scene,
    exercise: Exercise,
    step: AnyStep,
    place: Answering,
    answer: Answer,
    recorded: Recorded | None = None,
) -> Move:
    """Keep one answer and go on."""
    entry = kept.entry(scene, place.run, answer, recorded)
    answer = replace(answer, entry=entry.id, text=answer.text or (recorded.caption if recorded else ""))
    if recorded:
        answer = replace(answer, label=kept.called(scene, recorded))
    run = replace(place.run, answers=(*place.run.answers, answer))
    full = not isinstance(step, ListStep) or answer.skipped or len(asking.given(run, step.id)) >= step.most
    here = replace(place, run=run, view="ask", door=None)
    move = _onward(scene, exercise, here) if full else again(scene, exercise, replace(here, view="more"))
    return kept.with_entry(scene, move, entry, answer, recorded)


def _onward(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    following = _next(exercise, place)
    if following is None:
        return closing.finish(scene, exercise, place.run)
    there = Answering(run=place.run, step=following.id)
    return Move(place=there, says=(asking.question(scene, exercise, there),))


def _next(exercise: Exercise, place: Answering) -> AnyStep | None:
    steps = _steps(exercise, place.run)
    passed = {answer.step for answer in place.run.answers} | {place.step}
    position = next((n for n, step in enumerate(steps) if step.id == place.step), -1)
    later = (step for step in steps[position + 1 :] if step.id not in passed)
    return next((step for step in later if all_hold(step.when, place.run)), None)


def _back(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    """To the step answered before; its answer is asked for anew, and the old one stands until it is given."""
    known = {step.id for step in exercise.steps} - {place.step}
    before = [answer.step for answer in place.run.answers if answer.step in known]
    if not before:
        return again(scene, exercise, replace(place, view="ask", door=None))
    target = before[-1]
    answers = tuple(a for a in place.run.answers if a.step not in (target, place.step))
    there = Answering(run=replace(place.run, answers=answers), step=target)
    return again(scene, exercise, there)


def _steps(exercise: Exercise, run: Run) -> tuple[AnyStep, ...]:
    return tuple(step for step in exercise.steps if step.id in exercise.tiny) if run.tiny else exercise.steps


def _is_heavy(scene: Scene, exercise: Exercise) -> bool:
    if exercise.breather is None:
        return False
    today = scene.now.astimezone(scene.zone).date()
    begun = [at for name, at in scene.person.runs_today if name == exercise.id]
    return sum(at.astimezone(scene.zone).date() == today for at in begun) + 1 >= exercise.breather.from_run


def _after_breather(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    """Note it, or rest first; any words or recording are a yes, and the first answer."""
    here = replace(place, view="ask")
    chosen = _of_breather(scene, exercise)
    if chosen == "rest":
        return Move(place=Resting(), says=(closing.slow_minute(exercise),))
    opened = _opened(scene, exercise, place.run)
    if chosen is None and isinstance(scene.given, Said | Recorded):
        move = hear(scene, here)
        return replace(move, changes=(*opened, *move.changes))
    return Move(place=here, says=(asking.question(scene, exercise, here),), changes=opened)


def _of_breather(scene: Scene, exercise: Exercise) -> str | None:
    if exercise.breather is None:
        return None
    labels = [(exercise.breather.go, "go"), (exercise.breather.rest, "rest")]
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            return matching(text, labels, loosely=True)
        case _:
            return None


def _opened(scene: Scene, exercise: Exercise, run: Run) -> tuple[Change, ...]:
    hidden = scene.profile.sharing == "none"
    saved = RunSaved(run=run, language=exercise.language, private=hidden)
    return (saved, TimerSet(timer="idle", subject="", at=scene.now + IDLE))


def _words_given(scene: Scene, exercise: Exercise) -> str:
    return next((a.words for a in scene.person.assignments if a.exercise == exercise.id), "")


def _assigned(scene: Scene, exercise: Exercise) -> str | None:
    return next((a.id for a in scene.person.assignments if a.exercise == exercise.id), None)
