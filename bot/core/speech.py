"""How a page to read speaks to somebody: in their language and by their clock, as plain characters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo

from bot.core.calendar import Calendar
from bot.core.exercise import Exercise
from bot.core.library import DEFAULT_LANGUAGE, Library
from bot.core.text import fill, set_apart
from bot.core.wall import UnknownZone, zone_named
from bot.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One language and one zone, with the exercises by (language, id)."""

    language: str
    zone: tzinfo
    calendar: Calendar
    exercises: Mapping[tuple[str, str], Exercise]
    words: Words = field(default_factory=Words)

    @property
    def is_rtl(self) -> bool:
        """Whether the language runs from right to left."""
        return self.calendar.direction == "rtl"

    def say(self, sentence: str, /, **fields: str | int) -> str:
        """One of the page's own sentences, its fields filled in and set apart where they run the other way."""
        return self._fill(self.words.of(sentence), fields)

    def counted(self, one: str, many: str, count: int, /, **fields: str | int) -> str:
        """A sentence that tells how many, in the form that `count` takes."""
        return self._fill(self.words.counting(one, many, count), {"count": count, **fields})

    def day(self, at: datetime) -> str:
        """A moment's date without its year: Tue, Nov 17."""
        return self.calendar.day(at.astimezone(self.zone))

    def dated(self, at: datetime) -> str:
        """The same with the year."""
        local = at.astimezone(self.zone)
        return f"{self.calendar.day(local)}, {local.year}"

    def date(self, day: date) -> str:
        """A local date, in the same way."""
        return self.calendar.day(datetime.combine(day, time()))

    def full(self, at: datetime) -> str:
        """A date with its year, and the time of day."""
        return f"{self.dated(at)}, {self.calendar.clock(at.astimezone(self.zone))}"

    def exercise(self, name: str) -> Exercise | None:
        """The exercise in this language, else in English, else None."""
        return self.exercises.get((self.language, name)) or self.exercises.get((DEFAULT_LANGUAGE, name))

    def title(self, exercise: str) -> str:
        """What an exercise is called; its id where it is gone."""
        found = self.exercise(exercise)
        return found.title if found else exercise

    def step(self, exercise: str, step: str) -> str:
        """What a question is called; its id where it is gone."""
        found = self.exercise(exercise)
        known = found.step(step) if found else None
        return known.name if known else step

    def _fill(self, template: str, fields: Mapping[str, str | int]) -> str:
        apart = {name: set_apart(each, always=self.is_rtl) for name, each in fields.items()}
        return fill(template, **apart).text


def speech_of(library: Library, language: str, zone: str) -> Speech:
    """How to speak to somebody; a zone that this machine does not know becomes UTC."""
    return Speech(
        language=language,
        zone=clock_in(zone),
        calendar=library.calendar(language),
        exercises=library.exercises,
        words=library.words.get(language, Words()),
    )


def clock_in(zone: str) -> tzinfo:
    """The clock of a zone; that of UTC where this machine does not know it."""
    try:
        return zone_named(zone)
    except UnknownZone:
        return UTC
