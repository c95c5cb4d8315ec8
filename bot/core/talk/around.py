"""What comes by itself around an appointment: a look back two days before, the list the evening before, what to keep of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core import nearing
from bot.core.changes import Asked, Change, OccurrenceEnded, Outcome, TimerSet
from bot.core.exercise import Exercise
from bot.core.inputs import Tapped, TimerOver
from bot.core.scene import Move, Scene, bubble
from bot.core.talk import agenda, asked, headings, prompt_screen, quiet_days, recapping, unasked
from bot.core.text import Rich
from bot.core.turn import Reply


def timer(scene: Scene, given: TimerOver) -> Move:
    """One of them is due. What is about another appointment than the one ahead or just over says nothing any more."""
    if given.timer == "recap":
        return _recap(scene, given)
    start = scene.person.next_appointment
    if start is None or given.subject != nearing.subject_of(start) or not scene.profile.settled:
        return Move()
    nudge = _review(scene, start) if given.timer == "review" else _agenda(scene, start)
    if nudge is None:
        return Move()
    if _day(scene, scene.now) == _day(scene, start):
        return _stays_away(nudge, "expired", "offline")
    return _sent(scene, given, nudge)


def passed(scene: Scene, name: str) -> Move:
    """The client says no to one of them."""
    tapped = scene.given.message if isinstance(scene.given, Tapped) else None
    bare = Reply(edit=tapped, bare=True)
    return Move(says=(bare,), toast=scene.label("Done"), changes=asked.declined(scene, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """One of them as it would go out: its row and its message, and which wording that has."""

    row: Asked
    said: Reply
    worded: tuple[str, int] | None = None


def _sent(scene: Scene, given: TimerOver, nudge: Nudge) -> Move:
    """On its way, or put off while somebody is in the middle of something, or kept back for a reason."""
    if (why := _kept_back(scene)) is not None:
        return _stays_away(nudge, *why)
    if unasked.is_busy(scene):
        at = scene.now + unasked.WAIT
        return Move(changes=(TimerSet(timer=given.timer, subject=given.subject, at=at),))
    row = nudge.row
    over = TimerSet(timer=asked.LAPSED, subject=row.occurrence, at=row.expires)
    said = replace(nudge.said, kind="nudge", silent=True, occurrence=row.occurrence)
    return Move(says=(said,), changes=(row, over), worded=nudge.worded)


def _stays_away(nudge: Nudge, outcome: Outcome, reason: str) -> Move:
    ended = OccurrenceEnded(occurrence=nudge.row.occurrence, outcome=outcome, reason=reason)
    return Move(changes=(nudge.row, ended))


def _kept_back(scene: Scene) -> tuple[Outcome, str] | None:
    """Why nothing comes now that nobody asked for, as other nudges say it; None where it may."""
    profile, held = scene.profile, scene.profile.held_until
    if not profile.reachable:
        return "undeliverable", "chat closed by the client"
    if held is not None and scene.now < held:
        return "held_safety", "after the help card"
    if quiet_days.is_on(scene):
        return "cancelled", quiet_days.REASON
    if profile.paused or profile.erasing_at is not None:
        return "not_offered", "paused"
    if profile.has_faded_out:
        return "not_offered", "fewer for now"
    return ("not_offered", "quiet hours") if unasked.is_quiet_now(scene) else None


# --- the three of them --------------------------------------------------------------------------------


def _recap(scene: Scene, given: TimerOver) -> Move:
    """After one appointment, what comes around the next is set; nobody else does it."""
    ahead = _ahead(scene)
    met, exercise = scene.person.met, headings.exercise_of(scene)
    is_this_one = met is not None and given.subject == nearing.subject_of(met)
    if met is None or exercise is None or not is_this_one or not scene.profile.settled:
        return Move(changes=ahead)
    nudge = _summary(scene, exercise, met)
    fresh = recapping.is_fresh(scene, met)
    move = _sent(scene, given, nudge) if fresh else _stays_away(nudge, "expired", "offline")
    # One that is put off comes again, and sets them then.
    is_later = any(isinstance(each, TimerSet) and each.timer == given.timer for each in move.changes)
    return move if is_later else replace(move, changes=(*move.changes, *ahead))


def _summary(scene: Scene, exercise: Exercise, met: datetime) -> Nudge:
    yes = scene.button("Yes", "recap:begin", stands=True, style="primary")
    no = scene.button("Not today", "passed:recap", stands=True)
    words, worded = _opening(scene, exercise)
    row = _row(scene, "recap", exercise.id, met, recapping.closes(scene, met))
    return Nudge(row=row, said=bubble(words, ((yes, no),)), worded=worded)


def _day(scene: Scene, at: datetime) -> date:
    return at.astimezone(scene.zone).date()


def _ahead(scene: Scene) -> tuple[Change, ...]:
    start = scene.person.next_appointment
    return nearing.all_timers(start, scene.profile.hours, scene.now) if start else ()


def _review(scene: Scene, start: datetime) -> Nudge | None:
    exercise = next((each for each in scene.library.exercises.values() if each.form == "review"), None)
    exercise = scene.exercise(exercise.id) if exercise else None
    given = [each for each in scene.person.assignments if not each.own]
    if exercise is None or not given:
        return None
    yes = scene.button("Yes", f"offer:{exercise.id}", stands=True, style="primary")
    no = scene.button("Not this time", "passed:review", stands=True)
    words, worded = _opening(scene, exercise)
    row = _row(scene, "review", exercise.id, start, start)
    return Nudge(row=row, said=bubble(words, ((yes, no),)), worded=worded)


def _agenda(scene: Scene, start: datetime) -> Nudge:
    """Vague on the lock screen: that there is a session tomorrow is for nobody else to read."""
    said = scene.say("Anything to put on the list for tomorrow?")
    if not scene.profile.vague:
        name = scene.person.therapist_name
        said = scene.say("Session tomorrow. Anything to put on the list for {therapist}?", therapist=name)
    row = (scene.button("Add a line", "agenda:add", stands=True),)
    pick = (scene.button("Pick from my notes", "agenda:pick:0", stands=True),)
    no = scene.button("No", "passed:agenda", stands=True)
    return Nudge(row=_row(scene, "agenda", agenda.LIST, start, start), said=bubble(said, (row, (*pick, no))))


def _row(scene: Scene, name: nearing.Nearing, exercise: str, about: datetime, expires: datetime) -> Asked:
    planned = nearing.moment(name, about, scene.profile.hours) or scene.now
    return asked.row(scene, name, exercise, nearing.subject_of(about), (planned, expires))


def _opening(scene: Scene, exercise: Exercise) -> tuple[Rich, tuple[str, int]]:
    worded = prompt_screen.next_wording(scene, exercise.id)
    return prompt_screen.opening(scene, exercise, worded[1]), worded
