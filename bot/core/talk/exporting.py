"""The therapist takes the logs out: of whom, from when, as what."""

from dataclasses import replace
from datetime import datetime

from bot.core.inputs import Said, Tapped
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.talk import choosing, exporting_order
from bot.core.talk.matching import matching
from bot.core.text import Rich
from bot.core.therapist_places import Exporting
from bot.core.turn import Button, Rows


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
        case "since", "session" if _met(scene, place) is not None:
            return _show(scene, replace(place, step="format", since="session"))
        case "since", ("month" | "everything") as since:
            return _show(scene, replace(place, step="format", since=since))
        case "as", ("csv" | "xlsx" | "json" | "fhir" | "pdf") as form:
            return _show(scene, replace(place, step="lock", format=form, recordings=False))
        case "as", "all":
            return _show(scene, replace(place, step="lock", format="csv", recordings=True))
        case "lock", ("yes" | "no") if place.step == "lock":
            return exporting_order.order(scene, place, _since(scene, place), locked=argument == "yes")
        case "lock", "server" if place.step == "lock":
            return exporting_order.order(scene, place, _since(scene, place), on_server=True)
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
        case "lock":
            return scene.say(
                "Files sent here stay in your Telegram until you delete them. Lock with a password?"
            )


def _rows(scene: Scene, place: Exporting) -> Rows:
    stop = scene.button("Stop here", "stop")
    match place.step:
        case "who":
            return (*in_rows([*choosing.picks(scene), _ways(scene)[0]]), (stop,))
        case "since":
            spans = [
                scene.button("This month", "since:month"),
                scene.button("Everything", "since:everything"),
            ]
            last = scene.button("Since last session", "since:session")
            return (*(((last,),) if _met(scene, place) else ()), tuple(spans), (stop,))
        case "format":
            return (*in_rows(_forms(scene)), (scene.button("With recordings", "as:all"),), (stop,))
        case "lock":
            yes = scene.button("Yes", "lock:yes", style="primary")
            server = scene.button("Keep on the server", "lock:server")
            return ((yes, scene.button("No", "lock:no")), (server,), (stop,))


def _forms(scene: Scene) -> list[Button]:
    return [
        scene.button("CSV", "as:csv"),
        scene.button("Workbook", "as:xlsx"),
        scene.button("JSON", "as:json"),
        scene.button("FHIR", "as:fhir"),
        scene.button("PDF to read", "as:pdf"),
    ]


def _since(scene: Scene, place: Exporting) -> datetime | None:
    if place.since == "session":
        return _met(scene, place)
    if place.since != "month":
        return None
    return scene.now.astimezone(scene.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _met(scene: Scene, place: Exporting) -> datetime | None:
    """When the chosen client's last session began, where that is known."""
    return next((each.met for each in scene.person.clients if each.id == place.client), None)


def _name(scene: Scene, place: Exporting) -> str:
    if place.client == "all":
        return scene.label("All of them")
    return next((each.nickname for each in scene.person.clients if each.id == place.client), "")
