"""Questions left open by something else: they keep their buttons, and the nudge among them stands in front again."""

from dataclasses import dataclass

from bot.core.changes import Change
from bot.core.inputs import NudgesDue, Tapped
from bot.core.scene import Move, Scene
from bot.core.session import Aside, Resting, Unsorted
from bot.core.talk import nudges, unsorted_kept
from bot.core.turn import Entry, Reply

MOST = 3
"""So many questions about something said can wait; an older one is kept as a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asides:
    """What waits after a turn: `waiting` aside, `back` in front again. `stays` says that the question in front waits and
    keeps its buttons; `says`, `entries` and `changes` are what becomes of those that wait no longer."""

    waiting: tuple[Aside, ...] = ()
    back: Aside | None = None
    stays: bool = False
    says: tuple[Reply, ...] = ()
    entries: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()


def tapped(scene: Scene) -> Aside | None:
    """The question aside whose button was tapped, if one was."""
    nonce = scene.given.nonce if isinstance(scene.given, Tapped) else None
    return next((each for each in scene.session.aside if nonce is not None and each.nonce == nonce), None)


def after(scene: Scene, move: Move) -> Asides:
    """What of the open questions waits once `move` is made."""
    front = nudges.in_front(scene.session)
    aside = scene.session.aside if move.aside is None else move.aside
    over = [each for each in aside if _is_over(scene, each, move)]
    waiting = [each for each in aside if each not in over]
    if front is not None and _is_left(scene, front, move):
        waiting.append(front)
    gone = _superseded(scene, waiting, move)
    waiting = [each for each in waiting if each not in gone]
    old = [each for each in waiting if isinstance(each.place, Unsorted)][:-MOST]
    notes = [
        unsorted_kept.as_note(scene, each.place, each.anchor)
        for each in old
        if isinstance(each.place, Unsorted)
    ]
    waiting = [each for each in waiting if each not in old]
    back = _back(scene, waiting, move)
    return Asides(
        waiting=tuple(each for each in waiting if each != back),
        back=back,
        stays=front in waiting,
        says=(*(said for note in notes for said in note.says), *_bared(scene, over + gone, front)),
        entries=tuple(entry for note in notes for entry in note.entries),
        changes=(
            *(change for note in notes for change in note.changes),
            *(change for each in gone for change in nudges.over(each, "not_offered", "another one came")),
        ),
    )


def _is_left(scene: Scene, front: Aside, move: Move) -> bool:
    """Whether something else takes the place of the question in front before it was answered."""
    if move.place is None or _is_over(scene, front, move):
        return False
    return not isinstance(front.place, Unsorted) or move.place != front.place


def _is_over(scene: Scene, each: Aside, move: Move) -> bool:
    """Whether it was answered, was ended, or is what stands in front now."""
    if isinstance(each.place, Unsorted):
        was_meant = each == (tapped(scene) or nudges.in_front(scene.session))
        is_other = move.place in [other.place for other in scene.session.aside]
        goes_on = isinstance(move.place, Unsorted) and not is_other
        return each.place == move.place or (was_meant and (move.sorted or goes_on))
    named = {getattr(change, "occurrence", None) for change in move.changes}
    return each.occurrence in named or (move.place is not None and nudges.of(move.place) == each.occurrence)


def _superseded(scene: Scene, waiting: list[Aside], move: Move) -> list[Aside]:
    """A newer nudge takes the place of those before it."""
    is_newer = (
        isinstance(scene.given, NudgesDue) and move.place is not None and nudges.of(move.place) is not None
    )
    return [each for each in waiting if is_newer and not isinstance(each.place, Unsorted)]


def _back(scene: Scene, waiting: list[Aside], move: Move) -> Aside | None:
    """The nudge that stands in front again, where nothing else does."""
    place = scene.session.place if move.place is None else move.place
    left = [each for each in waiting if not isinstance(each.place, Unsorted)]
    return left[-1] if left and isinstance(place, Resting) else None


def _bared(scene: Scene, over: list[Aside], front: Aside | None) -> tuple[Reply, ...]:
    """The buttons go from under a question that is over; the one that was tapped, and the one in front, are seen to."""
    seen_to = (tapped(scene), front)
    rows = (each.anchor for each in over if each not in seen_to)
    return tuple(Reply(edit=row, bare=True) for row in rows if row)
