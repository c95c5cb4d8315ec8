"""Writes an export: tables as CSV files with their manifest, or all of it as one JSON document."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from bot.core.exercise import Exercise
from bot.core.record import ExportedAnswer, ExportedOccurrence
from bot.export import answers as answers_long
from bot.export import codebook, occurrences
from bot.export.cells import Table
from bot.export.manifest import Tally, manifest_of
from bot.export.selection import Selection
from bot.export.whole import all_or_none, open_new

TABLES = ("answers_long", "occurrences", "codebook")
FILES = (*(f"{name}.csv" for name in TABLES), "manifest.json")


def write_csv(
    folder: Path,
    answers: Iterable[ExportedAnswer],
    occurrences: Iterable[ExportedOccurrence],
    exercises: Sequence[Exercise],
    selection: Selection,
) -> tuple[Path, ...]:
    """Write FILES into `folder` and return where they are. UTF-8 with a mark for spreadsheets, RFC 4180.

    Records are written as they are read: answers by client code and start of the run, a run's together.
    Raises OSError, and what `admitted` or the records' source raise; `folder` then holds what it held before.
    """
    with all_or_none(folder, FILES) as hidden:
        files = {name: hidden / f"{name}.csv" for name in TABLES}
        tables = _tables(answers, occurrences, exercises, selection)
        tallies = {table.name: _write_table(files[table.name], table) for table in tables}
        with open_new(hidden / "manifest.json", "utf-8") as stream:
            stream.write(_pretty(manifest_of(selection, tallies, files)) + "\n")
    return tuple(folder / name for name in FILES)


def write_json(
    path: Path,
    answers: Iterable[ExportedAnswer],
    occurrences: Iterable[ExportedOccurrence],
    exercises: Sequence[Exercise],
    selection: Selection,
) -> Path:
    """Write one document with the three tables as lists of objects, and then the manifest; return `path`.

    Numbers stay numbers, what is empty is null, and no cell is guarded. Streams and raises as `write_csv`.
    """
    with all_or_none(path.parent, (path.name,)) as hidden, open_new(hidden / path.name, "utf-8") as stream:
        stream.write("{\n")
        tables = _tables(answers, occurrences, exercises, selection)
        tallies = {table.name: _write_list(stream, table) for table in tables}
        stream.write(f'"manifest": {_pretty(manifest_of(selection, tallies))}\n}}\n')
    return path


def _tables(
    answers: Iterable[ExportedAnswer],
    nudges: Iterable[ExportedOccurrence],
    exercises: Sequence[Exercise],
    selection: Selection,
) -> tuple[Table, ...]:
    rows = (
        answers_long.answer_rows(answers, exercises, selection),
        occurrences.occurrence_rows(nudges, selection),
        codebook.codebook_rows(exercises),
    )
    columns = (answers_long.COLUMNS, occurrences.COLUMNS, codebook.COLUMNS)
    return tuple(Table(*parts) for parts in zip(TABLES, columns, rows, strict=True))


def _write_table(path: Path, table: Table) -> Tally:
    tally, names = Tally(), table.names
    with open_new(path, "utf-8-sig") as stream:
        sheet = csv.writer(stream, lineterminator="\r\n")
        sheet.writerow(names)
        for row in table.rows:
            sheet.writerow(map(tally.harmless, names, row))
            tally.rows += 1
    return tally


def _write_list(stream: TextIO, table: Table) -> Tally:
    tally, names = Tally(), table.names
    stream.write(f'"{table.name}": [')
    for row in table.rows:
        cells = map(tally.shown, names, row)
        line = json.dumps(dict(zip(names, cells, strict=True)), ensure_ascii=False)
        stream.write(f"{',' if tally.rows else ''}\n{line}")
        tally.rows += 1
    stream.write("\n],\n")
    return tally


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
