"""A picture of numbers in time, as plain values that any drawing can be made of: words, places and numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart. `points` are (place in time from 0 to 1, number), where there is no number None; where they are
    many, `bars` stand for weeks instead: (place, lowest, highest). `name` tells several lines apart."""

    name: str = ""
    points: tuple[tuple[float, int | None], ...] = ()
    bars: tuple[tuple[float, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart: `ticks` are the numbers that are named at its side, the lowest first, and `count` how many there are."""

    title: str
    count: str
    ticks: tuple[tuple[int, str], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Charts one above the other over the same stretch of time, `first` to `last`; `of` is the client's code and `notes`
    say how to read it. `direction` is the one the words run in."""

    title: str
    of: str
    first: str
    last: str
    charts: tuple[Chart, ...]
    notes: tuple[str, ...] = ()
    language: str = "en"
    direction: str = "ltr"
