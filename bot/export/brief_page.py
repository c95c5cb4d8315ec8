"""A brief as the data of one printed page: plain strings and numbers, laid out by brief.typ."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Literal, TypedDict
from unicodedata import bidirectional

from bot.core.brief import lines
from bot.core.brief.value import ENOUGH, Brief, Piece, Point, Scale, Words
from bot.core.reasons import REASONS
from bot.core.speech import Speech

MOST_CHARTS = 6
MOST_PIECES = 8
MOST_LINES = 8
"""So many lines of one kind stand on the page; the rows have them all, and the page says how many more there are."""
DENSE = 60
"""With more numbers than this no line could be followed."""
A_WEEK = timedelta(days=7)
ON_PAGE = 300
"""So much of one answer stands on the page."""


_LONG = re.compile(r"\S{40,}")


class Quote(TypedDict):
    """Something a client wrote, in the direction it runs, when, and its row."""

    text: str
    direction: str
    when: str
    row: str


class Chart(TypedDict):
    """A chart: `points` as (place in time from 0 to 1, number), joined by a line; or where they are many, for each week a
    bar as (place, lowest, highest)."""

    title: str
    row: str
    n: str
    low: int
    high: int
    note: str
    first: str
    last: str
    points: list[tuple[float, int]]
    bars: list[tuple[float, int, int]]


class Part(TypedDict):
    """A heading with lines under it."""

    title: str
    lines: list[str]


def page_of(brief: Brief, speech: Speech, version: str) -> dict[str, object]:
    """Everything that brief.typ needs, as JSON can hold it."""
    say = speech.say
    shown = {each.key: each for each in lines.sections(brief, speech)}
    parts = [
        Part(title=shown[key].title, lines=_at_most(shown[key].lines, speech))
        for key in ("way", "sizes", "guesses", "values", "plan")
        if key in shown
    ]
    first = shown.get("first")
    return {
        "language": speech.language.partition("_")[0],
        "direction": "rtl" if speech.is_rtl else "ltr",
        "title": say("Brief before the session"),
        "client": brief.code,
        "facts": _facts(brief, speech, version),
        "notes": list(lines.privacy_lines(brief, speech)),
        "first": {
            "title": first.title if first else "",
            "quotes": _quotes(brief.first, speech),
            "nothing": lines.nothing_named(speech),
        },
        "bring": {"title": say("Asked to bring"), "quotes": _quotes(brief.bring[-5:], speech)},
        "homework": _homework(brief, speech),
        "scales": _scales(brief, speech),
        "parts": parts,
        "words": {
            "title": say("In their words"),
            "quotes": _quotes(brief.noticed, speech),
            "nothing": say("Nothing was written that is shared."),
        },
        "last": [
            Part(title=shown[key].title, lines=list(shown[key].lines))
            for key in ("gaps", "card")
            if key in shown
        ],
        "foot": say(lines.FOOT),
        "rows": say(
            "Each number leads to rows of the export over the same days; the small type says to which."
        ),
        "page": say("page"),
    }


def _facts(brief: Brief, speech: Speech, version: str) -> list[tuple[str, str]]:
    meets = speech.full(brief.meets) if brief.meets else speech.say("none is set")
    return [
        (speech.say("Next session"), meets),
        (speech.say("Covers"), lines.covered(brief, speech)),
        (speech.say("Made"), f"{speech.full(brief.until)} · {version}"),
    ]


def _quotes(several: Iterable[Words], speech: Speech) -> list[Quote]:
    return [
        Quote(
            text=breakable(lines.text_of(each, speech, ON_PAGE)),
            direction=direction_of(each.text),
            when=speech.day(each.at),
            row=f"{speech.title(each.exercise)} · {each.row}",
        )
        for each in several
    ]


# --- homework -----------------------------------------------------------------------------------------


def _homework(brief: Brief, speech: Speech) -> dict[str, object]:
    say = speech.say
    columns = (
        say("What was given"),
        say("Offered"),
        say("Done"),
        say("In part"),
        say("Not that day"),
        say("Let go"),
        say("Said of it"),
        say("Row"),
    )
    given = [each for each in brief.pieces if not each.own]
    beside = [f"{speech.title(each.exercise)} {each.runs}" for each in brief.pieces if each.own]
    more = len(given) - MOST_PIECES
    return {
        "title": say("Homework"),
        "columns": columns,
        "rows": [_row(each, speech) for each in given[:MOST_PIECES]],
        "nothing": lines.none(speech),
        "more": say("and {count} more in the rows", count=more) if more > 0 else "",
        "beside_title": say("Beside the homework"),
        "beside": ", ".join(beside),
    }


def _row(piece: Piece, speech: Speech) -> list[str]:
    name = lines.name_of(piece, speech)
    asked = [str(each) if piece.asked else "–" for each in (piece.offered, piece.declined, piece.let_go)]
    counts = [asked[0], str(piece.done), str(piece.part), *asked[1:]]
    days = speech.counted("on {count} day", "on {count} days", piece.days) if piece.days else ""
    reasons = [f"{speech.say(REASONS.get(each, each))} ({n})" for each, n in piece.reasons]
    helped = [speech.say("helped: {count} of 10", count=piece.helped)] if piece.helped is not None else []
    said = [each for each in (piece.went, piece.ways, *reasons, *helped, piece.wish) if each]
    return [
        breakable(name),
        days,
        *counts,
        "; ".join(said) or "–",
        piece.id[:8] or piece.exercise,
    ]


# --- charts -------------------------------------------------------------------------------------------


def _scales(brief: Brief, speech: Speech) -> dict[str, object]:
    drawn = [each for each in brief.scales if len(each.points) >= ENOUGH][:MOST_CHARTS]
    others = [each for each in brief.scales if each not in drawn]
    few = [lines.scale_line(each, speech) for each in others]
    return {
        "title": speech.say("Own scales"),
        "charts": [_chart(each, speech) for each in drawn],
        "few": _at_most(few, speech),
        "few_title": speech.say("Fewer than three numbers, or not drawn"),
        "nothing": speech.say("No number was given in this time."),
    }


def _chart(scale: Scale, speech: Speech) -> Chart:
    points = scale.points
    first, last = lines.days_between(points[0].at, points[-1].at, speech)
    is_dense = len(points) > DENSE
    return Chart(
        title=lines.scale_name(scale, speech),
        row=f"measures · {scale.exercise}/{scale.step}",
        n=lines.n_of(len(points)),
        low=scale.low[0],
        high=scale.high[0],
        note=" · ".join(each for each in (_ends(scale), _by_week(is_dense, speech)) if each),
        first=first,
        last=last,
        points=[] if is_dense else [(_place(points, each), each.value) for each in points],
        bars=list(_bars(points)) if is_dense else [],
    )


def _ends(scale: Scale) -> str:
    return ", ".join(f"{number} = {label}" for number, label in (scale.low, scale.high) if label)


def _by_week(is_dense: bool, speech: Speech) -> str:
    return speech.say("each bar: lowest to highest of a week") if is_dense else ""


def _place(points: Sequence[Point], point: Point) -> float:
    """Where it stands between the first and the last."""
    whole = (points[-1].at - points[0].at).total_seconds()
    return round((point.at - points[0].at).total_seconds() / whole, 4) if whole else 0.5


def _bars(points: Sequence[Point]) -> Iterator[tuple[float, int, int]]:
    for _, week in groupby(points, key=lambda each: (each.at - points[0].at) // A_WEEK):
        numbers = list(week)
        values = [each.value for each in numbers]
        yield _place(points, numbers[0]), min(values), max(values)


def _at_most(several: Sequence[str], speech: Speech) -> list[str]:
    more = len(several) - MOST_LINES
    return [
        *several[:MOST_LINES],
        *([speech.say("and {count} more in the rows", count=more)] if more > 0 else []),
    ]


def breakable(text: str) -> str:
    """`text` with places to break inside what is too long for a line: nothing is seen of them."""
    return _LONG.sub(lambda found: "\u200b".join(found[0]), text)


def direction_of(text: str) -> Literal["ltr", "rtl"]:
    """Which way `text` runs: as its first letter does."""
    strong = (bidirectional(sign) for sign in text)
    return "rtl" if next((each for each in strong if each in ("L", "R", "AL")), "L") != "L" else "ltr"
