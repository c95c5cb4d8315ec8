"""Silence, and coming back: prompts thin out by themselves, and nobody is told what the silence was.

After three days whose prompts had no answer every other one is left out, after five all but one a week, and after
seven days without a sign of life all of them, until the client says otherwise.
"""

from dataclasses import replace
from datetime import timedelta

from bot.core.inputs import Due, Said, Tapped
from bot.core.person import Profile
from bot.core.places import Returning
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.talk import noticing, planning
from bot.core.talk.matching import matching
from bot.core.talk.settling_screen import falls_quiet
from bot.core.turn import Button, Reply, Rows
from bot.core.written_time import parse_clock_time

HALF, WEEKLY, NONE = 1, 2, 3
HALF_AFTER, WEEKLY_AFTER = 3, 5
SILENT = timedelta(days=7)


def let_go(scene: Scene) -> Profile:
    """The profile after one more prompt without an answer; however many there are in a day, a day counts once."""
    today = scene.now.astimezone(scene.zone).date()
    if scene.profile.unanswered_on == today:
        return scene.profile
    unanswered = scene.profile.unanswered + 1
    reached = WEEKLY if unanswered >= WEEKLY_AFTER else HALF if unanswered >= HALF_AFTER else 0
    return replace(
        scene.profile, unanswered=unanswered, unanswered_on=today, fade=max(reached, scene.profile.fade)
    )


def heard(profile: Profile) -> Profile | None:
    """The profile after a sign of life; None where it changes nothing. Full quiet is left only when asked."""
    if profile.fade == NONE or not (profile.unanswered or profile.fade):
        return None
    return replace(profile, unanswered=0, unanswered_on=None, fade=0)


def left_out(scene: Scene, due: Due) -> bool:
    """Whether the fade leaves this nudge out: by its date, so that it does not depend on when we look."""
    day = due.due.astimezone(scene.zone).date().toordinal()
    match scene.profile.fade:
        case 0:
            return False
        case 1:
            return day % 2 == 1
        case 2:
            return day % 7 != 0
        case _:
            return True


def announced(scene: Scene, profile: Profile) -> tuple[Reply, ...]:
    """One silent line when the prompts begin to thin out, and none for what follows."""
    if scene.profile.fade != 0 or profile.fade == 0:
        return ()
    row = (
        scene.button("As before", "fade:before", stands=True),
        scene.button("Pause", "fade:pause", stands=True),
    )
    said = bubble(scene.say("I'll write less for now. The buttons below always work."), (row,), silent=True)
    return (replace(said, kind="nudge"),)


def fell_silent(scene: Scene) -> Move:
    """Seven days without a sign of life: one line, then quiet."""
    profile = replace(scene.profile, fade=NONE)
    here = scene.button("I'm here", "fade:here", stands=True)
    said = bubble(
        scene.say("I'll stay quiet until you write. Nothing piles up here."), ((here,),), silent=True
    )
    return Move(place=Resting(), says=(replace(said, kind="nudge"),), profile=profile)


def is_silent(scene: Scene) -> bool:
    """Whether so long has passed without a sign of life that the quiet begins."""
    touched = scene.session.touched
    return scene.profile.fade not in (0, NONE) and touched is not None and scene.now - touched >= SILENT


def welcome(scene: Scene) -> Move:
    """The first sign of life after the quiet."""
    said = scene.say("Good to see you. There's nothing to catch up on.\nWhat would suit today?")
    return Move(place=Returning(), says=(bubble(said, _rows(scene, Returning())),), fresh=True)


def hear(scene: Scene, place: Returning) -> Move:
    """What would suit, and then whether the questions shall come back."""
    match place.view, _chosen(scene, place):
        case _, "small":
            return _small_thing(scene)
        case _, "plan":
            return replace(planning.show(scene), place=Resting())
        case _, "quiet":
            return Move(place=Resting(), says=(bubble(scene.say("Then I stay quiet. You know where I am.")),))
        case _, "yes":
            return _as_before(scene, scene.profile)
        case _, "time":
            asked = Returning(view="time")
            return Move(
                place=asked,
                says=(bubble(scene.say("At what time? Type it like 8:45 PM."), _rows(scene, asked)),),
            )
        case "time", _ if isinstance(scene.given, Said):
            return _typed(scene, scene.given.text)
        case "suit", _:
            return welcome(scene)
        case _:
            return ask_again(scene)


def ask_again(scene: Scene) -> Move:
    """Shall the evening question come back? Asked before anything comes by itself again."""
    place = Returning(view="again")
    return Move(
        place=place, says=(bubble(scene.say("Shall the evening question come back?"), _rows(scene, place)),)
    )


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of the thinning-out."""
    match what:
        case "before":
            return _as_before(scene, scene.profile)
        case "here":
            return welcome(scene)
        case "again":
            return ask_again(scene)
        case _:
            return Move(toast=scene.label("That one has closed."))


def _small_thing(scene: Scene) -> Move:
    exercise = next((e for e in scene.library.offered(scene.profile.language) if e.form == "noticing"), None)
    return noticing.begin(scene, exercise, "client") if exercise else ask_again(scene)


def _typed(scene: Scene, text: str) -> Move:
    at = parse_clock_time(text, prefer="pm")
    if at is None or falls_quiet(scene, scene.profile, at):
        place = Returning(view="time")
        sorry = scene.say("I couldn't read a time outside your quiet hours in that.")
        return Move(place=place, says=(bubble(sorry, _rows(scene, place)),))
    return _as_before(scene, replace(scene.profile, evening=at))


def _as_before(scene: Scene, profile: Profile) -> Move:
    said = bubble(scene.say("As before, then."))
    return Move(
        place=Resting(), says=(said,), profile=replace(profile, unanswered=0, unanswered_on=None, fade=0)
    )


def _chosen(scene: Scene, place: Returning) -> str:
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            labels = [(button.label, button.do) for row in _rows(scene, place) for button in row]
            return matching(text, labels, loosely=place.view != "time") or ""
        case _:
            return ""


def _rows(scene: Scene, place: Returning) -> Rows:
    if place.view == "suit":
        small = scene.button("One small thing", "small")
        plan = (scene.button("My plan", "plan"),) if scene.profile.plan else ()
        return in_rows([small, *plan, scene.button("Stay quiet a while", "quiet")])
    other, not_yet = scene.button("Another time", "time"), scene.button("Not yet", "quiet")
    if place.view == "time" or scene.profile.evening is None:
        return ((not_yet,),) if place.view == "time" else ((other, not_yet),)
    yes = scene.say("Yes, {time}", time=scene.calendar.clock(scene.profile.evening)).text
    return ((Button(label=yes, do="yes"), other), (not_yet,))
