"""The conversation as one function: a person, an input, the library and the time lead to a turn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.core.homemade import beside
from bot.core.inputs import (
    Commanded,
    Edited,
    Input,
    NudgesDue,
    Odd,
    Opened,
    Reached,
    Recorded,
    Said,
    Tapped,
    TimerOver,
)
from bot.core.library import Library
from bot.core.meeting_places import Arranging, Drafting
from bot.core.person import Person, Role
from bot.core.safety import Tier, screen
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.staging import staged
from bot.core.summary_words import fold
from bot.core.talk import (
    arranging,
    aside,
    asking_to_keep,
    assigning,
    assigning_document,
    briefing,
    browsing,
    drafting,
    erasing,
    exporting,
    help,
    inviting,
    joining,
    kept,
    lingering,
    locking,
    menu,
    noticing_after,
    nudges,
    offering,
    out_of_hours,
    pausing,
    pieces,
    progress,
    refusing,
    replying,
    resuming,
    returning,
    setting,
    standing,
    starting,
    unsorted,
    waking,
)
from bot.core.therapist_places import Assigning, Exporting, Inviting, Locking, Looking, OutOfHours
from bot.core.turn import THERAPIST, Reply, Turn

GREETING = 40
"""A text no longer than this, after the quiet, is taken as a hello."""
_OF_THERAPISTS = Inviting | Locking | Assigning | Exporting | Looking | Arranging | Drafting | OutOfHours


def take(person: Person, given: Input, library: Library, now: datetime) -> Turn:
    """What `given` leads to, as data; nothing is performed, and a repeat gives the same turn.

    Total: any input in any state, against any library, leads to a turn that leaves the person somewhere sensible.
    Crisis words come before everything else.
    """
    scene = Scene(_where_they_belong(person), given, beside(library, homemade_of(person)), now)
    tier = crisis_in(scene)
    move = help.screened(scene, tier) if tier else _move(scene)
    return staged(scene, refusing.noted(scene, locking.tidied(scene, move)))


def homemade_of(person: Person) -> tuple[str, ...]:
    """The texts of all own exercises that a turn may be about."""
    place = person.session.place
    sent = place.files if isinstance(place, Assigning) else ()
    return (*person.homemade, *sent, *(person.look.record.homemade if person.look else ()))


def _where_they_belong(person: Person) -> Person:
    """Nobody stands in a flow of the other role, whatever was stored of them."""
    session = person.session
    is_therapists = isinstance(session.place, _OF_THERAPISTS)
    if person.role is Role.CLIENT:
        return replace(person, session=replace(session, place=Resting())) if is_therapists else person
    place = session.place if is_therapists else Resting()
    return replace(
        person,
        session=replace(session, place=place, parked=None, aside=(), box=None, left=None, last_kept=None),
    )


def crisis_in(scene: Scene) -> Tier | None:
    """The tier of what was written, in whatever form; a therapist's own paste of a summary is not screened."""
    match scene.given:
        case Said(text=text) if not _is_of_a_session(scene):
            return screen(text, scene.library.rules)
        case Edited(text=text) | Recorded(caption=text) | Commanded(argument=text):
            return screen(text, scene.library.rules) if text else None
        case _:
            return None


def _is_of_a_session(scene: Scene) -> bool:
    place = scene.session.place
    return assigning.wants_paste(place) or drafting.is_open(place)


def _move(scene: Scene) -> Move:
    match scene.given:
        case NudgesDue():
            return offering.due(scene, scene.given)
        case TimerOver():
            return waking.timer(scene, scene.given)
        case Opened():
            return assigning_document.opened(scene, scene.given)
        case Reached(reachable=reachable):
            return _reached(scene, reachable)
        case Commanded():
            return _commanded(scene, scene.given)
        case Tapped(nonce=None):
            return standing.tapped(scene, scene.given)
        case _ if scene.person.role is Role.STRANGER:
            return joining.stranger(scene)
        case Tapped(nonce=nonce):
            return _tapped(scene, nonce)
        case Edited(text=text, message=message):
            return unsorted.edited(scene, message, text) or kept.edited(scene, message, text)
        case Odd(what="contact") if isinstance(scene.session.place, Locking):
            return locking.hear(scene, scene.session.place)
        case Odd(what="place" | "contact", message=message):
            return _taken_away(scene, message)
        case _:
            return _said(scene)


def _tapped(scene: Scene, nonce: int | None) -> Move:
    """A button of the question in front, or of one aside."""
    if nonce == scene.session.nonce and not isinstance(scene.session.place, Resting):
        return resuming.into(scene, scene.session.place)
    there = aside.tapped(scene)
    return resuming.to_aside(scene, there) if there else standing.closed(scene)


def _said(scene: Scene) -> Move:
    """A text, a recording or something odd, from a client or a therapist; the rest of something has its place already."""
    return pieces.further(scene) or pieces.noted(scene, _heard(scene))


def _heard(scene: Scene) -> Move:
    given = scene.given
    words = given.text if isinstance(given, Said) else ""
    is_settling = lingering.is_settling_in(scene)
    if words and not is_settling and (button := _keyboard(scene, words)) is not None:
        return button
    place = scene.session.place
    if not isinstance(place, Resting) and not noticing_after.is_over(scene, place):
        return resuming.into(scene, place)
    if isinstance(given, Odd):
        return _odd(scene, given)
    if scene.person.role is Role.THERAPIST:
        return menu.help_list(scene)
    assert isinstance(given, Said | Recorded), "everything else was answered above"
    if scene.profile.fade == returning.NONE and len(words) <= GREETING:
        return returning.welcome(scene)
    if isinstance(given, Said) and scene.person.run is not None:
        return replying.ask(scene, given, scene.person.run) or asking_to_keep.ask(scene, given)
    return asking_to_keep.ask(scene, given)


def _keyboard(scene: Scene, words: str) -> Move | None:
    """A tap on the keyboard under the text field arrives as its words, in whatever language it was drawn."""
    if scene.person.role is not Role.CLIENT:
        return None
    if (name := scene.library.started_by(words)) is not None and (
        exercise := scene.exercise(name)
    ) is not None:
        return starting.begin(scene, exercise, "client")
    return menu.today(scene) if fold(words.strip()) in scene.library.spelled("Today") else None


def _commanded(scene: Scene, command: Commanded) -> Move:
    if command.name == "sos":
        return help.asked_for(scene)
    if command.name == "start" and command.argument:
        return joining.opened(scene)
    match scene.person.role:
        case Role.CLIENT:
            return _client_command(scene, command)
        case Role.THERAPIST:
            return _therapist_command(scene, command)
        case Role.STRANGER:
            return joining.stranger(scene)


def _client_command(scene: Scene, command: Commanded) -> Move:
    if lingering.is_settling_in(scene):
        return resuming.again(scene)
    if (name := scene.library.commanded_by(command.name)) is not None and (exercise := scene.exercise(name)):
        if command.argument:
            said = replace(scene, given=Said(text=command.argument, message=command.message))
            return starting.begin_with_words(said, exercise, "client")
        return starting.begin(scene, exercise, "client")
    flow = _CLIENT_COMMANDS.get(command.name)
    return lingering.left(scene, flow(scene) if flow else menu.help_list(scene))


_CLIENT_COMMANDS: dict[str, Callable[[Scene], Move]] = {
    "notes": browsing.first_page,
    "pause": pausing.ask,
    "privacy": erasing.privacy,
    "settings": setting.menu,
    "start": menu.today,
    "today": menu.today,
}


def _therapist_command(scene: Scene, command: Commanded) -> Move:
    match command.name:
        case "invite":
            return inviting.start(scene)
        case "assign":
            return assigning.start(scene)
        case "export":
            return exporting.start(scene)
        case "sessions":
            return arranging.start(scene)
        case "brief":
            return briefing.start(scene)
        case "progress":
            return progress.start(scene)
        case "settings":
            return out_of_hours.start(scene)
        case "clients":
            return menu.clients(scene)
        case "privacy":
            return menu.privacy(scene)
        case "start":
            return Move(says=(joining.therapist_hello(scene, scene.profile.name),))
        case _:
            return menu.help_list(scene)


def _reached(scene: Scene, reachable: bool) -> Move:
    if scene.person.role is not Role.CLIENT or reachable == scene.profile.reachable:
        return Move()
    profile = replace(scene.profile, reachable=reachable)
    if reachable:
        return Move(profile=profile)
    note = scene.to_therapist.say(
        "{client} closed the chat with me. I won't write there.", client=scene.person.nickname
    )
    waiting = nudges.waiting(scene.session)
    changes = tuple(
        change for each in waiting for change in nudges.over(each, "not_offered", "chat closed by the client")
    )
    rest = Resting() if nudges.of(scene.session.place) else None
    return Move(place=rest, says=(bubble(note, silent=True, to=THERAPIST),), changes=changes, profile=profile)


def _taken_away(scene: Scene, message: int | None) -> Move:
    """A place or a contact is more than the coach wants to hold: it is deleted from the chat at once."""
    said = bubble(scene.say("I've taken that out of the chat; I don't need to know it."))
    gone = (Reply(delete=message),) if message is not None else ()
    return Move(says=(said, *gone), fresh=True)


def _odd(scene: Scene, given: Odd) -> Move:
    if given.what == "sticker":
        return Move(reaction="👌")
    if scene.person.role is Role.THERAPIST:
        return menu.help_list(scene)
    cant = bubble(scene.say("I can't use that one."))
    return Move(says=(cant, *menu.today(scene).says))
