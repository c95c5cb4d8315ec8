"""The bundle is FHIR R4, every reference in it leads somewhere, and it names nobody."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from bot.content.exercises import load_exercises
from bot.core.record import SharedHomework, SharedRecord, SharedRecording
from bot.core.steps import ListStep
from bot.export.fhir import write_fhir
from tests.export.records import SELECTION, START, Given, context, occurrence, records, slow_walk

HOUR = timedelta(hours=1)
NAMING = next(
    step.id
    for step in load_exercises()["en", "values"].steps
    if isinstance(step, ListStep) and step.becomes == "values"
)
ASSIGNMENT = "0b9b7f4e-4b5e-4a57-9d5b-000000000001"


def homework(**changes: Any) -> SharedHomework:
    given = SharedHomework(
        id=ASSIGNMENT,
        exercise="mistake-note",
        own=False,
        kind="fixed",
        plan={"kind": "fixed", "days": [0, 2], "at": "20:30:00", "slot": 0},
        words="a line on each slip",
        given_at=START,
        ended_at=None,
    )
    return replace(given, **changes)


def a_year_of_one() -> list[SharedRecord]:
    """One client with something of everything."""
    note: dict[str, Any] = {
        "exercise": "mistake-note",
        "revision": 1,
        "run_id": "run-1",
        "assignment_id": ASSIGNMENT,
    }
    given_answers = [
        Given(step="what", text="sent the draft", **note),
        Given(step="size_now", text="", label="Big", value=4, at=START + timedelta(seconds=60), **note),
        Given(step="size_month", text="", label="Small", value=2, at=START + timedelta(seconds=70), **note),
        Given(step="lesson", skipped=True, text="", at=START + timedelta(seconds=80), **note),
        Given(exercise="values", revision=1, step=NAMING, run_id="run-2", text="being fair", entry_id="v1"),
        Given(exercise="if-then", revision=1, step="cue", run_id="run-3", text="", label="Late evening"),
        Given(exercise="if-then", revision=1, step="act", run_id="run-3", text="", label="feel my feet"),
        Given(step="saw", media="photo", run_id="run-4", text="the lake", entry_id="p1", run_outcome="part"),
        Given(step="saw", run_id="run-5", text="", run_outcome="open"),
    ]
    nudges = [
        occurrence(id="o-1", assignment_id=ASSIGNMENT),
        occurrence(id="o-2", assignment_id=ASSIGNMENT, send_state="unknown", outcome=None),
        occurrence(id="o-3", assignment_id=ASSIGNMENT, send_state="planned", outcome=None, sent_at=None),
        occurrence(id="o-4", assignment_id=ASSIGNMENT, send_state="failed", outcome="undeliverable"),
    ]
    recorded = {"p1": SharedRecording(state="kept", name="photo.jpg", size=9)}
    return records(given_answers, nudges, homework=(homework(),), recordings=recorded)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    exercises = (*load_exercises().values(), slow_walk())
    given_context = replace(context(*exercises), files={"p1": "recordings/K7M2QX-0001-2026-10-24.jpg"})
    path = tmp_path_factory.mktemp("fhir") / "bundle.json"
    (tmp_path_factory.getbasetemp() / "recordings").mkdir(exist_ok=True)
    (path.parent / "recordings").mkdir()
    (path.parent / "recordings" / "K7M2QX-0001-2026-10-24.jpg").write_bytes(b"jpeg")
    write_fhir(path, a_year_of_one(), given_context)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def of_kind(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == kind]


def test_bundle_follows_the_definitions_of_r4(bundle: dict[str, Any]) -> None:
    checked = Bundle.model_validate(bundle)
    assert len(checked.entry or ()) == len(bundle["entry"])
    kinds = Counter(each["resource"]["resourceType"] for each in bundle["entry"])
    assert kinds == {
        "Device": 1,
        "Questionnaire": len(load_exercises()) + 1,
        "Patient": 1,
        "Goal": 2,
        "CarePlan": 1,
        "Task": 1,
        "QuestionnaireResponse": 5,
        "Observation": 2,
        "Communication": 4,
        "DocumentReference": 1,
        "Provenance": 1,
    }


def test_every_reference_leads_to_a_resource_of_the_bundle(bundle: dict[str, Any]) -> None:
    there = {each["request"]["url"] for each in bundle["entry"]}
    assert len(there) == len(bundle["entry"])
    named = set(_references(bundle))
    assert named
    assert named <= there
    forms = {f"{each['url']}|{each['version']}" for each in of_kind(bundle, "Questionnaire")}
    assert {each["questionnaire"] for each in of_kind(bundle, "QuestionnaireResponse")} <= forms


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["reference"]] if isinstance(value.get("reference"), str) else []
        return own + [each for inner in value.values() for each in _references(inner)]
    return [each for inner in value for each in _references(inner)] if isinstance(value, list) else []


def test_questions_are_linked_by_their_steps(bundle: dict[str, Any]) -> None:
    for exercise in load_exercises().values():
        (form,) = (
            each
            for each in of_kind(bundle, "Questionnaire")
            if each["name"] == exercise.id.replace("-", "_") and each["language"] == exercise.language
        )
        assert [item["linkId"] for item in form["item"]] == [step.id for step in exercise.steps]


def test_states_of_runs_homework_and_nudges_are_told_apart(bundle: dict[str, Any]) -> None:
    responses = {each["id"]: each["status"] for each in of_kind(bundle, "QuestionnaireResponse")}
    assert (responses["run-1"], responses["run-4"], responses["run-5"]) == (
        "completed",
        "stopped",
        "in-progress",
    )
    (task,) = of_kind(bundle, "Task")
    assert (task["status"], task["output"][0]["valueReference"]) == (
        "in-progress",
        {"reference": "QuestionnaireResponse/run-1"},
    )
    assert [each["status"] for each in of_kind(bundle, "Communication")] == [
        "completed",
        "unknown",
        "preparation",
        "not-done",
    ]
    assert not any("received" in each for each in of_kind(bundle, "Communication"))


def test_goals_are_values_and_the_plan_in_the_clients_words(bundle: dict[str, Any]) -> None:
    assert [each["description"]["text"] for each in of_kind(bundle, "Goal")] == [
        "being fair",
        "Late evening → feel my feet",
    ]


def test_numbers_are_observations_of_their_response(bundle: dict[str, Any]) -> None:
    first, second = of_kind(bundle, "Observation")
    assert (first["valueInteger"], second["valueInteger"]) == (4, 2)
    assert first["derivedFrom"] == [{"reference": "QuestionnaireResponse/run-1"}]
    assert first["code"]["coding"][0]["code"] == "mistake-note@1/size_now"


def test_nobody_is_named(bundle: dict[str, Any]) -> None:
    (patient,) = of_kind(bundle, "Patient")
    assert set(patient) == {"resourceType", "id", "identifier"}
    assert patient["identifier"][0]["value"] == "K7M2QX"
    assert not of_kind(bundle, "Practitioner")


def test_second_export_changes_what_the_first_one_made(tmp_path: Path) -> None:
    where: list[set[str]] = []
    for day in range(2):
        made = SELECTION.made_at + timedelta(days=day)
        path = tmp_path / f"{day}.json"
        write_fhir(path, a_year_of_one(), context(*load_exercises().values(), made_at=made))
        (tmp_path / "manifest.json").unlink()
        entries = json.loads(path.read_text())["entry"]
        where.append({each["request"]["url"] for each in entries if "Provenance" not in each["fullUrl"]})
        assert {each["request"]["method"] for each in entries} == {"PUT"}
    assert where[0] == where[1]
