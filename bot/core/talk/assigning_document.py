"""A document that the therapist sends while giving homework: asked for, read elsewhere, and come back as pieces."""

from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath

from bot.core.changes import TimerDropped, TimerSet
from bot.core.inputs import Opened, Recorded
from bot.core.scene import Move, Scene
from bot.core.talk import assigning_paste as paste
from bot.core.talk import assigning_review as review
from bot.core.text import Rich, joined
from bot.core.therapist_places import Assigning
from bot.core.turn import Document

TAKEN_AT = frozenset({"paste", "review", "pick", "preview"})
"""Steps at which a document adds to the homework."""
TEXTS = frozenset({".txt", ".md", ".text", ".markdown"})
LARGEST_TEXT = 100_000
"""Bytes of a summary that is read."""
PATIENCE = timedelta(minutes=2)
"""So long a document may take on its way."""
_TIMER = "document"


def sent(scene: Scene, place: Assigning, given: Recorded) -> Move:
    """A document has come. What is in it comes as another input."""
    if PurePosixPath(given.name.lower()).suffix not in TEXTS:
        return _beside(scene, place, scene.say("I can read .txt and .md files here."))
    if given.size > LARGEST_TEXT:
        return _beside(scene, place, _too_large(scene))
    here = replace(
        place,
        opening=(*place.opening, given.file),
        pasted=(*place.pasted, *((given.message,) if given.message is not None else ())),
    )
    return Move(
        place=here,
        reaction="👀",
        opens=Document(file=given.file, name=given.name),
        changes=(TimerSet(timer=_TIMER, subject="", at=scene.now + PATIENCE),),
    )


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
        case "":
            pieces = tuple(paste.proposal(scene, each) for each in given.tasks)
            none = paste.nothing_found(scene)
            return review.begin(scene, place, pieces) if pieces else _beside(scene, place, none)
        case "large":
            return _beside(scene, place, _too_large(scene))
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


def _too_large(scene: Scene) -> Rich:
    return scene.say("That file is too large for me: {most} kB at most.", most=LARGEST_TEXT // 1000)


def _gone(scene: Scene) -> Rich:
    return scene.say("I couldn't get that file. Send it again, or paste the words.")
