"""The table `answers_long`: one row for each answer that was given or passed over."""

from collections.abc import Iterator
from operator import attrgetter, itemgetter

from bot.core.record import SharedAnswer, SharedRecord, SharedRun
from bot.core.wall import epoch
from bot.export.cells import Column, Row
from bot.export.context import Context, Question
from bot.export.moments import both_texts

COLUMNS = (
    Column("export_id", "Which export the row comes from; the manifest carries the same.", ours=True),
    Column("client_code", "The client's random code."),
    Column("exercise_id", "The exercise; stays the same over its revisions."),
    Column("exercise_version", "The exercise's revision that was done.", ours=True),
    Column("run_id", "One doing of the exercise; run_id, step_id and list_index together name an answer."),
    Column("step_id", "The question; stays the same over revisions."),
    Column(
        "step_no",
        "The question's place in the exercise, from 1, as the exercise is at export; empty when it has gone.",
        ours=True,
    ),
    Column(
        "question_text_version",
        "exercise_id@exercise_version/step_id: which wording the question had; /prompt follows where one of several was drawn.",
    ),
    Column(
        "answer_type",
        "text, list, choice, many, scale, pause or pick; for something recorded or photographed its kind. Empty when it "
        "cannot be told.",
    ),
    Column(
        "value_text",
        "The words, the label of the choice, or the caption; empty when skipped or without one.",
        free=True,
    ),
    Column("value_number", "The number of the choice or scale; empty where it has none.", ours=True),
    Column(
        "value_unit", "The scale of value_number; empty where the revision done is not the one at export."
    ),
    Column(
        "list_index", "The place in a list answer, from 0; 0 for every answer that stands alone.", ours=True
    ),
    Column(
        "skipped",
        "1 when the question was passed over, else 0. A question never asked has no row.",
        ours=True,
    ),
    Column("answered_utc", "When it was answered first, in UTC.", ours=True),
    Column(
        "answered_local",
        "The same moment on the client's clock; empty when this machine lacks the zone.",
        ours=True,
    ),
    Column("tz", "The client's time zone when the run began."),
    Column(
        "response_seconds",
        "Whole seconds since the answer before it in the run, or since the run began, pauses included; empty "
        "when that may lie before the range or the clock was set back.",
        ours=True,
    ),
    Column("language", "The language in which the exercise was done."),
    Column("shared", "Always 1: private runs are in no export.", ours=True),
)

_in_time = attrgetter("at", "step", "number", "id")
_as_placed = itemgetter(0, 1, 2)

Timed = tuple[int, str, int, SharedAnswer, Question, int | None, int]
"""Where its question stands, step and place in a list; the answer; its question; seconds it took; seconds since 1970."""


def rows(record: SharedRecord, context: Context) -> Iterator[Row]:
    """One client's rows, in the order of COLUMNS: by run, and within it by step_no and list_index."""
    whole = (context.selection.export_id, record.code)
    for run in record.runs:
        zone, language = run.zone, run.language
        head = (*whole, run.exercise, run.revision, run.id)
        for _, step, index, answer, question, seconds, moment in timed(run, context):
            _, _, _, _, text, value, label, media, skipped, _, _, prompt = answer
            yield (
                *head,
                step,
                question.number,
                f"{question.version}/{prompt}" if prompt else question.version,
                media or question.kind or type_of(answer, question),
                None if skipped else text or label,
                None if skipped else value,
                None if value is None or skipped else question.unit,
                index,
                1 if skipped else 0,
                *both_texts(moment, zone),
                zone,
                seconds,
                language,
                1,
            )


def timed(run: SharedRun, context: Context) -> list[Timed]:
    """A run's answers as they leave."""
    answers, questions = run.answers, context.questions(run.exercise, run.language, run.revision)
    since = context.selection.since
    before = None if since is not None and run.started_at < since else epoch(run.started_at)
    found: list[Timed] = []
    for answer in answers if len(answers) == 1 else sorted(answers, key=_in_time):
        moment, step = epoch(answer.at), answer.step
        question = questions[step]
        wait = None if before is None or moment < before else moment - before
        found.append((question.place, step, answer.number, answer, question, wait, moment))
        before = moment
    found.sort(key=_as_placed)
    return found


def shown(answer: SharedAnswer) -> str | None:
    """What was answered, in words; None where it was passed over."""
    return None if answer.skipped else answer.text or answer.label


def type_of(answer: SharedAnswer, question: Question) -> str | None:
    """What kind of answer it is; None when that cannot be told."""
    if answer.media or question.kind:
        return answer.media or question.kind
    if answer.label:
        return "choice"
    return "text" if answer.text else None


def unit_of(answer: SharedAnswer, question: Question) -> str | None:
    """The scale its number is on, where the exercise is still what it was."""
    return None if answer.value is None or answer.skipped else question.unit
