"""Reading a wall time, or the two ends of quiet hours, from the way people write times."""

import re
from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Literal

from bot.core.written_time_es import ends, plainly

Half = Literal["am", "pm"]

_CLOCK = re.compile(
    r"(?:at|around|about|by)?\s*(?P<hour>\d{1,2}?)"
    r"(?:(?:\s*(?:[:.]|h|uhr)\s*|\s+)(?P<minute>\d\d)|(?P<compact>\d\d))?"
    r"\s*(?:h|uhr|o ?clock)?"
    r"\s*(?P<half>[ap]m?|in the morning|in the afternoon|in the evening|at night)?",
)
_HALVES: Mapping[str, Half] = MappingProxyType(
    {
        "a": "am",
        "am": "am",
        "in the morning": "am",
        "p": "pm",
        "pm": "pm",
        "in the afternoon": "pm",
        "in the evening": "pm",
    }
)
_HOUR_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_SPOKEN = re.compile(rf"\b({'|'.join(_HOUR_WORDS)})\b")
_PAST = re.compile(r"(half|quarter) (past|to) (\d{1,2})")
_BETWEEN = re.compile(r"\s*(?:[-\u2013\u2014\u2212\u2192]|\bto\b|\buntil\b|\btill?\b|\band\b)\s*")
_EVENING_FROM, _NOON = 6, 12


def parse_clock_time(text: str, prefer: Half | None = None) -> time | None:
    """The wall time a person wrote, such as "8:30 pm", "20h30", "half past eight", "a las 8 y media";
    None if unclear.

    `prefer` says which half of the day an hour from 1 to 11 without am or pm stands for. Without it,
    "8:30" is read on the 24-hour clock, and a bare "8" is unclear. "08:30" is always the morning.
    """
    match _plain_clock(plainly(text)):
        case "noon" | "midday":
            return time(12)
        case "midnight":
            return time(0)
        case plain:
            found = _CLOCK.fullmatch(plain)
            return None if found is None else _read(found, prefer)


def parse_hours(text: str) -> tuple[time, time] | None:
    """From when until when, such as "22-7", "10 PM - 7 AM" or "22:30 to 07:00"; None if unclear.

    Without am and pm they are the hours of a night: it begins in the evening or after midnight and
    ends in the morning.
    """
    parts = _BETWEEN.split(re.sub(r"^\s*(?:from|between)\b", "", text.casefold()))
    parts = parts if len(parts) == 2 else [plainly(part) for part in ends(text)]
    if len(parts) != 2:
        return None
    start, end = _night_start(parts[0]), parse_clock_time(parts[1], "am")
    unsure = end is not None and end.hour >= _NOON and _reads_two_ways(parts[0])
    return None if start is None or end is None or start == end or unsure else (start, end)


def _plain_clock(text: str) -> str:
    plain = re.sub(r"\b([ap])\.?\s?m\b\.?", r"\1m", re.sub("['\u2019]", " ", text.casefold()).strip())
    plain = _SPOKEN.sub(lambda word: str(_HOUR_WORDS.index(word[1])), plain)
    return _PAST.sub(_spelled_out, re.sub(r"\s+", " ", plain).rstrip(" .!"))


def _spelled_out(found: re.Match[str]) -> str:
    minutes = 30 if found[1] == "half" else 15
    past = found[2] == "past"
    hour = int(found[3]) if past else (int(found[3]) - 2) % 12 + 1
    return f"{hour}:{minutes if past else 60 - minutes:02}"


def _read(found: re.Match[str], prefer: Half | None) -> time | None:
    minutes = found["minute"] or found["compact"]
    hour, minute = int(found["hour"]), int(minutes or 0)
    if found["half"]:
        named = _night_hour(hour) if found["half"] == "at night" else _in_half(hour, _HALVES[found["half"]])
    else:
        named = _unnamed_hour(hour, found["hour"].startswith("0"), bool(found["minute"]), prefer)
    exists = minute < 60 and (hour, minute) <= (24, 0)
    return time(named, minute) if named is not None and exists else None


def _in_half(hour: int, half: Half) -> int | None:
    if hour > _NOON:
        return hour if half == "pm" and hour < 24 else None
    if hour == 0:
        return 0 if half == "am" else None
    return hour % _NOON + (_NOON if half == "pm" else 0)


def _night_hour(hour: int) -> int | None:
    return _in_half(hour, "pm" if _EVENING_FROM <= hour < _NOON else "am")


def _unnamed_hour(hour: int, on_24: bool, with_minutes: bool, prefer: Half | None) -> int | None:
    if on_24 or not 0 < hour < _NOON:
        return hour % 24 if hour <= 24 else None
    if prefer is None:
        return hour if with_minutes else None
    return _in_half(hour, prefer)


def _reads_two_ways(text: str) -> bool:
    return parse_clock_time(text, "am") != parse_clock_time(text, "pm")


def _night_start(text: str) -> time | None:
    start = parse_clock_time(text, "pm")
    if start is None:
        return None
    bare_twelve = re.fullmatch(r"\s*12([:.h]\d\d)?\s*", text) is not None
    small = _reads_two_ways(text) and start.hour < _NOON + _EVENING_FROM
    return start.replace(hour=start.hour - _NOON) if bare_twelve or small else start
