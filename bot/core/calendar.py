"""How times of day and dates are written in one language: tables drawn from the CLDR, and what is read off them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal

from bot.core.text import fill
from bot.core.zones import zone_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """One language's clock and calendar.

    `hours` are the 24 full hours, `times` the same with a field {minute}; days begin with Monday. `date` has fields
    {weekday}, {month} and {day}, `date_time` {weekday} and {time}. `name` is what the language calls itself, `countries`
    what it calls those that have help lines, by their code; `cities` the places of time zones that it calls otherwise than
    their zones do.
    """

    name: str
    direction: Literal["ltr", "rtl"]
    hours: tuple[str, ...]
    times: tuple[str, ...]
    weekdays: tuple[str, ...]
    full_weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    date_time: str
    countries: Mapping[str, str]
    cities: Mapping[str, str] = field(default_factory=dict)

    def city(self, zone: str) -> str:
        """The place a time zone is called after: London, or Londres."""
        return self.cities.get(zone) or zone_label(zone)

    def clock(self, at: time | datetime) -> str:
        """A time of day: 8:30 PM, 20:30."""
        return fill(self.times[at.hour], minute=f"{at.minute:02d}").text

    def hour(self, at: time | datetime) -> str:
        """The same, shorter for a full hour where the language has that: 9 PM."""
        return self.clock(at) if at.minute else self.hours[at.hour]

    def day(self, at: datetime) -> str:
        """A date without its year: Tue, Nov 17."""
        weekday, month = self.weekdays[at.weekday()], self.months[at.month - 1]
        return fill(self.date, weekday=weekday, month=month, day=at.day).text

    def day_and_hour(self, at: datetime) -> str:
        """A weekday and a time: Sat 10 AM."""
        return fill(self.date_time, weekday=self.weekdays[at.weekday()], time=self.hour(at)).text


Calendars = Mapping[str, Calendar]
