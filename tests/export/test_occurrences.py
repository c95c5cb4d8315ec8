"""The table of nudges: one row each, with what is known about it and nothing else."""

from datetime import timedelta
from typing import get_args

import pytest

from bot.core.changes import Outcome
from bot.core.plan import Plan
from bot.core.record import ExportedOccurrence
from bot.export.cells import Cell
from bot.export.codebook import codebook_rows
from bot.export.occurrences import COLUMNS, rows
from tests.export.records import START, context, occurrence, records

NAMES = [column.name for column in COLUMNS]
HOUR = timedelta(hours=1)


def row(each: ExportedOccurrence) -> dict[str, Cell]:
    (record,) = records(occurrences=[each])
    (found,) = rows(record, context())
    return dict(zip(NAMES, found, strict=True))


def test_occurrences_have_the_promised_columns() -> None:
    assert " ".join(NAMES) == (
        "occurrence_id client_code exercise_id trigger planned_utc planned_local tz window_start window_end "
        "sent_utc send_state first_reaction_utc started_utc completed_utc expired_utc snoozed_n snooze_last "
        "reminder_utc outcome reason assignment_id delivered"
    )


def test_answered_nudge_fills_its_row() -> None:
    assert row(occurrence(reminder_at=START + HOUR)) == {
        "occurrence_id": "occurrence-1",
        "client_code": "K7M2QX",
        "exercise_id": "slow-walk",
        "trigger": "fixed",
        "planned_utc": "2026-10-24T18:00:05+00:00",
        "planned_local": "2026-10-24T20:00:05+02:00",
        "tz": "Europe/Berlin",
        "window_start": "2026-10-24T18:00:05+00:00",
        "window_end": "2026-10-24T20:00:05+00:00",
        "sent_utc": "2026-10-24T18:00:06+00:00",
        "send_state": "sent",
        "first_reaction_utc": "2026-10-24T18:00:25+00:00",
        "started_utc": "2026-10-24T18:00:35+00:00",
        "completed_utc": "2026-10-24T18:01:35+00:00",
        "expired_utc": None,
        "snoozed_n": 0,
        "snooze_last": None,
        "reminder_utc": "2026-10-24T19:00:05+00:00",
        "outcome": "done",
        "reason": "",
        "assignment_id": "assignment-1",
        "delivered": 1,
    }


def test_expired_nudge_says_when_and_nothing_of_a_reaction() -> None:
    found = row(occurrence(outcome="expired", reason="no answer", started_at=None, first_reaction_at=None))
    assert [found[name] for name in ("expired_utc", "completed_utc", "first_reaction_utc", "reason")] == [
        "2026-10-24T20:00:05+00:00",
        None,
        None,
        "no answer",
    ]


def test_declined_nudge_is_not_completed() -> None:
    found = row(occurrence(outcome="declined", started_at=None))
    assert (found["first_reaction_utc"], found["completed_utc"]) == ("2026-10-24T18:00:25+00:00", None)


def test_nudge_put_off_says_to_when_and_keeps_its_first_reaction() -> None:
    found = row(occurrence(snoozed=2, due_at=START + HOUR))
    assert (found["snoozed_n"], found["snooze_last"]) == (2, "2026-10-24T19:00:05+00:00")
    assert (found["window_start"], found["planned_utc"]) == (
        "2026-10-24T19:00:05+00:00",
        "2026-10-24T18:00:05+00:00",
    )
    assert found["first_reaction_utc"] == "2026-10-24T18:00:25+00:00"


def test_codebook_explains_every_kind_of_plan_that_nudges() -> None:
    explained = {cells[3] for cells in codebook_rows([]) if cells[:3] == ("code", "occurrences", "trigger")}
    kinds = {each.__dataclass_fields__["kind"].default for each in get_args(Plan)}
    assert kinds - {"on_demand"} <= explained


@pytest.mark.parametrize(
    ("send_state", "outcome", "counts"),
    [
        ("sent", "done", 1),
        ("sent", "expired", 1),
        ("unknown", None, 1),
        ("sent", "undeliverable", 0),
        ("sent", "held_safety", 0),
        ("failed", "undeliverable", 0),
        ("never", "not_offered", 0),
        ("planned", None, 0),
    ],
)
def test_denominator_is_written_out(send_state: str, outcome: str | None, counts: int) -> None:
    assert row(occurrence(send_state=send_state, outcome=outcome))["delivered"] == counts


def test_open_nudge_has_no_outcome() -> None:
    found = row(occurrence(outcome=None, send_state="planned", sent_at=None, started_at=None, ended_at=None))
    assert [found[name] for name in ("outcome", "sent_utc", "send_state")] == [None, None, "planned"]


def test_codebook_explains_every_outcome() -> None:
    explained = {cells[3] for cells in codebook_rows([]) if cells[:3] == ("code", "occurrences", "outcome")}
    assert set(get_args(Outcome)) <= explained
