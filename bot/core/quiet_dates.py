"""Dates on which nothing comes by itself: one date, or the same day of every year."""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST_DATES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietDate:
    """One date on the client's own calendar; a `yearly` one comes again each year on its day and month."""

    on: date
    yearly: bool = False


def is_quiet_date(day: date, dates: Iterable[QuietDate]) -> bool:
    """Whether nothing is to come by itself on this date of the client's calendar."""
    return any(_in_year(each, day.year) == day if each.yearly else each.on == day for each in dates)


def next_time(each: QuietDate, today: date) -> date:
    """When it is next, today included; a single one that is over stays in the past."""
    if not each.yearly:
        return each.on
    this_year = _in_year(each, today.year)
    return this_year if this_year >= today else _in_year(each, today.year + 1)


def still_ahead(dates: Iterable[QuietDate], today: date) -> tuple[QuietDate, ...]:
    """Those that are not over, the next one first, each day once."""
    ahead = {next_time(each, today): each for each in sorted(dates, key=lambda each: each.yearly)}
    return tuple(ahead[day] for day in sorted(ahead) if day >= today)


def _in_year(each: QuietDate, year: int) -> date:
    """Its day in that year: the last of February stands for the 29th where there is none."""
    is_missing = (each.on.month, each.on.day) == (2, 29) and not isleap(year)
    return date(year, 2, 28) if is_missing else each.on.replace(year=year)
