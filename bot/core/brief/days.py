"""The days of a range and its gaps, in neutral words: something kept, something let go, nothing offered."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from bot.core.brief.homework import days_of, has_something, is_delivered
from bot.core.brief.value import DayKind, Gaps
from bot.core.record import SharedRecord

A_DAY = timedelta(days=1)
MOST = 366
PAUSED = "paused"


def days(
    record: SharedRecord, span: tuple[datetime, datetime], zone: tzinfo
) -> tuple[tuple[date, DayKind], ...]:
    """Every date of the range and what kind of day it was; the last 366 of them."""
    kept = days_of((run for run in record.runs if has_something(run)), zone)
    offered = {each.local_date for each in record.occurrences if is_delivered(each)}
    first, last = (at.astimezone(zone).date() for at in span)
    first = max(first, last - (MOST - 1) * A_DAY)
    dates = (first + n * A_DAY for n in range((last - first).days + 1))
    return tuple((day, _kind(day, kept, offered)) for day in dates)


def _kind(day: date, kept: frozenset[date], offered: set[date]) -> DayKind:
    if day in kept:
        return "something"
    return "let_go" if day in offered else "nothing"


def gaps(record: SharedRecord, shown: Sequence[tuple[date, DayKind]]) -> Gaps:
    """What there is nothing of. The last day is not over, so it is never called quiet."""
    outcomes = Counter(each.outcome for each in record.occurrences)
    paused = sum(each.outcome == "not_offered" and each.reason == PAUSED for each in record.occurrences)
    return Gaps(
        quiet=tuple(day for day, kind in shown[:-1] if kind == "let_go"),
        paused=paused,
        held=outcomes["held_safety"],
        not_offered=outcomes["not_offered"] - paused,
        undeliverable=outcomes["undeliverable"],
        unsure=sum(each.send_state == "unknown" for each in record.occurrences),
    )
