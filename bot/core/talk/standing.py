"""Buttons that stand for ever: each works however old its message is, and says so when it cannot."""

from collections.abc import Callable
from dataclasses import replace

from bot.core.inputs import Tapped
from bot.core.lookup import CODE_ACTIONS, RUN_ACTIONS, split
from bot.core.person import Assignment, Role
from bot.core.scene import Move, Scene
from bot.core.session import Answering
from bot.core.talk import (
    agenda,
    around,
    arranging,
    assigning,
    briefing,
    browsing,
    doing,
    erasing,
    first_nudge,
    handing_over,
    help,
    inviting,
    joining,
    kept,
    knocking,
    leaving,
    locking,
    looking_back,
    menu,
    noticing_after,
    noticing_hour,
    owning,
    pausing,
    pieces,
    planning,
    progress,
    prompts,
    recapping,
    resuming,
    returning,
    ringing,
    starting,
)
from bot.core.turn import Reply


def tapped(scene: Scene, tap: Tapped) -> Move:
    """What a standing button does."""
    name, argument = split(tap.do)
    if name in CODE_ACTIONS:
        return joining.tapped(scene, name)
    if name == "help":
        return help.tapped(scene, argument)
    if name == "done":
        return Move(says=(Reply(edit=tap.message, bare=True),), toast=scene.label("Done"))
    if scene.person.role is Role.CLIENT:
        return _clients(scene, name, argument)
    if scene.person.role is Role.THERAPIST:
        return _therapists(scene, name, argument)
    return closed(scene)


def closed(scene: Scene) -> Move:
    """A button whose time is over."""
    return Move(toast=scene.label("That one has closed."))


def _clients(scene: Scene, name: str, argument: str) -> Move:
    if name in RUN_ACTIONS:
        return _kept_run(scene, name)
    match name:
        case "offer" if (exercise := scene.exercise(split(argument)[0])) is not None:
            return replace(starting.begin(scene, exercise, "offer", _given(scene, argument)), fresh=True)
        case "rested" if (exercise := scene.exercise(argument)) is not None:
            return replace(doing.begin(scene, exercise, "offer", rested=True), fresh=True)
        case "continue":
            return resuming.carry_on(scene)
        case "today":
            found = resuming.sort(scene) if argument == "sort" else resuming.redrawn(scene)
            return replace(found, fresh=True)
        case "leave":
            return resuming.leave(scene)
        case "why":
            return prompts.why(scene, argument)
        case "because":
            return prompts.because(scene, argument)
        case _ if name in _FLOWS:
            return _FLOWS[name](scene, argument)
        case _:
            return closed(scene)


def _given(scene: Scene, argument: str) -> Assignment | None:
    """The piece of homework that a button names, where one exercise was given several times."""
    _, name = split(argument)
    return next((each for each in scene.person.assignments if each.id == name), None)


_FLOWS: dict[str, Callable[[Scene, str], Move]] = {
    "agenda": agenda.tapped,
    "askchange": lambda scene, _: menu.ask_for_change(scene),
    "box": ringing.tapped,
    "fade": returning.tapped,
    "first": first_nudge.tapped,
    noticing_hour.DO: noticing_hour.tapped,
    "look": lambda scene, _: menu.look(scene),
    "mine": erasing.tapped,
    "note": browsing.tapped,
    "noticed": noticing_after.tapped,
    "offered": handing_over.tapped,
    "own": owning.tapped,
    "passed": around.passed,
    "pause": pausing.tapped,
    "plan": planning.tapped,
    "recap": recapping.tapped,
    "unfit": leaving.unsuited,
}
"""Standing buttons by the first part of what they do, each with its flow."""


def _kept_run(scene: Scene, name: str) -> Move:
    run = scene.person.run
    if run is not None and name == "theirs":
        return pieces.not_mine(scene, run)
    if run is None or _is_open(scene, run.id):
        return closed(scene)
    if name == "later":
        return looking_back.plan(scene, run)
    if name in ("change", "insist"):
        return recapping.reopened(scene, run) or kept.change(scene, run, insist=name == "insist")
    return kept.hide(scene, run, private=name == "private")


def _is_open(scene: Scene, run: str) -> bool:
    place = scene.session.place
    return isinstance(place, Answering) and place.run.id == run


def _therapists(scene: Scene, name: str, argument: str) -> Move:
    match name, argument:
        case "do", "invite":
            return replace(inviting.start(scene), fresh=True)
        case "do", "privacy":
            return menu.privacy(scene)
        case "give", client if client in {each.id for each in scene.person.clients}:
            return replace(assigning.start(scene, client), fresh=True)
        case "sessions", client if client in {each.id for each in scene.person.clients}:
            return replace(arranging.start(scene, client), fresh=True)
        case "meet", client if client in {each.id for each in scene.person.clients}:
            return replace(arranging.set_day(scene, client), fresh=True)
        case "clients", _:
            return menu.clients(scene, argument)
        case (("brief" | "progress"), _):
            return _about(scene, name, argument)
        case link, code if link in _LINKS:
            return _LINKS[link](scene, code)
        case _:
            return closed(scene)


_LINKS: dict[str, Callable[[Scene, str], Move]] = {
    "askfirst": lambda scene, code: knocking.switched(scene, True, code),
    "asknot": lambda scene, code: knocking.switched(scene, False, code),
    "cancel": inviting.cancel,
    "greet": inviting.greet,
    "letin": knocking.let_in,
    "lock": locking.start,
    "scan": inviting.show_code,
}
"""What a therapist can do about an invitation, by the first part of a button; the rest names it."""


def _about(scene: Scene, name: str, argument: str) -> Move:
    """What one of the therapist's own clients shares."""
    what, client = split(argument)
    card = next((each for each in scene.person.clients if each.id == client), None)
    if card is None:
        return closed(scene)
    return briefing.tapped(scene, what, card) if name == "brief" else progress.opened(scene, card, what)
