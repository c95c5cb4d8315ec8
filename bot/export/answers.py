"""The table `answers_long`: one row for each answer that was given or passed over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from bot.core.exercise import AnyStep, ChoiceStep, Exercise
from bot.core.record import ExportedAnswer
from bot.core.wall import epoch
from bot.export.cells import Column, Row, local_stamp, utc_stamp
from bot.export.selection import Selection, admitted

COLUMNS = (
    Column("export_id", "Which export the row comes from; the manifest carries the same."),
    Column("client_code", "The client's random code."),
    Column("exercise_id", "The exercise; stays the same over its revisions."),
    Column("exercise_version", "The exercise's revision that was done."),
    Column("run_id", "One doing of the exercise; run_id, step_id and list_index together name an answer."),
    Column("step_id", "The question; stays the same over revisions."),
    Column(
        "step_no",
        "The question's place in the exercise, from 1, as the exercise is at export; empty when it has gone.",
    ),
    Column("question_text_version", "exercise_id@exercise_version/step_id: which wording the question had."),
    Column(
        "answer_type",
        "text, list or choice; for something recorded or photographed its kind. Empty when it cannot be told.",
    ),
    Column(
        "value_text", "The words, the label of the choice, or the caption; empty when skipped or without one."
    ),
    Column("value_number", "The number of the choice; empty where it has none."),
    Column(
        "value_unit", "The scale of value_number; empty where the revision done is not the one at export."
    ),
    Column("list_index", "The place in a list answer, from 0; 0 for every other answer."),
    Column("skipped", "1 when the question was passed over, else 0. A question never asked has no row."),
    Column("answered_utc", "When it was answered first, in UTC."),
    Column(
        "answered_local", "The same moment on the client's clock; empty when this machine lacks the zone."
    ),
    Column("tz", "The client's time zone when the run began."),
    Column(
        "response_seconds",
        "Whole seconds since the answer before it in the run, or since the run began, pauses included; empty "
        "when that may lie before the range or the clock was set back.",
    ),
    Column("language", "The language in which the exercise was done."),
    Column("shared", "Always 1: private runs are in no export."),
)

_LAST = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: its number from 1, its kind, and the unit its numbers have in that revision."""

    number: int
    kind: str
    unit: str
    revision: int


Places = Mapping[tuple[str, str, str], Place]
_Placed = tuple[ExportedAnswer, Place | None, int | None]


def places_of(exercises: Sequence[Exercise]) -> Places:
    """The questions by exercise, language and step; under the language "" one of those there are."""
    found: dict[tuple[str, str, str], Place] = {}
    for exercise in sorted(exercises, key=lambda each: each.language):
        for number, step in enumerate(exercise.steps, start=1):
            place = Place(number, step.kind, unit_of(step), exercise.revision)
            found[exercise.id, exercise.language, step.id] = place
            found.setdefault((exercise.id, "", step.id), place)
    return found


def unit_of(step: AnyStep) -> str:
    """The scale that a choice's numbers are on, from its lowest to its highest; "" for a step without numbers."""
    values = [o.value for o in step.options if o.value is not None] if isinstance(step, ChoiceStep) else []
    return f"scale {min(values)} to {max(values)}" if values else ""


def answer_rows(
    answers: Iterable[ExportedAnswer], exercises: Sequence[Exercise], selection: Selection
) -> Iterator[Row]:
    """The rows in the order of COLUMNS; no more than one run is held at a time.

    `answers` come by client code and start of the run, a run's answers together in the order they were given.
    A run's rows leave by step_no and list_index.
    """
    places, export_id = places_of(exercises), selection.export_id
    runs = groupby(admitted(answers, selection), key=attrgetter("client_code", "run_id"))
    for _, run in runs:
        for answer, place, seconds in sorted(_timed(run, places, selection), key=_position):
            yield _row(answer, place, seconds, export_id)


def question_version(exercise: str, revision: int, step: str) -> str:
    """How the wording of a question is named in every table."""
    return f"{exercise}@{revision}/{step}"


def _timed(run: Iterable[ExportedAnswer], places: Places, selection: Selection) -> list[_Placed]:
    given = sorted(run, key=attrgetter("at", "step", "number"))
    begun = given[0].run_started
    is_cut = selection.since is not None and begun < selection.since
    first = None if is_cut else begun
    moments = pairwise([first, *(each.at for each in given)])
    waits = [None if before is None or at is None else epoch(at) - epoch(before) for before, at in moments]
    return [
        (each, _place(places, each), wait if wait is None or wait >= 0 else None)
        for each, wait in zip(given, waits, strict=True)
    ]


def _place(places: Places, answer: ExportedAnswer) -> Place | None:
    known = places.get((answer.exercise, answer.language, answer.step))
    return known or places.get((answer.exercise, "", answer.step))


def _position(placed: _Placed) -> tuple[int, str, int]:
    answer, place, _ = placed
    return (place.number if place else _LAST, answer.step, answer.number)


def _row(answer: ExportedAnswer, place: Place | None, seconds: int | None, export_id: str) -> Row:
    return (
        export_id,
        answer.client_code,
        answer.exercise,
        answer.revision,
        answer.run_id,
        answer.step,
        place.number if place else None,
        question_version(answer.exercise, answer.revision, answer.step),
        _type(answer, place),
        None if answer.skipped else answer.text or answer.label,
        None if answer.skipped else answer.value,
        _unit(answer, place),
        answer.number,
        int(answer.skipped),
        utc_stamp(answer.at),
        local_stamp(answer.at, answer.zone),
        answer.zone,
        seconds,
        answer.language,
        int(answer.shared),
    )


def _type(answer: ExportedAnswer, place: Place | None) -> str | None:
    if answer.media:
        return answer.media
    if place:
        return place.kind
    if answer.label:
        return "choice"
    return "text" if answer.text else None


def _unit(answer: ExportedAnswer, place: Place | None) -> str | None:
    is_same = place is not None and place.revision == answer.revision
    return place.unit if place and is_same and answer.value is not None and not answer.skipped else None
