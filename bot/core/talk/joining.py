"""Before anything is kept: opening an invitation, reading what this is, agreeing or not.

Until someone agrees there is no row for them, so the buttons themselves carry the invitation's code.
"""

from bot.core.changes import Enrolled, InviteEnded
from bot.core.person import Invite, Profile, Role
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting, Settling
from bot.core.talk import commands, knocking, locking, settling_screen
from bot.core.text import Rich, joined
from bot.core.turn import THERAPIST, Button, Reply, Rows

CONSENT_VERSION = "2026-11"


def opened(scene: Scene) -> Move:
    """/start with a code behind it."""
    invite = scene.person.invite
    if invite is None or not invite.usable or invite.held:
        return _unusable(scene)
    if scene.person.role is not Role.STRANGER:
        return _already_here(scene)
    return _therapist_joins(scene, invite) if invite.role is Role.THERAPIST else _hello(scene, invite)


def tapped(scene: Scene, name: str) -> Move:
    """A button of the messages before consent."""
    invite = scene.person.invite
    if scene.person.role is not Role.STRANGER:
        return Move(toast=scene.label("That one has closed."))
    if invite is None or not invite.usable or invite.role is not Role.CLIENT or invite.held:
        return _unusable(scene)
    if name in ("hello", "agree", "read") and invite.asks_first and not invite.admitted:
        return knocking.knock(scene, invite)
    match name:
        case "hello":
            return Move(says=(bubble(_what_is_kept(scene, invite), _consent_rows(scene, invite, read=True)),))
        case "read":
            return Move(says=(bubble(_in_full(scene, invite), _consent_rows(scene, invite, read=False)),))
        case "agree":
            return _agreed(scene, invite)
        case "notmine":
            return _not_mine(scene, invite)
        case _:
            said = scene.say(
                "All right. Nothing is kept, and I won't write again. The link still works this week."
            )
            return Move(says=(bubble(said),))


def stranger(scene: Scene) -> Move:
    """Anything from someone without an invitation."""
    return Move(
        says=(bubble(scene.say("I work by invitation. A therapist who uses me can send you a link.")),)
    )


def _hello(scene: Scene, invite: Invite) -> Move:
    if invite.country not in scene.library.help_lines:
        return Move(says=(bubble(scene.say("I can't begin yet: I have no help lines for your country.")),))
    said = scene.say(
        "Hello. I hold the homework from your sessions with {therapist}, so that it is at hand between them.\n"
        "I'm a program, not a person. Nobody reads along live, and I'm not for emergencies.",
        therapist=invite.therapist,
    )
    go_on = scene.button("Go on", f"hello:{invite.code}", stands=True, style="primary")
    no = Button(
        label=str(scene.say("I don't know {therapist}", therapist=_short(invite.therapist)).text),
        do=f"notmine:{invite.code}",
        stands=True,
    )
    return Move(says=(bubble(said, ((go_on,), (no,))),))


def _what_is_kept(scene: Scene, invite: Invite) -> Rich:
    return scene.say(
        "What you answer is kept for you. {therapist} can read it too, save for what you mark private.\n"
        "It goes through Telegram, which is able to read chats with bots. You can have it erased whenever you like.",
        therapist=invite.therapist,
    )


def _in_full(scene: Scene, invite: Invite) -> Rich:
    parts = [
        scene.say(
            "Kept: your answers, your times, when I wrote. Why: so that you and {therapist} can look at them.",
            therapist=invite.therapist,
        ),
        scene.say(
            "Chats with bots are not end-to-end encrypted. Telegram has no agreement with {therapist} about them.",
            therapist=invite.therapist,
        ),
        scene.say(
            "{therapist} reads answers when they next look, not live. In an emergency call for help; I can't.",
            therapist=invite.therapist,
        ),
        scene.say(
            "Whoever holds your phone can read this chat. My copy is encrypted; who runs me holds the key."
        ),
        scene.say("A message of mine can come late, not at all, or twice."),
        scene.say(
            "You can stop at any time, and it changes nothing about your treatment. Erasing here does not erase "
            "Telegram's copy: delete the chat as well."
        ),
    ]
    return joined(parts, "\n\n")


def _consent_rows(scene: Scene, invite: Invite, *, read: bool) -> Rows:
    fine = scene.button("That's fine", f"agree:{invite.code}", stands=True, style="primary")
    full = scene.button("Read it in full", f"read:{invite.code}", stands=True)
    no = scene.button("No thanks", f"refuse:{invite.code}", stands=True)
    return ((fine,), (full, no)) if read else ((fine,), (no,))


def _agreed(scene: Scene, invite: Invite) -> Move:
    profile = Profile(
        language=scene.language,
        country=invite.country,
        zone=invite.zone,
        consent_version=CONSENT_VERSION,
        consented_at=scene.now,
    )
    place = Settling(step="sharing")
    return Move(
        place=place,
        says=(
            settling_screen.question(scene, place, profile, invite.therapist),
            commands.listed(scene, Role.CLIENT),
        ),
        changes=(Enrolled(code=invite.code, role=Role.CLIENT, profile=profile),),
        profile=profile,
    )


def _not_mine(scene: Scene, invite: Invite) -> Move:
    told = scene.to_therapist.say(
        "An invitation was opened by someone who doesn't know you, so it no longer works."
    )
    said = bubble(scene.say("Then this link wasn't for you. Nothing is kept."))
    return Move(says=(said, bubble(told, to=THERAPIST)), changes=(InviteEnded(code=invite.code),))


def _therapist_joins(scene: Scene, invite: Invite) -> Move:
    practice = scene.library.practice
    profile = Profile(
        name=invite.therapist,
        language=scene.language,
        country=practice.country,
        zone=practice.zone,
        settled=True,
        consented_at=scene.now,
    )
    return Move(
        place=Resting(),
        says=(therapist_hello(scene, invite.therapist), commands.listed(scene, Role.THERAPIST)),
        changes=(Enrolled(code=invite.code, role=Role.THERAPIST, profile=profile),),
        profile=profile,
    )


def therapist_hello(scene: Scene, name: str) -> Reply:
    """What a therapist sees first."""
    said = scene.say(
        "Hello {name}. Here you invite clients, give homework, and read what they chose to share.\n"
        "Nobody watches these chats, and they are not for emergencies.",
        name=name,
    )
    invite = scene.button("Invite a client", "do:invite", stands=True, style="primary")
    data = scene.button("How data is kept", "do:privacy", stands=True)
    return bubble(said, ((invite,), (data,)))


def _unusable(scene: Scene) -> Move:
    if scene.person.invite is not None and scene.person.invite.too_many:
        return Move(says=(bubble(scene.say("Several links in a row didn't work. Try again in an hour.")),))
    said = scene.say("This link can't be used. It may be used up or out of date; ask for a new one.")
    return locking.told(scene, Move(says=(bubble(said),)))


def _already_here(scene: Scene) -> Move:
    return Move(says=(bubble(scene.say("You're set up here already, so this link changes nothing.")),))


def _short(name: str) -> str:
    return name if len(name) <= 11 else name[:10].rstrip() + "…"
