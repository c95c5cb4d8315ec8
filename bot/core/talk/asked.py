"""What was asked around a session, for the record: each message is a nudge of a kind of its own, with one outcome."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from bot.core.changes import Asked, Change, OccurrenceEnded, OccurrenceStarted
from bot.core.person import Assignment
from bot.core.plan import Around, local_day
from bot.core.scene import Move, Scene

Name = Literal["review", "agenda", "recap", "date"]
LAPSED = "lapsed"
"""The timer after which nobody waits for an answer any more; its subject is the nudge."""


def row(scene: Scene, name: Name, exercise: str, about: str, times: tuple[datetime, datetime]) -> Asked:
    """The nudge that asks `name` about one session, planned and closing at these times; repeated it is the same."""
    owner = UUID(scene.person.id or "")
    planned, expires = min(times[0], scene.now), times[1]
    carrier = Assignment(
        id=str(uuid5(owner, f"session:{name}")),
        exercise=exercise,
        plan=Around(),
        given_at=scene.now,
        own=True,
    )
    return Asked(
        occurrence=str(uuid5(owner, f"session:{name}:{about}")),
        assignment=carrier,
        name=name,
        local_date=local_day(planned, scene.profile.zone),
        planned=planned,
        due=scene.now,
        expires=expires,
    )


def still(scene: Scene, name: Name) -> str | None:
    """The nudge of that name that nobody has answered; whoever does what it asks for answers it."""
    return next((occurrence for each, occurrence in scene.session.asked if each == name), None)


def taken_up(scene: Scene, name: Name) -> tuple[Change, ...]:
    """It is answered with yes, whatever comes of it."""
    occurrence = still(scene, name)
    return (OccurrenceStarted(occurrence=occurrence),) if occurrence else ()


def declined(scene: Scene, name: str) -> tuple[Change, ...]:
    """It is answered with no."""
    found = (occurrence for each, occurrence in scene.session.asked if each == name)
    return tuple(OccurrenceEnded(occurrence=each, outcome="declined") for each in found)


def lapsed(scene: Scene, occurrence: str) -> Move:
    """Its time is over; its buttons go on working."""
    if occurrence not in {each for _, each in scene.session.asked}:
        return Move()
    return Move(changes=(OccurrenceEnded(occurrence=occurrence, outcome="expired", reason="no answer"),))


def after(scene: Scene, changes: Sequence[Change]) -> tuple[tuple[str, str], ...]:
    """What stands unanswered after these changes; of each name the last."""
    asked = {each.name: each.occurrence for each in changes if isinstance(each, Asked)}
    settled = {each.occurrence for each in changes if isinstance(each, OccurrenceStarted | OccurrenceEnded)}
    standing = dict(scene.session.asked) | asked
    return tuple((name, occurrence) for name, occurrence in standing.items() if occurrence not in settled)
