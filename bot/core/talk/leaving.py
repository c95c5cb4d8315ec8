"""Leaving an exercise for good reason: something is really happening, it is not safe to say, or it does not suit."""

from bot.core.changes import Change, RunSaved, SetAside
from bot.core.exercise import Exercise, Exit
from bot.core.run import Answer, Run, standing
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
        changes=(*closing.ended(scene, exercise.language, standing(place.run), "part"), *noted),
    )


def unsuited(scene: Scene, name: str) -> Move:
    """It does not suit: a note says so, and its nudges stop."""
    exercise = scene.exercise(name)
    if exercise is None:
        return Move(toast=scene.label("That one has closed."))
    entries, noted = for_session(scene, scene.say("“{title}” doesn't suit me.", title=exercise.title).text)
    said = scene.say("Thanks. It's noted for your session, and it won't come by itself any more.")
    return Move(
        says=(bubble(said),),
        entries=entries,
        changes=(*noted, SetAside(exercises=_with_halves(scene, exercise))),
    )


def _with_halves(scene: Scene, exercise: Exercise) -> tuple[str, ...]:
    """The exercise, and what comes after it by itself."""
    others = (each.id for each in scene.library.exercises.values() if each.rhythm.exercise == exercise.id)
    return tuple(dict.fromkeys((exercise.id, *others)))


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
