"""The tables `runs_wide_<exercise>`: one row for each doing of an exercise, its answers side by side."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.exercise import Exercise
from bot.core.record import ExportedOccurrence, SharedAnswer, SharedRecord, SharedRun
from bot.core.steps import AnyStep, ListStep, ManyStep, PauseStep, ScaleStep
from bot.core.wall import epoch
from bot.export.cells import Cell, Column, Row, Table, utc_stamp
from bot.export.context import Context, numbers_of
from bot.export.moments import both_texts
from bot.export.pairs import PAIR, pair_in
from bot.export.selection import safe_name

ANSWERED, EMPTY, SKIPPED, NOT_ASKED, EXPIRED = "answered", "empty", "skipped", "not_asked", "expired"
STATES: Mapping[str, str] = {
    ANSWERED: "Answered, in words, by a choice or with a number.",
    EMPTY: "Answered without words: something was recorded or sent without a caption.",
    SKIPPED: "Asked and passed over.",
    NOT_ASKED: "Never asked: the run ended before, or took another way.",
    EXPIRED: "The nudge for it ran out unanswered, so that nothing was asked at all.",
}
HEAD = (
    Column("client_code", "The client's random code."),
    Column("run_id", "One doing of the exercise; empty for a nudge that expired."),
    Column("occurrence_id", "The nudge that led to it, if one did."),
    Column("assignment_id", "The homework it belongs to, if to one."),
    Column("exercise_version", "The revision that was done; empty for a nudge that expired.", ours=True),
    Column("language", "The language in which it was done."),
    Column("trigger", "What began it: client, nudge, offer or therapist; expired where nothing did."),
    Column("outcome", "done, part or open; expired for a nudge that ran out unanswered."),
    Column(
        "started_utc", "When it began, in UTC; for a nudge that expired when that was planned.", ours=True
    ),
    Column("started_local", "The same moment on the client's clock.", ours=True),
    Column("ended_utc", "When it ended, in UTC; empty while it is open.", ours=True),
    Column("tz", "The client's time zone when it began."),
    Column("words", "The homework in the words it was given with, where there are any.", free=True),
)
TAIL = (
    *PAIR,
    Column(
        "other_answers",
        "Answers to questions that have no column, as JSON: those of an earlier revision.",
        free=True,
    ),
)
_MOST_OPTIONS = 12
_FIXED = frozenset(column.name for column in (*HEAD, *TAIL))


@dataclass(frozen=True, slots=True)
class Slot:
    """The columns of one question: so many texts, perhaps a number, and always the state."""

    step: str
    texts: tuple[str, ...]
    number: str

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the codebook says of them."""
        texts = [
            Column(name, f"What was answered to {self.step}; see the codebook's step.", free=True)
            for name in self.texts
        ]
        numbers = [Column(self.number, f"The number of the answer to {self.step}.", ours=True)]
        state = Column(state_of(self.step), "answered, empty, skipped, not_asked or expired.", ours=True)
        return (*texts, *(numbers if self.number else ()), state)

    def cells(self, given: Sequence[SharedAnswer]) -> list[Cell]:
        """The cells of one run's answers to it."""
        if not given:
            return self.without(NOT_ASKED)
        if len(given) == 1 and len(self.texts) == 1 and not given[0].number:
            return self._single(given[0])
        by_place = {answer.number: answer for answer in given if not answer.skipped}
        found = [by_place.get(place) for place in range(len(self.texts))]
        texts: list[Cell] = [None if answer is None else answer.text or answer.label for answer in found]
        if self.number:
            texts.append(by_place[0].value if 0 in by_place else None)
        texts.append(state(given))
        return texts

    def _single(self, answer: SharedAnswer) -> list[Cell]:
        if answer.skipped:
            return self.without(SKIPPED)
        text = answer.text or answer.label
        now = ANSWERED if text or answer.value is not None else EMPTY
        return [text, answer.value, now] if self.number else [text, now]

    def without(self, why: str) -> list[Cell]:
        """The cells where there is no answer."""
        return [*([None] * (len(self.texts) + bool(self.number))), why]


def state_of(step: str) -> str:
    """The column that says how it stands with a question."""
    return f"{step}.state"


def state(given: Sequence[SharedAnswer]) -> str:
    """How it stands with a question that got these answers."""
    if not given:
        return NOT_ASKED
    is_skipped = True
    for answer in given:
        if not answer.skipped and (answer.text or answer.label or answer.value is not None):
            return ANSWERED
        is_skipped &= answer.skipped
    return SKIPPED if is_skipped else EMPTY


def slots_of(exercise: Exercise | None) -> tuple[Slot, ...]:
    """The columns of an exercise's questions; none where it has gone."""
    return tuple(_slot(step) for step in exercise.steps) if exercise else ()


def name_of(exercise: str) -> str:
    """The table of an exercise."""
    return f"runs_wide_{safe_name(exercise)}"


def columns_of(slots: Sequence[Slot]) -> tuple[Column, ...]:
    """All columns of a table."""
    return (*HEAD, *(column for slot in slots for column in slot.columns), *TAIL)


def _slot(step: AnyStep) -> Slot:
    # A point can stand in no step's name, so these names are nobody else's.
    called = f"step.{step.id}" if step.id in _FIXED else step.id
    match step:
        case PauseStep():
            return Slot(step.id, (), "")
        case ScaleStep():
            return Slot(step.id, (), called)
        case ListStep(most=most):
            return Slot(step.id, _numbered(called, most), "")
        case ManyStep(options=options, own=own):
            most = min(_MOST_OPTIONS, step.most or len(options) + own)
            return Slot(step.id, _numbered(called, most), "")
        case _:
            return Slot(step.id, (called,), f"{called}.number" if numbers_of(step) else "")


def _numbered(name: str, most: int) -> tuple[str, ...]:
    return tuple(f"{name}.{number}" for number in range(1, most + 1))


@dataclass(frozen=True, slots=True)
class Shape:
    """What an exercise's table looks like; `room` says how many answers to each question have columns."""

    slots: tuple[Slot, ...]
    columns: tuple[Column, ...]
    room: Mapping[str, int]


class Shapes:
    """The tables of one export: each exercise's has the columns it is met with first."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, Shape] = {}

    def tables(self, record: SharedRecord) -> Iterator[Table]:
        """One client's rows of each exercise that was done or offered in vain, by exercise."""
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        for run in record.runs:
            rows[run.exercise].append(self._row(record, run))
        for each in record.occurrences:
            if each.outcome == "expired" and each.started_at is None:
                rows[each.exercise].append(self._expired(each))
        for exercise in sorted(rows):
            yield Table(name_of(exercise), self._shape(exercise).columns, rows[exercise])

    def _shape(self, exercise: str) -> Shape:
        known = self._known.get(exercise)
        if known is None:
            slots = slots_of(self._context.by_name.get(exercise))
            room = {slot.step: max(len(slot.texts), 1) for slot in slots}
            known = self._known[exercise] = Shape(slots, columns_of(slots), room)
        return known

    def _row(self, record: SharedRecord, run: SharedRun) -> Row:
        shape, others = self._shape(run.exercise), []
        given: dict[str, list[SharedAnswer]] = {}
        for answer in run.answers:
            given.setdefault(answer.step, []).append(answer)
            if answer.number >= shape.room.get(answer.step, 0):
                others.append(_described(answer))
        cells: list[Cell] = []
        for slot in shape.slots:
            cells += slot.cells(given.get(slot.step, ()))
        pair = pair_in(record, run, self._context)
        left = json.dumps(others, ensure_ascii=False) if others else None
        return (*_head(record.code, run), *cells, *pair, left)

    def _expired(self, each: ExportedOccurrence) -> Row:
        slots = self._shape(each.exercise).slots
        cells = [cell for slot in slots for cell in slot.without(EXPIRED)]
        at = both_texts(epoch(each.planned_at), each.zone)
        head = (each.client_code, None, each.id, each.assignment_id, None, None, EXPIRED, EXPIRED, *at)
        return (*head, utc_stamp(each.expires_at), each.zone, None, *cells, *(None for _ in TAIL))


def _described(a: SharedAnswer) -> dict[str, Cell]:
    return {"step_id": a.step, "list_index": a.number, "text": a.text, "label": a.label, "number": a.value}


def _head(code: str, run: SharedRun) -> Row:
    return (
        code,
        run.id,
        run.occurrence_id,
        run.assignment_id,
        run.revision,
        run.language,
        run.trigger,
        run.outcome,
        *both_texts(epoch(run.started_at), run.zone),
        utc_stamp(run.ended_at),
        run.zone,
        run.words or None,
    )
