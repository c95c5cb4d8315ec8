"""One row a doing, its answers side by side, and four codes for what is not there."""

from datetime import timedelta

import pytest

from bot.content.exercises import load_exercises
from bot.core.exercise import Exercise
from bot.export.cells import Cell, Table
from bot.export.wide import Shapes
from tests.export.records import START, Given, answer, context, occurrence, records, slow_walk

SHIPPED = load_exercises()


def tables(*answers: Given, exercise: Exercise | None = None, nudges: tuple[object, ...] = ()) -> list[Table]:
    shapes = Shapes(context(*((exercise,) if exercise else ())))
    return [table for record in records(answers, nudges) for table in shapes.tables(record)]  # type: ignore[arg-type]  # nudges


def rows(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip([c.name for c in table.columns], row, strict=True)) for row in table.rows]


def test_answers_of_a_run_stand_side_by_side() -> None:
    (table,) = tables(
        answer(text="a heron"),
        answer(text="a bench", number=1),
        answer(step="calm", text="", label="Very", value=5),
        answer(step="close", text="home"),
    )
    assert table.name == "runs_wide_slow-walk"
    (row,) = rows(table)
    assert [row[name] for name in ("saw.1", "saw.2", "saw.3", "saw.state")] == [
        "a heron",
        "a bench",
        None,
        "answered",
    ]
    assert [row[name] for name in ("calm", "calm.number", "calm.state", "close", "close.state")] == [
        "Very",
        5,
        "answered",
        "home",
        "answered",
    ]
    assert row["other_answers"] is None


def test_empty_skipped_not_asked_and_expired_have_codes_of_their_own() -> None:
    expired = occurrence(id="o-9", outcome="expired", started_at=None)
    (table,) = tables(
        answer(text="", media="voice"),
        answer(step="calm", skipped=True, label="Very", value=5),
        nudges=(expired,),
    )
    run, nudge = rows(table)
    states = ("saw.state", "calm.state", "close.state")
    assert [run[name] for name in states] == ["empty", "skipped", "not_asked"]
    assert [nudge[name] for name in states] == ["expired"] * 3
    assert (run["calm"], run["calm.number"]) == (None, None)
    assert (nudge["run_id"], nudge["occurrence_id"], nudge["outcome"]) == (None, "o-9", "expired")


def test_nudge_that_was_taken_up_before_it_ran_out_has_no_row_of_its_own() -> None:
    taken = occurrence(outcome="expired", started_at=START)
    assert tables(nudges=(taken, occurrence(outcome="done"))) == []


def test_answer_of_an_earlier_revision_is_not_lost() -> None:
    (table,) = tables(answer(step="bench", text="by the water"), answer(number=7, text="a swan"))
    (row,) = rows(table)
    assert row["other_answers"] == (
        '[{"step_id": "bench", "list_index": 0, "text": "by the water", "label": "", "number": null}, '
        '{"step_id": "saw", "list_index": 7, "text": "a swan", "label": "", "number": null}]'
    )


def test_exercise_that_has_gone_keeps_its_runs() -> None:
    (table,) = tables(answer(exercise="gone", step="x", text="y"))
    (row,) = rows(table)
    assert (table.name, row["run_id"]) == ("runs_wide_gone", "run-1")
    assert '"text": "y"' in str(row["other_answers"])


def test_two_numbers_on_one_scale_are_before_and_after() -> None:
    note = SHIPPED["en", "mistake-note"]
    (table,) = tables(
        answer(exercise=note.id, step="size_now", text="", label="Big", value=4),
        answer(exercise=note.id, step="size_month", text="", label="Small", value=2),
        exercise=note,
    )
    (row,) = rows(table)
    assert [row[name] for name in ("before", "after", "delta")] == [4, 2, -2]


def test_half_of_a_pair_has_no_difference() -> None:
    note = SHIPPED["en", "mistake-note"]
    (table,) = tables(answer(exercise=note.id, step="size_now", text="", label="Big", value=4), exercise=note)
    (row,) = rows(table)
    assert [row[name] for name in ("before", "after", "delta")] == [4, None, None]


@pytest.mark.parametrize("exercise", SHIPPED.values(), ids=lambda each: f"{each.language}-{each.id}")
def test_every_exercise_has_a_table_with_a_name_for_each_column(exercise: Exercise) -> None:
    (table,) = tables(answer(exercise=exercise.id, step=exercise.steps[0].id), exercise=exercise)
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert {f"{step.id}.state" for step in exercise.steps} <= set(names)


def test_step_that_is_called_like_a_column_gets_another_name() -> None:
    odd = slow_walk()
    renamed = odd.model_copy(
        update={"steps": (*odd.steps[:2], odd.steps[2].model_copy(update={"id": "outcome"}))}
    )
    (table,) = tables(answer(step="outcome", text="x"), exercise=renamed)
    (row,) = rows(table)
    assert (row["outcome"], row["step.outcome"], row["outcome.state"]) == ("done", "x", "answered")


def test_before_of_a_second_half_is_what_the_first_half_got() -> None:
    halves = [
        each for each in SHIPPED.values() if each.closing.compare and "." in each.closing.compare.before
    ]
    for second in halves:
        compare = second.closing.compare
        assert compare is not None
        name, _, step = compare.before.partition(".")
        first = second.recalls[name]
        (table,) = (
            table
            for table in tables(
                answer(exercise=first, step=step, text="", value=7, run_id="run-1"),
                answer(
                    exercise=second.id,
                    step=compare.after,
                    text="",
                    value=3,
                    run_id="run-2",
                    run_started=START + timedelta(hours=5),
                    at=START + timedelta(hours=6),
                ),
                exercise=second,
            )
            if table.name.endswith(second.id)
        )
        (row,) = rows(table)
        assert [row[each] for each in ("before", "after", "delta")] == [7, 3, -4]
