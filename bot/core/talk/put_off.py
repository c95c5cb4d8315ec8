"""Noticings that were put off: the message that says so offers to forget it, until they knock again."""

from bot.core.inputs import Tapped
from bot.core.scene import Move, Scene
from bot.core.talk import nudges
from bot.core.turn import Reply

MOST = 4
NEVER = "noticed:never:"
PutOff = tuple[str, str]
"""An occurrence, and the outbox row of the message that says when it knocks again."""


def after(scene: Scene, move: Move) -> tuple[tuple[PutOff, ...], tuple[Reply, ...]]:
    """Those that still have to knock once `move` is made, and the buttons that go with the others."""
    waiting = [each for each in scene.session.put_off if each[0] not in _named(move)]
    over = [each for each in scene.session.put_off if each not in waiting]
    added = (move.put_off,) if move.put_off else ()
    tapped = scene.given.do if isinstance(scene.given, Tapped) else ""
    bare = (Reply(edit=row, bare=True) for name, row in over if row and tapped != f"{NEVER}{name}")
    return (*waiting, *added)[-MOST:], tuple(bare)


def _named(move: Move) -> set[str | None]:
    """The nudges that something happens to."""
    there = nudges.of(move.place) if move.place is not None else None
    return {getattr(change, "occurrence", None) for change in move.changes} | {there}
