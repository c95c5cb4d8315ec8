"""The therapist invites: a name of their own for the client, and a link for one person and seven days."""

from datetime import timedelta

from bot.core.changes import InviteEnded, InviteMade
from bot.core.inputs import Said, Tapped
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.talk.matching import matching
from bot.core.text import Rich, clip, joined
from bot.core.therapist_places import Inviting
from bot.core.turn import Button, Rows

LIFE = timedelta(days=7)
NICKNAME_LIMIT = 40


def start(scene: Scene) -> Move:
    """/invite"""
    said = scene.say("What shall I call them here? Initials are fine, they won't see it.")
    return Move(place=Inviting(), says=(bubble(said, ((scene.button("Stop here", "stop"),),)),))


def hear(scene: Scene, place: Inviting) -> Move:
    """A name, then a language where there are several; or a way out."""
    match _chosen(scene, place), scene.given:
        case "stop", _:
            return Move(place=Resting(), says=(bubble(scene.say("Stopped. Nobody was invited.")),))
        case "phone", _:
            return _made(scene, place.nickname, "")
        case language, _ if language.removeprefix("in:") in scene.library.languages:
            return _made(scene, place.nickname, language.removeprefix("in:"))
        case _, Said(text=text) if text.strip() and not place.nickname:
            return _named(scene, clip(text, NICKNAME_LIMIT))
        case _:
            return _which_language(scene, place) if place.nickname else start(scene)


def _chosen(scene: Scene, place: Inviting) -> str:
    match scene.given:
        case Tapped(do=do):
            return do if place.nickname or do == "stop" else ""
        case Said(text=text) if place.nickname:
            labels = [(button.label, button.do) for row in _language_rows(scene) for button in row]
            return matching(text, labels, loosely=True) or ""
        case _:
            return ""


def _named(scene: Scene, nickname: str) -> Move:
    is_only_one = len(scene.library.languages) == 1
    return _made(scene, nickname, "") if is_only_one else _which_language(scene, Inviting(nickname=nickname))


def _which_language(scene: Scene, place: Inviting) -> Move:
    asked = scene.say("Which language shall I greet them in?")
    return Move(place=place, says=(bubble(asked, _language_rows(scene)),))


def _language_rows(scene: Scene) -> Rows:
    spoken = scene.library.languages
    named = [Button(label=scene.library.calendar(each).name, do=f"in:{each}") for each in spoken]
    phone = scene.button("As on their phone", "phone", style="primary")
    return ((phone,), *in_rows(named), (scene.button("Stop here", "stop"),))


def cancel(scene: Scene, code: str) -> Move:
    """The link is taken back before anyone used it."""
    said = scene.say("Taken back. That link no longer works.")
    return Move(says=(bubble(said),), changes=(InviteEnded(code=code),))


def _made(scene: Scene, nickname: str, language: str) -> Move:
    code = f"c_{scene.person.spare_code}"
    link = f"https://t.me/{scene.library.practice.username}?start={code}"
    good_for = scene.say("Link for {client}, good for one person and 7 days:", client=nickname)
    # The therapist attests this at the invitation; nobody is quizzed about it later.
    attest = scene.say("By passing it on you confirm that they are 18 or over, or that a guardian agrees.")
    row = (
        Button(label=scene.label("Copy"), copy=link),
        Button(label=scene.label("Share"), link=f"https://t.me/share/url?url={link}"),
        scene.button("Cancel it", f"cancel:{code}", stands=True),
    )
    made = InviteMade(code=code, nickname=nickname, expires=scene.now + LIFE, language=language)
    return Move(
        place=Resting(),
        says=(bubble(joined([good_for, Rich(link), attest]), (row,)),),
        changes=(made,),
    )
