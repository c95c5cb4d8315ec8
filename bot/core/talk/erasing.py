"""/privacy for a client: who sees what, a copy of everything, sharing stopped, and everything erased after a day."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import Left, TimerDropped, TimerSet
from bot.core.inputs import Said, Tapped
from bot.core.person import Profile, Role
from bot.core.places import Erasing
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk import commands, lingering, mentioning, on_top, seeing
from bot.core.talk.matching import matching
from bot.core.text import Rich, joined
from bot.core.turn import THERAPIST, Button, FileOrder, Reply, Rows
from bot.core.words import to_say

UNDO = timedelta(hours=24)
"""How long erasing can be taken back."""
TIMER = "erase"


def privacy(scene: Scene) -> Move:
    """Who sees what by now, and what can be done about it."""
    kept = scene.say(
        "What you mark private is in no list and no file. My copy is encrypted. Telegram is able to read this chat."
    )
    text = joined([_sees(scene), kept, running(scene)])
    return Move(says=(bubble(text, _rows(scene)),), fresh=True)


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of /privacy."""
    if lingering.is_settling_in(scene):
        return _closed(scene)
    match what:
        case "copy":
            return Move(says=(_warning(scene),))
        case "seen":
            return Move(says=(bubble(seeing.told(scene)),), fresh=True)
        case "send":
            return _copy(scene)
        case "not":
            return Move(says=(bubble(scene.say("All right. Nothing was sent.")),))
        case "alone" if scene.profile.sharing != "none":
            return _keep_to_oneself(scene)
        case "erase" if scene.profile.erasing_at is None:
            return _ask(scene)
        case "undo" if scene.profile.erasing_at is not None:
            return _undone(scene)
        case _:
            return _closed(scene)


def hear(scene: Scene, _place: Erasing) -> Move:
    """Yes or no, by a button or its whole label; nothing close to it will do."""
    match _chosen(scene):
        case "erase":
            return _begun(scene)
        case "keep":
            return Move(place=Resting(), says=(bubble(scene.say("Kept. Nothing is erased.")),))
        case _:
            return lingering.instead(scene) or _ask(scene)


def due(scene: Scene) -> Move:
    """The day to undo it is over: the person goes, and one last message says what is beyond reach."""
    at = scene.profile.erasing_at
    if at is None or scene.person.role is not Role.CLIENT or scene.person.id is None:
        return Move()
    if scene.now < at:
        return Move(changes=(TimerSet(timer=TIMER, subject="", at=at),))
    said = replace(bubble(_goodbye(scene), silent=True), keyless=True)
    gone = (*mentioning.unpinned(scene.profile.plan), *on_top.taken_off(scene), commands.as_for_anyone())
    return Move(place=Resting(), says=(said, *gone), changes=(Left(person=scene.person.id),))


def running(scene: Scene) -> Rich:
    """When everything goes, where that has been asked for."""
    at = scene.profile.erasing_at
    if at is None:
        return Rich("")
    return scene.say(
        "Everything here goes on {day} at {time}. Until then it can be undone.",
        day=scene.day(at),
        time=scene.clock(at),
    )


def undo_button(scene: Scene) -> tuple[Button, ...]:
    """The way back, while there is one."""
    return (scene.button("Undo", "mine:undo", stands=True),) if scene.profile.erasing_at else ()


def keeping_to_oneself(scene: Scene) -> Rich:
    """What it means that answers are shared no longer."""
    return scene.say(
        "From now on what you answer is kept to you. What {therapist} could read before stays readable.",
        therapist=_therapist(scene),
    )


def news(scene: Scene, profile: Profile) -> Reply:
    """What the therapist hears of a change in sharing: the fact, without a sound."""
    sentence = to_say(
        {
            "all": "{client} shares answers with you.",
            "before_session": "{client} shares answers with you before a session.",
            "none": "{client} keeps new answers to themselves.",
        }
    )[profile.sharing]
    said = scene.to_therapist.say(sentence, client=scene.person.nickname)
    return bubble(said, silent=True, to=THERAPIST)


def _sees(scene: Scene) -> Rich:
    sentence = to_say(
        {
            "all": "{therapist} can read your answers.",
            "before_session": "{therapist} can read your answers before a session.",
            "none": "Your answers are kept to you.",
        }
    )[scene.profile.sharing]
    return scene.say(sentence, therapist=_therapist(scene))


def _rows(scene: Scene) -> Rows:
    copy = scene.button("Copy of everything", "mine:copy", stands=True)
    stop = scene.naming("Stop sharing with {name}", _therapist(scene), "Stop sharing")
    sharing = (Button(label=stop, do="mine:alone", stands=True),) if scene.profile.sharing != "none" else ()
    erase = undo_button(scene) or (scene.button("Erase everything", "mine:erase", stands=True),)
    seen = scene.button("Who looked", "mine:seen", stands=True)
    return tuple(row for row in ((copy, seen), sharing, erase) if row)


def _warning(scene: Scene) -> Reply:
    asked = scene.say("A file sent here stays in your Telegram until you delete it. Send it?")
    send = scene.button("Send it", "mine:send", stands=True)
    return bubble(asked, ((send, scene.button("Not now", "mine:not", stands=True)),))


def _copy(scene: Scene) -> Move:
    assert scene.person.id is not None, "only a client's buttons come here"
    order = FileOrder(clients=(scene.person.id,), format="copy", since=None, until=scene.now)
    return Move(says=(bubble(scene.say("Here it comes.")), Reply(kind="file", file=order)))


def _keep_to_oneself(scene: Scene) -> Move:
    profile = replace(scene.profile, sharing="none")
    said = joined([keeping_to_oneself(scene), scene.say("/settings changes it back.")])
    return Move(says=(bubble(said), news(scene, profile)), profile=profile)


def _ask(scene: Scene) -> Move:
    asked = scene.say("Answers, recordings, plans, settings: all of it goes. You can undo it for 24 hours.")
    return Move(place=Erasing(), says=(bubble(asked, _question_rows(scene)),))


def _question_rows(scene: Scene) -> Rows:
    sure = scene.button("Erase everything", "erase", style="danger")
    return ((sure,), (scene.button("Keep it", "keep"),))


def _begun(scene: Scene) -> Move:
    at = scene.now + UNDO
    profile = replace(scene.profile, erasing_at=at)
    after = replace(scene, person=replace(scene.person, profile=profile))
    text = joined([running(after), scene.say("I send no questions meanwhile.")])
    timer = TimerSet(timer=TIMER, subject="", at=at)
    return Move(
        place=Resting(), says=(bubble(text, (undo_button(after),)),), changes=(timer,), profile=profile
    )


def _undone(scene: Scene) -> Move:
    return Move(
        says=(bubble(scene.say("Undone. Nothing is erased, and questions come again as before.")),),
        changes=(TimerDropped(timer=TIMER, subject=""),),
        profile=replace(scene.profile, erasing_at=None),
    )


def _goodbye(scene: Scene) -> Rich:
    return scene.say(
        "All of yours is erased here. Files {therapist} took before, and older backups, still hold it. "
        "Telegram keeps this chat until you delete it.",
        therapist=_therapist(scene),
    )


def _chosen(scene: Scene) -> str | None:
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            labels = [(button.label, button.do) for row in _question_rows(scene) for button in row]
            return matching(text, labels, loosely=False)
        case _:
            return None


def _closed(scene: Scene) -> Move:
    return Move(toast=scene.label("That one has closed."))


def _therapist(scene: Scene) -> str:
    return scene.person.therapist_name or scene.label("your therapist")
