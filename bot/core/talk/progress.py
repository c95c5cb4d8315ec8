"""/progress: what was done since the two last met, in words, by day, and the entries themselves."""

from dataclasses import replace

from bot.core.inputs import Said, Tapped
from bot.core.lookup import searched, split
from bot.core.person import ClientCard
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk import briefing, choosing
from bot.core.talk import progress_screen as screen
from bot.core.talk.matching import matching
from bot.core.therapist_places import Looking
from bot.core.turn import Reply


def start(scene: Scene) -> Move:
    """/progress"""
    clients = scene.person.clients
    if not clients:
        return Move(says=(bubble(scene.say("Nobody has joined yet. /invite makes a link.")),), fresh=True)
    if len(clients) == 1:
        return opened(scene, clients[0])
    return briefing.ask_whose(scene, Looking())


def opened(scene: Scene, card: ClientCard, what: str = "front") -> Move:
    """What there is of one client, in a message of its own that cannot be passed on."""
    place = Looking(view="entries" if what == "entries" else "front", client=card.id)
    return replace(_show(scene, place), fresh=True)


def hear(scene: Scene, place: Looking) -> Move:
    """A tap, a name, or words to look for."""
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, place, do)
        case Said(text=text) if place.view == "who":
            return _named(scene, place, text)
        case Said(text=text) if place.view == "search" and text.strip():
            return _show(scene, replace(place, view="entries", words=searched(text), offset=0))
        case Said(text=text):
            labels = [
                (each.label, each.do) for row in _reply(scene, place).rows for each in row if not each.stands
            ]
            return _tapped(scene, place, matching(text, labels, loosely=True) or "")
        case _:
            return _show(scene, place)


def _named(scene: Scene, place: Looking, text: str) -> Move:
    stop = scene.button("Stop here", "stop")
    meant = choosing.meant(scene, text, (stop,))
    if isinstance(meant, str):
        return _tapped(scene, place, meant)
    return briefing.ask_whose(scene, place)


def _tapped(scene: Scene, place: Looking, do: str) -> Move:
    name, argument = split(do)
    match name:
        case "stop" | "close":
            return Move(place=Resting(), says=(bubble(scene.say("Closed.")),))
        case "who" if (card := _card(scene, argument)) is not None:
            return briefing.shown(scene, card) if place.brief else opened(scene, card)
        case _ if _card(scene, place.client) is None:
            return briefing.ask_whose(scene, place)
        case "front" | "days" | "search":
            return _show(scene, replace(place, view=name, words="", offset=0))
        case "pictures":
            return _pictures(scene, place)
        case "entries":
            return _show(scene, replace(place, view="entries", words="", offset=0))
        case "at" if argument.isdecimal() and len(argument) <= 5:
            return _show(scene, replace(place, view="entries", offset=int(argument)))
        case _:
            return _show(scene, place)


def _card(scene: Scene, client: str | None) -> ClientCard | None:
    return next((each for each in scene.person.clients if each.id == client), None)


def _show(scene: Scene, place: Looking) -> Move:
    card = _card(scene, place.client)
    if card is None:
        return briefing.ask_whose(scene, place)
    if scene.person.look is None or scene.person.look.record.id != card.id:
        return Move(place=Resting(), says=(screen.offered(scene, card),))
    return Move(place=place, says=(_reply(scene, place),))


def _pictures(scene: Scene, place: Looking) -> Move:
    """Pictures below what is open, each a message of its own that cannot be passed on."""
    card, look = _card(scene, place.client), scene.person.look
    if card is None or look is None or look.record.id != card.id:
        return _show(scene, place)
    says = (replace(each, protected=True) for each in screen.drawn(scene, card, look))
    return Move(says=tuple(says), fresh=True)


def _reply(scene: Scene, place: Looking) -> Reply:
    card, look = _card(scene, place.client), scene.person.look
    if card is None or look is None:
        return Reply()
    return replace(screen.shown(scene, place, card, look), protected=True)
