"""The table `codebook`: what every column, code, question and number in the other tables means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.exercise import Exercise
from bot.core.senses import Senses
from bot.core.steps import AnyStep, ChoiceStep, ManyStep
from bot.export import sheets, wide
from bot.export.cells import Cell, Column, Row, Table
from bot.export.context import question_version

COLUMNS = (
    Column("kind", "What the row explains: a column, a code, an exercise, a step, a wording or an option."),
    Column("table", "The table that a column or code belongs to."),
    Column("column", "The column, for columns and codes."),
    Column("code", "What stands in that column; for options the option's id."),
    Column("exercise_id", "The exercise, for it and its parts."),
    Column("exercise_version", "Its revision at export.", ours=True),
    Column("language", "Its language."),
    Column("step_id", "The question."),
    Column("step_no", "The question's place in the exercise, from 1.", ours=True),
    Column("question_text_version", "What answers to this wording carry."),
    Column("answer_type", "text, list, choice, many, scale, pause or pick."),
    Column("value_number", "The number that an option stands for.", ours=True),
    Column("text", "The meaning, title, name, wording or label."),
)
_NAMES = [column.name for column in COLUMNS]

_CODES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("answers_long", "skipped"): {
        "0": "Answered; value_text is empty only where something was recorded without a caption.",
        "1": "Asked and passed over; value_text and value_number are empty.",
        "(no row)": "Never asked: the run ended before, or took another way. A nudge that ran out unanswered "
        "has no rows here either, but its row in occurrences with the outcome expired.",
    },
    ("occurrences", "trigger"): {
        "fixed": "A fixed time of day, on certain weekdays.",
        "random": "A moment drawn within a window.",
        "weekly": "Once a week, at the day and hour the client chose.",
        "every": "Every so many days.",
        "some_days": "So many days a week, drawn anew each week.",
        "appointment": "Counted from an appointment.",
        "after": "Once for each time another exercise was finished.",
        "session": "By itself around a session: the look back before it, what to put on the list, what to keep of it. Its "
        "row in assignments is there for that alone.",
    },
    ("occurrences", "send_state"): {
        "planned": "Not sent so far, or put off.",
        "sending": "On its way.",
        "sent": "Telegram confirmed it.",
        "unknown": "Sent, but the confirmation was lost; it may have arrived.",
        "failed": "Telegram refused it.",
        "never": "It ended without being sent.",
    },
    ("occurrences", "outcome"): {
        "done": "The exercise was done to its end.",
        "part": "It was begun and stopped on the way.",
        "declined": "The client said not today.",
        "expired": "The time passed without an answer.",
        "cancelled": "Plans changed before it was due, or it fell on a date the client keeps quiet.",
        "held_safety": "Held back after the help card.",
        "not_offered": "Something else was asked or open at the time.",
        "undeliverable": "The chat was closed to the coach.",
        "(empty)": "Still open.",
    },
    ("runs_wide_*", "*.state"): wide.STATES,
}


def codebook_table(exercises: Sequence[Exercise], senses: Sequence[Senses] = ()) -> Table:
    """The table, whole."""
    return Table("codebook", COLUMNS, codebook_rows(exercises, senses))


def codebook_rows(exercises: Sequence[Exercise], senses: Sequence[Senses] = ()) -> Iterator[Row]:
    """The rows in the order of COLUMNS: columns, codes, then the exercises by id and language; with a noticing also each
    question that can be drawn for it."""
    fixed = {sheet.name: sheet.columns for sheet in sheets.SHEETS}
    for table, columns in {**fixed, "codebook": COLUMNS, "runs_wide_*": (*wide.HEAD, *wide.TAIL)}.items():
        for column in columns:
            yield _row(kind="column", table=table, column=column.name, text=column.meaning)
    for (table, name), codes in _CODES.items():
        for code, meaning in codes.items():
            yield _row(kind="code", table=table, column=name, code=code, text=meaning)
    ordered = sorted(exercises, key=lambda each: (each.id, each.language))
    for exercise in ordered:
        yield from _exercise_rows(exercise)
        if exercise.form == "noticing":
            yield from _drawn(exercise, (each for each in senses if each.language == exercise.language))
    for name, exercise in {each.id: each for each in reversed(ordered)}.items():
        for slot in wide.slots_of(exercise):
            for column in slot.columns:
                about = {"table": wide.name_of(name), "column": column.name, "step_id": slot.step}
                yield _row(kind="column", text=column.meaning, exercise_id=name, **about)


def _exercise_rows(exercise: Exercise) -> Iterator[Row]:
    about: dict[str, Cell] = {
        "exercise_id": exercise.id,
        "exercise_version": exercise.revision,
        "language": exercise.language,
    }
    yield _row(kind="exercise", text=exercise.title, **about)
    for number, step in enumerate(exercise.steps, start=1):
        version = question_version(exercise.id, exercise.revision, step.id)
        question: dict[str, Cell] = {"step_id": step.id, "step_no": number, "answer_type": step.kind}
        yield from _step_rows(step, {**about, **question, "question_text_version": version})


def _drawn(exercise: Exercise, senses: Iterable[Senses]) -> Iterator[Row]:
    """The questions a noticing can ask, each named as its answers name it."""
    step = exercise.steps[0]
    version = question_version(exercise.id, exercise.revision, step.id)
    about: dict[str, Cell] = {
        "exercise_id": exercise.id,
        "exercise_version": exercise.revision,
        "language": exercise.language,
        "step_id": step.id,
    }
    for prompt in (prompt for each in senses for prompt in each.prompts):
        named: dict[str, Cell] = {**about, "question_text_version": f"{version}/{prompt.id}"}
        yield _row(kind="wording", text=prompt.ask, **named)
        for option in prompt.options:
            yield _row(kind="option", code=option.id, text=option.label, **named)


def _step_rows(step: AnyStep, about: Mapping[str, Cell]) -> Iterator[Row]:
    yield _row(kind="step", text=step.name, **about)
    for wording in (*step.ask, *(ask for other in step.ask_when for ask in other.ask)):
        yield _row(kind="wording", text=wording, **about)
    if isinstance(step, ChoiceStep | ManyStep):
        for option in step.options:
            yield _row(kind="option", code=option.id, value_number=option.value, text=option.label, **about)


def _row(**cells: Cell) -> Row:
    return tuple(cells.get(name) for name in _NAMES)
