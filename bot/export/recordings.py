"""The table `recordings`: what was recorded or photographed, and where it lies if it goes along."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from bot.core.record import SharedAnswer, SharedRecord, SharedRun
from bot.export.cells import Column, Row, local_stamp, utc_stamp
from bot.export.context import Context
from bot.export.selection import safe_name

COLUMNS = (
    Column("client_code", "The client's random code."),
    Column("run_id", "The doing it belongs to; with step_id and list_index it names the answer."),
    Column("step_id", "The question it answers."),
    Column("list_index", "The place in a list answer, from 0.", ours=True),
    Column("kind", "voice, video_note, video, photo, audio or document."),
    Column("state", "kept; wanted: not fetched from Telegram yet; gone: Telegram no longer had it."),
    Column("bytes", "How large it is; empty unless it is kept.", ours=True),
    Column(
        "file", "Where it lies beside this table; empty where recordings do not go along, or not this one."
    ),
    Column("recorded_utc", "When it came, in UTC.", ours=True),
    Column("recorded_local", "The same moment on the client's clock.", ours=True),
)
FOLDER = "recordings"
ROOM = 45 << 20
"""Bytes of recordings that go into one file: Telegram takes files of 50 MB from a bot."""
_ENDING = re.compile(r"[A-Za-z0-9]{1,8}")


def rows(record: SharedRecord, context: Context) -> Iterator[Row]:
    """One client's rows, in the order of COLUMNS."""
    for run, answer in recorded_in(record):
        kept = record.recordings.get(answer.id)
        state, size = (kept.state, kept.size) if kept else ("gone", 0)
        yield (
            record.code,
            run.id,
            answer.step,
            answer.number,
            answer.media,
            state,
            size if state == "kept" else None,
            context.files.get(answer.id),
            utc_stamp(answer.at),
            local_stamp(answer.at, run.zone),
        )


def recorded_in(record: SharedRecord) -> Iterator[tuple[SharedRun, SharedAnswer]]:
    """Every answer that was recorded, with its run."""
    for run in record.runs:
        for answer in run.answers:
            if answer.media and not answer.skipped:
                yield run, answer


def files_for(records: Iterable[SharedRecord], room: int) -> Mapping[str, tuple[str, str]]:
    """What goes along within `room` bytes, the newest first: whose it is and its place, by the id of its answer."""
    kept = [
        (answer.at, answer.id, record.code, each.name, each.size)
        for record in records
        for _, answer in recorded_in(record)
        if (each := record.recordings.get(answer.id)) is not None and each.state == "kept"
    ]
    names = {
        each[1]: _name(n, each[2], f"{each[0]:%Y-%m-%d}", each[3]) for n, each in enumerate(sorted(kept), 1)
    }
    found: dict[str, tuple[str, str]] = {}
    for _, entry, code, _, size in sorted(kept, reverse=True):
        if size <= room:
            found[entry] = (code, names[entry])
            room -= size
    return found


def _name(number: int, code: str, day: str, called: str) -> str:
    """A name of our own making: nothing of the sender's survives but the ending."""
    ending = PurePosixPath(called).suffix.removeprefix(".")
    suffix = f".{ending}" if _ENDING.fullmatch(ending) else ""
    return f"{FOLDER}/{safe_name(code)}-{number:04}-{day}{suffix}"
