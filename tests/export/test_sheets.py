"""The smaller tables: values, measures, notes, homework, plans, agreements, and files that were made."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.content.exercises import load_exercises
from bot.core.record import SharedAccess, SharedConsent, SharedHomework, SharedRecord
from bot.core.steps import ListStep
from bot.export.cells import Cell
from bot.export.context import Context
from bot.export.sheets import SHEETS
from tests.export.records import MADE, SELECTION, START, Given, context, occurrence, records, slow_walk

EXERCISES = load_exercises()
SHIPPED = Context(SELECTION, tuple(EXERCISES.values()))
GIVEN = SharedHomework(
    id="assignment-1",
    exercise="mistake-note",
    own=False,
    kind="fixed",
    plan={"kind": "fixed", "days": [0, 4], "at": "20:30:00", "slot": 0},
    words="a line on each slip",
    given_at=START,
    ended_at=None,
)


def rows(name: str, record: SharedRecord, given: Context = SHIPPED) -> list[dict[str, Cell]]:
    (sheet,) = (each for each in SHEETS if each.name == name)
    names = [column.name for column in sheet.columns]
    return [dict(zip(names, row, strict=True)) for row in sheet.rows(record, given)]


def only(*answers: Given, **more: Any) -> SharedRecord:
    (record,) = records(answers, **more)
    return record


def test_values_are_named_once_and_rated_by_the_week() -> None:
    step = next(s for s in EXERCISES["en", "values"].steps if isinstance(s, ListStep) and s.becomes)
    record = only(
        Given(exercise="values", step=step.id, revision=1, text="being fair"),
        Given(
            exercise="values-check-in",
            step="near",
            revision=1,
            text="being fair",
            label="Near",
            value=3,
            run_id="run-2",
        ),
        Given(
            exercise="values-check-in", step="near", number=1, skipped=True, text="outdoors", run_id="run-2"
        ),
        Given(exercise="values-check-in", step="pick", text="being fair", run_id="run-2"),
    )
    named, rated = rows("values", record)
    assert [named[each] for each in ("event", "value_text", "nearness")] == ["named", "being fair", None]
    assert [rated[each] for each in ("event", "value_text", "nearness", "nearness_label")] == [
        "rated",
        "being fair",
        3,
        "Near",
    ]


def test_measures_are_the_numbers_and_nothing_else() -> None:
    record = only(
        Given(text="words"),
        Given(step="calm", text="", label="Very", value=5),
        Given(step="calm", number=1, skipped=True, value=1),
        Given(step="calm", revision=1, text="", label="Some", value=3, run_id="run-2"),
    )
    first, second = rows("measures", record, context())
    assert [first[each] for each in ("step_id", "value_number", "value_label", "value_unit")] == [
        "calm",
        5,
        "Very",
        "scale 1 to 5",
    ]
    assert (second["value_number"], second["value_unit"]) == (3, None)


def test_notes_are_the_free_ones_and_those_for_the_session() -> None:
    record = only(
        Given(exercise="note", step="note", revision=1, text="remember the lake"),
        Given(exercise="for-session", step="note", revision=1, text="", media="voice", run_id="run-2"),
        Given(exercise="mistake-note", step="what", text="no note", run_id="run-3"),
    )
    found = rows("notes", record)
    assert [(each["kind"], each["note_text"], each["recorded"]) for each in found] == [
        ("note", "remember the lake", None),
        ("for-session", "", "voice"),
    ]


def test_homework_says_what_its_rates_are_rates_of() -> None:
    nudges = [
        occurrence(id="o-1", outcome="done"),
        occurrence(id="o-2", outcome="expired"),
        occurrence(id="o-3", outcome="held_safety"),
        occurrence(id="o-4", outcome=None, send_state="planned"),
        occurrence(id="o-5", outcome="done", assignment_id="another"),
    ]
    (record,) = records([Given(assignment_id="assignment-1")], nudges, homework=(GIVEN,))
    (row,) = rows("assignments", record)
    counted = {name: cell for name, cell in row.items() if name.startswith(("nudges", "runs"))}
    assert counted == {
        "nudges_planned": 4,
        "nudges_delivered": 2,
        "nudges_done": 1,
        "nudges_part": 0,
        "nudges_declined": 0,
        "nudges_expired": 1,
        "runs": 1,
    }
    assert (row["words"], row["own"], row["ended_utc"]) == ("a line on each slip", 0, None)


def test_plan_counts_weekdays_from_monday_and_is_whole_as_json() -> None:
    evening = replace(GIVEN, id="a-2", plan={"kind": "fixed", "days": [6], "at": None}, ended_at=MADE)
    first, second = rows("plans", only(Given(), homework=(GIVEN, evening)))
    assert [first[each] for each in ("weekdays", "wall_time", "trigger")] == ["1 5", "20:30", "fixed"]
    assert first["plan"] == '{"at": "20:30:00", "days": [0, 4], "kind": "fixed", "slot": 0}'
    assert [second[each] for each in ("weekdays", "wall_time", "until_utc")] == [
        "7",
        None,
        "2026-11-22T09:30:00+00:00",
    ]


def test_agreements_and_files_are_listed() -> None:
    agreed = SharedConsent(
        at=START, version="2026-11", choices={"sharing": "all", "tell_therapist": True, "country": "DE"}
    )
    made = SharedAccess(at=MADE, by="therapist", form="csv", since=START, until=MADE + timedelta(days=1))
    record = only(Given(), consents=(agreed,), accesses=(made,))
    (row,) = rows("consents", record)
    assert list(row.values()) == ["K7M2QX", "2026-10-24T18:00:05+00:00", "2026-11", "all", 1, "DE"]
    (row,) = rows("access_log", record)
    assert list(row.values()) == [
        "K7M2QX",
        "2026-11-22T09:30:00+00:00",
        "therapist",
        "csv",
        "2026-10-24T18:00:05+00:00",
        "2026-11-23T09:30:00+00:00",
    ]


def test_private_columns_do_not_exist() -> None:
    names = {column.name for sheet in SHEETS for column in sheet.columns}
    assert not {name for name in names if "nickname" in name or "telegram" in name or "chat" in name}
    assert slow_walk().id in context().by_name
