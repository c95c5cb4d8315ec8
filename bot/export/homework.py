"""The tables `assignments` and `plans`: what was given, what came of it, and when it was to be asked."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from bot.core.record import ExportedOccurrence, SharedHomework, SharedRecord
from bot.export.cells import Cell, Column, Row, utc_stamp
from bot.export.context import Context
from bot.export.occurrences import is_delivered

ASSIGNMENTS = (
    Column("client_code", "The client's random code."),
    Column("assignment_id", "One piece of homework."),
    Column("exercise_id", "The exercise that was given."),
    Column("own", "1 when the client took it up of their own accord, else 0.", ours=True),
    Column("words", "The therapist's words, as pasted; empty where there are none."),
    Column("given_utc", "When it was given, in UTC.", ours=True),
    Column("ended_utc", "When it ended, in UTC; empty while it stands.", ours=True),
    Column("trigger", "The kind of its plan; on_demand is never nudged."),
    Column("nudges_planned", "Its nudges planned in the range of the export.", ours=True),
    Column(
        "nudges_delivered", "Those of them that count in a rate's denominator; see occurrences.", ours=True
    ),
    Column("nudges_done", "Delivered ones that led to a run done to its end.", ours=True),
    Column("nudges_part", "Delivered ones whose run was stopped on the way.", ours=True),
    Column("nudges_declined", "Delivered ones that were declined.", ours=True),
    Column("nudges_expired", "Delivered ones that ran out unanswered.", ours=True),
    Column("runs", "Runs of it in the range that are shared, nudged or not.", ours=True),
)
PLANS = (
    Column("client_code", "The client's random code."),
    Column("assignment_id", "The homework the plan belongs to."),
    Column("exercise_id", "Its exercise."),
    Column("trigger", "The kind of plan."),
    Column("weekdays", "The days of the week, 1 for Monday, with spaces between; empty where it names none."),
    Column(
        "wall_time", "The time of day on the client's clock; empty where it goes by the client's own hour."
    ),
    Column("plan", "The whole plan as JSON; weekdays in it count from 0."),
    Column("from_utc", "From when it stood, in UTC.", ours=True),
    Column("until_utc", "Until when; empty while it stands.", ours=True),
)


def assignments(record: SharedRecord, _context: Context) -> Iterator[Row]:
    """One client's rows, in the order of ASSIGNMENTS, by when they were given."""
    nudges: defaultdict[str, list[ExportedOccurrence]] = defaultdict(list)
    for each in record.occurrences:
        nudges[each.assignment_id].append(each)
    runs = Counter(run.assignment_id for run in record.runs)
    for given in record.homework:
        counts = (*_counts(nudges[given.id]), runs[given.id])
        moments = (utc_stamp(given.given_at), utc_stamp(given.ended_at))
        what = (record.code, given.id, given.exercise, int(given.own), given.words or None)
        yield (*what, *moments, given.kind, *counts)


def plans(record: SharedRecord, _context: Context) -> Iterator[Row]:
    """One client's rows, in the order of PLANS."""
    for given in record.homework:
        yield (
            record.code,
            given.id,
            given.exercise,
            given.kind,
            _weekdays(given.plan),
            _wall_time(given),
            json.dumps(given.plan, ensure_ascii=False, sort_keys=True),
            utc_stamp(given.given_at),
            utc_stamp(given.ended_at),
        )


def _counts(nudges: list[ExportedOccurrence]) -> tuple[Cell, ...]:
    delivered = [each for each in nudges if is_delivered(each)]
    outcomes = Counter(each.outcome for each in delivered)
    ended = [outcomes[name] for name in ("done", "part", "declined", "expired")]
    return (len(nudges), len(delivered), *ended)


def _weekdays(plan: Mapping[str, object]) -> str | None:
    days = plan.get("days")
    return " ".join(str(day + 1) for day in days if isinstance(day, int)) if isinstance(days, list) else None


def _wall_time(given: SharedHomework) -> str | None:
    at = given.plan.get("at")
    return at[:5] if isinstance(at, str) else None
