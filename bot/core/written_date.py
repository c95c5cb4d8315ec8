"""Reading a date from the way people write one: a day's name, a day and a month, numbers, or the nearest words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.summary_words import fold

FARTHEST = timedelta(days=366)
A_DAY = timedelta(days=1)

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_SLASHED = re.compile(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?(?![\d:])")
_DOTTED = re.compile(r"(?P<one>\d{1,2})\.\s?(?P<two>\d{1,2})\.?(?:\s?(?P<year>\d{4}|\d{2}))?(?![\d:])")
_DAY_MONTH = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º)?\s+(?:of\s+|de\s+)?(?P<name>[^\W\d_]{3,})\.?(?:,?\s+(?:de\s+)?(?P<year>\d{4}))?"
)
_MONTH_DAY = re.compile(
    r"(?P<name>[^\W\d_]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:.])(?:,?\s+(?P<year>\d{4}))?"
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """What dates are called in one language, all folded: weekdays from 0, Monday; the beginnings of the months' names;
    words for so many days from now. `month_first` says how 11/30 is read where it could be either."""

    weekdays: Mapping[str, int]
    months: tuple[str, ...]
    near: Mapping[str, int]
    month_first: bool = False


def parse_date(text: str, today: date, words: DateWords) -> tuple[date | None, str]:
    """The date that `text` names, from today to a year ahead, and what is left of the text; None where there is none.

    A weekday's name is the next such day after today; a date without a year is the next one there is.
    """
    plain = text.strip()
    for found, (start, end) in _readings(plain, today, words):
        if today <= found <= today + FARTHEST:
            return found, f"{plain[:start]} {plain[end:]}".strip(" ,;")
    return None, plain


Reading = tuple[date, tuple[int, int]]


def _readings(text: str, today: date, words: DateWords) -> Iterator[Reading]:
    for match in _ISO.finditer(text):
        yield from _whole(match, today, int(match["day"]), int(match["month"]))
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for match in pattern.finditer(text):
            month = _month(match["name"], words)
            yield from _whole(match, today, int(match["day"]), month) if month else ()
    for pattern in (_SLASHED, _DOTTED):
        for match in pattern.finditer(text):
            one, two = int(match["one"]), int(match["two"])
            is_month_first = words.month_first and pattern is _SLASHED
            for day, month in ((two, one), (one, two)) if is_month_first else ((one, two),):
                yield from _whole(match, today, day, month)
    for match in _WORD.finditer(text):
        ahead = _ahead(fold(match[0]), today, words)
        if ahead is not None:
            yield today + ahead * A_DAY, match.span()


def _whole(match: re.Match[str], today: date, day: int, month: int) -> Iterator[Reading]:
    written = match["year"]
    years = (int(written) + 2000 * (int(written) < 100),) if written else (today.year, today.year + 1)
    for year in years:
        found = _date(year, month, day)
        if found is not None and (written or found >= today):
            yield found, match.span()


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str, words: DateWords) -> int | None:
    folded = fold(name)
    return next((n for n, begins in enumerate(words.months, 1) if folded.startswith(begins)), None)


def _ahead(word: str, today: date, words: DateWords) -> int | None:
    if word in words.near:
        return words.near[word]
    weekday = words.weekdays.get(word)
    return None if weekday is None else (weekday - today.weekday() - 1) % 7 + 1
