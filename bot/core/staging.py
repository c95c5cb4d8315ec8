"""Putting a move on the screen: what changes in place, what is new, which buttons live on, what was interrupted."""

from dataclasses import replace

from bot.core.changes import Change, Enrolled, RunDeleted, RunSaved
from bot.core.inputs import Edited, NudgesDue, Opened, Reached, Recorded, Said, Tapped, TimerOver
from bot.core.person import Profile, Role
from bot.core.places import Boxing, Planning
from bot.core.scene import Move, Scene, id_of_newcomer, id_of_reply, legible
from bot.core.session import Answering, AnyPlace, Aside, Box, Left, Session, Underway, is_at_rest
from bot.core.talk import aside, asked, begun, closing, put_off, resuming, returning
from bot.core.turn import SELF, Reply, Turn

UNASKED = NudgesDue | TimerOver | Reached | Opened
"""What comes by itself, and so is no sign of life."""
WORDINGS = 40


def staged(scene: Scene, move: Move) -> Turn:
    """`move` as a turn: the next session, and replies that name the messages they change."""
    parked, interrupted = _parking(scene, move)
    asides = aside.after(scene, move)
    knocking, silenced = put_off.after(scene, move)
    said = (*_placed(scene, _with_way_back(scene, move, parked), asides), *asides.says, *silenced)
    replies = tuple(replace(reply, rows=legible(reply.rows)) for reply in said)
    place, anchor, nonce = _in_front(scene, move, replies, asides.back)
    session = Session(
        turn=scene.turn,
        place=place,
        parked=parked,
        aside=asides.waiting,
        anchor=anchor,
        nonce=nonce,
        touched=scene.session.touched if isinstance(scene.given, UNASKED) else scene.now,
        last_kept=move.last_kept or scene.session.last_kept,
        album=move.album or scene.session.album,
        box=_box(scene, move),
        left=_left(scene, move, interrupted),
        worded=_worded(scene, move),
        put_off=knocking,
        asked=asked.after(scene, (*interrupted, *asides.changes, *move.changes)),
        of_card=scene.session.of_card if move.of_card is None else move.of_card,
    )
    return Turn(
        session=session,
        profile=_profile(scene, move),
        replies=replies,
        entries=(*move.entries, *asides.entries),
        # What was left ends first, so that it takes no timer of what begins.
        changes=(*interrupted, *asides.changes, *move.changes),
        reaction=move.reaction or _sign(scene, move),
        toast=move.toast,
        opens=move.opens,
    )


def _profile(scene: Scene, move: Move) -> Profile | None:
    """The profile after this turn; any sign of life ends the thinning-out of prompts, and shows that the chat is open."""
    if scene.person.role is not Role.CLIENT or isinstance(scene.given, UNASKED):
        return move.profile
    profile = returning.heard(move.profile or scene.profile) or move.profile
    is_back = not (profile or scene.profile).reachable
    return replace(profile or scene.profile, reachable=True) if is_back else profile


def _box(scene: Scene, move: Move) -> Box | None:
    """The box after this turn; one whose run was deleted is nobody's any more."""
    box = move.box or (None if move.box_over else scene.session.box)
    deleted = {change.run for change in move.changes if isinstance(change, RunDeleted)}
    return None if box is not None and box.run.id in deleted else box


def _worded(scene: Scene, move: Move) -> tuple[tuple[str, int], ...]:
    """The wordings nudges had last, the newest last; so many exercises nobody is given at once."""
    if move.worded is None:
        return scene.session.worded
    others = (each for each in scene.session.worded if each[0] != move.worded[0])
    return (*others, move.worded)[-WORDINGS:]


def _left(scene: Scene, move: Move, interrupted: tuple[Change, ...]) -> Left | None:
    """The run that was last given up half way, so that its exercise can ask whether to carry on."""
    if move.forget:
        return None
    for place in (scene.session.place, scene.session.parked):
        if isinstance(place, Answering) and _is_half(place, (*move.changes, *interrupted)):
            return Left(place=place, at=scene.now)
    return scene.session.left


def _is_half(place: Answering, changes: tuple[Change, ...]) -> bool:
    saved = (change for change in changes if isinstance(change, RunSaved) and change.run.id == place.run.id)
    return place.run.has_something and any(change.outcome == "part" for change in saved)


# --- what is interrupted ---------------------------------------------------------------------------


def _parking(scene: Scene, move: Move) -> tuple[AnyPlace | None, tuple[Change, ...]]:
    """What is parked after this move, and the rows for what had to give way.

    One run can be parked; an older one is kept as far as it went.
    """
    before, parked = scene.session.place, scene.session.parked
    waits = _run_at(parked)
    if waits is None or _run_at(move.place) == waits or _is_ended(waits, move.changes):
        parked = None
    if not isinstance(before, Underway | Boxing) or not _gives_way(before, move):
        return parked, ()
    if isinstance(before, Boxing) or not _can_wait(before):
        left = closing.left_alone(_as_left(scene, move), before)
        return parked, tuple(change for change in left if change not in move.changes)
    return before, closing.left_alone(_as_left(scene, move), parked) if isinstance(parked, Underway) else ()


def _as_left(scene: Scene, move: Move) -> Scene:
    """The scene with what this very move holds back."""
    return replace(scene, person=replace(scene.person, profile=move.profile or scene.profile))


def _gives_way(before: Underway | Boxing, move: Move) -> bool:
    run = _run_at(before)
    stays = run is None or move.place is None or _run_at(move.place) == run
    is_begun_box = move.box is not None and move.box.run.id == run
    is_breather = isinstance(before, Answering) and before.view == "breather"
    return not (stays or is_begun_box or is_breather or _is_ended(run or "", move.changes))


def _can_wait(place: Underway) -> bool:
    """Whether there is a run to go back to; a plan of which nothing was given yet has none."""
    return not isinstance(place, Planning) or (place.run is not None and begun.is_kept(place.run))


def _run_at(place: AnyPlace | None) -> str | None:
    return place.run.id if isinstance(place, Underway | Boxing) and place.run else None


def _is_ended(run: str, changes: tuple[Change, ...]) -> bool:
    return any(isinstance(c, RunSaved) and c.run.id == run and c.ended for c in changes)


def _with_way_back(scene: Scene, move: Move, parked: AnyPlace | None) -> Move:
    """Once what interrupted a run is over, the way back into it is offered; never by itself, with nobody there."""
    was_open = not is_at_rest(scene.session.place) and not isinstance(scene.given, UNASKED)
    is_over = move.place is not None and is_at_rest(move.place) and was_open and move.parked is None
    if is_over and isinstance(parked, Underway) and parked == scene.session.parked:
        return replace(move, says=(*move.says, resuming.offer(scene, parked)))
    return move


# --- what is on the screen ----------------------------------------------------------------------------


def _placed(scene: Scene, move: Move, asides: aside.Asides) -> tuple[Reply, ...]:
    replies = [replace(each, nonce=scene.turn) for each in move.says]
    own = next((n for n, each in enumerate(replies) if _answers(each)), None)
    if own is None:
        return tuple(replies)
    tapped = scene.given.message if isinstance(scene.given, Tapped) else None
    is_beside = move.fresh or _opens_beside(scene, move, replies)
    if tapped is not None and not is_beside and not (replies[own].keyboard or replies[own].keyless):
        replies[own] = replace(replies[own], edit=tapped)
        if move.place is None or aside.tapped(scene) is None:
            return tuple(replies)
    if scene.session.anchor and not asides.stays and _replaces_buttons(scene, move, replies):
        replies.append(Reply(edit=scene.session.anchor, bare=True))
    return tuple(replies)


def _opens_beside(scene: Scene, move: Move, replies: list[Reply]) -> bool:
    """A standing button sits on another message than the open question: what it opens is new, and that one closes."""
    is_standing = isinstance(scene.given, Tapped) and scene.given.nonce is None
    return is_standing and scene.session.anchor is not None and _replaces_buttons(scene, move, replies)


def _answers(reply: Reply) -> bool:
    is_new = reply.edit is None and reply.delete is None and reply.commands is None
    return reply.to == SELF and is_new and reply.kind != "file"


def _replaces_buttons(scene: Scene, move: Move, replies: list[Reply]) -> bool:
    """The old message loses its buttons when a newer one asks, or when nothing is asked any more."""
    return _asks(replies) or (move.place is not None and move.place != scene.session.place)


def _asks(replies: list[Reply]) -> bool:
    return any(
        each.to == SELF and any(button.do and not button.stands for row in each.rows for button in row)
        for each in replies
    )


def _adds_silently(scene: Scene, move: Move) -> bool:
    """Whether the question stays as it is on the screen, and only what was given before it has changed."""
    return not move.says and type(move.place) is type(scene.session.place)


def _in_front(
    scene: Scene, move: Move, replies: tuple[Reply, ...], back: Aside | None
) -> tuple[AnyPlace, str | None, int | None]:
    """Where the person stands, the message that asks, and the turn that drew its buttons."""
    if back is not None:
        return back.place, back.anchor, back.nonce
    place = scene.session.place if move.place is None else move.place
    return place, *_live_buttons(scene, move, replies)


def _live_buttons(scene: Scene, move: Move, replies: tuple[Reply, ...]) -> tuple[str | None, int | None]:
    person = scene.person.id or next(
        (id_of_newcomer(c.code) for c in move.changes if isinstance(c, Enrolled)), None
    )
    for position, reply in enumerate(replies):
        if person and _asks([reply]):
            return id_of_reply(person, scene.turn, position), scene.turn
    if move.place is not None and move.place != scene.session.place and not _adds_silently(scene, move):
        return None, None
    return scene.session.anchor, scene.session.nonce


def _sign(scene: Scene, move: Move) -> str | None:
    """No message stays without a sign that it was seen."""
    if move.says or move.toast or not isinstance(scene.given, Said | Recorded | Edited):
        return None
    return "👌"
