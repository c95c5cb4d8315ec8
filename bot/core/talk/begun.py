"""A run of an exercise that is not done step by step: how it begins, what one of its answers becomes, how it ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

from bot.core.changes import (
    Change,
    OccurrenceEnded,
    OccurrenceStarted,
    Outcome,
    RunSaved,
    TimerDropped,
    TimerSet,
)
from bot.core.exercise import Exercise
from bot.core.inputs import Recorded
from bot.core.places import Boxing, Planning
from bot.core.run import Answer, Run, Trigger
from bot.core.scene import Scene, id_of_reply
from bot.core.talk import following, kept
from bot.core.turn import Entry

IDLE = timedelta(hours=2)


def new_run(scene: Scene, exercise: Exercise, trigger: Trigger, occurrence: str | None = None) -> Run:
    """A run that nothing is kept of yet."""
    given = next((each for each in scene.person.assignments if each.exercise == exercise.id), None)
    return Run(
        id=scene.id("run"),
        exercise=exercise.id,
        revision=exercise.revision,
        trigger=trigger,
        started=scene.now,
        assignment=given.id if given else None,
        occurrence=occurrence,
        words=given.words if given else "",
    )


def taken_up(run: Run) -> tuple[Change, ...]:
    """The nudge that a run comes from was answered with yes."""
    return (OccurrenceStarted(occurrence=run.occurrence),) if run.occurrence else ()


def opened(scene: Scene, run: Run) -> RunSaved:
    """The row of a run that is under way."""
    return RunSaved(run=run, language=_language(scene, run), private=scene.profile.sharing == "none")


def over(scene: Scene, run: Run, outcome: Literal["done", "part"]) -> tuple[Change, ...]:
    """The rows that end a run, and the nudge it came from."""
    hidden = scene.profile.sharing == "none"
    saved = RunSaved(
        run=run, language=_language(scene, run), ended=scene.now, outcome=outcome, private=hidden
    )
    after = following.planned(scene, run, outcome)
    if run.occurrence is None:
        return (saved, *after)
    return (saved, OccurrenceEnded(occurrence=run.occurrence, outcome=outcome), *after)


def not_begun(run: Run | None, outcome: Outcome = "declined") -> tuple[Change, ...]:
    """The client took the nudge up and then left it; no run was kept."""
    if run is None or run.occurrence is None:
        return ()
    return (OccurrenceEnded(occurrence=run.occurrence, outcome=outcome),)


def cannot_begin(run: Run) -> tuple[Change, ...]:
    """The nudge was taken up, and there is nothing to ask with any more."""
    if run.occurrence is None:
        return ()
    reason = "nothing to ask with"
    return (OccurrenceEnded(occurrence=run.occurrence, outcome="not_offered", reason=reason),)


def given_up(scene: Scene) -> Outcome:
    """What becomes of a nudge that was taken up and then left with nothing given: after the help card it was held."""
    held = scene.profile.held_until
    return "held_safety" if held is not None and scene.now < held else "declined"


def left_alone(scene: Scene, place: Boxing | Planning) -> tuple[Change, ...]:
    """Nobody came back to it, or something else took its place: what was given is kept as far as it went."""
    run = place.run
    if isinstance(place, Planning) and run is not None and is_kept(run):
        return over(scene, run, "part")
    is_after = isinstance(place, Boxing) and place.view == "how"
    return () if is_after else not_begun(run, given_up(scene))


def is_kept(run: Run) -> bool:
    """Whether any of its answers is a row already."""
    return any(each.entry for each in run.answers)


def idle(scene: Scene) -> TimerSet:
    """A question that hears nothing for two hours closes by itself."""
    return TimerSet(timer="idle", subject="", at=scene.now + IDLE)


def no_idle() -> TimerDropped:
    """Nothing is asked any more."""
    return TimerDropped(timer="idle", subject="")


def answered(scene: Scene, run: Run, answer: Answer, recorded: Recorded | None = None) -> tuple[Run, Entry]:
    """`run` with one answer more, in the place of an earlier one to the same question, and its row."""
    others = tuple(each for each in run.answers if each.step != answer.step)
    behind = tuple(each for each in run.behind if each.step != answer.step)
    without = replace(run, answers=others, behind=behind)
    entry = kept.entry(scene, without, answer, recorded)
    return replace(without, answers=(*others, replace(answer, entry=entry.id))), entry


def row_of(scene: Scene, position: int) -> str:
    """The outbox row of one of this turn's replies, by which a later turn finds its message."""
    return id_of_reply(scene.person.id, scene.turn, position) if scene.person.id else ""


def _language(scene: Scene, run: Run) -> str:
    exercise = scene.exercise(run.exercise)
    return exercise.language if exercise else scene.profile.language
