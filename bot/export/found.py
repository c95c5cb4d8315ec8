"""The tables `values`, `measures` and `notes`: what answers say of what matters, the numbers, and the free notes."""

from collections.abc import Iterator

from bot.core.record import SharedAnswer, SharedRecord, SharedRun
from bot.core.wall import epoch
from bot.export.answers import shown, timed
from bot.export.cells import Column, Row
from bot.export.context import Context
from bot.export.moments import both_texts

_WHO = (
    Column("client_code", "The client's random code."),
    Column("run_id", "The doing it comes from; answers_long has the same answer."),
)
_WHEN = (
    Column("at_utc", "When it was answered, in UTC.", ours=True),
    Column("at_local", "The same moment on the client's clock.", ours=True),
    Column("tz", "The client's time zone when the run began."),
)
VALUES = (
    *_WHO,
    Column("event", "named: put down as what matters; rated: how near it was, in a check-in."),
    Column("value_text", "The value, in the client's own words."),
    Column("list_index", "Its place among those of the same run, from 0.", ours=True),
    Column("nearness", "How near it was, as a number; empty where it was named or passed over.", ours=True),
    Column("nearness_label", "The same in words."),
    *_WHEN,
)
MEASURES = (
    *_WHO,
    Column("exercise_id", "The exercise."),
    Column("exercise_version", "Its revision that was done.", ours=True),
    Column("step_id", "The question."),
    Column("list_index", "Its place, where one question has several numbers; else 0.", ours=True),
    Column("about", "What the number is about, where the question was asked of several things."),
    Column("value_number", "The number.", ours=True),
    Column("value_label", "The words of the choice, where it has any."),
    Column("value_unit", "Its scale; empty where the revision done is not the one at export."),
    *_WHEN,
)
NOTES = (
    *_WHO,
    Column("kind", "The exercise that holds it, such as note or for-session."),
    Column("step_id", "The question it answers."),
    Column("list_index", "Its place among those of the same run, from 0.", ours=True),
    Column("note_text", "The note; empty where something was recorded without a caption.", free=True),
    Column("recorded", "What kind of recording it is; empty for words alone."),
    *_WHEN,
)
NOTE_CODES = ("E28", "E29", "P02")
"""The exercises, by code, whose answers are notes for the session."""


def values(record: SharedRecord, context: Context) -> Iterator[Row]:
    """One client's rows, in the order of VALUES."""
    for run in record.runs:
        naming, is_check_in = context.naming(run.exercise, run.language)
        if not (naming or is_check_in):
            continue
        for answer in run.answers:
            if answer.step in naming and not answer.skipped:
                yield _value(record, run, answer, "named")
            elif is_check_in and answer.label and answer.text and not answer.skipped:
                yield _value(record, run, answer, "rated")


def measures(record: SharedRecord, context: Context) -> Iterator[Row]:
    """One client's rows, in the order of MEASURES."""
    for run in record.runs:
        questions = context.questions(run.exercise, run.language, run.revision)
        for answer in run.answers:
            if answer.value is None or answer.skipped:
                continue
            unit = questions[answer.step].unit
            what = (answer.step, answer.number, answer.text or None, answer.value, answer.label or None, unit)
            yield (record.code, run.id, run.exercise, run.revision, *what, *_when(run, answer))


def notes(record: SharedRecord, context: Context) -> Iterator[Row]:
    """One client's rows, in the order of NOTES."""
    for run in record.runs:
        exercise = context.exercise(run.exercise, run.language)
        if exercise is None or exercise.code[:3] not in NOTE_CODES:
            continue
        for _, step, index, answer, *_ in timed(run, context):
            if not answer.skipped:
                what = (run.exercise, step, index, shown(answer), answer.media or None)
                yield (record.code, run.id, *what, *_when(run, answer))


def _value(record: SharedRecord, run: SharedRun, answer: SharedAnswer, event: str) -> Row:
    rated = (answer.value, answer.label) if event == "rated" else (None, None)
    return (record.code, run.id, event, answer.text, answer.number, *rated, *_when(run, answer))


def _when(run: SharedRun, answer: SharedAnswer) -> Row:
    return (*both_texts(epoch(answer.at), run.zone), run.zone)
