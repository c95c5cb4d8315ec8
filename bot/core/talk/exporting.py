"""The therapist takes the logs out: of whom, from when, as what."""

from dataclasses import replace
from datetime import datetime

from bot.core.inputs import Said, Tapped
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.talk import choosing
from bot.core.talk.matching import matching
from bot.core.text import Rich
from bot.core.therapist_places import Exporting
from bot.core.turn import Button, FileOrder, Reply, Rows


def start(scene: Scene) -> Move:
    """/export"""
    clients = scene.person.clients
    if not clients:
        return Move(says=(bubble(scene.say("Nobody has joined yet, so there is nothing to take out.")),))
    if len(clients) == 1:
        return _show(scene, Exporting(step="since", client=clients[0].id))
    return _show(scene, Exporting(step="who"))


def hear(scene: Scene, place: Exporting) -> Move:
    """A choice on the way to a file."""
    match scene.given:
        case Tapped(do=do):
            return _chosen(scene, place, do)
        case Said(text=text) if place.step == "who":
            return _named(scene, place, text)
        case Said(text=text):
            labels = [(button.label, button.do) for row in _rows(scene, place) for button in row]
            return _chosen(scene, place, matching(text, labels, loosely=True) or "")
        case _:
            return _show(scene, place)


def _named(scene: Scene, place: Exporting, text: str) -> Move:
    """Words instead of a button: the client they name, or a question whom they mean."""
    meant = choosing.meant(scene, text, _ways(scene))
    if isinstance(meant, str):
        return _chosen(scene, place, meant)
    if not meant:
        return _show(scene, place)
    rows = (*in_rows(choosing.picks(scene, meant)), _ways(scene))
    return Move(place=place, says=(bubble(choosing.did_you_mean(scene, meant), rows),))


def _ways(scene: Scene) -> tuple[Button, Button]:
    """What else can be chosen than one client."""
    return scene.button("All of them", "who:all"), scene.button("Stop here", "stop")


def _chosen(scene: Scene, place: Exporting, do: str) -> Move:
    name, _, argument = do.partition(":")
    match name, argument:
        case "stop", _:
            return Move(place=Resting(), says=(bubble(scene.say("Stopped. Nothing was sent.")),))
        case "who", client if client == "all" or client in {each.id for each in scene.person.clients}:
            return _show(scene, replace(place, step="since", client=client))
        case "since", ("month" | "everything") as since:
            return _show(scene, replace(place, step="format", since=since))
        case "as", ("csv" | "json") as form:
            return _show(scene, replace(place, step="send", format=form))
        case "send", _ if place.step == "send":
            return _order(scene, place)
        case _:
            return _show(scene, place)


def _show(scene: Scene, place: Exporting) -> Move:
    return Move(place=place, says=(bubble(_words(scene, place), _rows(scene, place)),))


def _words(scene: Scene, place: Exporting) -> Rich:
    match place.step:
        case "who":
            return choosing.asked(scene, scene.say("Of whom?"))
        case "since":
            return scene.say("{client}. From when?", client=_name(scene, place).rstrip("."))
        case "format":
            return scene.say("As what?")
        case "send":
            return scene.say("A file sent here stays in your Telegram until you delete it. Send it?")


def _rows(scene: Scene, place: Exporting) -> Rows:
    stop = scene.button("Stop here", "stop")
    match place.step:
        case "who":
            return (*in_rows([*choosing.picks(scene), _ways(scene)[0]]), (stop,))
        case "since":
            month = scene.button("This month", "since:month")
            return ((month, scene.button("Everything", "since:everything")), (stop,))
        case "format":
            return ((scene.button("CSV", "as:csv"), scene.button("JSON", "as:json")), (stop,))
        case "send":
            return ((scene.button("Send it", "send", style="primary"), stop),)


def _order(scene: Scene, place: Exporting) -> Move:
    everyone = tuple(each.id for each in scene.person.clients)
    chosen = everyone if place.client == "all" else tuple(each for each in everyone if each == place.client)
    if not chosen or place.format is None:
        return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))
    order = FileOrder(clients=chosen, format=place.format, since=_since(scene, place), until=scene.now)
    said = bubble(scene.say("Here it comes."))
    return Move(place=Resting(), says=(said, Reply(kind="file", file=order)))


def _since(scene: Scene, place: Exporting) -> datetime | None:
    if place.since != "month":
        return None
    return scene.now.astimezone(scene.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _name(scene: Scene, place: Exporting) -> str:
    if place.client == "all":
        return scene.label("All of them")
    return next((each.nickname for each in scene.person.clients if each.id == place.client), "")
