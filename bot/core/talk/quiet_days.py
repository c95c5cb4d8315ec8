"""Dates that the client keeps free of everything that comes by itself: named, kept for once or every year, taken out."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.core.inputs import Said, Tapped
from bot.core.lookup import split
from bot.core.person import Profile
from bot.core.places import Setting
from bot.core.plan import after_quiet, instant
from bot.core.quiet_dates import MOST_DATES, QuietDate, is_quiet_date, next_time, still_ahead
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk import dates, lingering
from bot.core.talk.matching import matching
from bot.core.text import Rich, joined
from bot.core.turn import Button, Rows

REASON = "a quiet date"
VIEW: Final = "dates"
_YEAR_GONE = re.compile(r"\b(?:19|20)\d\d\b")
"""A year in the past says which day it was; the day is meant."""


def is_on(scene: Scene) -> bool:
    """Whether today, on the client's own calendar, is one of these dates."""
    return is_quiet_date(dates.today(scene), scene.profile.quiet_dates)


def next_free(scene: Scene) -> datetime:
    """This hour on the next date that is none of these, never in quiet hours."""
    day = dates.today(scene) + timedelta(days=1)
    while is_quiet_date(day, scene.profile.quiet_dates):
        day += timedelta(days=1)
    at = instant(day, scene.now.astimezone(scene.zone).time(), scene.profile.zone)
    return after_quiet(at, scene.profile.hours)


def start(scene: Scene) -> Move:
    """The list, opened from the settings."""
    return _show(scene, Setting(view=VIEW))


def hear(scene: Scene, place: Setting) -> Move | None:
    """A date, how often it comes, or one to take out; None for the way back to the settings."""
    do = _button(scene, place)
    if do == "back":
        return start(scene) if place.on else None
    if do is not None:
        return _chosen(scene, place, *split(do))
    if isinstance(scene.given, Said) and scene.given.text.strip() and not lingering.is_old(scene):
        return _named(scene, scene.given.text)
    return lingering.instead(scene) or _show(scene, place)


def _chosen(scene: Scene, place: Setting, name: str, argument: str) -> Move:
    listed = _listed(scene, scene.profile)
    number = int(argument) if argument.isdecimal() and len(argument) <= 2 else -1
    match name:
        case "yearly" | "once" if place.on is not None and len(listed) < MOST_DATES:
            return _kept(scene, (*listed, QuietDate(on=place.on, yearly=name == "yearly")))
        case "out" if 0 <= number < len(listed):
            return _kept(scene, listed[:number] + listed[number + 1 :])
        case _:
            return _show(scene, place)


def _named(scene: Scene, text: str) -> Move:
    on, _ = dates.typed_date(scene, text)
    if on is None:
        on, _ = dates.typed_date(scene, _YEAR_GONE.sub("", text))
    if on is None:
        return _show(scene, Setting(view=VIEW), before=scene.say("I couldn't read a date in that."))
    is_full = len(_listed(scene, scene.profile)) >= MOST_DATES
    return _show(scene, Setting(view=VIEW, on=None if is_full else on))


def _kept(scene: Scene, quiet: tuple[QuietDate, ...]) -> Move:
    profile = replace(scene.profile, quiet_dates=still_ahead(quiet, dates.today(scene)))
    return _show(scene, Setting(view=VIEW), profile, before=scene.say("Kept."))


# --- on the screen ----------------------------------------------------------------------------------


def _show(scene: Scene, place: Setting, profile: Profile | None = None, before: Rich | None = None) -> Move:
    shown = profile or scene.profile
    text = joined([before or "", _words(scene, place, shown)], "\n\n")
    return Move(place=place, says=(bubble(text, _rows(scene, place, shown)),), profile=profile)


def _words(scene: Scene, place: Setting, profile: Profile) -> Rich:
    if place.on is not None:
        return scene.say("{day}: for once, or every year?", day=_day(scene, place.on))
    listed = _listed(scene, profile)
    lines = [scene.fill("{number}. {date}", number=n, date=_line(scene, d)) for n, d in enumerate(listed, 1)]
    return joined([*lines, _asked(scene, is_full=len(listed) >= MOST_DATES)])


def _asked(scene: Scene, *, is_full: bool) -> Rich:
    if is_full:
        return scene.say("That is as many as fit. Take one out to make room.")
    return scene.say(
        "Send me a date, like 30 November. Nothing comes by itself that day; what you open works, and so does /sos."
    )


def _line(scene: Scene, each: QuietDate) -> Rich | str:
    day = _day(scene, next_time(each, dates.today(scene)))
    return scene.say("{day}, and every year", day=day) if each.yearly else day


def _day(scene: Scene, on: date) -> str:
    return scene.calendar.day(datetime.combine(on, time()))


def _rows(scene: Scene, place: Setting, profile: Profile) -> Rows:
    back = scene.button("Back", "back")
    if place.on is not None:
        return ((scene.button("Every year", "yearly"), scene.button("For once", "once")), (back,))
    outs = [
        Button(label=scene.say("Take out {number}", number=n + 1).text, do=f"out:{n}")
        for n in range(len(_listed(scene, profile)))
    ]
    return (*in_rows(outs, 3), (back,))


def _listed(scene: Scene, profile: Profile) -> tuple[QuietDate, ...]:
    return still_ahead(profile.quiet_dates, dates.today(scene))


def _button(scene: Scene, place: Setting) -> str | None:
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            rows = _rows(scene, place, scene.profile)
            return matching(text, [(each.label, each.do) for row in rows for each in row], loosely=False)
        case _:
            return None
