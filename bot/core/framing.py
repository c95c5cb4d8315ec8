"""What stands around an exercise's steps: its evidence, how it is opened, when it comes, how it ends, whom it does not suit."""

import re
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.core.steps import Ref, Whens
from bot.core.strict import Identifier, Label, Line, StepName, Strict

Grade = Literal["A", "B", "C", "D"]
Day = Annotated[int, Field(ge=0, le=6)]
Duration = Annotated[str, Field(pattern=r"^[1-9]\d{0,2}(m|h|d)$")]
Offset = Annotated[str, Field(pattern=r"^[+-][1-9]\d{0,2}(m|h|d)$")]
RhythmKind = Literal["on_demand", "fixed", "random", "weekly", "every", "some_days", "appointment", "after"]
FLAGS = ("ed", "trauma", "ocd", "health_anxiety", "psychosis", "acute_grief", "panic")
"""What a therapist can say about a client that an exercise may have to heed."""
Flag = Literal["ed", "trauma", "ocd", "health_anxiety", "psychosis", "acute_grief", "panic"]
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LENGTH = re.compile(r"([+-]?\d+)([mhd])")


def span_of(written: str) -> timedelta:
    """ "90m", "4h", "2d" or "-2d" as a stretch of time."""
    match = _LENGTH.fullmatch(written)
    assert match is not None, "the schema has checked the form"
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


class Evidence(Strict):
    """How well the technique is supported: A meta-analysis of it, B trials of it or a near relative,
    C part of a tested package, D clinical convention. `source` names what the grade rests on."""

    grade: Grade
    source: str


class Caution(Strict):
    """What becomes of the exercise for a client with this flag: it is `off`; it is off until the therapist has confirmed
    that there is no concern (`confirm`); some `steps` are left out; or the therapist reads `say` before giving it."""

    flag: Flag
    does: Literal["off", "confirm", "leave_out", "tell"]
    steps: tuple[StepName, ...] = ()
    say: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.does == "leave_out") != bool(self.steps):
            raise ValueError("steps belong to leave_out, and only to that")
        if self.does == "tell" and not self.say:
            raise ValueError("tell needs what to say")
        return self


class Exit(Strict):
    """A way out for what no exercise is for: something that is really happening, or that is not safe to say.

    It stands as a button under `steps` (all of them, where none are named). The run ends there, kept as it is; `say` is
    what the client reads, `note` what is put down for the session, in words of the file and none of the client's.
    """

    label: Label
    say: tuple[Line, ...] = Field(min_length=1, max_length=4)
    note: Line
    steps: tuple[StepName, ...] = ()


class Prompt(Strict):
    """How a nudge opens: vague wordings for the lock screen, full ones for those who want them.
    `{greeting}` is the time of day. `again` is the one silent re-prompt."""

    vague: tuple[Line, ...] = Field(min_length=4)
    full: tuple[Line, ...] = Field(min_length=4)
    again: tuple[Line, ...] = Field(min_length=1)


class Breather(Strict):
    """What is offered before the n-th run of one day, because an always-open log can feed rumination."""

    from_run: int = Field(ge=2)
    ask: Line
    go: Label
    rest: Label
    slow: Line


class Expiry(Strict):
    """How long a nudge waits to be taken up (without `to_start` until quiet hours), and how long a begun run waits for
    the next word."""

    to_start: Duration | None = None
    idle: Duration = "2h"

    @property
    def life(self) -> timedelta | None:
        """How long a nudge stands; None where quiet hours end it."""
        return span_of(self.to_start) if self.to_start else None

    @property
    def patience(self) -> timedelta:
        """How long a begun run waits."""
        return span_of(self.idle)


_NEEDS = {
    "fixed": ("days",),
    "random": ("days",),
    "every": ("every",),
    "some_days": ("count",),
    "appointment": ("offset",),
    "after": ("exercise", "wait"),
}
_MAY = {"random": ("count",), "some_days": ("days",), "after": ("part", "when", "asked")}


class Rhythm(Strict):
    """The plan that is proposed with the exercise.

    `days` count from 0, Monday. `count` is how many a day (`random`) or how many days a week (`some_days`). `offset` is
    from the start of the client's next appointment, whole days at the evening hour. `after` comes once for each time
    that `exercise` was finished, or with `part` also stopped on the way, if `when` holds for that run; with `asked` only
    where the client taps for it, on a button that the first exercise offers at its end.
    """

    kind: RhythmKind
    days: tuple[Day, ...] = ()
    every: int | None = Field(default=None, ge=2, le=60)
    count: int | None = Field(default=None, ge=1, le=7)
    offset: Offset | None = None
    exercise: Identifier | None = None
    wait: (
        Annotated[str, Field(pattern=r"^([1-9]\d{0,2}(m|h|d)|evening|next morning|next evening)$")] | None
    ) = None
    part: bool = False
    asked: bool = False
    when: Whens = ()

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        needs = _NEEDS.get(self.kind, ())
        if ("days" in needs) != bool(self.days) and "days" not in _MAY.get(self.kind, ()):
            raise ValueError("days belong to a fixed or a random rhythm, and only to those")
        given = {"every", "count", "offset", "exercise", "wait", "part", "asked", "when"}
        given = {name for name in given if getattr(self, name)}
        if lacking := sorted(set(needs) - given - {"days"}):
            raise ValueError(f"a rhythm of the kind {self.kind} needs {lacking[0]}")
        if odd := sorted(given - set(needs) - set(_MAY.get(self.kind, ()))):
            raise ValueError(f"{odd[0]} does not belong to a rhythm of the kind {self.kind}")
        return self


class Offer(Strict):
    """A button at the end that starts another exercise."""

    exercise: Identifier
    label: Label
    when: Whens = ()


class SayWhen(Strict):
    """Other closing words, where a condition holds; the first that fits is taken."""

    when: Whens
    say: tuple[Line, ...] = Field(min_length=1)


class KeepAs(Strict):
    """The run becomes a card of this kind: these lines of it, those that were answered, to be drawn later."""

    card: StepName
    title: Label
    lines: tuple[Line, ...] = Field(min_length=1, max_length=5)
    when: Whens = ()


class Compare(Strict):
    """Two numbers of the client's side by side, without a verdict: `say` quotes {before} and {after}. From three such
    pairs on, `averages` says {count} and both means instead."""

    before: Ref
    after: Ref
    say: Line
    averages: Line | None = None


class Closing(Strict):
    """The end: a line to say, and a card whose lines appear when all their answers were given."""

    say: tuple[Line, ...] = Field(min_length=1)
    say_when: tuple[SayWhen, ...] = ()
    card: tuple[str, ...] = ()
    compare: Compare | None = None
    keep_as: KeepAs | None = None
    offers: tuple[Offer, ...] = ()
