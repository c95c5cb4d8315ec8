"""What a therapist's button names is theirs or is refused, and that it was refused is kept."""

from dataclasses import replace

from bot.core.changes import Refused
from bot.core.inputs import Tapped
from bot.core.lookup import split
from bot.core.person import Role
from bot.core.scene import Move, Scene

_ABOUT_A_CLIENT = frozenset({"give", "sessions", "meet", "who"})
_ABOUT_MORE = frozenset({"brief", "progress"})
"""Here what is wanted stands before the client: "brief:show:5f0f…"."""
_NOBODY = frozenset({"", "all"})


def noted(scene: Scene, move: Move) -> Move:
    """`move`, and where it answers a button about somebody else's client, that it refused."""
    if scene.person.role is not Role.THERAPIST or not isinstance(scene.given, Tapped):
        return move
    client = _meant(scene.given.do)
    if client in _NOBODY or client in {each.id for each in scene.person.clients}:
        return move
    return replace(move, changes=(*move.changes, Refused(client=client)))


def _meant(do: str) -> str:
    name, argument = split(do)
    if name in _ABOUT_MORE:
        return split(argument)[1]
    return argument if name in _ABOUT_A_CLIENT else ""
