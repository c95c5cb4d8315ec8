"""What happens by itself once a timer has run out."""

from collections.abc import Callable

from bot.core.changes import TimerSet
from bot.core.inputs import TimerOver
from bot.core.places import Boxing
from bot.core.scene import Move, Scene
from bot.core.session import Resting, Underway
from bot.core.talk import (
    answering,
    around,
    asked,
    assigning,
    assigning_document,
    boxing,
    briefing,
    closing,
    dateless,
    doing,
    erasing,
    exporting_order,
    handing_over,
    looking_in,
    mentioning,
    on_top,
    pausing,
    prompts,
    ringing,
)
from bot.core.turn import Reply

OF_NUDGES = frozenset({"again", "close"})


def timer(scene: Scene, given: TimerOver) -> Move:
    """What a timer leads to; one that nothing knows leads nowhere."""
    if given.timer in OF_NUDGES:
        return prompts.timer(scene, given)
    wakes = _TIMERS.get(given.timer)
    return wakes(scene, given) if wakes else Move()


_TIMERS: dict[str, Callable[[Scene, TimerOver], Move]] = {
    "agenda": around.timer,
    "bell": lambda scene, _: ringing.bell(scene),
    "brief": briefing.timer,
    "card": lambda scene, _: on_top.over(scene),
    "erase": lambda scene, _: erasing.due(scene),
    "hold": lambda scene, given: boxing.hold(scene, given.subject),
    "idle": lambda scene, _: _idle(scene),
    "lookin": lambda scene, _: looking_in.timer(scene),
    "document": lambda scene, _: assigning_document.never_opened(scene),
    dateless.TIMER: lambda scene, _: dateless.look(scene),
    asked.LAPSED: lambda scene, given: asked.lapsed(scene, given.subject),
    "left": handing_over.timer,
    "offer": handing_over.timer,
    "joined": handing_over.timer,
    "mention": lambda scene, given: mentioning.timer(scene, given.timer),
    "paste": lambda scene, _: assigning.parts_are_in(scene),
    "password": lambda _, given: exporting_order.remove_password(given),
    "pause": lambda scene, _: pausing.ran_out(scene),
    "recap": around.timer,
    "review": around.timer,
    "step": lambda scene, given: doing.bell(scene, given.subject),
    "tweak": lambda scene, given: mentioning.timer(scene, given.timer),
}
"""What happens when a timer of that name has run out."""
NAMES = OF_NUDGES | _TIMERS.keys()
"""Every timer that leads somewhere."""


def _idle(scene: Scene) -> Move:
    """A long silence closes an open run and one that was interrupted, keeping what was given, also what was ticked and not
    yet sent; someone who was here since gets more time."""
    place, touched = scene.session.place, scene.session.touched
    waiting = [each for each in (place, scene.session.parked) if isinstance(each, Underway | Boxing)]
    if not waiting:
        return Move()
    patience = max(doing.patience(scene, each) for each in waiting)
    if touched is not None and scene.now < touched + patience:
        return Move(changes=(TimerSet(timer="idle", subject="", at=touched + patience),))
    changes = tuple(change for each in waiting for change in closing.left_alone(scene, each))
    ticked = tuple(entry for each in waiting for entry in answering.ticked(scene, each))
    if not isinstance(place, Underway | Boxing):
        return Move(entries=ticked, changes=changes)
    bare = (Reply(edit=scene.session.anchor, bare=True),) if scene.session.anchor else ()
    return Move(place=Resting(), says=bare, entries=ticked, changes=changes)
