"""Takes the logs out: reads what clients shared, or all that is theirs for themselves, and has it written as files."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from bot.core.library import Library
from bot.core.plan import instant
from bot.core.turn import FileOrder
from bot.export.archive import zip_folder
from bot.export.copy import Making, write_copy
from bot.export.selection import Selection, file_stem
from bot.export.write import write_csv, write_json
from storage import store
from storage.connection import Connection
from storage.database import Database
from storage.shelf import Shelf, shelf_of
from storage.writer import Writer

VERSION = "0.1.0"
Form = Literal["csv", "json"]


class BadRange(Exception):
    """What was asked for on the command line makes no sense; one line says why."""


class UnknownClient(Exception):
    """There is no client of that code."""


@dataclass(frozen=True, slots=True)
class Range:
    """From when until when: half-open, aware; without `since` from the beginning."""

    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the rows and their codebook come from."""

    database: Database
    conn: Connection
    library: Library


def read_range(since: str | None, until: str | None, zone: ZoneInfo, now: datetime) -> Range:
    """Two dates of the command line as instants: midnights of the practice's zone. Raises BadRange."""
    chosen = Range(_midnight("--from", since, zone), _midnight("--to", until, zone) or now)
    if chosen.since is not None and chosen.since >= chosen.until:
        raise BadRange("--from has to lie before --to")
    return chosen


def export_to_folder(
    database: Database, library: Library, client: str, form: Form, chosen: Range, out: Path, now: datetime
) -> tuple[Path, ...]:
    """Write the files of one client, named by code, or of all into `out`, and note it for each of them to read.

    Raises UnknownClient, OSError.
    """
    with database.reading() as conn:
        ids, codes = _named(database, conn, client)
        paths = _write(_Source(database, conn, library), ids, codes, chosen, form, out, now)
    order = FileOrder(clients=tuple(ids), format=form, since=chosen.since, until=chosen.until)
    Writer(database.engine).run_sync(lambda conn: store.note_operators_export(conn, order, now))
    return paths


def build_file(
    database: Database, library: Library, order: FileOrder, now: datetime, *, asker: str | None, data: Path
) -> tuple[str, bytes]:
    """The one file that answers an order of the chat: its name and its bytes.

    `asker` is the person whose chat it goes to; a copy is made for nobody but the client it is about. Recordings lie
    under the folder `data`. Raises NotYours, OSError.
    """
    with tempfile.TemporaryDirectory(prefix="coach-") as folder, database.reading() as conn:
        source = _Source(database, conn, library)
        if order.format == "copy":
            if asker is None or not set(order.clients) <= {asker}:
                raise store.NotYours
            whole = _copy(source, asker, shelf_of(database.store, data), Path(folder), now)
        else:
            whole = _logs(source, order, order.format, Path(folder), now)
        return whole.name, whole.read_bytes()


def _logs(source: _Source, order: FileOrder, form: Form, folder: Path, now: datetime) -> Path:
    cards = {card.id: card.code for card in store.clients(source.database.store, source.conn, None)}
    codes = [cards[each] for each in order.clients if each in cards]
    chosen = Range(order.since, order.until)
    paths = _write(source, list(order.clients), codes, chosen, form, folder, now)
    return paths[0] if len(paths) == 1 else zip_folder(paths, folder / f"{file_stem(codes, now)}.zip")


def _copy(source: _Source, client: str, shelf: Shelf, folder: Path, now: datetime) -> Path:
    """Everything of one client, as one zip. Raises NotYours where there is no such client."""
    keys, conn = source.database.store, source.conn
    record = store.own_record(keys, conn, client)
    if record is None:
        raise store.NotYours

    def read(entry: str) -> bytes | None:
        sealed = shelf.get(entry)
        return None if sealed is None else store.open_recording(keys, conn, client, entry, sealed)

    path = folder / f"copy-{file_stem([record.code], now)}.zip"
    making = Making(library=source.library, made_at=now, app_version=VERSION)
    return write_copy(path, record, read, making)


def _write(
    source: _Source,
    ids: Sequence[str],
    codes: Sequence[str],
    chosen: Range,
    form: Form,
    out: Path,
    now: datetime,
) -> tuple[Path, ...]:
    selection = Selection(
        clients=tuple(codes), since=chosen.since, until=chosen.until, made_at=now, app_version=VERSION
    )
    answers = store.export_answers(source.database.store, source.conn, ids, chosen.since, chosen.until)
    occurrences = store.export_occurrences(source.conn, ids, chosen.since, chosen.until)
    exercises = list(source.library.exercises.values())
    if form == "json":
        path = out / f"{file_stem(codes, now)}.json"
        return (write_json(path, answers, occurrences, exercises, selection),)
    return write_csv(out, answers, occurrences, exercises, selection)


def _named(database: Database, conn: Connection, client: str) -> tuple[list[str], list[str]]:
    cards = store.clients(database.store, conn, None)
    if client.casefold() != "all":
        wanted = client.strip().upper()
        cards = [card for card in cards if card.code == wanted]
        if not cards:
            raise UnknownClient("--client: there is no client of that code; /clients shows the codes")
    return [card.id for card in cards], [card.code for card in cards]


def _midnight(option: str, day: str | None, zone: ZoneInfo) -> datetime | None:
    if day is None:
        return None
    try:
        return instant(date.fromisoformat(day), time(0), zone.key).astimezone(UTC)
    except ValueError:
        raise BadRange(f"{option} takes a date such as 2026-11-01") from None
