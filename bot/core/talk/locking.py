"""The therapist says whose account a link is for: somebody chosen or sent along, or a name at Telegram that is typed."""

import re
from dataclasses import replace

from bot.core.changes import InviteLocked, InviteTried
from bot.core.inputs import Odd, Said
from bot.core.person import Role
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk.matching import matching
from bot.core.text import Rich
from bot.core.therapist_places import Locking
from bot.core.turn import SELF, THERAPIST, Reply

_USERNAME = re.compile(r"(?:@|(?:https?://)?t\.me/)([A-Za-z][A-Za-z0-9_]{3,31})")


def start(scene: Scene, code: str) -> Move:
    """The button under the link."""
    invite = scene.person.invite
    if invite is None or not invite.usable or invite.role is not Role.CLIENT:
        return Move(toast=scene.label("That one has closed."))
    return _asked(scene, Locking(code=code, client=invite.nickname, locked=invite.locked))


def hear(scene: Scene, place: Locking) -> Move:
    """Somebody, a name, or a way out."""
    match scene.given:
        case Odd(what="contact", user=int(user)):
            return _kept(scene, place, InviteLocked(code=place.code, user=user))
        case Odd(what="contact"):
            nobody = scene.say("That contact names no account at Telegram. Choose another, or type a name.")
            return _asked(scene, place, nobody)
        case Said(text=text):
            return _said(scene, place, text.strip())
        case _:
            return _asked(scene, place)


def told(scene: Scene, move: Move) -> Move:
    """`move`, by which somebody is turned away, and where the link is for another account its therapist hears of it once."""
    invite = scene.person.invite
    is_another = invite is not None and invite.for_another and not invite.told
    if invite is None or not is_another or scene.person.role is not Role.STRANGER:
        return move
    heard = scene.to_therapist.say(
        "Another account came with the link for {client}, and got nowhere. It still works for the one you chose.",
        client=invite.nickname,
    )
    tried = InviteTried(code=invite.code)
    return replace(move, says=(*move.says, bubble(heard, to=THERAPIST)), changes=(*move.changes, tried))


def tidied(scene: Scene, move: Move) -> Move:
    """`move`, and where it leaves the question behind, the keyboard of it goes too."""
    was_here = isinstance(scene.session.place, Locking)
    if not was_here or move.place is None or isinstance(move.place, Locking):
        return move
    if any(reply.keyless and reply.to == SELF for reply in move.says):
        return move
    return replace(move, says=(*move.says, replace(_as_it_was(scene), silent=True)))


def _said(scene: Scene, place: Locking, text: str) -> Move:
    labels = [(scene.label("Stop here"), "stop"), (scene.label("Anybody with the link"), "anybody")]
    match matching(text, labels, loosely=False), _USERNAME.fullmatch(text):
        case "stop", _:
            return Move(place=Resting(), says=(_as_it_was(scene),))
        case "anybody", _:
            said = scene.say("Whoever opens the link for {client} can use it, once.", client=place.client)
            opened = InviteLocked(code=place.code)
            return Move(place=Resting(), says=(replace(bubble(said), keyless=True),), changes=(opened,))
        case _, re.Match() as found:
            return _kept(scene, place, InviteLocked(code=place.code, username=found[1]))
        case _:
            return _asked(scene, place, scene.say("I need a contact, or a name with an @ in front of it."))


def _kept(scene: Scene, place: Locking, locked: InviteLocked) -> Move:
    said = scene.say(
        "Kept: the link for {client} works for that account alone. If another one tries it, I tell you once.",
        client=place.client,
    )
    # Whom it is about is not to stay in the chat.
    message = scene.given.message if isinstance(scene.given, Odd | Said) else None
    gone = (Reply(delete=message),) if message is not None else ()
    return Move(place=Resting(), says=(replace(bubble(said), keyless=True), *gone), changes=(locked,))


def _as_it_was(scene: Scene) -> Reply:
    return replace(bubble(scene.say("The link stays as it was.")), keyless=True)


def _asked(scene: Scene, place: Locking, said: Rich | None = None) -> Move:
    asked = said or scene.say(
        "Whose account is the link for? Choose somebody below, send me their contact, or type the name they "
        "have at Telegram, like @wren_k."
    )
    ways = ("Anybody with the link", "Stop here") if place.locked else ("Stop here",)
    keyboard = tuple((scene.label(each),) for each in ways)
    shown = replace(bubble(asked), keyboard=keyboard, chooser=scene.label("Choose somebody"))
    return Move(place=place, says=(shown,))
