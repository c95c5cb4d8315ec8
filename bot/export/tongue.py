"""How a readable page speaks: in the client's language, by the client's clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_day_names

from bot.core.library import DEFAULT_LANGUAGE, Library
from bot.core.wall import UnknownZone, zone_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One language and one zone, with everything reviewed that is said in that language."""

    library: Library
    language: str
    locale: Locale
    zone: tzinfo

    def say(self, sentence: str) -> str:
        """One of the page's own sentences."""
        return self.library.translated(self.language, sentence)

    def date(self, at: datetime) -> str:
        """A moment's date."""
        return format_date(at.astimezone(self.zone).date(), "long", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """A moment's date and time of day."""
        return f"{self.date(at)}, {self.clock(at.astimezone(self.zone).time())}"

    def clock(self, at: time) -> str:
        """A time of day."""
        return format_time(at, "short", locale=self.locale)

    def weekday(self, day: int) -> str:
        """A weekday's name; 0 is Monday."""
        return str(get_day_names("wide", locale=self.locale)[day])

    def spoken(self, language: str) -> str:
        """What a language is called."""
        return _locale(language).get_display_name(self.locale) or language

    def country(self, code: str) -> str:
        """What a country is called."""
        return str(self.locale.territories.get(code, code))

    def title(self, exercise: str) -> str:
        """What an exercise is called; its id where it is gone."""
        found = self.library.exercise(self.language, exercise)
        return found.title if found else exercise

    def step(self, exercise: str, step: str) -> str:
        """What a question is called; its id where it is gone."""
        found = self.library.exercise(self.language, exercise)
        known = found.step(step) if found else None
        return known.name if known else step


def tongue_of(library: Library, language: str, zone: str) -> Tongue:
    """How to speak to somebody; what nobody knows becomes English or UTC."""
    try:
        clock: tzinfo = zone_named(zone)
    except UnknownZone:
        clock = UTC
    return Tongue(library=library, language=language, locale=_locale(language), zone=clock)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT_LANGUAGE)
