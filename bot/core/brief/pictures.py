"""The client's own numbers as pictures, each with all that it shows in words: own scales, size of mistakes, values.

Fewer than three numbers are never drawn. A moment that was asked about and has no number is shown as that, and no line is
drawn across it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TypeVar

from bot.core.brief.homework import is_delivered, is_of_form
from bot.core.brief.lines import days_between, n_of, scale_line, scale_name, size_lines, value_line
from bot.core.brief.scales import is_mistake
from bot.core.brief.value import ENOUGH, Brief, Scale, Value
from bot.core.picture import Chart, Line, Picture
from bot.core.record import SharedRecord, SharedRun
from bot.core.speech import Speech
from bot.core.steps import ChoiceStep
from bot.core.text import clip

T = TypeVar("T")
MOST_CHARTS = 4
"""So many charts one above the other can be read on a phone."""
DENSE = 45
"""With more numbers than this no line could be followed on a phone."""
NAME = 60
"""So much of a client's own word for a value stands over its chart."""
A_WEEK = timedelta(days=7)
LET_GO = ("declined", "expired")
FELT, GUESSED, NEAR = "size_now", "size_month", "near"
Seen = tuple[datetime, int | None]
"""A moment, and the number it got or None."""
Ticks = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A picture, and in words what is on it, a line each."""

    picture: Picture
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What becomes one chart: `lines` are (name, moments in their order), `words` tell the same."""

    title: str = ""
    words: tuple[str, ...]
    count: int
    ticks: Ticks
    lines: tuple[tuple[str, tuple[Seen, ...]], ...]

    @property
    def moments(self) -> list[datetime]:
        """Every moment that is on it."""
        return [at for _, seen in self.lines for at, _ in seen]


def pictures(record: SharedRecord, brief: Brief, speech: Speech) -> tuple[Told, ...]:
    """What there is to draw of a brief's rows, at most three pictures; none where too few numbers were given."""
    if brief.hidden:
        return ()
    own = [each for each in brief.scales if not _is_size(each, speech)]
    scales = _split(own, lambda each: len(each.points))
    values = _split(brief.values, lambda each: len(each.seen))
    named = [f"{scale_name(each, speech)} ({n_of(len(each.points))})" for each in scales[1]]
    valued = [f"{each.name} ({n_of(len(each.seen))})" for each in values[1]]
    parts: tuple[tuple[str, list[Plot], list[str]], ...] = (
        (speech.say("Own scales"), [_scale(record, each, speech) for each in scales[0]], named),
        (speech.say("Size of mistakes"), list(_sizes(record, brief, speech)), []),
        (speech.say("Values"), [_value(record, each, speech) for each in values[0]], valued),
    )
    return tuple(_told(title, plots, left, brief, speech) for title, plots, left in parts if plots)


def _split(several: Sequence[T], count: Callable[[T], int]) -> tuple[list[T], list[T]]:
    """What is drawn, and what is only named."""
    drawn = [each for each in several if count(each) >= ENOUGH][:MOST_CHARTS]
    return drawn, [each for each in several if each not in drawn]


# --- own scales ---------------------------------------------------------------------------------------


def _is_size(scale: Scale, speech: Speech) -> bool:
    """Whether it stands on the picture of mistakes."""
    return scale.step in (FELT, GUESSED) and is_mistake(scale.exercise, speech)


def _scale(record: SharedRecord, scale: Scale, speech: Speech) -> Plot:
    return Plot(
        title=scale_name(scale, speech),
        words=(scale_line(scale, speech),),
        count=len(scale.points),
        ticks=tuple((number, f"{number} {label}".strip()) for number, label in (scale.low, scale.high)),
        lines=(("", _with_missing(record, scale)),),
    )


def _with_missing(record: SharedRecord, scale: Scale) -> tuple[Seen, ...]:
    """Its numbers, and the moments at which it was asked for and got none."""
    given: list[Seen] = [(point.at, point.value) for point in scale.points]
    let_go: list[Seen] = [
        (each.planned_at, None)
        for each in record.occurrences
        if each.exercise == scale.exercise and is_delivered(each) and each.outcome in LET_GO
    ]
    skipped: list[Seen] = [
        (answer.at, None)
        for run in record.runs
        for answer in run.answers
        if run.exercise == scale.exercise and answer.step == scale.step and answer.skipped
    ]
    return _in_time([*given, *let_go, *skipped])


# --- mistakes -----------------------------------------------------------------------------------------


def _sizes(record: SharedRecord, brief: Brief, speech: Speech) -> Iterator[Plot]:
    """How big each mistake felt, and how big it was guessed to be in a month; a side that nobody gave is missing."""
    if brief.sizes is None or brief.sizes.both < ENOUGH:
        return
    noted = [run for run in record.runs if is_mistake(run.exercise, speech)]
    sides = [(_number(run, FELT), _number(run, GUESSED), run.started_at) for run in noted]
    told = [each for each in sides if each[:2] != (None, None)]
    yield Plot(
        words=tuple(size_lines(brief, speech)),
        count=brief.sizes.both,
        ticks=_options(brief.sizes.felt.exercise, FELT, speech),
        lines=(
            (speech.say("felt at the time"), _in_time((at, felt) for felt, _, at in told)),
            (speech.say("guessed for a month later"), _in_time((at, later) for _, later, at in told)),
        ),
    )


def _number(run: SharedRun, step: str) -> int | None:
    return next((each.value for each in run.answers if each.step == step and not each.skipped), None)


# --- values -------------------------------------------------------------------------------------------


def _value(record: SharedRecord, value: Value, speech: Speech) -> Plot:
    """How near a value was; a check-in between its first and its last that has no word on it is missing."""
    checks = [run for run in record.runs if is_of_form(run, "values", speech)]
    given: list[Seen] = [(at, number) for at, number, _ in value.seen]
    first, last = given[0][0], given[-1][0]
    passed: list[Seen] = [
        (run.started_at, None)
        for run in checks
        if first < run.started_at < last
        and not any(each.text == value.name and each.value for each in run.answers)
    ]
    return Plot(
        title=clip(value.name, NAME),
        words=(f"{value_line(value)} ({n_of(len(given))})",),
        count=len(given),
        ticks=_options(checks[0].exercise, NEAR, speech),
        lines=(("", _in_time([*given, *passed])),),
    )


def _options(exercise: str, name: str, speech: Speech) -> Ticks:
    """The numbers of a question's buttons with what they say, the lowest first."""
    found = speech.exercise(exercise)
    step = found.step(name) if found else None
    options = step.options if isinstance(step, ChoiceStep) else ()
    return tuple(sorted((each.value, each.label) for each in options if each.value is not None))


# --- as a picture -------------------------------------------------------------------------------------


def _in_time(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    return tuple(sorted(seen, key=lambda each: each[0]))


def _told(title: str, plots: Sequence[Plot], left: Sequence[str], brief: Brief, speech: Speech) -> Told:
    moments = [at for each in plots for at in each.moments]
    ends = (min(moments), max(moments))
    first, last = days_between(*ends, speech)
    charts = tuple(_chart(each, ends) for each in plots)
    picture = Picture(
        title=title,
        of=brief.code,
        first=first,
        last=last,
        charts=charts,
        notes=tuple(_notes(charts, speech)),
        language=speech.language.partition("_")[0],
        direction="rtl" if speech.is_rtl else "ltr",
    )
    name = (brief.name or brief.code).rstrip(".")
    head = speech.say(
        "{client}. {title}, {first} to {last}", client=name, title=title, first=first, last=last
    )
    missing = sum(value is None for each in plots for _, seen in each.lines for _, value in seen)
    words = [line for each in plots for line in each.words]
    words += [speech.say("asked, no number: {count}", count=missing)] if missing else []
    words += [speech.say("Not drawn: {scales}", scales=", ".join(left))] if left else []
    return Told(picture=picture, words=(head, *words))


def _chart(plot: Plot, ends: tuple[datetime, datetime]) -> Chart:
    is_dense = plot.count > DENSE
    drawn = (_bars(name, seen, ends) if is_dense else _points(name, seen, ends) for name, seen in plot.lines)
    return Chart(title=plot.title, count=n_of(plot.count), ticks=plot.ticks, lines=tuple(drawn))


def _points(name: str, seen: Sequence[Seen], ends: tuple[datetime, datetime]) -> Line:
    return Line(name=name, points=tuple((_place(at, ends), value) for at, value in seen))


def _bars(name: str, seen: Sequence[Seen], ends: tuple[datetime, datetime]) -> Line:
    weeks = groupby(seen, key=lambda each: (each[0] - ends[0]) // A_WEEK)
    found = [(week, [value for _, value in days if value is not None]) for week, days in weeks]
    bars = [(_place(ends[0] + week * A_WEEK, ends), min(each), max(each)) for week, each in found if each]
    return Line(name=name, bars=tuple(bars))


def _place(at: datetime, ends: tuple[datetime, datetime]) -> float:
    """Where a moment stands between the first and the last."""
    whole = (ends[1] - ends[0]).total_seconds()
    return round((at - ends[0]).total_seconds() / whole, 4) if whole else 0.5


def _notes(charts: Sequence[Chart], speech: Speech) -> Iterator[str]:
    """How to read what is not said beside the charts."""
    lines = [line for each in charts for line in each.lines]
    if any(value is None for line in lines for _, value in line.points):
        yield speech.say("× asked, no number")
    if any(line.bars for line in lines):
        yield speech.say("each bar: lowest to highest of a week")
