"""Coming back: to a flow that something interrupted, or to the question that is open."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.core.changes import TimerSet
from bot.core.inputs import Odd, Tapped
from bot.core.meeting_places import Arranging, Drafting, Recapping, Reviewing
from bot.core.places import (
    Boxing,
    Browsing,
    CheckingIn,
    Erasing,
    Noticing,
    Pausing,
    Planning,
    Reopening,
    Returning,
    Setting,
)
from bot.core.scene import Move, Scene, bubble
from bot.core.session import (
    Answering,
    AnyPlace,
    Aside,
    Changing,
    Prompted,
    Resting,
    Settling,
    Underway,
    Unsorted,
    is_at_rest,
)
from bot.core.talk import (
    arranging,
    asking,
    asking_to_keep,
    assigning,
    boxing,
    browsing,
    checking_in,
    closing,
    doing,
    drafting,
    erasing,
    exporting,
    inviting,
    kept,
    locking,
    noticing,
    out_of_hours,
    pausing,
    planning,
    progress,
    prompts,
    recapping,
    reopening,
    returning,
    reviewing,
    setting,
    settling,
    unsorted,
)
from bot.core.text import clip
from bot.core.therapist_places import Assigning, Exporting, Inviting, Locking, Looking, OutOfHours
from bot.core.turn import Reply


def into(scene: Scene, place: AnyPlace) -> Move:
    """Hand what came in to the flow that is open."""
    flow = _FLOWS.get(type(place))
    return flow(scene, place) if flow else Move()


def to_aside(scene: Scene, there: Aside) -> Move:
    """A button of a question aside: what is open meanwhile stays open, where the answer asks nothing further."""
    session = replace(scene.session, place=there.place, anchor=there.anchor, nonce=there.nonce)
    move = into(replace(scene, person=replace(scene.person, session=session)), there.place)
    is_done = move.place is not None and is_at_rest(move.place) and not is_at_rest(scene.session.place)
    return replace(move, place=None) if is_done else move


def sort(scene: Scene) -> Move:
    """What was said and waits aside is asked about once more, the oldest first."""
    said = next((each.place for each in scene.session.aside if isinstance(each.place, Unsorted)), None)
    if said is None:
        return Move(toast=scene.label("That one has closed."))
    return asking_to_keep.asked(scene, said)


def again(scene: Scene) -> Move:
    """The open question once more, untouched by whatever came in."""
    return into(replace(scene, given=Odd(what="other")), scene.session.place)


def redrawn(scene: Scene) -> Move:
    """The open question once more, asked for by its person."""
    if isinstance(scene.session.place, Resting):
        return Move(toast=scene.label("That one has closed."))
    again = Tapped(do="again", nonce=scene.session.nonce)
    return into(replace(scene, given=again), scene.session.place)


_FLOWS: dict[type, Callable[[Scene, Any], Move]] = {
    Answering: doing.hear,
    Arranging: arranging.hear,
    Drafting: drafting.hear,
    Assigning: assigning.hear,
    Boxing: boxing.hear,
    Browsing: browsing.hear,
    Changing: kept.changing,
    CheckingIn: checking_in.hear,
    Erasing: erasing.hear,
    Exporting: exporting.hear,
    Inviting: inviting.hear,
    Locking: locking.hear,
    Looking: progress.hear,
    Noticing: noticing.hear,
    OutOfHours: out_of_hours.hear,
    Pausing: pausing.hear,
    Recapping: recapping.hear,
    Reviewing: reviewing.hear,
    Planning: planning.hear,
    Prompted: prompts.hear,
    Reopening: reopening.hear,
    Returning: returning.hear,
    Setting: setting.hear,
    Settling: lambda scene, place: (
        setting.alone(scene, place) if place.alone else settling.hear(scene, place)
    ),
    Unsorted: unsorted.hear,
}
"""Every place but resting, each with its flow."""


def carry_on(scene: Scene) -> Move:
    """Back into the run that was parked."""
    parked = scene.session.parked
    if isinstance(parked, CheckingIn | Planning | Recapping | Reviewing):
        return _asked_again(scene, parked)
    exercise = scene.exercise(parked.run.exercise) if isinstance(parked, Answering) else None
    if not isinstance(parked, Answering) or exercise is None or exercise.step(parked.step) is None:
        return leave(scene)
    idle = TimerSet(timer="idle", subject="", at=scene.now + exercise.expiry.patience)
    return Move(place=parked, says=(asking.question(scene, exercise, parked),), changes=(idle,))


def _asked_again(scene: Scene, place: CheckingIn | Planning | Recapping | Reviewing) -> Move:
    move = into(replace(scene, given=Tapped(do="again", nonce=scene.session.nonce)), place)
    idle = TimerSet(timer="idle", subject="", at=scene.now + doing.IDLE)
    return replace(move, changes=(*move.changes, idle)) if move.place == place else move


def leave(scene: Scene) -> Move:
    """The parked run is kept as far as it went."""
    parked = scene.session.parked
    if not isinstance(parked, Underway):
        return Move(toast=scene.label("That one has closed."))
    said = bubble(scene.say("Left where it was. What you gave is kept."))
    return Move(place=Resting(), says=(said,), changes=closing.left_alone(scene, parked))


def offer(scene: Scene, parked: Underway) -> Reply:
    """Whether to go back to what was interrupted."""
    run = parked.run
    assert run is not None, "only what has a run is parked"
    yes = scene.button("Yes", "continue", stands=True)
    no = scene.button("Leave it", "leave", stands=True)
    is_note = isinstance(parked, Answering)
    words = clip(next((a.text for a in run.answers if a.text and is_note), ""), 60)
    exercise = scene.exercise(run.exercise)
    title = exercise.title if exercise else ""
    said = (
        scene.say("Back to the note “{words}”?", words=words)
        if words
        else scene.say("Back to: {title}?", title=title)
    )
    return bubble(said, ((yes, no),))
