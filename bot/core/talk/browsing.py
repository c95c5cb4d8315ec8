"""To be written."""

from bot.core.places import Browsing
from bot.core.scene import Move, Scene
from bot.core.session import Resting
from bot.core.talk import menu as menu_


def hear(_scene: Scene, _place: Browsing) -> Move:
    """Whatever came in while this stood open."""
    return Move(place=Resting())


def first_page(scene: Scene) -> Move:
    """/notes"""
    return menu_.help_list(scene)


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of a note."""
    return Move()
