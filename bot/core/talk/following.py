"""What comes after a run by itself: one nudge of each exercise that follows it, at its hour, about that very run."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.core.changes import FollowUp
from bot.core.exercise import Exercise
from bot.core.framing import span_of
from bot.core.halves import nudge_of
from bot.core.person import Assignment, KeptRun
from bot.core.plan import After, after_quiet, closes_at, instant, local_day
from bot.core.run import Run
from bot.core.scene import Scene
from bot.core.talk.conditions import all_hold

EVENING, MORNING = time(20), time(9)
"""For clients who chose no evening hour; and what a morning is, if it is not quiet then."""
SOON = timedelta(minutes=30)
"""An evening hour nearer than this is tomorrow's."""


def planned(scene: Scene, run: Run, outcome: Literal["done", "part"]) -> tuple[FollowUp, ...]:
    """The nudges that a run's end plans."""
    if all(answer.skipped for answer in run.answers):
        return ()
    followers = (each for each in _followers(scene, run.exercise) if not each.rhythm.asked)
    return tuple(_follow_up(scene, each, run.id) for each in followers if _follows(each, run, outcome))


def asked_for(scene: Scene, run: KeptRun) -> tuple[FollowUp, ...]:
    """The nudges that come after a run because the client wants them to."""
    return tuple(
        _follow_up(scene, each, run.id) for each in _followers(scene, run.exercise) if each.rhythm.asked
    )


def due(scene: Scene, wait: str) -> datetime:
    """When something comes that waits so long, outside quiet hours."""
    hours, today = scene.profile.hours, local_day(scene.now, scene.profile.zone)
    match wait:
        case "evening" | "next evening":
            at = instant(today, hours.evening or EVENING, hours.zone)
            is_tomorrow = wait == "next evening" or at < scene.now + SOON
            tomorrow = instant(today + timedelta(days=1), hours.evening or EVENING, hours.zone)
            return after_quiet(tomorrow if is_tomorrow else at, hours)
        case "next morning":
            return after_quiet(instant(today + timedelta(days=1), MORNING, hours.zone), hours)
        case _:
            return after_quiet(_later(scene, span_of(wait)), hours)


def evening_after(scene: Scene, at: datetime, days: int) -> datetime:
    """So many days after an evening at the same wall time, outside quiet hours."""
    local = at.astimezone(scene.zone)
    later = instant(local.date() + timedelta(days=days), local.time(), scene.profile.zone)
    return after_quiet(later, scene.profile.hours)


def _later(scene: Scene, wait: timedelta) -> datetime:
    """So much later; whole days on at the same wall time."""
    if wait % timedelta(days=1):
        return scene.now + wait
    local = scene.now.astimezone(scene.zone)
    return instant(local.date() + wait, local.time(), scene.profile.zone)


def _followers(scene: Scene, first: str) -> Iterator[Exercise]:
    names = (each.id for each in scene.library.exercises.values() if each.rhythm.exercise == first)
    found = (scene.exercise(name) for name in dict.fromkeys(names))
    return (each for each in found if each is not None)


def _follows(exercise: Exercise, run: Run, outcome: Literal["done", "part"]) -> bool:
    rhythm = exercise.rhythm
    return (outcome == "done" or rhythm.part) and all_hold(rhythm.when, run)


def _follow_up(scene: Scene, exercise: Exercise, run: str) -> FollowUp:
    at = due(scene, exercise.rhythm.wait or "evening")
    owner = UUID(scene.person.id) if scene.person.id else NAMESPACE_URL
    plan = Assignment(
        id=str(uuid5(owner, f"after:{exercise.id}")),
        exercise=exercise.id,
        plan=After(),
        given_at=scene.now,
        own=True,
    )
    return FollowUp(
        occurrence=nudge_of(run, exercise.id),
        assignment=plan,
        about=run,
        local_date=local_day(at, scene.profile.zone),
        due=at,
        expires=closes_at(at, scene.profile.hours, life=exercise.expiry.life),
    )
