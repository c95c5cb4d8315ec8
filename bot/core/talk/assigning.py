"""The therapist gives homework: paste a session summary or pick from the list, look each piece over, send."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.changes import TimerDropped, TimerSet
from bot.core.inputs import Said, Tapped
from bot.core.person import ClientCard
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.summary import days_in, homework, kind_of
from bot.core.talk import assigning_review as review
from bot.core.talk import choosing
from bot.core.talk.matching import matching
from bot.core.talk.pieces import LONG_PART, PART_WAIT
from bot.core.text import Rich, clip
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Rows

OWN_WORDS = "own-words"
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
    return _ask_for_paste(scene, chosen)


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
        case _:
            return _ask_again(scene, place)


def parts_are_in(scene: Scene) -> Move:
    """No further part of a long paste came: read what there is."""
    place = scene.session.place
    return (
        _read(scene, place)
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
                text, [(b.label, b.do) for row in _paste_rows(scene, place) for b in row], loosely=False
            )
            return _tapped(scene, place, do) if do else _pasted(scene, place, text)
        case "line":
            return review.preview(scene, replace(place, step="preview", line=clip(text, LINE_LIMIT)))
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
            return _read(scene, place)
        case "list":
            return review.pick_list(scene, replace(place, step="pick", texts=()))
        case _:
            return review.tapped(scene, place, name, argument)


def _ask_for_paste(scene: Scene, client: ClientCard) -> Move:
    said = scene.say(
        "For {client}: paste the session summary, or pick from the list. I read the homework part and keep nothing else.",
        client=client.nickname,
    )
    place = Assigning(step="paste", client=client.id)
    return Move(place=place, says=(bubble(said, _paste_rows(scene, place)),))


def _paste_rows(scene: Scene, place: Assigning) -> Rows:
    """Once a part is in, it can be all; before that, the list is another way."""
    first = scene.button("That's all", "all") if place.texts else scene.button("Pick from the list", "list")
    return ((first, scene.button("Stop here", "stop")),)


def _pasted(scene: Scene, place: Assigning, text: str) -> Move:
    message = scene.given.message if isinstance(scene.given, Said) else None
    here = replace(
        place,
        texts=(*place.texts, text),
        pasted=(*place.pasted, *((message,) if message is not None else ())),
    )
    if len(text) < LONG_PART:
        return _read(scene, here)
    waiting = TimerSet(timer="paste", subject="", at=scene.now + PART_WAIT)
    said = bubble(scene.say("Got that part. Is there more?"), _paste_rows(scene, here))
    return Move(place=here, says=(said,), changes=(waiting,))


def _read(scene: Scene, place: Assigning) -> Move:
    """Read the homework out of the parts; the pasted text itself goes no further than this."""
    items = homework("\n".join(place.texts), scene.library.wording)
    if not items:
        none = scene.say("I found no homework in that. Paste it another way, or pick from the list.")
        empty = replace(place, texts=())
        return Move(place=empty, says=(bubble(none, _paste_rows(scene, empty)),))
    proposals = tuple(_proposal(scene, item.text) for item in items)
    move = review.begin(scene, replace(place, step="review", texts=(), proposals=proposals, index=0))
    return replace(move, changes=(TimerDropped(timer="paste", subject=""),))


def _proposal(scene: Scene, words: str) -> Proposal:
    found = kind_of(words, scene.library.kinds()) or OWN_WORDS
    exercise = scene.exercise(found)
    named = days_in(words, scene.library.wording)
    if exercise is None:
        return Proposal(words=words, exercise=found, days=tuple(sorted(named or ())))
    kind = exercise.rhythm.kind
    if not named or (kind == "weekly" and len(named) == 1):
        return Proposal(words=words, exercise=found, days=exercise.rhythm.days, rhythm=kind)
    # Days that the therapist wrote go before the exercise's own rhythm.
    days = tuple(sorted(named))
    return Proposal(words=words, exercise=found, days=days, rhythm="random" if kind == "random" else "fixed")


def _ask_again(scene: Scene, place: Assigning) -> Move:
    if place.step == "who":
        return start(scene)
    if place.step == "paste":
        said = scene.say("I can only read text here. Paste the summary as a message.")
        return Move(place=place, says=(bubble(said, _paste_rows(scene, place)),))
    return review.show(scene, place)


def _named(scene: Scene, place: Assigning, text: str) -> Move:
    """Words instead of a button: the client they name, or a question whom they mean."""
    meant = choosing.meant(scene, text, [scene.button("Stop here", "stop")])
    if isinstance(meant, str):
        return _tapped(scene, place, meant)
    return _who(scene, choosing.did_you_mean(scene, meant), meant) if meant else start(scene)
