"""The table of answers: one row an answer, in one order, with what the exercise says about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.export import answers as answers_long
from bot.export.answers import COLUMNS
from bot.export.cells import Cell
from tests.export.records import SELECTION, START, Given, answer, context, records

NAMES = [column.name for column in COLUMNS]


def rows(*answers: Given, **selection: Any) -> list[dict[str, Cell]]:
    given = context(**selection)
    found = [row for record in records(answers) for row in answers_long.rows(record, given)]
    return [dict(zip(NAMES, row, strict=True)) for row in found]


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_answers_have_the_promised_columns() -> None:
    assert " ".join(NAMES) == (
        "export_id client_code exercise_id exercise_version run_id step_id step_no question_text_version "
        "answer_type value_text value_number value_unit list_index skipped answered_utc answered_local tz "
        "response_seconds language shared"
    )


def test_answer_in_words_fills_its_row() -> None:
    assert rows(answer()) == [
        {
            "export_id": SELECTION.export_id,
            "client_code": "K7M2QX",
            "exercise_id": "slow-walk",
            "exercise_version": 2,
            "run_id": "run-1",
            "step_id": "saw",
            "step_no": 1,
            "question_text_version": "slow-walk@2/saw",
            "answer_type": "list",
            "value_text": "a heron",
            "value_number": None,
            "value_unit": None,
            "list_index": 0,
            "skipped": 0,
            "answered_utc": "2026-10-24T18:00:45+00:00",
            "answered_local": "2026-10-24T20:00:45+02:00",
            "tz": "Europe/Berlin",
            "response_seconds": 40,
            "language": "en",
            "shared": 1,
        }
    ]


def test_choice_gives_label_number_and_scale() -> None:
    (row,) = rows(answer(step="calm", text="", label="Hardly", value=1))
    assert (row["answer_type"], row["value_text"], row["value_number"]) == ("choice", "Hardly", 1)
    assert row["value_unit"] == "scale 1 to 5"


def test_scale_of_another_revision_is_not_claimed() -> None:
    (row,) = rows(answer(step="calm", text="", label="Some", value=3, revision=1))
    assert (row["value_number"], row["value_unit"], row["question_text_version"]) == (
        3,
        None,
        "slow-walk@1/calm",
    )


def test_skipped_step_is_marked_and_empty() -> None:
    (row,) = rows(answer(step="calm", text="before it was skipped", value=3, skipped=True))
    assert [row[name] for name in ("skipped", "value_text", "value_number", "value_unit")] == [
        1,
        None,
        None,
        None,
    ]
    assert row["answer_type"] == "choice"


def test_recording_is_empty_but_not_skipped() -> None:
    (row,) = rows(answer(text="", media="voice"))
    assert [row[name] for name in ("answer_type", "value_text", "skipped")] == ["voice", "", 0]


def test_step_that_has_gone_keeps_its_answer_at_the_end_of_the_run() -> None:
    found = rows(answer(step="bench", text="an old step"), answer(step="close", at=after(50)))
    assert [(row["step_id"], row["step_no"], row["answer_type"]) for row in found] == [
        ("close", 3, "text"),
        ("bench", None, "text"),
    ]


def test_language_without_its_own_file_is_placed_by_another() -> None:
    (row,) = rows(answer(step="close", language="de"))
    assert (row["step_no"], row["language"]) == (3, "de")


def test_rows_of_a_run_come_by_step_and_place_in_the_list() -> None:
    given = (
        answer(step="close", at=after(10)),
        answer(step="saw", number=1, at=after(30)),
        answer(step="calm", at=after(40)),
        answer(step="saw", number=0, at=after(50)),
    )
    assert [(row["step_id"], row["list_index"]) for row in rows(*given)] == [
        ("saw", 0),
        ("saw", 1),
        ("calm", 0),
        ("close", 0),
    ]


def test_response_seconds_count_from_the_answer_before() -> None:
    given = (
        answer(step="close", at=after(10)),
        answer(step="saw", at=after(100)),
        answer(step="calm", at=after(130)),
    )
    assert [row["response_seconds"] for row in rows(*given)] == [90, 30, 10]


def test_response_seconds_start_anew_with_each_run() -> None:
    second = answer(run_id="run-2", run_started=after(500), at=after(507))
    assert [row["response_seconds"] for row in rows(answer(at=after(40)), second)] == [40, 7]


def test_response_seconds_are_not_guessed_where_the_range_cuts_a_run() -> None:
    given = (answer(at=after(40)), answer(step="calm", at=after(50)))
    assert [row["response_seconds"] for row in rows(*given, since=after(20))] == [None, 10]
    assert [row["response_seconds"] for row in rows(*given, since=START)] == [40, 10]


def test_response_seconds_stay_empty_when_the_clock_was_set_back() -> None:
    (row,) = rows(answer(at=START - timedelta(hours=1)))
    assert row["response_seconds"] is None


def test_local_time_follows_the_clocks_of_the_zone() -> None:
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    given = [answer(run_id=f"run-{n}", run_started=night, at=night + timedelta(hours=n)) for n in range(2)]
    assert [row["answered_local"] for row in rows(*given)] == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]


def test_unknown_zone_leaves_the_local_time_empty() -> None:
    (row,) = rows(answer(zone="Mars/Olympus_Mons"))
    assert [row[name] for name in ("answered_local", "tz")] == [None, "Mars/Olympus_Mons"]
    assert row["answered_utc"] == "2026-10-24T18:00:45+00:00"


def test_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        rows(answer(at=START.replace(tzinfo=None)))


def test_two_clients_with_runs_of_one_name_stay_apart() -> None:
    found = rows(answer(text="mine"), answer(client_code="P4T9WZ", text="hers", at=after(45)))
    assert [(row["client_code"], row["value_text"], row["response_seconds"]) for row in found] == [
        ("K7M2QX", "mine", 40),
        ("P4T9WZ", "hers", 45),
    ]


def test_order_is_the_same_however_the_answers_of_a_run_arrive() -> None:
    given = [answer(step=step, number=n, at=after(n)) for step in ("close", "saw", "calm") for n in range(3)]
    first, *others = [rows(*given[n:], *given[:n]) for n in range(len(given))]
    assert all(before == first for before in others)
    assert [row["step_no"] for row in first] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_answer_says_which_of_several_questions_it_is_to() -> None:
    [row] = rows(answer(prompt="sight-mirror"))
    assert row["question_text_version"] == "slow-walk@2/saw/sight-mirror"
