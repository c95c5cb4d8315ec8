"""Two numbers of one doing side by side: before and after, with the difference."""

from bot.core.exercise import Exercise
from bot.core.record import SharedRecord, SharedRun
from bot.export.cells import Column, Row
from bot.export.context import Context

PAIR = (
    Column(
        "before",
        "The first of two numbers on one scale, where an exercise compares them: of this run, or of the one it recalls.",
        ours=True,
    ),
    Column("after", "The second of them.", ours=True),
    Column("delta", "after less before; empty where one of them is missing.", ours=True),
)


def pair_in(record: SharedRecord, run: SharedRun, context: Context) -> Row:
    """The cells of PAIR for a run."""
    exercise = context.by_name.get(run.exercise)
    if exercise is None:
        return (None, None, None)
    first, second = context.compared[run.exercise]
    if not first:
        return (None, None, None)
    before, after = _number(record, run, exercise, first), _number(record, run, exercise, second)
    return (before, after, None if before is None or after is None else after - before)


def _number(record: SharedRecord, run: SharedRun, exercise: Exercise, ref: str) -> int | None:
    name, _, step = ref.rpartition(".")
    of = _recalled(record, run, exercise.recalls.get(name, "")) if name else run
    answers = of.answers if of else ()
    for answer in answers:
        if answer.step == step and answer.value is not None and not answer.skipped:
            return answer.value
    return None


def _recalled(record: SharedRecord, run: SharedRun, exercise: str) -> SharedRun | None:
    """The latest run of another exercise that began before this one did."""
    earlier = (r for r in reversed(record.runs) if r.exercise == exercise and r.started_at < run.started_at)
    return next(earlier, None)
