"""What comes by itself around an appointment: a look back two days before, the list the evening before, what to keep of it."""

from dataclasses import replace
from datetime import date, datetime

from bot.core import nearing
from bot.core.changes import Change, TimerSet
from bot.core.exercise import Exercise
from bot.core.inputs import TimerOver
from bot.core.scene import Move, Scene, bubble
from bot.core.talk import headings, prompt_screen, recapping, unasked
from bot.core.text import Rich
from bot.core.turn import Reply, Rows


def timer(scene: Scene, given: TimerOver) -> Move:
    """One of them is due. What is about another appointment than the one ahead or just over says nothing any more."""
    if given.timer == "recap":
        return _recap(scene, given)
    start = scene.person.next_appointment
    if start is None or given.subject != nearing.subject_of(start) or _is_kept_back(scene):
        return Move()
    if _day(scene, scene.now) == _day(scene, start):
        return Move()  # too late for either: it is the day itself
    return _later(scene, given) or (_review(scene) if given.timer == "review" else _agenda(scene))


def _recap(scene: Scene, given: TimerOver) -> Move:
    """After one appointment, what comes around the next is set; nobody else does it."""
    ahead = _ahead(scene)
    met = scene.person.met
    if met is None or given.subject != nearing.subject_of(met) or _is_kept_back(scene):
        return Move(changes=ahead)
    if not recapping.is_fresh(scene, met):
        return Move(changes=ahead)
    if (later := _later(scene, given)) is not None:
        return later
    exercise = headings.exercise_of(scene)
    if exercise is None:
        return Move(changes=ahead)
    yes = scene.button("Yes", "recap:begin", stands=True, style="primary")
    no = scene.button("Not today", "done", stands=True)
    words, worded = _opening(scene, exercise)
    return Move(says=(_nudge(words, ((yes, no),)),), changes=ahead, worded=worded)


def _day(scene: Scene, at: datetime) -> date:
    return at.astimezone(scene.zone).date()


def _ahead(scene: Scene) -> tuple[Change, ...]:
    start = scene.person.next_appointment
    return nearing.all_timers(start, scene.profile.hours, scene.now) if start else ()


def _review(scene: Scene) -> Move:
    exercise = next((each for each in scene.library.exercises.values() if each.form == "review"), None)
    exercise = scene.exercise(exercise.id) if exercise else None
    given = [each for each in scene.person.assignments if not each.own]
    if exercise is None or not given:
        return Move()
    yes = scene.button("Yes", f"offer:{exercise.id}", stands=True, style="primary")
    no = scene.button("Not this time", "done", stands=True)
    words, worded = _opening(scene, exercise)
    return Move(says=(_nudge(words, ((yes, no),)),), worded=worded)


def _agenda(scene: Scene) -> Move:
    """Vague on the lock screen: that there is a session tomorrow is for nobody else to read."""
    said = scene.say("Anything to put on the list for tomorrow?")
    if not scene.profile.vague:
        name = scene.person.therapist_name
        said = scene.say("Session tomorrow. Anything to put on the list for {therapist}?", therapist=name)
    row = (scene.button("Add a line", "agenda:add", stands=True),)
    pick = (scene.button("Pick from my notes", "agenda:pick:0", stands=True),)
    no = scene.button("No", "done", stands=True)
    return Move(says=(_nudge(said, (row, (*pick, no))),))


def _opening(scene: Scene, exercise: Exercise) -> tuple[Rich, tuple[str, int]]:
    worded = prompt_screen.next_wording(scene, exercise.id)
    return prompt_screen.opening(scene, exercise, worded[1]), worded


def _nudge(said: Rich, rows: Rows) -> Reply:
    return replace(bubble(said, rows, silent=True), kind="nudge")


def _is_kept_back(scene: Scene) -> bool:
    return unasked.is_kept_back(scene) or not scene.profile.settled or scene.profile.has_faded_out


def _later(scene: Scene, given: TimerOver) -> Move | None:
    """Somebody in the middle of something is not interrupted."""
    if not unasked.is_busy(scene):
        return None
    at = scene.now + unasked.WAIT
    return Move(changes=(TimerSet(timer=given.timer, subject=given.subject, at=at),))
