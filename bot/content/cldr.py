"""Draws a language's calendar from the CLDR through Babel. Kept as a file, because the CLDR itself takes megabytes."""

import json
from collections.abc import Iterator
from datetime import time

from babel import Locale
from babel.dates import format_time, get_day_names, get_month_names, tokenize_pattern

from bot.content.safety import load_help_lines
from bot.core.zones import zone_label

_FIELDS = {"E": "{weekday}", "M": "{month}", "L": "{month}", "d": "{day}", "h": "{time}", "H": "{time}"}
_SAMPLE = 37
"""A minute that no hour can be taken for."""


def calendar_toml(language: str) -> str:
    """The file `calendar.toml` of that language."""
    head = "# Drawn from the CLDR by `make words`; nothing in it is written by hand."
    lines = (f"{name} = {_toml(value)}" for name, value in _calendar(Locale.parse(language)))
    return "\n".join([head, *lines, ""])


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_toml(each)}" for name, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.isalpha() else json.dumps(name, ensure_ascii=False)


def _calendar(locale: Locale) -> Iterator[tuple[str, object]]:
    name = locale.get_display_name(locale) or str(locale)
    yield "name", name[0].upper() + name[1:]
    yield "direction", locale.text_direction
    yield "hours", [_hour(locale, hour) for hour in range(24)]
    yield "times", [_time(locale, hour).replace(str(_SAMPLE), "{minute}") for hour in range(24)]
    yield "weekdays", _days(locale, "abbreviated")
    yield "full_weekdays", _days(locale, "wide")
    yield "short_weekdays", _days(locale, "short")
    yield "months", list(get_month_names("abbreviated", "format", locale).values())
    yield "date", _pattern(locale, "MMMEd")
    yield "countries", {code: locale.territories[code] for code in sorted(load_help_lines())}
    yield "cities", dict(_cities(locale))
    yield "date_time", _pattern(locale, "Ehm" if _has_halves(locale) else "EHm")


def _cities(locale: Locale) -> Iterator[tuple[str, str]]:
    """What the language calls the places of time zones, as far as it does not call them as their zones do."""
    for zone, names in sorted(locale.time_zones.items()):
        city = names.get("city")
        if city and city != zone_label(zone):
            yield zone, city


def _days(locale: Locale, width: str) -> list[str]:
    names = get_day_names(width, "format", locale)  # type: ignore[arg-type]  # the CLDR has "short" too
    return [names[day] for day in range(7)]


def _time(locale: Locale, hour: int, minute: int = _SAMPLE) -> str:
    return _plain(format_time(time(hour, minute), "short", locale=locale))


def _hour(locale: Locale, hour: int) -> str:
    """A full hour by name where the language halves the day, else with its minutes."""
    if not _has_halves(locale):
        return _time(locale, hour, 0)
    pattern = locale.datetime_skeletons["h"].pattern
    return _plain(format_time(time(hour), pattern, locale=locale))


def _has_halves(locale: Locale) -> bool:
    return "a" in locale.time_formats["short"].pattern


def _pattern(locale: Locale, skeleton: str) -> str:
    """A skeleton with our fields in place of its own: "E, MMM d" is "{weekday}, {month} {day}"."""
    parts = tokenize_pattern(locale.datetime_skeletons[skeleton].pattern)
    words = (str(value) if kind == "chars" else _FIELDS.get(str(value[0]), "") for kind, value in parts)
    return _plain("".join(_without_minutes(list(words))))


def _without_minutes(words: list[str]) -> Iterator[str]:
    """What stands between an hour and its minutes, and after them, belongs to the time."""
    for word in words:
        yield word
        if word == "{time}":
            return


def _plain(words: str) -> str:
    """With spaces that a phone's keyboard has too."""
    return words.replace("\u202f", " ").replace("\u00a0", " ")
