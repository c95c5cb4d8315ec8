"""Writes an export as one FHIR R4 transaction bundle, a client at a time."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.core.record import SharedRecord
from bot.export.cells import utc_stamp
from bot.export.context import Context
from bot.export.fhir_care import (
    care_plan,
    communication,
    device,
    documents,
    goals,
    observations,
    patient,
    patient_id,
    provenance,
    task,
)
from bot.export.fhir_forms import questionnaire, response
from bot.export.fhir_terms import BASE, Json, reference
from bot.export.manifest import manifest_of
from bot.export.selection import admitted
from bot.export.whole import open_new
from bot.export.write import write_manifest


def write_fhir(path: Path, records: Iterable[SharedRecord], context: Context) -> dict[str, Path]:
    """Write the bundle at `path` and manifest.json beside it; returns where they are.

    Every resource is put under an id of its own, so that a second import changes what the first one made. Raises
    OSError, and what `admitted` or the records' source raise.
    """
    selection = context.selection
    with open_new(path, "utf-8") as stream:
        stream.write(
            f'{{"resourceType": "Bundle", "id": "{selection.export_id}", "type": "transaction",\n'
            f'"timestamp": "{utc_stamp(selection.made_at)}", "entry": ['
        )
        for number, resource in enumerate(_resources(records, context)):
            stream.write(f"{',' if number else ''}\n{json.dumps(_entry(resource), ensure_ascii=False)}")
        stream.write("\n]}\n")
    recorded = {name: path.parent / name for name in context.files.values()}
    files = {"fhir_bundle": path, **recorded}
    manifest = manifest_of(selection, {}, files, root=path.parent)
    return files | {"manifest": write_manifest(path.parent, manifest)}


def _resources(records: Iterable[SharedRecord], context: Context) -> Iterator[Json]:
    yield device(context.selection.app_version)
    for exercise in sorted(context.exercises, key=lambda each: (each.id, each.language)):
        yield questionnaire(exercise)
    for record in admitted(records, context.selection):
        yield from _of_client(record, context)


def _of_client(record: SharedRecord, context: Context) -> Iterator[Json]:
    who = patient_id(record.code)
    aims = list(goals(record, context))
    yield patient(record)
    yield from aims
    plan = care_plan(record, [str(goal["id"]) for goal in aims])
    yield plan
    for given in record.homework:
        yield task(record, given, context)
    known = {given.id for given in record.homework}
    for run in record.runs:
        based = [reference("CarePlan", str(plan["id"]))] if run.assignment_id in known else []
        yield response(run, who, context) | ({"basedOn": based} if based else {})
        yield from observations(record, run, context)
    for each in record.occurrences:
        yield communication(each, who, context)
    yield from documents(record, context)
    yield provenance(record, context)


def _entry(resource: Json) -> Json:
    where = f"{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": f"{BASE}{where}", "resource": resource, "request": {"method": "PUT", "url": where}}
