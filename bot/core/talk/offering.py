"""Nudges whose time has come: which one is offered, and what becomes of the others."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import Change, OccurrenceEnded, OccurrenceMoved, Outcome, TimerSet
from bot.core.inputs import Due, NudgesDue
from bot.core.places import Noticing
from bot.core.plan import after_quiet, is_quiet, local_day, reprompt_at
from bot.core.scene import Move, Scene
from bot.core.session import Prompted, is_at_rest
from bot.core.talk import heeding, noticing, nudges, prompt_screen, quiet_days, returning
from bot.core.turn import Reply

ACTIVE = timedelta(minutes=10)
"""Someone who did something this recently is in the middle of it: a nudge waits."""
WAIT = timedelta(minutes=5)


def due(scene: Scene, given: NudgesDue) -> Move:
    """Nudges whose time has come: one is offered, and each other one gets its outcome or a later time."""
    if scene.profile.reachable and returning.is_silent(scene) and not quiet_days.is_on(scene):
        ended = tuple(_end(each, "not_offered", "quiet") for each in given.due)
        return replace(returning.fell_silent(scene), changes=ended)
    fresh, changes = _sorted_out(scene, given.due)
    if not fresh:
        return Move(changes=tuple(changes))
    first, *others = sorted(fresh, key=lambda each: (_rank(scene, each), *_longest_ago(each)))
    if _is_busy(scene) or _gives_way(scene, first):
        return Move(changes=(*changes, *(_wait(scene, each) for each in fresh)))
    changes += [_after(scene, first, each) for each in others]
    return _offer(scene, first, changes)


def _sorted_out(scene: Scene, all_due: tuple[Due, ...]) -> tuple[list[Due], list[Change]]:
    fresh: list[Due] = []
    changes: list[Change] = []
    for each in all_due:
        if (ending := _cannot_be_offered(scene, each)) is None:
            fresh.append(each)
        else:
            changes.append(ending)
    return fresh, changes


def _cannot_be_offered(scene: Scene, each: Due) -> Change | None:
    held = scene.profile.held_until
    if not scene.profile.reachable:
        return _end(each, "undeliverable", "chat closed by the client")
    if scene.now >= each.expires:
        return _end(each, "expired", "offline")
    if held is not None and scene.now < held:
        return _end(each, "held_safety", "after the help card")
    if quiet_days.is_on(scene):
        return _end(each, "cancelled", quiet_days.REASON)
    if scene.profile.paused or scene.profile.erasing_at is not None:
        return _end(each, "not_offered", "paused")
    if returning.left_out(scene, each):
        return _end(each, "not_offered", "fewer for now")
    exercise = scene.exercise(each.exercise)
    if exercise is None or not scene.profile.settled:
        return _end(each, "not_offered", "nothing to ask with")
    if heeding.holding(scene.person.heed, exercise):
        return _end(each, "not_offered", "off for this client")
    if _is_one_too_many(scene, each):
        return _end(each, "not_offered", "fewer, as asked")
    if is_quiet(scene.now, scene.profile.hours):
        later = after_quiet(scene.now, scene.profile.hours)
        fits = later < each.expires
        return (
            OccurrenceMoved(occurrence=each.occurrence, due=later)
            if fits
            else _end(each, "expired", "offline")
        )
    return None


def _is_one_too_many(scene: Scene, each: Due) -> bool:
    """Whether it is a noticing of every other date, for someone who asked for fewer. What was put off still comes."""
    if not scene.profile.fewer or each.snoozed or not _is_noticing(scene, each):
        return False
    return local_day(each.due, scene.profile.zone).toordinal() % 2 == 1


def _is_busy(scene: Scene) -> bool:
    place, touched = scene.session.place, scene.session.touched
    is_nudge = isinstance(place, Prompted) or (isinstance(place, Noticing) and place.occurrence is not None)
    is_open = not is_nudge and not is_at_rest(place)
    return is_open and touched is not None and scene.now - touched < ACTIVE


def _gives_way(scene: Scene, first: Due) -> bool:
    """A small noticing pushes no open question aside; it waits, and is dropped when its time is over."""
    is_asked = any(isinstance(each.place, Prompted) for each in nudges.waiting(scene.session))
    return is_asked and _is_noticing(scene, first)


def _after(scene: Scene, first: Due, other: Due) -> Change:
    """What becomes of one that was due together with the one that is offered: only a noticing can come after it."""
    if _is_noticing(scene, other) and not _is_noticing(scene, first):
        return _wait(scene, other)
    return _end(other, "not_offered", "one question at a time")


def _rank(scene: Scene, each: Due) -> int:
    """What was put off comes before homework, and homework before a noticing."""
    return 0 if each.snoozed else 2 if _is_noticing(scene, each) else 1


def _is_noticing(scene: Scene, each: Due) -> bool:
    exercise = scene.exercise(each.exercise)
    return exercise is not None and exercise.form == "noticing"


def _wait(scene: Scene, each: Due) -> Change:
    later = scene.now + WAIT
    if later >= each.expires or is_quiet(later, scene.profile.hours):
        return _end(each, "not_offered", "something else was open")
    return OccurrenceMoved(occurrence=each.occurrence, due=later)


def _longest_ago(each: Due) -> tuple[bool, float, str]:
    """Never offered before everything else, then the one longest ago; the id settles what is equal."""
    before = each.offered_before
    return (before is not None, before.timestamp() if before else 0.0, each.occurrence)


def _end(each: Due, outcome: Outcome, reason: str) -> OccurrenceEnded:
    return OccurrenceEnded(occurrence=each.occurrence, outcome=outcome, reason=reason)


def _offer(scene: Scene, first: Due, changes: list[Change]) -> Move:
    exercise = scene.exercise(first.exercise)
    assert exercise is not None, "_cannot_be_offered() has looked it up"
    if exercise.form == "noticing":
        move = noticing.offer(scene, exercise, first)
        return replace(move, changes=(*changes, *move.changes))
    place = Prompted(
        occurrence=first.occurrence,
        assignment=first.assignment,
        exercise=first.exercise,
        expires=first.expires,
        snoozed=first.snoozed,
        about=first.about,
    )
    worded = prompt_screen.next_wording(scene, exercise.id)
    said = Reply(
        text=prompt_screen.opening(scene, exercise, worded[1]),
        rows=prompt_screen.rows(scene, exercise, place),
        silent=exercise.form == "values",
        kind="nudge",
        occurrence=first.occurrence,
    )
    changes.append(TimerSet(timer="close", subject=first.occurrence, at=first.expires))
    again = reprompt_at(scene.now, scene.profile.hours)
    if again is not None and again < first.expires:
        changes.append(TimerSet(timer="again", subject=first.occurrence, at=again))
    return Move(place=place, says=(said,), changes=tuple(changes), worded=worded)
