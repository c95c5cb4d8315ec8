"""Which hours are offered for ten minutes with a value, and which one a typed day and time mean."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.core.plan import after_quiet, instant, is_quiet
from bot.core.scene import Scene
from bot.core.summary_words import fold
from bot.core.turn import Button
from bot.core.words import to_say
from bot.core.written_time import parse_clock_time

EVENING, MORNING = time(20), time(10)
SATURDAY = 5
FARTHEST = timedelta(days=14)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def offered(scene: Scene) -> list[Button]:
    """Two hours this week outside quiet hours: an evening two days on, and the next Saturday morning but today's."""
    today = scene.now.astimezone(scene.zone).date()
    saturday = today + timedelta(days=(SATURDAY - today.weekday() - 1) % 7 + 1)
    wanted = [_at(scene, today + timedelta(days=2), EVENING), _at(scene, saturday, MORNING)]
    return [Button(label=short(scene, at), do=f"at:{(at - _EPOCH) // _MINUTE}") for at in sorted({*wanted})]


def tapped(scene: Scene, argument: str) -> datetime | None:
    """The hour that a button drawn by `offered` stands for, while it is still to come."""
    if not argument.isdecimal() or len(argument) > 10:
        return None
    at = _EPOCH + int(argument) * _MINUTE
    return at if _is_possible(scene, at) else None


def typed(scene: Scene, text: str) -> datetime | None:
    """The hour that words like "Sat 10 AM", "tomorrow at 8" or "19:30" mean; None where they are unclear, past,
    too far away or in quiet hours. Without a day it is the next time the clock shows that hour; without AM or PM the
    afternoon, unless only the morning is possible."""
    days, rest = _day_in(scene, text)
    clocks = [at for at in (parse_clock_time(rest, "pm"), parse_clock_time(rest, "am")) if at is not None]
    found = (instant(day, at, scene.profile.zone) for at in clocks for day in days)
    return next((each for each in found if _is_possible(scene, each)), None)


def short(scene: Scene, at: datetime) -> str:
    """A weekday and a time for a button: Sat 10 AM."""
    return scene.calendar.day_and_hour(at.astimezone(scene.zone))


def _at(scene: Scene, day: date, at: time) -> datetime:
    return after_quiet(instant(day, at, scene.profile.zone), scene.profile.hours)


def _is_possible(scene: Scene, at: datetime) -> bool:
    return scene.now < at <= scene.now + FARTHEST and not is_quiet(at, scene.profile.hours)


def _day_in(scene: Scene, text: str) -> tuple[list[date], str]:
    """The dates that a day's name can mean, nearest first, and the words that are left."""
    today = scene.now.astimezone(scene.zone).date()
    words = text.replace(",", " ").split()
    for place, word in enumerate(words):
        # Spanish says "mañana" for tomorrow, and "la mañana" for the morning.
        is_morning = place > 0 and words[place - 1].casefold() == "la"
        ahead = None if is_morning else _days_ahead(scene, word, today)
        if ahead is not None:
            before = words[:place]
            while before and fold(before[-1]) in scene.library.wording.day_signs:
                before.pop()
            return [today + timedelta(days=each) for each in ahead], " ".join([*before, *words[place + 1 :]])
    return [today, today + timedelta(days=1)], text


def _days_ahead(scene: Scene, word: str, today: date) -> tuple[int, ...] | None:
    name = fold(word.strip("."))
    if name in scene.library.spelled(to_say("today")):
        return (0,)
    if name in scene.library.spelled(to_say("tomorrow")):
        return (1,)
    wording = scene.library.wording
    weekday = wording.days.get(name, wording.short_days.get(name))
    return None if weekday is None else tuple(_until(today.weekday(), weekday))


def _until(today: int, weekday: int) -> Iterator[int]:
    ahead = (weekday - today) % 7
    yield from (ahead, ahead + 7)
