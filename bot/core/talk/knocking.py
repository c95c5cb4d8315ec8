"""Between the first word and the agreement: the therapist is asked whether it is the right person who opened the link."""

from dataclasses import replace

from bot.core.changes import InviteAdmitted, InviteAsks, InviteKnocked
from bot.core.person import Invite, Newcomer, Role
from bot.core.scene import LABEL_ROOM, Move, Scene, bubble
from bot.core.turn import NEWCOMER, THERAPIST, Button, Reply

ANYBODY = "?"


def knock(scene: Scene, invite: Invite) -> Move:
    """Somebody would go on with an invitation that asks first."""
    said = scene.say(
        "I've asked {therapist} to let you in, so that nobody else can use your link. You'll hear from me here.",
        therapist=invite.therapist,
    )
    newcomer = Newcomer(code=invite.code, nickname=invite.nickname, name=scene.profile.name)
    asked = replace(question(scene.to_therapist, newcomer), to=THERAPIST)
    return Move(says=(bubble(said), asked), changes=(InviteKnocked(code=invite.code),))


def question(scene: Scene, newcomer: Newcomer) -> Reply:
    """Whether that is the right person, with the buttons that answer it."""
    client, code = newcomer.nickname, newcomer.code
    asked = scene.say(
        "{client}'s link was opened by {name}. Is that who it was for?",
        client=client,
        name=newcomer.name or ANYBODY,
    )
    label = scene.say("Let {client} in", client=client).text
    let_in = Button(
        label=label if len(label) <= LABEL_ROOM else scene.label("Let them in"),
        do=f"letin:{code}",
        stands=True,
        style="primary",
    )
    no = scene.button("No, cancel it", f"cancel:{code}", stands=True)
    return bubble(asked, ((let_in,), (no,)))


def let_in(scene: Scene, code: str) -> Move:
    """The therapist says that it is the right person."""
    invite = scene.person.invite
    if invite is None or not invite.usable or invite.role is not Role.CLIENT or not invite.held:
        return Move(toast=scene.label("That one has closed."))
    spoken = invite.language if invite.language in scene.library.languages else scene.language
    theirs = replace(scene, spoken=spoken)
    said = theirs.say("{therapist} has let you in.", therapist=scene.profile.name)
    go_on = theirs.button("Go on", f"hello:{code}", stands=True, style="primary")
    done = scene.say("{client} is let in, and hears of it now.", client=invite.nickname)
    return Move(
        says=(bubble(done), bubble(said, ((go_on,),), to=f"{NEWCOMER}{code}")),
        changes=(InviteAdmitted(code=code),),
    )


def switched(scene: Scene, first: bool, code: str) -> Move:
    """Whether the therapist is asked, for this link and those after it."""
    profile = replace(scene.profile, asks_first=first)
    said = (
        scene.say(
            "I ask you before anybody goes on with a link of yours, this one too. The link stays the same."
        )
        if first
        else scene.say("Whoever opens a link of yours can go on at once, this one too.")
    )
    return Move(
        says=(bubble(said, ((button(scene, code, asks=first),),)),),
        changes=(InviteAsks(code=code, first=first),),
        profile=profile,
        fresh=True,
    )


def button(scene: Scene, code: str, *, asks: bool) -> Button:
    """The way to the other of the two."""
    if asks:
        return scene.button("Don't ask me", f"asknot:{code}", stands=True)
    return scene.button("Ask me first", f"askfirst:{code}", stands=True)
