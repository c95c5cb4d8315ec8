"""The first two minutes after agreeing: who may read, what clock, which hours, how much shows on the lock screen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time

from bot.core.inputs import Said, Tapped
from bot.core.person import Profile
from bot.core.plan import Quiet
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting, Settling
from bot.core.talk import dateless, heeding, noticing
from bot.core.talk import settling_where as where
from bot.core.talk.matching import matching
from bot.core.talk.settling_screen import QUIETS, SHARING, falls_quiet, nearest, noticings, rows, times
from bot.core.talk.settling_steps import go, nth, on
from bot.core.text import Rich, joined
from bot.core.turn import THERAPIST, Reply
from bot.core.words import to_say
from bot.core.written_time import parse_clock_time, parse_hours

PATH = ("sharing", "notice", "clock", "check", "quiet", "evening", "noticing", "screen")
"""The steps in order; "country" is a side step of "notice", "lines" one of "clock"."""
KEYBOARD = to_say((("I made a mistake", "Ten minutes"), ("Today",)))

Tap = Callable[[Scene, Settling, str, str], Move | None]


def hear(scene: Scene, place: Settling) -> Move:
    """Whatever came in during the first questions."""
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, place, do)
        case Said(text=text):
            return _typed(scene, place, text)
        case _:
            return on(scene, place)


# --- typed --------------------------------------------------------------------------------------


def _typed(scene: Scene, place: Settling, text: str) -> Move:
    shown = rows(scene, place, scene.profile, scene.person.therapist_name)
    labels = [(button.label, button.do) for row in shown for button in row]
    if (do := matching(text, labels, loosely=not place.typing)) is not None:
        return _tapped(scene, place, do)
    read = _READERS.get(place.step)
    if read is None:
        return on(scene, place, before=scene.say("Tap one, or type it your way."))
    sorry = scene.say("I couldn't read a time in that.")
    return read(scene, place, text) or on(scene, replace(place, typing=True), before=sorry)


def _read_quiet(scene: Scene, _place: Settling, text: str) -> Move | None:
    hours = parse_hours(text)
    return go(scene, "evening", replace(scene.profile, quiet=Quiet(*hours))) if hours else None


def _read_evening(scene: Scene, place: Settling, text: str) -> Move | None:
    at = parse_clock_time(text, prefer="am" if "morning" in place.found else "pm")
    return _evening(scene, place, at) if at else None


def _read_noticing(scene: Scene, place: Settling, text: str) -> Move | None:
    at = parse_clock_time(text, prefer="pm")
    if at is None:
        return None
    if falls_quiet(scene, scene.profile, at):
        near = tuple(f"{hour:%H:%M}" for hour in nearest(scene, scene.profile))
        return on(
            scene,
            replace(place, typing=False, found=near),
            before=scene.say("That is inside your quiet hours."),
        )
    return go(scene, "screen", replace(scene.profile, noticing=at))


_READERS: dict[str, Callable[[Scene, Settling, str], Move | None]] = {
    "clock": where.read_city,
    "quiet": _read_quiet,
    "evening": _read_evening,
    "noticing": _read_noticing,
}


# --- tapped -------------------------------------------------------------------------------------


def _tapped(scene: Scene, place: Settling, do: str) -> Move:
    name, _, argument = do.partition(":")
    if name == "back" and place.step != "lines":
        return go(scene, _before(place))
    if name == "type":
        return on(scene, replace(place, typing=True))
    return _TAPS[place.step](scene, place, name, argument) or on(scene, place)


def _sharing(scene: Scene, _place: Settling, _name: str, argument: str) -> Move | None:
    chosen = nth(argument, SHARING)
    return go(scene, "notice", replace(scene.profile, sharing=chosen[1])) if chosen else None


def _notice(scene: Scene, _place: Settling, name: str, _argument: str) -> Move | None:
    if name == "country":
        return go(scene, "country")
    return (
        go(scene, "clock", replace(scene.profile, tell_therapist=name == "yes"))
        if name in ("yes", "no")
        else None
    )


def _quiet(scene: Scene, _place: Settling, _name: str, argument: str) -> Move | None:
    chosen = nth(argument, QUIETS)
    return go(scene, "evening", replace(scene.profile, quiet=chosen)) if chosen else None


def _evening_tap(scene: Scene, place: Settling, name: str, argument: str) -> Move | None:
    if name == "morning":
        return on(scene, replace(place, found=("morning",)))
    at = nth(argument, times(place))
    return _evening(scene, place, at) if at else None


def _noticing(scene: Scene, place: Settling, name: str, argument: str) -> Move | None:
    if name == "none":
        return go(scene, "screen", replace(scene.profile, noticing=None))
    at = nth(argument, noticings(scene, scene.profile, place))
    return go(scene, "screen", replace(scene.profile, noticing=at)) if at else None


def _screen(scene: Scene, _place: Settling, name: str, _argument: str) -> Move | None:
    known = name in ("vague", "full")
    return _done(scene, replace(scene.profile, vague=name == "vague", settled=True)) if known else None


_TAPS: dict[str, Tap] = {
    "sharing": _sharing,
    "notice": _notice,
    "country": where.country,
    "clock": where.clock,
    "check": where.check,
    "lines": where.lines,
    "quiet": _quiet,
    "evening": _evening_tap,
    "noticing": _noticing,
    "screen": _screen,
}


def _before(place: Settling) -> str:
    """One step back: out of typing or of a list into its question, else to the question before."""
    if place.typing or place.found:
        return place.step
    if place.step == "country":
        return "notice"
    return PATH[max(PATH.index(place.step) - 1, 0)]


def _evening(scene: Scene, place: Settling, at: time) -> Move:
    if falls_quiet(scene, scene.profile, at):
        return on(scene, place, before=scene.say("That is inside your quiet hours."))
    return go(scene, "noticing", replace(scene.profile, evening=at))


# --- through ------------------------------------------------------------------------------------


def _done(scene: Scene, profile: Profile) -> Move:
    """Through: the keyboard appears, the therapist hears of it."""
    plain = bubble(scene.say("Set. You can change all of it later."))
    ready = with_keyboard(scene, bubble(joined([_ready(scene), _first_question(scene)])))
    own = noticing.taken_up(scene) if profile.noticing is not None else ()
    says = (plain, ready, *_try_one(scene), _news(scene, profile))
    return Move(place=Resting(), says=says, profile=profile, changes=(*own, dateless.next_look(scene)))


def with_keyboard(scene: Scene, said: Reply) -> Reply:
    """`said`, and with it the keyboard in the person's language."""
    keyboard = tuple(tuple(scene.label(words) for words in row) for row in KEYBOARD)
    return replace(said, keyboard=keyboard, hint=scene.label("Tap or type"))


def _ready(scene: Scene) -> Rich:
    return scene.say("That's everything. The buttons below are there whenever you want them.")


def _first_question(scene: Scene) -> Rich:
    if scene.person.assignments:
        return scene.say("Your first question comes at the time you chose.")
    name = scene.person.therapist_name
    return scene.say("Your first question comes once {therapist} has left you something.", therapist=name)


def _try_one(scene: Scene) -> tuple[Reply, ...]:
    """A first taste: the shortest of what there is, one tap long, with no sound and no need."""
    short = next((each for each in scene.library.offered(scene.language) if each.form == "noticing"), None)
    if short is None or heeding.holding(scene.person.heed, short):
        return ()
    one = scene.button("Try one", f"offer:{short.id}", stands=True)
    later = scene.button("Tonight is fine" if scene.person.assignments else "Not now", "done", stands=True)
    row = (one, later)
    return (bubble(scene.say("Would you like to try one now, to see how it is?"), (row,), silent=True),)


def _news(scene: Scene, profile: Profile) -> Reply:
    scene = scene.to_therapist
    shares = to_say({"all": "yes", "before_session": "before a session", "none": "no"})[profile.sharing]
    said = scene.say(
        "{client} is in. Shares answers: {shares}. Help-card notice: {notice}. Clock: {city}.",
        client=scene.person.nickname,
        shares=scene.label(shares),
        notice=scene.label("yes" if profile.tell_therapist else "no"),
        city=scene.calendar.city(profile.zone),
    )
    give = scene.button("Give homework", f"give:{scene.person.id}", stands=True)
    meet = scene.button("Set session day", f"meet:{scene.person.id}", stands=True)
    return bubble(said, ((give, meet),), silent=True, to=THERAPIST)
