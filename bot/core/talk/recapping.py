"""What a session was about, in the client's words: heading by heading, beginning with what stands there already.

Each version is a run of its own; changing a kept one begins the next, and the earlier one stays as it was.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.core.exercise import Exercise, ScaleStep
from bot.core.inputs import Recorded, Said, Tapped
from bot.core.meeting_places import Recapping
from bot.core.person import KeptRun
from bot.core.plan import instant, local_day
from bot.core.run import Answer, Trigger
from bot.core.scene import Move, Scene, bubble
from bot.core.talk import asked, begun, closing, first_nudge, headings, kept
from bot.core.talk.matching import matching
from bot.core.talk.quoting import filled
from bot.core.talk.reviewing_screen import ends, numbers
from bot.core.text import Rich, clip, joined, marked
from bot.core.turn import Rows

LIFE = timedelta(days=1)
"""What to keep of a session can be asked for until the end of this long after it."""
HOMEWORK = "homework"


def begin(scene: Scene, exercise: Exercise, trigger: Trigger) -> Move:
    """The client starts it; one that is open already goes on."""
    place = scene.session.place
    if isinstance(place, Recapping):
        return _ask(scene, exercise, place)
    draft = scene.person.draft
    texts = draft.texts if draft else _homework(scene, exercise)
    return _begun(scene, exercise, trigger, texts, theirs=draft is not None and draft.theirs)


def tapped(scene: Scene, _argument: str) -> Move:
    """The button of the message after a session, as long as it is fresh."""
    exercise, met = headings.exercise_of(scene), scene.person.met
    if exercise is None or met is None or not is_fresh(scene, met):
        return Move(toast=scene.label("That one has closed."))
    return replace(begin(scene, exercise, "nudge"), fresh=True)


def reopened(scene: Scene, run: KeptRun) -> Move | None:
    """A kept one is to be different: the next version begins with its words. None where it is something else."""
    exercise = scene.exercise(run.exercise)
    if exercise is None or exercise.form != "recap":
        return None
    texts: tuple[str, ...] = ()
    for index, step in enumerate(exercise.steps[: headings.count(exercise)]):
        said = next((each.text for each in run.entries if each.step == step.id and not each.skipped), "")
        texts = headings.with_text(texts, index, said)
    return _begun(scene, exercise, "client", texts, theirs=False)


def hear(scene: Scene, place: Recapping) -> Move:
    """A text or a recording for the heading, or a button."""
    exercise = scene.exercise(place.run.exercise)
    if exercise is None or exercise.form != "recap" or place.index >= len(exercise.steps):
        return closing.content_is_gone(scene, place)
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, exercise, place, do)
        case Said(text=text):
            labels = [(button.label, button.do) for row in _rows(scene, exercise, place) for button in row]
            chosen = matching(text, labels, loosely=False)
            if chosen is not None:
                return _tapped(scene, exercise, place, chosen)
            if isinstance(exercise.steps[place.index], ScaleStep):
                return _ask(scene, exercise, place, scene.say("Tap one, or type it your way."))
            return _answered(scene, exercise, place, Answer(step=exercise.steps[place.index].id, text=text))
        case Recorded() if not isinstance(exercise.steps[place.index], ScaleStep):
            answer = Answer(step=exercise.steps[place.index].id)
            return _answered(scene, exercise, place, answer, scene.given)
        case _:
            return _ask(scene, exercise, place)


def _begun(
    scene: Scene, exercise: Exercise, trigger: Trigger, texts: tuple[str, ...], *, theirs: bool
) -> Move:
    run = begun.new_run(scene, exercise, trigger, asked.still(scene, "recap"))
    place = Recapping(run=run, texts=texts, theirs=theirs and any(texts))
    changes = (begun.opened(scene, run), begun.idle(scene), *begun.taken_up(run))
    name = scene.person.therapist_name
    before = (
        scene.say("{therapist} has written something down already.", therapist=name) if place.theirs else None
    )
    return replace(_ask(scene, exercise, place, before), changes=changes)


def _tapped(scene: Scene, exercise: Exercise, place: Recapping, do: str) -> Move:
    step = exercise.steps[place.index].id
    stands = headings.standing(place.texts, place.index)
    match do:
        case "stop":
            return closing.stop(scene, exercise, place)
        case "back":
            return _ask(scene, exercise, replace(place, index=max(place.index - 1, 0)))
        case "keep" if stands:
            return _answered(scene, exercise, place, Answer(step=step, text=stands))
        case "skip":
            return _answered(scene, exercise, place, Answer(step=step, skipped=True))
        case _ if (number := _number(exercise, place, do)) is not None:
            return _answered(scene, exercise, place, Answer(step=step, value=number, label=str(number)))
        case _:
            return _ask(scene, exercise, place)


def _answered(
    scene: Scene, exercise: Exercise, place: Recapping, answer: Answer, recorded: Recorded | None = None
) -> Move:
    run, row = begun.answered(scene, place.run, answer, recorded)
    row = row if isinstance(scene.given, Said) else replace(row, message=None)
    is_heading = place.index < headings.count(exercise)
    texts = headings.with_text(place.texts, place.index, answer.text) if is_heading else place.texts
    there = replace(place, run=run, texts=texts)
    there = replace(there, index=_next(scene, exercise, there))
    if there.index < len(exercise.steps):
        return kept.with_entry(scene, _ask(scene, exercise, there), row, answer, recorded)
    move = closing.finish(scene, exercise, run)
    move = replace(move, says=(*move.says, *first_nudge.offered(scene, run)))
    return kept.with_entry(scene, move, row, answer, recorded)


def _next(scene: Scene, exercise: Exercise, place: Recapping) -> int:
    """What comes next: how ready one feels only where there is something to do, a worry about it only after that."""
    for index in range(place.index + 1, len(exercise.steps)):
        if _is_asked(scene, exercise, place, exercise.steps[index].id):
            return index
    return len(exercise.steps)


def _is_asked(scene: Scene, exercise: Exercise, place: Recapping, step: str) -> bool:
    match step:
        case "ready":
            homework = next(
                (n for n, each in enumerate(exercise.steps) if each.id == HOMEWORK), len(exercise.steps)
            )
            return bool(headings.standing(place.texts, homework)) or bool(first_nudge.given(scene))
        case "worry":
            return any(each.step == "ready" and not each.skipped for each in place.run.answers)
        case _:
            return True


def _number(exercise: Exercise, place: Recapping, do: str) -> int | None:
    """The number that was tapped on a scale."""
    step, argument = exercise.steps[place.index], do.removeprefix("pick:")
    if not isinstance(step, ScaleStep) or not argument.isdecimal() or len(argument) > 2:
        return None
    return int(argument) if step.least <= int(argument) <= step.most else None


def _ask(scene: Scene, exercise: Exercise, place: Recapping, before: Rich | None = None) -> Move:
    step = exercise.steps[place.index]
    stands = marked("quote", clip(headings.standing(place.texts, place.index), headings.SHOWN))
    question = filled(scene, scene.variant(step.ask), place.run)
    said = joined([before or "", marked("bold", step.name), stands, question, ends(scene, step)])
    return Move(place=place, says=(bubble(said, _rows(scene, exercise, place)),))


def _rows(scene: Scene, exercise: Exercise, place: Recapping) -> Rows:
    skip = scene.button("Skip", "skip")
    stands = headings.standing(place.texts, place.index)
    ways = (scene.button("Keep it", "keep", style="primary"), skip) if stands else (skip,)
    back = (scene.button("Back", "back"),) if place.index else ()
    return (*numbers(exercise.steps[place.index]), ways, (*back, scene.button("Stop here", "stop")))


def _homework(scene: Scene, exercise: Exercise) -> tuple[str, ...]:
    """The homework as it stands, under its heading; there the client sees whether it was understood alike."""
    given = (scene.exercise(each.exercise) for each in scene.person.assignments if not each.own)
    titles = ", ".join(each.title for each in given if each is not None)
    index = next((n for n, step in enumerate(exercise.steps) if step.id == HOMEWORK), None)
    return () if index is None or not titles else headings.with_text((), index, titles)


def is_fresh(scene: Scene, met: datetime) -> bool:
    """Whether what to keep of the session that began at `met` is still asked for: until the day after is over."""
    return scene.now < closes(scene, met)


def closes(scene: Scene, met: datetime) -> datetime:
    """When the day after the session is over, in UTC."""
    last = local_day(met + LIFE, scene.profile.zone)
    return instant(last + LIFE, time(0), scene.profile.zone)
