"""Packs a client's own copy: one zip with everything as data, as a page to read, and what was recorded."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from bot.core.library import Library
from bot.core.own_record import OwnAnswer, OwnRecord
from bot.export.archive import entry_of
from bot.export.copy_data import Missing, Packed, Recordings, copy_document
from bot.export.copy_page import copy_page
from bot.export.recordings import ROOM
from bot.export.tongue import tongue_of
from bot.export.whole import all_or_none

Read = Callable[[str], bytes | None]
"""The recording of the answer with this id; None where its file cannot be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """When a copy is made, by which release, and from what it takes its words."""

    library: Library
    made_at: datetime
    app_version: str


def write_copy(path: Path, record: OwnRecord, read: Read, making: Making) -> Path:
    """Write the zip at `path`: client_copy.json, client_copy.html and the recordings under media/. Returns `path`.

    Where recordings do not all fit, the newest go in and both files say which are missing, and why. Raises OSError, and
    what `read` raises; `path` is then as it was before.
    """
    with all_or_none(path.parent, (path.name,)) as hidden:
        target = hidden / path.name
        target.touch(mode=0o600)
        with ZipFile(target, "w") as archive:
            recordings = _pack(archive, record, read)
            for name, text in _texts(record, recordings, making).items():
                archive.writestr(entry_of(name, ZIP_DEFLATED), text)
    return path


def _texts(record: OwnRecord, recordings: Recordings, making: Making) -> dict[str, str]:
    document = copy_document(record, recordings, making.made_at, making.app_version)
    tongue = tongue_of(making.library, record.profile.language, record.profile.zone)
    return {
        "client_copy.json": json.dumps(document, ensure_ascii=False, indent=2) + "\n",
        "client_copy.html": copy_page(record, recordings, tongue, making.made_at),
    }


def _pack(archive: ZipFile, record: OwnRecord, read: Read) -> Recordings:
    recorded = [each for run in record.runs for each in run.answers if each.recording]
    names = {each.id: _name(n, each) for n, each in enumerate(sorted(recorded, key=_age), start=1)}
    room, packed = ROOM, {}
    for each in sorted(recorded, key=_age, reverse=True):
        packed[each.id] = _add(archive, each, names[each.id], (read, room))
        if packed[each.id].file:
            room -= each.recording_size
    return packed


def _add(archive: ZipFile, answer: OwnAnswer, name: str, source: tuple[Read, int]) -> Packed:
    read, room = source
    if answer.recording != "kept":
        return Packed(missing=Missing.GONE if answer.recording == "gone" else Missing.WANTED)
    if answer.recording_size > room:
        return Packed(missing=Missing.TOO_LARGE)
    content = read(answer.id)
    if content is None:
        return Packed(missing=Missing.LOST)
    archive.writestr(entry_of(name, ZIP_STORED), content)
    return Packed(file=name)


def _age(answer: OwnAnswer) -> tuple[datetime, str]:
    return (answer.at, answer.id)


def _name(number: int, answer: OwnAnswer) -> str:
    return f"media/{number:03}-{answer.at.date().isoformat()}-{answer.recording_name}"
