"""The therapist gives homework: paste a session summary, send it, or pick from the list; look each piece over, send."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.inputs import Recorded, Said, Tapped
from bot.core.person import ClientCard
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.talk import assigning_document as document
from bot.core.talk import assigning_paste as paste
from bot.core.talk import assigning_review as review
from bot.core.talk import choosing
from bot.core.talk.assigning_preview import preview
from bot.core.talk.matching import matching
from bot.core.text import Rich, clip
from bot.core.therapist_places import Assigning

LINE_LIMIT = 300


def start(scene: Scene, client: str | None = None) -> Move:
    """/assign, or the button beside a client's name."""
    clients = scene.person.clients
    if not clients:
        return Move(says=(bubble(scene.say("Nobody has joined yet. /invite makes a link.")),))
    wanted = clients[0].id if client is None and len(clients) == 1 else client
    chosen = next((each for each in clients if each.id == wanted), None)
    if chosen is None:
        return _who(scene, choosing.asked(scene, scene.say("Who is it for?")))
    return paste.ask(scene, chosen)


def _who(scene: Scene, question: Rich, cards: Sequence[ClientCard] = ()) -> Move:
    rows = (*in_rows(choosing.picks(scene, cards)), (scene.button("Stop here", "stop"),))
    return Move(place=Assigning(step="who"), says=(bubble(question, rows),))


def hear(scene: Scene, place: Assigning) -> Move:
    """Whatever came in while homework is being put together."""
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, place, do)
        case Said(text=text):
            return _said(scene, place, text)
        case Recorded(media="document") if place.step in document.TAKEN_AT:
            return document.sent(scene, place, scene.given)
        case _:
            return _ask_again(scene, place)


def parts_are_in(scene: Scene) -> Move:
    """No further part of a long paste came: read what there is."""
    place = scene.session.place
    return (
        paste.read(scene, place)
        if isinstance(place, Assigning) and place.step == "paste" and place.texts
        else Move()
    )


def wants_paste(place: object) -> bool:
    """Whether the next text is a therapist's own paste, which is not screened for crisis words."""
    return isinstance(place, Assigning) and place.step == "paste"


def _said(scene: Scene, place: Assigning, text: str) -> Move:
    match place.step:
        case "paste":
            do = matching(
                text, [(b.label, b.do) for row in paste.rows(scene, place) for b in row], loosely=False
            )
            return _tapped(scene, place, do) if do else paste.pasted(scene, place, text)
        case "line":
            return preview(scene, replace(place, step="preview", line=clip(text, LINE_LIMIT)))
        case "who":
            return _named(scene, place, text)
        case _:
            return review.typed(scene, place, text)


def _tapped(scene: Scene, place: Assigning, do: str) -> Move:
    name, _, argument = do.partition(":")
    match name:
        case "stop":
            return Move(place=Resting(), says=(bubble(scene.say("Stopped. Nothing was sent.")),))
        case "who":
            return start(scene, argument)
        case "all" if place.texts:
            return paste.read(scene, place)
        case "list":
            return review.pick_list(scene, replace(place, step="pick", texts=()))
        case _:
            return review.tapped(scene, place, name, argument)


def _ask_again(scene: Scene, place: Assigning) -> Move:
    if place.step == "who":
        return start(scene)
    if place.step == "paste":
        return paste.again(scene, place, scene.say("I can only read text here: a message, or a .txt file."))
    return review.show(scene, place)


def _named(scene: Scene, place: Assigning, text: str) -> Move:
    """Words instead of a button: the client they name, or a question whom they mean."""
    meant = choosing.meant(scene, text, [scene.button("Stop here", "stop")])
    if isinstance(meant, str):
        return _tapped(scene, place, meant)
    return _who(scene, choosing.did_you_mean(scene, meant), meant) if meant else start(scene)
