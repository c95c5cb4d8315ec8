"""Keeping something that was said as what it is: a note of one answer, begun and finished at once."""

from dataclasses import replace
from uuid import UUID, uuid5

from bot.core.changes import RunSaved
from bot.core.exercise import Exercise
from bot.core.inputs import Recorded
from bot.core.run import Answer, Run
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting, Unsorted
from bot.core.talk import kept
from bot.core.text import Rich
from bot.core.turn import Button, Entry

NOTE = "note"


def at_once(scene: Scene, place: Unsorted, exercise: Exercise, said: Rich) -> Move:
    """What the client sorted is kept as that."""
    move = _as_run(scene, place, exercise, scene.id("run"), private=scene.profile.sharing == "none")
    row = _row(scene, move.entries[0].run, is_hidden=False)
    return replace(move, place=Resting(), says=(bubble(said, (row,)),), sorted=True)


def as_note(scene: Scene, place: Unsorted, anchor: str | None) -> Move:
    """What nobody sorted in the end is kept for the client alone; the message that asked about it says so."""
    exercise = scene.exercise(NOTE)
    if exercise is None:
        return Move()
    move = _as_run(scene, place, exercise, scene.id(f"note:{anchor}"), private=True)
    row = _row(scene, move.entries[0].run, is_hidden=True)
    said = bubble(scene.say("Kept as a note, for you alone."), (row,))
    return replace(move, says=(replace(said, edit=anchor),) if anchor else ())


def _as_run(scene: Scene, place: Unsorted, exercise: Exercise, name: str, *, private: bool) -> Move:
    run = Run(id=name, exercise=exercise.id, revision=exercise.revision, trigger="client", started=scene.now)
    recorded = Recorded(media=place.media, file=place.file, caption=place.text) if place.file else None  # type: ignore[arg-type]  # a MediaKind, as ask() kept it
    answer = Answer(step=exercise.steps[0].id, text=place.text)
    entry: Entry = replace(kept.entry(scene, run, answer, recorded), message=place.message)
    saved = RunSaved(
        run=run, language=scene.profile.language, ended=scene.now, outcome="done", private=private
    )
    return Move(entries=(entry, *_others(place, entry)), changes=(saved,))


def _row(scene: Scene, run: str, *, is_hidden: bool) -> tuple[Button, ...]:
    change = scene.button("Change it", f"change:{run}", stands=True)
    do = f"{'shown' if is_hidden else 'private'}:{run}"
    return (change, scene.button("Show it again" if is_hidden else "Private", do, stands=True))


def _others(place: Unsorted, first: Entry) -> tuple[Entry, ...]:
    """Further files stand beside the first, in the same answer."""
    return tuple(
        replace(
            first,
            id=str(uuid5(UUID(first.run), f"{first.step}:0:{n}")),
            text="",
            media=media,
            file=file,
            message=None,
        )
        for n, (media, file) in enumerate(place.more, 1)
    )
