"""To be written."""

from bot.core.places import Erasing
from bot.core.scene import Move, Scene
from bot.core.session import Resting
from bot.core.talk import menu


def hear(_scene: Scene, _place: Erasing) -> Move:
    """Whatever came in while this stood open."""
    return Move(place=Resting())


def privacy(scene: Scene) -> Move:
    """/privacy: who sees what, and what can be done about it."""
    return menu.privacy(scene)


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of /privacy: copy, stop sharing, erase, undo."""
    return Move()


def due(scene: Scene) -> Move:
    """The day to undo it is over."""
    return Move()
