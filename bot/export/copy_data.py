"""A client's own copy as plain values for JSON: everything that is kept, whole, under names that say what it is."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum

from bot.core.own_record import OwnAnswer, OwnRecord, OwnRun
from bot.core.person import dump_plan, dump_profile
from bot.export.cells import utc_stamp

SCHEMA_VERSION = 1


class Missing(Enum):
    """Why a recording is not in the copy."""

    WANTED = "not fetched from Telegram yet"
    GONE = "Telegram no longer had it"
    LOST = "its file could not be found"
    TOO_LARGE = "there was no room for it in one file"


@dataclass(frozen=True, slots=True)
class Packed:
    """A recording in the copy: the name of its file, or why it is missing."""

    file: str = ""
    missing: Missing | None = None


Recordings = Mapping[str, Packed]
"""By the id of the answer."""


def copy_document(
    record: OwnRecord, recordings: Recordings, made_at: datetime, app_version: str
) -> dict[str, object]:
    """The whole copy; instants are ISO 8601 in UTC."""
    return {
        "schema": "between-sessions-coach/own-copy",
        "schema_version": SCHEMA_VERSION,
        "made_at": utc_stamp(made_at),
        "app_version": app_version,
        "client_code": record.code,
        "therapist": record.therapist,
        "joined_at": utc_stamp(record.joined_at),
        "last_heard_at": utc_stamp(record.heard_at),
        "choices": json.loads(dump_profile(record.profile)),
        "conversation": json.loads(record.session),
        "agreements": [_plain(asdict(each)) for each in record.consents],
        "homework": [
            _plain(asdict(each)) | {"plan": json.loads(dump_plan(each.plan))} for each in record.homework
        ],
        "sessions": [_plain(asdict(each)) for each in record.sessions],
        "summaries_by_the_therapist": [_plain(asdict(each)) for each in record.summaries],
        "runs": [_run(each, recordings) for each in record.runs],
        "nudges": [_plain(each._asdict()) for each in record.nudges],
        "help_card_shown": [_plain(asdict(each)) for each in record.cards],
        "timers": [_plain(asdict(each)) for each in record.timers],
        "who_did_what_with_it": [_plain(asdict(each)) for each in record.deeds],
        "files_made_of_what_you_share": [_plain(asdict(each)) for each in record.accesses],
    }


def _run(run: OwnRun, recordings: Recordings) -> dict[str, object]:
    answers = [_answer(each, recordings.get(each.id)) for each in run.answers]
    return _plain(asdict(run)) | {"answers": answers}


def _answer(answer: OwnAnswer, packed: Packed | None) -> dict[str, object]:
    values = {name: value for name, value in asdict(answer).items() if not name.startswith("recording")}
    if packed is not None:
        values["recording"] = packed.file or None
        values["recording_missing"] = packed.missing.value if packed.missing else None
    return _plain(values)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _stamped(value) for name, value in values.items()}


def _stamped(value: object) -> object:
    match value:
        case datetime():
            return utc_stamp(value)
        case date():
            return value.isoformat()
        case _:
            return value
