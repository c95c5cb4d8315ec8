"""The help card on top of the chat: for three days after plain words, beside whatever else is pinned there."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import TimerSet
from bot.core.person import Role
from bot.core.scene import Move, Scene
from bot.core.talk import begun
from bot.core.turn import Reply

TIMER = "card"
STAYS = timedelta(hours=72)


def put(scene: Scene, move: Move) -> Move:
    """`move` with its first message, the card, pinned for a client; one that was there before comes off."""
    if scene.person.role is not Role.CLIENT:
        return move
    card, *others = move.says
    profile = replace(move.profile or scene.profile, card_pinned=begun.row_of(scene, 0))
    ends = TimerSet(timer=TIMER, subject="", at=scene.now + STAYS)
    return replace(
        move,
        says=(replace(card, pin=True), *others, *taken_off(scene)),
        profile=profile,
        changes=(*move.changes, ends),
    )


def over(scene: Scene) -> Move:
    """Its time is over. It alone comes off: a plan that is pinned too is what stands on top then."""
    if not scene.profile.card_pinned:
        return Move()
    return Move(says=taken_off(scene), profile=replace(scene.profile, card_pinned=""))


def taken_off(scene: Scene) -> tuple[Reply, ...]:
    """Take the card off the top of the chat, where it is there."""
    row = scene.profile.card_pinned
    return (Reply(edit=row, bare=True, unpin=True),) if row else ()
