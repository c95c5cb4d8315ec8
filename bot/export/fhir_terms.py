"""What every FHIR resource of an export shares: names of systems, ids, references, and small elements."""

import re
from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from bot.export.guard import visible

BASE = "https://between-sessions-coach.invalid/fhir/"
"""Where the resources would live; the domain is one of those reserved for leading nowhere."""
CLIENT_CODE, RUN, STEP, OPTION, OCCURRENCE = (
    f"{BASE}{kind}" for kind in ("client-code", "run", "step", "option", "occurrence")
)
EXTENSION = f"{BASE}StructureDefinition/"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
LEAST, MOST = (f"http://hl7.org/fhir/StructureDefinition/{each}Value" for each in ("min", "max"))
SURVEY = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}]
}
TO_DO = {
    "coding": [{"system": "http://hl7.org/fhir/uv/sdc/CodeSystem/temp", "code": "complete-questionnaire"}]
}
ASSEMBLER = {
    "coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "code": "assembler"}
    ]
}
MIME = {
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "photo": "image/jpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "document": "application/octet-stream",
}

Json = dict[str, object]
_UNHOLDABLE = re.compile(r"[^A-Za-z0-9.-]")


def derived_id(*parts: object) -> str:
    """An id that the same parts give again."""
    return str(uuid5(NAMESPACE_URL, BASE + "|".join(str(part) for part in parts)))


def plain_id(name: str) -> str:
    """`name` as an id may be written."""
    return _UNHOLDABLE.sub("-", name)[:64]


def reference(kind: str, name: str) -> Json:
    """A reference to a resource of the same bundle."""
    return {"reference": f"{kind}/{name}"}


def extension(name: str, **value: object) -> Json:
    """One of our own, or under its whole address a standard one."""
    return {"url": name if ":" in name else f"{EXTENSION}{name}", **value}


def text(words: str) -> str:
    """Words with nothing in them that a FHIR string cannot hold."""
    return visible(words)


def filled(resource: Mapping[str, object]) -> Json:
    """The resource without what is empty: FHIR knows neither null nor empty lists and strings."""
    return {name: value for name, value in resource.items() if value not in (None, "", [], {})}
