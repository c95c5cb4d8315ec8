"""Records to export, an exercise they belong to, and exports read back."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.core.exercise import Exercise, parse_exercise
from bot.core.record import ExportedOccurrence, SharedAnswer, SharedRecord, SharedRun
from bot.export.context import Context
from bot.export.selection import Selection

START = datetime(2026, 10, 24, 18, 0, 5, 250_000, tzinfo=UTC)
MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CODES = ("K7M2QX", "P4T9WZ")

SELECTION = Selection(
    clients=CODES, since=None, until=datetime(2026, 12, 1, tzinfo=UTC), made_at=MADE, app_version="0.1.0"
)


@dataclass(frozen=True, kw_only=True)
class Given:
    """One answer with the run it belongs to, flat."""

    client_code: str = "K7M2QX"
    exercise: str = "slow-walk"
    revision: int = 2
    language: str = "en"
    run_id: str = "run-1"
    trigger: str = "nudge"
    run_started: datetime = START
    run_ended: datetime | None = None
    run_outcome: str = "done"
    assignment_id: str | None = None
    occurrence_id: str | None = None
    words: str = ""
    entry_id: str = ""
    step: str = "saw"
    number: int = 0
    at: datetime = START + timedelta(seconds=40)
    zone: str = "Europe/Berlin"
    text: str = "a heron"
    value: int | None = None
    label: str = ""
    media: str = ""
    prompt: str = ""
    skipped: bool = False
    shared: bool = True


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


def answer(**changes: Any) -> Given:
    """An answer, with what matters to a test set."""
    return Given(**changes)


def occurrence(**changes: Any) -> ExportedOccurrence:
    """A nudge that was answered, with what matters to a test set."""
    return _OCCURRENCE._replace(**changes)


def texts(words: Sequence[str]) -> Iterator[Given]:
    """One run a text, in the order a database gives them."""
    for number, text in enumerate(words):
        yield answer(run_id=f"run-{number:06}", text=text)


def records(
    answers: Iterable[Given] = (), occurrences: Iterable[ExportedOccurrence] = (), **more: Any
) -> list[SharedRecord]:
    """What clients share, by code; `more` goes to each of them."""
    runs: dict[str, dict[str, list[Given]]] = {}
    for each in answers:
        runs.setdefault(each.client_code, {}).setdefault(each.run_id, []).append(each)
    nudges = list(occurrences)
    codes = sorted({*runs, *(each.client_code for each in nudges)}) or (["K7M2QX"] if more else [])
    return [
        SharedRecord(
            id=f"id of {code}",
            code=code,
            runs=tuple(_run(given) for given in runs.get(code, {}).values()),
            occurrences=tuple(each for each in nudges if each.client_code == code),
            **more,
        )
        for code in codes
    ]


def _run(given: Sequence[Given]) -> SharedRun:
    first = given[0]
    return SharedRun(
        id=first.run_id,
        exercise=first.exercise,
        revision=first.revision,
        language=first.language,
        trigger=first.trigger,
        zone=first.zone,
        started_at=first.run_started,
        ended_at=first.run_ended,
        outcome=first.run_outcome,
        assignment_id=first.assignment_id,
        occurrence_id=first.occurrence_id,
        words=first.words,
        answers=tuple(_answer(each) for each in given),
        shared=all(each.shared for each in given),
    )


def _answer(given: Given) -> SharedAnswer:
    return SharedAnswer(
        given.entry_id or f"{given.run_id}/{given.step}/{given.number}",
        given.step,
        given.number,
        given.at,
        given.text,
        given.value,
        given.label,
        given.media,
        given.skipped,
        prompt=given.prompt,
    )


def context(*exercises: Exercise, **changes: Any) -> Context:
    """What an export draws on; `changes` are the selection's."""
    return Context(replace(SELECTION, **changes), exercises or (slow_walk(),))


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


def read_head(path: Path) -> list[str]:
    """A CSV file's columns."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return next(csv.reader(stream))


def read_json(path: Path) -> Any:
    """A JSON file's document."""
    return json.loads(path.read_text(encoding="utf-8"))
