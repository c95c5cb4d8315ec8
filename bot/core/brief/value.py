"""What a brief says, as values: counts, points in time and the client's own words, each with the rows it comes from."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

ENOUGH = 3
"""With fewer numbers than this nothing is drawn and nothing is set side by side: they stand there as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Something a client wrote, and where it stands: the doing, the question and the place in a list answer."""

    exercise: str
    run: str
    step: str
    number: int
    at: datetime
    text: str
    recorded: str = ""

    @property
    def row(self) -> str:
        """By what the row is found in `answers_long`: the first eight characters of run_id, step_id, list_index."""
        return f"{self.run[:8]}/{self.step}" + (f"/{self.number}" if self.number else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of homework and what came of it. `asked` says that nudges go with it; `offered` counts those that were
    delivered, `runs` doings whether nudged or not; `over` says that it ended, also when other homework took its place;
    `went`, `ways`, `helped` and `wish` are what the client said when looking back, in the words of the buttons."""

    id: str
    exercise: str
    words: str = ""
    own: bool = False
    asked: bool = True
    over: bool = False
    offered: int = 0
    runs: int = 0
    done: int = 0
    part: int = 0
    days: int = 0
    declined: int = 0
    let_go: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    went: str = ""
    ways: str = ""
    helped: int | None = None
    wish: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One number and when it was given."""

    at: datetime
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The numbers that one question got, in time; `low` and `high` are the ends of its scale with what they mean."""

    exercise: str
    step: str
    low: tuple[int, str]
    high: tuple[int, str]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How often each answer of one question was given, in the order of its buttons."""

    exercise: str
    step: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Mistakes: how big they felt, and how big they were guessed to be in a month; `smaller` counts those guessed smaller."""

    felt: Counted
    guessed: Counted
    both: int
    smaller: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What was expected and what came, on one scale; either is None where nobody said."""

    exercise: str
    step: str
    run: str
    at: datetime
    expected: int | None
    came: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """How near something that matters was: in words, by check-in, the earliest first."""

    name: str
    seen: tuple[tuple[datetime, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IfThen:
    """The plan that was made last, and what was said of it later."""

    cue: str
    act: str
    run: str
    at: datetime
    came_up: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What there is nothing of, in neutral numbers. `quiet` are days without a word though something was offered."""

    quiet: tuple[date, ...] = ()
    paused: int = 0
    held: int = 0
    not_offered: int = 0
    undeliverable: int = 0
    unsure: int = 0


DayKind = Literal["something", "let_go", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One client's time since a moment. `cards` are None where the client did not agree to have them told; `shares` is
    what they agreed to, "" where that is not on record; from `closed_since` on something opens later, and with `hidden` that
    is all there is."""

    code: str
    name: str
    zone: str
    since: datetime | None
    until: datetime
    meets: datetime | None
    shares: str
    hidden: bool = False
    closed_since: datetime | None = None
    first: tuple[Words, ...] = ()
    bring: tuple[Words, ...] = ()
    pieces: tuple[Piece, ...] = ()
    scales: tuple[Scale, ...] = ()
    sizes: Sizes | None = None
    guesses: tuple[Guess, ...] = ()
    values: tuple[Value, ...] = ()
    chose: tuple[Words, ...] = ()
    plan: IfThen | None = None
    noticed: tuple[Words, ...] = ()
    gaps: Gaps = Gaps()
    days: tuple[tuple[date, DayKind], ...] = ()
    cards: tuple[datetime, ...] | None = None
    private: int = 0
    runs: int = 0
