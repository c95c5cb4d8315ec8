"""Where no session is set, the therapist is asked for one every fortnight: what comes around a session goes by it."""

from datetime import timedelta

from bot.core.changes import TimerSet
from bot.core.scene import Move, Scene, bubble
from bot.core.turn import THERAPIST

TIMER = "dateless"
FORTNIGHT = timedelta(days=14)


def next_look(scene: Scene) -> TimerSet:
    """When it is looked at next."""
    return TimerSet(timer=TIMER, subject="", at=scene.now + FORTNIGHT)


def look(scene: Scene) -> Move:
    """This is the client's turn, and says nothing to the client; without homework there is nothing to look back on."""
    person, again = scene.person, next_look(scene)
    is_given = any(not each.own for each in person.assignments)
    is_over = person.therapist_left or scene.profile.erasing_at is not None
    if person.next_appointment is not None or not is_given or is_over:
        return Move(changes=(again,))
    theirs = scene.to_therapist
    said = theirs.say(
        "{client} has homework, and no session is set. When do you meet next?", client=person.nickname
    )
    row = (theirs.button("Set session day", f"meet:{person.id}", stands=True),)
    return Move(says=(bubble(said, (row,), silent=True, to=THERAPIST),), changes=(again,))
