"""/settings: everything that was chosen at the beginning can be chosen anew, one thing at a time, in one message."""

from dataclasses import replace

from bot.core.changes import Change, PutDown
from bot.core.inputs import Said, Tapped
from bot.core.lookup import split
from bot.core.person import Profile, Role
from bot.core.places import Noticing, Setting
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting, Settling
from bot.core.talk import (
    commands,
    erasing,
    lingering,
    noticing,
    noticing_screen,
    owning,
    quiet_days,
    settling,
)
from bot.core.talk import setting_screen as screen
from bot.core.talk.matching import matching
from bot.core.talk.settling_screen import falls_quiet, rows
from bot.core.talk.settling_steps import ask
from bot.core.text import Rich, clip, joined
from bot.core.written_time import parse_clock_time

MOST_VALUES, VALUE_LIMIT = 5, 60
DAYS = 7
_HOURS = frozenset({"quiet", "evening", "noticing"})
"""Questions whose answers have to fit each other."""
_SIDE_STEPS = frozenset(
    {
        ("notice", "country"),
        ("country", "notice"),
        ("clock", "check"),
        ("check", "clock"),
        ("clock", "lines"),
        ("lines", "clock"),
        ("lines", "check"),
    }
)
"""Questions that lead into each other before the one that was asked for is settled."""


def menu(scene: Scene) -> Move:
    """/settings"""
    return _show(scene, Setting())


def hear(scene: Scene, place: Setting) -> Move:
    """A button, or words for one; in a list that takes words, those words."""
    if place.view in owning.VIEWS:
        return owning.hear(scene, place)
    if place.view == quiet_days.VIEW:
        return quiet_days.hear(scene, place) or _show(scene, Setting())
    do = _button(scene, place)
    if do is not None:
        return _chosen(scene, place, *split(do))
    if isinstance(scene.given, Said) and scene.given.text.strip() and not lingering.is_old(scene):
        if place.view == "values":
            return _named(scene, scene.given.text)
        if place.view == "weekly_time":
            return _timed(scene, place, scene.given.text)
    return lingering.instead(scene) or _show(scene, place)


def alone(scene: Scene, place: Settling) -> Move:
    """One of the first questions, asked again from here: once it is answered, the menu comes back."""
    if _button_of(scene, place) == "back" and not _is_inside(place):
        return _back(scene, place)
    move = settling.hear(scene, place)
    there = move.place
    if isinstance(there, Settling) and (there.step == place.step or (place.step, there.step) in _SIDE_STEPS):
        return move
    return _settled(scene, place, move.profile or scene.profile)


# --- the questions of the beginning -----------------------------------------------------------------


def _is_inside(place: Settling) -> bool:
    """Whether Back only leads out of a list or of typing."""
    typing = (place.typing or bool(place.found)) and place.step != "clock"
    return typing or place.step in ("country", "lines")


def _back(scene: Scene, place: Settling) -> Move:
    """Out of a question; one about an hour that has become quiet leads back to the quiet hours."""
    if place.homework:
        later = scene.say("All right. /settings has it whenever you like.")
        return Move(place=Resting(), says=(bubble(later),))
    if place.step == "clock":
        # Of the two questions about the clock, the one about the therapist's is over for good.
        return ask(scene, Settling(step="check", alone=True))
    if place.step in ("evening", "noticing") and _now_quiet(scene, scene.profile):
        return ask(scene, Settling(step="quiet", alone=True))
    return _show(scene, Setting())


def _button_of(scene: Scene, place: Settling) -> str | None:
    shown = rows(scene, place, scene.profile, scene.person.therapist_name)
    return _meant(scene, [(button.label, button.do) for row in shown for button in row])


def _settled(scene: Scene, place: Settling, profile: Profile) -> Move:
    """What was chosen is kept; hours that have become quiet by it are asked for next."""
    if place.homework:
        return _hour_for_homework(scene, profile)
    then = _now_quiet(scene, profile) if place.step in _HOURS else None
    if then is not None:
        inside = scene.say("Kept. The hour you chose for this one is quiet now.")
        return replace(ask(scene, then, profile, inside), changes=_noticing(scene, profile))
    shares_less = place.step == "sharing" and profile.sharing == "none" != scene.profile.sharing
    line = erasing.keeping_to_oneself(scene) if shares_less else scene.say("Kept.")
    is_news = profile.sharing != scene.profile.sharing
    told = (erasing.news(scene, profile),) if is_news else ()
    move = _show(scene, Setting(), profile, before=line)
    return replace(move, says=(*move.says, *told), changes=_noticing(scene, profile))


def _hour_for_homework(scene: Scene, profile: Profile) -> Move:
    hour = profile.noticing and scene.calendar.hour(profile.noticing)
    chosen = scene.say("Kept. It comes around {hour}.", hour=hour) if hour else None
    none = scene.say("All right. It is in /today whenever you want it.")
    return Move(place=Resting(), says=(bubble(chosen or none),), profile=profile)


def _now_quiet(scene: Scene, profile: Profile) -> Settling | None:
    if profile.evening is not None and falls_quiet(scene, profile, profile.evening):
        return Settling(step="evening", alone=True)
    if profile.noticing is not None and falls_quiet(scene, profile, profile.noticing):
        return Settling(step="noticing", alone=True)
    return None


def _noticing(scene: Scene, profile: Profile) -> tuple[Change, ...]:
    """A noticing hour takes the small questions up, and none puts them down."""
    if (profile.noticing is None) == (scene.profile.noticing is None):
        return ()
    return noticing.taken_up(scene) if profile.noticing else (PutDown(exercise=noticing.NAME),)


# --- the menu ---------------------------------------------------------------------------------------


def _show(scene: Scene, place: Setting, profile: Profile | None = None, before: Rich | None = None) -> Move:
    seen = replace(scene, person=replace(scene.person, profile=profile or scene.profile))
    said = screen.shown(seen, place)
    if before is not None:
        said = replace(said, text=joined([before, said.text], "\n\n"))
    return Move(place=place, says=(said,), profile=profile)


def _chosen(scene: Scene, place: Setting, name: str, argument: str) -> Move:
    number = int(argument) if argument.isdecimal() and len(argument) <= 2 else -1
    match name:
        case "ask" if argument in screen.QUESTIONS:
            return ask(scene, Settling(step=screen.QUESTIONS[argument], alone=True))
        case "weekly" | "language" | "values" as view:
            return _show(scene, Setting(view=view))
        case "senses":
            return _senses(scene)
        case "dates":
            return quiet_days.start(scene)
        case "day" if 0 <= number < DAYS:
            return _show(scene, Setting(view="weekly_time"), replace(scene.profile, week_day=number))
        case "at" if 0 <= number < len(screen.WEEKLY_HOURS):
            return _kept(scene, replace(scene.profile, week_at=screen.WEEKLY_HOURS[number]))
        case "evening" if place.view == "weekly_time":
            return _kept(scene, replace(scene.profile, week_at=None))
        case "speak" if argument in scene.library.languages:
            return _spoken(scene, argument)
        case "close":
            return lingering.closed(scene, "/settings")
        case "back":
            return _show(scene, Setting())
        case _:
            return _show(scene, place)


def _kept(scene: Scene, profile: Profile) -> Move:
    return _show(scene, Setting(), profile, before=scene.say("Kept."))


def _senses(scene: Scene) -> Move:
    return Move(place=Noticing(view="senses"), says=(noticing_screen.switches(scene, scene.profile),))


def _timed(scene: Scene, place: Setting, text: str) -> Move:
    at = parse_clock_time(text, prefer="pm")
    if at is None:
        return _show(scene, place, before=scene.say("I couldn't read a time in that."))
    if falls_quiet(scene, scene.profile, at):
        return _show(scene, place, before=scene.say("That is inside your quiet hours."))
    return _kept(scene, replace(scene.profile, week_at=at))


def _named(scene: Scene, text: str) -> Move:
    """Values as the client names them, one a line or with commas between; they take the place of the ones before."""
    names = [clip(each, VALUE_LIMIT) for line in text.splitlines() for each in line.split(",")]
    values = tuple(dict.fromkeys(each for each in names if each))[:MOST_VALUES]
    return _kept(scene, replace(scene.profile, values=values)) if values else _show(scene, Setting())


def _spoken(scene: Scene, language: str) -> Move:
    """From here on in that language, with the keyboard drawn anew; words on the old one still count."""
    profile = replace(scene.profile, language=language)
    move = _kept(replace(scene, person=replace(scene.person, profile=profile)), profile)
    spoken = replace(scene, person=replace(scene.person, profile=profile))
    keyboard = settling.with_keyboard(spoken, bubble(spoken.say("These are your buttons."), silent=True))
    return replace(move, says=(*move.says, keyboard, commands.listed(spoken, Role.CLIENT)))


def _button(scene: Scene, place: Setting) -> str | None:
    shown = screen.shown(scene, place).rows
    return _meant(scene, [(button.label, button.do) for row in shown for button in row])


def _meant(scene: Scene, labels: list[tuple[str, str]]) -> str | None:
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            return matching(text, labels, loosely=False)
        case _:
            return None
