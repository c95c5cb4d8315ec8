"""/settings for a therapist: the one line of theirs that the help card of their clients carries, and whether they are asked
before somebody comes in."""

from dataclasses import replace

from bot.core.inputs import Odd, Said, Tapped
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk.matching import matching
from bot.core.text import Rich, fill, joined, marked
from bot.core.therapist_places import OutOfHours
from bot.core.turn import Rows

MOST = 120
"""So many characters of it have room on the card beside everything else."""


def on_card(scene: Scene) -> tuple[Rich, ...]:
    """The line as the client reads it, under their therapist's name; nothing where there is none."""
    line = scene.person.out_of_hours
    return (fill("{name}: {line}", name=scene.person.therapist_name, line=line),) if line else ()


def start(scene: Scene) -> Move:
    """/settings"""
    return Move(place=OutOfHours(), says=(bubble(_asked(scene), _rows(scene)),))


def hear(scene: Scene, place: OutOfHours) -> Move:
    """The line, the wish for none, the switch, or a way out."""
    match _button(scene):
        case ("ask" | "asknot") as which:
            return _switched(scene, place, which == "ask")
        case "stop":
            return Move(place=Resting(), says=(bubble(scene.say("Stopped. The help card stays as it was.")),))
        case "none":
            return _kept(scene, "", scene.say("Taken out. The card goes without a line of yours."))
        case None if isinstance(scene.given, Said) and scene.given.text.strip():
            return _written(scene, place, " ".join(scene.given.text.split()))
        case _ if isinstance(scene.given, Odd) and scene.given.what == "sticker":
            return Move(reaction="👌")
        case _:
            return start(scene)


def _switched(scene: Scene, place: OutOfHours, first: bool) -> Move:
    """The same switch as under a link; it holds for the links from now on."""
    profile = replace(scene.profile, asks_first=first)
    then = replace(scene, person=replace(scene.person, profile=profile))
    return Move(place=place, says=(bubble(_asked(then), _rows(then)),), profile=profile)


def _written(scene: Scene, place: OutOfHours, line: str) -> Move:
    if len(line) > MOST:
        longer = scene.say("That is longer than the card has room for: {count} characters.", count=MOST)
        return Move(place=place, says=(bubble(longer, _rows(scene)),))
    kept = scene.say("Kept. On the help card your clients read:")
    return _kept(scene, line, joined([kept, marked("quote", line)]))


def _kept(scene: Scene, line: str, said: Rich) -> Move:
    profile = replace(scene.profile, out_of_hours=line)
    return Move(place=Resting(), says=(bubble(said),), profile=profile)


def _asked(scene: Scene) -> Rich:
    line = scene.profile.out_of_hours
    now = joined([scene.say("On the card now:"), marked("quote", line)]) if line else ""
    asked = scene.say(
        "Your clients' help card can carry one line of yours, such as whom to call out of hours. "
        "Send it, with {count} characters at most.",
        count=MOST,
    )
    return joined([joined([now, asked]), _asking(scene)], "\n\n")


def _asking(scene: Scene) -> Rich:
    if scene.profile.asks_first:
        return scene.say("Ask me before somebody comes in: on. New links wait for your word.")
    return scene.say("Ask me before somebody comes in: off. Whoever opens a new link can go on at once.")


def _rows(scene: Scene) -> Rows:
    none = (scene.button("No line", "none"),) if scene.profile.out_of_hours else ()
    switch = (
        scene.button("Don't ask me", "asknot")
        if scene.profile.asks_first
        else scene.button("Ask me first", "ask")
    )
    return ((switch,), (*none, scene.button("Stop here", "stop")))


def _button(scene: Scene) -> str | None:
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            labels = [(each.label, each.do) for row in _rows(scene) for each in row]
            return matching(text, labels, loosely=False)
        case _:
            return None
