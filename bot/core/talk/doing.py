"""Doing an exercise: from its first question, through its steps in both directions, to its end."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import Change, OccurrenceStarted, RunSaved, TimerSet
from bot.core.exercise import Exercise, PauseStep
from bot.core.inputs import Recorded, Said, Tapped
from bot.core.person import Assignment
from bot.core.run import Run, Trigger
from bot.core.scene import Move, Scene
from bot.core.session import Answering, AnyPlace, Resting
from bot.core.talk import answering, asking, closing, recalled, stepping
from bot.core.talk.matching import matching

IDLE = timedelta(hours=2)
"""A run that hears nothing for this long is kept as far as it went."""


SHORT = 2
"""So few words may stand for a button before the first question."""


def opening(
    scene: Scene,
    exercise: Exercise,
    trigger: Trigger,
    *,
    assignment: str | None = None,
    occurrence: str | None = None,
    words: str = "",
    tiny: bool = False,
    about: str = "",
) -> tuple[Answering, tuple[Change, ...]]:
    """A new run at its first step, and the rows that open it. `about` is the run that it comes after."""
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
        recalled=recalled.for_run(scene, exercise, about),
    )
    place = Answering(run=run, step=stepping.first(scene, exercise, run).id)
    started = (OccurrenceStarted(occurrence=occurrence),) if occurrence else ()
    return place, (*started, *_opened(scene, exercise, run))


def begin(
    scene: Scene,
    exercise: Exercise,
    trigger: Trigger,
    *,
    given: Assignment | None = None,
    rested: bool = False,
    occurrence: str | None = None,
) -> Move:
    """Open a run with its first question, or with a breather where the day has been heavy and none was taken."""
    given = given or next((a for a in scene.person.assignments if a.exercise == exercise.id), None)
    place, changes = opening(
        scene,
        exercise,
        trigger,
        assignment=given.id if given else None,
        occurrence=occurrence,
        words=given.words if given else "",
    )
    if _is_heavy(scene, exercise) and not rested:
        return Move(place=replace(place, view="breather"), says=(closing.breather(exercise),))
    return with_changes(changes, shown(scene, exercise, place))


def shown(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    """The first thing of a run on the screen: its first question, or before it what it is for and how long it takes."""
    if exercise.opens == "why" and place.run.trigger != "nudge" and not place.run.tiny:
        place = replace(place, view="why")
        return Move(place=place, says=(asking.question(scene, exercise, place),))
    return answering.at(scene, exercise, place)


def with_changes(changes: tuple[Change, ...], move: Move) -> Move:
    """`move` after these changes."""
    return replace(move, changes=(*changes, *move.changes))


def begin_with_answer(scene: Scene, place: Answering, changes: tuple[Change, ...]) -> Move:
    """Open a run whose first answer is already there: the words that came in."""
    return with_changes(changes, hear(scene, place))


def hear(scene: Scene, place: Answering) -> Move:
    """Whatever came in while a step was open."""
    exercise = scene.exercise(place.run.exercise)
    step = exercise.step(place.step) if exercise else None
    if exercise is None or step is None:
        return closing.content_is_gone(scene, place)
    if place.view == "breather":
        return _after_breather(scene, exercise, place)
    if place.view == "why":
        return _after_why(scene, exercise, place)
    return answering.hear(scene, exercise, step, place)


def patience(scene: Scene, place: AnyPlace) -> timedelta:
    """How long a run that is open there waits for the next word."""
    exercise = scene.exercise(place.run.exercise) if isinstance(place, Answering) else None
    return exercise.expiry.patience if exercise else IDLE


def bell(scene: Scene, run: str) -> Move:
    """The bell of a pause: on to the next step, if the client is still there; elsewhere it rings for nobody."""
    place = scene.session.place
    if not isinstance(place, Answering) or place.run.id != run or place.until is None:
        return Move()
    exercise = scene.exercise(place.run.exercise)
    step = exercise.step(place.step) if exercise else None
    if exercise is None or not isinstance(step, PauseStep):
        return Move()
    return answering.paused(scene, exercise, step, place)


def _after_why(scene: Scene, exercise: Exercise, place: Answering) -> Move:
    """Begin, in half a minute, or not now; any words or recording are a yes, and the first answer if they can be one."""
    labels = [
        (button.label, button.do) for row in asking.question(scene, exercise, place).rows for button in row
    ]
    given = scene.given
    do = given.do if isinstance(given, Tapped) else None
    if isinstance(given, Said):
        do = matching(given.text, labels, loosely=len(given.text.split()) <= SHORT)
    here = replace(place, view="ask")
    step = exercise.step(place.step)
    if do == "begin" or step is None:
        return answering.at(scene, exercise, here)
    if do is None and isinstance(given, Said | Recorded):
        return answering.hear(scene, exercise, step, here)
    is_button = do in ("tiny", "stop")
    return (
        answering.tapped(scene, exercise, step, here, do)
        if do and is_button
        else answering.again(scene, exercise, place)
    )


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
        return with_changes(opened, move)
    return with_changes(opened, answering.at(scene, exercise, here))


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
    return (saved, TimerSet(timer="idle", subject="", at=scene.now + exercise.expiry.patience))


def _assigned(scene: Scene, exercise: Exercise) -> str | None:
    return next((a.id for a in scene.person.assignments if a.exercise == exercise.id), None)
