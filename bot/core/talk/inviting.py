"""The therapist invites: a name of their own for the client, and a link for one person and seven days."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import InviteEnded, InviteMade, InviteSpoken
from bot.core.inputs import Said, Tapped
from bot.core.lookup import split
from bot.core.person import Role
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.talk import knocking
from bot.core.text import Rich, clip, joined
from bot.core.therapist_places import Inviting
from bot.core.turn import Button, Rows

LIFE = timedelta(days=7)
NICKNAME_LIMIT = 40


def start(scene: Scene) -> Move:
    """/invite"""
    said = scene.say("What shall I call them here? Initials are fine, they won't see it.")
    return Move(place=Inviting(), says=(bubble(said, ((scene.button("Stop here", "stop"),),)),))


def hear(scene: Scene, _place: Inviting) -> Move:
    """A name, or a way out."""
    match scene.given:
        case Tapped(do="stop"):
            return Move(place=Resting(), says=(bubble(scene.say("Stopped. Nobody was invited.")),))
        case Said(text=text) if text.strip():
            return _made(scene, clip(text, NICKNAME_LIMIT))
        case _:
            return start(scene)


def greet(scene: Scene, argument: str) -> Move:
    """The language of the greeting, chosen under the link."""
    language, code = split(argument)
    if language not in scene.library.languages:
        return Move(toast=scene.label("That one has closed."))
    said = scene.say("Greeted in {language}.", language=scene.library.calendar(language).name)
    return Move(toast=said.text, changes=(InviteSpoken(code=code, language=language),))


def cancel(scene: Scene, code: str) -> Move:
    """The link is taken back before anyone used it."""
    said = scene.say("Taken back. That link no longer works.")
    return Move(says=(bubble(said),), changes=(InviteEnded(code=code),))


def show_code(scene: Scene, code: str) -> Move:
    """The link as a picture, for somebody who is in the room; it names nobody, since they see the screen."""
    invite = scene.person.invite
    if invite is None or not invite.usable or invite.role is not Role.CLIENT:
        return Move(toast=scene.label("That one has closed."))
    said = scene.say("A phone's camera reads this and opens the link. It is good for one person.")
    return Move(says=(replace(bubble(said), scan=_link(scene, code)),), fresh=True)


def _link(scene: Scene, code: str) -> str:
    return f"https://t.me/{scene.library.practice.username}?start={code}"


def _made(scene: Scene, nickname: str) -> Move:
    code = f"c_{scene.person.spare_code}"
    link = _link(scene, code)
    good_for = scene.say("Link for {client}, good for one person and 7 days:", client=nickname)
    # The therapist attests this at the invitation; nobody is quizzed about it later.
    attest = scene.say("By passing it on you confirm that they are 18 or over, or that a guardian agrees.")
    row = (
        Button(label=scene.label("Copy"), copy=link),
        Button(label=scene.label("Share"), link=f"https://t.me/share/url?url={link}"),
        scene.button("Cancel it", f"cancel:{code}", stands=True),
    )
    asks = scene.profile.asks_first
    made = InviteMade(code=code, nickname=nickname, expires=scene.now + LIFE, asks_first=asks)
    rows = (row, *_ways(scene, code, asks=asks), *_languages(scene, code))
    return Move(
        place=Resting(),
        says=(bubble(joined([good_for, Rich(link), attest]), rows),),
        changes=(made,),
    )


def _ways(scene: Scene, code: str, *, asks: bool) -> Rows:
    return (
        (scene.button("Show a code to scan", f"scan:{code}", stands=True),),
        (scene.button("Only for one contact", f"lock:{code}", stands=True),),
        (knocking.button(scene, code, asks=asks),),
    )


def _languages(scene: Scene, code: str) -> Rows:
    """Which language to greet them in, where there are several; untouched, it is their phone's."""
    names = {each: scene.library.calendar(each).name for each in scene.library.languages}
    if len(names) == 1:
        return ()
    labels = {each: scene.say("Greet in {language}", language=name).text for each, name in names.items()}
    return in_rows([Button(label=labels[each], do=f"greet:{each}:{code}", stands=True) for each in names])
