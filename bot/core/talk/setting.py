"""To be written."""

from bot.core.places import Setting
from bot.core.scene import Move, Scene
from bot.core.session import Resting
from bot.core.talk import menu as menu_


def hear(_scene: Scene, _place: Setting) -> Move:
    """Whatever came in while this stood open."""
    return Move(place=Resting())


def menu(scene: Scene) -> Move:
    """/settings"""
    return menu_.help_list(scene)


def people_rows(scene: Scene) -> Move:
    """/sos for a client: the card, and who and what is their own on it."""
    return Move()
