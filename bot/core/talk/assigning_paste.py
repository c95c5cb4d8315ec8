"""A pasted session summary becomes pieces of homework."""

from dataclasses import replace

from bot.core.changes import TimerDropped, TimerSet
from bot.core.inputs import Said
from bot.core.person import ClientCard
from bot.core.scene import Move, Scene, bubble
from bot.core.summary import days_in, homework, kind_of
from bot.core.talk import assigning_review as review
from bot.core.talk.assigning_review import OWN_WORDS
from bot.core.talk.pieces import LONG_PART, PART_WAIT
from bot.core.text import Rich
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Rows


def ask(scene: Scene, client: ClientCard) -> Move:
    """The way in: the summary as words or as a file, or the list."""
    said = scene.say(
        "For {client}: paste the session summary or send it as a .txt file, or pick from the list. I read the homework part and keep nothing else.",
        client=client.nickname,
    )
    place = Assigning(step="paste", client=client.id)
    return Move(place=place, says=(bubble(said, rows(scene, place)),))


def rows(scene: Scene, place: Assigning) -> Rows:
    """Once a part is in, it can be all; before that, the list is another way."""
    first = scene.button("That's all", "all") if place.texts else scene.button("Pick from the list", "list")
    return ((first, scene.button("Stop here", "stop")),)


def again(scene: Scene, place: Assigning, said: Rich) -> Move:
    """The same question under another line."""
    return Move(place=place, says=(bubble(said, rows(scene, place)),))


def pasted(scene: Scene, place: Assigning, text: str) -> Move:
    """One part of a summary; after a long one there may be more."""
    message = scene.given.message if isinstance(scene.given, Said) else None
    here = replace(
        place,
        texts=(*place.texts, text),
        pasted=(*place.pasted, *((message,) if message is not None else ())),
    )
    if len(text) < LONG_PART:
        return read(scene, here)
    waiting = TimerSet(timer="paste", subject="", at=scene.now + PART_WAIT)
    said = bubble(scene.say("Got that part. Is there more?"), rows(scene, here))
    return Move(place=here, says=(said,), changes=(waiting,))


def read(scene: Scene, place: Assigning) -> Move:
    """Read the homework out of the parts; the pasted text itself goes no further than this."""
    items = homework("\n".join(place.texts), scene.library.wording)
    empty = replace(place, texts=())
    if not items:
        return again(scene, empty, nothing_found(scene))
    move = review.begin(scene, empty, tuple(proposal(scene, item.text) for item in items))
    return replace(move, changes=(TimerDropped(timer="paste", subject=""),))


def nothing_found(scene: Scene) -> Rich:
    """What is said of a text without homework in it."""
    return scene.say("I found no homework in that. Paste it another way, or pick from the list.")


def proposal(scene: Scene, words: str) -> Proposal:
    """What one task would become, and when it would come."""
    found = kind_of(words, scene.library.kinds()) or OWN_WORDS
    exercise = scene.exercise(found)
    named = days_in(words, scene.library.wording)
    if exercise is None:
        return Proposal(words=words, exercise=found, days=tuple(sorted(named or ())))
    kind = exercise.rhythm.kind
    if not named or (kind == "weekly" and len(named) == 1):
        return Proposal(words=words, exercise=found, days=exercise.rhythm.days, rhythm=kind)
    # Days that the therapist wrote go before the exercise's own rhythm.
    days = tuple(sorted(named))
    return Proposal(words=words, exercise=found, days=days, rhythm="random" if kind == "random" else "fixed")
