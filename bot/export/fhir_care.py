"""What surrounds the answers in FHIR: the client, homework, goals, numbers, nudges, recordings, and where it comes from."""

from collections.abc import Iterator

from bot.core.exercise import Exercise
from bot.core.record import ExportedOccurrence, SharedAnswer, SharedHomework, SharedRecord, SharedRun
from bot.core.steps import ListStep
from bot.export.answers import shown, timed, unit_of
from bot.export.cells import utc_stamp
from bot.export.context import Context
from bot.export.fhir_forms import canonical
from bot.export.fhir_terms import (
    ASSEMBLER,
    CLIENT_CODE,
    MIME,
    OCCURRENCE,
    STEP,
    SURVEY,
    TO_DO,
    Json,
    derived_id,
    extension,
    filled,
    plain_id,
    reference,
    text,
)
from bot.export.recordings import recorded_in

DEVICE = "between-sessions-coach"
_SENT = {"sent": "completed", "unknown": "unknown", "sending": "in-progress", "planned": "preparation"}


def patient_id(code: str) -> str:
    """The id of a client's resource."""
    return plain_id(code)


def device(version: str) -> Json:
    """The coach itself."""
    return {
        "resourceType": "Device",
        "id": DEVICE,
        "status": "active",
        "deviceName": [{"name": "Between-sessions coach", "type": "model-name"}],
        "version": [{"value": version}],
    }


def patient(record: SharedRecord) -> Json:
    """A client, by code alone: no name, no date, nothing else."""
    known = [{"system": CLIENT_CODE, "value": record.code}]
    return {"resourceType": "Patient", "id": patient_id(record.code), "identifier": known}


def task(record: SharedRecord, given: SharedHomework, context: Context) -> Json:
    """One piece of homework."""
    who = reference("Patient", patient_id(record.code))
    runs = [run for run in record.runs if run.assignment_id == given.id]
    exercise = context.by_name.get(given.exercise)
    form = [_parameter("questionnaire", valueCanonical=_form(exercise))] if exercise else []
    done = [_parameter("response", valueReference=reference("QuestionnaireResponse", run.id)) for run in runs]
    span = filled({"start": utc_stamp(given.given_at), "end": utc_stamp(given.ended_at)})
    return filled(
        {
            "resourceType": "Task",
            "id": given.id,
            "basedOn": [reference("CarePlan", _plan_id(record))],
            "status": "completed" if given.ended_at else "in-progress" if runs else "requested",
            "intent": "plan" if given.own else "order",
            "code": TO_DO,
            "description": text(given.words) or (exercise.title if exercise else given.exercise),
            "for": who,
            "authoredOn": utc_stamp(given.given_at),
            "requester": who if given.own else {"type": "Practitioner", "display": "therapist"},
            "owner": who,
            "restriction": {"period": span},
            "input": form,
            "output": done,
        }
    )


def care_plan(record: SharedRecord, goals: list[str]) -> Json:
    """All homework of one client."""
    return filled(
        {
            "resourceType": "CarePlan",
            "id": _plan_id(record),
            "status": "active",
            "intent": "plan",
            "title": "Homework between sessions",
            "subject": reference("Patient", patient_id(record.code)),
            "goal": [reference("Goal", goal) for goal in goals],
            "activity": [{"reference": reference("Task", given.id)} for given in record.homework],
        }
    )


def goals(record: SharedRecord, context: Context) -> Iterator[Json]:
    """What the client named as mattering, last, and the last if-then plan, as text."""
    latest: dict[str, list[tuple[str, str]]] = {}
    for run in record.runs:
        exercise = context.exercise(run.exercise, run.language)
        named = _named_in(run, exercise, context) if exercise else []
        if named:
            latest[run.exercise] = named
    for found in latest.values():
        for name, words in found:
            yield {
                "resourceType": "Goal",
                "id": name,
                "lifecycleStatus": "active",
                "description": {"text": text(words)},
                "subject": reference("Patient", patient_id(record.code)),
            }


def observations(record: SharedRecord, run: SharedRun, context: Context) -> Iterator[Json]:
    """Every number of a run."""
    exercise = context.exercise(run.exercise, run.language)
    for _, step, index, answer, question, *_ in timed(run, context):
        if answer.value is None or answer.skipped:
            continue
        known = exercise.step(step) if exercise else None
        code = {"system": STEP, "code": question.version}
        named = text(answer.text) or (known.name if known else step)
        unit = unit_of(answer, question)
        yield filled(
            {
                "resourceType": "Observation",
                "id": derived_id("observation", run.id, step, index),
                "status": "final",
                "category": [SURVEY],
                "code": {"coding": [code], "text": named},
                "subject": reference("Patient", patient_id(record.code)),
                "effectiveDateTime": utc_stamp(answer.at),
                "valueInteger": answer.value,
                "referenceRange": [{"text": unit}] if unit else [],
                "derivedFrom": [reference("QuestionnaireResponse", run.id)],
            }
        )


def communication(each: ExportedOccurrence, patient: str, context: Context) -> Json:
    """One nudge. It says when it was sent, never that it was read."""
    exercise = context.by_name.get(each.exercise)
    ends = (extension("planned", valueDateTime=utc_stamp(each.planned_at)),)
    outcome = (extension("outcome", valueCode=each.outcome),) if each.outcome else ()
    why = " ".join(part for part in (each.outcome or "", each.reason) if part)
    return filled(
        {
            "resourceType": "Communication",
            "id": each.id,
            "extension": [*ends, *outcome],
            "identifier": [{"system": OCCURRENCE, "value": each.id}],
            "basedOn": [reference("Task", each.assignment_id)],
            "status": _SENT.get(each.send_state, "not-done"),
            "statusReason": {"text": text(why)} if why else {},
            "subject": reference("Patient", patient),
            "topic": {"text": exercise.title if exercise else each.exercise},
            "sent": utc_stamp(each.sent_at),
            "recipient": [reference("Patient", patient)],
            "sender": reference("Device", DEVICE),
        }
    )


def documents(record: SharedRecord, context: Context) -> Iterator[Json]:
    """What was recorded or photographed and is kept; with its place where it goes along."""
    for run, answer in recorded_in(record):
        kept = record.recordings.get(answer.id)
        if kept is not None and kept.state == "kept":
            yield _document(record, run, answer, (kept.size, context.files.get(answer.id)))


def provenance(record: SharedRecord, context: Context) -> Json:
    """Where one client's resources come from."""
    made = utc_stamp(context.selection.made_at)
    targets = [
        reference("CarePlan", _plan_id(record)),
        *(reference("QuestionnaireResponse", run.id) for run in record.runs),
    ]
    return {
        "resourceType": "Provenance",
        "id": derived_id("provenance", record.code, context.selection.export_id),
        "target": targets,
        "recorded": made,
        "agent": [{"type": ASSEMBLER, "who": reference("Device", DEVICE)}],
    }


def _document(
    record: SharedRecord, run: SharedRun, answer: SharedAnswer, kept: tuple[int, str | None]
) -> Json:
    size, file = kept
    attachment = {
        "contentType": MIME.get(answer.media, MIME["document"]),
        "url": file,
        "size": size,
        "title": answer.media,
        "creation": utc_stamp(answer.at),
    }
    return {
        "resourceType": "DocumentReference",
        "id": derived_id("document", answer.id),
        "status": "current",
        "type": {"text": answer.media},
        "subject": reference("Patient", patient_id(record.code)),
        "date": utc_stamp(answer.at),
        "content": [{"attachment": filled(attachment)}],
        "context": {"related": [reference("QuestionnaireResponse", run.id)]},
    }


def _named_in(run: SharedRun, exercise: Exercise, context: Context) -> list[tuple[str, str]]:
    """The goals that a run holds: values one by one, an if-then plan as a whole. Ids and words."""
    given = [(step, answer) for _, step, _, answer, *_ in timed(run, context) if shown(answer)]
    if exercise.form == "plan":
        halves = [shown(answer) or "" for step, answer in given if step != "came_up"]
        return [(derived_id("goal", run.id), " → ".join(halves))] if halves else []
    naming = {step.id for step in exercise.steps if isinstance(step, ListStep) and step.becomes == "values"}
    return [(derived_id("goal", answer.id), answer.text) for step, answer in given if step in naming]


def _form(exercise: Exercise) -> str:
    return canonical(exercise.id, exercise.language, exercise.revision)


def _parameter(name: str, **value: object) -> Json:
    return {"type": {"text": name}, **value}


def _plan_id(record: SharedRecord) -> str:
    return derived_id("care-plan", record.code)
