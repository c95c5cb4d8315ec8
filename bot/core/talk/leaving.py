"""Leaving an exercise for good reason: something is really happening, it is not safe to say, or it does not suit."""

from bot.core.changes import Change, RunSaved
from bot.core.exercise import Exercise, Exit
from bot.core.run import Answer, Run
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Answering, Resting
from bot.core.talk import closing, kept
from bot.core.text import joined
from bot.core.turn import Entry

FOR_SESSION = "for-session"


def by(scene: Scene, exercise: Exercise, place: Answering, way: Exit) -> Move:
    """Through one of the exercise's own exits: it ends as it is, with a note for the session."""
    entries, noted = for_session(scene, way.note)
    said = joined([scene.fill(line, therapist=scene.person.therapist_name) for line in way.say])
    return Move(
        place=Resting(),
        says=(bubble(said),),
        entries=entries,
        changes=(*closing.ended(scene, exercise.language, place.run, "part"), *noted),
    )


def for_session(scene: Scene, words: str) -> tuple[tuple[Entry, ...], tuple[Change, ...]]:
    """A line for the session in the coach's words, as a run of one answer; nothing where there is no such exercise."""
    exercise = scene.exercise(FOR_SESSION)
    if exercise is None:
        return (), ()
    run = Run(
        id=scene.id("note"),
        exercise=exercise.id,
        revision=exercise.revision,
        trigger="offer",
        started=scene.now,
    )
    entry = kept.entry(scene, run, Answer(step=exercise.steps[0].id, text=words))
    hidden = scene.profile.sharing == "none"
    saved = RunSaved(run=run, language=exercise.language, ended=scene.now, outcome="done", private=hidden)
    return (entry,), (saved,)
