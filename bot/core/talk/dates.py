"""Days on buttons, and days that somebody types, in that person's language."""

from datetime import date, datetime, time, timedelta

from bot.core.scene import Scene
from bot.core.summary_words import fold
from bot.core.turn import Button
from bot.core.written_date import DateWords, parse_date

MONTH_FIRST = frozenset({"en"})
"""Languages in which 11/30 is the thirtieth of November; where it cannot be, it is read the other way round."""


def typed_date(scene: Scene, text: str) -> tuple[date | None, str]:
    """The date that was typed, from today to a year ahead, and what else was in the text."""
    return parse_date(text, today(scene), _words(scene))


def today(scene: Scene) -> date:
    """The date on the person's own calendar."""
    return scene.now.astimezone(scene.zone).date()


def day_button(scene: Scene, day: date) -> Button:
    """A button with a date: Mon, Nov 30."""
    return Button(label=scene.calendar.day(datetime.combine(day, time())), do=f"on:{day.isoformat()}")


def tapped_date(argument: str) -> date | None:
    """The date of such a button."""
    try:
        return date.fromisoformat(argument)
    except ValueError:
        return None


def _words(scene: Scene) -> DateWords:
    wording = scene.library.wording
    near = {fold(scene.label("today")): 0, fold(scene.label("tomorrow")): 1}
    months = tuple(fold(each).strip(".") for each in scene.calendar.months)
    names = enumerate((*scene.calendar.weekdays, *scene.calendar.full_weekdays))
    weekdays = {fold(name).strip("."): number % 7 for number, name in names}
    return DateWords(
        weekdays={**wording.short_days, **wording.days, **weekdays},
        months=months,
        near=near,
        month_first=scene.profile.language in MONTH_FIRST,
    )


def days_from(first: date, count: int) -> list[date]:
    """So many dates in a row."""
    return [first + timedelta(days=ahead) for ahead in range(count)]
