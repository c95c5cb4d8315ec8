"""What came in while a menu stood open that has no use for it: nothing of it is lost, and no menu swallows it."""

from dataclasses import replace
from datetime import timedelta

from bot.core.inputs import Odd, Recorded, Said
from bot.core.places import Browsing, Erasing, Setting
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting, Settling
from bot.core.talk import asking_to_keep

LIFE = timedelta(minutes=30)
"""For how long a menu that waits for words takes them."""


def is_old(scene: Scene) -> bool:
    """Whether the menu was left so long ago that what is typed now can hardly be meant for it."""
    touched = scene.session.touched
    return touched is not None and scene.now - touched > LIFE


def is_settling_in(scene: Scene) -> bool:
    """Whether the first questions are open, which no menu may push aside."""
    place = scene.session.place
    return isinstance(place, Settling) and not place.alone


def is_open(scene: Scene) -> bool:
    """Whether a menu stands open: something that is read or chosen rather than answered."""
    place = scene.session.place
    return isinstance(place, Browsing | Erasing | Setting) or (isinstance(place, Settling) and place.alone)


def left(scene: Scene, move: Move) -> Move:
    """`move` for a command, which puts an open menu away where it does not open something of its own."""
    return replace(move, place=Resting()) if is_open(scene) and move.place is None else move


def instead(scene: Scene) -> Move | None:
    """The move for something the open menu cannot use, or None where the menu itself is to be shown again."""
    match scene.given:
        case Said(text=text) if text.strip():
            return asking_to_keep.ask(scene, scene.given)
        case Recorded():
            return asking_to_keep.ask(scene, scene.given)
        case Odd(what="sticker"):
            return Move(reaction="👌")
        case Odd():
            return Move(says=(bubble(scene.say("I can't use that one.")),))
        case _:
            return None


def closed(scene: Scene, command: str) -> Move:
    """The menu is put away; its command brings it back."""
    said = scene.say("Closed. {command} brings it back.", command=command)
    return Move(place=Resting(), says=(bubble(said),))
