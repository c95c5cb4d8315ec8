"""A document that the therapist sends while giving homework, a summary or an exercise of their own: asked for, read
elsewhere, and come back as pieces."""

from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath

from bot.core.changes import TimerDropped, TimerSet
from bot.core.homemade import exercise_in
from bot.core.inputs import Opened, Recorded
from bot.core.scene import Move, Scene
from bot.core.talk import assigning_own
from bot.core.talk import assigning_paste as paste
from bot.core.talk import assigning_review as review
from bot.core.text import Rich, clip, joined
from bot.core.therapist_places import Assigning
from bot.core.turn import Document

TAKEN_AT = frozenset({"paste", "review", "pick", "preview"})
"""Steps at which a document adds to the homework."""
TEXTS = frozenset({".txt", ".md", ".text", ".markdown"})
EXERCISE = ".toml"
LARGEST_TEXT = 100_000
"""Bytes of a summary that is read."""
LARGEST_EXERCISE = 32_000
"""Bytes of an exercise that is read."""
REASON_SHOWN = 160
PATIENCE = timedelta(minutes=2)
"""So long a document may take on its way."""
_TIMER = "document"


def sent(scene: Scene, place: Assigning, given: Recorded) -> Move:
    """A document has come. What is in it comes as another input."""
    is_exercise = holds_exercise(given.name)
    if not is_exercise and PurePosixPath(given.name.lower()).suffix not in TEXTS:
        kinds = scene.say("I can read .txt and .md files here, and an exercise as .toml.")
        return _beside(scene, place, kinds)
    if given.size > largest(given.name):
        return _beside(scene, place, _too_large(scene, given.name))
    # A summary goes from the chat in the end, a file of the therapist's own work stays.
    leaves = given.message is not None and not is_exercise
    here = replace(
        place,
        opening=(*place.opening, given.file),
        pasted=(*place.pasted, given.message) if leaves and given.message is not None else place.pasted,
    )
    return Move(
        place=here,
        reaction="👀",
        opens=Document(file=given.file, name=given.name),
        changes=(TimerSet(timer=_TIMER, subject="", at=scene.now + PATIENCE),),
    )


def holds_exercise(name: str) -> bool:
    """Whether a file of this name is taken for an exercise."""
    return name.lower().endswith(EXERCISE)


def largest(name: str) -> int:
    """How many bytes a file of this name may have."""
    return LARGEST_EXERCISE if holds_exercise(name) else LARGEST_TEXT


def opened(scene: Scene, given: Opened) -> Move:
    """What stood in a document; nothing where nobody waits for it any more."""
    place = scene.session.place
    if not isinstance(place, Assigning) or given.file not in place.opening:
        return Move()
    here = replace(place, opening=tuple(each for each in place.opening if each != given.file))
    move = _read(scene, here, given)
    return move if here.opening else replace(move, changes=(TimerDropped(timer=_TIMER, subject=""),))


def never_opened(scene: Scene) -> Move:
    """The document did not come in time."""
    place = scene.session.place
    if not isinstance(place, Assigning) or not place.opening:
        return Move()
    return _beside(scene, replace(place, opening=()), _gone(scene))


def _read(scene: Scene, place: Assigning, given: Opened) -> Move:
    match given.trouble:
        case "" if (exercise := exercise_in(given.exercise)) is not None:
            return assigning_own.begin(scene, place, exercise, given.exercise)
        case "":
            pieces = tuple(paste.proposal(scene, each) for each in given.tasks)
            none = paste.nothing_found(scene)
            return review.begin(scene, place, pieces) if pieces else _beside(scene, place, none)
        case "large":
            return _beside(scene, place, _too_large(scene, given.name))
        case "fault":
            return _beside(scene, place, _fault(scene, given))
        case "no text":
            return _beside(scene, place, scene.say("There is no text in that file that I can read."))
        case _:
            return _beside(scene, place, _gone(scene))


def _beside(scene: Scene, place: Assigning, said: Rich) -> Move:
    """A line about the document, above what was on the screen."""
    if place.step == "paste":
        return paste.again(scene, place, said)
    move = review.show(scene, place)
    first, *rest = move.says
    return replace(move, says=(replace(first, text=joined([said, first.text])), *rest))


def _too_large(scene: Scene, name: str) -> Rich:
    return scene.say("That file is too large for me: {most} kB at most.", most=largest(name) // 1000)


def _fault(scene: Scene, given: Opened) -> Rich:
    """The first thing that is wrong with an exercise, and where."""
    return scene.say(
        "I can't use that exercise yet. Line {line}: {reason}. Send it again once it is changed.",
        line=given.line,
        reason=clip(given.reason.rstrip("."), REASON_SHOWN),
    )


def _gone(scene: Scene) -> Rich:
    return scene.say("I couldn't get that file. Send it again, or paste the words.")
