"""The second half of the values check-in: one value to bring closer, ten minutes of it, and an hour for them."""

from dataclasses import replace
from datetime import datetime

from bot.core.changes import Change, EntryRevised
from bot.core.exercise import Exercise
from bot.core.inputs import Recorded, Said
from bot.core.places import CheckingIn
from bot.core.run import Answer, reworded
from bot.core.scene import Move, Scene
from bot.core.talk import begun, boxing, checking_in_hours, closing, kept
from bot.core.talk import checking_in_screen as screen
from bot.core.text import clip, joined

LABEL = 60
"""How much of a version goes along as what the ten minutes are for."""


def picked(scene: Scene, exercise: Exercise, place: CheckingIn, name: str, argument: str) -> Move:
    """The one to bring closer, or none."""
    values = scene.profile.values
    if name == "none":
        return closing.finish(scene, exercise, place.run)
    if name != "pick" or not argument.isdecimal() or int(argument[:4]) >= len(values):
        return screen.ask(scene, exercise, place, screen.hint(scene))
    value = values[int(argument[:4])]
    run, row = begun.answered(scene, place.run, Answer(step="pick", text=value))
    there = replace(place, view="version", run=run, picked=value)
    return replace(screen.ask(scene, exercise, there), entries=(replace(row, message=None),))


def version(scene: Scene, exercise: Exercise, place: CheckingIn, name: str) -> Move:
    """What ten minutes of it would be, in the client's words."""
    match scene.given:
        case Said(text=text) if not name:
            return _kept_version(scene, exercise, place, Answer(step="version", text=text))
        case Recorded():
            return _kept_version(scene, exercise, place, Answer(step="version"), scene.given)
    if name == "skip":
        return closing.finish(scene, exercise, place.run)
    if name == "ideas":
        return screen.ask(scene, exercise, place, screen.ideas(scene, exercise))
    return screen.ask(scene, exercise, place)


def _kept_version(
    scene: Scene, exercise: Exercise, place: CheckingIn, answer: Answer, recorded: Recorded | None = None
) -> Move:
    run, row = begun.answered(scene, place.run, answer, recorded)
    there = replace(place, view="when", run=run, version=row.text)
    return kept.with_entry(scene, screen.ask(scene, exercise, there), row, answer, recorded)


def when(scene: Scene, exercise: Exercise, place: CheckingIn, name: str, argument: str) -> Move:
    """An hour for them, or none."""
    match name:
        case "no":
            return closing.finish(scene, exercise, place.run)
        case "time":
            return screen.ask(scene, exercise, replace(place, view="time"))
        case "at" if (at := checking_in_hours.tapped(scene, argument)) is not None:
            return _held(scene, exercise, place, at)
        case "undo":
            return _reworded(scene, exercise, place, taken_back=True) or screen.ask(scene, exercise, place)
        case "" if isinstance(scene.given, Said):
            return _typed_hour(scene, exercise, place, scene.given.text)
        case _:
            return screen.ask(scene, exercise, place)


def _typed_hour(scene: Scene, exercise: Exercise, place: CheckingIn, text: str) -> Move:
    at = checking_in_hours.typed(scene, text)
    if at is not None:
        return _held(scene, exercise, place, at)
    if place.view == "time":
        return screen.ask(
            scene, exercise, place, scene.say("I couldn't read a time outside your quiet hours in that.")
        )
    return _reworded(scene, exercise, place) or screen.ask(scene, exercise, place, screen.hint(scene))


def _held(scene: Scene, exercise: Exercise, place: CheckingIn, at: datetime) -> Move:
    """The minutes are held: at that hour they are offered, and nothing happens if nobody takes them."""
    label = clip(place.version or place.picked, LABEL)
    profile, timer = boxing.hold_for(scene, label, at)
    move = closing.finish(scene, exercise, place.run)
    first, *rest = move.says
    when = scene.say(
        "Held: {day}, {time}. I'll offer the ten minutes then.", day=scene.day(at), time=scene.clock(at)
    )
    said = replace(first, text=joined([when, first.text], "\n\n"))
    changes: tuple[Change, ...] = (*move.changes, timer)
    return replace(move, says=(said, *rest), changes=changes, profile=profile)


def _reworded(
    scene: Scene, exercise: Exercise, place: CheckingIn, *, taken_back: bool = False
) -> Move | None:
    """A text on the heels of the version belongs to it, and can be taken out again."""
    last = scene.session.last_kept
    if last is None or last.run != place.run.id or last.until < scene.now:
        return None
    if taken_back:
        if last.before is None:
            return None
        now, note = replace(last, text=last.before, before=None), scene.say("Taken out again.")
    else:
        more = scene.given.text if isinstance(scene.given, Said) else ""
        now = replace(last, text=f"{last.text}\n{more}", before=last.text)
        note = scene.say("Added to the last one.")
    there = replace(place, version=now.text, run=reworded(place.run, now.entry, now.text))
    move = screen.ask(scene, exercise, there, note)
    if not taken_back:
        asked = move.says[0]
        undo = (scene.button("Undo", "undo"),)
        move = replace(move, says=(replace(asked, rows=(*asked.rows, undo)),), reaction="✍")
    return replace(move, changes=(EntryRevised(entry=now.entry, text=now.text),), last_kept=now)
