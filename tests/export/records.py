"""Records to export, an exercise they belong to, and exports read back."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.core.exercise import Exercise, parse_exercise
from bot.core.record import ExportedAnswer, ExportedOccurrence
from bot.export.selection import Selection

START = datetime(2026, 10, 24, 18, 0, 5, 250_000, tzinfo=UTC)
MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CODES = ("K7M2QX", "P4T9WZ")

SELECTION = Selection(
    clients=CODES, since=None, until=datetime(2026, 12, 1, tzinfo=UTC), made_at=MADE, app_version="0.1.0"
)

_ANSWER = ExportedAnswer(
    client_code="K7M2QX",
    exercise="slow-walk",
    revision=2,
    language="en",
    run_id="run-1",
    trigger="nudge",
    run_started=START,
    run_ended=None,
    run_outcome="done",
    assignment_id=None,
    occurrence_id=None,
    entry_id="entry-1",
    step="saw",
    number=0,
    at=START + timedelta(seconds=40),
    zone="Europe/Berlin",
    text="a heron",
    value=None,
    label="",
    media="",
    skipped=False,
    revisions=0,
    revised_at=None,
)
_OCCURRENCE = ExportedOccurrence(
    client_code="K7M2QX",
    id="occurrence-1",
    assignment_id="assignment-1",
    exercise="slow-walk",
    trigger="fixed",
    local_date=START.date(),
    slot=0,
    zone="Europe/Berlin",
    planned_at=START,
    due_at=START,
    expires_at=START + timedelta(hours=2),
    send_state="sent",
    outcome="done",
    reason="",
    sent_at=START + timedelta(seconds=1),
    first_reaction_at=START + timedelta(seconds=20),
    started_at=START + timedelta(seconds=30),
    ended_at=START + timedelta(seconds=90),
    reminder_at=None,
    snoozed=0,
)


def answer(**changes: Any) -> ExportedAnswer:
    """An answer, with what matters to a test set."""
    return replace(_ANSWER, **changes)


def occurrence(**changes: Any) -> ExportedOccurrence:
    """A nudge that was answered, with what matters to a test set."""
    return replace(_OCCURRENCE, **changes)


def texts(words: Sequence[str]) -> Iterator[ExportedAnswer]:
    """One run a text, in the order a database gives them."""
    for number, text in enumerate(words):
        yield answer(run_id=f"run-{number:06}", text=text)


def slow_walk(**changes: Any) -> Exercise:
    """An exercise with a list, a choice and a text."""
    examples = ["a tree", "a bench", "a dog"]
    steps = [
        {
            "id": "saw",
            "kind": "list",
            "name": "Seen",
            "ask": ["What did you see?", "What was there to see?"],
            "examples": examples,
            "most": 3,
            "more": ["Another?"],
            "enough": "That's all",
            "another": "One more",
        },
        {
            "id": "calm",
            "kind": "choice",
            "name": "Calm",
            "ask": ["How calm is it now?"],
            "options": [
                {"id": "low", "label": "Hardly", "value": 1},
                {"id": "high", "label": "Very", "value": 5},
            ],
        },
        {"id": "close", "kind": "text", "name": "Close", "ask": ["- and then?"], "examples": examples},
    ]
    document: dict[str, object] = {
        "id": "slow-walk",
        "code": "E03",
        "revision": 2,
        "language": "en",
        "title": "A slow walk",
        "gist": "a walk",
        "why": "Looking takes time.",
        "minutes": 5,
        "evidence": {"grade": "D", "source": "none"},
        "author": "tests",
        "reviewed_by": "",
        "reviewed_on": "",
        "rhythm": {"kind": "on_demand"},
        "tiny": ["saw"],
        "prompt": {"vague": ["a"] * 4, "full": ["a"] * 4, "again": ["a"]},
        "steps": steps,
        "closing": {"say": ["Kept."]},
    }
    return parse_exercise(document | changes)


def read_table(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows by column, cells as they stand in the file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def read_json(path: Path) -> Any:
    """A JSON file's document."""
    return json.loads(path.read_text(encoding="utf-8"))
